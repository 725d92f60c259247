"""The owner sets automations up in the chat, and the messages come to the right people on the right day."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.cast import Actor, Stage, play

ZONE = ZoneInfo("Europe/Moscow")
WAITING = "SELECT 1 FROM recipients WHERE state = 'handed' OR (state = 'waiting' AND due_at <= ?)"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        yield stage


async def opened(owner: Actor, title: str) -> None:
    await owner.say("/campaigns")
    await owner.press(title)


async def joined(stage: Stage, name: str, news: str = "Да") -> Actor:
    """Somebody with a card, who wants news or not."""
    actor = stage.person(name)
    await actor.start()
    await actor.press("Согласен")
    await actor.press(next(one for one in actor.buttons if one.startswith(news)))
    await actor.press(name)
    await actor.key("Пропустить")
    await actor.press("Пропустить")
    return actor


async def days_later(stage: Stage, count: int) -> None:
    """So many days go by with the bot at work, and it is noon."""
    now = stage.clock.now().astimezone(ZONE)
    noon = datetime.combine(now.date() + timedelta(days=count), time(12), ZONE)
    stage.clock.advance(int((noon - now).total_seconds()))
    await stage.app.runner.tick()
    for _ in range(500):
        waiting = await stage.scalar(WAITING, int(stage.clock.now().timestamp() * 1_000_000))
        if not waiting:
            break
        stage.app.pump.wake()
        await asyncio.sleep(0.01)
    await stage.settle()


async def test_a_welcome_is_switched_on_and_comes_the_day_after_joining(stage: Stage) -> None:
    owner = stage.owner
    await opened(owner, "Приветствие 1")
    assert "Выключен. Текст уже готов" in owner.sees
    await owner.press("Кому сегодня")
    assert "Сегодня не получит никто." in owner.sees
    await owner.press("‹ Назад")
    await owner.press("Включить")
    assert "Включаем?" in owner.sees
    await owner.press("Да, включить")
    assert "Включён." in owner.sees
    anna, vera = await joined(stage, "Анна"), await joined(stage, "Вера", "Не сейчас")
    await days_later(stage, 1)
    assert anna.sees == (
        "Анна, рады знакомству! Показывайте карту при каждой покупке — баллы накопятся сами."
    )
    assert anna.buttons[0] == "Моя карта"
    assert not any("рады знакомству" in text for text in vera.heard)
    before = len(anna.heard)
    await stage.restart()
    await days_later(stage, 1)
    assert len(anna.heard) == before
    await owner.say("/campaigns")
    assert "• Приветствие 1: 1 сообщение за 30 дней" in owner.sees
    await owner.press("✓ Приветствие 1")
    assert "отправлено 1, не отправлено 1" in owner.sees
    await owner.press("Выключить")
    assert "Выключен." in owner.sees


async def test_settings_are_changed_one_by_one_and_slips_are_explained(stage: Stage) -> None:
    owner = stage.owner
    await opened(owner, "Возвращение 1")
    await owner.press("Дней: 45 дней")
    for slip in ("много", "2", "-5", "99999", "1e3", "4 5"):
        await owner.say(slip)
        assert owner.sees == "Введите число от 3 до 730."
    await owner.photo()
    assert owner.sees == "Напишите текстом, пожалуйста."
    await owner.say("30")
    assert "Дней: 30 дней" in owner.sees
    await owner.press("Свой ритм: × 2")
    await owner.say("полтора")
    assert "от 0 до 9,9" in owner.sees
    await owner.say("1,5")
    assert "Свой ритм: × 1,5" in owner.sees
    await owner.press("Во сколько: 11:00")
    await owner.press("18:00")
    assert "Во сколько: 18:00" in owner.sees
    await opened(owner, "Праздники")
    await owner.press("Даты")
    await owner.say("32 мая")
    assert "Не похоже на будущую дату: «32 мая»" in owner.sees
    await owner.say("9 мая, 31.12, 29 февраля")
    assert "Даты: 29 февраля, 9 мая, 31 декабря" in owner.sees


async def test_what_the_programme_cannot_do_yet_says_so(stage: Stage) -> None:
    owner = stage.owner
    await opened(owner, "Уровень близко")
    assert "Уровней за покупки пока нет" in owner.sees
    await owner.press("Включить")
    await owner.press("Да, включить")
    assert "Уровней за покупки пока нет" in owner.sees


async def test_the_owners_own_is_named_set_switched_on_and_deleted(stage: Stage) -> None:
    owner = stage.owner
    await owner.say("/campaigns")
    await owner.press("Свой сценарий")
    await owner.say("Дегустация по пятницам")
    assert "Выключен. Сначала напишите текст." in owner.sees
    await owner.press("Включить")
    await owner.press("Да, включить")
    assert owner.sees == "Сначала выберите, когда отправлять."
    await opened(owner, "Дегустация по пятни…")
    await owner.press("Когда: не выбрано")
    await owner.press("каждую неделю")
    await owner.press("День недели: пятница")
    await owner.press("среда")
    assert "День недели: среда" in owner.sees
    await owner.press("Включить")
    await owner.press("Да, включить")
    assert owner.sees == "Сначала напишите текст."
    await opened(owner, "Дегустация по пятни…")
    await owner.press("Удалить")
    await owner.press("Да, удалить")
    assert "Дегустация по пятни…" not in owner.buttons


async def test_a_question_left_open_is_not_answered_by_something_else(stage: Stage) -> None:
    owner = stage.owner
    await opened(owner, "Возвращение 1")
    await owner.press("Дней: 45 дней")
    await owner.press("‹ Назад")
    await owner.say("30")
    await opened(owner, "Возвращение 1")
    assert "Дней: 45 дней" in owner.buttons


async def test_what_the_programme_tells_by_itself_is_seen_and_leads_to_its_settings(stage: Stage) -> None:
    owner = stage.owner
    await owner.say("/campaigns")
    await owner.press("От программы")
    assert "Сообщения программы" in owner.sees
    for line in ("Ко дню рождения", "Скоро сгорят баллы", "Баллы стали доступны", "Уровни"):
        assert line in owner.sees
        assert line in owner.buttons
    await owner.press("Скоро сгорят баллы")
    assert "Сроки" in owner.sees


async def test_forged_and_old_buttons_do_nothing(stage: Stage) -> None:
    owner = stage.owner
    await opened(owner, "Приветствие 1")
    for data in (
        "auto.show",
        "auto.show:0",
        "auto.show:999999",
        "auto.show:x",
        "auto.set:1:nonsense",
        "auto.put:1:hour:99",
        "auto.put:1:days:5",
        "auto.go:-1",
        "auto.drop:1",
        "auto.off",
    ):
        await owner.forge(data)
        assert owner.sees
    anna = await stage.joined("Анна")
    before = anna.sees
    for data in ("auto", "auto.own", "auto.show:1", "auto.go:1", "auto.drop:1"):
        await anna.forge(data)
    assert "Приветствие" not in anna.sees or before == anna.sees
    await anna.say("/campaigns")
    assert "Сценарии" not in anna.sees
    await opened(owner, "Приветствие 1")
    assert "Выключен." in owner.sees
