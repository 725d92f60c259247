"""The programme as its owner and its customers look at it: drafts, previews, versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from loyalty.outlay import Outlay
from loyalty.programme import Programme
from loyalty.refusals import Refused
from loyalty.settings_diff import Difference


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies before an owner: the rules in force, his draft of others and what differs.

    revision: of the draft, 0 when there is none. fault: why the draft can't be saved as it stands.
    stores: names by id, of closed ones too. open_stores: those that can still get a percentage of their own.
    """

    present: Programme
    draft: Programme
    revision: int
    differences: tuple[Difference, ...]
    fault: Refused | None
    stores: Mapping[int, str]
    open_stores: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """Nothing was saved: the draft is another one than the owner was shown, for this reason."""

    refusal: Refused
    desk: Desk


@dataclass(frozen=True, slots=True)
class Saved:
    """A new version is in force, and what it changed."""

    desk: Desk
    before: Programme
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """Both sets of rules on the same days, members who would rise or fall, all points on all cards.

    moves: (up, down), None when the tiers are the same. held_points: None unless a point changes its worth.
    """

    before: Outlay
    after: Outlay
    moves: tuple[int, int] | None = None
    held_points: int | None = None


@dataclass(frozen=True, slots=True)
class RulesView:
    """One version: its rules, from when until when (None: in force), who saved it; newest: the last one."""

    rules: Programme
    since: datetime
    until: datetime | None
    author: str
    newest: int
    stores: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in the list. changes: against the one before; None for the first one of all."""

    rules: Programme
    before: Programme | None
    at: datetime
    author: str
    changes: tuple[Difference, ...] | None


@dataclass(frozen=True, slots=True)
class VersionPage:
    """Versions, newest first. older, newer: where the pages beside begin, None when there is none."""

    lines: tuple[VersionLine, ...]
    older: int | None
    newer: int | None
    stores: Mapping[int, str]
