"""Rewards for friends taken back with the purchase, and what looks made up told to the owner."""

import pytest

from actions.friends import reward_friends, watch_friends
from actions.friends_report import show_friends
from actions.operation import Operation, record
from actions.points import give, take
from actions.undo_sale import undo_sale
from loyalty.ledger import Kind
from loyalty.programme import DebtPolicy, Referral, Terms
from loyalty.referrals import Flag, FriendsReport
from loyalty.refusals import Refusal, Refused
from storage import ledger
from storage import shop as shop_rows
from storage.database import Connection
from storage.schema import referral_flags
from tests.actions.guests import (
    DAY,
    books_hold,
    buys,
    invitation,
    joins,
    points,
    returns,
    rules,
    states,
    told_of,
)
from tests.actions.people import Actor, Cast

BOTH = Referral(inviter_points=150, friend_points=100, minimum_minor=300_00)
MINUTE = 60.0


@pytest.fixture
async def anna(cast: Cast) -> Actor:
    """She joined; bringing friends is rewarded, nothing else is."""
    await rules(cast, referral=BOTH, rate_bp=0)
    anna = await cast.joined("Анна")
    cast.clock.advance(MINUTE)
    return anna


# --- taken back ---


async def test_rule_68_a_refund_before_the_reward_waits_for_another_purchase(cast: Cast, anna: Actor) -> None:
    await rules(cast, terms=Terms(pending_days=3))
    vera = await joins(cast, "Вера", await invitation(cast, anna))
    purchase_id = await buys(cast, vera, 500_00)
    await returns(cast, purchase_id, 150_00)
    assert await states(cast) == [("bought", "")], "350 are still above the minimum"
    await returns(cast, purchase_id, 100_00)
    assert await states(cast) == [("joined", "")]
    cast.clock.advance(4 * DAY)
    assert await reward_friends(cast.shop) == 0
    await buys(cast, vera, 500_00)
    cast.clock.advance(4 * DAY)
    assert await reward_friends(cast.shop) == 1
    await books_hold(cast)


async def test_rule_68_a_second_purchase_takes_the_place_of_a_returned_one(cast: Cast, anna: Actor) -> None:
    await rules(cast, terms=Terms(pending_days=3))
    vera = await joins(cast, "Вера", await invitation(cast, anna))
    first = await buys(cast, vera, 500_00)
    cast.clock.advance(DAY)
    await buys(cast, vera, 400_00)
    await returns(cast, first)
    cast.clock.advance(2 * DAY)
    assert await reward_friends(cast.shop) == 0, "the second one's own term runs a day longer"
    cast.clock.advance(DAY)
    assert await reward_friends(cast.shop) == 1


async def test_rule_68_a_refund_after_the_reward_takes_both_back(cast: Cast, anna: Actor) -> None:
    vera = await joins(cast, "Вера", await invitation(cast, anna))
    purchase_id = await buys(cast, vera, 500_00)
    await reward_friends(cast.shop)
    await returns(cast, purchase_id, 201_00)
    assert (await points(cast, anna), await points(cast, vera)) == ((0, 0), (0, 0))
    assert await states(cast) == [("reversed", "")]
    [taken] = await told_of(cast, anna, "friend_taken")
    assert taken == {"person": vera.member_id, "points": -150, "available": 0, "seq": 2}
    assert [one["points"] for one in await told_of(cast, vera, "friend_taken")] == [-100]
    await returns(cast, purchase_id)
    assert await reward_friends(cast.shop) == 0
    await books_hold(cast)


async def test_rule_68_an_undone_purchase_brings_nobody_anything(cast: Cast, anna: Actor) -> None:
    vera = await joins(cast, "Вера", await invitation(cast, anna))
    purchase_id = await buys(cast, vera, 500_00)
    await reward_friends(cast.shop)
    await undo_sale(cast.shop, cast.lena.member_id, purchase_id)
    assert (await points(cast, anna), await points(cast, vera)) == ((0, 0), (0, 0))
    await books_hold(cast)


