"""Messages to be sent to members: queued in the transaction of what they tell, sent by the pump.

The class of a notice travels in its row: what is due goes out class by class (rules.md 74).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from loyalty.messages import BUDGET_TIME, MARKETING, MARKETING_LIVES, MessageClass, Preferences, class_of
from storage.preferences import CHOSEN, preferences_of
from storage.pruning import Stale
from storage.schema import accounts, notices, preferences
from storage.values import insert_row, packed, unpacked


@dataclass(frozen=True, slots=True)
class Due:
    """A notice whose time has come. Without a reachable account of its member `external_id` is None."""

    id: int
    member_id: int
    kind: str
    data: Mapping[str, Any]
    tries: int
    at: datetime
    message_class: MessageClass
    expires_at: datetime | None
    external_id: str | None
    language: str | None
    preferences: Preferences

    @property
    def is_marketing(self) -> bool:
        """Whether it needs consent, daytime and a place in the budget."""
        return self.message_class >= MARKETING


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a notice: sent, failed, unknown or dropped."""

    member_id: int
    kind: str
    state: str


# Spelt out, not bound: SQLite takes a partial index only when it sees the index's own condition.
_QUEUED: ColumnElement[str] = literal_column("'queued'")
_UNDER_WAY: ColumnElement[str] = literal_column("'sending'")
_SENT: ColumnElement[str] = literal_column("'sent'")
_UNKNOWN: ColumnElement[str] = literal_column("'unknown'")
_EVERY_CLASS: tuple[ColumnElement[str], ...] = tuple(literal_column(str(one.value)) for one in MessageClass)
_before = notices.alias("before")
_under_way = notices.alias("under_way")
_WAITS_BEFORE = and_(
    _before.c.member_id == notices.c.member_id,
    _before.c.ended_at.is_(None),
    or_(_before.c.due_at <= bindparam("now"), _before.c.reason != ""),
)
# A member's notices go one by one, by class and then in order: one due, or put off after a failure, holds
# back the later ones. One that waits for its own time does not.
_HELD_BACK = or_(
    exists().where(_under_way.c.member_id == notices.c.member_id, _under_way.c.state == _UNDER_WAY),
    exists().where(_WAITS_BEFORE, _before.c.priority < notices.c.priority),
    exists().where(_WAITS_BEFORE, _before.c.priority == notices.c.priority, _before.c.id < notices.c.id),
)
_ACCOUNT = (
    select(accounts.c.id)
    .where(
        accounts.c.member_id == notices.c.member_id,
        accounts.c.messenger == bindparam("messenger"),
        accounts.c.reachable,
        or_(notices.c.account_id.is_(None), notices.c.account_id == accounts.c.id),
    )
    .order_by(accounts.c.last_seen.desc(), accounts.c.id.desc())
    .limit(1)
    .correlate(notices)
    .scalar_subquery()
)
_DUE = (
    select(
        notices.c.id,
        notices.c.member_id,
        notices.c.kind,
        notices.c.data,
        notices.c.tries,
        notices.c.at,
        notices.c.priority,
        notices.c.expires_at,
        accounts.c.external_id,
        accounts.c.language,
        *CHOSEN,
    )
    .outerjoin(accounts, accounts.c.id == _ACCOUNT)
    .outerjoin(preferences, preferences.c.member_id == notices.c.member_id)
    # All classes there are, named so that the index gives them in order and stops at the present moment.
    .where(
        notices.c.state == _QUEUED,
        notices.c.priority.in_(_EVERY_CLASS),
        notices.c.due_at <= bindparam("now"),
        ~_HELD_BACK,
    )
    .order_by(notices.c.priority, notices.c.due_at, notices.c.id)
    .limit(bindparam("count", type_=Integer))
)
_NEXT = select(func.min(notices.c.due_at)).where(
    notices.c.state == _QUEUED, notices.c.due_at > bindparam("now")
)
# What may have arrived counts as marketing the member got.
_MARKETING = (
    select(notices.c.ended_at)
    .where(
        notices.c.member_id == bindparam("member"),
        notices.c.priority >= literal_column(str(MARKETING.value)),
        notices.c.ended_at > bindparam("since"),
        notices.c.state.in_((_SENT, _UNKNOWN)),
    )
    .order_by(notices.c.ended_at)
)
_NEW = insert(notices)
_NEW_ONES = _NEW.returning(notices.c.id, sort_by_parameter_order=True)
_BY_ID = update(notices).where(notices.c.id == bindparam("row_id"))
_SENDING = _BY_ID.values(state="sending")
_ENDED = _BY_ID.values(
    state=bindparam("new_state"),
    reason=bindparam("new_reason"),
    message_id=bindparam("new_message_id"),
    ended_at=bindparam("now"),
)
_AGAIN = _BY_ID.values(
    state="queued",
    reason=bindparam("new_reason"),
    due_at=bindparam("new_due_at"),
    tries=notices.c.tries + bindparam("more_tries"),
)
_LATER = _BY_ID.values(due_at=bindparam("new_due_at"), reason="")
_LEFT = select(notices.c.id, notices.c.kind, notices.c.tries).where(notices.c.state == _UNDER_WAY)


