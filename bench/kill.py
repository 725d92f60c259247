"""The bot is killed again and again under traffic; afterwards nothing may be lost and nothing done twice."""

import asyncio
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from actions.receive import unhandled
from actions.show_history import show_history
from actions.verify import verify_ledger
from bench.forge import Forge, forge
from bench.report import tell
from bench.shop import FIRST_CASHIER, FIRST_MEMBER, cashiers, members, our_bot, speaker
from bench.stage import Stage, alone
from bench.telegram import Telegram, served
from bench.traffic import Diary, Sale, Street
from loyalty.joining import Step
from loyalty.ledger import Kind
from texts.words import Words, words_for

CASHIERS = 4
CUSTOMERS = 12
FIRST_NEWCOMER = 5000
# From the fork: a kill falls into the start, or up to about 300 ms into the work.
LONGEST_LIFE_SECONDS = 0.6
LATER_SECONDS = 3600
DRAIN_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Books:
    """What the database says afterwards."""

    members: int
    entries: int
    faults: tuple[str, ...]
    waiting: int
    history: dict[int, list[tuple[Kind, int | None]]]
    joined: frozenset[int]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was lost and what was doubled, in words; and replies that came twice, which may happen."""

    sales: int
    joined: int
    lost: list[str]
    doubled: list[str]
    faults: tuple[str, ...]
    sent_twice: int


def run(times: int, seed: int) -> int:
    """Tell kill.lost, kill.doubled and kill.sent_twice; 1 when anything is wrong."""
    with TemporaryDirectory() as folder:
        verdict = asyncio.run(killed(Path(folder), times, seed))
    done = f"{times} kills, {verdict.sales} sales, {verdict.joined} joined, seed {seed}"
    tell("kill.lost", len(verdict.lost), "effects", f"{done}; {'; '.join(verdict.lost[:5])}")
    tell("kill.doubled", len(verdict.doubled), "effects", f"{done}; {'; '.join(verdict.doubled[:5])}")
    tell("kill.faults", len(verdict.faults), "faults", f"in the ledger; {'; '.join(verdict.faults[:5])}")
    tell("kill.sent_twice", verdict.sent_twice, "messages", "notices that came twice, as they may")
    return 1 if verdict.lost or verdict.doubled or verdict.faults else 0


async def killed(folder: Path, times: int, seed: int) -> Verdict:
    """A shop under traffic, so many kills, then everything to its end; what became of it."""
    telegram = Telegram()
    async with served(telegram) as url:
        stage = Stage(url)
        cards, words = await asyncio.to_thread(alone, furnished, stage, folder)
        street = Street(telegram, words_for(*words), cards, Random(seed))
        with forge(folder, stage) as bots:
            await _under_traffic(street, bots, times)
            await _to_the_end(street, bots)
        books = await asyncio.to_thread(alone, audited, stage, folder, sorted(cards), street.diary.joined)
        return judged(street, books)


def furnished(stage: Stage, folder: Path) -> tuple[dict[int, str], tuple[str, str, str]]:
    """A shop with customers and cashiers: the customers' card numbers, and the words the shop speaks."""

    async def made() -> tuple[dict[int, str], tuple[str, str, str]]:
        async with our_bot(stage, folder) as shop:
            numbers = await members(shop, CUSTOMERS)
            await cashiers(shop, CASHIERS)
            cards = {FIRST_MEMBER + at: number for at, number in enumerate(numbers)}
            return cards, ("ru", shop.settings.default_time_zone, "RUB")

    return asyncio.run(made())


def audited(stage: Stage, folder: Path, customers: list[int], newcomers: list[int]) -> Books:
    """Everything the database says about what was done."""

    async def read() -> Books:
        async with our_bot(stage, folder) as shop:
            proof = await verify_ledger(shop)
            history = {}
            for customer in customers:
                member_id = (await speaker(shop, customer)).member_id
                pages = (await show_history(shop, member_id)).pages
                lines = [
                    line
                    for page in range(pages)
                    for line in (await show_history(shop, member_id, page)).lines
                ]
                history[customer] = [(kind, line.amount_minor) for line in lines for kind, _ in line.parts]
            here = [person for person in newcomers if (await speaker(shop, person)).step == Step.JOINED]
            left = len(await unhandled(shop, 0, 1000))
            return Books(proof.members, proof.entries, proof.faults, left, history, frozenset(here))

    return asyncio.run(read())


