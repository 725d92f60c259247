"""The command line: python -m bot run | doctor | verify.

Exit codes: 0 done, 1 something is wrong with what was checked or while running, 2 it could not begin.
"""

import argparse
import asyncio
import gc
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.config import Settings

# Everything heavy is imported by the command that needs it: the time to the first answer is mostly imports.


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says and return the exit code."""
    parsed = parser().parse_args(arguments)
    command: Callable[[Settings], int] = parsed.command
    from bot.config import SettingsError, load_settings

    try:
        return command(load_settings())
    except SettingsError as error:
        return refuse(error)


def parser() -> argparse.ArgumentParser:
    """The commands and their help."""
    top = argparse.ArgumentParser(
        prog="python -m bot",
        description="Kopilka: a loyalty programme in a Telegram chat.",
        epilog="Settings are read from the environment and from .env; .env.example explains them.",
    )
    commands = top.add_subparsers(metavar="command", required=True)
    for name, command, text in (
        ("run", run, "run the bot on Telegram by long polling until it is stopped"),
        ("doctor", doctor, "check token, database, clock, disk and key, and say what to do"),
        ("verify", verify, "prove the ledger: every balance recomputed, every chain followed"),
    ):
        commands.add_parser(name, help=text, description=text).set_defaults(command=command)
    return top


def run(settings: "Settings") -> int:
    """Run the bot until SIGINT or SIGTERM."""
    token = settings.token
    gc.disable()  # hundreds of thousands of objects are made by the imports and none of them is garbage
    from bot.app import build
    from bot.lifespan import CannotStart
    from bot.logs import set_up_logs

    gc.freeze()
    gc.enable()

    async def serve() -> bool:
        return await build(settings).run()

    keys = [key.get_secret_value() for key in (settings.secret_key, settings.metrics_key) if key]
    set_up_logs(settings.log_level, [token, *keys], as_json=settings.log_format == "json")
    try:
        return 0 if asyncio.run(serve()) else 1
    except CannotStart as error:
        return refuse(error)


def doctor(settings: "Settings") -> int:
    """Print a line for everything that was looked at."""
    from bot.doctor import Health, examine

    findings = asyncio.run(examine(settings))
    for finding in findings:
        print(f"{finding.health.value:8} {finding.what}: {finding.text}")
    return 1 if any(finding.health is Health.PROBLEM for finding in findings) else 0


def verify(settings: "Settings") -> int:
    """Prove the ledger; the bot may be running."""
    from actions.check_database import DatabaseUnreadable, check_database
    from actions.verify import verify_file

    url = settings.database_url
    health = check_database(url)
    if isinstance(health, DatabaseUnreadable):
        return refuse(health.reason)
    if health is None or health.version != health.newest_version:
        return refuse(f"{url} has no ledger of this version: `python -m bot run` makes it.")
    found = verify_file(url)
    print(f"members:   {found.members}")
    print(f"entries:   {found.entries}")
    print(f"liability: {found.liability_points} points")
    print(f"digest:    {found.digest}")
    for fault in found.faults:
        print(f"fault:     {fault}")
    wrong = found.fault_count
    print(f"The ledger does not add up: {wrong} faults." if wrong else "The ledger adds up.")
    return 1 if wrong else 0


def refuse(reason: object) -> int:
    """Say in one line why it could not begin."""
    print(f"kopilka: {reason}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
