"""A database of an earlier version with people and purchases in it: nothing is lost on the way up."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from sqlite3 import Connection as SQLite
from sqlite3 import DatabaseError, connect

import pytest
from alembic import command
from sqlalchemy import create_engine, event

from actions.enrol_customer import enrol, new_enrolment
from actions.statistics import rebuild_statistics
from actions.verify import verify_file
from loyalty.earning import quote_of
from loyalty.identifying import ENROLLED_AT_MOST
from loyalty.ledger import GENESIS, Entry, Kind, sealed
from loyalty.refusals import Refused
from loyalty.statistics import CATEGORY, STORE
from storage import stats
from storage.migrate import alembic_config, migrate
from storage.writer import begin_immediate
from tests.clockwork.stand import HandClock, opened

AT = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
MICROS = int(AT.timestamp()) * 1_000_000
DAY = 24 * 3600 * 1_000_000
RULES = {"brand": "Маяк", "currency": "RUB", "time_zone": "Europe/Moscow", "rate_bp": 500}
TRACE = {
    "amount_minor": 45_000,
    "money_minor": 45_000,
    "rate_bp": 500,
    "point_value_minor": 100,
    "rule_version": 1,
    "points": 22,
}


def first_version(path: Path) -> None:
    brought(path, "0001")


def brought(path: Path, version: str) -> None:
    """An older Kopilka ran here."""
    engine = create_engine(f"sqlite:///{path}", connect_args={"isolation_level": None})
    event.listen(engine, "begin", begin_immediate)
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), version)
    engine.dispose()


def add(db: SQLite, table: str, **row: object) -> None:
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))  # noqa: S608  # our own names


def earned(seq: int, purchase: int, previous: bytes) -> Entry:
    entry = Entry(seq, 0, 1, seq, Kind.EARNED, 22, purchase, 22, AT, None, purchase, None, "purchase", 1, AT)
    return replace(entry, hash=sealed(previous, entry))


def furnish(path: Path) -> None:
    """Anna bought twice; the second purchase was undone, and a preview stands open."""
    with closing(connect(path)) as db:
        add(db, "programmes", version=1, rules=json.dumps({**RULES, "point_value_minor": 100}), at=MICROS)
        add(db, "stores", id=1, name="", time_zone="Europe/Moscow")
        add(db, "members", id=1, number="1", card_token="a", step="joined", created_at=MICROS)
        previous = GENESIS
        for purchase in (1, 2):
            add(
                db,
                "operations",
                id=purchase,
                op_key=f"sale:{purchase}",
                input_hash="",
                outcome="{}",
                at=MICROS,
            )
            bought: dict[str, object] = {
                "store_id": 1,
                "member_id": 1,
                "cashier_id": 1,
                "amount_minor": 45_000,
            }
            bought |= {"earned_points": 22, "receipt": "", "business_day": "2026-05-03", "rule_version": 1}
            undone = MICROS if purchase == 2 else None
            add(db, "purchases", id=purchase, trace=json.dumps(TRACE), at=MICROS, undone_at=undone, **bought)
            remaining = 22 if purchase == 1 else 0
            lot = {"member_id": 1, "purchase_id": purchase, "amount": 22, "remaining": remaining}
            add(db, "lots", id=purchase, active_from=MICROS, **lot)
            entry = earned(purchase, purchase, previous)
            previous = store(db, entry)
        back = Entry(3, 0, 1, 3, Kind.EARN_REVERSED, -22, 2, 22, AT, None, 2, 2, "undo", 1, AT)
        add(db, "operations", id=3, op_key="undo:2", input_hash="", outcome="{}", at=MICROS)
        last = replace(back, hash=sealed(previous, back))
        add(db, "heads", member_id=1, seq=3, hash=store(db, last), available=22)
        draft: dict[str, object] = {
            "cashier_id": 1,
            "member_id": 1,
            "store_id": 1,
            "state": "open",
            "revision": 1,
        }
        add(db, "sale_drafts", id="d", shown=json.dumps(TRACE), at=MICROS, expires_at=MICROS, **draft)
        db.commit()


def store(db: SQLite, entry: Entry) -> bytes:
    """Write an entry as version 0001 kept it; its hash."""
    kept = (
        "operation_id",
        "n",
        "member_id",
        "seq",
        "kind",
        "points",
        "lot_id",
        "purchase_id",
        "reverses_seq",
    )
    row = {name: getattr(entry, name) for name in (*kept, "reason", "actor_id", "hash")}
    add(db, "entries", at=MICROS, **{**row, "kind": str(entry.kind)})
    return entry.hash


def test_purchases_of_the_first_version_keep_their_points_and_can_be_explained(tmp_path: Path) -> None:
    path = tmp_path / "kopilka.db"
    first_version(path)
    furnish(path)
    migrate(f"sqlite:///{path}")
    found = verify_file(f"sqlite:///{path}")
    assert (found.members, found.entries, found.liability_points, found.faults) == (1, 3, 22, ())
    with closing(connect(path)) as db:
        kept = db.execute("SELECT money_minor, reversed_points, trace FROM purchases ORDER BY id").fetchall()
        assert [(money, back) for money, back, _ in kept] == [(45_000, 0), (45_000, 22)]
        quote = quote_of(json.loads(kept[0][2]))
        assert (quote.points, quote.lines[0].base_minor, quote.due_minor) == (22, 45_000, 45_000)
        assert db.execute("SELECT state, shown FROM sale_drafts").fetchone() == ("ended", "")


async def test_the_statistics_of_an_older_database_are_made_from_its_purchases(tmp_path: Path) -> None:
    path, clock = tmp_path / "kopilka.db", HandClock()
    first_version(path)
    furnish(path)
    brought(path, "0003")
    with closing(connect(path)) as db:
        bought = {"store_id": 1, "member_id": 1, "cashier_id": 1, "amount_minor": 10_000, "receipt": ""}
        bought |= {"earned_points": 0, "business_day": "2026-05-05", "rule_version": 1}
        lines = {"lines": [{"category": "вино"}, {"category": ""}]}
        add(db, "purchases", trace=json.dumps({**TRACE, **lines}), at=MICROS + 2 * DAY, **bought)
        db.commit()
    async with opened(path, clock) as stand:
        assert await stand.shop.db.read(lambda tx: stats.of_member(tx, 1)) is None
        assert await rebuild_statistics(stand.shop) == 1
        assert await rebuild_statistics(stand.shop) == 0
        figures = await stand.shop.db.read(lambda tx: stats.of_member(tx, 1))
        assert figures is not None
        assert (figures.orders, figures.revenue_minor, figures.rhythm_days) == (2, 550_00, 2)
        tallies = await stand.shop.db.read(lambda tx: stats.tallies(tx, 1))
        assert [(which, one.orders) for which, one in sorted(tallies.items())] == [
            ((CATEGORY, "вино"), 1),
            ((STORE, "1"), 2),
        ]


async def test_enrolments_of_an_older_database_stay_as_they_are_and_tills_begin_anew(tmp_path: Path) -> None:
    path, clock = tmp_path / "kopilka.db", HandClock()
    first_version(path)
    furnish(path)
    brought(path, "0004")
    asked = {"kind": "personal", "given": 1, "text_version": "1", "language": "ru", "at": MICROS}
    with closing(connect(path)) as db:
        for till in (1, 2):
            key = {"key_hash": bytes([till]), "key_end": "", "scopes": "enrol"}
            add(db, "tills", id=till, store_id=1, name="", added_by=1, at=MICROS, **key)
        for _ in range(ENROLLED_AT_MOST):
            add(db, "consents", member_id=1, asked_by=1, **asked)
        add(db, "consents", member_id=1, **asked)
        db.commit()
        before = db.execute("SELECT * FROM consents").fetchall()
    async with opened(path, clock) as stand:
        shop, now = stand.shop, clock.now()
        whose = [
            new_enrolment(shop, 1, f"+7900000000{n}", "1", "ru", till) for n, till in enumerate((None, 1, 2))
        ]
        made = [await shop.db.write(partial(enrol, asked=one, now=now)) for one in whose]
        assert [isinstance(one, Refused) for one in made] == [True, False, False]
    with closing(connect(path)) as db:
        after = db.execute("SELECT * FROM consents").fetchall()
        assert after[: len(before)] == [(*row, None) for row in before]
        assert [row[-1] for row in after[len(before) :]] == [1, 2]
        for change in ("UPDATE consents SET till_id = 2", "DELETE FROM consents"):
            with pytest.raises(DatabaseError, match="append-only"):
                db.execute(change)
