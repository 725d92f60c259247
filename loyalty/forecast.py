"""What other rules would have cost: real purchases reckoned again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from loyalty.benefits import Benefit, Effect
from loyalty.discounts import Discount
from loyalty.earning import Quote, Visit, holds_at, quote
from loyalty.programme import BASIC, Programme
from loyalty.receipts import Line
from loyalty.redeeming import allowed_points
from loyalty.stamps import earns_stamp
from loyalty.tiers import rank, reached

FORECAST_DAYS = 90
# Most receipts of a shop are alike: what one of them comes to under the same circumstances is kept.
MOST_ALIKE = 5_000
ENDLESS_POINTS = 1 << 60


@dataclass(frozen=True, slots=True)
class Kept:
    """What of a kept calculation does not depend on the rules. lines (): an old one, of the sum alone."""

    amount_minor: int
    spent_points: int
    tier: str
    lines: tuple[Line, ...] = ()
    discounts: tuple[Discount, ...] = ()


@dataclass(frozen=True, slots=True)
class Past:
    """A living purchase as it was. at: UTC; staff: whether the buyer works here."""

    member_id: int
    store_id: int
    staff: bool
    at: datetime
    kept: Kept


@dataclass(frozen=True, slots=True)
class Cost:
    """What purchases gave: their points and what those are worth, money off, and the money they brought.

    above_points: of those spent, more than these rules let pay. stamp_gifts: stamp cards that became full.
    """

    points: int = 0
    points_minor: int = 0
    off_minor: int = 0
    money_minor: int = 0
    purchases: int = 0
    spent_points: int = 0
    above_points: int = 0
    stamp_gifts: int = 0


@dataclass(slots=True)
class Replay:
    """Purchases rung up again, oldest first, under these rules: what a till would remember between them.

    tiers: where the rules would place members, instead of the tier they had. zones: the clocks of the stores;
    one that is not named has the programme's. stamps: on members' cards when it begins, (member, card).
    """

    programme: Programme
    tiers: Mapping[int, str] | None = None
    zones: Mapping[int, ZoneInfo] = field(default_factory=dict)
    stamps: dict[tuple[int, str], int] = field(default_factory=dict)
    purchases: int = 0
    points: int = 0
    off_minor: int = 0
    money_minor: int = 0
    spent_points: int = 0
    above_points: int = 0
    stamp_gifts: int = 0
    visits: dict[tuple[int, int], datetime] = field(default_factory=dict)
    carries: dict[int, int] = field(default_factory=dict)
    uses: dict[tuple[str, int], int] = field(default_factory=dict)
    stamped: dict[tuple[int, str, int], datetime] = field(default_factory=dict)
    alike: dict[object, tuple[Quote, int]] = field(default_factory=dict)

    @property
    def cost(self) -> Cost:
        """What the purchases so far gave."""
        return Cost(
            self.points,
            self.points * self.programme.point_value_minor,
            self.off_minor,
            self.money_minor,
            self.purchases,
            self.spent_points,
            self.above_points,
            self.stamp_gifts,
        )


_KEPT = TypeAdapter(Kept)


@lru_cache(maxsize=MOST_ALIKE)
def kept_of(trace: str) -> Kept:
    """What a purchase's stored calculation (JSON) keeps for a replay. Raises ValueError when it is none."""
    return _KEPT.validate_json(trace)


def ring(replay: Replay, past: Past) -> Quote:
    """The purchase's quote under the replay's rules, counted in. Points spent then are spent again.

    Those above what the rules let pay are counted apart: nobody knows where else they would have gone.
    """
    key = _likeness(replay, past)
    if (known := replay.alike.get(key)) is None:
        if len(replay.alike) >= MOST_ALIKE:
            replay.alike.clear()
        known = replay.alike[key] = _quoted(replay.programme, past.kept, _visit(replay, past))
    now, above = known
    replay.purchases += 1
    replay.points += now.points
    replay.off_minor += now.amount_minor - now.due_minor
    replay.money_minor += now.money_minor
    if past.kept.spent_points:
        replay.spent_points += past.kept.spent_points
        replay.above_points += above
    if replay.programme.stamps:
        replay.stamp_gifts += _stamp(replay, past, now)
    _remember(replay, past, now)
    return now


