"""Webhooks, from the owner's buttons to the program that takes them."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from loyalty.webhooks import signature
from tests.cast import Stage, play
from tests.clockwork.receiver import Receiver, receiving
from tests.clockwork.stand import until


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        yield stage


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver


async def hooked(stage: Stage, receiver: Receiver) -> str:
    """A webhook, made in the chat; its secret."""
    owner = stage.owner
    await owner.say("/webhooks")
    await owner.press("Новый вебхук")
    await owner.say(receiver.url + "/events")
    return next(word for word in owner.sees.split() if word.startswith("whsec_"))


async def told(receiver: Receiver, count: int) -> list[str]:
    """The kinds of events, once there are so many."""
    await until(lambda: len(receiver.heard) >= count, 10)
    return [one["type"] for one in receiver.told]


async def test_a_till_hears_of_members_sales_and_refunds(stage: Stage, receiver: Receiver) -> None:
    owner = stage.owner
    secret = await hooked(stage, receiver)
    await owner.press("Открыть вебхук")
    await owner.press("✓ Сообщения")
    assert "Сообщения" in owner.buttons
    anna = await stage.joined("Анна", phone="+79123456789")
    await owner.sell(anna, "1000 №17")
    await owner.press("Отменить продажу")
    await owner.press(owner.buttons[0])
    assert sorted(await told(receiver, 3)) == ["member.joined", "purchase", "refund"]
    for headers, body in receiver.heard:
        sign = signature(secret, headers["webhook-id"], int(headers["webhook-timestamp"]), body)
        assert headers["webhook-signature"] == sign
    [sale] = [one["data"] for one in receiver.told if one["type"] == "purchase"]
    assert (sale["amount_minor"], sale["earned_points"], sale["receipt"]) == (1000_00, 50, "17")
    assert sale["member"].isdigit()
    [back] = [one["data"] for one in receiver.told if one["type"] == "refund"]
    assert (back["purchase_id"], back["amount_minor"], back["undone"]) == (sale["purchase_id"], 1000_00, True)
    everything = b"".join(body for _, body in receiver.heard)
    assert "Анна".encode() not in everything
    assert b"9123456789" not in everything


async def test_messages_are_told_with_their_outcome(stage: Stage, receiver: Receiver) -> None:
    await hooked(stage, receiver)
    anna = await stage.joined("Анна")
    await stage.owner.sell(anna, "1000")
    await until(lambda: any(one["type"] == "message.outcome" for one in receiver.told), 10)
    outcome = next(one["data"] for one in receiver.told if one["type"] == "message.outcome")
    assert outcome["outcome"] == "sent"


async def test_a_test_its_log_and_once_more(stage: Stage, receiver: Receiver) -> None:
    owner = stage.owner
    await hooked(stage, receiver)
    receiver.answers = [500]
    await owner.press("Открыть вебхук")
    await owner.press("Проверить")
    await told(receiver, 1)
    await asyncio.sleep(0.1)
    await owner.press("Обновить")
    assert "ответ 500, повтор" in owner.sees
    await owner.press("‹ Назад")
    await owner.press("Пауза")
    assert "Приостановлен" in owner.sees
    assert "Не доставлено: 1" in owner.sees
    await owner.press("Журнал")
    assert "ответ 500" in owner.sees
    assert "1" not in owner.buttons
    await owner.press("‹ Назад")
    await owner.press("Возобновить")
    await owner.press("Журнал")
    await owner.press("Повторить неудачные")
    assert await told(receiver, 2) == ["test", "test"]
    await asyncio.sleep(0.1)
    await owner.press("Обновить")
    assert "принято (200)" in owner.sees
    await owner.press("1")
    await told(receiver, 3)
    assert len(set(receiver.ids)) == 1


async def test_a_slip_is_explained_and_the_question_stays(stage: Stage, receiver: Receiver) -> None:
    owner = stage.owner
    await owner.say("/webhooks")
    assert "Пока нет ни одного" in owner.sees
    await owner.press("Новый вебхук")
    await owner.say("pos.example.com")
    assert "с https:// в начале" in owner.sees
    await owner.say("https://192.168.0.7/x")
    assert "закрытую сеть" in owner.sees
    await owner.photo()
    await owner.say("450")
    assert "с https:// в начале" in owner.sees
    await owner.say(receiver.url)
    assert "whsec_" in owner.sees
    await owner.say("/webhooks")
    assert "127.0.0.1" in owner.buttons
    assert "whsec_" not in owner.sees


async def test_removing_asks_first_and_ends_it(stage: Stage, receiver: Receiver) -> None:
    owner = stage.owner
    await hooked(stage, receiver)
    await owner.press("Открыть вебхук")
    await owner.press("Убрать")
    await owner.press("Нет, оставить")
    await owner.press("Убрать")
    await owner.press("Да, убрать")
    assert "Убрано" in owner.sees
    await owner.forge("hook.one:1")
    assert "Этого больше нет" in owner.sees
    await stage.joined("Анна")
    assert receiver.heard == []


async def test_forged_buttons_and_other_people_do_no_harm(stage: Stage, receiver: Receiver) -> None:
    await hooked(stage, receiver)
    owner, anna = stage.owner, await stage.joined("Анна")
    for data in ("hook.set:1:99", "hook.set:1:x", "hook.again:12345", "hook.one:x", "hook.all", "hook.log:7"):
        await owner.forge(data)
    for data in ("hooks", "hook.off:1", "hook.log:1", "hook.test:1", "hook.pause:1"):
        await anna.forge(data)
    await anna.say("/webhooks")
    assert (
        await stage.scalar("SELECT count(*) FROM webhooks WHERE removed_at IS NULL AND paused_at IS NULL")
        == 1
    )
    assert await stage.scalar("SELECT count(*) FROM deliveries WHERE kind = 'test'") == 0
