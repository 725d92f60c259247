"""How long an owner waits for the number of people: ready-made and typed audiences, a million members."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from actions.segments import count_of, reach_of
from actions.shop import Shop
from bench.crowd import CATEGORIES, crowd, quiet_shop
from bench.report import middle, tell
from loyalty.audience import parse
from loyalty.audience_ready import READY, ready
from loyalty.audience_tree import Node
from loyalty.refusals import Refused

MILLION = 1_000_000
ROUNDS = 3
MOST_SECONDS = 1.0
TYPED = {
    "gold": "last_purchase > 60d and purchases >= 3 and tier = gold",
    "everything": "reachable and consent and last_purchase <= 90d and average > 500 and balance >= 100",
    "never": f"not (bought = {CATEGORIES[0]} or bought_times({CATEGORIES[1]}) >= 3)",
    "evening": "city in (Москва, Казань) and (daytime = evening or visits_on(friday) >= 3)",
    "language": "language = en and joined > 6m or birthday in 30d",
    "wide": "birthday in 0d..366d or burning in 0d..300d",
}


def run(people: int = MILLION, seed: int = 1) -> int:
    """segment.count.s (the slowest) and of each, segment.reach.s; 1 if counting is too slow."""
    with TemporaryDirectory() as folder:
        slowest = asyncio.run(_measured(Path(folder), people, seed))
    return int(slowest > MOST_SECONDS)


async def _measured(folder: Path, people: int, seed: int) -> float:
    async with quiet_shop(folder) as shop:
        await crowd(shop, people, seed)
    async with quiet_shop(folder) as shop:
        seconds = {name: await _seconds(shop, node, count_of) for name, node in _asked().items()}
        for name, value in seconds.items():
            tell(f"segment.count.{name}.s", value, "s", f"one of {people} members")
        slowest = max(seconds, key=lambda name: seconds[name])
        tell("segment.count.s", seconds[slowest], "s", f"the slowest, {slowest}, aim {MOST_SECONDS}")
        reached = [await _seconds(shop, node, reach_of) for node in _asked().values()]
        tell("segment.reach.s", max(reached), "s", "the slowest, with who can be written to and who wants it")
        return seconds[slowest]


def _asked() -> dict[str, Node]:
    made = {key: ready(key, CATEGORIES[: one.picks]) for key, one in READY.items()}
    known = {key: node for key, node in made.items() if not isinstance(node, Refused)}
    return known | {f"typed.{name}": _read(text) for name, text in TYPED.items()}


def _read(text: str) -> Node:
    node = parse(text, "en")
    if isinstance(node, Refused):
        raise ValueError(f"{text}: {node}")
    return node


async def _seconds(shop: Shop, node: Node, ask: Callable[..., Any]) -> float:
    def read(tx: Any) -> float:
        begun = perf_counter()
        ask(shop, tx, node)
        return perf_counter() - begun

    return middle([await shop.db.survey(read) for _ in range(ROUNDS)])
