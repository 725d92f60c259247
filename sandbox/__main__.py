"""python -m sandbox: a stand-in for Telegram, the real bot connected to it over HTTP, a demo shop, a page."""

import argparse
import asyncio
import shutil
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from urllib.parse import urlsplit

from actions.clock_offset import kept_offset
from bot.app import build
from bot.clock import Clock
from bot.config import Settings, SettingsError, load_settings
from bot.lifespan import CannotStart, live
from bot.logs import set_up_logs
from sandbox.demo import Cast, first_day_seconds, furnish, hire_cast
from sandbox.forward import forward
from sandbox.hints import next_hint
from sandbox.pages import free_port
from sandbox.server import served
from sandbox.telegram import Telegram
from sandbox.till import till_of
from sandbox.views import Desk

TOKEN = "424242:KOPILKA-SANDBOX-OPENS-NOTHING-BUT-THIS-PAGE"  # noqa: S105 - the stand-in's own
USERNAME = "kopilka_demo_bot"


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until Ctrl+C; the exit code is 2 when it could not begin."""
    parser().parse_args(arguments)
    try:
        settings = load_settings()
        set_up_logs("WARNING" if settings.log_level == "INFO" else settings.log_level, [])
        return 0 if asyncio.run(rehearse(settings)) else 1
    except (SettingsError, CannotStart) as error:
        sys.stderr.write(f"{error}\n")
    except OSError as error:
        sys.stderr.write(f"The page can't be served ({error}): set SANDBOX_PORT to another port.\n")
    return 2


def parser() -> argparse.ArgumentParser:
    """It takes no options, and says so."""
    return argparse.ArgumentParser(
        prog="python -m sandbox",
        description="A stand-in for Telegram with a demo shop: a page with three phones. Ctrl+C ends it.",
        epilog="SANDBOX_PORT and DATA_DIR are read from the environment and from .env; .env.example explains "
        "them.",
    )


async def rehearse(settings: Settings) -> bool:
    """Take the stage, or CannotStart when another sandbox is on it."""
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (settings.data_dir / "sandbox.lock").open("w") as lock:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            raise CannotStart(f"another sandbox runs on {settings.data_dir}: end it first.") from None
        return await perform(settings)


async def perform(settings: Settings) -> bool:
    """Run the stand-in and the bot together until a signal; False when the bot broke."""
    database, folder = settings.data_dir / "sandbox.db", settings.data_dir / "sandbox"
    kept = kept_offset(f"sqlite:///{database}")
    if kept is None:
        clear_stage(database, folder)
    clock = Clock(-first_day_seconds(Clock().now(), settings.time_zone) if kept is None else kept)
    telegram = Telegram(clock.now, token=TOKEN, username=USERNAME, first_name="Kopilka", folder=folder)
    cast = hire_cast(telegram)
    desk = Desk(
        phones={"customer": cast.customer.id, "cashier": cast.cashier.id, "owner": cast.owner.id},
        hint=lambda: next_hint(telegram, cast),
    )
    async with AsyncExitStack() as stack:
        stack.callback(telegram.close)
        address = await stack.enter_async_context(served(telegram, desk, settings.sandbox_port))
        app = build(bot_settings(settings, database, address, cast), clock)
        desk.move_clock = forward(app)

        async def start() -> None:
            await app.start()
            if kept is None:
                print("Furnishing the demo shop ...", flush=True)
                await furnish(app.shop, telegram, cast, clock)
            desk.till = await till_of(app.shop, cast.owner, f"{app.settings.public_url}/api/v1", folder)
            print(f"\nOpen {address} in a browser: three phones, one shop. Ctrl+C ends it.\n", flush=True)

        return await live(start, app.tasks.broken, app.stop)


def clear_stage(database: Path, folder: Path) -> None:
    """A demo shop that was never finished (the first start was interrupted) is begun anew."""
    shutil.rmtree(folder, ignore_errors=True)
    for leftover in database.parent.glob(f"{database.name}*"):
        leftover.unlink()


def bot_settings(settings: Settings, database: Path, address: str, cast: Cast) -> Settings:
    """The bot's settings on this stage: its own token, addresses and database; the owner is known."""
    doors = free_port((urlsplit(address).port or 0) + 1)
    return load_settings(
        bot_token=TOKEN,
        http_port=doors,
        http_host="127.0.0.1",
        public_url=f"http://127.0.0.1:{doors}",
        telegram_api_url=address,
        database_url=f"sqlite:///{database}",
        data_dir=settings.data_dir,
        owner_ids=(str(cast.owner.id),),
    )


if __name__ == "__main__":
    sys.exit(main())