def queue(
    tx: Connection,
    member_id: int,
    kind: str,
    data: Mapping[str, Any],
    now: datetime,
    due_at: datetime | None = None,
    *,
    message_class: MessageClass | None = None,
    account_id: int | None = None,
) -> int:
    """A message to a member, to be sent once this transaction is committed, or at `due_at`.

    `data` holds ids and figures only: the text is made when it is sent. message_class: another one than the
    kind has by itself. account_id: of the member's accounts this one; None: the one he was seen with last.
    """
    due_at, priority = due_at or now, class_of(kind) if message_class is None else message_class
    row = {"member_id": member_id, "kind": kind, "data": packed(data), "state": "queued", "tries": 0}
    row |= {
        "account_id": account_id,
        "priority": priority.value,
        "expires_at": due_at + MARKETING_LIVES if priority >= MARKETING else None,
    }
    return insert_row(tx, _NEW, {**row, "due_at": due_at, "at": now})


def hand(
    tx: Connection,
    kind: str,
    messages: Sequence[tuple[int, Mapping[str, Any]]],
    now: datetime,
    message_class: MessageClass,
    expires_at: datetime | None,
) -> list[int]:
    """Messages about to be sent that never waited in the queue: (member, data); their ids in order."""
    each = {"kind": kind, "state": "sending", "tries": 0, "account_id": None, "due_at": now, "at": now}
    each |= {"priority": message_class.value, "expires_at": expires_at}
    rows = [{**each, "member_id": member_id, "data": packed(data)} for member_id, data in messages]
    return [] if not rows else list(tx.scalars(_NEW_ONES, rows))


def due(tx: Connection, messenger: str, now: datetime, count: int) -> list[Due]:
    """At most `count` notices that may go now, the first class first: one a member who has none under way."""
    rows = tx.execute(_DUE, {"messenger": messenger, "now": now, "count": count})
    return [_due(row) for row in rows]


def _due(row: Any) -> Due:
    return Due(
        row.id,
        row.member_id,
        row.kind,
        unpacked(row.data),
        row.tries,
        row.at,
        MessageClass(row.priority),
        row.expires_at,
        row.external_id,
        row.language,
        preferences_of(row),
    )


def marketing_sent(tx: Connection, member_id: int, now: datetime) -> list[datetime]:
    """When the member got marketing messages that count for his budget, in order."""
    return list(tx.scalars(_MARKETING, {"member": member_id, "since": now - BUDGET_TIME}))


def next_due_at(tx: Connection, now: datetime) -> datetime | None:
    """When the next notice that is not due yet will be."""
    found: datetime | None = tx.scalar(_NEXT, {"now": now})
    return found


