"""What bringing a friend comes to: he joins, he buys, both are rewarded, and give back if he returns it."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from actions.operation import Operation, record
from actions.points import give, purse
from actions.shop import Shop
from actions.sold import Returned, Sold
from actions.tier_changes import lift
from actions.was_here import is_back
from loyalty.expiry import active_from, day_start
from loyalty.ledger import Kind
from loyalty.programme import Programme
from loyalty.referrals import (
    BURST_WITHIN,
    ONCE_AFTER,
    REASON,
    TILL_WITHIN,
    Because,
    FirstPurchase,
    Flag,
    FriendState,
    Inviter,
    Rewards,
    came_once_only,
    capped,
    counts,
    is_burst,
    is_on,
    is_till_ring,
    joins,
    rewards,
    taken_back,
)
from loyalty.sale import Purchase
from loyalty.staff import Role
from storage import cases, ledger, notices, occasions, people, referrals, sales, staff
from storage import shop as rows
from storage.database import Connection
from storage.referrals import Referral

AT_ONCE = 50
# What a newcomer gets for himself; with a friend's gift it may be capped.
NEWCOMERS = (Kind.WELCOME, Kind.PROFILE)
# Friends who came once only are looked for among those rewarded in so many days.
LOOK_BACK = timedelta(days=90)
# Both members of an operation number their entries apart.
SECOND_MEMBER = 10


def after_joining(tx: Connection, member_id: int, now: datetime) -> None:
    """The person has joined: from now on he is the friend of whoever invited him first."""
    inviter_id = referrals.invited_by(tx, member_id)
    if inviter_id is None or referrals.of_friend(tx, member_id) is not None:
        return
    programme = rows.programme(tx)
    who = occasions.profile(tx, member_id)
    because = joins(
        programme.referral,
        host_works_here=staff.facts(tx, inviter_id) is not None,
        bought_before=referrals.has_bought(tx, member_id),
        seen_before=is_back(tx, who, now) or occasions.is_known_phone(tx, member_id, who.phone_index),
    )
    state = FriendState.VOID if because else FriendState.JOINED
    referrals.add(tx, member_id, inviter_id, state, because, now)
    if because is Because.STAFF:
        flag(tx, inviter_id, Flag.STAFF, 1, programme, now)
    friends = referrals.joined_since(tx, inviter_id, now - BURST_WITHIN)
    if is_burst(friends):
        flag(tx, inviter_id, Flag.BURST, friends, programme, now)


def brings_gift(tx: Connection, inviter_id: int) -> bool:
    """Whether an invitation of this member promises points to whoever follows it."""
    referral = rows.programme(tx).referral
    return bool(referral.friend_points) and (referral.staff_earn or staff.facts(tx, inviter_id) is None)


def after_purchase(tx: Connection, sold: Sold) -> None:
    """A friend's first paid purchase of at least the minimum: the pending term begins for both rewards.

    Where there is none, both come at once.
    """
    purchase, referral = sold.purchase, referrals.of_friend(tx, sold.purchase.member_id)
    if referral is None or referral.state is not FriendState.JOINED:
        return
    rules = sold.programme.referral
    if not counts(purchase.money_minor, rules):
        return
    if not is_on(rules):
        referrals.change(tx, referral, FriendState.VOID, reason=Because.OFF.value)
        return
    due_at = active_from(purchase.at, sold.programme)
    referrals.change(tx, referral, FriendState.BOUGHT, purchase_id=purchase.id, due_at=due_at)
    latest = FirstPurchase(purchase.at, purchase.cashier_id, purchase.money_minor)
    near = referrals.first_purchases(tx, referral.inviter_id, purchase.at - TILL_WITHIN)
    if is_till_ring(latest, near, rules.minimum_minor):
        flag(tx, referral.inviter_id, Flag.TILL, len(near), sold.programme, sold.now)
    bought = referrals.of_friend(tx, purchase.member_id)
    if bought is not None and due_at <= sold.now:
        _reward(tx, bought, sold.now)


def after_refund(tx: Connection, back: Returned) -> None:
    """What is left of a friend's purchase is below the minimum: he waits for another, or both give back."""
    purchase, referral = back.purchase, referrals.of_friend(tx, back.purchase.member_id)
    if referral is None or referral.purchase_id != purchase.id:
        return
    promised = _promised(tx, purchase, back.programme)
    left_minor = 0 if back.undone else purchase.money_minor - purchase.money_back_minor
    if counts(left_minor, promised.referral):
        return
    if referral.state is FriendState.BOUGHT:
        _wait_for_another(tx, referral, promised)
    elif referral.state is FriendState.PAID:
        _take_back(tx, referral, back)


