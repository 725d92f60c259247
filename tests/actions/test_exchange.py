"""Goods for goods: a refund and a sale, exact as ever, and one message for both (rule 53)."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from actions.confirm_sale import confirm_sale
from actions.deliver import record
from actions.exchange import SALE_WITHIN
from actions.leave_sale import leave_sale
from actions.outcomes import Retry, Sent
from actions.price_sale import price_sale
from actions.refund_sale import refund_sale
from actions.undo_sale import undo_sale
from loyalty.programme import StampCard
from loyalty.receipts import Line
from loyalty.refusals import Refusal, Refused
from loyalty.views import RefundState, RefundView, SaleState, SaleView
from storage.database import Connection
from storage.schema import notices as notice_table
from storage.schema import purchases, refunds, sale_drafts, staff_stores, stores
from tests.actions import refunding
from tests.actions.buying import bought, left, reason, ruled
from tests.actions.people import Actor, Cast
from tests.actions.refunding import about, previewed, sound
from tests.clockwork.stand import claimed

LATER = SALE_WITHIN.total_seconds()


@pytest.fixture
async def anna(cast: Cast) -> Actor:
    someone = await cast.joined("Анна")
    await sent(cast)
    return someone


async def sent(cast: Cast) -> list[tuple[str, dict[str, Any]]]:
    """Everything that may go now goes; what went, in its order."""
    went: list[tuple[str, dict[str, Any]]] = []
    while found := await claimed(cast.stand, 8):
        for delivery in found:
            await record(cast.shop, delivery, Sent(str(delivery.notice_id)))
            went.append((delivery.kind, dict(delivery.data)))
    return went


async def kinds(cast: Cast) -> list[str]:
    """The kinds of what goes now to whoever is no cashier's screen."""
    return [kind for kind, _ in await sent(cast) if not kind.startswith("edit.") and kind != "commands"]


async def exchanged(
    cast: Cast, number: int, goods_minor: int | None = None, actor: Actor | None = None
) -> RefundView:
    """The goods come back by the button "Exchange"."""
    by = actor or cast.lena
    view = await previewed(cast, number, goods_minor, by)
    done = await tapped(cast, by, view, exchange=True)
    assert isinstance(done, RefundView), done
    assert done.state is RefundState.DONE
    return done


async def tapped(cast: Cast, by: Actor, view: RefundView, *, exchange: bool) -> RefundView | Refused:
    who, shown = (by.member_id, by.account_id), await about(cast.shop, by)
    return await refund_sale(cast.shop, *who, shown, view.purchase_id, view.code, exchange=exchange)


async def sold_in(cast: Cast, view: RefundView, amount_minor: int, by: Actor | None = None) -> int:
    """The new sale of an exchange is priced and booked; its purchase."""
    cashier = by or cast.lena
    assert view.sale is not None
    lines = [Line(amount_minor)]
    priced = await price_sale(cast.shop, cashier.member_id, view.sale.draft_id, lines, "")
    assert isinstance(priced, SaleView), priced
    who = (cashier.member_id, cashier.account_id)
    done = await confirm_sale(cast.shop, *who, priced.draft_id, priced.revision)
    assert isinstance(done, SaleView), done
    assert done.purchase_id
    return done.purchase_id


async def test_rule_53_an_exchange_is_a_refund_and_a_sale_with_one_message(cast: Cast, anna: Actor) -> None:
    sold = await bought(cast, anna, 1_000_00)
    assert await kinds(cast) == ["earned"]
    done = await exchanged(cast, sold)
    assert done.sale is not None
    assert (done.sale.state, done.sale.first_name, done.sale.available) == (SaleState.AMOUNT, "Анна", 0)
    assert await kinds(cast) == [], "the customer stands at the till: the message waits for the sale"
    fresh = await sold_in(cast, done, 800_00)
    [(kind, told)] = await sent(cast)
    assert (kind, told["purchase_id"], told["amount_minor"]) == ("exchanged", fresh, 800_00)
    assert (told["points"], told["spent"], told["available"]) == (40, 0, 40)
    assert told["back"] == {
        "amount_minor": 1_000_00,
        "money_minor": 1_000_00,
        "certificate_minor": 0,
        "returned": 0,
        "taken": 50,
        "grace_days": 0,
    }
    assert told["seq"] == 3, "the sale's entry: earned, taken back, earned"
    assert [row.amount_minor for row in await cast.stand.rows(refunds)] == [1_000_00]
    assert await left(cast.shop, anna) == 40
    cast.clock.advance(LATER)
    assert await kinds(cast) == []
    await sound(cast)


async def test_rule_53_a_refund_and_a_sale_without_the_door_have_a_message_each(
    cast: Cast, anna: Actor
) -> None:
    sold = await bought(cast, anna, 1_000_00)
    await refunding.refunded(cast, sold)
    await bought(cast, anna, 800_00)
    assert await kinds(cast) == ["earned", "refunded", "earned"]


