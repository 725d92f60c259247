"""Stamps on members' cards: one a purchase and card, used for a gift or taken back with the purchase."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, exists, func, insert, select, update

from loyalty.rewards import ClaimState
from storage.schema import claims, purchases, stamps

_LIVING = stamps.c.taken_back_at.is_(None)
_UNUSED = (stamps.c.claim_id.is_(None), _LIVING)


def add(tx: Connection, member_id: int, card: str, purchase_id: int, store_id: int, at: datetime) -> None:
    """A purchase brings a stamp of this card."""
    row = {"member_id": member_id, "card": card, "purchase_id": purchase_id, "store_id": store_id, "at": at}
    tx.execute(insert(stamps).values(**row))


def newest_at(tx: Connection, member_id: int, card: str, store_id: int, until: datetime) -> datetime | None:
    """When the member got his last living stamp of this card in this store before `until`."""
    mine = (stamps.c.member_id == member_id, stamps.c.card == card, stamps.c.store_id == store_id, _LIVING)
    newest = select(stamps.c.at).where(*mine, stamps.c.at < until).order_by(stamps.c.at.desc())
    return tx.scalar(newest.limit(1))


def unused(tx: Connection, member_id: int, card: str) -> list[int]:
    """The ids of stamps that brought nothing yet, oldest first."""
    mine = (stamps.c.member_id == member_id, stamps.c.card == card, *_UNUSED)
    return list(tx.scalars(select(stamps.c.id).where(*mine).order_by(stamps.c.id)))


def counts(tx: Connection, member_id: int) -> dict[str, int]:
    """How many unused stamps a member has, by card."""
    mine = (stamps.c.member_id == member_id, *_UNUSED)
    return {
        row[0]: row[1]
        for row in tx.execute(select(stamps.c.card, func.count()).where(*mine).group_by("card"))
    }


def use(tx: Connection, stamp_ids: Collection[int], claim_id: int) -> None:
    """These stamps brought this gift. RuntimeError when one of them was used already."""
    used = update(stamps).where(stamps.c.id.in_(stamp_ids), *_UNUSED).values(claim_id=claim_id)
    if tx.execute(used).rowcount != len(stamp_ids):
        raise RuntimeError("a stamp was used twice")


def stampless(
    tx: Connection, member_id: int, card: str, store_id: int, since: datetime, until: datetime
) -> list[int]:
    """The member's living purchases in this store between the two that never had this stamp, oldest first."""
    had = exists().where(stamps.c.purchase_id == purchases.c.id, stamps.c.card == card)
    query = select(purchases.c.id).where(
        purchases.c.member_id == member_id,
        purchases.c.store_id == store_id,
        purchases.c.at > since,
        purchases.c.at < until,
        purchases.c.undone_at.is_(None),
        purchases.c.refunded_minor < purchases.c.amount_minor,
        ~had,
    )
    return list(tx.scalars(query.order_by(purchases.c.at, purchases.c.id)))


def is_near(
    tx: Connection, member_id: int, card: str, store_id: int, since: datetime, until: datetime
) -> bool:
    """Whether the member has a living stamp of this card in this store from between the two."""
    mine = (stamps.c.member_id == member_id, stamps.c.card == card, stamps.c.store_id == store_id, _LIVING)
    between = (stamps.c.at > since, stamps.c.at < until)
    return tx.scalar(select(stamps.c.id).where(*mine, *between).limit(1)) is not None


def put_back(tx: Connection, claim_id: int) -> None:
    """The gift is not to be: its stamps count again."""
    tx.execute(update(stamps).where(stamps.c.claim_id == claim_id).values(claim_id=None))


def of_purchase(tx: Connection, purchase_id: int) -> list[tuple[int, str, int | None, ClaimState | None]]:
    """A purchase's living stamps: id, card, the claim it was used for and that claim's state."""
    query = (
        select(stamps.c.id, stamps.c.card, stamps.c.claim_id, claims.c.state)
        .outerjoin(claims, claims.c.id == stamps.c.claim_id)
        .where(stamps.c.purchase_id == purchase_id, _LIVING)
        .order_by(stamps.c.id)
    )
    return [
        (row.id, row.card, row.claim_id, None if row.state is None else ClaimState(row.state))
        for row in tx.execute(query)
    ]


def take_back(tx: Connection, stamp_id: int, at: datetime) -> None:
    """The stamp's purchase does not stand any more."""
    tx.execute(update(stamps).where(stamps.c.id == stamp_id, *_UNUSED).values(taken_back_at=at))