def _wait_for_another(tx: Connection, referral: Referral, promised: Programme) -> None:
    least_minor = max(1, promised.referral.minimum_minor)
    other_id = referrals.counting_purchase(tx, referral.friend_id, least_minor)
    other = None if other_id is None else sales.purchase(tx, other_id)
    if other is None:
        referrals.change(tx, referral, FriendState.JOINED, purchase_id=None, due_at=None)
        return
    due_at = active_from(other.at, _promised(tx, other, promised))
    referrals.change(tx, referral, FriendState.BOUGHT, purchase_id=other.id, due_at=due_at)


def _take_back(tx: Connection, referral: Referral, back: Returned) -> None:
    """Both rewards go back, each from its own lot first, then by the programme's rule for debts."""
    referrals.change(tx, referral, FriendState.REVERSED)
    if referral.operation_id is None:
        return
    inputs = {"friend": referral.friend_id, "inviter": referral.inviter_id}
    operation = Operation(f"referral-back:{referral.id}", inputs, back.actor_id, back.now)
    operation_id = record(tx, operation, inputs)
    sides = {referral.friend_id: referral.inviter_id, referral.inviter_id: referral.friend_id}
    for place, member_id in enumerate(sorted(sides)):
        _take_back_from(tx, referral.operation_id, operation_id, member_id, sides[member_id], place, back)


def _take_back_from(
    tx: Connection,
    given_by: int,
    operation_id: int,
    member_id: int,
    other_id: int,
    place: int,
    back: Returned,
) -> None:
    entries = ledger.entries_of_operation(tx, given_by, member_id)
    opening = next((entry for entry in entries if entry.kind == Kind.REFERRAL), None)
    if opening is None or opening.lot_id is None:
        return
    [lot] = ledger.lots_by_id(tx, [opening.lot_id])
    owned = purse(tx, member_id, back.programme, back.now)
    others = [one for one in owned.usable() if one.id != lot.id]
    # An owner may have reversed it already, when somebody said "That wasn't me".
    left = opening.points - cases.undone(tx, member_id, [opening.seq]).get(opening.seq, 0)
    postings = taken_back(left, lot, others, back.programme.debt_policy, opening.seq)
    if not postings:
        return
    place *= SECOND_MEMBER
    ledger.post(tx, operation_id, member_id, postings, back.actor_id, back.now, place)
    told = {
        "person": other_id,
        "points": sum(one.points for one in postings if one.kind is Kind.EARN_REVERSED),
        "available": purse(tx, member_id, back.programme, back.now).wallet.available,
        "seq": owned.head.seq + 1,
    }
    notices.queue(tx, member_id, "friend_taken", told, back.now)


# --- the jobs ---


async def reward_friends(shop: Shop) -> int:
    """Reward both for every purchase that is safe by now, in small transactions; how many friends it was."""
    now, rewarded = shop.now(), 0
    while True:
        some = await shop.db.write(lambda tx: _reward_due(tx, now))
        rewarded += some
        if some:
            shop.wake()
        if some < AT_ONCE:
            return rewarded


def _reward_due(tx: Connection, now: datetime) -> int:
    due = referrals.due(tx, now, AT_ONCE)
    for referral in due:
        _reward(tx, referral, now)
    return len(due)


