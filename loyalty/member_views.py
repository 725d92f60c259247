"""A member as an owner sees him, and points on their way to him by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from loyalty.freezing import FreezeLine
from loyalty.tiers import Standing
from loyalty.wallet import Wallet

# A larger gift takes a second owner, or a second look of the only one.
GRANT_LIMIT_POINTS = 5_000
GRANT_MOST_POINTS = 1_000_000
SECOND_LOOK_AFTER = timedelta(minutes=10)
# What was granted by hand to one member counts together for so long.
GRANT_WINDOW = timedelta(hours=24)
GRANT_OPEN = timedelta(days=7)
LONGEST_REASON = 200
LIFETIMES_DAYS = (0, 30, 90, 365)


@dataclass(frozen=True, slots=True)
class FoundMember:
    """One line of a search."""

    member_id: int
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member's card for the owner. purchases, bought_minor: of the last twelve months, less refunds.

    freeze: his points are on hold. own: the card is the viewer's, runs: he is an owner. merge_id: of another
    card that went into this one and may come out again, 0 for none.
    """

    member_id: int
    name: str
    number: str
    standing: Standing
    wallet: Wallet
    purchases: int
    bought_minor: int
    last_visit: datetime | None
    invited_by: str
    joined_at: datetime | None
    today: date
    freeze: FreezeLine | None = None
    own: bool = False
    runs: bool = False
    merge_id: int = 0
    tags: Sequence[str] = ()


class GrantState(StrEnum):
    """A draft is being written, a waiting one needs a second look; the others are ends."""

    DRAFT = "draft"
    WAITING = "waiting"
    GIVEN = "given"
    DECLINED = "declined"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class GrantView:
    """Points an owner gives by hand. lifetime_days 0: as long as the programme says.

    colleagues: whether another owner is there to approve. own: the viewer wrote it. available: points.
    """

    grant_id: int
    member_id: int
    name: str
    points: int
    reason: str
    lifetime_days: int
    silent: bool
    state: GrantState
    colleagues: bool
    own: bool
    available: int
