"""A broadcast written, looked at and sent on a small phone, in both languages."""

from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Sandbox, chromium, page_of
from tests.browser.test_story import bubbles, phone, press, say

CUT = """() => [...document.querySelectorAll('[data-testid="inline-button"], [data-testid="bubble"]')]
    .filter((node) => node.offsetParent && node.scrollWidth > node.clientWidth + 1)
    .map((node) => node.textContent)"""
# What is pressed, and what the last message says after it.
STORY = {
    "ru": (
        ("Новая рассылка", "Пришлите текст"),
        ("", "Черновик: пока никто не получил."),
        ("Текст и кнопки", "Веранда открыта"),
        ("Кнопки: 0", "Какую добавить?"),
        ("Показать карту", "Что на ней написать?"),
        ("Показать карту", "показывает карту"),
        ("‹ Назад", "Веранда открыта"),
        ("‹ Назад", "Черновик: пока никто не получил."),
        ("Подарок", "Сейчас подарка нет"),
        ("‹ Назад", "Черновик"),
        ("Кому", "Подходит"),
        ("‹ Назад", "Черновик"),
        ("Когда", "Сейчас: сразу"),
        ("‹ Назад", "Черновик"),
        ("Проверка", "Контрольная группа"),
        ("Никто", "Сейчас: никто"),
        ("‹ Назад", "Черновик"),
        ("Показать мне", "Уйдёт"),
        ("Отправить…", "По пути можно поставить на паузу"),
        ("Да, отправить", "Отправлено:"),
    ),
    "en": (
        ("New broadcast", "Send me the text"),
        ("", "A draft: nobody has got it yet."),
        ("Text and buttons", "Веранда открыта"),
        ("Buttons: 0", "Which one shall be added?"),
        ("Show my card", "What shall it say?"),
        ("Show my card", "shows the card"),
        ("‹ Back", "Веранда открыта"),
        ("‹ Back", "A draft: nobody has got it yet."),
        ("Gift", "Now: none."),
        ("‹ Back", "A draft"),
        ("To whom", "fit"),
        ("‹ Back", "A draft"),
        ("When", "Now: at once"),
        ("‹ Back", "A draft"),
        ("Test", "A control group"),
        ("Nobody", "Now: nobody"),
        ("‹ Back", "A draft"),
        ("Show it to me", "will go to"),
        ("Send…", "You can pause and cancel on the way"),
        ("Yes, send", "Sent:"),
    ),
}
TEXT = "{имя|Друзья}, веранда открыта! На карте {баланс} ☕"


async def language_chosen(owner: Locator, language: str) -> None:
    """The demo's owner speaks Russian."""
    if language == "en":
        await say(owner, "/settings")
        await press(owner, "English")
        await expect(bubbles(owner, "English").last).to_be_visible()


async def looked_at(page: Page, pictures: Path) -> None:
    """Nothing is cut off or wider than the phone; the picture stays with a failed test."""
    await page.screenshot(path=pictures / f"{len(list(pictures.iterdir())):02}.png")
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert await page.evaluate(CUT) == []


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_a_broadcast_is_written_looked_at_and_sent(
    sandbox: Sandbox, tmp_path: Path, language: str
) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    async with (
        chromium() as browser,
        page_of(browser, sandbox.address, width=360, height=740, phone=True) as page,
    ):
        owner = phone(page, "owner")
        await page.get_by_test_id("tab-owner").click()
        await language_chosen(owner, language)
        await say(owner, "/broadcast")
        for button, shown in STORY[language]:
            if button:
                await press(owner, button)
            else:
                await say(owner, TEXT)
            last = owner.get_by_test_id("bubble").last
            await expect(last).to_contain_text(shown, timeout=15_000, ignore_case=True)
            await looked_at(page, pictures)
