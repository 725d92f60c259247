"""Cases as the member and the owner see them."""

from dataclasses import dataclass
from datetime import datetime

from loyalty.cases import CaseState
from loyalty.ledger import Kind


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """Signed points of one kind at one time; what paid a debt is left out."""

    kind: Kind
    points: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ContestView:
    """A change its member may contest or has contested. sets_aside: it brought points that wait meanwhile."""

    seq: int
    points: int
    at: datetime
    sets_aside: bool
    case_id: int = 0


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One open case in the owner's list."""

    id: int
    name: str
    points: int
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseList:
    """A page of the open cases, newest first; pages are counted from 0, there is always at least one."""

    lines: tuple[CaseLine, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class CaseView:
    """All an owner has to know. parts: what the contested operation changed, by kind; points: altogether.

    confirmed_by: how a spending was confirmed ("tap", "code", ""). actor: who did it, "" for the member
    himself or nobody; other: on whose card the points came or went. comments: in the member's words.
    history: what else happened with this purchase, oldest first. amount_minor None: it was no purchase.
    undo_points: what accepting would change now; 0 when nothing of it stands any more.
    erased, other_erased: the member, or the other one, had himself erased; nobody knows his name.
    """

    id: int
    state: CaseState
    name: str
    number: str
    parts: tuple[ChangeLine, ...]
    at: datetime
    opened_at: datetime
    undo_points: int
    is_gone: bool
    amount_minor: int | None = None
    receipt: str = ""
    store: str = ""
    actor: str = ""
    other: str = ""
    confirmed_by: str = ""
    comments: tuple[str, ...] = ()
    history: tuple[ChangeLine, ...] = ()
    erased: bool = False
    other_erased: bool = False

    @property
    def points(self) -> int:
        """What the contested operation changed altogether."""
        return sum(part.points for part in self.parts)
