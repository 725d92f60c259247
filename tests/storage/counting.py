"""A small database with a counter to work on, for the tests of the machinery."""

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
    insert,
    select,
    update,
)

from storage.types import Instant

tables = MetaData()
counters = Table("counters", tables, Column("id", Integer, primary_key=True), Column("n", Integer))
parents = Table("parents", tables, Column("id", Integer, primary_key=True))
children = Table(
    "children",
    tables,
    Column("id", Integer, primary_key=True),
    Column("parent", ForeignKey("parents.id", deferrable=True, initially="DEFERRED")),
)
moments = Table(
    "moments", tables, Column("id", Integer, primary_key=True), Column("at", Instant), Column("note", Text)
)


def prepare(connection: Connection) -> None:
    tables.create_all(connection)
    connection.execute(insert(counters).values(id=1, n=0))


def count(connection: Connection) -> int:
    return connection.scalar(select(counters.c.n).where(counters.c.id == 1)) or 0


def set_count(connection: Connection, n: int) -> None:
    connection.execute(update(counters).values(n=n).where(counters.c.id == 1))


def increment(connection: Connection) -> int:
    n = count(connection) + 1
    set_count(connection, n)
    return n
