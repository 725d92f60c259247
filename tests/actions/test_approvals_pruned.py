"""An old question to a manager goes with the sale it was about, before it."""

from actions.leave_sale import leave_sale
from actions.prune import prune
from storage.schema import approvals, sale_drafts
from tests.actions.people import Cast
from tests.actions.watched import DAY, asked
from tests.clockwork.stand import HandClock


async def test_a_question_to_a_manager_is_forgotten_with_its_sale(cast: Cast, clock: HandClock) -> None:
    anna = await cast.joined("Анна")
    view = await asked(cast, anna)
    await leave_sale(cast.shop, cast.lena.member_id, cast.lena.account_id, view.draft_id)
    clock.advance(89.5 * DAY)
    await prune(cast.shop)
    assert await cast.stand.rows(approvals) == []
    assert len(await cast.stand.rows(sale_drafts)) == 1
    clock.advance(DAY)
    await prune(cast.shop)
    assert await cast.stand.rows(sale_drafts) == []
