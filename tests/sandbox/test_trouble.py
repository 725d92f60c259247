"""Flood limits and faults: off by default, at once when switched on."""

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from sandbox.faults import Fault
from sandbox.state import Person
from sandbox.telegram import Telegram
from tests.sandbox.conftest import StillClock


async def test_one_message_a_second_in_a_chat(
    bot: Bot, telegram: Telegram, anna: Person, clock: StillClock
) -> None:
    telegram.flood.on = True
    sent = await bot.send_message(anna.id, "1")
    with pytest.raises(TelegramRetryAfter, match="Too Many Requests: retry after 1") as refusal:
        await bot.send_message(anna.id, "2")
    assert refusal.value.retry_after == 1
    await bot.edit_message_text("изменено", chat_id=anna.id, message_id=sent.message_id)
    clock.advance(1.0)
    await bot.send_message(anna.id, "3")
    telegram.flood.on = False
    await bot.send_message(anna.id, "4")
    assert [bubble.text for bubble in telegram.chat(anna)][1:] == ["изменено", "3", "4"]


async def test_thirty_messages_a_second_over_all_chats(
    bot: Bot, telegram: Telegram, clock: StillClock
) -> None:
    people = [telegram.add_person(f"Гость {number}") for number in range(31)]
    for person in people:
        telegram.start(person)
    telegram.flood.on = True
    for person in people[:30]:
        await bot.send_message(person.id, "x")
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(people[30].id, "x")
    clock.advance(1.01)
    await bot.send_message(people[30].id, "x")


@pytest.mark.parametrize("before", [False, True])
@pytest.mark.parametrize(
    ("kind", "error"),
    [("drop", TelegramNetworkError), ("5xx", TelegramServerError), ("html", ClientDecodeError)],
)
async def test_a_fault_happens_after_the_effect_or_instead_of_it(
    bot: Bot, telegram: Telegram, anna: Person, kind: str, error: type[Exception], before: bool
) -> None:
    fault = Fault.model_validate({"method": "sendMessage", "kind": kind, "times": 2, "before": before})
    telegram.faults.waiting = [fault]
    for text in ("1", "2"):
        with pytest.raises(error):
            await bot.send_message(anna.id, text)
    await bot.send_message(anna.id, "3")
    shown = [bubble.text for bubble in telegram.chat(anna) if bubble.from_bot]
    assert shown == (["3"] if before else ["1", "2", "3"])
    assert telegram.calls["sendMessage"] == 3
    assert telegram.faults.waiting == []


async def test_a_delayed_answer_comes_after_the_clients_patience(
    bot: Bot, telegram: Telegram, anna: Person
) -> None:
    telegram.faults.waiting = [Fault(kind="delay", seconds=1.2)]
    with pytest.raises(TelegramNetworkError, match="timeout"):
        await bot.send_message(anna.id, "поздно", request_timeout=1)
    screen = await telegram.wait_for(lambda: telegram.screen(anna), 3)
    assert screen is not None
    assert screen.text == "поздно"
