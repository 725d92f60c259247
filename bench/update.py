"""Confirmed sales a second, each until its answer arrived, beside the echo bot's answers a second."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.profile import Profile, profiled
from bench.report import middle, tell
from bench.shop import FIRST_CASHIER, cashiers, echo_bot, members, our_bot, previews, seconds_of
from bench.stage import Stage, alone, stage
from bench.telegram import message

AIM = 0.4
COMMITS_AIM = 2
SALES = 400
CUSTOMERS = 50
WARM_UP = 120
# Confirmations come at once from this many cashiers; one person's updates are handled one after another.
MANY, ONE = 8, 1


@dataclass(frozen=True, slots=True)
class Rate:
    """Answers a second, the database's commits for each of them, and where the time went if asked."""

    per_second: float
    commits: float = 0.0
    batched_commits: float = 0.0
    profile: Profile | None = None


def run(rounds: int = 3, *, profile: bool = False) -> None:
    """Tell sale.ratio and sale.commits for eight cashiers side by side, sale.one.ratio for a single one."""
    with stage() as telegram:
        for name, people in (("sale", MANY), ("sale.one", ONE)):
            pairs = [(fresh_sales(telegram, people), alone(echoes, telegram, people)) for _ in range(rounds)]
            ours = middle([pair[0].per_second for pair in pairs])
            echo = middle([pair[1].per_second for pair in pairs])
            tell(f"{name}.rate", ours, "1/s", f"{people} cashiers; echo bot {echo:.0f} 1/s")
            tell(f"{name}.ratio", ours / echo, "x", f"echo bot, aim >= {AIM}")
            commits = middle([pair[0].commits for pair in pairs])
            tell(f"{name}.commits", commits, "commits", f"interactive, aim <= {COMMITS_AIM}")
            batched = middle([pair[0].batched_commits for pair in pairs])
            tell(f"{name}.commits.batched", batched, "commits", "inbox and delivery marks, shared")
        if profile and (found := fresh_sales(telegram, MANY, profile=True).profile):
            found.tell(SALES)


def fresh_sales(telegram: Stage, people: int, *, profile: bool = False) -> Rate:
    """Measure sales in a new shop and a new process."""
    with TemporaryDirectory() as folder:
        rate: Rate = alone(sales, telegram, Path(folder), people, profile)
        return rate


def sales(telegram: Stage, folder: Path, people: int, profile: bool) -> Rate:
    """Previews made beforehand, then all confirmations at once until each message is edited."""

    async def measured() -> Rate:
        async with our_bot(telegram, folder) as shop:
            cards, till = await members(shop, CUSTOMERS), await cashiers(shop, people)
            taps = await previews(shop, till, cards, WARM_UP + SALES)
            await seconds_of(telegram, taps[:WARM_UP], ("editMessageText",))
            commits, batched = shop.db.commits, shop.db.batched_commits
            with profiled(profile) as found:
                seconds = await seconds_of(telegram, taps[WARM_UP:], ("editMessageText",))
            done, done_batched = shop.db.commits - commits, shop.db.batched_commits - batched
            return Rate(SALES / seconds, done / SALES, done_batched / SALES, found)

    return asyncio.run(measured())


def echoes(telegram: Stage, people: int) -> Rate:
    """As many plain messages from as many people, until each has its echo."""

    async def measured() -> Rate:
        texts = [message(FIRST_CASHIER + number % people, "450", number) for number in range(WARM_UP + SALES)]
        async with echo_bot(telegram):
            await seconds_of(telegram, texts[:WARM_UP], ("sendMessage",))
            return Rate(SALES / await seconds_of(telegram, texts[WARM_UP:], ("sendMessage",)))

    return asyncio.run(measured())
