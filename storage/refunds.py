"""Refunds: what was given back of each purchase, and which purchases can still be refunded."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from loyalty.benefits import Effect
from loyalty.ledger import Kind
from loyalty.refunds import Plan
from loyalty.sale import Purchase
from storage.codes import read_effect
from storage.schema import code_campaigns, entries, members, offers, promo_codes, purchases, refunds
from storage.uses import CODE
from storage.values import insert_row

_NEW = insert(refunds)
# The counters move only from the state the plan was made for.
_BACK = (
    update(purchases)
    .where(
        purchases.c.id == bindparam("purchase"),
        purchases.c.refunded_minor == bindparam("seen_minor"),
        purchases.c.undone_at.is_(None),
    )
    .values(
        refunded_minor=purchases.c.refunded_minor + bindparam("goods"),
        money_back_minor=purchases.c.money_back_minor + bindparam("money"),
        returned_points=purchases.c.returned_points + bindparam("returned"),
        reversed_points=purchases.c.reversed_points + bindparam("reversed"),
        undone_at=bindparam("undone"),
    )
)
_SWEPT = select(entries.c.lot_id).where(
    entries.c.member_id == bindparam("member"),
    entries.c.kind == Kind.EXPIRED.value,
    entries.c.lot_id.in_(bindparam("ids", expanding=True)),
)
_CODE_EFFECT = (
    select(code_campaigns.c.effect)
    .join(promo_codes, promo_codes.c.campaign_id == code_campaigns.c.id)
    .where(promo_codes.c.id == bindparam("which"))
)
_OFFER_EFFECT = select(offers.c.effect).where(offers.c.id == bindparam("which"))
_OTHER_PAID = (
    select(purchases.c.id)
    .where(
        purchases.c.member_id == bindparam("member"),
        purchases.c.id != bindparam("purchase"),
        purchases.c.undone_at.is_(None),
        purchases.c.refunded_minor < purchases.c.amount_minor,
        purchases.c.money_minor > 0,
    )
    .limit(1)
)
_LIVING = (
    select(
        purchases.c.id,
        members.c.name,
        members.c.erased_at.is_not(None),
        purchases.c.amount_minor,
        purchases.c.refunded_minor,
        purchases.c.receipt,
        purchases.c.at,
    )
    .join(members, members.c.id == purchases.c.member_id)
    .where(
        purchases.c.undone_at.is_(None),
        purchases.c.refunded_minor < purchases.c.amount_minor,
        purchases.c.at >= bindparam("since"),
    )
    .order_by(purchases.c.at.desc(), purchases.c.id.desc())
)


@dataclass(frozen=True, slots=True)
class Found:
    """A purchase of which something can still come back; name: of the buyer, in full.

    erased: the buyer had himself erased.
    """

    id: int
    name: str
    erased: bool
    amount_minor: int
    refunded_minor: int
    receipt: str
    at: datetime


def add(
    tx: Connection,
    operation_id: int,
    purchase_id: int,
    plan: Plan,
    store_id: int,
    actor_id: int,
    at: datetime,
) -> int:
    """Keep a refund as it was handed out; the certificate's part stands with the certificate."""
    row = {
        "operation_id": operation_id,
        "purchase_id": purchase_id,
        "amount_minor": plan.goods_minor,
        "money_minor": plan.money_minor,
        "returned_points": plan.returned_points,
        "reversed_points": plan.reversed_points,
        "store_id": store_id,
        "actor_id": actor_id,
        "at": at,
    }
    return insert_row(tx, _NEW, row)


def count_back(tx: Connection, purchase: Purchase, plan: Plan, undone_at: datetime | None) -> None:
    """Add a plan's figures to its purchase; undone_at: it counts no more, its receipt number is free again.

    RuntimeError when something came back meanwhile; the database refuses more than there was.
    """
    figures = {"purchase": purchase.id, "seen_minor": purchase.refunded_minor, "undone": undone_at}
    figures |= {"goods": plan.goods_minor, "money": plan.money_minor}
    figures |= {"returned": plan.returned_points, "reversed": plan.reversed_points}
    if tx.execute(_BACK, figures).rowcount != 1:
        raise RuntimeError("the purchase was refunded meanwhile")


def swept(tx: Connection, member_id: int, lot_ids: Collection[int]) -> frozenset[int]:
    """Which of these lots of a member have burnt, in whole or in part."""
    rows = tx.scalars(_SWEPT, {"member": member_id, "ids": list(lot_ids)})
    return frozenset(lot_id for lot_id in rows if lot_id is not None)


def effects_of(tx: Connection, benefits: Iterable[tuple[str, int]]) -> tuple[Effect, ...]:
    """What the codes and offers a purchase used say."""
    texts = [
        tx.scalar(_CODE_EFFECT if what == CODE else _OFFER_EFFECT, {"which": which})
        for what, which in benefits
    ]
    return tuple(read_effect(text) for text in texts if text is not None)


def has_other_paid(tx: Connection, member_id: int, purchase_id: int) -> bool:
    """Whether the member has a living purchase with money beside this one."""
    return tx.scalar(_OTHER_PAID, {"member": member_id, "purchase": purchase_id}) is not None


def refundable(
    tx: Connection,
    since: datetime,
    limit: int,
    *,
    stores: Collection[int] | None = None,
    cashier_id: int | None = None,
    member_id: int | None = None,
    receipt: str = "",
) -> list[Found]:
    """Purchases since then that can be refunded, newest first; each condition narrows them."""
    query = _LIVING.limit(limit)
    if stores is not None:
        query = query.where(purchases.c.store_id.in_(stores))
    wanted: dict[str, int | str | None] = {"cashier_id": cashier_id}
    wanted |= {"member_id": member_id, "receipt": receipt or None}
    for column, value in wanted.items():
        if value is not None:
            query = query.where(purchases.c[column] == value)
    return [Found(*row) for row in tx.execute(query, {"since": since})]
