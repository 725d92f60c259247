"""Price bands on a real database: who is in which, and where the thirds of all buyers lie."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert

from loyalty.audience import parse
from loyalty.price_bands import LEAST_BUYERS, PriceBands
from loyalty.refusals import Refused
from storage import price_bands, segments
from storage.database import Database
from storage.schema import member_stats, members
from tests.fresh import furnish
from tests.storage.audience_people import EVERYBODY, NOW, TODAY, bought, facts, id_of, people

BANDS = PriceBands(100_00, 200_00)


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    path = tmp_path / "shop.db"
    furnish(path)
    db = Database.open(f"sqlite:///{path}")
    await db.write(people)
    yield db
    await db.close()


def spend(tx: Connection) -> None:
    """Anna's average is below the middle band by a third of a kopeck; Vera's below the high one."""
    for letter, orders, rubles in (("a", 3, 300), ("b", 3, 300), ("c", 3, 600), ("d", 3, 600)):
        bought(TODAY, orders, rubles)(tx, letter)
    for letter, minor in (("a", 299_99), ("c", 599_99)):
        his = member_stats.c.member_id == id_of(letter)
        tx.execute(member_stats.update().where(his).values(revenue_minor=minor))


@pytest.mark.parametrize(
    ("expression", "who"),
    [
        ("price_band = low", "a"),
        ("price_band = middle", "bc"),
        ("price_band = high", "d"),
        ("price_band in (low, high)", "ad"),
        ("price_band in (low, middle, high)", "abcd"),
        ("price_band != middle", "adef"),
        ("not price_band = low", "bcdef"),
    ],
)
async def test_a_band_begins_with_its_sum_and_whoever_never_bought_has_none(
    db: Database, expression: str, who: str
) -> None:
    await db.write(spend)
    assert await fitting(db, expression, BANDS) == who


@pytest.mark.parametrize("expression", ["price_band = low", "price_band != low", "price_band in (low, high)"])
async def test_without_bands_nobody_fits(db: Database, expression: str) -> None:
    await db.write(spend)
    assert await fitting(db, expression, None) == ""


async def test_the_bands_are_kept_and_changed(db: Database) -> None:
    assert await db.read(price_bands.kept) is None
    for bands in (BANDS, PriceBands(1, 2)):
        await db.write(partial(price_bands.keep, bands=bands))
        assert await db.read(price_bands.kept) == bands


async def test_too_few_buyers_have_no_thirds_and_those_who_left_are_none(db: Database) -> None:
    await db.write(lambda tx: buyers(tx, LEAST_BUYERS - 1))
    await db.write(lambda tx: [bought(TODAY, 1, 999)(tx, letter) for letter in "yz"])
    await db.write(lambda tx: bought(TODAY, 0, 0)(tx, "a"))
    assert await db.read(price_bands.buyers) == LEAST_BUYERS - 1
    assert await db.read(price_bands.thirds) is None


async def test_each_band_is_a_third_of_the_buyers(db: Database) -> None:
    await db.write(lambda tx: buyers(tx, LEAST_BUYERS))
    bands = await db.read(price_bands.thirds)
    assert bands == PriceBands(11_00, 21_00)
    found = [len(await ids(db, f"price_band = {band}", bands)) for band in ("low", "middle", "high")]
    assert found == [10, 10, 10]


async def test_equal_receipts_are_all_in_the_middle(db: Database) -> None:
    await db.write(lambda tx: buyers(tx, LEAST_BUYERS, equal=True))
    bands = await db.read(price_bands.thirds)
    assert bands == PriceBands(1_00, 1_01)
    assert len(await ids(db, "price_band = middle", bands)) == LEAST_BUYERS


def buyers(tx: Connection, number: int, *, equal: bool = False) -> None:
    """People whose averages are 1, 2, 3 .. rubles, of two purchases each."""
    for n in range(1, number + 1):
        member = {"id": 100 + n, "number": f"{100 + n:012}", "card_token": f"t{n}", "name": "m"}
        tx.execute(insert(members).values(step="joined", created_at=NOW, joined_at=NOW, **member))
        days = {"first_day": TODAY.toordinal(), "last_day": TODAY.toordinal(), "last_at": NOW, "days": 1}
        minor = 200 if equal else 200 * n
        figures = {"orders": 2, "revenue_minor": minor, "last_store_id": 1, **days}
        tx.execute(insert(member_stats).values(member_id=100 + n, **figures))


async def ids(db: Database, expression: str, bands: PriceBands | None) -> list[int]:
    node = parse(expression, "en")
    assert not isinstance(node, Refused)
    return sorted(await db.read(lambda tx: segments.member_ids(tx, node, facts(bands=bands))))


async def fitting(db: Database, expression: str, bands: PriceBands | None) -> str:
    """Those who fit, as a list and one by one, which have to agree."""
    node, known = parse(expression, "en"), facts(bands=bands)
    assert not isinstance(node, Refused)
    each = [id_of(letter) for letter in EVERYBODY]
    alone = await db.read(lambda tx: [n for n in each if segments.fits(tx, node, known, n)])
    assert await ids(db, expression, bands) == alone
    return "".join(chr(ord("a") + n - 1) for n in alone)