def ring_alike(one: Programme, other: Programme) -> bool:
    """Whether every receipt comes to the same under both, so that ringing it up once is enough."""
    return one == replace(
        other,
        version=one.version,
        brand=one.brand,
        bonuses=one.bonuses,
        referral=one.referral,
        terms=one.terms,
        tier_metric=one.tier_metric,
        debt_policy=one.debt_policy,
        gift_daily_points=one.gift_daily_points,
        refund_days=one.refund_days,
        manager_points=one.manager_points,
        manager_daily_points=one.manager_daily_points,
    )


def _quoted(programme: Programme, kept: Kept, visit: Visit) -> tuple[Quote, int]:
    """The quote, and how many of the points spent then these rules would not have let pay."""
    lines = kept.lines or (Line(kept.amount_minor),)
    plain = quote(lines, programme, visit)
    spent = min(kept.spent_points, plain.due_minor // programme.point_value_minor)
    if not kept.spent_points:
        return plain, 0
    allowed = allowed_points(lines, programme, visit, ENDLESS_POINTS)
    above = max(0, kept.spent_points - allowed)
    return quote(lines, programme, visit, spent) if spent else plain, above


def _likeness(replay: Replay, past: Past) -> object:
    """All that a quote under these rules depends on."""
    programme, member_id = replay.programme, past.member_id
    asked: object = None
    if programme.hours or programme.stores or programme.events:
        visit = _visit(replay, past)
        hours = tuple(holds_at(rule, visit.here or visit.at) for rule in programme.hours)
        day = visit.at.date() if programme.events else None
        asked = (past.store_id, hours, day, tuple(visit.event_uses.values()))
    carry_minor = replay.carries.get(member_id, 0)
    return past.kept, _tier(replay, past), past.staff, _visited(replay, past), carry_minor, asked


def _visit(replay: Replay, past: Past) -> Visit:
    programme, member_id = replay.programme, past.member_id
    zone = ZoneInfo(programme.time_zone)
    return Visit(
        at=past.at.astimezone(zone),
        store_id=past.store_id,
        tier=_tier(replay, past),
        staff=past.staff,
        visited=_visited(replay, past),
        step_carry_minor=replay.carries.get(member_id, 0),
        event_uses={
            event.key: (replay.uses.get((event.key, member_id), 0), replay.uses.get((event.key, 0), 0))
            for event in programme.events
            if event.per_member or event.total
        },
        benefits=_brought(past.kept),
        here=past.at.astimezone(replay.zones.get(past.store_id, zone)),
    )


def _tier(replay: Replay, past: Past) -> str:
    return past.kept.tier if replay.tiers is None else replay.tiers.get(past.member_id, BASIC)


def _visited(replay: Replay, past: Past) -> bool:
    if not replay.visits:
        return False
    last = replay.visits.get((past.member_id, past.store_id))
    return last is not None and past.at - last < timedelta(hours=replay.programme.visit_hours)


def _brought(kept: Kept) -> tuple[Benefit, ...]:
    """What codes and offers took off then is taken off again."""
    parts = [one for one in kept.discounts if one.what in ("code", "offer")]
    if not parts:
        return ()
    what = "code" if any(one.what == "code" for one in parts) else "offer"
    return (Benefit(what, 0, "", Effect(off_minor=sum(one.off_minor for one in parts))),)


def _remember(replay: Replay, past: Past, now: Quote) -> None:
    if now.visit_points:
        replay.visits[past.member_id, past.store_id] = past.at
    if now.step_minor:
        replay.carries[past.member_id] = (now.step_carry_minor + now.base_minor) % now.step_minor
    for key in now.events:
        for whose in (past.member_id, 0):
            replay.uses[key, whose] = replay.uses.get((key, whose), 0) + 1


def _stamp(replay: Replay, past: Past, now: Quote) -> int:
    """Put the purchase's stamps on the cards; how many of these became full with it."""
    programme, full = replay.programme, 0
    categories = {line.category for line in now.lines}
    for card in programme.stamps:
        place = (past.member_id, card.key, past.store_id)
        last_at = replay.stamped.get(place)
        if earns_stamp(card, now.money_minor, categories, last_at, programme.visit_hours, past.at):
            replay.stamped[place] = past.at
            have = replay.stamps.get((past.member_id, card.key), 0) + 1
            full += have >= card.needed
            replay.stamps[past.member_id, card.key] = have - card.needed if have >= card.needed else have
    return full


def placed(programme: Programme, held: str, value: int) -> str:
    """The tier a member would have in these rules: what he holds, or the higher one he has reached."""
    reached_now = reached(programme, value)
    return max(held if programme.tier(held) else BASIC, reached_now, key=lambda key: rank(programme, key))