def sending(tx: Connection, notice_id: int) -> None:
    """It is about to be sent."""
    tx.execute(_SENDING, {"row_id": notice_id})


def say(tx: Connection, notice_id: int, data: Mapping[str, Any]) -> None:
    """From now on it says this."""
    tx.execute(_BY_ID.values(data=bindparam("new_data")), {"row_id": notice_id, "new_data": packed(data)})


def end(
    tx: Connection, notice_id: int, state: str, now: datetime, reason: str = "", message_id: str = ""
) -> None:
    """It came to an end: sent, failed or unknown."""
    values = {"new_state": state, "new_reason": reason, "new_message_id": message_id, "now": now}
    tx.execute(_ENDED, {"row_id": notice_id, **values})


def all_sent(tx: Connection, sent: Sequence[tuple[int, str]], now: datetime) -> None:
    """These were sent: (notice, the messenger's id of the message)."""
    values = {"new_state": "sent", "new_reason": "", "now": now}
    tx.execute(_ENDED, [{"row_id": one, "new_message_id": message, **values} for one, message in sent])


def put_off(tx: Connection, notice_id: int, due_at: datetime, reason: str, *, tries: int = 0) -> None:
    """It waits in the queue again until `due_at`; `tries` are added to its count."""
    values = {"new_due_at": due_at, "new_reason": reason, "more_tries": tries}
    tx.execute(_AGAIN, {"row_id": notice_id, **values})


def postpone(tx: Connection, notice_id: int, due_at: datetime) -> None:
    """It waits for a better time; nothing else waits for it."""
    tx.execute(_LATER, {"row_id": notice_id, "new_due_at": due_at})


def is_open(tx: Connection, member_id: int, kind: str, data: Mapping[str, Any]) -> bool:
    """Whether just this one waits for its member, or is under way."""
    mine = (notices.c.member_id == member_id, notices.c.ended_at.is_(None))
    same = (notices.c.kind == kind, notices.c.data == packed(data))
    return tx.scalar(select(notices.c.id).where(*mine, *same).limit(1)) is not None


def open_of_kind(tx: Connection, kind: str) -> list[int]:
    """Those of this kind that wait or are under way."""
    return list(tx.scalars(select(notices.c.id).where(notices.c.ended_at.is_(None), notices.c.kind == kind)))


def forget_ended(tx: Connection, member_id: int, kind: str) -> None:
    """Those of this kind that went are of no use to anybody."""
    mine = (notices.c.member_id == member_id, notices.c.kind == kind)
    tx.execute(delete(notices).where(*mine, notices.c.ended_at.is_not(None)))


def outcome(tx: Connection, notice_id: int) -> Ended:
    """What became of it."""
    row = tx.execute(
        select(notices.c.member_id, notices.c.kind, notices.c.state).where(notices.c.id == notice_id)
    ).one()
    return Ended(row.member_id, row.kind, row.state)


def left_sending(tx: Connection) -> list[tuple[int, str, int]]:
    """(id, kind, tries) of what was under way when the process ended."""
    return [(row.id, row.kind, row.tries) for row in tx.execute(_LEFT)]


def unreachable(tx: Connection, messenger: str, external_id: str) -> None:
    """The account cannot be written to until its person speaks again."""
    tx.execute(
        update(accounts)
        .where(accounts.c.messenger == messenger, accounts.c.external_id == external_id)
        .values(reachable=False)
    )


def newest_data(tx: Connection, member_id: int, kind: str) -> Mapping[str, Any] | None:
    """What the newest notice of this kind for this member says, sent or not; looked for from the end."""
    mine = (notices.c.member_id == member_id, notices.c.kind == kind)
    found = tx.scalar(select(notices.c.data).where(*mine).order_by(notices.c.id.desc()).limit(1))
    return None if found is None else unpacked(found)


def stale(before: datetime) -> Stale:
    """What came to an end before this instant."""
    return Stale(notices, notices.c.ended_at < before)
