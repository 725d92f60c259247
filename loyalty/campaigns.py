"""Campaigns: messages to many, sent once (a broadcast) or whenever somebody is due (an automation)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Literal

from loyalty.benefits import Effect
from loyalty.messages import MessageClass

BROADCAST = "broadcast"
# The arm of those who get nothing, so that the others can be compared with them.
CONTROL = -1
DEFAULT_CONTROL_BP = 1_000
MOST_VARIANTS = 4
WHOLE_BP = 10_000


class CampaignState(StrEnum):
    """How far a campaign is. An automation is a draft, running (on) or paused (off)."""

    DRAFT = "draft"
    QUEUING = "queuing"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


class RecipientState(StrEnum):
    """What became of one message of a campaign.

    WAITING: its time has not come. HANDED: it is a notice now, under way or tried again. SKIPPED: never sent,
    for the reason that stands beside. CONTROL: not to be sent. The others are ends of its notice.
    """

    WAITING = "waiting"
    HANDED = "handed"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"
    CONTROL = "control"


@dataclass(frozen=True, slots=True)
class Gift:
    """What comes with the message. kind "": nothing; "points": of that lifetime (0: as the programme says);
    "code": one of that code campaign; "offer": a personal offer for so many days."""

    kind: Literal["", "points", "code", "offer"] = ""
    points: int = 0
    lifetime_days: int = 0
    code_campaign_id: int = 0
    title: str = ""
    effect: Effect = field(default_factory=Effect)


@dataclass(frozen=True, slots=True)
class Knob:
    """A button under the message. kind: "link" (value: the address), "copy" (value: the text; "" for the
    gift's code), "card" (shows the card), "interested" (a case for the owner), "reply" (value: what he says
    by it, an answer to the campaign's question)."""

    kind: Literal["link", "copy", "card", "interested", "reply"]
    text: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What a campaign says in one variant and language ("": everybody else's). body: HTML with {fields}."""

    variant: int
    language: str
    body: str
    media: Literal["", "photo", "video"] = ""
    file_id: str = ""
    buttons: Sequence[Knob] = ()


@dataclass(frozen=True, slots=True)
class Campaign:
    """A broadcast or an automation as it stands.

    kind: BROADCAST or the name of an automation. segment: an expression of loyalty.audience, "": everybody.
    settings: of the automation (days before, rhythm ...). previewed: the revision its author has seen as a
    message. total: people it was frozen for. forward_from: what happened before is not written about.
    """

    id: int
    kind: str
    title: str
    state: CampaignState
    revision: int
    message_class: MessageClass
    segment: str = ""
    settings: Mapping[str, int | str] = field(default_factory=dict)
    gift: Gift = field(default_factory=Gift)
    control_bp: int = 0
    send_at: datetime | None = None
    by_own_clock: bool = False
    paid: bool = False
    previewed: int = -1
    total: int = 0
    author_id: int | None = None
    author_account_id: int | None = None
    screen: str = ""
    reason: str = ""
    at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    forward_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class RecipientLine:
    """One message of a campaign as the list of recipients tells it; what its person bought in the days that
    count. name, number: of the card he has now."""

    member_id: int
    occasion: str
    name: str
    number: str
    arm: int
    state: str
    reason: str
    ended_at: datetime | None
    clicked_at: datetime | None
    orders: int
    revenue_minor: int


@dataclass(frozen=True, slots=True)
class RecipientList:
    """The people of a campaign. total: how many there are; shown: how many of them the list has."""

    title: str
    days: int
    total: int
    shown: int


def arm_of(campaign_id: int, member_id: int, control_bp: int, variants: int) -> int:
    """The variant a member gets, or CONTROL: by a hash of both ids, so that it is fixed before sending and
    the same whenever it is asked."""
    draw = int.from_bytes(sha256(f"{campaign_id}:{member_id}".encode()).digest()[:8])
    if draw % WHOLE_BP < control_bp:
        return CONTROL
    return draw // WHOLE_BP % max(variants, 1)
