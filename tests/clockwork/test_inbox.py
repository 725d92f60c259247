"""Updates through the real dispatcher: stored before they are confirmed, handled once, side by side."""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramForbiddenError
from aiogram.methods import GetMe
from aiogram.types import Message

from actions.outcomes import TokenRefusedError
from actions.receive import Received, receive
from bot.inbox import PAGE, SIDE_BY_SIDE, Inbox, person_of
from sandbox.faults import Fault
from sandbox.telegram import Telegram
from storage.schema import inbox as table
from tests.clockwork.stand import HandClock, Stand, bot_at, opened, until

Handler = Callable[[Message], Awaitable[Any]]


class Seen:
    """A handler that writes down what it has begun and finished, and stops at texts it is told to stop at."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.done: list[str] = []
        self.gates: dict[str, asyncio.Event] = {}
        self.breaks: set[str] = set()
        self.attempts: list[int] = []

    async def handle(self, message: Message, attempt: int) -> None:
        text = message.text or ""
        self.begun.append(text)
        self.attempts.append(attempt)
        if gate := self.gates.get(text):
            await gate.wait()
        if text in self.breaks:
            raise ValueError("poison")
        self.done.append(text)


@pytest.fixture
def seen() -> Seen:
    return Seen()


def inbox_of(stand: Stand, bot: Bot, seen: Seen | Handler, drain_seconds: float = 5.0) -> Inbox:
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.message.register(seen.handle if isinstance(seen, Seen) else seen)
    return Inbox(stand.shop, bot, dispatcher, pauses_seconds=(0.01, 0.02), drain_seconds=drain_seconds)


@asynccontextmanager
async def running(inbox: Inbox) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(inbox.run())
    try:
        yield task
    finally:
        inbox.stop()
        with suppress(asyncio.CancelledError, TokenRefusedError):
            await asyncio.wait_for(task, 20)


async def states(stand: Stand) -> Counter[str]:
    return Counter(row.state for row in await stand.rows(table))


def text_update(update_id: int, person: int, text: str) -> Received:
    user = {"id": person, "is_bot": False, "first_name": "A"}
    chat = {"id": person, "type": "private", "first_name": "A"}
    message = {"message_id": update_id, "date": 1, "from": user, "chat": chat, "text": text}
    return Received(update_id, str(person), json.dumps({"update_id": update_id, "message": message}))


async def test_an_update_is_handled_and_its_content_forgotten(
    stand: Stand, telegram: Telegram, bot: Bot, seen: Seen
) -> None:
    anna = telegram.add_person("Анна")
    async with running(inbox_of(stand, bot, seen)):
        telegram.say(anna, "привет")
        await until(lambda: seen.done == ["привет"])
    [row] = await stand.rows(table)
    assert (row.state, row.payload, row.person, row.tries) == ("done", None, str(anna.id), 0)


async def test_what_was_stored_before_a_kill_is_handled_first_and_in_order_at_the_next_start(
    stand: Stand, telegram: Telegram, bot: Bot, seen: Seen
) -> None:
    anna = telegram.add_person("Анна")
    people = [anna.id, *range(1, 10)]
    left = [(people[n % 10], f"left {n}") for n in range(PAGE + 10)]
    await receive(stand.shop, [text_update(n, *who_and_text) for n, who_and_text in enumerate(left)])
    telegram.say(anna, "new")
    async with running(inbox_of(stand, bot, seen)):
        await until(lambda: len(seen.done) == PAGE + 11)
    for person in people:
        texts = [text for who, text in [*left, (anna.id, "new")] if who == person]
        assert [text for text in seen.done if text in texts] == texts


async def test_an_update_whose_handling_was_cut_off_is_handled_again(
    tmp_path: Path, clock: HandClock, telegram: Telegram, bot: Bot, seen: Seen
) -> None:
    seen.gates["sale"] = asyncio.Event()
    anna = telegram.add_person("Анна")
    async with opened(tmp_path / "killed.db", clock) as stand:
        task = asyncio.create_task(inbox_of(stand, bot, seen).run())
        telegram.say(anna, "sale")
        telegram.say(anna, "next")
        await until(lambda: seen.begun)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.wait_for(task, 20)
    seen.gates.clear()
    async with opened(tmp_path / "killed.db", clock) as stand, running(inbox_of(stand, bot, seen)):
        await until(lambda: seen.done == ["sale", "next"])
    assert seen.begun == ["sale", "sale", "next"]


async def test_an_update_that_comes_again_is_handled_once(
    stand: Stand, telegram: Telegram, bot: Bot, seen: Seen
) -> None:
    anna = telegram.add_person("Анна")
    telegram.say(anna, "one")
    unconfirmed = dict(telegram.state.updates)
    async with running(inbox_of(stand, bot, seen)):
        await until(lambda: seen.done)
    telegram.state.updates.update(unconfirmed)
    telegram.say(anna, "two")
    async with running(inbox_of(stand, bot, seen)):
        await until(lambda: "two" in seen.done)
    assert seen.done == ["one", "two"]


async def test_nothing_is_confirmed_before_it_is_stored(
    stand: Stand, telegram: Telegram, bot: Bot, seen: Seen
) -> None:
    anna = telegram.add_person("Анна")
    seen.gates["slow"] = asyncio.Event()
    async with running(inbox_of(stand, bot, seen)):
        telegram.say(anna, "slow")
        await until(lambda: seen.begun and not telegram.updates_pending)
        assert await states(stand) == {"new": 1}
        seen.gates["slow"].set()


async def test_one_persons_updates_wait_for_each_other_and_others_do_not(
    stand: Stand, telegram: Telegram, bot: Bot, seen: Seen
) -> None:
    anna, boris = telegram.add_person("Анна"), telegram.add_person("Борис")
    seen.gates["a1"] = asyncio.Event()
    async with running(inbox_of(stand, bot, seen)):
        telegram.say(anna, "a1")
        telegram.say(anna, "a2")
        telegram.say(boris, "b1")
        telegram.say(boris, "b2")
        await until(lambda: seen.done == ["b1", "b2"])
        assert seen.begun.count("a2") == 0
        seen.gates["a1"].set()
        await until(lambda: seen.done == ["b1", "b2", "a1", "a2"])


async def test_people_are_served_side_by_side_up_to_a_bound(stand: Stand, bot: Bot, seen: Seen) -> None:
    seen.gates["x"] = asyncio.Event()
    await receive(stand.shop, [text_update(n, n, "x") for n in range(1, SIDE_BY_SIDE + 20)])
    inbox = inbox_of(stand, bot, seen)
    async with running(inbox):
        await until(lambda: len(seen.begun) == SIDE_BY_SIDE)
        await asyncio.sleep(0.05)
        assert len(seen.begun) == SIDE_BY_SIDE
        seen.gates["x"].set()
        await until(lambda: len(seen.done) == SIDE_BY_SIDE + 19)
        await until(lambda: not inbox._workers)
        assert not inbox._queues
        assert not inbox._in_hand


async def test_a_poisonous_update_is_put_aside_after_three_tries_and_holds_up_nobody_else(
    stand: Stand, telegram: Telegram, bot: Bot, seen: Seen
) -> None:
    anna, boris = telegram.add_person("Анна"), telegram.add_person("Борис")
    seen.breaks.add("poison")
    async with running(inbox_of(stand, bot, seen)):
        telegram.say(anna, "poison")
        telegram.say(anna, "after")
        telegram.say(boris, "well")
        await until(lambda: len(seen.done) == 2)
    assert seen.done == ["well", "after"]
    assert [attempt for text, attempt in zip(seen.begun, seen.attempts, strict=True) if text == "poison"] == [
        1,
        2,
        3,
    ]
    parked = (await stand.rows(table))[0]
    assert (parked.state, parked.tries) == ("parked", 3)
    assert parked.payload


async def test_what_aiogram_cannot_read_is_put_aside_and_what_nobody_asked_for_is_passed_over(
    stand: Stand, bot: Bot, seen: Seen, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Received(1, "", json.dumps({"update_id": 1, "message": {"text": ["Анна"]}}))
    unknown = Received(2, "", json.dumps({"update_id": 2, "news_of_2030": {"from": {"id": 7}}}))
    await receive(stand.shop, [broken, unknown, text_update(3, 7, "fine")])
    inbox = inbox_of(stand, bot, seen)
    async with running(inbox):
        await until(lambda: seen.done == ["fine"])
        await until(lambda: not inbox._in_hand)
    assert await states(stand) == {"parked": 1, "done": 2}
    assert "Update cannot be read" in caplog.text
    assert "Анна" not in caplog.text, "what people write stays out of the log"


async def test_a_person_who_blocked_the_bot_is_not_tried_again(stand: Stand, bot: Bot) -> None:
    tries = []

    async def refused(message: Message) -> None:
        tries.append(message.text)
        raise TelegramForbiddenError(method=GetMe(), message="Forbidden: bot was blocked by the user")

    await receive(stand.shop, [text_update(1, 7, "hello")])
    async with running(inbox_of(stand, bot, refused)):
        await until(lambda: tries)
    assert tries == ["hello"]
    assert await states(stand) == {"done": 1}


async def test_a_stop_finishes_what_is_under_way_and_leaves_the_rest_in_the_table(
    stand: Stand, telegram: Telegram, bot: Bot, seen: Seen
) -> None:
    anna = telegram.add_person("Анна")
    seen.gates["under way"] = asyncio.Event()
    inbox = inbox_of(stand, bot, seen)
    async with running(inbox) as task:
        telegram.say(anna, "under way")
        telegram.say(anna, "later")
        await until(lambda: seen.begun and not telegram.updates_pending)
        inbox.stop()
        await asyncio.sleep(0.05)
        assert not task.done()
        seen.gates["under way"].set()
        await asyncio.wait_for(task, 2)
    assert seen.done == ["under way"]
    assert await states(stand) == {"done": 1, "new": 1}


async def test_a_stop_waits_a_limited_time(stand: Stand, telegram: Telegram, bot: Bot, seen: Seen) -> None:
    seen.gates["endless"] = asyncio.Event()
    inbox = inbox_of(stand, bot, seen, drain_seconds=0.05)
    async with running(inbox) as task:
        telegram.say(telegram.add_person("Анна"), "endless")
        await until(lambda: seen.begun)
        inbox.stop()
        await asyncio.wait_for(task, 2)
    assert await states(stand) == {"new": 1}


@pytest.mark.parametrize("kind", ["5xx", "html", "drop"])
async def test_polling_goes_on_after_a_fault(
    stand: Stand, telegram: Telegram, bot: Bot, seen: Seen, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.inbox.FIRST_BACKOFF_SECONDS", 0.01)
    telegram.faults.waiting.append(Fault(method="getUpdates", kind=kind, times=3))  # type: ignore[arg-type]  # parametrized
    telegram.say(telegram.add_person("Анна"), "still here")
    async with running(inbox_of(stand, bot, seen)):
        await until(lambda: seen.done == ["still here"])


async def test_a_second_poller_is_named_in_the_log(
    stand: Stand, bot: Bot, seen: Seen, telegram: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(inbox_of(stand, bot, seen)):
        await until(lambda: telegram.poller == 1)
        with caplog.at_level(logging.ERROR):
            assert await bot.get_updates(timeout=0) == []
            await until(lambda: "another process" in caplog.text)


async def test_a_refused_token_ends_it_with_one_clear_line(stand: Stand, url: str, seen: Seen) -> None:
    async with bot_at(url, "43:REVOKED") as stranger:
        with pytest.raises(TokenRefusedError, match="refuses the bot's token"):
            await asyncio.wait_for(inbox_of(stand, stranger, seen).run(), 5)


@pytest.mark.parametrize(
    ("update", "person"),
    [
        ({"update_id": 1, "message": {"from": {"id": 5}}}, "5"),
        ({"update_id": 1, "callback_query": {"from": {"id": 6}, "message": {"from": {"id": 42}}}}, "6"),
        ({"update_id": 1, "my_chat_member": {"from": {"id": 7}}}, "7"),
        ({"update_id": 1, "poll_answer": {"user": {"id": 8}}}, "8"),
        ({"update_id": 1, "channel_post": {"chat": {"id": -1}}}, ""),
        ({"update_id": 1, "poll": {"id": "x"}}, ""),
        ({"update_id": 1}, ""),
    ],
)
def test_an_update_is_about_one_person_or_nobody(update: dict[str, Any], person: str) -> None:
    assert person_of(update) == person
