"""A sale from the scan to the points: once, whoever taps how often, and as shown or not at all."""

import asyncio
from datetime import timedelta

import pytest

from actions.confirm_sale import confirm_sale
from actions.end_drafts import end_drafts
from actions.leave_sale import leave_sale
from actions.open_sale import open_sale
from actions.price_sale import price_sale
from actions.recognise import recognise
from actions.set_programme import set_programme
from actions.shop import Shop
from actions.show_card import show_card
from actions.show_sale import remember_screen, show_purchase
from actions.undo_sale import undo_sale
from actions.verify import verify_ledger
from loyalty.receipts import Line
from loyalty.refusals import Refusal, Refused
from loyalty.views import SaleState, SaleView
from tests.actions.people import Actor, Cast


def reason(outcome: object) -> Refusal:
    assert isinstance(outcome, Refused), outcome
    return outcome.reason


async def confirm(shop: Shop, cashier: Actor, view: SaleView, revision: int | None = None) -> SaleView:
    shown = view.revision if revision is None else revision
    done = await confirm_sale(shop, cashier.member_id, cashier.account_id, view.draft_id, shown)
    assert isinstance(done, SaleView), done
    return done


async def balance(shop: Shop, member: Actor) -> int:
    card = await show_card(shop, member.member_id)
    assert not isinstance(card, Refused)
    return card.available


async def question(shop: Shop, actor: Actor) -> tuple[str, str]:
    speaker, _ = await recognise(shop, "telegram", actor.external_id)
    assert speaker is not None
    return speaker.question, speaker.about


async def test_a_scan_asks_for_the_amount_and_shows_first_name_and_balance_only(
    cast: Cast, shop: Shop
) -> None:
    anna = await cast.joined("Анна Каренина")
    view = await open_sale(shop, cast.lena.member_id, cast.lena.account_id, number=anna.number)
    assert isinstance(view, SaleView)
    assert (view.state, view.first_name, view.available) == (SaleState.AMOUNT, "Анна", 0)
    assert await question(shop, cast.lena) == ("amount", view.draft_id)


async def test_points_are_on_the_card_and_the_customer_is_told(cast: Cast, shop: Shop) -> None:
    anna = await cast.joined("Анна")
    preview = await cast.preview(cast.lena, anna, 450_00, "17")
    assert (preview.points, preview.available) == (22, 0)
    done = await confirm(shop, cast.lena, preview)
    assert (done.state, done.points, done.available, done.receipt) == (SaleState.BOOKED, 22, 22, "17")
    assert await balance(shop, anna) == 22
    [(kind, told)] = await cast.told(anna)
    assert (kind, told["amount_minor"], told["points"], told["available"]) == ("earned", 450_00, 22, 22)
    assert (told["spent"], told["pending"], told["seq"]) == (0, 0, 1)
    assert await question(shop, cast.lena) == ("", "")


async def test_confirming_twice_at_once_books_once_and_shows_the_same(cast: Cast, shop: Shop) -> None:
    anna = await cast.joined("Анна")
    preview = await cast.preview(cast.lena, anna, 450_00)
    first, second = await asyncio.gather(*(confirm(shop, cast.lena, preview) for _ in range(2)))
    assert first == second
    assert await balance(shop, anna) == 22
    assert len(await cast.told(anna)) == 1


async def test_tills_that_confirm_at_the_same_moment_lose_nothing(cast: Cast, shop: Shop) -> None:
    anna = await cast.joined("Анна")
    previews = [await cast.preview(cast.lena, anna, 100_00 + number) for number in range(20)]
    await asyncio.gather(*(confirm(shop, cast.lena, preview) for preview in previews))
    assert await balance(shop, anna) == 20 * 5
    assert (await verify_ledger(shop)).faults == ()


async def test_an_old_preview_shows_the_new_one_and_books_nothing(cast: Cast, shop: Shop) -> None:
    anna = await cast.joined("Анна")
    old = await cast.preview(cast.lena, anna, 450_00)
    await price_sale(shop, cast.lena.member_id, old.draft_id, [Line(500_00)])
    again = await confirm(shop, cast.lena, old)
    assert (again.state, again.amount_minor, again.points) == (SaleState.PREVIEW, 500_00, 25)
    assert not again.changed, "these figures were shown before"
    assert await balance(shop, anna) == 0
    assert (await confirm(shop, cast.lena, again)).state is SaleState.BOOKED


