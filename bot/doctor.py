"""Looks at everything the bot needs, without changing anything, and says what to do about what is wrong."""

import asyncio
import shutil
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path
from stat import S_IMODE

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramNotFound,
    TelegramUnauthorizedError,
)
from aiohttp import ClientError, ClientSession, ClientTimeout

from actions.check_database import DatabaseUnreadable, check_database, key_fits, sqlite_library
from bot.app import bot_of
from bot.clock import Clock
from bot.config import Settings

TIMEOUT_SECONDS = 10
CLOCK_TOLERANCE_SECONDS = 60
DISK_LEAST_BYTES = 1_000_000_000
DISK_LEAST_PERCENT = 15


class Health(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, how it is, and what to do."""

    health: Health
    what: str
    text: str


async def examine(settings: Settings) -> list[Finding]:
    """Every finding, in the order a person would look."""
    token, clock = await asyncio.gather(check_token(settings), check_clock(settings))
    return [
        token,
        check_tables(settings),
        check_sqlite(),
        clock,
        check_disk(settings.data_dir),
        *check_private(settings),
    ]


async def check_token(settings: Settings) -> Finding:
    """Does Telegram know the bot?"""
    if settings.bot_token is None:
        text = "BOT_TOKEN is not set: get one from @BotFather and put it into .env (the sandbox needs none)."
        return Finding(Health.PROBLEM, "token", text)
    bot = bot_of(settings)
    try:
        me = await bot.get_me(request_timeout=TIMEOUT_SECONDS)
    except (TelegramUnauthorizedError, TelegramNotFound):
        text = "Telegram refuses BOT_TOKEN: put the token that @BotFather shows for your bot there."
        return Finding(Health.PROBLEM, "token", text)
    except (TelegramAPIError, ClientDecodeError) as error:
        text = f"{settings.telegram_api_url} gives no answer ({type(error).__name__}): check the network."
        return Finding(Health.PROBLEM, "token", text)
    finally:
        await bot.session.close()
    return Finding(Health.OK, "token", f"the bot is @{me.username}")


def check_tables(settings: Settings) -> Finding:
    """Does the database open, is it sound, is it of this version?"""
    found = check_database(settings.database_url)
    if found is None:
        return Finding(Health.OK, "database", "there is none yet: the first start makes it")
    if isinstance(found, DatabaseUnreadable):
        text = f"{found.reason}. Check DATABASE_URL, or put a backup in its place with the bot stopped."
        return Finding(Health.PROBLEM, "database", text)
    if found.fault:
        text = f"it is damaged ({found.fault}): stop the bot and put the newest backup in its place."
        return Finding(Health.PROBLEM, "database", text)
    if found.version == found.newest_version:
        return Finding(Health.OK, "database", f"sound, its tables are up to date (version {found.version})")
    if found.version > found.newest_version:
        text = f"its version {found.version} is of a newer Kopilka: install that one."
        return Finding(Health.PROBLEM, "database", text)
    text = f"its version {found.version or '0'} is older than {found.newest_version}: a start updates it."
    return Finding(Health.WARNING, "database", text)


def check_sqlite() -> Finding:
    """Is the library free of the bug that corrupts a database in WAL mode?"""
    library = sqlite_library()
    if library.safe:
        return Finding(Health.OK, "SQLite", library.version)
    text = (
        f"{library.version} is older than 3.51.3: there a checkpoint of one connection can damage what "
        "another commits. The bot writes and checkpoints on a single one: let nothing else write to the file."
    )
    return Finding(Health.WARNING, "SQLite", text)


async def check_clock(settings: Settings) -> Finding:
    """Does this machine's clock agree with the server's Date?"""
    try:
        async with (
            ClientSession(timeout=ClientTimeout(total=TIMEOUT_SECONDS)) as session,
            session.get(settings.telegram_api_url, allow_redirects=False) as response,
        ):
            there = parsedate_to_datetime(response.headers["Date"])
    except (ClientError, TimeoutError, OSError, KeyError, ValueError) as error:
        reason = type(error).__name__
        text = f"can't be compared with {settings.telegram_api_url} ({reason}): check the network."
        return Finding(Health.WARNING, "clock", text)
    difference_seconds = round((Clock().now() - there).total_seconds())
    if abs(difference_seconds) <= CLOCK_TOLERANCE_SECONDS:
        return Finding(Health.OK, "clock", "agrees with the server's")
    direction = "ahead of" if difference_seconds > 0 else "behind"
    text = f"{abs(difference_seconds)} s {direction} the server's: run `timedatectl set-ntp true`."
    return Finding(Health.WARNING, "clock", text)


def check_disk(folder: Path) -> Finding:
    """Is there room for the database to grow?"""
    there = next(parent for parent in (folder.absolute(), *folder.absolute().parents) if parent.exists())
    usage = shutil.disk_usage(there)
    percent = usage.free * 100 // usage.total
    text = f"{usage.free // 1_000_000} MB free ({percent} %) at {there}"
    if usage.free < DISK_LEAST_BYTES or percent < DISK_LEAST_PERCENT:
        return Finding(Health.WARNING, "disk", f"{text}: make room before it runs out.")
    return Finding(Health.OK, "disk", text)


def check_private(settings: Settings) -> list[Finding]:
    """Is the key the database's own, and are the files with secrets readable by their owner only?"""
    env_file = Path(".env")
    first = check_key(settings)
    return [first, check_mode(".env", env_file, Health.WARNING)] if env_file.exists() else [first]


def check_key(settings: Settings) -> Finding:
    """Would the start find the key that opens what is sealed, and nobody else?"""
    key = settings.data_dir / "secret.key"
    secret = settings.secret_key.get_secret_value() if settings.secret_key else ""
    kept = check_mode("key", key, Health.PROBLEM) if key.exists() and not secret else None
    if kept is not None and kept.health is not Health.OK:
        return kept
    if key_fits(settings.database_url, secret, key) is False:
        text = (
            f"it does not open this database: put {key} back from your backup, or set SECRET_KEY as it was."
        )
        return Finding(Health.PROBLEM, "key", text)
    if secret:
        return Finding(Health.OK, "key", "SECRET_KEY is set: keep a copy where the backups are not")
    return kept or Finding(Health.OK, "key", f"there is none yet: the first start writes {key}")


def check_mode(what: str, path: Path, otherwise: Health) -> Finding:
    """Only the owner may read it, or else."""
    if S_IMODE(path.stat().st_mode) & 0o077:
        return Finding(otherwise, what, f"{path} can be read by other users: run `chmod 600 {path}`.")
    return Finding(Health.OK, what, f"{path} is readable by its owner only")
