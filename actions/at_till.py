"""What the rules have to know about a draft, read in the transaction that decides on it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from actions.certificates import certificate_left
from actions.held_benefits import benefits_of, event_uses
from actions.points import purse
from loyalty.earning import Visit
from loyalty.programme import Programme
from loyalty.redeeming import Hold
from loyalty.sale import Draft, Till
from loyalty.wallet import spendable
from storage import people, sales, staff, steps
from storage import shop as shop_rows
from storage.database import Connection


def till_of(tx: Connection, draft: Draft, now: datetime, hold: Hold | None = None) -> Till:
    """The rules, the buyer and what he can spend. hold: the draft's own, whose points count as available."""
    programme = shop_rows.programme(tx)
    own = hold.points if hold else 0
    owned = purse(tx, draft.member_id, programme, now)
    able = spendable(owned.lots, owned.holder, now, own)
    left_minor = certificate_left(tx, draft.certificate_id)
    return Till(programme, visit_of(tx, draft, programme, now), able, left_minor)


def visit_of(tx: Connection, draft: Draft, programme: Programme, now: datetime) -> Visit:
    """Who buys, where and when."""
    member = people.member(tx, draft.member_id)
    return Visit(
        at=now.astimezone(ZoneInfo(programme.time_zone)),
        store_id=draft.store_id,
        tier=member.tier,
        staff=programme.staff_rate_bp is not None and staff.facts(tx, member.id) is not None,
        visited=bool(programme.visit_points) and _visited(tx, draft, programme, now),
        step_carry_minor=steps.carry(tx, member.id) if programme.step_minor else 0,
        event_uses=event_uses(tx, programme, member.id) if programme.events else {},
        benefits=benefits_of(tx, member.id, programme, now, draft.promo_code_id),
        here=_by_the_stores_clock(tx, draft.store_id, now) if programme.hours else None,
    )


def _by_the_stores_clock(tx: Connection, store_id: int, now: datetime) -> datetime:
    return now.astimezone(ZoneInfo(shop_rows.store_time_zone(tx, store_id)))


def _visited(tx: Connection, draft: Draft, programme: Programme, now: datetime) -> bool:
    since = now - timedelta(hours=programme.visit_hours)
    return sales.last_visit(tx, draft.member_id, draft.store_id, since) is not None
