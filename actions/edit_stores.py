"""Owners open stores, say what customers should know of them, and give them up."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from actions.answer_candidate import person_name
from actions.rights import may
from actions.shifts import end_shift, move
from actions.shop import Shop
from loyalty.hours import parse_hours, written
from loyalty.names import clean_name
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.staff import Role
from loyalty.store_views import StoreView
from loyalty.stores import (
    LONGEST_ADDRESS,
    LONGEST_STORE_NAME,
    MOST_STORES,
    Place,
    Store,
    decide_closing,
)
from storage import people, shifts, staff, stores
from storage import shop as rows
from storage.database import Connection
from storage.values import packed

QUESTION = "store"
NEW, NAME, ADDRESS, HOURS, PLACE = "new", "name", "address", "hours", "place"
TOLD = (NAME, ADDRESS, HOURS, PLACE)
GONE = Refused(Refusal.STORE_GONE)


async def our_stores(shop: Shop, actor_id: int) -> tuple[StoreView, ...] | Refused:
    """Every living store. Refuses NOT_OWNER."""

    def read(tx: Connection) -> tuple[StoreView, ...] | Refused:
        refused = may(tx, actor_id, Right.RUN)
        return refused or tuple(_view(tx, one) for one in stores.living(tx))

    return await shop.db.read(read)


async def show_store(shop: Shop, actor_id: int, store_id: int) -> StoreView | Refused:
    """One store. Refuses NOT_OWNER, STORE_GONE."""
    return await shop.db.read(lambda tx: _seen(tx, actor_id, store_id))


async def ask_about_store(
    shop: Shop, actor_id: int, account_id: int, what: str, store_id: int = 0
) -> StoreView | Refused | None:
    """The next answer is this about the store: NAME, ADDRESS, HOURS, PLACE; None: the NEW one's name.

    Refuses NOT_OWNER, STORE_GONE, LIST_FULL.
    """
    now = shop.now()

    def write(tx: Connection) -> StoreView | Refused | None:
        view = may(tx, actor_id, Right.RUN) or _room(tx) if what == NEW else _seen(tx, actor_id, store_id)
        if not isinstance(view, Refused):
            people.ask(tx, account_id, QUESTION, f"{what}:{store_id}", now)
        return view

    return await shop.db.write(write)


async def tell_about_store(
    shop: Shop, actor_id: int, account_id: int, about: str, text: str
) -> StoreView | Refused:
    """What was typed in answer to ask_about_store; a slip leaves the question open.

    Refuses NOT_OWNER, STORE_GONE, LIST_FULL, LABEL_UNCLEAR, STORE_NAME_TAKEN, HOURS_*, BUTTONS_ONLY (a place
    is sent, not typed).
    """
    what, _, which = about.partition(":")
    values = _read(what, text)

    def write(tx: Connection) -> StoreView | Refused:
        if isinstance(values, Refused):
            return may(tx, actor_id, Right.RUN) or values
        if what == NEW:
            view = _opened(tx, actor_id, values["name"])
        else:
            view = _changed(tx, actor_id, int(which), values)
        if not isinstance(view, Refused):
            people.stop_asking_for(tx, account_id, QUESTION)
        return view

    return await shop.db.write(write)


async def place_store(
    shop: Shop, actor_id: int, account_id: int, store_id: int, place: Place
) -> StoreView | Refused:
    """Where the store is on the map. Refuses NOT_OWNER, STORE_GONE."""
    values = {"latitude_e6": place.latitude_e6, "longitude_e6": place.longitude_e6}

    def write(tx: Connection) -> StoreView | Refused:
        view = _changed(tx, actor_id, store_id, values)
        if not isinstance(view, Refused):
            people.stop_asking_for(tx, account_id, QUESTION)
        return view

    return await shop.db.write(write)


async def set_hours(
    shop: Shop, actor_id: int, account_id: int, store_id: int, text: str
) -> StoreView | Refused:
    """Hours as a button says them, "" for none told. Refuses NOT_OWNER, STORE_GONE, HOURS_*."""
    values = _read(HOURS, text) if text else {"hours": ""}

    def write(tx: Connection) -> StoreView | Refused:
        if isinstance(values, Refused):
            return values
        people.stop_asking_for(tx, account_id, QUESTION)
        return _changed(tx, actor_id, store_id, values)

    return await shop.db.write(write)


async def set_zone(shop: Shop, actor_id: int, store_id: int, zone: str) -> StoreView | Refused:
    """The store's own time zone. Refuses NOT_OWNER, STORE_GONE (also for a zone that never was)."""

    def write(tx: Connection) -> StoreView | Refused:
        if zone not in available_timezones():
            return may(tx, actor_id, Right.RUN) or Refused(Refusal.STORE_GONE)
        return _changed(tx, actor_id, store_id, {"time_zone": zone})

    return await shop.db.write(write)


