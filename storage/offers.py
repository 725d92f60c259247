"""Personal offers: what one member may have at his next purchase, made by an owner or by a code he typed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    String,
    bindparam,
    cast,
    exists,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from loyalty.benefits import Effect
from storage.codes import packed_effect, read_effect
from storage.schema import offers, uses
from storage.uses import OFFER
from storage.values import insert_row

MOST_ALIVE = 20


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer of one member, its days inclusive. promo_code_id: the code it came with; its limits hold."""

    id: int
    member_id: int
    title: str
    effect: Effect
    first_day: date | None = None
    last_day: date | None = None
    active: bool = True
    promo_code_id: int | None = None


_COLUMNS = tuple(offers.c[name] for name in Offer.__slots__)
_USED = exists().where(
    uses.c.what == literal_column(f"'{OFFER}'"),
    uses.c.which == cast(offers.c.id, String),
    uses.c.freed_at.is_(None),
)
_ALIVE = (
    select(*_COLUMNS)
    .where(
        offers.c.member_id == bindparam("member"),
        offers.c.active,
        or_(offers.c.first_day.is_(None), offers.c.first_day <= bindparam("today")),
        or_(offers.c.last_day.is_(None), offers.c.last_day >= bindparam("today")),
        ~_USED,
    )
    .order_by(offers.c.id)
    .limit(MOST_ALIVE)
)
_WITHDRAWABLE = (
    select(*_COLUMNS)
    .where(
        offers.c.member_id == bindparam("member"),
        offers.c.promo_code_id.is_(None),
        offers.c.active,
        or_(offers.c.last_day.is_(None), offers.c.last_day >= bindparam("today")),
        ~_USED,
    )
    .order_by(offers.c.id.desc())
    .limit(MOST_ALIVE)
)


def add(tx: Connection, offer: Offer, author_id: int | None, at: datetime) -> int:
    """A new offer (its id is not looked at); the id it got."""
    values = {name: getattr(offer, name) for name in Offer.__slots__ if name not in ("id", "effect")}
    values |= {"effect": packed_effect(offer.effect), "author_id": author_id, "at": at}
    return insert_row(tx, insert(offers), values)


def alive(tx: Connection, member_id: int, today: date) -> list[Offer]:
    """The member's offers that hold today and are not used, oldest first."""
    return [_offer(row) for row in tx.execute(_ALIVE, {"member": member_id, "today": today})]


def withdrawable(tx: Connection, member_id: int, today: date) -> list[Offer]:
    """What an owner offered the member and can still take back, also what begins later; newest first."""
    rows = tx.execute(_WITHDRAWABLE, {"member": member_id, "today": today})
    return [_offer(row) for row in rows]


def find(tx: Connection, offer_id: int) -> Offer | None:
    """The offer with this id."""
    row = tx.execute(select(*_COLUMNS).where(offers.c.id == offer_id)).one_or_none()
    return None if row is None else _offer(row)


def withdraw(tx: Connection, offer_id: int) -> None:
    """The offer holds no more."""
    tx.execute(update(offers).where(offers.c.id == offer_id).values(active=False))


def _offer(row: Any) -> Offer:
    values = {name: getattr(row, name) for name in Offer.__slots__ if name != "effect"}
    return Offer(effect=read_effect(row.effect), **values)
