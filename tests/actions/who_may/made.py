"""A shop where everybody has something: six roles, two stores, and things that are one's own or another's."""

from pathlib import Path
from tempfile import TemporaryDirectory

from actions.dismiss_staff import dismiss_staff
from loyalty.staff import Role
from storage import (
    ledger,
    people,
    staff,
    stores,
)
from storage.database import Connection
from tests.actions.people import Cast, raised
from tests.actions.who_may.things import customer, gifts, leader, of_the_shop, seller
from tests.actions.who_may.world import AWAY, HOME, World
from tests.clockwork.stand import HandClock

_KEPT: list[World] = []


async def the_world() -> World:
    """The world, made once a process."""
    if not _KEPT:
        world = World()
        with TemporaryDirectory() as folder:
            path = Path(folder) / "world.db"
            await _make(path, world)
            world.database = path.read_bytes()
        _KEPT.append(world)
    return _KEPT[0]


async def _make(path: Path, world: World) -> None:
    clock = HandClock(world.moment)
    async with raised(path, clock) as cast:
        await _hire(cast, world)
        for name in ("anna", "vera", "lena", "mila", "olga", "dan"):
            await customer(cast, world, name)
        for name in ("lena", "kira", "boris", "mila", "olga", "dan"):
            await seller(cast, world, name)
        await gifts(cast, world)
        for name in ("mila", "marat", "bella", "olga", "dan"):
            await leader(cast, world, name)
        await of_the_shop(cast, world)
        await _end(cast, world)


async def _hire(cast: Cast, world: World) -> None:
    """Everybody has a card; those who work here have their roles, as an owner gives them."""
    now, who = cast.clock.now(), world.people
    await cast.shop.db.write(lambda tx: stores.add(tx, "Речная", "Europe/Moscow"))
    who |= {"olga": cast.owner, "lena": cast.lena, "boris": cast.boris}
    for name in ("olga", "lena", "boris"):
        await cast.finish_joining(who[name], name)
    for name in ("anna", "vera", "mila", "kira", "marat", "bella", "dan", "gleb", "cold"):
        who[name] = await cast.joined(name)
    who["yan"] = await cast.stranger("yan")
    hired = [("mila", Role.MANAGER, HOME), ("kira", Role.CASHIER, HOME), ("marat", Role.MANAGER, HOME)]
    hired += [("bella", Role.MANAGER, AWAY), ("dan", Role.MANAGER, HOME)]

    def write(tx: Connection) -> None:
        for name, role, store in hired:
            staff.hire(tx, who[name].member_id, role, store, cast.owner.member_id, now, protected=False)
            stores.give(tx, who[name].member_id, (store,))
        staff.move(tx, who["boris"].member_id, AWAY)
        stores.give(tx, who["boris"].member_id, (AWAY,))

    await cast.shop.db.write(write)


async def _end(cast: Cast, world: World) -> None:
    """Dan is dismissed; then everybody's face is taken down, and nobody is asked anything."""
    dan = world.people["dan"]
    assert await dismiss_staff(cast.shop, cast.owner.member_id, dan.member_id) == "dan"

    def write(tx: Connection) -> None:
        tx.exec_driver_sql("DELETE FROM conversations")

    await cast.shop.db.write(write)
    things = world.things
    for name in ("yan", "anna", "lena", "mila", "olga", "dan", "kira", "boris"):
        things["colleague", name] = {"member_id": world.people[name].member_id}
        things["relatives", name] = {"staff_id": world.people[name].member_id, "member_id": 1}
    things |= {("store", "own"): {"store_id": HOME}, ("store", "foreign"): {"store_id": AWAY}}
    await cast.shop.db.read(lambda tx: _introduce(tx, world))


def _introduce(tx: Connection, world: World) -> None:
    """Everybody as the messenger tells of him, and where his books end."""
    for name, one in world.people.items():
        speaker = people.speaker_of(tx, one.member_id)
        assert speaker is not None
        world.speakers[name] = speaker
        world.seqs[name] = ledger.head(tx, one.member_id).seq
