"""Milliseconds for a card and for its code, and repeated /card by file_id beside the echo bot."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.report import middle, tell
from bench.shop import FIRST_MEMBER, echo_bot, members, our_bot, seconds_of
from bench.stage import ANSWERS, Stage, alone, stage
from bench.telegram import Json, message
from texts.card_drawing import FIELD, card_jpeg, code_mask
from texts.pictures import CardFace

CARD_AIM_MS = 25
CODE_AIM_MS = 2
REPEAT_AIM = 0.6
TIMES = 60
PEOPLE = 16
WARM_UP = 120
REPEATS = 480
FACE = CardFace(
    brand="Кофейня «Северное сияние»",
    name="Александра Константинопольская",
    number="493021685574",
    colour="gold",
    tier_name="Золотой",
    rate_text="7,5 %",
    link="https://t.me/severnoe_siyanie_bot?start=c1_8fKq2ZtWm4XbN7LpRs3Y",
)


def run(rounds: int = 3) -> None:
    """Tell card.ms, qr.ms and card.repeat.ratio."""
    drawing()
    repeats(rounds)


def drawing(times: int = TIMES) -> None:
    """Tell card.ms and qr.ms: the median of many, after the fonts are loaded."""
    side = FIELD[2] - FIELD[0]
    tell("card.ms", milliseconds(lambda: card_jpeg(FACE), times), "ms", f"aim <= {CARD_AIM_MS}")
    tell("qr.ms", milliseconds(lambda: code_mask(FACE.link, side), times), "ms", f"aim <= {CODE_AIM_MS}")


def milliseconds(work: Callable[[], object], times: int) -> float:
    """The median duration of `work`."""
    work()
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        spent.append((time.perf_counter() - began) * 1000)
    return middle(spent)


def repeats(rounds: int) -> None:
    """Tell card.repeat.ratio: /card of people whose pictures Telegram has, beside as many echoes."""
    with stage() as telegram:
        pairs = []
        for _ in range(rounds):
            with TemporaryDirectory() as folder:
                pairs.append((alone(cards, telegram, Path(folder)), alone(echoes, telegram)))
    ours, echo = (middle([pair[which] for pair in pairs]) for which in (0, 1))
    tell("card.repeat.rate", ours, "1/s", f"{PEOPLE} people; echo bot {echo:.0f} 1/s")
    tell("card.repeat.ratio", ours / echo, "x", f"echo bot, aim >= {REPEAT_AIM}")


def cards(telegram: Stage, folder: Path) -> float:
    """Cards a second by file_id, after everybody's first one was drawn and sent."""

    async def measured() -> float:
        async with our_bot(telegram, folder) as shop:
            await members(shop, PEOPLE)
            await seconds_of(telegram, asked("/card", PEOPLE), ANSWERS)
            await seconds_of(telegram, asked("/card", WARM_UP), ANSWERS)
            return REPEATS / await seconds_of(telegram, asked("/card", REPEATS), ANSWERS)

    return asyncio.run(measured())


def echoes(telegram: Stage) -> float:
    """Echoes a second for as many messages from as many people."""

    async def measured() -> float:
        async with echo_bot(telegram):
            await seconds_of(telegram, asked("card", WARM_UP), ANSWERS)
            return REPEATS / await seconds_of(telegram, asked("card", REPEATS), ANSWERS)

    return asyncio.run(measured())


def asked(text: str, count: int) -> list[Json]:
    """So many messages with this text, from everybody in turn."""
    return [message(FIRST_MEMBER + number % PEOPLE, text, number) for number in range(count)]