async def _under_traffic(street: Street, bots: Forge, times: int) -> None:
    """Kill so often while people go on; when the last one has what he waited for, everybody has gone home."""
    async with asyncio.TaskGroup() as group:
        for person in range(FIRST_CASHIER, FIRST_CASHIER + CASHIERS):
            group.create_task(street.cashier(person))
        group.create_task(street.newcomers(FIRST_NEWCOMER))
        for _ in range(times):
            await asyncio.to_thread(bots.begin)
            await asyncio.sleep(street.chance.uniform(0, LONGEST_LIFE_SECONDS))
            await asyncio.to_thread(bots.kill)
        await asyncio.to_thread(bots.begin)
        street.closing = True
    await asyncio.to_thread(bots.stop)


async def _to_the_end(street: Street, bots: Forge) -> None:
    """An hour later, so that what is tried again is tried now: until every notice has come."""
    polls = street.telegram.poller
    await asyncio.to_thread(bots.begin, LATER_SECONDS)
    await street.telegram.until(lambda: street.telegram.poller > polls, DRAIN_SECONDS)
    with suppress(TimeoutError):  # what is missing is counted as lost
        await street.telegram.until(lambda: not missing(street), DRAIN_SECONDS)
    await asyncio.to_thread(bots.stop)


def missing(street: Street) -> list[str]:
    """Sales whose customer was not told of them, or not of their undoing."""
    told = told_to(street)
    return [
        f"notice of {sale.receipt}"
        for sale in street.diary.sales
        if len(told[sale.receipt]) < 1 + sale.undone
    ]


def told_to(street: Street) -> dict[str, Counter[str]]:
    """For each sale what its customer was told about it, and how often: the amount is in every text."""
    heard: dict[int, list[str]] = {customer: [] for customer in street.cards}
    for call in street.telegram.calls:
        if call.method == "sendMessage" and (customer := int(call.params["chat_id"])) in heard:
            heard[customer].append(call.params["text"])
    return {sale.receipt: _about(street.words, sale, heard[sale.customer]) for sale in street.diary.sales}


def _about(words: Words, sale: Sale, texts: list[str]) -> Counter[str]:
    amount = words.money(sale.amount_minor)
    return Counter(text for text in texts if amount in text)


def judged(street: Street, books: Books) -> Verdict:
    """Compare what people were told with what the books say."""
    diary: Diary = street.diary
    lost = [*diary.unanswered, *missing(street)]
    lost += [f"{books.waiting} updates are not handled"] if books.waiting else []
    lost += [f"person {person} has not joined" for person in diary.joined if person not in books.joined]
    doubled = []
    for customer, lines in books.history.items():
        booked = Counter(lines)
        expected: Counter[tuple[Kind, int | None]] = Counter(
            (kind, sale.amount_minor)
            for sale in diary.sales
            if sale.customer == customer
            for kind in ((Kind.EARNED, Kind.EARN_REVERSED) if sale.undone else (Kind.EARNED,))
        )
        lost += [f"{kind} {minor} of {customer}" for kind, minor in (expected - booked).elements()]
        doubled += [f"{kind} {minor} of {customer}" for kind, minor in (booked - expected).elements()]
    people = 1 + CASHIERS + CUSTOMERS + len(diary.joined)
    if books.members > people + len(diary.unanswered):
        doubled.append(f"{books.members - people} members")
    twice = sum(count - 1 for told in told_to(street).values() for count in told.values())
    return Verdict(len(diary.sales), len(diary.joined), lost, doubled, books.faults, twice)
