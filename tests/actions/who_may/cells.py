"""One cell of the table: an action, who does it, to whose thing; and what came of it."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from actions.shop import Shop, ShopSettings
from bot.clock import new_code
from loyalty.refusals import Refused
from loyalty.rights import Colleague, decide_right
from loyalty.staff import Role
from storage.database import Database
from storage.schema import metadata
from storage.vault import Vault
from tests.actions.who_may.calls import BEFORE, arguments, called
from tests.actions.who_may.duties import ROLES, Audience, Duty, Kind
from tests.actions.who_may.world import HOME, PEOPLE, SELLERS, Values, World
from tests.clockwork.stand import BOT_ID

LEADING = {"other": "marat", "foreign": "bella"}
NEIGHBOUR = {"other": "vera"}
# Whose thing of a kind is another's; what belongs to the shop has no own and no other.
OTHERS = {
    **dict.fromkeys(
        (
            Kind.DRAFT,
            Kind.PURCHASE,
            Kind.SOLD_CASE,
            Kind.SHIFT,
            Kind.COLLEAGUE,
            Kind.RELATIVES,
            Kind.APPROVAL,
            Kind.REQUEST,
            Kind.ALERT,
        ),
        SELLERS,
    ),
    **dict.fromkeys((Kind.CANDIDATE, Kind.GRANT, Kind.ASKED_GRANT), LEADING),
    **dict.fromkeys(
        (
            Kind.BOUGHT,
            Kind.RATED,
            Kind.CASE,
            Kind.ASKED_CLAIM,
            Kind.WAITING_CLAIM,
            Kind.BEGUN_RECEIPT,
            Kind.QUESTION,
            Kind.GIFT,
            Kind.OWN_GIFT,
            Kind.MESSAGE,
        ),
        NEIGHBOUR,
    ),
    # Entries are counted on each card by itself: another's can't be named.
    Kind.ENTRY: {},
}
RELATIONS = ("self", "shop", "own", "other", "foreign", "none")
NO_SUCH = 1_000_000_007
# What is refused may leave a mark here: what somebody was asked, what came in.
ASIDE = frozenset({"conversations", "inbox"})
# A refusal in another word than Refused.
SAYS_NO: dict[str, Any] = {
    "show_history.show_line": None,
    "review.rate": None,
    "review.may_rate": False,
    "review.comment": False,
    "list_codes.list_codes": [],
}


@dataclass(frozen=True, slots=True)
class Cell:
    """An action done by a role to a thing of this relation to it."""

    duty: Duty
    action: str
    kind: Kind
    role: str
    relation: str
    values: Values

    def __str__(self) -> str:
        thing = f"{self.relation} {self.kind}" if self.kind else "-"
        return f"{self.action} by {self.role}: {thing}"


def cells_of(duty: Duty, world: World) -> Iterator[Cell]:
    """Every cell of a duty."""
    for action, kind in duty.actions:
        for role in ROLES:
            for relation in RELATIONS:
                values = _thing(world, kind, role, relation)
                if values is not None:
                    yield Cell(duty, action, kind, role, relation, values)


def _thing(world: World, kind: Kind, role: str, relation: str) -> Values | None:
    """The arguments that name a thing of this relation; None where there is no such."""
    if kind is Kind.NOTHING:
        return {} if relation == "self" else None
    if relation == "none":
        example = next(values for (name, _), values in world.things.items() if name == kind)
        return {name: _no_such(name, value) for name, value in example.items()}
    if kind is Kind.CLIENT and relation in SELLERS:
        return world.things["client", SELLERS[relation]]
    if kind is Kind.CLIENT and relation == "own":
        return world.things.get(("card", PEOPLE[role]))
    if kind is Kind.RECEIPT and relation == "own":
        own = world.things.get(("begun receipt", PEOPLE[role]))
        return own and {**own, "revision": 0}
    if kind in OTHERS and relation != "shop":
        whose = PEOPLE[role] if relation == "own" else OTHERS[kind].get(relation, "")
        return world.things.get((kind, whose))
    return world.things.get((kind, relation))


def _no_such(name: str, value: Any) -> Any:
    if name == "draft_id":
        return "nosuchsale"
    made_up = isinstance(value, int) and (name.endswith("_id") or name == "seq")
    return NO_SUCH if made_up else value


@dataclass(slots=True)
class Bench:
    """A shop in a file that is made new after every cell that changed something."""

    world: World
    shop: Shop
    path: Path
    template: sqlite3.Connection
    _clean: int = 0

    async def come_of(self, cell: Cell) -> str:
        """Why not, "" when it was done or shown. AssertionError when a refusal left something behind."""
        prepare = BEFORE.get(cell.action)
        if prepare is not None and cell.relation != "none":
            await self.shop.db.write(lambda tx: prepare(tx, self.world, cell.role, cell.values))
        before, changes = self._content() if prepare else None, self._changes()
        given = arguments(cell.action, self.world, cell.role, cell.values)
        outcome = await called(cell.action)(self.shop, **given)
        refused = _refused(cell.action, outcome)
        if refused and self._changes() != changes:
            left = self._content()
            before = before or content_of(self.template)
            touched = [name for name, rows in left.items() if rows != before[name]]
            assert not touched, f"{cell}: refused as {refused}, yet {touched} changed"
        self._renew()
        return refused

    def _changes(self) -> int:
        return self.shop.db._writer._sqlite.total_changes

    def _content(self) -> dict[str, list[Any]]:
        with sqlite3.connect(self.path) as connection:
            found = content_of(connection)
        connection.close()
        return found

    def _renew(self) -> None:
        if self._changes() == self._clean:
            return
        connection = sqlite3.connect(self.path)
        self.template.backup(connection)
        connection.close()
        self._clean = self._changes()


def content_of(connection: sqlite3.Connection) -> dict[str, list[Any]]:
    """Every row of every table a refusal must leave alone."""
    names = [table.name for table in metadata.sorted_tables if table.name not in ASIDE]
    return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}  # noqa: S608 (names of our tables)


def _refused(action: str, outcome: Any) -> str:
    """Why nothing was done or shown, "" when something was."""
    if isinstance(outcome, Refused):
        return outcome.reason.value
    if action in SAYS_NO and outcome == SAYS_NO[action]:
        return "nothing"
    return ""


def reason_of(cell: Cell) -> str:
    """The refusal of whoever doesn't have the right at all, "" where the rules of rights don't say."""
    if isinstance(cell.duty.who, Audience) or cell.role in cell.duty.holders():
        return ""
    staff = cell.role in {role.value for role in Role}
    who = Colleague(1, Role(cell.role), protected=False, store_id=HOME, stores={HOME}) if staff else None
    refused = decide_right(who, cell.duty.who)
    return refused.reason.value if refused else ""


@asynccontextmanager
async def bench(world: World, path: Path) -> AsyncIterator[Bench]:
    """The world in this file."""
    path.write_bytes(world.database)
    template = sqlite3.connect(":memory:")
    source = sqlite3.connect(path)
    source.backup(template)
    source.close()
    db = Database.open(f"sqlite:///{path}")
    settings = ShopSettings(BOT_ID, "kopilka_bot", "ru", "Europe/Moscow")
    shop = Shop(db, lambda: world.moment, new_code, lambda: None, settings, Vault(bytes(32)))
    try:
        yield Bench(world, shop, path, template)
    finally:
        await db.close()
        template.close()
