"""What is left of erased people: keyed hashes that say "was here before", and to nobody who it was."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from storage.schema import erasures, members

ACCOUNT = "account"
PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Trace:
    """One keyed hash of an erased person. token: of the erasure; field: what was hashed; day: when."""

    token: str
    field: str
    value_index: bytes
    day: date


def add(tx: Connection, traces: Iterable[Trace]) -> None:
    """Keep them; what is kept already stays as it is."""
    for one in traces:
        row = {"token": one.token, "field": one.field, "value_index": one.value_index, "day": one.day}
        tx.execute(upsert(erasures).values(row).on_conflict_do_nothing())


def everything(tx: Connection) -> list[Trace]:
    """All traces, in an order that says nothing about when they came."""
    query = select(erasures).order_by(erasures.c.day, erasures.c.token, erasures.c.field)
    return [Trace(*row) for row in tx.execute(query.order_by(erasures.c.value_index))]


def tokens(tx: Connection) -> set[str]:
    """The erasures this database knows of."""
    return set(tx.scalars(select(erasures.c.token).distinct()))


def newest_day(tx: Connection, field: str, values: Collection[bytes]) -> date | None:
    """When somebody with one of these hashes was erased last; None: never, or it is forgotten."""
    theirs = (erasures.c.field == field, erasures.c.value_index.in_(values))
    found: date | None = tx.scalar(select(func.max(erasures.c.day)).where(*theirs))
    return found


def forget(tx: Connection, until: date, now: datetime) -> None:
    """Forget the erasures of this day and earlier ones, and that who came back had been here."""
    tx.execute(delete(erasures).where(erasures.c.day <= until))
    tx.execute(update(members).where(members.c.bonuses_from <= now).values(bonuses_from=None))
