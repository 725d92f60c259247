"""Phone and birthday given in the settings, after joining: once for points, and not by somebody else."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from loyalty.programme import Bonuses, Programme
from storage import shop as shop_rows
from storage.database import Connection
from tests.cast import MEMBER_KEYS, Stage, play

YEAR = 366 * 24 * 3600


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A shop that gives points for joining, a phone and a birthday."""
    async with play(tmp_path) as stage:
        await stage.owner.start()

        def write(tx: Connection) -> Programme:
            bonuses = Bonuses(phone_points=50, birthday_field_points=30, birthday_points=300)
            rules = replace(shop_rows.programme(tx), bonuses=bonuses)
            return shop_rows.add_programme(tx, rules, None, stage.clock.now())

        await stage.app.shop.db.write(write)
        yield stage


async def test_a_phone_given_later_brings_its_points_once(stage: Stage) -> None:
    anna = await stage.joined("Анна", phone="+7 900 111-22-33")
    await anna.key("Настройки")
    assert "Телефон: не указан" in anna.sees
    await anna.press("Телефон")
    assert anna.keys == ["Отправить мой номер", "Пропустить"]
    await anna.say("89001112233")
    assert anna.sees.startswith("Нажмите, пожалуйста, кнопку"), anna.sees
    await anna.key("Отправить мой номер")
    assert "Спасибо, номер сохранён." in anna.heard[-2:]
    assert anna.sees.startswith("+50 баллов за номер телефона")
    assert anna.keys == MEMBER_KEYS
    await anna.say("/settings")
    assert "Телефон: …2233" in anna.sees
    await anna.press("Телефон")
    await anna.key("Отправить мой номер")
    assert anna.sees == "Спасибо, номер сохранён."
    await anna.say("/settings")
    await anna.press("Телефон")
    await anna.key("Пропустить")
    assert anna.sees == "Хорошо, телефон остаётся как был."
    assert anna.keys == MEMBER_KEYS
    assert await stage.balance(anna) == 50


async def test_only_ones_own_phone_is_taken_and_nobody_elses_card_has_it(stage: Stage) -> None:
    anna = await stage.joined("Анна", phone="+7 900 111-22-33")
    boris = await stage.joined("Борис", phone="+7 900 111-22-33")
    await anna.say("/settings")
    await anna.press("Телефон")
    await anna.contact(of=boris)
    assert await stage.scalar("SELECT count(*) FROM members WHERE phone IS NOT NULL") == 0
    await anna.contact()
    await boris.say("/settings")
    await boris.press("Телефон")
    await boris.contact()
    assert await stage.scalar("SELECT count(*) FROM members WHERE phone IS NOT NULL") == 1
    assert await stage.balance(boris) == 0


async def test_a_birthday_given_later_brings_its_points_and_changes_once_a_year(stage: Stage) -> None:
    anna = await stage.joined("Анна")
    await anna.key("Настройки")
    assert "День рождения: не указан" in anna.sees
    await anna.press("День рождения")
    await anna.press("Май")
    await anna.press("15")
    assert anna.sees.startswith("Ваш день рождения — 15 мая, верно? Изменить его можно раз в год.")
    await anna.press("Другая дата")
    for wrong in ("когда-нибудь", "30 февраля", "я" * 4096, "🎂"):
        await anna.say(wrong)
        assert "верно?" not in anna.sees
    await anna.say("29 февраля 1996")
    assert "29 февраля 1996" in anna.sees
    await anna.press("Да, верно")
    assert anna.sees.startswith("+30 баллов за день рождения")
    assert any("День рождения: 29 февраля 1996" in text for text in anna.heard)
    await anna.say("/settings")
    await anna.press("День рождения")
    assert anna.sees.startswith("День рождения можно менять раз в год. В следующий раз с ")
    await anna.forge("settings.born:5:15")
    assert anna.sees.startswith("День рождения можно менять раз в год."), "also by an old button"
    stage.clock.advance(YEAR)
    await anna.say("/settings")
    await anna.press("День рождения")
    await anna.say("15.05")
    await anna.press("Да, верно")
    assert "День рождения: 15 мая" in anna.sees
    assert await stage.balance(anna) == 30


async def test_a_slip_made_while_joining_can_be_put_right_once(stage: Stage) -> None:
    anna = stage.person("Анна")
    await anna.start()
    await anna.press("Согласен")
    await anna.press("Не сейчас")
    await anna.press("Анна")
    await anna.key("Пропустить")
    await anna.say("15 мая")
    stage.clock.advance(3600)
    for day, taken in (("16 мая", True), ("17 мая", False)):
        await anna.say("/settings")
        await anna.press("День рождения")
        if taken:
            await anna.say(day)
            await anna.press("Да, верно")
    assert anna.sees.startswith("День рождения можно менять раз в год.")
    await anna.say("/settings")
    assert "День рождения: 16 мая" in anna.sees
    assert await stage.balance(anna) == 30


async def test_a_near_birthday_is_kept_for_next_year_and_says_so(stage: Stage) -> None:
    anna = await stage.joined("Анна")
    soon = f"{stage.clock.now():%d.%m}"
    await anna.say("/settings")
    await anna.press("День рождения")
    await anna.say(soon)
    assert "подарок будет со следующего года" in anna.sees
    await anna.press("Да, верно")
    stage.clock.advance(24 * 3600)
    assert await stage.balance(anna) == 30


async def test_a_city_is_told_changed_and_forgotten(stage: Stage) -> None:
    anna = await stage.joined("Анна")
    await anna.say("/settings")
    assert "Город" not in anna.sees
    await anna.press("Город")
    assert anna.buttons == ["‹ Назад"]
    await anna.photo()
    assert anna.sees == "Напишите, пожалуйста, название вашего города."
    await anna.say("К" * 65)
    assert anna.sees == "Нужен текст от 1 до 64 символов."
    await anna.say("  Набережные\u200b   Челны ")
    assert "\nГород: Набережные Челны\n" in anna.sees
    await anna.say("/privacy")
    assert "Город: Набережные Челны" in anna.sees
    await anna.say("/settings")
    await anna.press("Город")
    assert anna.buttons == ["Удалить город", "‹ Назад"]
    await anna.press("Удалить город")
    assert "Город: " not in anna.sees
    await anna.press("Город")
    await anna.press("‹ Назад")
    await anna.say("Казань")
    assert await stage.scalar("SELECT city FROM members WHERE name = 'Анна'") == ""


async def test_forged_buttons_of_the_settings_break_nothing(stage: Stage) -> None:
    anna = await stage.joined("Анна")
    await anna.say("/settings")
    for data in (
        "settings.month:13",
        "settings.day:2:31",
        "settings.born",
        "settings.born:x:y:z",
        "settings",
    ):
        await anna.forge(data)
        assert anna.sees
    assert await stage.scalar("SELECT count(*) FROM inbox WHERE state <> 'done'") == 0
    assert await stage.scalar("SELECT count(*) FROM members WHERE birthday IS NOT NULL") == 0
