"""The bot is killed again and again while it broadcasts, and Telegram fails it: who got it twice, who not?"""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bench.broadcasting import Ends, add_broadcast, ends, furnish, until_noon
from bench.crowd import FIRST_PERSON
from bench.crowded_telegram import Chances, CrowdedTelegram
from bench.forge import Forge, forge
from bench.report import tell
from bench.stage import Stage, alone
from bench.telegram import served
from scheduler.delivery import IN_FLIGHT, PAID_IN_FLIGHT

LONGEST_LIFE_SECONDS = 1.2
QUIET_SECONDS = 5.0
DRAIN_SECONDS = 600.0
PAID_PER_SECOND = 1000
CHANCES = Chances(flood=0.01, server=0.005, drop=0.005)
SLOWLY, QUICKLY = "Медленно", "Быстро"
GOING = frozenset({"queuing", "running"})
DONE = frozenset({"sent", "failed", "unknown", "skipped"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who got it twice, and who never did though nothing says so."""

    people: int
    sent: int
    duplicates: int
    lost: list[str]
    unknown: int
    bound: int


def run(times: int, seed: int, people: int) -> int:
    """Tell kill.duplicates, kill.lost, kill.unknown and its bound; 1 when anything is wrong."""
    with TemporaryDirectory() as folder:
        verdict = asyncio.run(killed(Path(folder), times, seed, people))
    done = f"{times} kills, {verdict.people} recipients, {verdict.sent} sent, seed {seed}"
    tell("kill.duplicates", verdict.duplicates, "messages", done)
    tell("kill.lost", len(verdict.lost), "recipients", f"{done}; {'; '.join(verdict.lost[:5])}")
    tell("kill.unknown", verdict.unknown, "recipients", "may have got it, never sent again")
    tell("kill.unknown.bound", verdict.bound, "recipients", "kills x in flight + faults that leave doubt")
    return 1 if verdict.duplicates or verdict.lost or verdict.unknown > verdict.bound else 0


async def killed(folder: Path, times: int, seed: int, people: int) -> Verdict:
    """Two broadcasts to a crowd, one of them paid, so many kills, then everything to its end."""
    chance, offset = Random(seed), until_noon()
    telegram = CrowdedTelegram(chance=Random(seed), chances=CHANCES)
    async with served(telegram) as url:
        made = await asyncio.to_thread(alone, begun, folder, offset, people)
        with forge(folder, Stage(url)) as bots:
            for _ in range(times):
                await asyncio.to_thread(bots.begin, offset)
                await asyncio.sleep(chance.uniform(0, LONGEST_LIFE_SECONDS))
                await asyncio.to_thread(bots.kill)
            books = await _to_the_end(telegram, bots, folder, offset, made)
    return judged(telegram, books, times)


def begun(folder: Path, offset: int, people: int) -> dict[str, int]:
    """A crowd and the two broadcasts, by what they say."""
    furnish(folder, offset, people, 0, 0)
    speeds = {QUICKLY: PAID_PER_SECOND, SLOWLY: 0}
    return {body: add_broadcast(folder, offset, body, paid, service=True) for body, paid in speeds.items()}


def ended(folder: Path, offset: int, made: dict[str, int]) -> dict[str, Ends]:
    """What the books say of them."""
    return {body: ends(folder, offset, campaign_id) for body, campaign_id in made.items()}


async def _to_the_end(
    telegram: CrowdedTelegram, bots: Forge, folder: Path, offset: int, made: dict[str, int]
) -> dict[str, Ends]:
    """Until nothing comes any more and the books say that nothing will; what they say of the broadcasts."""
    async with asyncio.timeout(DRAIN_SECONDS):
        while True:
            await asyncio.to_thread(bots.begin, offset)
            before = -1
            while before != len(telegram.sent_at):
                before = len(telegram.sent_at)
                await asyncio.sleep(QUIET_SECONDS)
            await asyncio.to_thread(bots.stop)
            books: dict[str, Ends] = await asyncio.to_thread(alone, ended, folder, offset, made)
            if not any(found.state in GOING for found in books.values()):
                return books


def judged(telegram: CrowdedTelegram, books: dict[str, Ends], times: int) -> Verdict:
    """Compare what people got with what the books say of them."""
    lost: list[str] = []
    for body, found in books.items():
        crowd = {person: state for person, state in found.by_person.items() if person >= FIRST_PERSON}
        lost += [f"{person} of {body} is {state}" for person, state in crowd.items() if state not in DONE]
        lost += [
            f"{person} never got {body}"
            for person, state in crowd.items()
            if state == "sent" and not telegram.got[person, body]
        ]
        lost += [f"{found.twice} are there twice"] if found.twice else []
        lost += [] if found.state == "done" else [f"{body} is {found.state}"]
        lost += [f"{len(found.by_person)} of {found.members}"] * (len(found.by_person) != found.members)
    return Verdict(
        people=sum(len(found.by_person) for found in books.values()),
        sent=len(telegram.sent_at),
        duplicates=sum(count - 1 for count in telegram.got.values()),
        lost=lost,
        unknown=sum(found.number()["unknown"] for found in books.values()),
        bound=times * (IN_FLIGHT + PAID_IN_FLIGHT) + telegram.doubtful,
    )
