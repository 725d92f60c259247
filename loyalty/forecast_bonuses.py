"""What other rules would have cost besides purchases: bonuses and friends of the same days."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from loyalty.bonuses import is_congratulated, keys_kept_on, of_profile
from loyalty.expiry import active_from
from loyalty.programme import LeapDay, Programme
from loyalty.referrals import Inviter, capped, is_on, joins, rewards


@dataclass(frozen=True, slots=True)
class Occasions:
    """How often there was something to reward. joined: new members; phones, dates: told about themselves;
    birthdays: kept, by what becomes of 29 February; reviews: days on which a member reviewed something."""

    joined: int = 0
    phones: int = 0
    dates: int = 0
    birthdays: Mapping[LeapDay, int] | None = None
    reviews: int = 0


@dataclass(frozen=True, slots=True)
class Born:
    """A member's birthday: "05-15", the day he told it (None: before that was kept) and the day he joined."""

    key: str
    told_on: date | None
    joined_on: date


@dataclass(frozen=True, slots=True)
class PastFriend:
    """A friend whose first purchase counts. at: of that purchase; staff: whether the inviter works here, or
    did when the friend joined; gone: the inviter has left. phone, birthday: what the friend told."""

    inviter_id: int
    at: datetime
    staff: bool = False
    gone: bool = False
    phone: bool = False
    birthday: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """Points for each kind of occasion under one set of rules."""

    welcome: int = 0
    profile: int = 0
    birthdays: int = 0
    reviews: int = 0
    friends: int = 0

    @property
    def points(self) -> int:
        """All of them."""
        return self.welcome + self.profile + self.birthdays + self.reviews + self.friends


def given(
    programme: Programme, occasions: Occasions, friends: Sequence[PastFriend], since: datetime
) -> Given:
    """Every occasion times its points; friends apart.

    welcome = joined x welcome points; profile = phones x points for a phone + dates x points for a birthday
    told; birthdays = kept x the gift; reviews = days x points.
    """
    bonuses, kept = programme.bonuses, occasions.birthdays or {}
    return Given(
        welcome=occasions.joined * bonuses.welcome_points,
        profile=occasions.phones * bonuses.phone_points + occasions.dates * bonuses.birthday_field_points,
        birthdays=kept.get(bonuses.leap_day, 0) * bonuses.birthday_points,
        reviews=occasions.reviews * bonuses.review_points,
        friends=friends_points(programme, friends, since),
    )


def birthdays_kept(born: Iterable[Born], days: Sequence[date], leap_day: LeapDay) -> int:
    """How many birthdays were kept on these days by members who had told theirs in time (rules.md 63)."""
    kept_on: dict[str, list[date]] = {}
    for day in days:
        for key in keys_kept_on(day, leap_day):
            kept_on.setdefault(key, []).append(day)
    return sum(
        is_congratulated(day, one.told_on, one.joined_on) for one in born for day in kept_on.get(one.key, ())
    )


def friends_points(programme: Programme, friends: Sequence[PastFriend], since: datetime) -> int:
    """Inviter's points + friend's points for each friend whose first purchase of the minimum came since then.

    An inviter is rewarded for as many friends a month as the cap allows, counted by when the reward comes;
    earlier friends only fill that cap. The friend's part keeps to the newcomers' cap.
    """
    rules, bonuses = programme.referral, programme.bonuses
    if not is_on(rules):
        return 0
    zone, rewarded, points = ZoneInfo(programme.time_zone), Counter[tuple[int, int, int]](), 0
    for one in sorted(friends, key=lambda friend: (friend.at, friend.inviter_id)):
        if joins(rules, host_works_here=one.staff, bought_before=False, seen_before=False):
            continue
        due = active_from(one.at, programme).astimezone(zone)
        month = (one.inviter_id, due.year, due.month)
        what = rewards(rules, Inviter(one.gone, one.staff, rewarded[month]))
        rewarded[month] += what.inviter_points > 0
        own = sum(bonus.points for bonus in of_profile(bonuses, phone=one.phone, birthday=one.birthday))
        if one.at >= since:
            points += what.inviter_points
            points += capped(what.friend_points, own, bonuses.newcomer_cap_points)
    return points
