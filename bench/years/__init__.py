"""Simulated years: every automation for members of all kinds, held against an independent model."""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.report import tell
from bench.years.judge import Verdict, judged
from bench.years.play import Years, lived

# (people, days): a decade of a small shop, two months of a large one.
PLAYS = ((200, 3_652), (10_000, 60))
SHOWN = 20


def run(seed: int) -> int:
    """Let them pass, and tell what was amiss; 1 when anything was."""
    verdicts = []
    for people, days in PLAYS:
        years, verdict = _play(people, days, seed)
        tell(f"years.due.{people}", verdict.due, "occasions", f"{people} members, {days} days")
        tell(f"years.delivered.{people}", len(years.delivered), "messages")
        tell(f"years.deaths.{people}", years.deaths, "processes that ended suddenly")
        verdicts.append(verdict)
    amiss = 0
    for name in ("missed", "doubled", "outside_window", "without_consent"):
        found = [line for verdict in verdicts for line in getattr(verdict, name)]
        for line in found[:SHOWN]:
            print(f"{name}: {line}", file=sys.stderr)
        tell(f"years.{name}", len(found), "messages", "0")
        amiss += len(found)
    return 1 if amiss else 0


def _play(people: int, days: int, seed: int) -> tuple[Years, Verdict]:
    with TemporaryDirectory() as folder:
        years = asyncio.run(lived(Path(folder), people, days, seed))
    return years, judged(years)
