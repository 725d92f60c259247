"""What the doctor asks about the database, from another process than the bot's."""

from dataclasses import dataclass

from storage.database import DatabaseUnusableError
from storage.health import DatabaseHealth, database_health, key_fits, sqlite_is_safe, sqlite_version

__all__ = ["DatabaseUnreadable", "Library", "check_database", "key_fits", "sqlite_library"]


@dataclass(frozen=True, slots=True)
class DatabaseUnreadable:
    """The file is no database or can't be opened; `reason` is one line."""

    reason: str


@dataclass(frozen=True, slots=True)
class Library:
    """The SQLite library: its version, and whether checkpoints of several connections do no harm."""

    version: str
    safe: bool


def check_database(url: str) -> DatabaseHealth | DatabaseUnreadable | None:
    """Whether the database is sound and up to date; None when there is none yet."""
    try:
        return database_health(url)
    except FileNotFoundError:
        return None
    except DatabaseUnusableError as error:
        return DatabaseUnreadable(str(error))


def sqlite_library() -> Library:
    """The SQLite this process would use."""
    return Library(sqlite_version(), sqlite_is_safe())
