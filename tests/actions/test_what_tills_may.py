"""What a till's program may do: its own sales, purchases of its store; with its key it ends at once."""

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from actions.shop import Shop
from actions.till_calls import Answer, Ask, known_till
from actions.till_purchase import list_history, refund_purchase, show_purchase, void_purchase
from actions.till_sale import Wanted, cancel_sale, commit_sale, quote_sale, show_sale, spend_points
from actions.tills import NewTill, add_till, revoke_till
from loyalty.receipts import Line
from loyalty.refusals import Refused
from loyalty.tills import Preset, Till
from loyalty.views import SaleView
from storage import staff, stores
from storage.database import Connection
from tests.actions.buying import bought
from tests.actions.people import Actor, Cast
from tests.actions.who_may.cells import NO_SUCH, content_of

# Whose sale or purchase it is, from the side of the first till.
WHOSE = ("own", "other", "foreign", "person", "none")


@dataclass(frozen=True, slots=True)
class Thing:
    """A sale that can be confirmed, and a purchase, of somebody's."""

    draft_id: str
    revision: int
    purchase_id: int


@dataclass(frozen=True, slots=True)
class Row:
    """The shop with its tills, and everybody's things."""

    shop: Shop
    path: Path
    owner: Actor
    anna: Actor
    tills: dict[str, Till]
    things: dict[str, Thing]

    def content(self) -> dict[str, list[Any]]:
        with closing(sqlite3.connect(self.path)) as connection:
            return content_of(connection)


Doing = Callable[[Row, Ask, Till, Thing], Awaitable[Any]]


def told(_: object) -> Answer:
    return Answer(200, b"{}")


DOINGS: dict[str, tuple[tuple[str, ...], Doing]] = {
    "look at a sale": (("own",), lambda row, _, till, it: show_sale(row.shop, till, it.draft_id)),
    "take points": (
        ("own",),
        lambda row, ask, _, it: spend_points(row.shop, ask, it.draft_id, it.revision, "", told),
    ),
    "commit": (
        ("own",),
        lambda row, ask, _, it: commit_sale(row.shop, ask, it.draft_id, it.revision, told),
    ),
    "cancel": (("own",), lambda row, ask, _, it: cancel_sale(row.shop, ask, it.draft_id, told)),
    "look at a purchase": (
        ("own", "other", "person"),
        lambda row, _, till, it: show_purchase(row.shop, till, it.purchase_id),
    ),
    "void": (("own",), lambda row, ask, _, it: void_purchase(row.shop, ask, it.purchase_id, told)),
    "refund": (
        ("own", "other", "person"),
        lambda row, ask, _, it: refund_purchase(row.shop, ask, it.purchase_id, None, told),
    ),
}


@pytest.fixture
async def row(cast: Cast, tmp_path: Path) -> Row:
    """Two tills in one store, one in another, a cashier beside them; all with a sale and a purchase."""
    shop, owner, anna = cast.shop, cast.owner, await cast.joined("Анна")
    home = await shop.db.read(lambda tx: staff.store_of(tx, owner.member_id))
    away = await shop.db.write(lambda tx: stores.add(tx, "Речная", "Europe/Moscow"))
    row = Row(shop, tmp_path / "shop.db", owner, anna, {}, {})
    for whose, store in (("own", home), ("other", home), ("foreign", away)):
        added = await add_till(shop, owner.member_id, owner.account_id, store, Preset.ALL, whose)
        assert isinstance(added, NewTill), added
        till = await known_till(shop, added.key)
        assert till is not None
        row.tills[whose] = till
        row.things[whose] = await _sold(shop, till, anna)
    purchase, preview = await bought(cast, anna), await cast.preview(cast.lena, anna, 300_00)
    row.things["person"] = Thing(preview.draft_id, preview.revision, purchase)
    row.things["none"] = Thing("nosuchsale", 1, NO_SUCH)
    return row


async def _quoted(shop: Shop, till: Till, anna: Actor) -> SaleView:
    view = await quote_sale(shop, till.id, Wanted(anna.number, (Line(450_00),)))
    assert isinstance(view, SaleView), view
    return view


async def _sold(shop: Shop, till: Till, anna: Actor) -> Thing:
    first = await _quoted(shop, till, anna)
    seen: list[SaleView] = []

    def keep(view: SaleView) -> Answer:
        seen.append(view)
        return Answer(200, b"{}")

    ask = Ask(till.id, "sold", b"sold")
    await commit_sale(shop, ask, first.draft_id, first.revision, keep)
    assert seen[0].purchase_id
    second = await _quoted(shop, till, anna)
    return Thing(second.draft_id, second.revision, seen[0].purchase_id)


@pytest.mark.parametrize("what", DOINGS)
async def test_a_till_reaches_its_own_sales_and_purchases_of_its_store(what: str, row: Row) -> None:
    reach, do = DOINGS[what]
    till, before = row.tills["own"], row.content()
    for whose in sorted(WHOSE, key=lambda one: one in reach):
        outcome = await do(row, Ask(till.id, f"{what} {whose}", whose.encode()), till, row.things[whose])
        if whose in reach:
            assert outcome is not None, whose
            assert not isinstance(outcome, Refused), (whose, outcome)
        else:
            assert isinstance(outcome, Refused), whose
            assert row.content() == before, whose


@pytest.mark.parametrize("what", [what for what in DOINGS if not what.startswith("look")])
async def test_a_revoked_key_does_nothing_more_also_in_a_request_under_way(what: str, row: Row) -> None:
    till = row.tills["own"]
    await revoke_till(row.shop, row.owner.member_id, till.id)
    before = row.content()
    for whose in WHOSE:
        ask = Ask(till.id, f"{what} {whose}", whose.encode())
        assert await DOINGS[what][1](row, ask, till, row.things[whose]) is None
    assert await quote_sale(row.shop, till.id, Wanted(row.anna.number, (Line(450_00),))) is None
    assert row.content() == before


async def test_the_history_a_till_sees_is_that_of_its_store(row: Row) -> None:
    for whose, known in (("own", {"own", "other", "person"}), ("foreign", {"foreign"})):
        seen = await list_history(row.shop, row.tills[whose], row.anna.number, None, 50)
        assert not isinstance(seen, Refused)
        assert {one.id for one in seen.purchases} == {row.things[one].purchase_id for one in known}


def _hash_of_key(tx: Connection) -> list[bytes]:
    return [bytes(one) for one in tx.exec_driver_sql("SELECT key_hash FROM tills").scalars()]


async def test_a_key_is_kept_nowhere_and_nothing_else_opens(row: Row) -> None:
    hashes = await row.shop.db.read(_hash_of_key)
    assert len(hashes) == len(row.tills)
    for key in ("", "own", hashes[0].hex(), row.tills["own"].key_end):
        assert await known_till(row.shop, key) is None
