"""Where the time of a sale goes: by thread, by package, and the functions that take most of it."""

import cProfile
import pstats
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.report import tell

SHOWN = 25


@dataclass(slots=True)
class Profile:
    """Seconds of processor time, filled when the block has ended."""

    threads: dict[str, float] = field(default_factory=dict)
    packages: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    functions: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def tell(self, sales: int) -> None:
        """Tell everything in milliseconds for one sale. The main thread is slowed down by being watched."""
        for kind, figures in (
            ("thread", self.threads),
            ("package", self.packages),
            ("function", self.functions),
        ):
            for name, seconds in sorted(figures.items(), key=lambda one: -one[1])[:SHOWN]:
                tell(f"sale.profile.{kind}", seconds * 1000 / sales, "ms", name)


@contextmanager
def profiled(wanted: bool) -> Iterator[Profile | None]:
    """Watch the block; None when that is not wanted."""
    if not wanted:
        yield None
        return
    found, before, watch = Profile(), thread_seconds(), cProfile.Profile()
    watch.enable()
    try:
        yield found
    finally:
        watch.disable()
        after = thread_seconds()
        found.threads = {name: after[name] - before.get(name, 0.0) for name in after}
        for (file, line, function), (_, _, own, _, _) in pstats.Stats(watch).stats.items():  # type: ignore[attr-defined]  # typeshed leaves it out
            found.packages[package_of(file)] += own
            found.functions[f"{package_of(file)} {Path(file).name}:{line} {function}"] += own


def package_of(file: str) -> str:
    """The installed package, the room of the house, or "python" for the interpreter and its library."""
    parts = Path(file).parts
    if "site-packages" in parts:
        return parts[parts.index("site-packages") + 1]
    house = Path(__file__).parent.parent.parts
    return parts[len(house)] if parts[: len(house)] == house else "python"


def thread_seconds() -> dict[str, float]:
    """Processor time of every thread so far, threads of one name together."""
    spent: dict[str, float] = defaultdict(float)
    for thread in threading.enumerate():
        schedule = Path(f"/proc/self/task/{thread.native_id}/schedstat").read_text(encoding="ascii")
        spent[thread.name.split(" ")[0].rstrip("_0123456789")] += int(schedule.split()[0]) / 1e9
    return dict(spent)