def _reward(tx: Connection, referral: Referral, now: datetime) -> None:
    programme = rows.programme(tx)
    bought = None if referral.purchase_id is None else sales.purchase(tx, referral.purchase_id)
    promised = programme if bought is None else _promised(tx, bought, programme)
    what = rewards(promised.referral, _inviter(tx, referral.inviter_id, programme, now))
    given, cap = ledger.brought(tx, referral.friend_id, NEWCOMERS), promised.bonuses.newcomer_cap_points
    here = people.speaker_of(tx, referral.friend_id) is not None  # nobody gives points to an erased member
    what = replace(what, friend_points=capped(what.friend_points, given, cap) if here else 0)
    operation_id = _give_both(tx, referral, what, programme, now)
    referrals.change(
        tx,
        referral,
        FriendState.PAID,
        reason=what.because.value,
        paid_at=now,
        inviter_points=what.inviter_points,
        operation_id=operation_id,
    )
    if what.because is Because.STAFF:
        flag(tx, referral.inviter_id, Flag.STAFF, 1, programme, now)
    lift(tx, referral.inviter_id, programme, now)


def _give_both(
    tx: Connection, referral: Referral, what: Rewards, programme: Programme, now: datetime
) -> int | None:
    """Write the rewards, tell both; None when neither gets any."""
    points = {referral.friend_id: what.friend_points, referral.inviter_id: what.inviter_points}
    if not any(points.values()):
        return None
    inputs = {"friend": referral.friend_id, "inviter": referral.inviter_id}
    operation = Operation(f"referral:{referral.id}", inputs, None, now)
    operation_id = record(tx, operation, inputs)
    for place, member_id in enumerate(sorted(points)):
        if not points[member_id]:
            continue
        seq = ledger.head(tx, member_id).seq + 1
        give(
            tx,
            operation_id,
            member_id,
            Kind.REFERRAL,
            points[member_id],
            programme,
            now,
            reason=REASON,
            n=place * SECOND_MEMBER,
        )
        is_friend = member_id == referral.friend_id
        owned = purse(tx, member_id, programme, now)
        told = {
            "person": referral.inviter_id if is_friend else referral.friend_id,
            "points": points[member_id],
            "available": owned.wallet.available,
            "locked": not owned.holder.has_paid,
            "seq": seq,
        }
        notices.queue(tx, member_id, "friend_gift" if is_friend else "friend_paid", told, now)
    return operation_id


def _inviter(tx: Connection, member_id: int, programme: Programme, now: datetime) -> Inviter:
    """Gone is whoever has no account left; one who only blocked the bot is still here."""
    zone = _zone(programme)
    month = day_start(now.astimezone(zone).date().replace(day=1), zone)
    return Inviter(
        gone=people.speaker_of(tx, member_id) is None,
        works_here=staff.facts(tx, member_id) is not None,
        rewarded=referrals.rewarded_since(tx, member_id, month),
    )


def _promised(tx: Connection, purchase: Purchase, programme: Programme) -> Programme:
    """The rules in force when the friend bought: they were promised to both."""
    return rows.programme_version(tx, purchase.rule_version) or programme


def _zone(programme: Programme) -> ZoneInfo:
    return ZoneInfo(programme.time_zone)


async def watch_friends(shop: Shop) -> int:
    """Flag whose friends were rewarded for a month ago and never came again; how many inviters are new."""
    now = shop.now()
    lonely = await shop.db.survey(lambda tx: referrals.once_only(tx, now - LOOK_BACK, now - ONCE_AFTER))
    suspects = [(inviter_id, friends) for inviter_id, friends in lonely if came_once_only(friends)]

    def write(tx: Connection) -> int:
        programme = rows.programme(tx)
        return sum(flag(tx, inviter, Flag.ONCE, friends, programme, now) for inviter, friends in suspects)

    flagged = await shop.db.write(write) if suspects else 0
    shop.wake()
    return flagged


def flag(
    tx: Connection, inviter_id: int, what: Flag, friends: int, programme: Programme, now: datetime
) -> bool:
    """Tell the owners what looks made up, once a month for each inviter and kind; whether it was news."""
    month = now.astimezone(_zone(programme)).strftime("%Y-%m")
    if not referrals.flag(tx, inviter_id, what, month, friends, now):
        return False
    told = {"person": inviter_id, "flag": what.value, "friends": friends}
    for colleague in staff.colleagues(tx):
        if colleague.role is Role.OWNER:
            notices.queue(tx, colleague.member_id, "friends_flagged", told, now)
    return True
