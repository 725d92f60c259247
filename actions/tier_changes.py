"""What a purchase, its undoing or a friend does to a member's tier, and where he stands."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from actions import webhook_events
from actions.sold import Returned, Sold
from loyalty.programme import BASIC, Programme
from loyalty.tiers import (
    Held,
    Standing,
    counted_from,
    ladder,
    lifted,
    never_lifted,
    rank,
    rate_of,
    shown_name,
    standing,
)
from storage import notices, standings
from storage import shop as shop_rows
from storage.database import Connection

REACHED = "tier_up"


def after_purchase(tx: Connection, sold: Sold) -> None:
    """A purchase may lift its buyer, any number of steps; it counted by the tier before it (rules.md 14)."""
    lift(tx, sold.purchase.member_id, sold.in_force, sold.now, sold.purchase.id)


def after_refund(tx: Connection, back: Returned) -> None:
    """A purchase that never happened lifts nobody (rules.md 52); any other refund waits for the review."""
    member_id, purchase_id = back.purchase.member_id, back.purchase.id
    if not back.undone:
        return
    held = standings.held(tx, member_id)
    if held.lifted_by != purchase_id:
        return
    programme = shop_rows.programme(tx)
    value = metric_value(tx, member_id, programme, back.now)
    lower = never_lifted(held, purchase_id, value, programme, today_of(programme, back.now))
    if lower is None:
        return
    standings.keep(tx, member_id, lower, back.now)
    webhook_events.tier_changed(tx, member_id, held.tier, lower.tier, back.now)
    if rank(programme, lower.tier) < rank(programme, held.tier):
        notices.queue(tx, member_id, "tier_back", benefits_of(programme, lower.tier), back.now)


def lift(
    tx: Connection, member_id: int, programme: Programme, now: datetime, purchase_id: int | None = None
) -> None:
    """Give the member the higher tier he has reached, if any, and tell him what it brings (rules.md 57)."""
    if not programme.tiers:
        return
    held = standings.held(tx, member_id)
    if rank(programme, held.tier) == len(programme.tiers):
        return
    value = metric_value(tx, member_id, programme, now)
    higher = lifted(held, value, programme, today_of(programme, now), purchase_id)
    if higher is None:
        return
    standings.keep(tx, member_id, higher, now)
    webhook_events.tier_changed(tx, member_id, held.tier, higher.tier, now)
    tell_reached(tx, member_id, programme, higher, now)


def tell_reached(tx: Connection, member_id: int, programme: Programme, higher: Held, now: datetime) -> None:
    """The member is told of the tier he has reached."""
    reached = {"member": member_id, "by": higher.lifted_by, **benefits_of(programme, higher.tier)}
    notices.queue(tx, member_id, REACHED, reached, now)


def reached_now(tx: Connection, data: Mapping[str, Any], _: datetime) -> Mapping[str, Any] | None:
    """The same when it goes; None when he holds another tier by then, or another purchase has lifted him."""
    if "member" not in data:
        return data
    held = standings.held(tx, data["member"])
    return data if held.tier == data["tier"] and held.lifted_by in (data["by"], None) else None


def standing_of(tx: Connection, member_id: int, programme: Programme, now: datetime) -> Standing:
    """Tier, what the member has reached of the next one and what is missing. Adds up twelve months."""
    held = standings.held(tx, member_id)
    value = metric_value(tx, member_id, programme, now) if programme.tiers else 0
    return standing(held, value, programme)


def metric_value(
    tx: Connection, member_id: int, programme: Programme, now: datetime, until: date | None = None
) -> int:
    """The programme's metric over the twelve months that end with `until` (None: today)."""
    since = counted_from(until or today_of(programme, now), ZoneInfo(programme.time_zone))
    return standings.value(tx, member_id, programme.tier_metric, since)


def today_of(programme: Programme, now: datetime) -> date:
    """The day in the programme's zone."""
    return now.astimezone(ZoneInfo(programme.time_zone)).date()


def benefits_of(programme: Programme, key: str) -> Mapping[str, Any]:
    """What a tier brings, for a notice."""
    tier = programme.tier(key)
    cap_bp = programme.spending.cap_bp if tier is None or tier.cap_bp is None else tier.cap_bp
    return {
        "tier": key if tier else BASIC,
        "tier_name": shown_name(programme, key),
        "rate_bp": rate_of(programme, key),
        "cap_bp": cap_bp,
        "discount_bp": max(programme.discount_bp, tier.discount_bp) if tier else programme.discount_bp,
        "perks": tier.perks if tier else "",
    }


def name_below(programme: Programme, held: Held) -> str:
    """The name of the tier one step down."""
    place = rank(programme, held.tier)
    return shown_name(programme, ladder(programme)[place - 2].key if place > 1 else BASIC)
