"""getUpdates: what is confirmed, what waits, who is turned away."""

import asyncio

import aiohttp

from sandbox.server import served
from sandbox.state import Person
from sandbox.telegram import Telegram
from tests.sandbox.conftest import Wire


async def texts(wire: Wire, **params: object) -> list[str]:
    return [update["message"]["text"] for update in await wire.result("getUpdates", **params)]


async def test_updates_come_again_until_a_higher_offset_confirms_them(
    wire: Wire, telegram: Telegram, anna: Person
) -> None:
    telegram.say(anna, "раз")
    telegram.say(anna, "два")
    assert await texts(wire) == await texts(wire, offset=0) == ["/start", "раз", "два"]
    assert await texts(wire, limit=2) == ["/start", "раз"]
    second = (await wire.result("getUpdates"))[1]["update_id"]
    assert await texts(wire, offset=second) == ["раз", "два"]
    assert await texts(wire) == ["раз", "два"]
    assert telegram.updates_pending == 2
    assert await texts(wire, offset=-1) == ["два"]
    assert await texts(wire, offset=second + 2) == []
    assert telegram.updates_pending == 0


async def test_a_long_poll_ends_with_the_first_update(wire: Wire, telegram: Telegram) -> None:
    person = telegram.add_person("Пётр")
    poll = asyncio.create_task(texts(wire, timeout=20))
    await telegram.arrivals.wait_for(lambda: telegram.poller, 2)
    assert not poll.done()
    telegram.start(person, "c-abc")
    assert await asyncio.wait_for(poll, 2) == ["/start c-abc"]


async def test_a_poll_with_nothing_to_say_ends_empty(wire: Wire) -> None:
    assert await texts(wire, timeout=1) == []


async def test_of_two_parallel_pollers_the_older_gets_409(wire: Wire, telegram: Telegram) -> None:
    person = telegram.add_person("Пётр")
    older = asyncio.create_task(wire.call("getUpdates", timeout=20))
    await telegram.arrivals.wait_for(lambda: telegram.poller, 2)
    newer = asyncio.create_task(texts(wire, timeout=20))
    status, body = await asyncio.wait_for(older, 2)
    assert (status, body["description"].split(":")[0]) == (409, "Conflict")
    telegram.start(person)
    assert await asyncio.wait_for(newer, 2) == ["/start"]


async def test_only_the_kinds_asked_for_are_queued_and_the_choice_is_kept(
    wire: Wire, telegram: Telegram, anna: Person
) -> None:
    await wire.result("getUpdates", allowed_updates=["callback_query"])
    telegram.say(anna, "мимо")
    await wire.result("getUpdates")
    telegram.say(anna, "мимо")
    assert await texts(wire) == ["/start"]
    assert (await wire.result("getWebhookInfo"))["allowed_updates"] == ["callback_query"]
    await wire.result("getUpdates", allowed_updates=[])
    telegram.say(anna, "да")
    assert await texts(wire) == ["/start", "да"]


async def test_a_webhook_is_refused_and_deleting_one_can_drop_what_waits(
    wire: Wire, telegram: Telegram, anna: Person
) -> None:
    telegram.say(anna, "x")
    assert "bad webhook" in await wire.refusal("setWebhook", url="https://example.com")
    assert await wire.result("setWebhook", url="") is True
    assert (await wire.result("getWebhookInfo"))["pending_update_count"] == 2
    assert await wire.result("deleteWebhook", drop_pending_updates=True) is True
    assert telegram.updates_pending == 0


async def test_a_stop_ends_long_polls_and_event_streams_at_once(telegram: Telegram) -> None:
    async with aiohttp.ClientSession() as session, asyncio.timeout(5):
        async with served(telegram) as url:
            poll = asyncio.create_task(Wire(url, session, telegram.token).result("getUpdates", timeout=50))
            await telegram.arrivals.wait_for(lambda: telegram.poller, 2)
            stream = await session.get(f"{url}/api/events")
            await stream.content.readuntil(b"\n\n")
        assert await poll == []
        stream.close()
