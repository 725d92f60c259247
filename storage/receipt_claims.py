"""Receipts customers send in because they had no card with them."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, literal_column, select, update

from loyalty.receipt_claims import ClaimState, ReceiptClaim, TypedReceipt, Why
from storage.schema import purchases, receipt_claims
from storage.values import insert_row

# Spelt out, not bound: SQLite takes a partial index only when it sees the index's own condition.
_WAITING: ColumnElement[bool] = receipt_claims.c.state == literal_column(f"'{ClaimState.WAITING.value}'")
_OPEN = (ClaimState.BEGUN.value, ClaimState.WAITING.value)
_CLAIM = select(
    receipt_claims.c.id,
    receipt_claims.c.member_id,
    receipt_claims.c.store_id,
    receipt_claims.c.state,
    receipt_claims.c.revision,
    receipt_claims.c.photo_id,
    receipt_claims.c.receipt,
    receipt_claims.c.amount_minor,
    receipt_claims.c.bought_at,
    receipt_claims.c.at,
    receipt_claims.c.decided_by,
    receipt_claims.c.reason,
)


def begin(tx: Connection, member_id: int, store_id: int | None, at: datetime) -> ReceiptClaim:
    """A new claim in place of one that was begun and not sent."""
    mine = receipt_claims.c.member_id == member_id
    tx.execute(delete(receipt_claims).where(mine, receipt_claims.c.state == ClaimState.BEGUN.value))
    row = {"member_id": member_id, "store_id": store_id, "state": ClaimState.BEGUN.value, "at": at}
    claim_id = insert_row(tx, insert(receipt_claims), row)
    return ReceiptClaim(claim_id, member_id, store_id, ClaimState.BEGUN, 0, "", "", 0, None, at)


def find(tx: Connection, claim_id: int) -> ReceiptClaim | None:
    """The claim with this id."""
    return _one(tx.execute(_CLAIM.where(receipt_claims.c.id == claim_id)).one_or_none())


def open_of(tx: Connection, member_id: int) -> ReceiptClaim | None:
    """What the shop has of the member, else what he is telling now. Two cards made one may bring two."""
    mine = (receipt_claims.c.member_id == member_id, receipt_claims.c.state.in_(_OPEN))
    newest = _CLAIM.where(*mine).order_by(receipt_claims.c.state.desc(), receipt_claims.c.id.desc())
    return _one(tx.execute(newest.limit(1)).one_or_none())


def count_sent(tx: Connection, member_id: int, since: datetime) -> int:
    """How many claims the member has sent in since then, whatever became of them."""
    query = select(func.count()).where(
        receipt_claims.c.member_id == member_id,
        receipt_claims.c.state != ClaimState.BEGUN.value,
        receipt_claims.c.at > since,
    )
    return tx.scalar(query) or 0


def tell_store(tx: Connection, claim_id: int, store_id: int) -> None:
    """Where it was bought."""
    _tell(tx, claim_id, store_id=store_id)


def tell_photo(tx: Connection, claim_id: int, photo_id: str) -> None:
    """The messenger's id of the picture."""
    _tell(tx, claim_id, photo_id=photo_id)


def tell_receipt(tx: Connection, claim_id: int, typed: TypedReceipt) -> None:
    """Number, sum and time."""
    figures = {"receipt": typed.receipt, "amount_minor": typed.amount_minor}
    _tell(tx, claim_id, bought_at=typed.bought_at, **figures)


def send(tx: Connection, claim_id: int, at: datetime) -> None:
    """The shop has it from now on."""
    _tell(tx, claim_id, state=ClaimState.WAITING.value, at=at)


def correct(tx: Connection, claim_id: int, amount_minor: int) -> None:
    """Another sum than the customer told; what was shown before can't be approved any more."""
    _change(tx, claim_id, amount_minor=amount_minor, revision=receipt_claims.c.revision + 1)


def decide(
    tx: Connection,
    claim_id: int,
    state: ClaimState,
    decided_by: int,
    at: datetime,
    purchase_id: int | None = None,
    reason: Why | None = None,
) -> None:
    """Close a waiting claim. RuntimeError when it does not wait any more."""
    values = {"decided_by": decided_by, "decided_at": at, "purchase_id": purchase_id}
    _change(tx, claim_id, state=state.value, reason=reason.value if reason else "", **values)


def withdraw(tx: Connection, claim: ReceiptClaim, at: datetime) -> None:
    """The customer thought better of it; what was never sent is forgotten."""
    if claim.state is ClaimState.BEGUN:
        tx.execute(delete(receipt_claims).where(receipt_claims.c.id == claim.id))
    else:
        _change(tx, claim.id, state=ClaimState.WITHDRAWN.value, decided_at=at)


def next_waiting(
    tx: Connection, store_ids: Collection[int] | None, but_of: Collection[int]
) -> ReceiptClaim | None:
    """The claim that waits longest in these stores (None: in all), none of these members' own."""
    others = (_WAITING, receipt_claims.c.member_id.not_in(but_of))
    there = others if store_ids is None else (*others, receipt_claims.c.store_id.in_(store_ids))
    return _one(tx.execute(_CLAIM.where(*there).order_by(receipt_claims.c.id).limit(1)).one_or_none())


def is_counted(tx: Connection, store_id: int, day: date, receipt: str) -> bool:
    """Whether a living purchase of anybody has this number in this store on this business day."""
    booked = select(purchases.c.id).where(
        purchases.c.store_id == store_id,
        purchases.c.business_day == day,
        purchases.c.receipt == receipt,
        purchases.c.undone_at.is_(None),
    )
    return tx.scalar(booked.limit(1)) is not None


def has_twin(tx: Connection, member_id: int, store_id: int, day: date, amount_minor: int) -> bool:
    """Whether the member has a living purchase of this sum in this store on this business day."""
    twin = select(purchases.c.id).where(
        purchases.c.member_id == member_id,
        purchases.c.store_id == store_id,
        purchases.c.business_day == day,
        purchases.c.amount_minor == amount_minor,
        purchases.c.undone_at.is_(None),
    )
    return tx.scalar(twin.limit(1)) is not None


def _tell(tx: Connection, claim_id: int, **values: Any) -> None:
    begun = receipt_claims.c.state == ClaimState.BEGUN.value
    tx.execute(update(receipt_claims).where(receipt_claims.c.id == claim_id, begun).values(**values))


def _change(tx: Connection, claim_id: int, **values: Any) -> None:
    changed = update(receipt_claims).where(receipt_claims.c.id == claim_id, _WAITING).values(**values)
    if tx.execute(changed).rowcount != 1:
        raise RuntimeError("the receipt does not wait any more")


def _one(row: Any) -> ReceiptClaim | None:
    if row is None:
        return None
    return replace(ReceiptClaim(*row), state=ClaimState(row.state))
