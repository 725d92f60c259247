"""What the rules have to know about a draft, read in the transaction that decides on it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from actions.certificates import certificate_left
from actions.held_benefits import benefits_of, event_uses
from actions.points import Purse, purse
from loyalty.backdating import as_paid
from loyalty.earning import Visit
from loyalty.programme import Programme
from loyalty.redeeming import Hold
from loyalty.sale import Draft, Till
from loyalty.wallet import spendable
from storage import people, sales, staff, steps
from storage import shop as shop_rows
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class Buyer:
    """A customer as he is in this transaction: who he is, what he owns, and the rules of today."""

    member: people.Member
    purse: Purse
    programme: Programme


def buyer_of(tx: Connection, member_id: int, now: datetime) -> Buyer:
    """The customer as he is now; LookupError when there is none."""
    programme = shop_rows.programme(tx)
    return Buyer(people.member(tx, member_id), purse(tx, member_id, programme, now), programme)


def till_of(
    tx: Connection, draft: Draft, now: datetime, hold: Hold | None = None, buyer: Buyer | None = None
) -> Till:
    """The rules, the buyer and what he can spend. hold: the draft's own, whose points count as available.

    buyer: the draft's, when he was just read.

    A receipt that was bought before counts by the rules, the hour and the visits of that time, and by the
    tier of today: no history says which one the buyer had. It was paid then, so nothing comes off it now:
    no points, certificate, code or offer.
    """
    buyer = buyer or buyer_of(tx, draft.member_id, now)
    if draft.bought_at is not None:
        programme = rules_for(tx, draft)
        return Till(programme, visit_of(tx, draft, buyer.member, programme, draft.bought_at), 0)
    own = hold.points if hold else 0
    able = spendable(buyer.purse.lots, buyer.purse.holder, now, own)
    left_minor = certificate_left(tx, draft.certificate_id)
    visit = visit_of(tx, draft, buyer.member, buyer.programme, now)
    return Till(buyer.programme, visit, able, left_minor)


def rules_for(tx: Connection, draft: Draft) -> Programme:
    """The rules a receipt counts by: those of the time it was bought."""
    if draft.bought_at is None:
        return shop_rows.programme(tx)
    return as_paid(shop_rows.programme_at(tx, draft.bought_at))


def visit_of(
    tx: Connection, draft: Draft, member: people.Member, programme: Programme, now: datetime
) -> Visit:
    """Who buys, where and when; now: the time of buying."""
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
