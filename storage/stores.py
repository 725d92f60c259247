"""Stores: the list, what is known of each, and who may work there."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from loyalty.hours import read_hours
from loyalty.staff import Role
from loyalty.stores import Place, Store
from storage.schema import staff, staff_stores, stores
from storage.values import insert_row, unpacked

_STORE = select(
    stores.c.id,
    stores.c.name,
    stores.c.time_zone,
    stores.c.address,
    stores.c.latitude_e6,
    stores.c.longitude_e6,
    stores.c.hours,
    stores.c.closed_at,
)
_BY_ID = _STORE.where(stores.c.id == bindparam("store"))
_LIVING = _STORE.where(stores.c.closed_at.is_(None)).order_by(stores.c.id)
_HOW_MANY = select(func.count()).select_from(stores)
_NAME = select(stores.c.name).where(stores.c.id == bindparam("store"))
# Cashiers and managers of a store, wherever they are today.
_TELLERS = (
    select(func.count())
    .select_from(staff)
    .where(
        staff.c.removed_at.is_(None),
        staff.c.role != Role.OWNER.value,
        (staff.c.store_id == bindparam("store"))
        | staff.c.member_id.in_(
            select(staff_stores.c.member_id).where(staff_stores.c.store_id == bindparam("store"))
        ),
    )
)


def living(tx: Connection) -> list[Store]:
    """Every store that is not given up, oldest first."""
    return [_store(row) for row in tx.execute(_LIVING)]


def find(tx: Connection, store_id: int) -> Store | None:
    """The store with this id, given up or not."""
    row = tx.execute(_BY_ID, {"store": store_id}).one_or_none()
    return None if row is None else _store(row)


def called(tx: Connection, store_id: int, brand: str) -> str:
    """What people call a store where there are several; "" where there was never more than one."""
    if int(tx.execute(_HOW_MANY).scalar_one()) == 1:
        return ""
    return str(tx.scalar(_NAME, {"store": store_id}) or brand)


def add(tx: Connection, name: str, time_zone: str) -> int:
    """A new store."""
    return insert_row(tx, insert(stores), {"name": name, "time_zone": time_zone})


def change(tx: Connection, store_id: int, **values: Any) -> None:
    """Set columns of a store."""
    tx.execute(update(stores).where(stores.c.id == store_id).values(**values))


def close(tx: Connection, store_id: int, at: datetime) -> bool:
    """Give a store up; False when that was done before."""
    given_up = update(stores).where(stores.c.id == store_id, stores.c.closed_at.is_(None))
    return tx.execute(given_up.values(closed_at=at)).rowcount == 1


def tellers(tx: Connection, store_id: int) -> int:
    """How many cashiers and managers may work in the store."""
    return int(tx.execute(_TELLERS, {"store": store_id}).scalar_one())


def give(tx: Connection, member_id: int, store_ids: Iterable[int]) -> None:
    """The stores somebody may work in, in place of the former ones."""
    tx.execute(delete(staff_stores).where(staff_stores.c.member_id == member_id))
    rows = [{"member_id": member_id, "store_id": one} for one in sorted(set(store_ids))]
    if rows:
        tx.execute(insert(staff_stores), rows)


def _store(row: Any) -> Store:
    place = None if row.latitude_e6 is None else Place(row.latitude_e6, row.longitude_e6)
    hours = read_hours(unpacked(row.hours)) if row.hours else None
    return Store(row.id, row.name, row.time_zone, row.address, place, hours, row.closed_at)
