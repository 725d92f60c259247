"""Every field of an audience on a real database: who fits, by count, by list and one by one."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select

from loyalty.audience import parse
from loyalty.audience_ready import READY, ready
from loyalty.audience_tree import NOBODY, Node
from loyalty.audience_views import Reach
from loyalty.programme import Expiry, Programme, Terms
from loyalty.refusals import Refused
from storage import segments
from storage.database import Database
from storage.schema import cases, members, programmes, standings, tags
from storage.segment_terms import Facts
from tests.fresh import furnish
from tests.storage.audience_people import (
    DAY,
    EVERYBODY,
    NOW,
    TODAY,
    Doing,
    account,
    ago,
    bought,
    brought,
    change,
    counted,
    facts,
    id_of,
    key_of,
    lot,
    offered,
    people,
    points,
    rated,
    row,
    said,
)


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    path = tmp_path / "shop.db"
    furnish(path)
    db = Database.open(f"sqlite:///{path}")
    await db.write(people)
    yield db
    await db.close()


# What one person is or did, the expression, and whom of a .. f it names. Nobody else did anything.
FIELD_CASES: list[tuple[dict[str, list[Doing]], str, str]] = [
    ({}, "", EVERYBODY),
    ({"a": [bought(ago(61))], "b": [bought(ago(60))]}, "last_purchase > 60d", "a"),
    ({"a": [bought(ago(61))], "b": [bought(ago(60))]}, "last_purchase >= 60d", "ab"),
    ({"a": [bought(ago(61))], "b": [bought(ago(60))]}, "last_purchase < 61d", "b"),
    ({"a": [bought(ago(61))], "b": [bought(ago(60))]}, "last_purchase <= 61d", "ab"),
    ({"a": [bought(ago(61))]}, "not last_purchase > 60d", "bcdef"),
    ({"a": [bought(date(2026, 11, 23))], "b": [bought(date(2026, 11, 24))]}, "last_purchase > 3m", "a"),
    ({"a": [bought(date(2026, 2, 23))], "b": [bought(date(2026, 2, 24))]}, "last_purchase > 1y", "a"),
    ({"a": [bought(ago(1))], "b": [bought(ago(2))]}, "last_purchase = 2027-02-23", "a"),
    ({"a": [bought(ago(1))], "b": [bought(ago(2))]}, "last_purchase > 22.02.2027", "a"),
    ({"a": [bought(ago(1), 9)], "b": [bought(ago(1), 2)]}, "first_purchase > 1w", "a"),
    ({}, "joined > 30d", "def"),
    ({}, "joined <= 30d", "abc"),
    ({}, "joined = 2027-02-14", "a"),
    ({}, "joined != 2027-02-14", "bcdef"),
    ({}, "joined > 2027-02-03", "ab"),
    ({}, "joined < 2027-02-03", "cdef"),
    ({"a": [bought(TODAY, 3)], "b": [bought(TODAY, 2)]}, "purchases >= 3", "a"),
    ({"a": [bought(TODAY, 3)], "b": [bought(TODAY, 2)]}, "purchases = 0", "cdef"),
    ({"a": [bought(TODAY, 3, 1501)], "b": [bought(TODAY, 3, 1500)]}, "average > 500", "a"),
    ({"a": [bought(TODAY, 3, 1501)], "b": [bought(TODAY, 3, 1500)]}, "average <= 500", "b"),
    ({"a": [bought(TODAY, 3, 1501)]}, "total >= 1501", "a"),
    ({"a": [bought(TODAY, 3, 1501)]}, "total < 1", "bcdef"),
    ({"a": [counted("category", "c1", 2)], "b": [counted("category", "c2", 1)]}, "bought = c1", "a"),
    ({"a": [counted("category", "c1", 2)]}, "bought != c1", "bcdef"),
    ({"a": [counted("category", "c1", 2)], "b": [counted("category", "c2", 1)]}, "bought in (c1, c2)", "ab"),
    ({"a": [counted("store", "c1", 2)]}, "bought = c1", ""),
    (
        {"a": [counted("category", "c1", 2, ago(30))], "b": [counted("category", "c1", 1, ago(31))]},
        "bought_last(c1) <= 30d",
        "a",
    ),
    (
        {"a": [counted("category", "c1", 2)], "b": [counted("category", "c1", 1)]},
        "bought_times(c1) >= 2",
        "a",
    ),
    (
        {"a": [counted("category", "c1", 2)], "b": [counted("category", "c1", 1)]},
        "bought_times(c1) < 2",
        "bcdef",
    ),
    (
        {
            "a": [bought(TODAY, 5, on_friday=3)],
            "b": [bought(TODAY, 4, on_friday=4)],
            "c": [bought(TODAY, 10, on_friday=5)],
        },
        "weekday = friday",
        "a",
    ),
    ({"a": [bought(TODAY, 5, on_friday=3)]}, "weekday != friday", "bcdef"),
    ({"a": [bought(TODAY, 5, on_friday=3)]}, "visits_on(friday) >= 3", "a"),
    ({"a": [bought(TODAY, 5, on_friday=3)]}, "visits_on(monday) = 0", EVERYBODY),
    ({"a": [bought(TODAY, 5, evenings=3)], "b": [bought(TODAY, 5, nights=5)]}, "daytime = evening", "a"),
    ({"a": [bought(TODAY, 5, evenings=3)]}, "visits_at(evening) > 2", "a"),
    ({"a": [counted("store", "2", 1)], "b": [counted("store", "1", 1)]}, "store = 2", "a"),
    ({"a": [bought(TODAY, last_store_id=2)], "b": [bought(TODAY)]}, "last_store = 2", "a"),
    ({"a": [bought(TODAY, last_store_id=2)]}, "last_store != 2", "bcdef"),
    ({"a": [change(tier="t1")]}, "tier = t1", "a"),
    ({"a": [change(tier="t1")]}, "tier in (plain, t2)", "bcdef"),
    (
        {
            "a": [row(standings, warned_on=ago(1), review_on=ago(-30))],
            "b": [row(standings, review_on=ago(-30))],
            "c": [row(standings, warned_on=ago(1), review_on=ago(-31))],
        },
        "tier_drops in 30d",
        "a",
    ),
    ({"a": [points(100)], "b": [points(-5)]}, "balance >= 100", "a"),
    ({"a": [points(100)], "b": [points(-5)]}, "balance < 0", "b"),
    (
        {
            "a": [lot(datetime(2027, 3, 10, 21, tzinfo=UTC))],
            "b": [lot(datetime(2027, 3, 11, 21, tzinfo=UTC))],
            "c": [lot(NOW - DAY)],
            "d": [lot(None)],
            "e": [lot(datetime(2027, 3, 1, 21, tzinfo=UTC), remaining=0)],
            "f": [lot(datetime(2027, 3, 1, 21, tzinfo=UTC), blocked=True)],
        },
        "burning in 14d",
        "a",
    ),
    (
        {
            "a": [offered(None)],
            "b": [offered(ago(1))],
            "c": [offered(TODAY, used=True)],
            "d": [offered(None, active=False)],
            "e": [offered(None, first_day=ago(-1))],
        },
        "offer",
        "a",
    ),
    ({"a": [offered(None)]}, "offer = no", "bcdef"),
    ({"a": [offered(ago(-7))], "b": [offered(ago(-8))], "c": [offered(None)]}, "offer_ends in 7d", "a"),
    (
        {
            "a": [change(birthday_index=key_of("02-24"))],
            "b": [change(birthday_index=key_of("03-03"))],
            "c": [change(birthday_index=key_of("03-04"))],
            "d": [change(birthday_index=key_of("02-29"))],
        },
        "birthday in 7d",
        "abd",
    ),
    ({"a": [change(birthday_index=key_of("02-29"))]}, "birthday in 4d..4d", "a"),
    ({"a": [change(birthday_index=key_of("02-24"))]}, "not birthday in 1d", "bcdef"),
    ({"a": [change(city="Москва")]}, "city = москва", "a"),
    ({"a": [change(city="Москва")]}, "city != Москва", "bcdef"),
    ({"a": [row(tags, tag="vip", at=NOW)]}, "tag in (VIP, b2b)", "a"),
    ({"a": [account(reachable=True, language="en")]}, "language = en", "a"),
    ({"a": [change(source="vk")]}, "source = vk", "a"),
    ({"a": [change(invited_by=2)]}, "invited", "a"),
    ({"a": [change(invited_by=2)]}, "invited = no", "bcdef"),
    ({"a": [brought("c"), brought("d")], "b": [brought("e", "void")]}, "friends >= 1", "a"),
    ({"a": [brought("c"), brought("d")], "b": [brought("e")]}, "friends < 2", "bcdef"),
    ({"a": [account(reachable=False)]}, "reachable", "bcdef"),
    ({"a": [account(reachable=False), account(reachable=True, more=True)]}, "reachable = no", ""),
    (
        {
            "a": [said("advertising", "yes")],
            "b": [said("advertising", "yes no")],
            "c": [said("advertising", "no yes")],
            "d": [said("personal", "yes")],
        },
        "consent",
        "ac",
    ),
    ({"a": [said("advertising", "yes")]}, "consent = no", "bcdef"),
    (
        {
            "a": [row(cases, kind="contest", state="open", at=NOW)],
            "b": [row(cases, kind="contest", state="kept", at=NOW)],
        },
        "complaint",
        "a",
    ),
]


async def tell(db: Database, told: dict[str, list[Doing]]) -> None:
    def write(tx: Connection) -> None:
        for letter, doings in told.items():
            for doing in doings:
                doing(tx, letter)

    await db.write(write)


async def fitting(db: Database, node: Node, known: Facts) -> str:
    """Those who fit, asked one by one, as a list and as a number, which have to agree."""

    def read(tx: Connection) -> str:
        ids = segments.member_ids(tx, node, known)
        one_by_one = [n for n in map(id_of, "abcdefxyz") if segments.fits(tx, node, known, n)]
        assert sorted(ids) == one_by_one
        assert segments.count(tx, node, known) == len(ids)
        assert segments.reach(tx, node, known).people == len(ids)
        return "".join(chr(ord("a") + n - 1) for n in one_by_one)

    return await db.read(read)


def tree(expression: str) -> Node:
    node = parse(expression, "en")
    assert not isinstance(node, Refused), node
    return node


@pytest.mark.parametrize(
    ("told", "expression", "who"), FIELD_CASES, ids=[f"{n} {case[1]}" for n, case in enumerate(FIELD_CASES)]
)
async def test_a_condition_names_those_it_is_true_of(
    db: Database, told: dict[str, list[Doing]], expression: str, who: str
) -> None:
    await tell(db, told)
    assert await fitting(db, tree(expression), facts()) == who


async def test_the_newest_rating_counts(db: Database) -> None:
    def write(tx: Connection) -> None:
        tx.execute(insert(programmes).values(version=1, rules="{}", at=NOW))
        for letter, stars in (("a", (1, 5)), ("b", (5, 2))):
            rated(*stars)(tx, letter)

    await db.write(write)
    assert await fitting(db, tree("rating <= 3"), facts()) == "b"


async def test_conditions_are_joined_as_they_are_read(db: Database) -> None:
    await tell(
        db, {"a": [bought(TODAY, 3), points(10)], "b": [bought(TODAY, 1), points(10)], "c": [points(10)]}
    )
    assert await fitting(db, tree("purchases = 0 or purchases = 1 and balance > 5"), facts()) == "bcdef"
    assert await fitting(db, tree("(purchases = 0 or purchases = 1) and balance > 5"), facts()) == "bc"
    assert await fitting(db, tree("not (purchases = 0 or balance > 5)"), facts()) == ""
    assert await fitting(db, NOBODY, facts()) == ""


async def test_points_burn_for_want_of_visits_where_the_rules_say_so(db: Database) -> None:
    idle = Programme(
        1, "Мост", "RUB", "Europe/Moscow", terms=Terms(expiry=Expiry.INACTIVITY, lifetime_months=6)
    )
    await tell(
        db,
        {
            "a": [bought(date(2026, 9, 1)), points(50)],  # until 1 March
            "b": [bought(date(2026, 10, 1)), points(50)],
            "c": [bought(date(2026, 9, 1))],
            "d": [change(joined_at=datetime(2026, 9, 1, 9, tzinfo=UTC)), points(50)],
        },
    )
    assert await fitting(db, tree("burning in 14d"), facts(idle)) == "ad"
    assert await fitting(db, tree("burning in 14d"), facts()) == ""


async def test_a_young_rule_burns_the_points_of_all_who_were_here_long_ago(db: Database) -> None:
    begun = datetime(2026, 9, 1, 9, tzinfo=UTC)
    terms = Terms(expiry=Expiry.INACTIVITY, lifetime_months=6, since=begun)
    young = Programme(1, "Мост", "RUB", "Europe/Moscow", terms=terms)
    await tell(db, {"a": [bought(date(2020, 1, 1)), points(5)], "b": [bought(ago(9)), points(5)]})
    assert await fitting(db, tree("burning in 14d"), facts(young)) == "a"


async def test_those_seen_last_come_first_and_nobody_comes_twice(db: Database) -> None:
    await tell(db, {"f": [account(reachable=True, more=True)], "c": [account(reachable=False)]})
    found = await db.read(lambda tx: list(segments.member_ids(tx, tree(""), facts())))
    assert found == [id_of(letter) for letter in "fabcde"]


async def test_reach_tells_who_can_be_written_to_and_who_wants_it(db: Database) -> None:
    told = {letter: [said("advertising", "yes")] for letter in "ab"}
    await tell(db, {**told, "a": [*told["a"], account(reachable=False)]})
    assert await db.read(lambda tx: segments.reach(tx, tree(""), facts())) == Reach(6, 5, 1)


async def test_examples_are_people_of_the_audience(db: Database) -> None:
    await tell(db, {"b": [points(10)], "d": [points(10)]})
    found = await db.read(lambda tx: segments.examples(tx, tree("balance = 10"), facts(), 5))
    assert [(name, number) for _, name, number in found] == [("d", "000000000004"), ("b", "000000000002")]


@pytest.mark.parametrize("key", READY)
async def test_every_ready_made_audience_can_be_counted(db: Database, key: str) -> None:
    node = ready(key, ("c1", "c2")[: READY[key].picks])
    assert not isinstance(node, Refused)
    await fitting(db, node, facts())


@pytest.mark.parametrize("poison", ["x' OR '1'='1", '"; DROP TABLE members; --', "%", "\\"])
async def test_what_is_typed_is_bound_and_never_sql(db: Database, poison: str) -> None:
    quoted = poison.replace('"', '""')
    for field in ("city", "tag", "source", "tier", "bought", "store", "last_store"):
        assert await fitting(db, tree(f'{field} = "{quoted}"'), facts()) == ""
    assert len(await db.read(lambda tx: tx.execute(select(members.c.id)).all())) == 9