async def close_store(shop: Shop, actor_id: int, store_id: int) -> tuple[StoreView, ...] | Refused:
    """Give a store up for good; who works elsewhere too goes there. The stores that are left.

    Refuses NOT_OWNER, STORE_GONE, STORE_LAST, STORE_STAFFED.
    """
    now = shop.now()

    def write(tx: Connection) -> tuple[StoreView, ...] | Refused:
        view = _seen(tx, actor_id, store_id)
        refused = view if isinstance(view, Refused) else _close(tx, actor_id, store_id, now)
        return refused or tuple(_view(tx, one) for one in stores.living(tx))

    left = await shop.db.write(write)
    shop.wake()
    return left


def _close(tx: Connection, actor_id: int, store_id: int, now: datetime) -> Refused | None:
    others = [one.id for one in stores.living(tx) if one.id != store_id]
    team = [who for one in staff.colleagues(tx) if (who := staff.colleague(tx, one.member_id))]
    theirs = [who for who in team if store_id in who.stores]
    only_here = [
        who.member_id for who in theirs if who.role is not Role.OWNER and not set(who.stores) & set(others)
    ]
    refused = decide_closing(len(others), tuple(person_name(tx, one) for one in only_here))
    if refused is not None:
        return refused
    for who in theirs:
        mine = [one for one in others if who.role is Role.OWNER or one in who.stores]
        if who.store_id == store_id:
            move(tx, who.member_id, mine[0], now)
        if who.role is not Role.OWNER:
            stores.give(tx, who.member_id, mine)
    for shift in shifts.all_open(tx):
        if shift.store_id == store_id:
            end_shift(tx, shift, actor_id, now, tell=True)
    stores.close(tx, store_id, now)
    return None


def _opened(tx: Connection, actor_id: int, name: str) -> StoreView | Refused:
    if refused := may(tx, actor_id, Right.RUN) or _room(tx) or _taken(tx, 0, name):
        return refused
    return _seen(tx, actor_id, stores.add(tx, name, rows.programme(tx).time_zone))


def _changed(tx: Connection, actor_id: int, store_id: int, values: Mapping[str, Any]) -> StoreView | Refused:
    view = _seen(tx, actor_id, store_id)
    if isinstance(view, Refused):
        return view
    if "name" in values and (refused := _taken(tx, store_id, values["name"])):
        return refused
    stores.change(tx, store_id, **values)
    return _seen(tx, actor_id, store_id)


def _room(tx: Connection) -> Refused | None:
    full = len(stores.living(tx)) >= MOST_STORES
    return Refused(Refusal.LIST_FULL, {"most": MOST_STORES}) if full else None


def _taken(tx: Connection, store_id: int, name: str) -> Refused | None:
    """Two stores of one name can't be told apart; one without a name is called like the shop."""
    brand = rows.programme(tx).brand
    others = ((one.name or brand).casefold() for one in stores.living(tx) if one.id != store_id)
    return Refused(Refusal.STORE_NAME_TAKEN) if name.casefold() in others else None


def _seen(tx: Connection, actor_id: int, store_id: int) -> StoreView | Refused:
    if refused := may(tx, actor_id, Right.RUN):
        return refused
    store = stores.find(tx, store_id)
    if store is None or store.closed_at is not None:
        return Refused(Refusal.STORE_GONE)
    return _view(tx, store)


def _view(tx: Connection, store: Store) -> StoreView:
    name = store.name or rows.programme(tx).brand
    return StoreView(store, name, len(stores.living(tx)) == 1, stores.tellers(tx, store.id))


def _label(column: str, longest: int) -> Callable[[str], dict[str, str] | Refused]:
    def read(text: str) -> dict[str, str] | Refused:
        label = clean_name(text, longest)
        if isinstance(label, Refused):
            return Refused(Refusal.LABEL_UNCLEAR, {"longest": longest})
        return {column: label}

    return read


def _hours(text: str) -> dict[str, str] | Refused:
    week = parse_hours(text)
    return week if isinstance(week, Refused) else {"hours": packed(written(week))}


_READERS: Mapping[str, Callable[[str], dict[str, str] | Refused]] = {
    NEW: _label("name", LONGEST_STORE_NAME),
    NAME: _label("name", LONGEST_STORE_NAME),
    ADDRESS: _label("address", LONGEST_ADDRESS),
    HOURS: _hours,
}


def _read(what: str, text: str) -> dict[str, str] | Refused:
    reader = _READERS.get(what)
    return Refused(Refusal.BUTTONS_ONLY) if reader is None else reader(text)
