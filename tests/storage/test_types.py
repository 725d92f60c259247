"""Instants as integers."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import (
    Connection,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.exc import StatementError

from storage.database import Database
from storage.types import Instant, to_microseconds
from tests.storage.counting import moments, prepare


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database.open(f"sqlite:///{tmp_path}/shop/kopilka.db")
    await database.write(prepare)
    yield database
    await database.close()


@given(st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45))])))
def test_an_instant_survives_its_number_exactly(moment: datetime) -> None:
    read = Instant().process_result_value(to_microseconds(moment), None)  # type: ignore[arg-type]  # no dialect is needed
    assert read == moment
    assert read is not None
    assert read.tzinfo is UTC


async def test_instants_are_stored_as_integers_and_compare_in_sql(db: Database) -> None:
    noon = datetime(2026, 5, 3, 12, 0, 0, 1, tzinfo=timezone(timedelta(hours=3)))

    def store(connection: Connection) -> None:
        connection.execute(insert(moments).values(id=1, at=noon))
        connection.execute(insert(moments).values(id=2, at=None))

    await db.write(store)

    def load(connection: Connection) -> tuple[object, ...]:
        before = moments.c.at <= noon.astimezone(UTC)
        row = connection.execute(select(moments.c.at, func.typeof(text("at"))).where(before)).one()
        return tuple(row)

    assert await db.read(load) == (noon, "integer")


async def test_a_naive_datetime_is_refused(db: Database) -> None:
    naive = datetime(2026, 5, 3)  # noqa: DTZ001 (what is refused)
    with pytest.raises(StatementError, match="time zone"):
        await db.write(lambda connection: connection.execute(insert(moments).values(id=1, at=naive)))
