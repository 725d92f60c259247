"""Is the database sound and up to date? For the doctor: read-only, also while the bot runs."""

import sqlite3
from dataclasses import dataclass

from sqlalchemy.exc import DatabaseError

from storage.database import Database, DatabaseUnusableError, database_path
from storage.migrate import known_versions, stored_version

# Below it a checkpoint on one connection may corrupt a database that another one commits to.
SAFE_SQLITE = (3, 51, 3)


@dataclass(frozen=True, slots=True)
class DatabaseHealth:
    """version: of the tables, "" before the first start; fault: the first one SQLite found, "" for none."""

    version: str
    newest_version: str
    fault: str


def database_health(url: str) -> DatabaseHealth:
    """Look at a database file. FileNotFoundError: there is none. DatabaseUnusableError: it can't be read."""
    path = database_path(url)
    try:
        with Database.open_read_only(url) as connection:
            found = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
        version = stored_version(path) or ""
    except (sqlite3.Error, DatabaseError) as error:
        raise DatabaseUnusableError(f"{path}: {getattr(error, 'orig', None) or error}") from error
    return DatabaseHealth(version, known_versions()[-1], "" if found == "ok" else found)


def sqlite_version() -> str:
    """The version of the SQLite library in use, such as "3.40.1"."""
    return sqlite3.sqlite_version


def sqlite_is_safe() -> bool:
    """Whether checkpoints of several connections can't harm a database."""
    return sqlite3.sqlite_version_info >= SAFE_SQLITE
