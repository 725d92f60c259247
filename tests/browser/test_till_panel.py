"""The program at the counter on the sandbox page: everything through the real till API."""

import re

from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import Sandbox, page_of
from tests.browser.test_story import bubbles, join, phone, press


async def reckon(page: Page, amount: str) -> None:
    """A receipt for whoever stands there."""
    await page.get_by_test_id("till-amount").fill(amount)
    await page.get_by_test_id("till-quote").click()
    await expect(page.get_by_test_id("till-book")).to_be_visible()


async def test_the_program_finds_books_takes_points_and_refunds(sandbox: Sandbox, browser: Browser) -> None:
    async with page_of(browser, sandbox.address) as page:
        told = page.get_by_test_id("till-told")
        await join(page)
        await page.get_by_test_id("till-open").click()
        await page.get_by_test_id("till-read").click()
        await expect(told).to_contain_text("Анна")
        await reckon(page, "2000")
        await page.get_by_test_id("till-book").click()
        await expect(told).to_contain_text(re.compile(r"Проведено: \+[1-9][0-9]*\. На карте: [1-9]"))
        await expect(bubbles(phone(page, "customer"), re.compile(r"\+\d+ балл")).last).to_be_visible()
        await page.get_by_test_id("till-again").click()
        await page.get_by_test_id("till-read").click()
        await expect(told).to_contain_text("Анна")
        await reckon(page, "300")
        await page.get_by_test_id("till-spend").click()
        await expect(told).to_contain_text("Ждём ответа")
        await press(phone(page, "customer"), "Списать −")
        await expect(told).to_contain_text(re.compile(r"Проведено: −[1-9]"))
        await page.get_by_test_id("till-refund").click()
        await expect(told).to_contain_text("Возврат")
        await expect(page.get_by_test_id("till-journal")).to_contain_text("refunds → 200")
        await page.keyboard.press("Escape")
        await expect(page.get_by_test_id("till")).to_be_hidden()


async def test_what_it_refuses_is_told_in_words(sandbox: Sandbox, browser: Browser) -> None:
    async with page_of(browser, sandbox.address, width=390, phone=True) as page:
        await page.get_by_test_id("more").click()
        await page.get_by_test_id("till-open").click()
        await page.get_by_test_id("till-card").fill("111111111111")
        await page.get_by_test_id("till-quote").click()
        await expect(page.get_by_test_id("till-told")).not_to_be_empty()
        await expect(page.get_by_test_id("till-journal")).to_contain_text("404")
