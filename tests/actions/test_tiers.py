"""Tiers on a real database: lifted, warned, reviewed, undone, given by hand, while the clock moves."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from actions.confirm_sale import confirm_sale
from actions.review_tiers import PORTION, review_tiers
from actions.set_tier import ask_until, end_manual_tier, set_tier_for, set_tier_until
from actions.shop import Shop
from actions.show_member import show_member
from actions.tier_changes import lift, metric_value, standing_of
from actions.undo_sale import undo_sale
from actions.verify import verify_ledger
from loyalty.member_views import MemberView
from loyalty.programme import BASIC, Programme, Tier, TierMetric
from loyalty.refusals import Refusal, Refused
from loyalty.tiers import Held, Standing, movers
from loyalty.views import SaleState, SaleView
from storage import shop as shop_rows
from storage import standings
from storage.database import Connection
from storage.schema import members, referrals
from storage.values import insert_row
from tests.actions.people import Actor, Cast
from tests.actions.refunding import refunded

SILVER = Tier("s", "", 10_000_00, rate_bp=700, cap_bp=5_000, perks="Сироп в подарок")
GOLD = Tier("g", "Золотой друг", 30_000_00, keep=20_000_00, rate_bp=1_000, colour="#D0A03C")
DAY = 86_400.0
YEAR = 365 * DAY


@pytest.fixture
async def anna(cast: Cast) -> Actor:
    await rules(cast, tiers=(SILVER, GOLD))
    return await cast.joined("Анна")


async def rules(cast: Cast, **changes: Any) -> Programme:
    """A new version of the rules."""

    def write(tx: Connection) -> Programme:
        fresh = replace(shop_rows.programme(tx), **changes)
        return shop_rows.add_programme(tx, fresh, cast.owner.member_id, cast.clock.now())

    return await cast.shop.db.write(write)


async def bought(cast: Cast, member: Actor, amount_minor: int) -> SaleView:
    preview = await cast.preview(cast.lena, member, amount_minor)
    view = await confirm_sale(
        cast.shop, cast.lena.member_id, cast.lena.account_id, preview.draft_id, preview.revision
    )
    assert isinstance(view, SaleView)
    assert view.state is SaleState.BOOKED
    return view


async def held(cast: Cast, member: Actor) -> Held:
    return await cast.shop.db.read(lambda tx: standings.held(tx, member.member_id))


async def kinds(cast: Cast, member: Actor) -> list[str]:
    return [kind for kind, _ in await cast.told(member) if kind.startswith("tier")]


async def seen(cast: Cast, member: Actor) -> MemberView:
    view = await show_member(cast.shop, cast.owner.member_id, member.member_id)
    assert isinstance(view, MemberView)
    return view


async def test_rule_14_the_purchase_that_lifts_earns_by_the_tier_before_it(cast: Cast, anna: Actor) -> None:
    first = await bought(cast, anna, 10_000_00)
    assert first.points == 500
    assert (await held(cast, anna)).tier == "s"
    assert (await bought(cast, anna, 1_000_00)).points == 70


async def test_rule_57_an_upgrade_is_told_at_once_with_what_it_brings(cast: Cast, anna: Actor) -> None:
    await bought(cast, anna, 10_000_00)
    (told,) = [data for kind, data in await cast.told(anna) if kind == "tier_up"]
    assert (told["tier_name"], told["rate_bp"], told["cap_bp"]) == ("silver", 700, 5_000)
    assert told["perks"] == "Сироп в подарок"
    await bought(cast, anna, 20_000_00)
    assert await kinds(cast, anna) == ["tier_up", "tier_up"]
    assert (await held(cast, anna)).tier == "g"
    await bought(cast, anna, 90_000_00)
    assert len(await kinds(cast, anna)) == 2


async def test_rule_52_an_undone_purchase_never_lifted_anybody(cast: Cast, shop: Shop, anna: Actor) -> None:
    await bought(cast, anna, 9_000_00)
    view = await bought(cast, anna, 30_000_00)
    assert (await held(cast, anna)).tier == "g"
    assert view.purchase_id is not None
    for _ in range(2):
        await undo_sale(shop, cast.lena.member_id, view.purchase_id)
    assert await held(cast, anna) == Held()
    assert await kinds(cast, anna) == ["tier_up", "tier_back"]
    assert (await verify_ledger(shop)).fault_count == 0


async def test_rule_52_undoing_another_purchase_leaves_the_tier_to_the_review(
    cast: Cast, shop: Shop, anna: Actor
) -> None:
    first = await bought(cast, anna, 5_000_00)
    await bought(cast, anna, 5_000_00)
    assert first.purchase_id is not None
    await undo_sale(shop, cast.lena.member_id, first.purchase_id)
    assert (await held(cast, anna)).tier == "s"


async def test_rule_49_a_refund_lowers_the_sum_at_once_and_the_tier_at_its_review(
    cast: Cast, shop: Shop, anna: Actor
) -> None:
    view = await bought(cast, anna, 10_000_00)
    assert view.purchase_id is not None
    await refunded(cast, view.purchase_id, 4_000_00)
    assert (await seen(cast, anna)).bought_minor == 6_000_00
    assert (await held(cast, anna)).tier == "s"
    await refunded(cast, view.purchase_id)
    now_seen = await seen(cast, anna)
    assert (now_seen.bought_minor, now_seen.standing.value, now_seen.standing.tier) == (0, 0, "s")
    for _ in range(14):
        cast.clock.advance(30 * DAY)
        await review_tiers(shop)
    assert await held(cast, anna) == Held()
    assert await kinds(cast, anna) == ["tier_up", "tier_warning", "tier_down"]
    assert (await verify_ledger(shop)).fault_count == 0


async def test_rules_57_and_61_a_year_with_a_warning_and_one_step_down(
    cast: Cast, shop: Shop, anna: Actor
) -> None:
    await bought(cast, anna, 30_000_00)
    cast.clock.advance(300 * DAY)
    await bought(cast, anna, 7_600_00)
    await review_tiers(shop)
    assert await kinds(cast, anna) == ["tier_up"]
    cast.clock.advance(40 * DAY)
    for _ in range(3):
        await review_tiers(shop)
    (warning,) = [data for kind, data in await cast.told(anna) if kind == "tier_warning"]
    assert warning["missing"] == 12_400_00
    assert (warning["tier_name"], warning["below"]) == ("Золотой друг", "silver")
    review = date.fromisoformat(warning["last_day"]) + timedelta(days=1)
    while cast.clock.now().date() < review:
        assert (await held(cast, anna)).tier == "g"
        cast.clock.advance(DAY)
        await review_tiers(shop)
    assert (await held(cast, anna)).tier == "s"
    await review_tiers(shop)
    assert await kinds(cast, anna) == ["tier_up", "tier_warning", "tier_down"]


async def test_rule_61_who_buys_the_missing_sum_keeps_the_tier(cast: Cast, shop: Shop, anna: Actor) -> None:
    await bought(cast, anna, 30_000_00)
    cast.clock.advance(340 * DAY)
    await review_tiers(shop)
    await bought(cast, anna, 20_000_00)
    cast.clock.advance(30 * DAY)
    await review_tiers(shop)
    kept = await held(cast, anna)
    assert kept.tier == "g"
    assert kept.review_on is not None
    assert kept.review_on > cast.clock.now().date() + timedelta(days=360)


async def test_after_a_long_downtime_the_warning_comes_before_the_fall(
    cast: Cast, shop: Shop, anna: Actor
) -> None:
    await bought(cast, anna, 30_000_00)
    cast.clock.advance(2 * YEAR)
    await review_tiers(shop)
    assert (await held(cast, anna)).tier == "g"
    assert await kinds(cast, anna) == ["tier_up", "tier_warning"]
    cast.clock.advance(30 * DAY)
    await review_tiers(shop)
    assert (await held(cast, anna)).tier == "s"


async def test_rule_60_a_change_of_thresholds_moves_nobody_that_day(
    cast: Cast, shop: Shop, anna: Actor
) -> None:
    await bought(cast, anna, 12_000_00)
    harder = await rules(cast, tiers=(replace(SILVER, threshold=50_000_00),))
    now, year = cast.clock.now(), cast.clock.now() - timedelta(days=365)
    members_now = await shop.db.survey(lambda tx: standings.everybody(tx, TierMetric.MONEY, year))
    assert movers(harder, list(members_now.values())) == (0, 1)
    assert await shop.db.read(lambda tx: metric_value(tx, anna.member_id, harder, now)) == 12_000_00
    await review_tiers(shop)
    assert (await held(cast, anna)).tier == "s"


async def test_rule_59_a_manual_tier_holds_until_its_day(cast: Cast, shop: Shop, anna: Actor) -> None:
    for _ in range(2):
        view = await set_tier_for(shop, cast.owner.member_id, anna.member_id, "g", 30)
    assert isinstance(view, MemberView)
    assert (view.standing.tier, view.standing.manual) == ("g", True)
    assert (await bought(cast, anna, 1_000_00)).points == 100
    for _ in range(30):
        cast.clock.advance(DAY)
        await review_tiers(shop)
        assert (await held(cast, anna)).tier == "g"
    cast.clock.advance(DAY)
    await review_tiers(shop)
    assert await held(cast, anna) == Held()
    assert await kinds(cast, anna) == ["tier_given", "tier_given_ended"]


async def test_rule_59_the_hand_can_be_taken_off_and_own_merit_stays(
    cast: Cast, shop: Shop, anna: Actor
) -> None:
    await bought(cast, anna, 10_000_00)
    await set_tier_for(shop, cast.owner.member_id, anna.member_id, BASIC, 90)
    assert (await held(cast, anna)).tier == BASIC
    view = await end_manual_tier(shop, cast.owner.member_id, anna.member_id)
    assert isinstance(view, MemberView)
    assert (view.standing.tier, view.standing.manual) == ("s", False)
    assert await end_manual_tier(shop, cast.owner.member_id, anna.member_id) == view


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("когда-нибудь", Refusal.DAY_UNCLEAR),
        ("30.02.2027", Refusal.DAY_IMPOSSIBLE),
        ("31.12.2031", Refusal.DAY_TOO_FAR),
        ("01.05.2026", Refusal.DAY_TOO_FAR),
        ("я" * 10_000, Refusal.DAY_UNCLEAR),
    ],
)
async def test_a_day_that_is_none_leaves_the_question_open(
    cast: Cast, shop: Shop, anna: Actor, typed: str, why: Refusal
) -> None:
    owner = cast.owner
    await ask_until(shop, owner.member_id, owner.account_id, anna.member_id, "g")
    outcome = await set_tier_until(shop, owner.member_id, owner.account_id, anna.member_id, "g", typed)
    assert isinstance(outcome, Refused)
    assert outcome.reason in (why, Refusal.SETTING_UNCLEAR)
    assert (await held(cast, anna)).tier == BASIC


async def test_a_typed_day_is_the_last_one(cast: Cast, shop: Shop, anna: Actor) -> None:
    owner = cast.owner
    view = await set_tier_until(shop, owner.member_id, owner.account_id, anna.member_id, "s", "31.12")
    assert isinstance(view, MemberView)
    assert view.standing.until == date(2026, 12, 31)


async def test_only_owners_set_tiers_and_only_tiers_that_are(cast: Cast, shop: Shop, anna: Actor) -> None:
    for actor in (cast.lena, anna):
        refused = [
            await set_tier_for(shop, actor.member_id, anna.member_id, "g", 30),
            await end_manual_tier(shop, actor.member_id, anna.member_id),
            await ask_until(shop, actor.member_id, actor.account_id, anna.member_id, "g"),
        ]
        assert {one.reason for one in refused if isinstance(one, Refused)} == {Refusal.NOT_OWNER}
        assert None not in refused
        assert isinstance(await show_member(shop, actor.member_id, anna.member_id), Refused)
    gone = await set_tier_for(shop, cast.owner.member_id, anna.member_id, "x", 30)
    assert isinstance(gone, Refused)
    assert gone.reason is Refusal.TIER_GONE
    nobody = await set_tier_for(shop, cast.owner.member_id, 999, "g", 30)
    assert isinstance(nobody, Refused)
    assert nobody.reason is Refusal.MEMBER_UNKNOWN


async def test_friends_lift_too(cast: Cast, shop: Shop, anna: Actor) -> None:
    programme = await rules(cast, tier_metric=TierMetric.FRIENDS, tiers=(replace(SILVER, threshold=2),))
    now = cast.clock.now()
    friends = [await cast.joined(name) for name in ("Петя", "Вася")]

    def bring(tx: Connection) -> Standing:
        for friend in friends:
            row = {"friend_id": friend.member_id, "inviter_id": anna.member_id, "state": "paid"}
            insert_row(tx, referrals.insert(), {**row, "at": now, "paid_at": now})
            lift(tx, anna.member_id, programme, now)
        return standing_of(tx, anna.member_id, programme, now)

    here = await shop.db.write(bring)
    assert (here.tier, here.value, here.next_tier) == ("s", 2, "")
    assert await kinds(cast, anna) == ["tier_up"]
    year = now - timedelta(days=365)
    everybody = await shop.db.survey(lambda tx: standings.everybody(tx, TierMetric.FRIENDS, year))
    assert sorted(everybody.values()) == [(BASIC, 0), (BASIC, 0), ("s", 2)]


async def test_the_tier_stands_with_the_member(cast: Cast, anna: Actor) -> None:
    await bought(cast, anna, 10_000_00)
    rows = {row.id: row.tier for row in await cast.stand.rows(members)}
    assert rows[anna.member_id] == "s"
    view = await seen(cast, anna)
    assert (view.purchases, view.bought_minor, view.standing.missing) == (1, 10_000_00, 20_000_00)


async def test_many_reviews_on_one_day_come_in_small_portions(cast: Cast, shop: Shop) -> None:
    await rules(cast, tiers=(SILVER, GOLD))
    today = cast.clock.now().date()
    many = [await cast.stand.member(number) for number in range(5_000, 5_000 + 2 * PORTION + 5)]

    def all_due(tx: Connection) -> None:
        for member_id in many:
            standings.keep(tx, member_id, Held("s", today, warned_on=today), cast.clock.now())

    await shop.db.write(all_due)
    assert await review_tiers(shop) == (
        f"nothing 0, warned 0, confirmed 0, lifted 0, lowered {len(many)}, manual_ended 0"
    )
    assert "lowered 0" in await review_tiers(shop)
