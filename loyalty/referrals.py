"""Bringing a friend: who counts as whose friend, what both get and when, and what looks made up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from loyalty.ledger import Kind, Lot, Posting
from loyalty.programme import DebtPolicy, Programme, Referral
from loyalty.wallet import allocate, takings

# More friends than this in a day are no accident of a good week.
BURST_FRIENDS = 5
BURST_WITHIN = timedelta(hours=24)
# So many first purchases at one till in so short a time, at just the least sum that counts.
TILL_FRIENDS = 3
TILL_WITHIN = timedelta(minutes=30)
JUST_ABOVE_PERCENT = 10
# So many rewarded friends who never came a second time.
ONCE_FRIENDS = 3
ONCE_AFTER = timedelta(days=30)

REASON = "referral"


class FriendState(StrEnum):
    """How far a friend came: joined, bought (the pending term runs), paid; or the ends without a reward."""

    JOINED = "joined"
    BOUGHT = "bought"
    PAID = "paid"
    VOID = "void"
    REVERSED = "reversed"


class Because(StrEnum):
    """Why a friend or his inviter gets nothing; NOTHING when there is no such reason."""

    NOTHING = ""
    STAFF = "staff"
    BOUGHT_BEFORE = "bought_before"
    REJOINED = "rejoined"
    OFF = "off"
    CAP = "cap"
    GONE = "gone"


class Flag(StrEnum):
    """What an owner should look at."""

    STAFF = "staff"
    BURST = "burst"
    TILL = "till"
    ONCE = "once"


class Meeting(StrEnum):
    """What an invitation comes to: invited (by this host, who was the first), or why it is none."""

    INVITED = "invited"
    OTHER_HOST = "other_host"
    OWN_LINK = "own_link"
    MEMBER = "member"
    DEAD_LINK = "dead_link"


@dataclass(frozen=True, slots=True)
class Guest:
    """Whoever opened the link. joined: he has a card of his own; works_here: a colleague."""

    member_id: int
    joined: bool
    invited_by: int | None = None
    works_here: bool = False


@dataclass(frozen=True, slots=True)
class Inviter:
    """What decides on an inviter's part. rewarded: friends he was rewarded for in this month."""

    gone: bool = False
    works_here: bool = False
    rewarded: int = 0


@dataclass(frozen=True, slots=True)
class Rewards:
    """What both get, in points, and why the inviter gets nothing."""

    inviter_points: int
    friend_points: int
    because: Because = Because.NOTHING


@dataclass(frozen=True, slots=True)
class FirstPurchase:
    """The purchase that counted for a friend."""

    at: datetime
    cashier_id: int
    money_minor: int


@dataclass(frozen=True, slots=True)
class Friend:
    """A friend in his inviter's story. points: what the inviter got; because: why nothing."""

    name: str
    state: FriendState
    points: int
    because: Because


@dataclass(frozen=True, slots=True)
class InviteView:
    """The inviter's page. link: his own. friends: the newest; the counts are of all of them.

    works_here: a colleague, whose links may bring nothing.
    """

    link: str
    friends: tuple[Friend, ...]
    joined: int
    rewarded: int
    earned_points: int
    works_here: bool
    programme: Programme


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A flag, as the owner reads it: whose friends, and how many of them. erased: he had himself erased."""

    name: str
    flag: Flag
    friends: int
    at: datetime
    erased: bool = False


@dataclass(frozen=True, slots=True)
class FriendsReport:
    """Friends of this month as the owner sees them, and what was flagged in the last three."""

    joined: int
    bought: int
    rewarded: int
    points: int
    suspicions: tuple[Suspicion, ...]
    programme: Programme


def meet(guest: Guest, host_id: int | None, *, host_joined: bool) -> Meeting:
    """What comes of opening somebody's invitation (rules.md 66, 67).

    A host has joined, his guest has not: so nobody is brought by a person who came after him, and the first
    host stays. Whoever is a member, or works here, is nobody's friend any more.
    """
    if host_id == guest.member_id:
        return Meeting.OWN_LINK
    if guest.joined or guest.works_here:
        return Meeting.MEMBER
    if host_id is None or not host_joined:
        return Meeting.DEAD_LINK
    return Meeting.INVITED if guest.invited_by in (None, host_id) else Meeting.OTHER_HOST


def joins(referral: Referral, *, host_works_here: bool, bought_before: bool, seen_before: bool) -> Because:
    """Why a friend who has just joined will bring nothing (rules.md 67, 70, 71).

    bought_before: there are purchases from before he joined. seen_before: his phone was a member's already.
    """
    if host_works_here and not referral.staff_earn:
        return Because.STAFF
    if bought_before:
        return Because.BOUGHT_BEFORE
    return Because.REJOINED if seen_before else Because.NOTHING


def is_on(referral: Referral) -> bool:
    """Whether bringing a friend is rewarded at all."""
    return bool(referral.inviter_points or referral.friend_points)


def counts(money_minor: int, referral: Referral) -> bool:
    """Whether a purchase is a paid one of at least the minimum; only its living money part is looked at."""
    return money_minor >= max(1, referral.minimum_minor)


def rewards(referral: Referral, inviter: Inviter) -> Rewards:
    """What both get once the friend's purchase is safe (rules.md 68-70): the friend keeps his in any case."""
    because = _against(referral, inviter)
    points = 0 if because else referral.inviter_points
    return Rewards(points, referral.friend_points, because)


