"""Sales under way: which there are, whose screen shows them, and their end."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Integer, bindparam, literal_column, select, update

from loyalty.sale import DraftState
from storage import sales
from storage.pruning import Stale
from storage.schema import sale_drafts

# Spelt out, not bound: SQLite takes a partial index only when it sees the index's own condition.
_OPEN: ColumnElement[str] = literal_column(f"'{DraftState.OPEN.value}'")
_OVERDUE = (
    select(sale_drafts.c.id, sale_drafts.c.cashier_id, sale_drafts.c.message_id)
    .where(sale_drafts.c.state == _OPEN, sale_drafts.c.expires_at <= bindparam("now"))
    .order_by(sale_drafts.c.expires_at)
    .limit(bindparam("count", type_=Integer))
)


@dataclass(frozen=True, slots=True)
class EndedDraft:
    """A draft that just ended, and the cashier's message that still shows it ("" when none was sent)."""

    id: str
    cashier_id: int
    message_id: str


def newest_open(tx: Connection, cashier_id: int, member_id: int, now: datetime) -> str | None:
    """The newest open draft of this cashier for this member, if one is not over."""
    mine = (sale_drafts.c.cashier_id == cashier_id, sale_drafts.c.member_id == member_id)
    query = select(sale_drafts.c.id).where(
        *mine, sale_drafts.c.state == _OPEN, sale_drafts.c.expires_at > now
    )
    found: str | None = tx.scalar(query.order_by(sale_drafts.c.at.desc()).limit(1))
    return found


def screen_of(tx: Connection, draft_id: str) -> str:
    """The cashier's message that shows the draft; "" for none."""
    message_id = tx.scalar(select(sale_drafts.c.message_id).where(sale_drafts.c.id == draft_id))
    return str(message_id or "")


def prolong(tx: Connection, draft_id: str, expires_at: datetime) -> None:
    """The draft ends then."""
    tx.execute(update(sale_drafts).where(sale_drafts.c.id == draft_id).values(expires_at=expires_at))


def end_overdue(tx: Connection, now: datetime, limit: int) -> list[EndedDraft]:
    """End open drafts whose time is over, at most `limit` at once."""
    ended = [EndedDraft(*row) for row in tx.execute(_OVERDUE, {"now": now, "count": limit})]
    for one in ended:
        sales.close(tx, one.id, DraftState.ENDED)
    return ended


def end_of(tx: Connection, cashier_id: int) -> list[EndedDraft]:
    """End the open drafts of a colleague; a till he only answers for goes on."""
    his = (sale_drafts.c.cashier_id == cashier_id, sale_drafts.c.till_id.is_(None))
    columns = (sale_drafts.c.id, sale_drafts.c.cashier_id, sale_drafts.c.message_id)
    ended = [
        EndedDraft(*row) for row in tx.execute(select(*columns).where(sale_drafts.c.state == _OPEN, *his))
    ]
    for one in ended:
        sales.close(tx, one.id, DraftState.ENDED)
    return ended


def stale_drafts(before: datetime) -> Stale:
    """Drafts opened before this instant that have ended; purchases stay."""
    return Stale(sale_drafts, (sale_drafts.c.state != DraftState.OPEN.value) & (sale_drafts.c.at < before))
