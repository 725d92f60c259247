"""Messages to many while they go: who gets his now, when a campaign has to stop by itself, how far it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from loyalty.campaigns import CONTROL, CampaignState, RecipientState
from loyalty.messages import MARKETING, MARKETING_LIVES, MessageClass, Preferences, Topic, marketing_at

# Without a fee Telegram takes about thirty a second from a bot; the rest is room for replies.
BULK_PER_SECOND = 27
# With it many more, for the campaign that pays alone.
PAID_PER_SECOND = 500
MOST_PAID_PER_SECOND = 1_000
# The first messages of a campaign try its text out: the others wait until these have come to an end.
CANARY = 50
# So many may fail for the text, and no larger part.
BROKEN_LEAST = 3
BROKEN_BP = 1_000
# Of those who got it so many may block the bot within a day, and no larger part.
BLOCKED_WITHIN = timedelta(hours=24)
BLOCKED_LEAST = 10
BLOCKED_BP = 300
# A messenger takes a message back for so long.
WITHDRAWN_WITHIN = timedelta(hours=48)
WHOLE_BP = 10_000

BROKEN, BLOCKED, UNSUBSCRIBED = "broken", "blocked", "unsubscribed"
CORRECTED, WITHDRAWN = "corrected", "withdrawn"
# Which topic a member mutes to get no service message of the class.
_TOPICS: Mapping[MessageClass, Topic] = {
    MessageClass.EXPIRING: Topic.DATES,
    MessageClass.BIRTHDAY: Topic.BIRTHDAY,
}


class Amending(StrEnum):
    """What is being done with the messages of a campaign that went."""

    CORRECT = "correct"
    WITHDRAW = "withdraw"


class Stop(StrEnum):
    """Why a campaign was paused without its owner."""

    BROKEN = "broken"
    BLOCKED = "blocked"
    NO_CODES = "no_codes"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides about a message to a member at this moment. got: marketing of the last weeks, in order."""

    joined: bool
    reachable: bool
    agreed: bool
    complains: bool
    preferences: Preferences = field(default_factory=Preferences)
    got: Sequence[datetime] = ()


@dataclass(frozen=True, slots=True)
class Skip:
    """He gets nothing."""

    reason: str


@dataclass(frozen=True, slots=True)
class Later:
    """He gets it then, if it may go then."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Figures:
    """How many messages of a campaign came to which end, over all variants."""

    sent: int = 0
    broken: int = 0
    blocked: int = 0
    ended: int = 0

    def since(self, before: "Figures") -> "Figures":
        """What has come since these."""
        return Figures(
            self.sent - before.sent,
            self.broken - before.broken,
            self.blocked - before.blocked,
            self.ended - before.ended,
        )


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a campaign is. total: people it is for, the control group among them; next_at: when the next
    message is due; left_seconds: how long it will take, 0 when nothing is left."""

    campaign_id: int
    revision: int
    title: str
    state: CampaignState
    total: int
    counts: Mapping[str, int]
    left: int
    per_second: float
    left_seconds: float
    next_at: datetime | None = None
    reason: str = ""
    amending: str = ""

    def number(self, what: str) -> int:
        """How many came to this end."""
        return self.counts.get(what, 0)


def decide(
    facts: Facts, message_class: MessageClass, zone: ZoneInfo, expires_at: datetime, now: datetime
) -> Skip | Later | None:
    """Whether a message of a campaign may go now: None; else why it does not, or when it is asked again.

    zone: the member's. Service messages ask for neither consent nor hour nor budget.
    """
    if not facts.joined:
        return Skip("not a member")
    if not facts.reachable:
        return Skip("unreachable")
    if message_class < MARKETING:
        return Skip("muted") if _TOPICS.get(message_class) in facts.preferences.muted else None
    if not facts.agreed:
        return Skip("no consent")
    if facts.complains:
        return Skip("complaint")
    at = marketing_at(facts.preferences, zone, facts.got, now)
    if at == now:
        return None
    return Skip("too late") if at >= expires_at else Later(at)


def expires_at(due_at: datetime) -> datetime:
    """When it is too late for a message that was due then."""
    return due_at + MARKETING_LIVES


def must_stop(figures: Figures) -> Stop | None:
    """Why a campaign has to stop by itself: a text the messenger does not take, or too many who block.

    One name that breaks a text does not stop it. figures: since it began or was resumed.
    """
    tried = figures.sent + figures.broken
    if figures.broken >= BROKEN_LEAST and figures.broken * WHOLE_BP > tried * BROKEN_BP:
        return Stop.BROKEN
    if figures.blocked >= BLOCKED_LEAST and figures.blocked * WHOLE_BP > figures.sent * BLOCKED_BP:
        return Stop.BLOCKED
    return None


def canary_room(figures: Figures, under_way: int) -> int | None:
    """How many more may go while the first messages try the text out; None: they have, all may go.

    A message that nobody could get tells nothing about the text. figures: since it began or was resumed.
    """
    tried = figures.sent + figures.broken
    return max(0, CANARY - tried - under_way) if tried < CANARY else None


def figures_of(counts: Mapping[tuple[int, str], int]) -> Figures:
    """The figures in the counts of a campaign."""
    whole = totals(counts)
    ends = (one for one in RecipientState if one not in (RecipientState.WAITING, RecipientState.HANDED))
    return Figures(
        sent=whole.get(RecipientState.SENT.value, 0),
        broken=whole.get(BROKEN, 0),
        blocked=whole.get(BLOCKED, 0),
        ended=sum(whole.get(one.value, 0) for one in ends),
    )


def totals(counts: Mapping[tuple[int, str], int]) -> Mapping[str, int]:
    """Counts over all arms; the control group is among them as "control" alone."""
    whole: dict[str, int] = {}
    for (arm, what), number in counts.items():
        if arm != CONTROL or what == RecipientState.CONTROL:
            whole[what] = whole.get(what, 0) + number
    return whole


def paid_rate(wanted: int) -> int:
    """Messages a second of a campaign that pays for them; 0: not said."""
    return min(max(wanted, 1), MOST_PAID_PER_SECOND) if wanted else PAID_PER_SECOND


def own_moment(send_at: datetime, zone: ZoneInfo, own: ZoneInfo) -> datetime:
    """The instant that is called in a member's own zone as this one is in the programme's."""
    said = send_at.astimezone(zone)
    return said.replace(tzinfo=own).astimezone(send_at.tzinfo)
