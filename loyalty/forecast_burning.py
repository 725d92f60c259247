"""What of the real lots would have burnt under other terms."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from loyalty.expiry import expires_at, inactivity_deadline
from loyalty.programme import Programme

# When points came to a lot or a member (+) and left (-), in order of time; what burnt lately left out.
Moves = Sequence[tuple[datetime, int]]


@dataclass(frozen=True, slots=True)
class PastLot:
    """A lot whose life follows the programme's terms, and what came and went."""

    active_from: datetime
    moves: Moves


@dataclass(frozen=True, slots=True)
class Pause:
    """A member did not come between two moments; until None: he has not come back."""

    member_id: int
    begins: datetime
    until: datetime | None


def lots_burnt(programme: Programme, lots: Iterable[PastLot], since: datetime, now: datetime) -> int:
    """Of every lot that ends by its term between the two: what it holds at its end."""
    burnt = 0
    for lot in lots:
        ends = expires_at(lot.active_from, programme)
        if ends is not None and since < ends <= now:
            burnt += max(0, held_at(lot.moves, ends))
    return burnt


def pauses_burnt(
    programme: Programme,
    pauses: Iterable[Pause],
    moves: Mapping[int, Moves],
    since: datetime,
    now: datetime,
) -> int:
    """Of every pause whose deadline passes between the two: what the member has then, less what burnt before.

    The deadlines stand as if these terms had always been in force.
    """
    always = replace(programme, terms=replace(programme.terms, since=None))
    burnt: dict[int, int] = {}
    for pause in sorted(pauses, key=lambda one: one.begins):
        ends = inactivity_deadline(pause.begins, always)
        if ends is None or not since < ends <= now or (pause.until is not None and pause.until < ends):
            continue
        before = burnt.get(pause.member_id, 0)
        burnt[pause.member_id] = max(before, held_at(moves.get(pause.member_id, ()), ends))
    return sum(burnt.values())


def held_at(moves: Moves, at: datetime) -> int:
    """The sum of what moved up to this instant."""
    return sum(points for when, points in moves if when <= at)
