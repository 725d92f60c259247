"""Bringing a friend on a real database: fixed once, rewarded after the pending term, taken back, flagged."""

from dataclasses import replace
from datetime import date

import pytest

from actions.arrive import Greeting, arrive
from actions.friends import reward_friends
from actions.invite import show_invite
from loyalty.programme import Referral, Terms
from loyalty.referrals import FriendState, InviteView
from loyalty.refusals import Refusal, Refused
from storage import shop as shop_rows
from storage.database import Connection
from storage.referrals import Referral as Row
from storage.referrals import change, of_friend
from storage.schema import accounts, members, purchases
from tests.actions.guests import (
    DAY,
    books_hold,
    buys,
    fifty,
    finish,
    invitation,
    joins,
    points,
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


async def test_both_are_rewarded_after_the_first_paid_purchase(cast: Cast, anna: Actor) -> None:
    vera = await joins(cast, "Вера", await invitation(cast, anna))
    assert await states(cast) == [("joined", "")]
    await buys(cast, vera, 299_99)
    assert await states(cast) == [("joined", "")]
    await buys(cast, vera, 300_00)
    assert await states(cast) == [("paid", "")], "without a pending term at once"
    assert await reward_friends(cast.shop) == 0
    assert (await points(cast, anna), await points(cast, vera)) == ((150, 0), (100, 0))
    [gift] = await told_of(cast, vera, "friend_gift")
    assert gift == {"person": anna.member_id, "points": 100, "available": 100, "locked": False, "seq": 1}
    [paid] = await told_of(cast, anna, "friend_paid")
    assert (paid["points"], paid["available"], paid["locked"]) == (150, 0, True), "she has bought nothing yet"
    await buys(cast, vera, 5_000_00)
    assert await reward_friends(cast.shop) == 0
    await books_hold(cast)


async def test_rule_68_the_rewards_wait_for_the_pending_term(cast: Cast, anna: Actor) -> None:
    await rules(cast, terms=Terms(pending_days=3))
    vera = await joins(cast, "Вера", await invitation(cast, anna))
    await buys(cast, vera, 500_00)
    cast.clock.advance(2 * DAY)
    assert await reward_friends(cast.shop) == 0
    cast.clock.advance(DAY)
    assert await reward_friends(cast.shop) == 1


async def test_rule_68_what_was_promised_with_the_purchase_is_paid(cast: Cast, anna: Actor) -> None:
    await rules(cast, terms=Terms(pending_days=3))
    vera = await joins(cast, "Вера", await invitation(cast, anna))
    await buys(cast, vera, 500_00)
    await rules(cast, referral=Referral())
    cast.clock.advance(4 * DAY)
    await reward_friends(cast.shop)
    assert (await points(cast, anna))[0] == 150


async def test_a_race_of_fifty_gives_one_reward(cast: Cast, anna: Actor) -> None:
    await rules(cast, terms=Terms(pending_days=3))
    vera = await joins(cast, "Вера", await invitation(cast, anna))
    await buys(cast, vera, 500_00)
    cast.clock.advance(3 * DAY)
    assert sum(await fifty(lambda: reward_friends(cast.shop))) == 1
    assert (await points(cast, anna), await points(cast, vera)) == ((150, 0), (100, 0))
    await books_hold(cast)


# --- who counts ---


async def test_rule_66_the_first_link_counts_and_is_fixed_before_joining_is_finished(
    cast: Cast, anna: Actor
) -> None:
    boris = await cast.joined("Борис")
    first, second = await invitation(cast, anna), await invitation(cast, boris)
    arrival = await cast.start("900", "Вера", first)
    assert (arrival.outcome, arrival.host) == (Greeting.INVITED, "Анна")
    assert (await cast.start("900", "Вера", second)).outcome is Greeting.PLAIN
    assert (await cast.start("900", "Вера", first)).outcome is Greeting.INVITED
    vera = await cast.actor("900")
    await finish(cast, vera, "Вера")
    assert await _inviter(cast, vera) == anna.member_id


async def test_rule_66_whoever_came_without_a_link_may_still_be_invited_before_joining(
    cast: Cast, anna: Actor
) -> None:
    vera = await cast.stranger("Вера")
    assert (await cast.start(vera.external_id, "Вера", await invitation(cast, anna))).outcome == "invited"
    await finish(cast, vera, "Вера")
    assert await _inviter(cast, vera) == anna.member_id


async def test_rule_66_no_ring_can_be_made(cast: Cast, anna: Actor) -> None:
    vera = await joins(cast, "Вера", await invitation(cast, anna))
    arrival = await cast.start(anna.external_id, "Анна", await invitation(cast, vera))
    assert arrival.outcome is Greeting.OLD_FRIEND
    assert await _inviter(cast, anna) is None


async def test_rule_67_the_own_link_and_a_members_click_change_nothing(cast: Cast, anna: Actor) -> None:
    boris = await cast.joined("Борис")
    link = await invitation(cast, anna)
    assert (await cast.start(anna.external_id, "Анна", link)).outcome is Greeting.OWN_INVITATION
    assert (await cast.start(boris.external_id, "Борис", link)).outcome is Greeting.OLD_FRIEND
    assert (await cast.start(cast.lena.external_id, "Лена", link)).outcome is Greeting.OLD_FRIEND
    assert await states(cast) == []


async def test_a_link_that_leads_nowhere_is_an_ordinary_start(cast: Cast, anna: Actor) -> None:
    arrival = await cast.start("901", "Вера", "i-nobody")
    assert arrival.outcome is Greeting.PLAIN
    arrival = await arrive(cast.shop, "902", "ru", "Глеб", f"{await invitation(cast, anna)}--friend_poster")
    assert arrival.outcome is Greeting.INVITED
    assert (await cast.stand.rows(members))[-1].source == "friend_poster"


@pytest.mark.usefixtures("anna")
async def test_rule_67_links_of_staff_earn_nothing_and_are_shown_to_the_owner(cast: Cast) -> None:
    await finish(cast, cast.lena, "Лена")
    vera = await joins(cast, "Вера", await invitation(cast, cast.lena))
    await buys(cast, vera, 500_00, cast.boris)
    assert await reward_friends(cast.shop) == 0
    assert await states(cast) == [("void", "staff")]
    [flagged] = await told_of(cast, cast.owner, "friends_flagged")
    assert flagged == {"person": cast.lena.member_id, "flag": "staff", "friends": 1}
    await rules(cast, referral=replace(BOTH, staff_earn=True))
    gleb = await joins(cast, "Глеб", await invitation(cast, cast.lena))
    await buys(cast, gleb, 500_00, cast.boris)
    assert (await points(cast, cast.lena))[0] == 150


async def test_rule_70_a_friend_who_joins_again_with_his_phone_is_not_new(cast: Cast, anna: Actor) -> None:
    programme = await cast.shop.db.read(shop_rows.programme)
    await rules(cast, bonuses=replace(programme.bonuses, welcome_points=10))
    await joins(cast, "Вера", phone="+79001112233")
    await cast.shop.db.write(lambda tx: tx.execute(members.update().values(phone=None, phone_index=None)))
    again = await joins(cast, "Вера", await invitation(cast, anna), phone="+79001112233")
    await buys(cast, again, 500_00)
    assert await states(cast) == [("void", "rejoined")]


async def test_rule_70_an_inviter_who_is_gone_gets_nothing_and_his_friend_keeps_his(
    cast: Cast, anna: Actor
) -> None:
    vera = await joins(cast, "Вера", await invitation(cast, anna))
    gone = accounts.delete().where(accounts.c.member_id == anna.member_id)
    await cast.shop.db.write(lambda tx: tx.execute(gone))
    await buys(cast, vera, 500_00)
    assert (await points(cast, anna), await points(cast, vera)) == ((0, 0), (100, 0))
    assert await states(cast) == [("paid", "gone")]


async def test_rule_70_an_inviter_who_blocked_the_bot_is_not_gone(cast: Cast, anna: Actor) -> None:
    vera = await joins(cast, "Вера", await invitation(cast, anna))
    await buys(cast, vera, 500_00)
    blocked = accounts.update().where(accounts.c.member_id == anna.member_id).values(reachable=False)
    await cast.shop.db.write(lambda tx: tx.execute(blocked))
    await reward_friends(cast.shop)
    assert (await points(cast, anna))[0] == 150


async def test_rule_71_purchases_before_joining_make_him_no_new_friend(cast: Cast, anna: Actor) -> None:
    vera = await cast.stranger("Вера")
    await _bought_as_premember(cast, vera)
    await cast.start(vera.external_id, "Вера", await invitation(cast, anna))
    await finish(cast, vera, "Вера")
    assert await states(cast) == [("void", "bought_before")]


async def test_a_first_purchase_while_nothing_is_paid_for_friends_stays_the_first(
    cast: Cast, anna: Actor
) -> None:
    await rules(cast, referral=Referral())
    vera = await joins(cast, "Вера", await invitation(cast, anna))
    await buys(cast, vera, 500_00)
    await rules(cast, referral=BOTH)
    await buys(cast, vera, 500_00)
    assert await reward_friends(cast.shop) == 0
    assert await states(cast) == [("void", "off")]


# --- caps ---


async def test_rule_69_the_cap_is_the_inviters_month(cast: Cast, anna: Actor) -> None:
    await rules(cast, referral=replace(BOTH, monthly_cap=2))
    link = await invitation(cast, anna)
    for name in ("Вера", "Глеб", "Дина"):
        await buys(cast, await joins(cast, name, link), 500_00)
        await reward_friends(cast.shop)
        cast.clock.advance(DAY)
    assert (await points(cast, anna))[0] == 300
    assert await states(cast) == [("paid", ""), ("paid", ""), ("paid", "cap")]
    cast.clock.advance(31 * DAY)
    await buys(cast, await joins(cast, "Ева", link), 500_00)
    await reward_friends(cast.shop)
    assert (await points(cast, anna))[0] == 450


# --- the inviter's page ---


async def test_the_link_stays_the_same_and_is_not_the_card(cast: Cast, anna: Actor) -> None:
    views = await fifty(lambda: show_invite(cast.shop, anna.member_id))
    assert len({view.link for view in views}) == 1
    assert anna.card_token not in views[0].link
    stranger = await cast.stranger("Вера")
    assert await show_invite(cast.shop, stranger.member_id) == Refused(Refusal.NOT_JOINED)


async def test_the_story_tells_how_far_each_friend_came(cast: Cast, anna: Actor) -> None:
    link = await invitation(cast, anna)
    vera = await joins(cast, "Вера", link)
    cast.clock.advance(MINUTE)
    await joins(cast, "Глеб", link)
    await buys(cast, vera, 500_00)
    await reward_friends(cast.shop)
    view = await show_invite(cast.shop, anna.member_id)
    assert isinstance(view, InviteView)
    assert [(one.name, one.state, one.points) for one in view.friends] == [
        ("Глеб", FriendState.JOINED, 0),
        ("Вера", FriendState.PAID, 150),
    ]
    assert (view.joined, view.rewarded, view.earned_points) == (2, 1, 150)


async def test_a_friend_who_moved_on_meanwhile_stops_the_operation(cast: Cast, anna: Actor) -> None:
    vera = await joins(cast, "Вера", await invitation(cast, anna))

    def twice(tx: Connection) -> None:
        referral = of_friend(tx, vera.member_id)
        assert isinstance(referral, Row)
        change(tx, referral, FriendState.VOID)
        change(tx, referral, FriendState.VOID)

    with pytest.raises(RuntimeError, match="meanwhile"):
        await cast.shop.db.write(twice)


async def _inviter(cast: Cast, friend: Actor) -> int | None:
    def read(tx: Connection) -> int | None:
        referral = of_friend(tx, friend.member_id)
        return None if referral is None else referral.inviter_id

    return await cast.shop.db.read(read)


async def _bought_as_premember(cast: Cast, someone: Actor) -> None:
    """A purchase written down at the till before the person joined."""

    def write(tx: Connection) -> None:
        row = {"store_id": shop_rows.first_store(tx), "member_id": someone.member_id, "receipt": ""}
        row |= {"cashier_id": cast.lena.member_id, "amount_minor": 100, "earned_points": 0, "trace": "{}"}
        row |= {"business_day": date(2026, 5, 3), "rule_version": 1, "at": cast.clock.now()}
        tx.execute(purchases.insert().values(money_minor=100, **row))

    await cast.shop.db.write(write)
