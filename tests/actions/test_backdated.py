"""Receipts that come later than they were sold count by the time they were sold (rules.md 16)."""

from datetime import date, datetime, timedelta

import pytest

from actions.confirm_sale import confirm_sale
from actions.open_sale import open_sale
from actions.price_sale import price_sale
from actions.shop import Shop
from actions.undo_sale import undo_sale
from actions.verify import verify_ledger
from loyalty.expiry import expires_at
from loyalty.programme import Event, Expiry, HourRule, StampCard, Terms, Tier
from loyalty.receipts import Line
from loyalty.refusals import Refusal, Refused
from loyalty.views import SaleState, SaleView
from storage import shop as shop_rows
from storage.schema import lots, purchases, stamps
from tests.actions.burning import ARRIVED, days, pumped
from tests.actions.buying import bought, left, reason, ruled
from tests.actions.people import Actor, Cast
from tests.clockwork.stand import HandClock

HOUR = 3_600.0
DAY = 86_400.0


@pytest.fixture
async def anna(cast: Cast, clock: HandClock) -> Actor:
    anna = await cast.joined("Анна")
    clock.advance(20 * DAY)
    return anna


async def priced(
    cast: Cast, member: Actor, amount_minor: int, bought_at: datetime | None, receipt: str = ""
) -> SaleView | Refused:
    lena = cast.lena
    scan = await open_sale(cast.shop, lena.member_id, lena.account_id, card_token=member.card_token)
    assert isinstance(scan, SaleView)
    return await price_sale(
        cast.shop, lena.member_id, scan.draft_id, [Line(amount_minor)], receipt, bought_at
    )


async def late(
    cast: Cast, member: Actor, amount_minor: int, bought_at: datetime, receipt: str = ""
) -> SaleView:
    """A receipt of that time, booked now."""
    preview = await priced(cast, member, amount_minor, bought_at, receipt)
    assert isinstance(preview, SaleView), preview
    assert preview.state is SaleState.PREVIEW
    lena = cast.lena
    done = await confirm_sale(cast.shop, lena.member_id, lena.account_id, preview.draft_id, preview.revision)
    assert isinstance(done, SaleView)
    assert done.state is SaleState.BOOKED
    # What was shown is what was booked, and the books are sound.
    assert done.points == preview.points
    assert (await verify_ledger(cast.shop)).faults == ()
    return done


async def test_rule_16_the_rules_of_the_time_of_the_purchase_count(
    cast: Cast, shop: Shop, anna: Actor, clock: HandClock
) -> None:
    sold_at = clock.now()
    clock.advance(DAY)
    await ruled(shop, rate_bp=1_000)
    clock.advance(DAY)
    assert (await late(cast, anna, 1_000_00, sold_at)).points == 50
    assert (await late(cast, anna, 1_000_00, sold_at + timedelta(days=1, hours=1))).points == 100
    versions = [row.rule_version for row in await cast.stand.rows(purchases)]
    assert versions[1] == versions[0] + 1


async def test_rule_16_hours_and_events_are_those_of_the_purchase(
    cast: Cast, shop: Shop, anna: Actor, clock: HandClock
) -> None:
    noon = clock.now()  # Saturday 23 May, 15:00 in the shop
    await ruled(
        shop,
        hours=(HourRule("h", (5,), 14 * 60, 16 * 60, 1_000),),
        events=(Event("e", "День города", date(2026, 5, 22), date(2026, 5, 22), 30_000),),
    )
    clock.advance(3 * DAY)
    assert (await late(cast, anna, 1_000_00, noon + timedelta(minutes=1))).points == 100
    # The rules of these days are younger than the Friday before.
    assert (await late(cast, anna, 1_000_00, noon - timedelta(days=1))).points == 50


async def test_rule_16_a_visit_counts_at_its_own_time(
    cast: Cast, shop: Shop, anna: Actor, clock: HandClock
) -> None:
    await ruled(shop, rate_bp=0, visit_points=10)
    clock.advance(HOUR)
    visited_at = clock.now()
    await bought(cast, anna, 100_00)
    clock.advance(5 * DAY)
    await bought(cast, anna, 100_00)
    assert (await late(cast, anna, 100_00, visited_at + timedelta(hours=3))).points == 0
    assert (await late(cast, anna, 100_00, visited_at + timedelta(hours=4))).points == 10
    # A visit before one that was rewarded already is the same visit, too.
    assert (await late(cast, anna, 100_00, visited_at + timedelta(hours=2))).points == 0
    assert await left(shop, anna) == 30


async def test_rule_16_a_stamp_comes_with_the_visit_it_was_earned_in(
    cast: Cast, shop: Shop, anna: Actor, clock: HandClock
) -> None:
    await ruled(shop, stamps=(StampCard("c", "Кофе", 9, "кофе от нас"),))
    sold_at = clock.now() + timedelta(hours=1)
    clock.advance(2 * DAY)
    await bought(cast, anna, 100_00)
    await late(cast, anna, 100_00, sold_at)
    await late(cast, anna, 100_00, sold_at + timedelta(hours=1))
    await late(cast, anna, 100_00, clock.now() - timedelta(hours=1))
    assert [row.at for row in await cast.stand.rows(stamps)] == [clock.now(), sold_at]


