"""A colleague who is dismissed leaves nothing open at the till: no sale, and no question about one."""

import pytest

from actions.approvals import decide_sale
from actions.ask_spend import take_points
from actions.dismiss_staff import dismiss_staff
from actions.show_sale import remember_screen
from loyalty.redeeming import HoldState
from loyalty.sale import DraftState
from loyalty.views import SaleState, SaleView
from loyalty.watch.views import ApprovalState, ApprovalView
from storage.schema import conversations, holds, sale_drafts
from tests.actions.paying import rich
from tests.actions.people import Cast
from tests.actions.watched import DAY, approval_id, asked
from texts.approvals import approval
from texts.words import words_for


async def dismissed(cast: Cast) -> None:
    assert await dismiss_staff(cast.shop, cast.owner.member_id, cast.lena.member_id) == "Лена"


@pytest.mark.parametrize("allow", [True, False])
async def test_a_manager_who_taps_later_hears_that_the_cashier_has_left(cast: Cast, allow: bool) -> None:
    anna = await cast.joined("Анна")
    cast.clock.advance(7 * DAY)
    view = await asked(cast, anna)
    await remember_screen(cast.shop, view.draft_id, "7")
    await dismissed(cast)
    before = await cast.told(cast.lena)
    assert ("edit.sale_ended", {"message_id": "7"}) in before
    said = await decide_sale(cast.shop, cast.owner.member_id, await approval_id(cast), allow=allow)
    assert isinstance(said, ApprovalView)
    assert (said.state, said.cashier_left) == (ApprovalState.OVER, True)
    words = words_for("en", "UTC", "RUB")
    assert "Nothing is booked: Лена has left the team." in approval(words, said).text
    assert await cast.told(cast.lena) == before, "no screen of hers is touched any more"
    assert (await cast.stand.rows(sale_drafts))[-1].state == DraftState.ENDED


async def test_a_question_to_the_customer_and_the_next_typed_amount_end_too(cast: Cast) -> None:
    anna, lena = await rich(cast), cast.lena
    preview = await cast.preview(lena, anna, 2_000_00)
    view = await take_points(cast.shop, lena.member_id, lena.account_id, preview.draft_id, preview.revision)
    assert isinstance(view, SaleView)
    assert view.state is SaleState.WAITING
    await dismissed(cast)
    assert [row.state for row in await cast.stand.rows(holds)][-1] == HoldState.VOID
    assert (await cast.told(anna))[-1][0] == "edit.spend_over"
    assert lena.account_id not in [row.account_id for row in await cast.stand.rows(conversations)]


async def test_the_sales_of_others_go_on(cast: Cast) -> None:
    anna = await cast.joined("Анна")
    await cast.preview(cast.boris, anna, 450_00)
    await dismissed(cast)
    assert [row.state for row in await cast.stand.rows(sale_drafts)] == [DraftState.OPEN]
