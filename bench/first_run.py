"""From the start of the process to the first answer: a new shop, the same shop again, and the echo bot."""

from pathlib import Path
from tempfile import TemporaryDirectory

from bench.report import alternately, tell
from bench.stage import Stage, bot_process, stage
from bench.telegram import message

OURS = ("bot", "run")
AIM = 1.4


def run(rounds: int = 5) -> None:
    """Tell start.ratio (a new shop) and start.again.ratio (its second start), and the seconds behind them."""
    with stage() as telegram, TemporaryDirectory() as folder:
        echo_command = ("bench.echo_bot", telegram.url)
        for command in (OURS, echo_command):
            seconds_to_answer(telegram, command, Path(folder))  # byte code and disk cache are warm now

        def first() -> float:
            with TemporaryDirectory() as empty:
                return seconds_to_answer(telegram, OURS, Path(empty))

        for name, ours in (
            ("start", first),
            ("start.again", lambda: seconds_to_answer(telegram, OURS, Path(folder))),
        ):
            seconds, echo_seconds = alternately(
                rounds, ours, lambda: seconds_to_answer(telegram, echo_command, Path(folder))
            )
            tell(f"{name}.seconds", seconds, "s", f"echo bot {echo_seconds:.3f} s")
            tell(f"{name}.ratio", seconds / echo_seconds, "x", f"echo bot, aim <= {AIM}")


def seconds_to_answer(telegram: Stage, command: tuple[str, ...], folder: Path) -> float:
    """A /start waits at Telegram before the process is begun; how long until its answer."""
    telegram.put([message(1, "/start")])
    with bot_process(command, folder, telegram) as (_, began):
        return telegram.wait() - began
