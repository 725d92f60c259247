"""Cashiers and newcomers who go on while the bot dies under them, and remember what they were told."""

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from random import Random

from bench.telegram import Call, Json, Telegram, message, tap
from texts.words import Words

# Longer than the bot is ever away.
PATIENCE_SECONDS = 30.0
THINKING_SECONDS = 0.25
READING_SECONDS = 0.05
TWICE = 0.25
UNDONE = 0.25


class NoAnswerError(Exception):
    """Somebody did something and the bot never answered."""


@dataclass(slots=True)
class Sale:
    """A sale as its cashier saw it; the amount tells it from all others."""

    customer: int
    amount_minor: int
    receipt: str
    undone: bool = False


@dataclass(slots=True)
class Diary:
    """What everybody was told is done, and what was never answered."""

    sales: list[Sale] = field(default_factory=list)
    joined: list[int] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Phone:
    """One person's chat: what is said and tapped, and what comes back."""

    telegram: Telegram
    person: int
    read: int = 0

    def does(self, *events: Json) -> None:
        """Send all of these at once."""
        self.read = len(self.telegram.calls)
        self.telegram.put(events)

    async def hears(self, wanted: Callable[[Call], bool]) -> Call:
        """The newest wanted message or edit since then, when the chat is quiet. NoAnswerError: none came.

        Who taps at every flicker of a screen that is still changing never catches up with it.
        """
        found: list[Call] = []

        def look() -> bool:
            new, self.read = self.telegram.calls[self.read :], len(self.telegram.calls)
            found.extend(
                call for call in new if call.params.get("chat_id") == str(self.person) and wanted(call)
            )
            return bool(found)

        try:
            await self.telegram.until(look, PATIENCE_SECONDS)
        except TimeoutError as error:
            raise NoAnswerError(f"person {self.person} waits for an answer") from error
        known = 0
        while known < len(found):
            known = len(found)
            await asyncio.sleep(READING_SECONDS)
            look()
        return found[-1]


@dataclass(slots=True)
class Street:
    """Everybody's world: the shop's cards, the stand-in, chance, and when to go home."""

    telegram: Telegram
    words: Words
    cards: dict[int, str]
    chance: Random
    diary: Diary = field(default_factory=Diary)
    closing: bool = False
    numbers: Iterator[int] = field(default_factory=count)

    async def cashier(self, person: int) -> None:
        """Sells until closing time: card, amount and receipt, confirmation, now and then an undo."""
        phone = Phone(self.telegram, person)
        while not self.closing:
            await asyncio.sleep(self.chance.uniform(0, THINKING_SECONDS))
            number = next(self.numbers)
            customer = self.chance.choice(list(self.cards))
            sale = Sale(customer, 1_000_000 + 100 * number, f"R{number}")
            try:
                purchase = await self._sell(phone, sale)
                self.diary.sales.append(sale)
                if purchase and self.chance.random() < UNDONE:
                    await self._undo(phone, sale, purchase)
            except NoAnswerError as error:
                self.diary.unanswered.append(f"sale {sale.receipt}: {error}")

    async def _sell(self, phone: Phone, sale: Sale) -> str:
        """The purchase's id, once the message says that it is booked ("" when it says: was booked before)."""
        typed = f"{sale.amount_minor // 100} №{sale.receipt}"
        phone.does(
            message(phone.person, self.cards[sale.customer]),
            message(phone.person, typed),
        )
        while True:
            shown = await phone.hears(lambda call: self._shows(call, sale))
            found = next(iter(buttons(shown)), "sale.undo:")
            if found.startswith("sale.undo:"):
                return found.partition(":")[2]
            tapped = tap(phone.person, found)
            phone.does(tapped, *([tapped] if self.chance.random() < TWICE else ()))

    async def _undo(self, phone: Phone, sale: Sale, purchase: str) -> None:
        tapped = tap(phone.person, f"sale.undone:{purchase}")
        sale.undone = True
        phone.does(tapped, *([tapped] if self.chance.random() < TWICE else ()))
        await phone.hears(lambda call: self._shows(call, sale) and not buttons(call))

    def _shows(self, call: Call, sale: Sale) -> bool:
        return self.words.money(sale.amount_minor) in call.params.get("text", "")

    async def newcomers(self, first_person: int) -> None:
        """One person after another joins, until closing time."""
        for person in count(first_person):
            if self.closing:
                return
            phone = Phone(self.telegram, person)
            try:
                for said in joining(person):
                    await asyncio.sleep(self.chance.uniform(0, THINKING_SECONDS))
                    phone.does(said)
                    await phone.hears(lambda call: call.method.startswith(("send", "edit")))
                self.diary.joined.append(person)
            except NoAnswerError as error:
                self.diary.unanswered.append(f"joining: {error}")


def joining(person: int) -> list[Json]:
    """Everything a person says from the first /start to the card."""
    return [
        message(person, "/start s-kiosk"),
        tap(person, "join.agree"),
        tap(person, "join.news:0"),
        message(person, f"Гость {person}"),
        message(person, "Пропустить"),
        message(person, "15.05.1990"),
    ]


def buttons(call: Call) -> list[str]:
    """What the buttons under a message would send."""
    rows = json.loads(call.params.get("reply_markup") or "{}").get("inline_keyboard", [])
    return [button.get("callback_data", "") for row in rows for button in row]
