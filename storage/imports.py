"""Imports from another programme: the job with its sealed rows, and what became of each row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, exists, func, insert, or_, select, update

from loyalty.earning import Quote, trace_of
from loyalty.importing import ImportState
from storage.sales import PAST
from storage.schema import entries, import_rows, imports, lots, members, purchases
from storage.values import insert_row, packed, unpacked

_IMPORT = select(
    imports.c.id,
    imports.c.author_id,
    imports.c.name,
    imports.c.file_hash,
    imports.c.what,
    imports.c.mode,
    imports.c.state,
    imports.c.plan,
    imports.c.total,
    imports.c.done,
    imports.c.figures,
    imports.c.message_id,
    imports.c.at,
)
_BY_ID = _IMPORT.where(imports.c.id == bindparam("import"))
_AT_WORK = (ImportState.RUNNING.value, ImportState.UNDOING.value)
_NEW_ROW = insert(import_rows)
_NEW_PURCHASE = insert(purchases)
# A card that was merged into another one leads there.
_WHOSE = select(func.coalesce(members.c.merged_into, members.c.id)).where(members.c.erased_at.is_(None))
_BY_CARD = _WHOSE.where(members.c.old_card == bindparam("card")).order_by(members.c.id).limit(1)
_BY_NUMBER = _WHOSE.where(members.c.number == bindparam("card"))
_BY_PHONE = _WHOSE.where(members.c.phone_index == bindparam("phone"))
_ROWS = (
    select(import_rows)
    .where(import_rows.c.import_id == bindparam("import"), import_rows.c.number > bindparam("after"))
    .order_by(import_rows.c.number)
    .limit(bindparam("count"))
)
_later = entries.alias("later")
# A lot the row opened that something else has moved since, or that has points set aside.
_LOT_USED = (
    select(entries.c.lot_id)
    .join(lots, lots.c.id == entries.c.lot_id)
    .where(
        entries.c.operation_id == import_rows.c.operation_id,
        entries.c.points > 0,
        or_(
            lots.c.reserved > 0,
            exists().where(
                _later.c.member_id == entries.c.member_id,
                _later.c.lot_id == entries.c.lot_id,
                _later.c.operation_id != entries.c.operation_id,
            ),
        ),
    )
    .correlate(import_rows)
)
_REFUNDED = (
    select(purchases.c.id)
    .where(purchases.c.id == import_rows.c.purchase_id, purchases.c.refunded_minor > 0)
    .correlate(import_rows)
)
_USED = or_(_LOT_USED.exists(), _REFUNDED.exists())
# His balance was forfeited, his books are closed: nothing is taken back from him.
_ERASED = (
    select(members.c.id)
    .where(members.c.id == import_rows.c.member_id, members.c.erased_at.is_not(None))
    .correlate(import_rows)
    .exists()
)
_USED_COUNT = (
    select(func.count())
    .select_from(import_rows)
    .where(import_rows.c.import_id == bindparam("import"), _USED, ~_ERASED)
)
_ROW_STAYS = select(import_rows.c.number).where(
    import_rows.c.import_id == bindparam("import"),
    import_rows.c.number == bindparam("row"),
    or_(_USED, _ERASED),
)


@dataclass(frozen=True, slots=True)
class Import:
    """One import. plan: what the dry run found; figures: what has been done so far."""

    id: int
    author_id: int
    name: str
    file_hash: str
    what: str
    mode: str
    state: ImportState
    plan: Mapping[str, Any]
    total: int
    done: int
    figures: Mapping[str, int]
    message_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RowDone:
    """What a row came to: its member, whether he was made by it, the operation and the purchase it wrote."""

    number: int
    member_id: int
    created: bool
    operation_id: int | None
    purchase_id: int | None


def add(
    tx: Connection,
    author_id: int,
    name: str,
    file_hash: str,
    what: str,
    plan: Mapping[str, Any],
    total: int,
    at: datetime,
) -> int:
    """A draft of an import; its rows follow with `keep_content`."""
    row: dict[str, Any] = {"author_id": author_id, "name": name, "file_hash": file_hash, "what": what}
    row |= {"state": ImportState.DRAFT.value, "plan": packed(plan), "total": total, "at": at}
    return insert_row(tx, insert(imports), row)


def keep_content(tx: Connection, import_id: int, content: bytes | None) -> None:
    """The sealed rows; None when they are worked off."""
    tx.execute(update(imports).where(imports.c.id == import_id).values(content=content))


def content(tx: Connection, import_id: int) -> bytes | None:
    """The sealed rows, while there are some."""
    found: bytes | None = tx.scalar(select(imports.c.content).where(imports.c.id == import_id))
    return found


def find(tx: Connection, import_id: int) -> Import | None:
    """The import with this id."""
    return _import(tx.execute(_BY_ID, {"import": import_id}).one_or_none())


def newest(tx: Connection) -> Import | None:
    """The import begun last that was not dropped."""
    kept = imports.c.state != ImportState.DROPPED.value
    return _import(tx.execute(_IMPORT.where(kept).order_by(imports.c.id.desc()).limit(1)).one_or_none())


def at_work(tx: Connection) -> list[Import]:
    """Those that are being worked off or undone, the oldest first."""
    rows = tx.execute(_IMPORT.where(imports.c.state.in_(_AT_WORK)).order_by(imports.c.id))
    return [found for row in rows if (found := _import(row)) is not None]


def same(tx: Connection, file_hash: str, mode: str) -> Import | None:
    """An import of this very file in this way that was begun and not undone."""
    begun = [one.value for one in (ImportState.RUNNING, ImportState.STOPPED, ImportState.DONE)]
    alike = (imports.c.file_hash == file_hash, imports.c.mode == mode, imports.c.state.in_(begun))
    return _import(tx.execute(_IMPORT.where(*alike).limit(1)).one_or_none())


def change(tx: Connection, import_id: int, was: ImportState, **values: Any) -> bool:
    """Set columns while it is in this state; whether it was. A mapping is packed."""
    plain = {name: packed(one) if isinstance(one, Mapping) else one for name, one in values.items()}
    this = (imports.c.id == import_id, imports.c.state == was.value)
    return tx.execute(update(imports).where(*this).values(plain)).rowcount == 1


def drop_old(tx: Connection, before: datetime) -> int:
    """Drafts from before this instant are over, and their rows forgotten; how many there were."""
    old = (imports.c.state == ImportState.DRAFT.value, imports.c.at < before)
    return tx.execute(
        update(imports).where(*old).values(state=ImportState.DROPPED.value, content=None)
    ).rowcount


# --- rows ---


def whose(tx: Connection, phone_index: bytes | None, card: str) -> set[int]:
    """The members a phone and a card belong to; more than one when they belong to different people."""
    found = set(tx.scalars(_BY_PHONE, {"phone": phone_index})) if phone_index else set()
    if card:
        found |= set(tx.scalars(_BY_NUMBER, {"card": card})) or set(tx.scalars(_BY_CARD, {"card": card}))
    return found


def add_row(tx: Connection, import_id: int, row: RowDone) -> None:
    """What became of a row."""
    values: dict[str, Any] = {"number": row.number, "member_id": row.member_id, "created": row.created}
    values |= {"operation_id": row.operation_id, "purchase_id": row.purchase_id}
    tx.execute(_NEW_ROW, {"import_id": import_id, **values})


def rows(tx: Connection, import_id: int, after: int, limit: int) -> Sequence[RowDone]:
    """The next rows that were done, by their number in the file."""
    found = tx.execute(_ROWS, {"import": import_id, "after": after, "count": limit})
    return [
        RowDone(row.number, row.member_id, row.created, row.operation_id, row.purchase_id) for row in found
    ]


def used(tx: Connection, import_id: int) -> int:
    """How many rows brought points that were used, or a returned purchase; members erased since count not."""
    return int(tx.scalar(_USED_COUNT, {"import": import_id}) or 0)


def stays(tx: Connection, import_id: int, number: int) -> bool:
    """Whether what this row brought was used, or its member had himself erased."""
    return tx.scalar(_ROW_STAYS, {"import": import_id, "row": number}) is not None


def add_purchase(
    tx: Connection,
    member_id: int,
    cashier_id: int,
    store_id: int,
    quote: Quote,
    receipt: str,
    day: date,
    at: datetime,
    till: str,
) -> int:
    """A purchase of the past, without points. till: keeps its receipt apart from those sold here."""
    row = {
        "store_id": store_id,
        "till": till,
        "member_id": member_id,
        "cashier_id": cashier_id,
        "amount_minor": quote.amount_minor,
        "money_minor": quote.money_minor,
        "earned_points": 0,
        "receipt": receipt,
        "business_day": day,
        "rule_version": quote.rule_version,
        "trace": packed(trace_of(quote)),
        "way": PAST,
        "at": at,
    }
    return insert_row(tx, _NEW_PURCHASE, row)


def _import(row: Any) -> Import | None:
    if row is None:
        return None
    return Import(
        id=row.id,
        author_id=row.author_id,
        name=row.name,
        file_hash=row.file_hash,
        what=row.what,
        mode=row.mode,
        state=ImportState(row.state),
        plan=unpacked(row.plan),
        total=row.total,
        done=row.done,
        figures=unpacked(row.figures),
        message_id=row.message_id,
        at=row.at,
    )
