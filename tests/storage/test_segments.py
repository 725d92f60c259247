"""Every field of an audience on a real database: who fits, by count, by list and one by one."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, insert, select
from sqlalchemy.dialects import sqlite

from loyalty.audience import parse
from loyalty.audience_ready import READY, ready
from loyalty.audience_tree import NOBODY, Node
from loyalty.audience_views import Reach
from loyalty.programme import Expiry, Programme, Terms
from loyalty.refusals import Refused
from storage import segments
from storage.database import Database
from storage.schema import members, programmes
from storage.segment_terms import Asker, Facts
from tests.fresh import furnish
from tests.storage.audience_cases import FIELD_CASES
from tests.storage.audience_people import (
    NOW,
    TODAY,
    Doing,
    account,
    ago,
    bought,
    change,
    facts,
    id_of,
    people,
    points,
    rated,
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


@pytest.mark.parametrize(
    ("expression", "reach"),
    [
        ("reachable", Reach(5, 5, 1)),
        ("reachable = no", Reach(1, 0, 0)),
        ("consent", Reach(2, 1, 1)),
        ("consent = no", Reach(4, 4, 0)),
        ("reachable and consent", Reach(1, 1, 1)),
        ("reachable or consent", Reach(6, 5, 1)),
        ("not reachable", Reach(1, 0, 0)),
    ],
)
async def test_reach_is_the_same_when_the_audience_says_it_itself(
    db: Database, expression: str, reach: Reach
) -> None:
    told = {letter: [said("advertising", "yes")] for letter in "ab"}
    await tell(db, {**told, "a": [*told["a"], account(reachable=False)]})
    assert await db.read(lambda tx: segments.reach(tx, tree(expression), facts())) == reach


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


async def plan_of(db: Database, expression: str) -> list[str]:
    """How the number of people is found, step by step."""
    query = segments._chosen(tree(expression), Asker(facts()), func.count())
    compiled = query.compile(
        dialect=sqlite.dialect(paramstyle="named"), compile_kwargs={"literal_binds": True}
    )
    return await db.read(
        lambda tx: [row.detail for row in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}")]
    )


@pytest.mark.parametrize("expression", ["", "reachable and consent", "reachable = no"])
async def test_everybody_is_counted_without_a_look_at_anybodys_row(db: Database, expression: str) -> None:
    plan = await plan_of(db, expression)
    assert plan[0] == "SCAN members USING COVERING INDEX ix_members_living"
    assert all("COVERING INDEX" in step or "SUBQUERY" in step for step in plan)


async def test_what_is_looked_up_for_each_member_is_looked_up_last(db: Database) -> None:
    plan = await plan_of(db, "reachable and consent and average > 500 and balance >= 100")
    tables = [step.split()[1] for step in plan if "SUBQUERY" not in step]
    assert tables == ["members", "member_stats", "heads", "accounts", "consents"]