async def test_rule_53_points_that_pay_the_new_goods_are_in_the_one_message(cast: Cast, anna: Actor) -> None:
    await bought(cast, anna, 6_000_00)
    sold = await refunding.bought(cast, anna, 1_000_00, paying=True)
    await sent(cast)
    await exchanged(cast, sold)
    await refunding.bought(cast, anna, 2_000_00, paying=True)
    went = [(kind, told) for kind, told in await sent(cast) if kind == "exchanged"]
    [(_, told)] = went
    assert (told["back"]["returned"], told["back"]["taken"], told["back"]["money_minor"]) == (300, 35, 700_00)
    assert (told["spent"], told["points"]) == (300, 85)
    assert told["available"] == await left(cast.shop, anna)
    assert [kind for kind, _ in await cast.told(anna)].count("refunded") == 0


@pytest.mark.parametrize("closed", [True, False])
async def test_rule_53_without_a_sale_the_refund_is_told_when_its_time_has_come(
    cast: Cast, anna: Actor, closed: bool
) -> None:
    sold = await bought(cast, anna, 1_000_00)
    await sent(cast)
    done = await exchanged(cast, sold)
    assert done.sale is not None
    if closed:
        lena = cast.lena
        await leave_sale(cast.shop, lena.member_id, lena.account_id, done.sale.draft_id)
    cast.clock.advance(LATER - 1)
    assert await kinds(cast) == []
    cast.clock.advance(1)
    assert await kinds(cast) == ["refunded"]
    await bought(cast, anna, 800_00)
    assert await kinds(cast) == ["earned"]


async def test_rule_53_a_sale_of_another_store_is_no_exchange_and_the_balance_is_told_as_it_is_then(
    cast: Cast, anna: Actor
) -> None:
    await exchanged(cast, await bought(cast, anna, 1_000_00))
    await sent(cast)
    preview = await cast.preview(cast.lena, anna, 800_00)

    def move(tx: Connection) -> None:
        tx.execute(stores.insert().values(id=99, name="Другая", time_zone="Europe/Moscow"))
        tx.execute(staff_stores.insert().values(member_id=cast.lena.member_id, store_id=99))
        tx.execute(sale_drafts.update().where(sale_drafts.c.id == preview.draft_id).values(store_id=99))

    await cast.shop.db.write(move)
    who = (cast.lena.member_id, cast.lena.account_id)
    assert isinstance(await confirm_sale(cast.shop, *who, preview.draft_id, preview.revision), SaleView)
    assert await kinds(cast) == ["shift_closed", "earned"]
    cast.clock.advance(LATER)
    [(kind, told)] = await sent(cast)
    assert (kind, told["taken"], told["available"]) == ("refunded", 50, 40)


async def test_rule_53_the_same_customers_next_sale_counts_whoever_scans_him(cast: Cast, anna: Actor) -> None:
    await exchanged(cast, await bought(cast, anna, 1_000_00))
    other = await cast.joined("Вера")
    await sent(cast)
    await bought(cast, other, 300_00)
    assert await kinds(cast) == ["earned"]
    await bought(cast, anna, 800_00, cast.boris)
    assert await kinds(cast) == ["exchanged"]


async def test_rule_53_fifty_taps_on_both_buttons_are_one_refund_and_one_new_sale(
    cast: Cast, anna: Actor
) -> None:
    view = await previewed(cast, await bought(cast, anna, 1_000_00))
    await sent(cast)
    shown = await about(cast.shop, cast.lena)
    who = (cast.lena.member_id, cast.lena.account_id, shown, view.purchase_id, view.code)
    before = len(await cast.stand.rows(sale_drafts))
    outcomes = await asyncio.gather(
        *(refund_sale(cast.shop, *who, exchange=number % 2 == 0) for number in range(50))
    )
    assert {type(one) for one in outcomes} == {RefundView}
    sales = {one.sale.draft_id if one.sale else "" for one in outcomes if isinstance(one, RefundView)}
    assert len(sales) == 1
    assert len(await cast.stand.rows(sale_drafts)) == before + (sales != {""})
    assert len(await cast.stand.rows(refunds)) == 1
    assert [kind for kind, _ in await cast.told(anna)].count("refunded") == 1
    await sound(cast)


async def test_rule_53_a_late_second_tap_shows_the_new_sale_as_it_stands(cast: Cast, anna: Actor) -> None:
    view = await previewed(cast, await bought(cast, anna, 1_000_00))
    done = await tapped(cast, cast.lena, view, exchange=True)
    assert isinstance(done, RefundView)
    await sold_in(cast, done, 800_00)
    again = await tapped(cast, cast.lena, view, exchange=True)
    assert isinstance(again, RefundView)
    assert again.sale is not None
    assert again.sale.state is SaleState.BOOKED
    assert len(await cast.stand.rows(purchases)) == 2
    assert len(await cast.stand.rows(refunds)) == 1


