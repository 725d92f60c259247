"""Points given by hand: from the first figure to the end, with the reason as a remark."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from loyalty.member_views import GrantState
from storage.schema import grants, remarks
from storage.values import insert_row

ABOUT = "grant"


@dataclass(frozen=True, slots=True)
class Grant:
    """One grant as it stands. reason "": not told yet."""

    id: int
    member_id: int
    author_id: int
    points: int
    lifetime_days: int
    silent: bool
    state: GrantState
    at: datetime
    asked_at: datetime | None
    reason: str


def add(tx: Connection, member_id: int, author_id: int, points: int, at: datetime) -> int:
    """A new draft."""
    row = {"member_id": member_id, "author_id": author_id, "points": points}
    return insert_row(tx, insert(grants), {**row, "state": GrantState.DRAFT.value, "at": at})


def find(tx: Connection, grant_id: int) -> Grant | None:
    """The grant with this id."""
    row = tx.execute(select(grants).where(grants.c.id == grant_id)).one_or_none()
    if row is None:
        return None
    why = select(remarks.c.text).where(remarks.c.about == ABOUT, remarks.c.about_id == grant_id)
    return Grant(
        id=row.id,
        member_id=row.member_id,
        author_id=row.author_id,
        points=row.points,
        lifetime_days=row.lifetime_days,
        silent=row.silent,
        state=GrantState(row.state),
        at=row.at,
        asked_at=row.asked_at,
        reason=str(tx.scalar(why.order_by(remarks.c.id.desc()).limit(1)) or ""),
    )


def change(tx: Connection, grant_id: int, present: GrantState, /, **values: Any) -> bool:
    """Set columns of a grant that is in this state; False when it has left it meanwhile."""
    wanted = update(grants).where(grants.c.id == grant_id, grants.c.state == present.value)
    return tx.execute(wanted.values(**values)).rowcount == 1


def tell_reason(tx: Connection, grant: Grant, text: str, at: datetime) -> None:
    """Why the points are given, in the owner's words."""
    row = {"about": ABOUT, "about_id": grant.id, "member_id": grant.member_id, "text": text, "at": at}
    tx.execute(insert(remarks).values(**row))


def given_by_since(tx: Connection, author_id: int, since: datetime) -> int:
    """Points somebody granted by hand, to whomever, from this instant on."""
    total = select(func.coalesce(func.sum(grants.c.points), 0)).where(
        grants.c.author_id == author_id,
        grants.c.state == GrantState.GIVEN.value,
        grants.c.ended_at >= since,
    )
    return int(tx.scalar(total) or 0)


def given_since(tx: Connection, member_id: int, since: datetime) -> int:
    """Points granted to the member by hand from this instant on."""
    total = select(func.coalesce(func.sum(grants.c.points), 0)).where(
        grants.c.member_id == member_id,
        grants.c.state == GrantState.GIVEN.value,
        grants.c.ended_at >= since,
    )
    return int(tx.scalar(total) or 0)
