"""A till's calls in one transaction each: done and kept together, or not at all."""

import pytest

from actions.confirm_sale import confirm_sale
from actions.prune import prune
from actions.till_calls import Answer, Ask, known_till
from actions.till_sale import Wanted, commit_sale, quote_sale
from actions.tills import NewTill, add_till, list_tills, revoke_till
from loyalty.receipts import Line
from loyalty.refusals import Refusal, Refused
from loyalty.tills import Preset
from loyalty.views import SaleView
from storage import staff
from storage.schema import api_requests, purchases
from tests.actions.buying import reason
from tests.actions.people import Actor, Cast
from tests.clockwork.stand import HandClock

DAY = 86_400


def told(view: SaleView) -> Answer:
    return Answer(200, str(view.purchase_id).encode())


async def till_of(cast: Cast, owner: Actor) -> NewTill:
    made = await add_till(cast.shop, owner.member_id, owner.account_id, 1, Preset.ALL, "Касса")
    assert isinstance(made, NewTill), made
    return made


async def quoted(cast: Cast, till_id: int, member: Actor) -> SaleView:
    view = await quote_sale(cast.shop, till_id, Wanted(member.number, (Line(10_000),), "A-1"))
    assert isinstance(view, SaleView), view
    return view


async def test_what_breaks_before_its_answer_is_kept_is_not_done(cast: Cast) -> None:
    till_id, anna = (await till_of(cast, cast.owner)).line.till.id, await cast.joined("Анна")
    quote = await quoted(cast, till_id, anna)
    ask = Ask(till_id, "sale-A-1", b"same")

    def broken(_: SaleView) -> Answer:
        raise RuntimeError("the line broke")

    with pytest.raises(RuntimeError):
        await commit_sale(cast.shop, ask, quote.draft_id, quote.revision, broken)
    assert not await cast.stand.rows(purchases)
    assert not await cast.stand.rows(api_requests)
    answer = await commit_sale(cast.shop, ask, quote.draft_id, quote.revision, told)
    assert isinstance(answer, Answer)
    again = await commit_sale(cast.shop, ask, quote.draft_id, quote.revision, broken)
    assert again == Answer(200, answer.body, repeated=True)
    other = await commit_sale(cast.shop, Ask(till_id, "sale-A-1", b"other"), quote.draft_id, 1, told)
    assert reason(other) is Refusal.OTHER_INPUT


async def test_an_answer_is_kept_for_a_week_and_more_and_then_forgotten(cast: Cast, clock: HandClock) -> None:
    till_id, anna = (await till_of(cast, cast.owner)).line.till.id, await cast.joined("Анна")
    quote = await quoted(cast, till_id, anna)
    ask = Ask(till_id, "sale-A-1", b"same")
    first = await commit_sale(cast.shop, ask, quote.draft_id, quote.revision, told)
    assert isinstance(first, Answer)
    clock.advance(13 * DAY)
    await prune(cast.shop)
    assert await cast.stand.rows(api_requests)
    clock.advance(2 * DAY)
    await prune(cast.shop)
    assert not await cast.stand.rows(api_requests)
    late = await commit_sale(cast.shop, ask, quote.draft_id, quote.revision, told)
    assert isinstance(late, Answer)
    assert late.body == first.body
    assert len(await cast.stand.rows(purchases)) == 1


async def test_a_till_sells_on_when_whoever_added_it_has_left(cast: Cast) -> None:
    made, anna = await till_of(cast, cast.owner), await cast.joined("Анна")
    till_id = made.line.till.id
    await dismissed(cast, cast.owner)
    quote = await quoted(cast, till_id, anna)
    done = await commit_sale(cast.shop, Ask(till_id, "k", b""), quote.draft_id, quote.revision, told)
    assert isinstance(done, Answer)
    assert await known_till(cast.shop, made.key) is not None


async def dismissed(cast: Cast, owner: Actor) -> None:
    """The only owner is gone, as after a wrong setting."""
    now = cast.shop.now()
    await cast.shop.db.write(lambda tx: staff.dismiss(tx, owner.member_id, owner.member_id, now))


async def test_only_owners_add_list_and_revoke_tills(cast: Cast) -> None:
    till_id = (await till_of(cast, cast.owner)).line.till.id
    lena = cast.lena
    who = (lena.member_id, lena.account_id)
    refused = (
        await add_till(cast.shop, *who, 1, Preset.ALL, "Моя"),
        await list_tills(cast.shop, lena.member_id),
        await revoke_till(cast.shop, lena.member_id, till_id),
    )
    assert [reason(one) for one in refused] == [Refusal.NOT_OWNER] * 3
    assert not isinstance(await revoke_till(cast.shop, cast.owner.member_id, till_id), Refused)
    assert reason(await revoke_till(cast.shop, cast.owner.member_id, till_id)) is Refusal.TILL_GONE


async def test_whoever_answers_for_a_till_has_no_hand_in_its_open_sales(cast: Cast) -> None:
    till_id, anna = (await till_of(cast, cast.owner)).line.till.id, await cast.joined("Анна")
    quote, owner = await quoted(cast, till_id, anna), cast.owner
    done = await confirm_sale(cast.shop, owner.member_id, owner.account_id, quote.draft_id, quote.revision)
    assert reason(done) is Refusal.NOT_YOUR_SALE
