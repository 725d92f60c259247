"""What the rules have to know about a draft, read in the transaction that decides on it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from actions.certificates import certificate_left
from actions.held_benefits import benefits_of, event_uses
from actions.points import purse
from loyalty.backdating import as_paid
from loyalty.earning import Visit
from loyalty.programme import Programme
from loyalty.redeeming import Hold
from loyalty.sale import Draft, Till
from loyalty.wallet import spendable
from storage import people, sales, staff, steps
from storage import shop as shop_rows
from storage.database import Connection


def till_of(tx: Connection, draft: Draft, now: datetime, hold: Hold | None = None) -> Till:
    """The rules, the buyer and what he can spend. hold: the draft's own, whose points count as available.

    A receipt that was bought before counts by the rules, the hour and the visits of that time, and by the
    tier of today: no history says which one the buyer had. It was paid then, so nothing comes off it now:
    no points, certificate, code or offer.
    """
    programme = rules_for(tx, draft)
    if draft.bought_at is not None:
        return Till(programme, visit_of(tx, draft, programme, draft.bought_at), 0)
    own = hold.points if hold else 0
    owned = purse(tx, draft.member_id, programme, now)
    able = spendable(owned.lots, owned.holder, now, own)
    left_minor = certificate_left(tx, draft.certificate_id)
    return Till(programme, visit_of(tx, draft, programme, now), able, left_minor)


def rules_for(tx: Connection, draft: Draft) -> Programme:
    """The rules a receipt counts by: those of the time it was bought."""
    if draft.bought_at is None:
        return shop_rows.programme(tx)
    return as_paid(shop_rows.programme_at(tx, draft.bought_at))


def visit_of(tx: Connection, draft: Draft, programme: Programme, now: datetime) -> Visit:
    """Who buys, where and when; now: the time of buying."""
    member = people.member(tx, draft.member_id)
    return Visit(
        at=now.astimezone(ZoneInfo(programme.time_zone)),
        store_id=draft.store_id,
        tier=member.tier,
        staff=programme.staff_rate_bp is not None and staff.facts(tx, member.id) is not None,
        visited=bool(programme.visit_points) and _visited(tx, draft, programme, now),
        step_carry_minor=steps.carry(tx, member.id) if programme.step_minor else 0,
        event_uses=event_uses(tx, programme, member.id) if programme.events else {},
        benefits=() if draft.bought_at else benefits_of(tx, member.id, programme, now, draft.promo_code_id),
        here=_by_the_stores_clock(tx, draft.store_id, now) if programme.hours else None,
    )


def _by_the_stores_clock(tx: Connection, store_id: int, now: datetime) -> datetime:
    return now.astimezone(ZoneInfo(shop_rows.store_time_zone(tx, store_id)))


def _visited(tx: Connection, draft: Draft, programme: Programme, now: datetime) -> bool:
    hours = timedelta(hours=programme.visit_hours)
    return sales.last_visit(tx, draft.member_id, draft.store_id, now - hours, now + hours) is not None