async def test_decision_rules_changed_meanwhile_show_new_figures_and_book_nothing(
    cast: Cast, shop: Shop
) -> None:
    anna = await cast.joined("Анна")
    preview = await cast.preview(cast.lena, anna, 450_00)
    await set_programme(shop, cast.owner.member_id, cast.owner.account_id, rate_bp=1000)
    again = await confirm(shop, cast.lena, preview)
    assert (again.state, again.points, again.changed) == (SaleState.PREVIEW, 45, True)
    assert await balance(shop, anna) == 0


async def test_rule_4_a_receipt_too_small_for_points_is_kept(cast: Cast, shop: Shop) -> None:
    anna = await cast.joined("Анна")
    done = await confirm(shop, cast.lena, await cast.preview(cast.lena, anna, 10_00))
    assert (done.state, done.points) == (SaleState.BOOKED, 0)
    [(kind, told)] = await cast.told(anna)
    assert (kind, told["amount_minor"], told["points"], told["seq"]) == ("earned", 10_00, 0, 0)
    undone = await undo_sale(shop, cast.lena.member_id, done.purchase_id or 0)
    assert isinstance(undone, SaleView)
    assert undone.state is SaleState.UNDONE


async def test_confirming_one_sale_leaves_the_question_of_the_next_open(cast: Cast, shop: Shop) -> None:
    anna, dima = await cast.joined("Анна"), await cast.joined("Дима")
    first = await cast.preview(cast.lena, anna, 450_00)
    second = await open_sale(shop, cast.lena.member_id, cast.lena.account_id, number=dima.number)
    assert isinstance(second, SaleView)
    await confirm(shop, cast.lena, first)
    assert await question(shop, cast.lena) == ("amount", second.draft_id)


@pytest.mark.parametrize("amount_minor", [450_00, 500_00])
async def test_rule_15_a_receipt_of_another_customer_or_amount_is_refused_with_the_first_sale(
    cast: Cast, shop: Shop, amount_minor: int
) -> None:
    anna, dima = await cast.joined("Анна"), await cast.joined("Дима")
    await confirm(shop, cast.lena, await cast.preview(cast.lena, anna, 450_00, "17"))
    other = await open_sale(shop, cast.boris.member_id, cast.boris.account_id, number=dima.number)
    assert isinstance(other, SaleView)
    refused = await price_sale(shop, cast.boris.member_id, other.draft_id, [Line(amount_minor)], "17")
    assert isinstance(refused, Refused)
    assert refused.reason is Refusal.RECEIPT_TAKEN
    assert refused.detail["amount_minor"] == 450_00


async def test_rule_15_the_same_receipt_is_the_same_purchase_also_between_two_tills(
    cast: Cast, shop: Shop
) -> None:
    anna = await cast.joined("Анна")
    one = await cast.preview(cast.lena, anna, 450_00, "17")
    two = await cast.preview(cast.boris, anna, 450_00, "17")
    booked = await confirm(shop, cast.lena, one)
    same = await confirm(shop, cast.boris, two)
    assert (same.purchase_id, same.repeated) == (booked.purchase_id, True)
    assert await balance(shop, anna) == 22


async def test_a_receipt_number_is_free_again_the_next_day(cast: Cast, shop: Shop) -> None:
    anna = await cast.joined("Анна")
    await confirm(shop, cast.lena, await cast.preview(cast.lena, anna, 450_00, "17"))
    cast.clock.advance(24 * 3600)
    await confirm(shop, cast.lena, await cast.preview(cast.lena, anna, 500_00, "17"))
    assert await balance(shop, anna) == 22 + 25


