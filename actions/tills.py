"""The owner's tills: which programs may sell, what each may do, and the key that is shown once."""

from dataclasses import dataclass

from actions.rights import may
from actions.shifts import called
from actions.shop import Shop
from actions.till_calls import hash_of
from loyalty.names import clean_name
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.tills import (
    KEY_ALPHABET,
    KEY_END_LENGTH,
    KEY_LENGTH,
    KEY_START,
    LONGEST_NAME,
    MOST_TILLS,
    PRESETS,
    Preset,
    Till,
    TillLine,
    preset_of,
    scopes_text,
)
from storage import people, stores, tills
from storage import shop as rows
from storage.database import Connection

QUESTION = "till_name"


@dataclass(frozen=True, slots=True)
class TillList:
    """The tills, and the stores a new one can stand in, by id and name."""

    lines: tuple[TillLine, ...]
    stores: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class NewTill:
    """A till just added. key: to be shown once, it is kept nowhere."""

    line: TillLine
    key: str


async def list_tills(shop: Shop, actor_id: int) -> TillList | Refused:
    """Every till whose key opens something, oldest first. Refuses NOT_OWNER."""

    def read(tx: Connection) -> TillList | Refused:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        brand = rows.programme(tx).brand
        living = tuple((one.id, one.name or brand) for one in stores.living(tx))
        return TillList(tuple(_line(tx, till) for till in tills.all_living(tx)), living)

    return await shop.db.read(read)


async def show_till(shop: Shop, actor_id: int, till_id: int) -> TillLine | Refused:
    """One till. Refuses NOT_OWNER, TILL_GONE."""
    return await shop.db.read(lambda tx: _known(tx, actor_id, till_id))


async def ask_name(
    shop: Shop, actor_id: int, account_id: int, store_id: int, preset: Preset
) -> Refused | None:
    """The owner's next text is the name of a new till. Refuses NOT_OWNER, STORE_GONE."""
    now = shop.now()

    def write(tx: Connection) -> Refused | None:
        if refused := may(tx, actor_id, Right.RUN) or _no_store(tx, store_id):
            return refused
        people.ask(tx, account_id, QUESTION, f"{store_id}:{preset}", now)
        return None

    return await shop.db.write(write)


async def add_till(
    shop: Shop, actor_id: int, account_id: int, store_id: int, preset: Preset, name: str
) -> NewTill | Refused:
    """A till with a fresh key. Whoever adds it answers for what it books, also when he works here no more.

    Refuses NOT_OWNER, STORE_GONE, LIST_FULL, LABEL_UNCLEAR.
    """
    now, secret = shop.now(), shop.new_code(KEY_ALPHABET, KEY_LENGTH)
    key, scopes = f"{KEY_START}{secret}", scopes_text(PRESETS[preset])
    called_so = clean_name(name, LONGEST_NAME)

    def write(tx: Connection) -> NewTill | Refused:
        if refused := may(tx, actor_id, Right.RUN) or _no_store(tx, store_id):
            return refused
        if isinstance(called_so, Refused):
            return Refused(Refusal.LABEL_UNCLEAR, {"longest": LONGEST_NAME})
        if len(tills.all_living(tx)) >= MOST_TILLS:
            return Refused(Refusal.LIST_FULL, {"most": MOST_TILLS})
        people.stop_asking(tx, account_id)
        end = key[-KEY_END_LENGTH:]
        till_id = tills.add(tx, store_id, called_so, hash_of(key), end, scopes, actor_id, now)
        line = _known(tx, actor_id, till_id)
        return line if isinstance(line, Refused) else NewTill(line, key)

    return await shop.db.write(write)


async def revoke_till(shop: Shop, actor_id: int, till_id: int) -> TillLine | Refused:
    """Its key opens nothing from now on; what it sold stays. Refuses NOT_OWNER, TILL_GONE."""
    now = shop.now()

    def write(tx: Connection) -> TillLine | Refused:
        line = _known(tx, actor_id, till_id)
        if isinstance(line, TillLine):
            tills.revoke(tx, till_id, actor_id, now)
        return line

    return await shop.db.write(write)


def _known(tx: Connection, actor_id: int, till_id: int) -> TillLine | Refused:
    if refused := may(tx, actor_id, Right.RUN):
        return refused
    till = tills.living(tx, till_id)
    return Refused(Refusal.TILL_GONE) if till is None else _line(tx, till)


def _line(tx: Connection, till: Till) -> TillLine:
    return TillLine(till, called(tx, till.store_id), preset_of(till.scopes))


def _no_store(tx: Connection, store_id: int) -> Refused | None:
    store = stores.find(tx, store_id)
    return Refused(Refusal.STORE_GONE) if store is None or store.closed_at is not None else None
