"""Segments that were saved under a name, and the audiences owners are putting together."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from loyalty.audience_views import AudienceDraft, Segment
from storage.schema import members, segment_drafts, segments, tags
from storage.values import insert_row

_COLUMNS = (segments.c.id, segments.c.name, segments.c.expression)
_LIVING = select(*_COLUMNS).where(segments.c.ended_at.is_(None))
_TYPED = {"city": members.c.city, "source": members.c.source, "tag": tags.c.tag}


def saved(tx: Connection) -> list[Segment]:
    """Every one that is not deleted, by name."""
    return sorted((Segment(*row) for row in tx.execute(_LIVING)), key=lambda one: one.name.casefold())


def find(tx: Connection, segment_id: int) -> Segment | None:
    """The one with this id, unless it was deleted."""
    row = tx.execute(_LIVING.where(segments.c.id == segment_id)).one_or_none()
    return None if row is None else Segment(*row)


def add(tx: Connection, name: str, expression: str, author_id: int, at: datetime) -> int:
    """A new one; its id."""
    row = {"name": name, "expression": expression, "author_id": author_id, "at": at}
    return insert_row(tx, insert(segments), row)


def change(tx: Connection, segment_id: int, **values: Any) -> None:
    """Its name, its expression, or when it was deleted."""
    tx.execute(update(segments).where(segments.c.id == segment_id).values(values))


def draft(tx: Connection, member_id: int) -> AudienceDraft:
    """What this owner is putting together; an empty one when he has not begun."""
    row = tx.execute(select(segment_drafts).where(segment_drafts.c.member_id == member_id)).one_or_none()
    if row is None:
        return AudienceDraft()
    return AudienceDraft(row.expression, row.revision, row.segment_id or 0, row.campaign_id or 0)


def keep_draft(tx: Connection, member_id: int, one: AudienceDraft, at: datetime) -> None:
    """From now on it stands so."""
    values: dict[str, Any] = {
        "expression": one.expression,
        "revision": one.revision,
        "segment_id": one.segment_id or None,
        "campaign_id": one.campaign_id or None,
        "at": at,
    }
    row = upsert(segment_drafts).values(member_id=member_id, **values)
    tx.execute(row.on_conflict_do_update(index_elements=["member_id"], set_=values))


def most_used(tx: Connection, what: str, limit: int) -> list[str]:
    """The cities, sources or tags most members have, the most usual first. Reads all of them."""
    column = _TYPED[what]
    query = select(column).where(column != "").group_by(column).order_by(func.count().desc(), column)
    return list(tx.scalars(query.limit(limit)))
