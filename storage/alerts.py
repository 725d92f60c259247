"""Alerts about what looked wrong at a till, and sales that wait for a manager's word."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from loyalty.watch.base import Hit, Rule
from loyalty.watch.views import AlertState, ApprovalState
from storage.pruning import Stale
from storage.schema import alerts, approvals, sale_drafts
from storage.values import insert_row, packed, unpacked

# Spelt out, not bound: SQLite takes a partial index only when it sees the index's own condition.
_OPEN: ColumnElement[str] = literal_column(f"'{AlertState.OPEN.value}'")
_APPROVALS_OF = (
    select(approvals).where(approvals.c.draft_id == bindparam("draft")).order_by(approvals.c.id.desc())
)
_NEW = upsert(alerts).on_conflict_do_nothing().returning(alerts.c.id)
# What a manager was asked about is history from the beginning.
_ENDED = (AlertState.REVIEWED, AlertState.FALSE_ALARM, AlertState.ALLOWED, AlertState.REFUSED)


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert as it is stored."""

    id: int
    hit: Hit
    state: AlertState
    at: datetime
    reviewed_at: datetime | None
    reviewed_by: int | None


@dataclass(frozen=True, slots=True)
class Approval:
    """One question to a manager. terms: what he was shown: amount, points, rules with their figures."""

    id: int
    draft_id: str
    store_id: int
    asked_by: int
    terms: Mapping[str, Any]
    state: ApprovalState
    at: datetime
    decided_by: int | None


def add(
    tx: Connection, hit: Hit, occasion: str, at: datetime, state: AlertState = AlertState.OPEN
) -> int | None:
    """Keep what a rule found; None when this occasion of it is kept already."""
    row = {
        "rule": hit.rule.value,
        "occasion": occasion,
        "store_id": hit.store_id,
        "cashier_id": hit.cashier_id or None,
        "member_id": hit.member_id,
        "purchase_id": hit.purchase_id,
        "data": packed(hit.figures),
        "state": state.value,
        "at": at,
    }
    found: int | None = tx.scalar(_NEW, row)
    return found


def told_since(tx: Connection, hit: Hit, since: datetime) -> bool:
    """Whether the rule found something about the same card or till since then."""
    # The occasions of one subject lie together in the unique index: ";" follows ":".
    same = and_(
        alerts.c.rule == hit.rule.value,
        alerts.c.occasion > f"{hit.subject}:",
        alerts.c.occasion < f"{hit.subject};",
    )
    return tx.execute(select(alerts.c.id).where(same, alerts.c.at > since).limit(1)).first() is not None


def find(tx: Connection, alert_id: int) -> Alert | None:
    """The alert with this id."""
    row = tx.execute(select(alerts).where(alerts.c.id == alert_id)).one_or_none()
    return None if row is None else _alert(row)


def next_open(tx: Connection, viewer_id: int, stores: Collection[int] | None, after: int) -> Alert | None:
    """The oldest open alert behind this one that the viewer may see; stores None: all of them."""
    query = _visible(select(alerts), viewer_id, stores).where(alerts.c.state == _OPEN, alerts.c.id > after)
    row = tx.execute(query.order_by(alerts.c.id).limit(1)).one_or_none()
    return None if row is None else _alert(row)


def count_open(tx: Connection, viewer_id: int, stores: Collection[int] | None, first: int = 0) -> int:
    """How many open alerts from this one on the viewer may see."""
    query = _visible(select(func.count()).select_from(alerts), viewer_id, stores)
    return int(tx.execute(query.where(alerts.c.state == _OPEN, alerts.c.id >= first)).scalar_one())


def history(
    tx: Connection, viewer_id: int, stores: Collection[int] | None, skip: int, count: int
) -> list[Alert]:
    """Alerts that came to an end and that the viewer may see, newest first."""
    query = _visible(select(alerts), viewer_id, stores)
    query = query.where(alerts.c.state.in_([state.value for state in _ENDED]))
    rows = tx.execute(query.order_by(alerts.c.id.desc()).offset(skip).limit(count))
    return [_alert(row) for row in rows]


def review(tx: Connection, alert_id: int, state: AlertState, by: int, at: datetime) -> bool:
    """End an open alert; False when somebody did before."""
    ended = update(alerts).where(alerts.c.id == alert_id, alerts.c.state == _OPEN)
    return tx.execute(ended.values(state=state.value, reviewed_by=by, reviewed_at=at)).rowcount == 1


def _visible(query: Select[Any], viewer_id: int, stores: Collection[int] | None) -> Select[Any]:
    """Nobody sees what is about himself."""
    query = query.where(
        or_(alerts.c.cashier_id.is_(None), alerts.c.cashier_id != viewer_id),
        or_(alerts.c.member_id.is_(None), alerts.c.member_id != viewer_id),
    )
    return query if stores is None else query.where(alerts.c.store_id.in_(sorted(stores)))


def _alert(row: Row[Any]) -> Alert:
    hit = Hit(
        Rule(row.rule), row.store_id, row.cashier_id, row.member_id, row.purchase_id, unpacked(row.data)
    )
    return Alert(row.id, hit, AlertState(row.state), row.at, row.reviewed_at, row.reviewed_by)


# --- a manager's word ---


def ask(
    tx: Connection, draft_id: str, revision: int, store_id: int, asked_by: int, terms: Mapping[str, Any],
    at: datetime,
) -> int:  # fmt: skip
    """A new question about a sale."""
    row = {"draft_id": draft_id, "revision": revision, "store_id": store_id, "asked_by": asked_by}
    row |= {"rules": packed(terms), "state": ApprovalState.OPEN.value}
    return insert_row(tx, insert(approvals), {**row, "at": at})


def approval(tx: Connection, approval_id: int) -> Approval | None:
    """The question with this id."""
    row = tx.execute(select(approvals).where(approvals.c.id == approval_id)).one_or_none()
    return None if row is None else _approval(row)


def approvals_of(tx: Connection, draft_id: str) -> list[Approval]:
    """Every question about a sale, newest first."""
    return [_approval(row) for row in tx.execute(_APPROVALS_OF, {"draft": draft_id})]


def decide(tx: Connection, asked: Approval, state: ApprovalState, by: int | None, at: datetime) -> bool:
    """End an open question; False when it came to an end before. Allowed: the sale remembers by whom."""
    ended = update(approvals).where(approvals.c.id == asked.id, approvals.c.state == ApprovalState.OPEN.value)
    if tx.execute(ended.values(state=state.value, decided_by=by, decided_at=at)).rowcount != 1:
        return False
    if state is ApprovalState.ALLOWED:
        tx.execute(update(sale_drafts).where(sale_drafts.c.id == asked.draft_id).values(approved_by=by))
    told = AlertState.ALLOWED if state is ApprovalState.ALLOWED else AlertState.REFUSED
    if by is not None:
        ended_alerts = update(alerts).where(
            alerts.c.rule.in_(list(asked.terms["rules"])), alerts.c.occasion == f"draft:{asked.draft_id}"
        )
        tx.execute(ended_alerts.values(state=told.value, reviewed_by=by, reviewed_at=at))
    return True


def stale_approvals(before: datetime) -> Stale:
    """Questions from before this instant: they go before the sales they were about."""
    return Stale(approvals, approvals.c.at < before)


def _approval(row: Row[Any]) -> Approval:
    return Approval(
        row.id,
        row.draft_id,
        row.store_id,
        row.asked_by,
        unpacked(row.rules),
        ApprovalState(row.state),
        row.at,
        row.decided_by,
    )
