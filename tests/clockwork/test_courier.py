"""Notices to real messages: the pump, the courier and the stand-in for Telegram together."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Literal

import pytest
from aiogram import Bot

from actions.outcomes import Failed, Outcome, Pause, Retry, Sent, Unauthorized, Unknown, Unreachable
from bot.courier import Courier
from handlers.screens import send
from sandbox.faults import Fault
from sandbox.state import Person
from sandbox.telegram import Telegram
from scheduler.delivery import Pump
from storage import notices
from storage.schema import accounts
from storage.schema import notices as table
from tests.clockwork.stand import Stand, bot_at, claimed
from texts.screen import Button, Screen
from texts.words import Html, Words


def render(words: Words, kind: str, data: Mapping[str, Any]) -> Screen:
    """What these tests say in place of the texts room."""
    if kind == "broken":
        return Screen(Html("<b>not closed"))
    if kind == "bug":
        raise KeyError("points")
    return Screen(words.t("{kind} {n} in {language}", kind=kind, n=data["n"], language=words.language))


@pytest.fixture
def anna(telegram: Telegram) -> Person:
    person = telegram.add_person("Анна")
    telegram.start(person)
    return person


async def deliver(stand: Stand, bot: Bot, person_id: int, kind: str = "earned", **data: Any) -> Outcome:
    """Queue one notice, claim it and hand it to the courier."""
    now = stand.clock.now()
    member_id = await stand.member(person_id)
    await stand.shop.db.write(lambda tx: notices.queue(tx, member_id, kind, {"n": 1, **data}, now))
    [delivery] = await claimed(stand, 1)
    return await Courier(stand.shop, bot, render).deliver(delivery)


async def test_a_notice_becomes_a_message_in_its_persons_language(
    stand: Stand, telegram: Telegram, bot: Bot, anna: Person
) -> None:
    outcome = await deliver(stand, bot, anna.id)
    bubble = telegram.screen(anna)
    assert bubble is not None
    assert bubble.text == "earned 1 in ru"
    assert outcome == Sent(str(bubble.id))


async def test_an_edit_changes_the_message_it_is_about_and_may_come_twice(
    stand: Stand, telegram: Telegram, bot: Bot, anna: Person
) -> None:
    open_sale = Screen(Html("open"), ((Button("ok", "ok"),),))
    message = await send(bot, anna.id, open_sale, stand.shop)
    assert await deliver(stand, bot, anna.id, "edit.sale_ended", message_id=str(message.message_id)) == Sent()
    bubble = telegram.screen(anna)
    assert bubble is not None
    assert (bubble.id, bubble.text, bubble.buttons) == (message.message_id, "edit.sale_ended 1 in ru", ())


async def test_an_edit_of_a_message_that_is_gone_fails_without_a_word(
    stand: Stand, bot: Bot, anna: Person, caplog: pytest.LogCaptureFixture
) -> None:
    outcome = await deliver(stand, bot, anna.id, "edit.sale_ended", message_id="999999")
    assert isinstance(outcome, Failed)
    assert "message to edit not found" in outcome.reason
    assert caplog.text == ""


async def test_a_person_who_blocked_the_bot_or_never_came_cannot_be_reached(
    stand: Stand, telegram: Telegram, bot: Bot, anna: Person
) -> None:
    telegram.block(anna)
    assert isinstance(await deliver(stand, bot, anna.id), Unreachable)
    assert isinstance(await deliver(stand, bot, 987_654), Unreachable)


async def test_a_429_carries_its_pause(stand: Stand, telegram: Telegram, bot: Bot, anna: Person) -> None:
    telegram.flood.on = True
    await bot.send_message(anna.id, "first")
    assert await deliver(stand, bot, anna.id) == Pause(1)


@pytest.mark.parametrize("kind", ["5xx", "html", "drop"])
async def test_after_a_fault_nobody_knows(
    stand: Stand, telegram: Telegram, bot: Bot, anna: Person, kind: Literal["5xx", "html", "drop"]
) -> None:
    telegram.faults.waiting.append(Fault(method="sendMessage", kind=kind))
    assert isinstance(await deliver(stand, bot, anna.id), Unknown)


async def test_when_nobody_listens_it_is_tried_again(stand: Stand, anna: Person) -> None:
    async with bot_at("http://127.0.0.1:9") as bot:
        assert isinstance(await deliver(stand, bot, anna.id), Retry)


async def test_a_token_that_is_refused(stand: Stand, url: str, anna: Person) -> None:
    async with bot_at(url, "43:REVOKED") as bot:
        assert isinstance(await deliver(stand, bot, anna.id), Unauthorized)


async def test_a_text_that_telegram_cannot_read_fails_and_a_bug_is_in_doubt(
    stand: Stand, bot: Bot, anna: Person
) -> None:
    assert isinstance(await deliver(stand, bot, anna.id, "broken"), Failed)


async def test_a_bug_in_a_text_is_tried_again_later(stand: Stand, bot: Bot, anna: Person) -> None:
    assert isinstance(await deliver(stand, bot, anna.id, "bug"), Unknown)


async def test_the_commands_of_a_member_are_registered(stand: Stand, bot: Bot, anna: Person) -> None:
    assert await deliver(stand, bot, anna.id, "commands") == Sent()


@asynccontextmanager
async def pumping(stand: Stand, bot: Bot) -> AsyncIterator[None]:
    pump = Pump(stand.shop, Courier(stand.shop, bot, render).deliver)
    stand.bell.append(pump.wake)
    task = asyncio.create_task(pump.run())
    try:
        yield
    finally:
        pump.stop()
        await asyncio.wait_for(task, 20)


async def test_from_the_commit_to_the_phone(stand: Stand, telegram: Telegram, bot: Bot, anna: Person) -> None:
    member_id, now = await stand.member(anna.id), stand.clock.now()
    async with pumping(stand, bot):
        await stand.shop.db.write(lambda tx: notices.queue(tx, member_id, "earned", {"n": 5}, now))
        stand.shop.wake()
        await telegram.wait_for(lambda: (bubble := telegram.screen(anna)) and bubble.text == "earned 5 in ru")
    [row] = await stand.rows(table)
    bubble = telegram.screen(anna)
    assert bubble is not None
    assert (row.state, row.message_id) == ("sent", str(bubble.id))


async def test_somebody_who_blocked_the_bot_is_asked_only_once(
    stand: Stand, telegram: Telegram, bot: Bot, anna: Person
) -> None:
    member_id, now = await stand.member(anna.id), stand.clock.now()
    telegram.block(anna)
    async with pumping(stand, bot):
        for _ in range(3):
            await stand.shop.db.write(lambda tx: notices.queue(tx, member_id, "earned", {"n": 1}, now))
        stand.shop.wake()
        async with asyncio.timeout(5):
            while any(row.state != "failed" for row in await stand.rows(table)):  # noqa: ASYNC110 (a table has no event)
                await asyncio.sleep(0.01)
    assert telegram.calls["sendMessage"] == 1
    assert [row.reachable for row in await stand.rows(accounts)] == [False]
