"""Where members stand: the tier, its review, what led to it, and the figures a tier is measured by."""

from datetime import date, datetime

from sqlalchemy import Connection, and_, bindparam, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from loyalty.programme import TierMetric
from loyalty.tiers import WARNED_BEFORE, Held, held_of, held_values
from storage.schema import members, purchases, referrals, standings
from storage.values import packed, unpacked

_HELD = (
    select(
        members.c.tier,
        standings.c.review_on,
        standings.c.warned_on,
        standings.c.manual_until,
        standings.c.lifted_by,
        standings.c.before,
    )
    .outerjoin(standings, standings.c.member_id == members.c.id)
    .where(members.c.id == bindparam("member"))
)
_SINCE = select(standings.c.tier_since).where(standings.c.member_id == bindparam("member"))
_BOUGHT_MINOR = func.coalesce(func.sum(purchases.c.money_minor - purchases.c.money_back_minor), 0)
_MONEY = select(_BOUGHT_MINOR).where(
    purchases.c.member_id == bindparam("member"),
    purchases.c.at >= bindparam("since"),
    purchases.c.undone_at.is_(None),
)
_FRIENDS = select(func.count()).where(
    referrals.c.inviter_id == bindparam("member"),
    referrals.c.state == "paid",
    referrals.c.paid_at >= bindparam("since"),
)
_VALUES = {TierMetric.MONEY: _MONEY, TierMetric.FRIENDS: _FRIENDS}


def held(tx: Connection, member_id: int) -> Held:
    """The tier a member holds and how."""
    row = tx.execute(_HELD, {"member": member_id}).one()
    before = held_of(unpacked(row.before)) if row.before else None
    return Held(row.tier, row.review_on, row.warned_on, row.manual_until, row.lifted_by, before)


def since(tx: Connection, member_id: int) -> datetime | None:
    """Since when the member holds his tier; None when he never held another one."""
    found: datetime | None = tx.scalar(_SINCE, {"member": member_id})
    return found


def keep(tx: Connection, member_id: int, now_held: Held, since: datetime | None) -> None:
    """The member holds this from now on; `since` counts when the tier is another one."""
    changed = update(members).where(members.c.id == member_id, members.c.tier != now_held.tier)
    values: dict[str, object] = {
        "review_on": now_held.review_on,
        "warned_on": now_held.warned_on,
        "manual_until": now_held.manual_until,
        "lifted_by": now_held.lifted_by,
        "before": packed(held_values(now_held.before)) if now_held.before else "",
    }
    if tx.execute(changed.values(tier=now_held.tier)).rowcount:
        values["tier_since"] = since
    row = upsert(standings).values(member_id=member_id, **values)
    tx.execute(row.on_conflict_do_update(index_elements=["member_id"], set_=values))


def value(tx: Connection, member_id: int, metric: TierMetric, since: datetime) -> int:
    """What the member's tier is measured by, from this instant on: minor units, or friends."""
    return int(tx.scalar(_VALUES[metric], {"member": member_id, "since": since}) or 0)


def due(tx: Connection, today: date, after: int, limit: int) -> list[int]:
    """At most `limit` members after this id whose tier has to be looked at: a review, a warning before it, or
    the end of a tier given by hand."""
    soon = and_(standings.c.warned_on.is_(None), standings.c.review_on <= today + WARNED_BEFORE)
    waiting = or_(standings.c.review_on <= today, soon, standings.c.manual_until < today)
    found = select(standings.c.member_id).where(standings.c.member_id > after, waiting)
    return list(tx.scalars(found.order_by(standings.c.member_id).limit(limit)))


def warned(tx: Connection, today: date, after: int, limit: int) -> list[int]:
    """At most `limit` members after this id who were warned today that their tier may fall, or may have to
    be."""
    soon = and_(standings.c.warned_on.is_(None), standings.c.review_on <= today + WARNED_BEFORE)
    found = select(standings.c.member_id).where(
        standings.c.member_id > after, or_(standings.c.warned_on == today, soon)
    )
    return list(tx.scalars(found.order_by(standings.c.member_id).limit(limit)))


def everybody(tx: Connection, metric: TierMetric, since: datetime) -> dict[int, tuple[str, int]]:
    """Tier and value of the metric since then of everybody who has a card, by member."""
    if metric is TierMetric.MONEY:
        on = and_(
            purchases.c.member_id == members.c.id, purchases.c.at >= since, purchases.c.undone_at.is_(None)
        )
        found = select(members.c.id, members.c.tier, _BOUGHT_MINOR).outerjoin(purchases, on)
    else:
        on = and_(
            referrals.c.inviter_id == members.c.id,
            referrals.c.state == "paid",
            referrals.c.paid_at >= since,
        )
        found = select(members.c.id, members.c.tier, func.count(referrals.c.id)).outerjoin(referrals, on)
    rows = tx.execute(found.where(members.c.joined_at.is_not(None)).group_by(members.c.id))
    return {row[0]: (row[1], int(row[2])) for row in rows}
