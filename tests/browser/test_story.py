"""The whole story on the sandbox page, as a newcomer plays it: join, card, scan, amount, confirm, balance."""

import re
import signal
from itertools import pairwise

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Sandbox, chromium, page_of


def phone(page: Page, title: str) -> Locator:
    return page.get_by_test_id(f"phone-{title}")


def bubbles(whose: Locator, text: str | re.Pattern[str]) -> Locator:
    return whose.get_by_test_id("bubble").filter(has_text=text)


async def say(whose: Locator, text: str) -> None:
    await whose.get_by_test_id("entry").fill(text)
    await whose.get_by_test_id("send").click()


async def press(whose: Locator, label: str) -> None:
    await whose.get_by_test_id("inline-button").filter(has_text=label).last.click()


async def join(page: Page) -> None:
    """Anna becomes a member, with a wrong answer on the way."""
    customer = phone(page, "customer")
    await customer.get_by_test_id("start").click()
    await press(customer, "Согласен")
    await press(customer, "Не сейчас")
    await press(customer, "Анна")
    await customer.get_by_test_id("key").filter(has_text="Отправить мой номер").click()
    await say(customer, "30 февраля")
    await expect(bubbles(customer, "30 февраля")).to_be_visible()
    await say(customer, "15 мая")
    await expect(bubbles(customer, "Готово, Анна")).to_be_visible()
    await expect(customer.get_by_test_id("photo").last).to_be_visible()


async def test_a_stranger_joins_and_gets_points_at_the_till(sandbox: Sandbox) -> None:
    async with chromium() as browser, page_of(browser, sandbox.address) as page:
        customer, cashier = phone(page, "customer"), phone(page, "cashier")
        await expect(page.get_by_test_id("hint")).to_contain_text("Старт")
        await join(page)
        await expect(page.get_by_test_id("hint")).to_contain_text("отсканируйте")
        await cashier.get_by_test_id("scan").click()
        await expect(bubbles(cashier, "Анна")).to_be_visible()
        await say(cashier, "миллион")
        await say(cashier, "1 200,50 №17")
        await press(cashier, "Начислить +60")
        await expect(bubbles(cashier, "теперь 60")).to_be_visible()
        await expect(bubbles(customer, "+60")).to_be_visible()
        await say(customer, "/balance")
        await expect(bubbles(customer, "60 баллов")).to_be_visible()
        await expect(page.get_by_test_id("hint")).not_to_contain_text("сумму")


async def test_a_kill_in_the_middle_of_a_sale_loses_nothing_and_doubles_nothing(sandbox: Sandbox) -> None:
    async with chromium() as browser, page_of(browser, sandbox.address) as page:
        customer, cashier = phone(page, "customer"), phone(page, "cashier")
        await join(page)
        await cashier.get_by_test_id("scan").click()
        await expect(bubbles(cashier, "Анна")).to_be_visible()
        await say(cashier, "450 №18")
        await expect(cashier.get_by_test_id("inline-button").filter(has_text="Начислить +22")).to_be_visible()
        await sandbox.end(signal.SIGKILL)
        await expect(page.get_by_test_id("banner")).to_be_visible()
        await sandbox.start()
        await expect(page.get_by_test_id("banner")).to_be_hidden(timeout=20_000)
        await press(cashier, "Начислить +22")
        await expect(bubbles(cashier, "теперь 22")).to_be_visible()
        await expect(bubbles(customer, "+22")).to_have_count(1)
        owner = phone(page, "owner")
        await say(owner, "/verify")
        await expect(bubbles(owner, "Всё сходится")).to_be_visible()
    assert await sandbox.end() == 0


async def test_the_page_fits_a_phone_and_a_desk_and_is_reached_by_keyboard(sandbox: Sandbox) -> None:
    async with chromium() as browser:
        for width, height in ((360, 740), (390, 844), (768, 1024), (1280, 800)):
            small = width < 700
            async with page_of(browser, sandbox.address, width=width, height=height, phone=small) as page:
                await expect(phone(page, "customer").get_by_test_id("start")).to_be_visible()
                fits = "document.documentElement.scrollWidth <= window.innerWidth"
                assert await page.evaluate(fits), f"the page is wider than {width} px"
                shown = [t for t in ("customer", "cashier", "owner") if await phone(page, t).is_visible()]
                assert len(shown) == (1 if small else 2 if width < 1100 else 3)
        async with page_of(browser, sandbox.address) as page:
            await page.keyboard.press("Tab")
            focused = []
            for _ in range(40):
                focused.append(await page.evaluate("document.activeElement?.dataset.testid ?? ''"))
                await page.keyboard.press("Tab")
            assert {"forward-day", "forward-month", "add-person", "start", "scan"} <= set(focused)
            assert all(before != after or before == "key" for before, after in pairwise(focused) if before)


async def test_the_clock_goes_forward_a_day_and_everything_due_is_done(sandbox: Sandbox) -> None:
    async with chromium() as browser, page_of(browser, sandbox.address) as page:
        before = await page.get_by_test_id("clock").inner_text()
        await page.get_by_test_id("forward-month").click()
        await page.get_by_test_id("dialog-ok").click()
        await expect(page.get_by_test_id("clock")).not_to_have_text(before, timeout=20_000)
        owner = phone(page, "owner")
        await say(owner, "/verify")
        await expect(bubbles(owner, "Всё сходится")).to_be_visible()


async def test_a_blocked_bot_is_noticed_and_a_new_person_can_be_added(sandbox: Sandbox) -> None:
    async with chromium() as browser, page_of(browser, sandbox.address) as page:
        customer = phone(page, "customer")
        await join(page)
        await customer.get_by_test_id("phone-menu").click()
        await customer.get_by_test_id("menu-block").click()
        await expect(customer.get_by_test_id("unblock")).to_be_visible()
        await customer.get_by_test_id("unblock").click()
        await say(customer, "/balance")
        await expect(bubbles(customer, "0 баллов").last).to_be_visible()
        await page.get_by_test_id("add-person").click()
        await page.locator("input[name=first_name]").fill("Ёжик 🦔")
        await page.get_by_test_id("dialog-ok").click()
        picker = customer.get_by_test_id("person-picker")
        await expect(picker.locator("option").filter(has_text="Ёжик")).to_have_count(1)
