"""Resident memory after the first answer and after some work, beside the echo bot after as many updates."""

import re
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.report import middle, tell
from bench.shop import FIRST_MEMBER, open_with_members
from bench.stage import Stage, alone, bot_process, stage
from bench.telegram import Json, message

AIM = 1.4
PEOPLE = 30
UPDATES = 300
# What members do all day; the first card of each is drawn, the later ones go by file_id.
DOINGS = ("/card", "/balance", "/history")
SETTLED_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident and proportional set size of a process, in MiB."""

    rss_mib: float
    pss_mib: float


def run(rounds: int = 3) -> None:
    """Tell memory.ratio (after 300 updates, 30 cards drawn among them) and memory.start.ratio."""
    with stage() as telegram, TemporaryDirectory() as folder:
        alone(open_with_members, telegram, Path(folder), PEOPLE)
        pairs = [
            (
                watched(telegram, ("bot", "run"), Path(folder)),
                watched(telegram, ("bench.echo_bot", telegram.url), Path(folder)),
            )
            for _ in range(rounds)
        ]
    for name, at in (("memory.start", 0), ("memory", 1)):
        ours = middle([pair[0][at].rss_mib for pair in pairs])
        echo = middle([pair[1][at].rss_mib for pair in pairs])
        tell(f"{name}.rss", ours, "MiB", f"echo bot {echo:.1f} MiB")
        tell(f"{name}.ratio", ours / echo, "x", f"echo bot, aim <= {AIM}")
        ours = middle([pair[0][at].pss_mib for pair in pairs])
        echo = middle([pair[1][at].pss_mib for pair in pairs])
        tell(f"{name}.pss.ratio", ours / echo, "x", f"echo bot {echo:.1f} MiB")


def watched(telegram: Stage, command: tuple[str, ...], folder: Path) -> tuple[Memory, Memory]:
    """The memory of a bot after its first answer, and after all the updates."""
    telegram.put([message(FIRST_MEMBER, "/balance")])
    with bot_process(command, folder, telegram) as (process_id, _):
        telegram.wait()
        time.sleep(SETTLED_SECONDS)
        started = memory_of(process_id)
        telegram.put(doings())
        telegram.wait(UPDATES)
        time.sleep(SETTLED_SECONDS)
        return started, memory_of(process_id)


def doings() -> list[Json]:
    """Everybody does everything, again and again."""
    return [
        message(FIRST_MEMBER + number % PEOPLE, DOINGS[number // PEOPLE % len(DOINGS)], number)
        for number in range(UPDATES)
    ]


def memory_of(process_id: int) -> Memory:
    """Read from /proc."""
    rollup = Path(f"/proc/{process_id}/smaps_rollup").read_text(encoding="ascii")
    rss, pss = (re.search(rf"^{name}:\s+(\d+) kB", rollup, re.MULTILINE) for name in ("Rss", "Pss"))
    if rss is None or pss is None:
        raise LookupError("this system does not tell the memory of a process")
    return Memory(int(rss[1]) / 1024, int(pss[1]) / 1024)
