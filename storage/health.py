"""Is the database sound and up to date? For the doctor: read-only, also while the bot runs."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from storage.database import Database, DatabaseUnusableError, database_path
from storage.migrate import known_versions, stored_version
from storage.shop import fact
from storage.vault import Vault, load_key

# Below it a checkpoint on one connection may corrupt a database that another one commits to.
SAFE_SQLITE = (3, 51, 3)
# The fact in the database that tells its own key from another one.
KEY_CHECK = "key_check"


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


def key_fits(url: str, secret: str, path: Path) -> bool | None:
    """Whether this key opens what the database holds sealed; nothing is written.

    False: it is another one, or it is gone. None: nothing was sealed yet, or the database can't be asked.
    """
    try:
        with Database.open_read_only(url) as connection:
            kept = fact(connection, KEY_CHECK)
    except (FileNotFoundError, sqlite3.Error, DatabaseError):
        return None
    if kept is None:
        return None
    if not secret and not path.exists():
        return False
    try:
        return Vault(load_key(secret, path)).check_value().hex() == kept
    except ValueError:
        return False


def sqlite_version() -> str:
    """The version of the SQLite library in use, such as "3.40.1"."""
    return sqlite3.sqlite_version


def sqlite_is_safe() -> bool:
    """Whether checkpoints of several connections can't harm a database."""
    return sqlite3.sqlite_version_info >= SAFE_SQLITE
