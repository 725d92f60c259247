"""What an automation is: who is due between two days, until when it is not too late, and what it adds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from loyalty.automation_settings import value_of
from loyalty.automations import Candidate, Idle
from loyalty.bonuses import is_congratulated, keys_kept_on
from loyalty.campaigns import Campaign
from loyalty.expiry import day_start
from loyalty.messages import MessageClass
from loyalty.programme import Programme
from storage import automation_recipients, automations
from storage.automations import Born, Page
from storage.database import Connection
from storage.vault import Vault

Values = Mapping[str, str | int]
# Why a message is not sent.
TOO_LATE = "too late"
# Names the index of birthdays in the vault.
BIRTHDAY = "birthday"


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked at: the days from first to last, by a campaign's settings and the rules in force.

    vault: needed only to find birthdays.
    """

    campaign: Campaign
    programme: Programme
    now: datetime
    first: date
    last: date
    vault: Vault | None = None
    page: Page = field(default_factory=Page)

    @property
    def zone(self) -> ZoneInfo:
        """The programme's."""
        return ZoneInfo(self.programme.time_zone)

    @property
    def today(self) -> date:
        """By the programme's clock."""
        return self.now.astimezone(self.zone).date()

    @property
    def days(self) -> list[date]:
        """Every day of it."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    def number(self, key: str) -> int:
        """A setting that is a number."""
        return int(value_of(self.campaign, key))

    def text(self, key: str) -> str:
        """A setting that is a text."""
        return str(value_of(self.campaign, key))

    def span(self, days_before: int) -> tuple[datetime, datetime]:
        """The instants that lie so many days before these days."""
        start = self.first - timedelta(days=days_before)
        end = self.last - timedelta(days=days_before - 1)
        return day_start(start, self.zone), day_start(end, self.zone)

    def local_day(self, instant: datetime) -> date:
        """The day of an instant by the programme's clock."""
        return instant.astimezone(self.zone).date()

    def at_hour(self, day: date, zone: str) -> datetime:
        """The instant a message of this day goes, by the clock of a member with this zone ("": ours)."""
        hour = time(self.number("hour"))
        return datetime.combine(day, hour, ZoneInfo(zone) if zone else self.zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Found:
    """A page of candidates. seen: the last member that was looked at; more: there are others after him."""

    candidates: Sequence[Candidate]
    seen: int
    more: bool


Due = Callable[[Connection, Look], Found]
# The same question about one member and occasion, asked when his message is about to go.
Again = Callable[[Connection, Look, int, str], Candidate | None]


def nothing_more(tx: Connection, look: Look, candidate: Candidate) -> Values:  # noqa: ARG001 (every automation asks so)
    """No fields of its own."""
    return {}


def never_idle(programme: Programme, campaign: Campaign) -> Idle | None:  # noqa: ARG001 (every automation asks so)
    """It can always be of use."""
    return None


def due_again(due: Due) -> Again:
    """Whether somebody is still due for this occasion, by the question that found him."""

    def again(tx: Connection, look: Look, member_id: int, occasion: str) -> Candidate | None:
        one = replace(look, page=Page(member_id - 1, member_id))
        same = (who for who in due(tx, one).candidates if who.occasion == occasion)
        return next(same, None)

    return again


@dataclass(frozen=True, slots=True)
class Automation:
    """A message that goes by itself.

    due: who has his day in the look, a page of members in order. late_days: after its day it can still go for
    so long, then it is skipped with a word. again: whether somebody still is due. ahead_days: looked at so
    long before, because days begin earlier elsewhere; 0 for what is decided on the day itself. past_days: how
    far back those are counted who are left out when it is switched on. idle: why it would write to nobody.
    by_purchase: due follows each purchase as it is booked, not days. for_all: so many may be due at once that
    the segment is read as a whole.
    """

    kind: str
    message_class: MessageClass
    due: Due
    late_days: int
    again: Again
    values: Callable[[Connection, Look, Candidate], Values] = nothing_more
    idle: Callable[[Programme, Campaign], Idle | None] = never_idle
    ahead_days: int = 1
    past_days: int = 0
    by_purchase: bool = False
    for_all: bool = False


def found(look: Look, seen: Sequence[int], candidates: Sequence[Candidate]) -> Found:
    """A page: the members that were read, in order, and those of them who are due."""
    return Found(candidates, seen[-1] if seen else look.page.after, len(seen) >= look.page.limit)


def birthdays(tx: Connection, look: Look, before_days: int) -> tuple[list[int], list[tuple[int, date]]]:
    """The members read, and (member, the day his birthday is kept) where that comes so many days after one of
    the days: of those who told it long enough before (rules.md 63) and had joined by then, once a year."""
    if look.vault is None:
        raise ValueError("birthdays are found through the vault")
    leap_day = look.programme.bonuses.leap_day
    days: dict[bytes, date] = {}
    for day in look.days:
        kept = day + timedelta(days=before_days)
        for key in keys_kept_on(kept, leap_day):
            days[look.vault.index(BIRTHDAY, key)] = kept
    rows = automations.born(tx, list(days), look.page)
    due = [(row.member_id, days[row.index]) for row in rows if _congratulated(tx, look, row, days[row.index])]
    return [row.member_id for row in rows], due


def birthday_again(tx: Connection, look: Look, member_id: int, kept: date, day: date) -> bool:
    """Whether a birthday found before, its message to go on this day, has not been changed since."""
    told = automations.born_again(tx, member_id)
    if told is None or not _congratulated(tx, look, told, kept):
        return False
    return told.told_at is None or look.local_day(told.told_at) < day - timedelta(days=1)


def _congratulated(tx: Connection, look: Look, told: Born, kept: date) -> bool:
    told_on = look.local_day(told.told_at) if told.told_at else None
    joined_on = look.local_day(told.joined_at)
    if not is_congratulated(kept, told_on, joined_on):
        return False
    # Who had himself erased and joined again may have had his birthday of this year.
    if told.is_back and kept.year == joined_on.year:
        return False
    # A date may be changed in the middle of a year: he still has one birthday in it.
    return not automation_recipients.had_in_year(tx, look.campaign.id, told.member_id, kept)
