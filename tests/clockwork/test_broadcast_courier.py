"""Messages of broadcasts as real messages: whole or not at all, paid for when they pay, taken back."""

from collections.abc import Mapping
from typing import Any

import pytest
from aiogram import Bot
from aiogram.methods import SendMessage, TelegramMethod

from actions.delivery import Delivery
from actions.outcomes import Failed, Outcome, Sent
from bot.courier import Courier
from handlers.screens import send
from sandbox.state import Person
from sandbox.telegram import Telegram
from tests.clockwork.stand import Stand
from texts.notices import render
from texts.screen import Screen
from texts.words import Html

PLAIN: Mapping[str, Any] = {
    "recipient": 1,
    "body": "Привет, {имя|друг}!",
    "values": {"name": "Анна"},
    "media": "",
    "file_id": "",
    "buttons": [],
    "marketing": True,
}


@pytest.fixture
def anna(telegram: Telegram) -> Person:
    person = telegram.add_person("Анна")
    telegram.start(person)
    return person


async def deliver(
    stand: Stand, bot: Bot, person: Person, kind: str = "campaign", *, paid: bool = False, **data: Any
) -> Outcome:
    delivery = Delivery(
        notice_id=1,
        kind=kind,
        data={**PLAIN, **data},
        tries=0,
        at=stand.clock.now(),
        member_id=1,
        external_id=str(person.id),
        language="ru",
        currency="RUB",
        time_zone="Europe/Moscow",
        paid=paid,
    )
    return await Courier(stand.shop, bot, render).deliver(delivery)


async def test_it_comes_in_the_owners_words_with_a_way_out(
    stand: Stand, telegram: Telegram, bot: Bot, anna: Person
) -> None:
    assert isinstance(await deliver(stand, bot, anna), Sent)
    bubble = telegram.screen(anna)
    assert bubble is not None
    assert bubble.text == "Привет, Анна!"
    assert len(bubble.buttons) == 1


async def test_without_its_photo_it_is_not_sent(stand: Stand, bot: Bot, anna: Person) -> None:
    outcome = await deliver(stand, bot, anna, media="photo", file_id="nobody-knows-it")
    assert isinstance(outcome, Failed)


@pytest.mark.parametrize("paid", [False, True])
async def test_only_a_campaign_that_pays_says_so(stand: Stand, bot: Bot, anna: Person, paid: bool) -> None:
    asked: list[TelegramMethod[Any]] = []

    async def note(make_request: Any, bot: Bot, method: TelegramMethod[Any]) -> Any:
        asked.append(method)
        return await make_request(bot, method)

    bot.session.middleware(note)
    await deliver(stand, bot, anna, paid=paid)
    [sent] = [one for one in asked if isinstance(one, SendMessage)]
    assert sent.allow_paid_broadcast is (True if paid else None)


async def test_it_is_corrected_in_its_place_and_taken_back(
    stand: Stand, telegram: Telegram, bot: Bot, anna: Person
) -> None:
    message = await send(bot, anna.id, Screen(Html("old")), stand.shop)
    where: dict[str, Any] = {"message_id": str(message.message_id)}
    assert await deliver(stand, bot, anna, "edit.campaign", **where) == Sent()
    bubble = telegram.screen(anna)
    assert bubble is not None
    assert (bubble.id, bubble.text) == (message.message_id, "Привет, Анна!")
    assert await deliver(stand, bot, anna, "delete.campaign", **where) == Sent()
    left = telegram.screen(anna)
    assert left is None or left.id != message.message_id
    assert await deliver(stand, bot, anna, "delete.campaign", **where) == Sent(), "it is gone, as was asked"
