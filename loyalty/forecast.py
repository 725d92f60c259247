"""What other rules would have cost: real purchases reckoned again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from loyalty.benefits import Benefit, Effect
from loyalty.earning import Quote, Visit, quote
from loyalty.programme import BASIC, Programme
from loyalty.receipts import Line
from loyalty.tiers import rank, reached

FORECAST_DAYS = 90


@dataclass(frozen=True, slots=True)
class Past:
    """A living purchase as it was. at: local, in the programme's zone; shown: its kept trace."""

    member_id: int
    store_id: int
    staff: bool
    at: datetime
    shown: Quote


@dataclass(frozen=True, slots=True)
class Cost:
    """What purchases gave: their points and what those are worth, money off, and the money they brought."""

    points: int = 0
    points_minor: int = 0
    off_minor: int = 0
    money_minor: int = 0
    purchases: int = 0

    @property
    def whole_minor(self) -> int:
        """Points at their worth and discounts together."""
        return self.points_minor + self.off_minor

    @property
    def share_bp(self) -> int:
        """Of the money, in basis points."""
        return self.whole_minor * 10_000 // self.money_minor if self.money_minor else 0


@dataclass(slots=True)
class Replay:
    """Purchases rung up again, oldest first, under these rules: what a till would remember between them.

    tiers: where the rules would place members, instead of the tier they had.
    """

    programme: Programme
    tiers: Mapping[int, str] | None = None
    cost: Cost = Cost()
    visits: dict[tuple[int, int], datetime] = field(default_factory=dict)
    carries: dict[int, int] = field(default_factory=dict)
    uses: dict[tuple[str, int], int] = field(default_factory=dict)


def ring(replay: Replay, past: Past) -> Quote:
    """The purchase's quote under the replay's rules, counted in. Points spent then are spent again."""
    programme, shown = replay.programme, past.shown
    lines = [Line(one.amount_minor, one.category, one.quantity) for one in shown.lines]
    lines = lines or [Line(shown.amount_minor)]
    visit = _visit(replay, past)
    plain = quote(lines, programme, visit)
    spent = min(shown.spent_points, plain.due_minor // programme.point_value_minor)
    now = quote(lines, programme, visit, spent) if spent else plain
    _remember(replay, past, now)
    cost = replay.cost
    replay.cost = Cost(
        cost.points + now.points,
        cost.points_minor + now.points * programme.point_value_minor,
        cost.off_minor + now.amount_minor - now.due_minor,
        cost.money_minor + now.money_minor,
        cost.purchases + 1,
    )
    return now


def _visit(replay: Replay, past: Past) -> Visit:
    tier = past.shown.tier if replay.tiers is None else replay.tiers.get(past.member_id, BASIC)
    last = replay.visits.get((past.member_id, past.store_id))
    within = timedelta(hours=replay.programme.visit_hours)
    brought = sum(one.off_minor for one in past.shown.discounts if one.what in ("code", "offer"))
    keys = [event.key for event in replay.programme.events]
    return Visit(
        at=past.at,
        store_id=past.store_id,
        tier=tier,
        staff=past.staff,
        visited=last is not None and past.at - last < within,
        step_carry_minor=replay.carries.get(past.member_id, 0),
        event_uses={
            key: (replay.uses.get((key, past.member_id), 0), replay.uses.get((key, 0), 0)) for key in keys
        },
        benefits=(Benefit("code", 0, "", Effect(off_minor=brought)),) if brought else (),
    )


def _remember(replay: Replay, past: Past, now: Quote) -> None:
    if now.visit_points:
        replay.visits[past.member_id, past.store_id] = past.at
    if now.step_minor:
        replay.carries[past.member_id] = (now.step_carry_minor + now.base_minor) % now.step_minor
    for key in now.events:
        for whose in (past.member_id, 0):
            replay.uses[key, whose] = replay.uses.get((key, whose), 0) + 1


def placed(programme: Programme, held: str, value: int) -> str:
    """The tier a member would have in these rules: what he holds, or the higher one he has reached."""
    reached_now = reached(programme, value)
    return max(held if programme.tier(held) else BASIC, reached_now, key=lambda key: rank(programme, key))
