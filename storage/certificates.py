"""Certificates and their entries. Everything is decided in loyalty.certificates; here it is kept."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from loyalty.certificates import Certificate, Entry, Move, move
from storage.schema import certificate_entries, certificates
from storage.values import insert_row

_COLUMNS = tuple(certificates.c[name] for name in Certificate.__slots__)
_ENTRY_COLUMNS = tuple(certificate_entries.c[name] for name in Entry.__slots__)
_CERTIFICATE = select(*_COLUMNS)
_BY_ID = _CERTIFICATE.where(certificates.c.id == bindparam("certificate"))
_BY_CODE = _CERTIFICATE.where(certificates.c.code == bindparam("folded"))
# The second lock on the balance: the row moves only from the very state that was read.
_MOVE = (
    update(certificates)
    .where(certificates.c.id == bindparam("certificate"), certificates.c.seq == bindparam("seen_seq"))
    .values(balance_minor=bindparam("new_balance"), seq=bindparam("new_seq"), hash=bindparam("new_hash"))
)


def issue(
    tx: Connection, code: str, nominal_minor: int, operation_id: int, author_id: int, at: datetime
) -> Certificate:
    """A new certificate with all of its nominal on it."""
    empty = Certificate(0, code, None, nominal_minor, 0)
    row = {name: getattr(empty, name) for name in Certificate.__slots__ if name != "id"}
    empty = replace(empty, id=insert_row(tx, insert(certificates), {**row, "author_id": author_id, "at": at}))
    return post(tx, empty, Move.ISSUED, nominal_minor, operation_id, None, author_id, at)


def post(
    tx: Connection,
    certificate: Certificate,
    kind: Move,
    amount_minor: int,
    operation_id: int,
    purchase_id: int | None,
    actor_id: int | None,
    at: datetime,
) -> Certificate:
    """Append a movement. RuntimeError when the certificate moved since it was read; ValueError as `move`."""
    about = {"operation_id": operation_id, "purchase_id": purchase_id, "actor_id": actor_id, "at": at}
    after, entry = move(certificate, kind, amount_minor, **about)  # type: ignore[arg-type]  # names and types stand above
    values = {"certificate": after.id, "seen_seq": certificate.seq, "new_seq": after.seq}
    values |= {"new_balance": after.balance_minor}
    if tx.execute(_MOVE, {**values, "new_hash": after.hash}).rowcount != 1:
        raise RuntimeError("the certificate moved meanwhile")
    tx.execute(insert(certificate_entries), asdict(entry))
    return after


def by_id(tx: Connection, certificate_id: int) -> Certificate | None:
    """The certificate with this id."""
    return _certificate(tx.execute(_BY_ID, {"certificate": certificate_id}).one_or_none())


def find(tx: Connection, folded: str) -> Certificate | None:
    """The certificate with this code."""
    return _certificate(tx.execute(_BY_CODE, {"folded": folded}).one_or_none())


def of_holder(tx: Connection, member_id: int) -> list[Certificate]:
    """What is on a member's card and not spent, oldest first."""
    mine = (certificates.c.holder_id == member_id) & (certificates.c.balance_minor > 0)
    return [Certificate(*row) for row in tx.execute(_CERTIFICATE.where(mine).order_by(certificates.c.id))]


def newest(tx: Connection, skip: int, limit: int) -> list[Certificate]:
    """All certificates, newest first."""
    query = _CERTIFICATE.order_by(certificates.c.id.desc()).offset(skip).limit(limit)
    return [Certificate(*row) for row in tx.execute(query)]


def totals(tx: Connection) -> tuple[int, int]:
    """How many certificates there are, and what is left on them together, minor units."""
    query = select(func.count(), func.coalesce(func.sum(certificates.c.balance_minor), 0))
    count, left_minor = tx.execute(query.select_from(certificates)).one()
    return int(count), int(left_minor)


def change(tx: Connection, certificate_id: int, **values: Any) -> None:
    """Set columns of a certificate: its holder, whether it is blocked."""
    tx.execute(update(certificates).where(certificates.c.id == certificate_id).values(**values))


def paid_by(tx: Connection, purchase_id: int) -> int | None:
    """Which certificate paid for this purchase."""
    query = select(certificate_entries.c.certificate_id).where(
        certificate_entries.c.purchase_id == purchase_id
    )
    found: int | None = tx.scalar(query.limit(1))
    return found


def books(tx: Connection) -> Iterator[tuple[Certificate, list[Entry]]]:
    """Every certificate with its entries, for the proof."""
    rows = tx.execute(
        select(*_ENTRY_COLUMNS).order_by(certificate_entries.c.certificate_id, certificate_entries.c.seq)
    )
    entries = (Entry(*row) for row in rows)
    by_certificate = {key: list(some) for key, some in groupby(entries, lambda entry: entry.certificate_id)}
    for row in tx.execute(_CERTIFICATE.order_by(certificates.c.id)):
        certificate = Certificate(*row)
        yield certificate, by_certificate.get(certificate.id, [])


def _certificate(row: Any) -> Certificate | None:
    return None if row is None else Certificate(*row)