async def test_a_draft_ends_after_five_minutes_also_on_the_screen(cast: Cast, shop: Shop) -> None:
    anna = await cast.joined("Анна")
    preview = await cast.preview(cast.lena, anna, 450_00)
    await remember_screen(shop, preview.draft_id, "7")
    cast.clock.advance(299)
    assert await end_drafts(shop) == 0
    cast.clock.advance(1)
    late = await confirm_sale(
        shop, cast.lena.member_id, cast.lena.account_id, preview.draft_id, preview.revision
    )
    assert reason(late) is Refusal.SALE_ENDED
    assert await end_drafts(shop) == 1
    assert (await cast.told(cast.lena))[-1] == ("edit.sale_ended", {"message_id": "7"})
    assert await question(shop, cast.lena) == ("", "")
    priced = await price_sale(shop, cast.lena.member_id, preview.draft_id, [Line(1_00)])
    assert reason(priced) is Refusal.SALE_ENDED
    assert await balance(shop, anna) == 0


async def test_many_forgotten_drafts_end_at_once(cast: Cast, shop: Shop) -> None:
    anna = await cast.joined("Анна")
    for _ in range(201):
        await open_sale(shop, cast.lena.member_id, cast.lena.account_id, number=anna.number)
    cast.clock.advance(300)
    assert await end_drafts(shop) == 201


async def test_calling_a_sale_off_twice_shows_the_same(cast: Cast, shop: Shop) -> None:
    anna = await cast.joined("Анна")
    preview = await cast.preview(cast.lena, anna, 450_00)
    for _ in range(2):
        left = await leave_sale(shop, cast.lena.member_id, cast.lena.account_id, preview.draft_id)
        assert isinstance(left, SaleView)
        assert left.state is SaleState.CANCELLED
    late = await confirm_sale(
        shop, cast.lena.member_id, cast.lena.account_id, preview.draft_id, preview.revision
    )
    assert reason(late) is Refusal.SALE_CANCELLED


async def test_a_booked_sale_cannot_be_called_off(cast: Cast, shop: Shop) -> None:
    anna = await cast.joined("Анна")
    done = await confirm(shop, cast.lena, await cast.preview(cast.lena, anna, 450_00))
    left = await leave_sale(shop, cast.lena.member_id, cast.lena.account_id, done.draft_id)
    assert left == done
    priced = await price_sale(shop, cast.lena.member_id, done.draft_id, [Line(1_00)])
    assert reason(priced) is Refusal.NO_OPEN_SALE


async def test_a_sale_without_an_amount_cannot_be_confirmed(cast: Cast, shop: Shop) -> None:
    anna = await cast.joined("Анна")
    view = await open_sale(shop, cast.lena.member_id, cast.lena.account_id, number=anna.number)
    assert isinstance(view, SaleView)
    early = await confirm_sale(shop, cast.lena.member_id, cast.lena.account_id, view.draft_id, 0)
    assert reason(early) is Refusal.NO_OPEN_SALE


async def test_nobody_sells_to_a_stranger_to_himself_or_to_nobody(cast: Cast, shop: Shop) -> None:
    stranger = await cast.stranger("Гость")
    lena = cast.lena
    unknown = await open_sale(shop, lena.member_id, lena.account_id, card_token="x" * 22)
    guest = await open_sale(shop, lena.member_id, lena.account_id, number=stranger.number)
    assert {reason(unknown), reason(guest)} == {Refusal.CARD_UNKNOWN}
    worker = await cast.cashier("Кира")
    anna = await cast.joined("Анна")
    assert reason(await open_sale(shop, anna.member_id, anna.account_id, number=worker.number)) is (
        Refusal.NOT_STAFF
    )


async def test_only_the_one_who_scanned_goes_on_with_a_sale(cast: Cast, shop: Shop) -> None:
    anna = await cast.joined("Анна")
    preview = await cast.preview(cast.lena, anna, 450_00)
    for other, why in ((cast.boris, Refusal.NOT_YOUR_SALE), (anna, Refusal.NOT_STAFF)):
        who, account, draft = other.member_id, other.account_id, preview.draft_id
        assert reason(await price_sale(shop, who, draft, [Line(1_00)])) is why
        assert reason(await confirm_sale(shop, who, account, draft, preview.revision)) is why
        assert reason(await leave_sale(shop, who, account, draft)) is why
    lena = cast.lena
    assert reason(await price_sale(shop, lena.member_id, "nothing", [Line(1)])) is Refusal.NO_OPEN_SALE
    assert reason(await leave_sale(shop, lena.member_id, lena.account_id, "nothing")) is Refusal.NO_OPEN_SALE
    forged = await confirm_sale(shop, lena.member_id, lena.account_id, "nothing", 1)
    assert reason(forged) is Refusal.NO_OPEN_SALE
    assert await balance(shop, anna) == 0