async def test_rule_53_taps_on_the_new_sale_tell_the_exchange_once(cast: Cast, anna: Actor) -> None:
    done = await exchanged(cast, await bought(cast, anna, 1_000_00))
    await sent(cast)
    assert done.sale is not None
    lena, draft_id = cast.lena, done.sale.draft_id
    priced = await price_sale(cast.shop, lena.member_id, draft_id, [Line(800_00)], "")
    assert isinstance(priced, SaleView)
    taps = (
        confirm_sale(cast.shop, lena.member_id, lena.account_id, draft_id, priced.revision) for _ in range(20)
    )
    await asyncio.gather(*taps)
    assert await kinds(cast) == ["exchanged"]
    cast.clock.advance(LATER)
    assert await kinds(cast) == []


async def test_rule_53_goods_of_two_receipts_are_told_together(cast: Cast, anna: Actor) -> None:
    first, second = await bought(cast, anna, 1_000_00), await bought(cast, anna, 500_00)
    await sent(cast)
    await exchanged(cast, first, 400_00)
    cast.clock.advance(60)
    done = await exchanged(cast, second)
    await sold_in(cast, done, 900_00)
    [(kind, told)] = await sent(cast)
    assert (kind, told["back"]["amount_minor"], told["back"]["taken"]) == ("exchanged", 900_00, 20 + 25)
    cast.clock.advance(LATER)
    assert await kinds(cast) == []


async def test_rule_53_a_message_on_its_way_is_not_told_a_second_time(cast: Cast, anna: Actor) -> None:
    done = await exchanged(cast, await bought(cast, anna, 1_000_00))
    await sent(cast)
    cast.clock.advance(LATER)
    [on_its_way] = await claimed(cast.stand, 8)
    assert on_its_way.kind == "refunded"
    await bought(cast, anna, 800_00)
    await record(cast.shop, on_its_way, Retry("refused"))
    cast.clock.advance(LATER)
    assert await kinds(cast) == ["refunded", "earned"]
    assert done.sale is not None


@pytest.mark.parametrize("sold_again", [True, False])
async def test_rule_53_what_follows_from_the_refund_comes_after_its_message(
    cast: Cast, anna: Actor, sold_again: bool
) -> None:
    await ruled(cast.shop, stamps=(StampCard("coffee", "Кофе", 1, "Кофе"),))
    sold = await bought(cast, anna, 1_000_00)
    assert await kinds(cast) == ["earned", "stamp_gift"]
    done = await exchanged(cast, sold)
    assert await kinds(cast) == []
    if sold_again:
        await sold_in(cast, done, 950_00)
        assert await kinds(cast) == ["exchanged", "stamp_gift_off", "stamp_gift"]
    cast.clock.advance(LATER)
    assert await kinds(cast) == ([] if sold_again else ["refunded", "stamp_gift_off"])


async def test_rule_53_a_message_the_way_was_closed_to_goes_first_and_once(cast: Cast, anna: Actor) -> None:
    done = await exchanged(cast, await bought(cast, anna, 1_000_00))
    await sent(cast)
    await sold_in(cast, done, 800_00)
    [one] = await claimed(cast.stand, 8)
    await record(cast.shop, one, Retry("refused"))
    cast.clock.advance(60)
    assert await kinds(cast) == ["exchanged"]
    states = {row.state for row in await cast.stand.rows(notice_table)}
    assert states == {"sent"}


async def test_rule_53_an_undone_exchange_sale_leaves_the_refund_and_is_told(cast: Cast, anna: Actor) -> None:
    done = await exchanged(cast, await bought(cast, anna, 1_000_00))
    await sent(cast)
    fresh = await sold_in(cast, done, 800_00)
    assert not isinstance(await undo_sale(cast.shop, cast.lena.member_id, fresh), Refused)
    assert await kinds(cast) == ["exchanged", "undone"]
    assert await left(cast.shop, anna) == 0
    await sound(cast)


async def test_rule_53_an_exchange_is_refused_as_a_refund_is(cast: Cast, anna: Actor) -> None:
    sold = await bought(cast, anna, 1_000_00)
    view = await previewed(cast, sold)
    stale = await refund_sale(
        cast.shop, cast.lena.member_id, cast.lena.account_id, "", sold, view.code, exchange=True
    )
    assert reason(stale) is Refusal.REFUND_STALE
    stranger = await refund_sale(
        cast.shop, anna.member_id, anna.account_id, "", sold, view.code, exchange=True
    )
    assert reason(stranger) is Refusal.NOT_STAFF
    cast.clock.advance(timedelta(days=15).total_seconds())
    assert reason(await tapped(cast, cast.lena, view, exchange=True)) is Refusal.REFUND_TOO_LATE
    assert await cast.stand.rows(refunds) == []


async def test_rule_53_nobody_exchanges_his_own_purchase(cast: Cast) -> None:
    await cast.finish_joining(cast.lena, "Лена")
    sold = await bought(cast, cast.lena, 1_000_00, cast.boris)
    view = await previewed(cast, sold, actor=cast.boris)
    shown = await about(cast.shop, cast.boris)
    who = (cast.lena.member_id, cast.lena.account_id)
    assert (
        reason(await refund_sale(cast.shop, *who, shown, sold, view.code, exchange=True)) is Refusal.OWN_CARD
    )
    assert await cast.stand.rows(refunds) == []
