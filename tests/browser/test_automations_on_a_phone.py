"""The owner's automations on a small phone, in both languages: the birthday is on after three taps."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Sandbox, chromium, page_of
from tests.browser.test_broadcast_on_a_phone import language_chosen, looked_at
from tests.browser.test_story import phone, press, say

# What is pressed, and what the last message says after it.
STORY = {
    "ru": (
        ("До дня рождения", "Выключен. Текст уже готов"),
        ("Включить", "Включаем?"),
        ("Да, включить", "Включён."),
        ("Дней", "Введите число"),
        ("‹ Назад", "Включён."),
        ("Текст и кнопки", "день рождения"),
        ("‹ Назад", "Включён."),
        ("Кому сегодня", "Сегодня"),
        ("‹ Назад", "Включён."),
        ("‹ Назад", "До дня рождения"),
        ("Возвращение 1", "Выключен. Текст уже готов"),
        ("Свой ритм", "Через сколько"),
        ("‹ Назад", "Выключен."),
        ("‹ Назад", "Сценарии"),
        ("От программы", "Сообщения программы"),
        ("‹ Назад", "Сценарии"),
        ("Баллы сгорят 1", "Выключен: уходит обычными словами"),
        ("Текст и кнопки", "хороший повод заглянуть"),
        ("‹ Назад", "Выключен:"),
        ("Показать мне", "то, что увидят люди"),
        ("Назад", "Выключен:"),
        ("‹ Назад", "Сценарии"),
        ("Свой сценарий", "Как назовём?"),
    ),
    "en": (
        ("Before birthday", "It is off. The text is written already"),
        ("Switch on", "Switch it on?"),
        ("Yes, switch on", "It is on."),
        ("Days", "Type a number"),
        ("‹ Back", "It is on."),
        ("Text and buttons", "birthday"),
        ("‹ Back", "It is on."),
        ("Who today", "Today"),
        ("‹ Back", "It is on."),
        ("‹ Back", "Before birthday"),
        ("Come back 1", "It is off. The text is written already"),
        ("Own rhythm", "own intervals"),
        ("‹ Back", "It is off."),
        ("‹ Back", "Automations"),
        ("By the programme", "Messages of the programme"),
        ("‹ Back", "Automations"),
        ("Points burn 1", "It is off: it goes in the usual words"),
        ("Text and buttons", "worth coming by for"),
        ("‹ Back", "It is off:"),
        ("Show it to me", "what people will see"),
        ("Back", "It is off:"),
        ("‹ Back", "Automations"),
        ("Your own", "What is it called?"),
    ),
}


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_a_birthday_is_on_after_three_taps(sandbox: Sandbox, tmp_path: Path, language: str) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    async with (
        chromium() as browser,
        page_of(browser, sandbox.address, width=360, height=740, phone=True) as page,
    ):
        owner = phone(page, "owner")
        await page.get_by_test_id("tab-owner").click()
        await language_chosen(owner, language)
        await say(owner, "/campaigns")
        await looked_at(page, pictures)
        for button, shown in STORY[language]:
            await press(owner, button)
            last = owner.get_by_test_id("bubble").last
            await expect(last).to_contain_text(shown, timeout=15_000, ignore_case=True)
            await looked_at(page, pictures)
