"""Brings a database to the newest version at start; Alembic is loaded only when there is something to do."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.pool import NullPool

from storage.database import DatabaseUnusableError, database_path, own_file
from storage.writer import begin_immediate, set_pragmas

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
VERSIONS = MIGRATIONS / "versions"


def migrate(url: str) -> None:
    """Create the database or bring it to the newest version: in one transaction, whole or not at all.

    Call it under the process lock, before Database.open. DatabaseUnusableError for a database of a newer
    Kopilka or a file that is none.
    """
    path = database_path(url)
    with own_file(path):
        stored = stored_version(path)
        known = known_versions()
        if stored is not None and stored not in known:
            raise DatabaseUnusableError(
                f"{path} belongs to another Kopilka: its version {stored} is unknown here"
            )
        if stored != (known[-1] if known else None):
            upgrade(path)


def known_versions() -> list[str]:
    """The versions in order, as their files are named: v0001_first.py holds version 0001."""
    return sorted(file.name[1:5] for file in VERSIONS.glob("v[0-9][0-9][0-9][0-9]_*.py"))


def stored_version(path: Path) -> str | None:
    """The version a database is at; None for an empty one."""
    with closing(sqlite3.connect(path)) as connection:
        try:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return None
            raise
    return str(row[0]) if row else None


def upgrade(path: Path) -> None:
    """Run the missing versions on a connection of its own, which is the file's only one just now."""
    from alembic import command  # here, for a quick start

    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(path)),
        poolclass=NullPool,
        connect_args={"isolation_level": None},
    )
    event.listen(engine, "connect", set_pragmas)
    event.listen(engine, "connect", allow_rebuilding)
    event.listen(engine, "begin", begin_immediate)
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), "head")
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise DatabaseUnusableError(
                f"{path}: the new version would leave {len(broken)} broken references"
            )


def allow_rebuilding(connection: sqlite3.Connection, _: object) -> None:
    """SQLite changes a table by building it anew; dropping the old one must not delete from others."""
    connection.execute("PRAGMA foreign_keys=OFF")


def alembic_config(connection: Connection) -> "Config":
    """Alembic's settings for working on this connection, inside its transaction."""
    from alembic.config import Config  # here, for a quick start

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", str(VERSIONS).replace("%", "%%"))
    config.set_main_option("file_template", "v%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config