@pytest.mark.parametrize(
    ("policy", "left"),
    [
        (DebtPolicy.ONLY_PENDING, (50, 0)),
        (DebtPolicy.WITHIN_BALANCE, (0, 0)),
        (DebtPolicy.NEGATIVE_ALLOWED, (0, 0)),
    ],
)
async def test_decision_a_spent_reward_is_taken_from_other_points_by_the_owners_rule(
    cast: Cast, anna: Actor, policy: DebtPolicy, left: tuple[int, int]
) -> None:
    await rules(cast, debt_policy=policy)
    vera = await joins(cast, "Вера", await invitation(cast, anna))
    purchase_id = await buys(cast, vera, 500_00)
    await reward_friends(cast.shop)
    await _moved(cast, anna, 50, out=True)
    await _moved(cast, anna, 50, out=False)
    await returns(cast, purchase_id)
    assert await points(cast, anna) == left
    await books_hold(cast)


async def test_decision_what_is_spent_becomes_a_debt(cast: Cast, anna: Actor) -> None:
    vera = await joins(cast, "Вера", await invitation(cast, anna))
    purchase_id = await buys(cast, vera, 500_00)
    await reward_friends(cast.shop)
    await _moved(cast, anna, 150, out=True)
    await returns(cast, purchase_id)
    assert await points(cast, anna) == (-150, 150)
    await books_hold(cast)


# --- what looks made up ---


async def test_rule_69_a_burst_of_friends_is_told_to_the_owner_once_a_month(cast: Cast, anna: Actor) -> None:
    link = await invitation(cast, anna)
    for number in range(8):
        await joins(cast, f"Гость {number}", link)
    flagged = await told_of(cast, cast.owner, "friends_flagged")
    assert flagged == [{"person": anna.member_id, "flag": "burst", "friends": 6}]
    report = await show_friends(cast.shop, cast.owner.member_id)
    assert isinstance(report, FriendsReport)
    assert (report.joined, report.bought, report.rewarded, report.points) == (8, 0, 0, 0)
    assert [(one.name, one.flag, one.friends) for one in report.suspicions] == [("Анна", Flag.BURST, 6)]


async def test_rule_69_first_purchases_in_a_row_at_one_till_are_flagged(cast: Cast, anna: Actor) -> None:
    link = await invitation(cast, anna)
    for name in ("Вера", "Глеб", "Дина"):
        await buys(cast, await joins(cast, name, link), 300_00)
        cast.clock.advance(5 * MINUTE)
    assert [one["flag"] for one in await told_of(cast, cast.owner, "friends_flagged")] == ["till"]


async def test_rule_69_friends_who_never_came_again_are_flagged(cast: Cast, anna: Actor) -> None:
    link = await invitation(cast, anna)
    for name in ("Вера", "Глеб", "Дина"):
        await buys(cast, await joins(cast, name, link), 900_00)
        await reward_friends(cast.shop)
        cast.clock.advance(DAY)
    cast.clock.advance(28 * DAY)
    assert await watch_friends(cast.shop) == 0
    cast.clock.advance(2 * DAY)
    assert await watch_friends(cast.shop) == 1
    assert await watch_friends(cast.shop) == 0
    assert [row.flag for row in await cast.stand.rows(referral_flags)] == ["once"]


async def test_only_an_owner_sees_whose_friends_look_made_up(cast: Cast, anna: Actor) -> None:
    assert await show_friends(cast.shop, cast.lena.member_id) == Refused(Refusal.NOT_OWNER)
    assert await show_friends(cast.shop, anna.member_id) == Refused(Refusal.NOT_OWNER)


async def _moved(cast: Cast, member: Actor, count: int, *, out: bool) -> None:
    """Points come or go by somebody's gift."""

    def write(tx: Connection) -> None:
        now, programme = cast.clock.now(), shop_rows.programme(tx)
        operation_id = record(tx, Operation(f"test:{out}:{member.member_id}", {}, None, now), {})
        if out:
            lots = ledger.open_lots(tx, member.member_id)
            take(tx, operation_id, member.member_id, Kind.TRANSFERRED_OUT, count, lots, now)
        else:
            give(tx, operation_id, member.member_id, Kind.MANUAL, count, programme, now)

    await cast.shop.db.write(write)