def capped(friend_points: int, given_points: int, cap_points: int) -> int:
    """The friend's reward when what a newcomer gets altogether is capped (rules.md 33); 0: it isn't."""
    return friend_points if not cap_points else min(friend_points, max(0, cap_points - given_points))


def _against(referral: Referral, inviter: Inviter) -> Because:
    if inviter.gone:
        return Because.GONE
    if inviter.works_here and not referral.staff_earn:
        return Because.STAFF
    if referral.monthly_cap and inviter.rewarded >= referral.monthly_cap:
        return Because.CAP
    return Because.NOTHING


def taken_back(
    points: int, lot: Lot, others: Sequence[Lot], policy: DebtPolicy, reverses_seq: int | None = None
) -> list[Posting]:
    """The postings that take a reward back: from its own lot, then as a debt, paid at once by what is there.

    points: what of it was not reversed before. others: usable lots in the order of spending. policy: how far
    it goes when the reward is spent. reverses_seq: the entry that brought it.
    """
    own = min(points, lot.free)
    gone = Posting(Kind.EARN_REVERSED, 0, None, reverses_seq=reverses_seq, reason=REASON)
    postings = [replace(gone, points=-own, lot=lot)] if own else []
    held = sum(one.free for one in others)
    reach = {DebtPolicy.ONLY_PENDING: 0, DebtPolicy.WITHIN_BALANCE: held}
    owed = min(points - own, reach.get(policy, points))
    if not owed:
        return postings
    postings.append(replace(gone, points=-owed))
    if paid := min(owed, held):
        postings += takings(Kind.DEBT_PAID, others, allocate(others, paid), REASON)
        postings.append(Posting(Kind.DEBT_PAID, paid, None, reason=REASON))
    return postings


# --- what looks made up (rules.md 69) ---


def is_burst(friends: int) -> bool:
    """Whether so many friends joined within BURST_WITHIN that somebody should look."""
    return friends > BURST_FRIENDS


def is_till_ring(latest: FirstPurchase, near: Sequence[FirstPurchase], minimum_minor: int) -> bool:
    """Whether an inviter's friends made first purchases at one till, in a row, at just the minimum.

    near: first purchases of his friends, the latest among them.
    """
    alike = [one for one in near if _is_alike(one, latest, minimum_minor)]
    return len(alike) >= TILL_FRIENDS


def _is_alike(one: FirstPurchase, latest: FirstPurchase, minimum_minor: int) -> bool:
    just_enough = not minimum_minor or one.money_minor * 100 <= minimum_minor * (100 + JUST_ABOVE_PERCENT)
    near = abs(latest.at - one.at) <= TILL_WITHIN
    return just_enough and near and one.cashier_id == latest.cashier_id


def came_once_only(friends: int) -> bool:
    """Whether so many friends were rewarded for ONCE_AFTER ago and never came again."""
    return friends >= ONCE_FRIENDS