async def test_rule_16_the_number_belongs_to_the_day_of_the_purchase(
    cast: Cast, anna: Actor, clock: HandClock
) -> None:
    first = await bought_with(cast, anna, "17")
    sold_at = clock.now()
    clock.advance(2 * DAY)
    assert reason(await priced(cast, anna, 999_00, sold_at, "17")) is Refusal.RECEIPT_TAKEN
    same = await priced(cast, anna, 100_00, sold_at, "17")
    assert isinstance(same, SaleView)
    assert (same.purchase_id, same.repeated) == (first, True)
    # The same number of another day, also one booked today, is another receipt.
    await late(cast, anna, 100_00, sold_at + timedelta(days=1), "17")
    days_booked = [row.business_day for row in await cast.stand.rows(purchases)]
    assert days_booked == [date(2026, 5, 23), date(2026, 5, 24)]


async def bought_with(cast: Cast, member: Actor, receipt: str) -> int:
    preview = await cast.preview(cast.lena, member, 100_00, receipt)
    lena = cast.lena
    done = await confirm_sale(cast.shop, lena.member_id, lena.account_id, preview.draft_id, preview.revision)
    assert isinstance(done, SaleView)
    assert done.purchase_id
    return done.purchase_id


async def test_rule_16_the_purchase_keeps_when_it_was_bought_and_when_it_was_booked(
    cast: Cast, shop: Shop, anna: Actor, clock: HandClock
) -> None:
    sold_at = clock.now() - timedelta(days=2)
    done = await late(cast, anna, 100_00, sold_at)
    (row,) = await cast.stand.rows(purchases)
    assert (row.at, row.booked_at, row.business_day) == (sold_at, clock.now(), date(2026, 5, 21))
    # The five minutes for a second thought begin with the booking.
    clock.advance(60)
    assert done.purchase_id is not None
    assert isinstance(await undo_sale(shop, cast.lena.member_id, done.purchase_id), SaleView)
    assert (await verify_ledger(shop)).faults == ()


async def test_rule_16_points_burn_by_the_terms_of_the_purchase_and_nobody_missed_a_reminder(
    cast: Cast, shop: Shop, anna: Actor, clock: HandClock
) -> None:
    terms = Terms(expiry=Expiry.LOT, lifetime_months=1, reminder_days=(20, 5))
    await ruled(shop, terms=terms)
    sold_at = clock.now() + timedelta(minutes=1)
    clock.advance(12 * DAY)
    await late(cast, anna, 1_000_00, sold_at)
    (lot,) = await cast.stand.rows(lots)
    programme = await shop.db.read(shop_rows.programme)
    assert (lot.active_from, lot.expires_at) == (clock.now(), expires_at(sold_at, programme))
    await pumped(cast)
    # Twenty days before the end nobody knew of these points: the near reminder is the only one.
    reminded = [
        clock.now() for _ in range(20) for kind, _ in await days(cast, 1, ARRIVED) if kind == "burning"
    ]
    assert len(reminded) == 1
    assert timedelta(days=4) < lot.expires_at - reminded[0] < timedelta(days=6)


async def test_rule_16_no_dead_points_are_booked(
    cast: Cast, shop: Shop, anna: Actor, clock: HandClock
) -> None:
    await ruled(shop, terms=Terms(expiry=Expiry.LOT, lifetime_months=1, remind_first=False))
    sold_at = clock.now() + timedelta(minutes=1)
    clock.advance(30 * DAY)
    await late(cast, anna, 1_000_00, sold_at)
    assert await left(shop, anna) == 50
    clock.advance(13 * DAY)
    assert await left(shop, anna) == 50
    clock.advance(2 * DAY)
    assert await left(shop, anna) == 0


@pytest.mark.parametrize(
    ("shift", "why"),
    [
        (timedelta(seconds=1), Refusal.BOUGHT_IN_FUTURE),
        (-timedelta(days=30, seconds=1), Refusal.BOUGHT_LONG_AGO),
    ],
)
async def test_rule_16_what_is_still_to_come_or_too_old_is_refused(
    cast: Cast, anna: Actor, clock: HandClock, shift: timedelta, why: Refusal
) -> None:
    assert reason(await priced(cast, anna, 100_00, clock.now() + shift)) is why


async def test_rule_16_a_receipt_that_was_paid_is_neither_made_cheaper_nor_paid_with_points(
    cast: Cast, shop: Shop, anna: Actor, clock: HandClock
) -> None:
    await ruled(shop, discount_bp=1_000, tiers=(Tier("t", "", 500_00, discount_bp=2_000, rate_bp=700),))
    await bought(cast, anna, 1_000_00)
    clock.advance(HOUR)
    preview = await priced(cast, anna, 1_000_00, clock.now() - timedelta(minutes=30))
    assert isinstance(preview, SaleView)
    assert preview.quote is not None
    assert (preview.quote.due_minor, preview.offered_points) == (1_000_00, 0)
    # The tier of today counts.
    assert (preview.quote.tier, preview.points) == ("t", 70)


async def test_rule_16_a_late_receipt_lifts_by_the_ladder_of_today(
    cast: Cast, shop: Shop, anna: Actor, clock: HandClock
) -> None:
    sold_at = clock.now()
    clock.advance(DAY)
    await ruled(shop, tiers=(Tier("t", "", 500_00),))
    await late(cast, anna, 600_00, sold_at)
    assert [kind for kind, _ in await cast.told(anna)] == ["earned", "tier_up"]
    told = dict(await cast.told(anna))["earned"]
    assert (told["bought_at"], told["receipt"]) == (int(sold_at.timestamp()), "")


async def test_rule_16_an_ordinary_sale_says_nothing_of_another_time(cast: Cast, anna: Actor) -> None:
    await bought(cast, anna)
    (row,) = await cast.stand.rows(purchases)
    assert row.booked_at is None
    assert "bought_at" not in dict(await cast.told(anna))["earned"]