async def test_an_undo_takes_the_points_back_frees_the_receipt_and_tells_the_customer(
    cast: Cast, shop: Shop
) -> None:
    anna = await cast.joined("Анна")
    done = await confirm(shop, cast.lena, await cast.preview(cast.lena, anna, 450_00, "17"))
    purchase = done.purchase_id or 0
    for _ in range(2):
        undone = await undo_sale(shop, cast.lena.member_id, purchase)
        assert isinstance(undone, SaleView)
        assert (undone.state, undone.available) == (SaleState.UNDONE, 0)
    told = [(kind, data["points"], data["available"]) for kind, data in await cast.told(anna)]
    assert [kind for kind, _, _ in told] == ["earned", "undone"]
    assert [available for _, _, available in told] == [22, 0]
    assert (await confirm(shop, cast.lena, done)).state is SaleState.UNDONE, "an old button books nothing"
    await confirm(shop, cast.lena, await cast.preview(cast.lena, anna, 450_00, "17"))
    assert await balance(shop, anna) == 22
    checked = await verify_ledger(shop)
    assert (checked.entries, checked.liability_points, checked.faults) == (3, 22, ())


async def test_an_undo_is_for_five_minutes_and_for_the_one_who_sold(cast: Cast, shop: Shop) -> None:
    anna = await cast.joined("Анна")
    done = await confirm(shop, cast.lena, await cast.preview(cast.lena, anna, 450_00))
    purchase = done.purchase_id or 0
    assert reason(await undo_sale(shop, cast.boris.member_id, purchase)) is Refusal.NOT_YOUR_SALE
    assert reason(await undo_sale(shop, anna.member_id, purchase)) is Refusal.NOT_STAFF
    assert reason(await undo_sale(shop, cast.lena.member_id, 999)) is Refusal.NO_OPEN_SALE
    cast.clock.moment += timedelta(minutes=5, microseconds=1)
    assert reason(await undo_sale(shop, cast.lena.member_id, purchase)) is Refusal.UNDO_TOO_LATE
    assert await balance(shop, anna) == 22


async def test_somebody_elses_undone_sale_stays_his(cast: Cast, shop: Shop) -> None:
    anna = await cast.joined("Анна")
    done = await confirm(shop, cast.lena, await cast.preview(cast.lena, anna, 450_00))
    await undo_sale(shop, cast.lena.member_id, done.purchase_id or 0)
    assert reason(await undo_sale(shop, cast.boris.member_id, done.purchase_id or 0)) is Refusal.NOT_YOUR_SALE


async def test_a_purchase_is_looked_at_again_by_the_one_who_may_undo_it(cast: Cast, shop: Shop) -> None:
    anna = await cast.joined("Анна")
    done = await confirm(shop, cast.lena, await cast.preview(cast.lena, anna, 450_00))
    purchase = done.purchase_id or 0
    shown = await show_purchase(shop, cast.lena.member_id, purchase)
    assert isinstance(shown, SaleView)
    assert (shown.state, shown.points) == (SaleState.BOOKED, 22)
    assert reason(await show_purchase(shop, cast.boris.member_id, purchase)) is Refusal.NOT_YOUR_SALE
    assert reason(await show_purchase(shop, anna.member_id, purchase)) is Refusal.NOT_STAFF
    assert reason(await show_purchase(shop, cast.lena.member_id, 999)) is Refusal.NO_OPEN_SALE
    await undo_sale(shop, cast.lena.member_id, purchase)
    undone = await show_purchase(shop, cast.lena.member_id, purchase)
    assert isinstance(undone, SaleView)
    assert undone.state is SaleState.UNDONE
