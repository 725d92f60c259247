"""The cashier's phone on the sandbox page opens the scanner: it reads the customer's screen and sells."""

import re

from playwright.async_api import Browser, expect

from tests.browser.conftest import Sandbox, page_of
from tests.browser.test_story import bubbles, join, phone, press, say


async def test_the_cashiers_phone_opens_the_scanner_and_sells(sandbox: Sandbox, browser: Browser) -> None:
    async with page_of(browser, sandbox.address) as page:
        await join(page)
        customer, cashier = phone(page, "customer"), phone(page, "cashier")
        await cashier.get_by_test_id("app-menu").click()
        scanner = page.frame_locator("[data-testid=app-frame]")
        await scanner.locator("#scan").click()
        await expect(scanner.locator("#name")).to_have_text("Анна")
        for key in "450":
            await scanner.locator(f"#pad [data-key='{key}']").click()
        await scanner.locator("#main").click()
        await expect(scanner.locator("#main")).to_have_text("Начислить +22")
        await scanner.locator("#main").click()
        await expect(scanner.locator("#result h1")).to_contain_text("Анна: +22 балла")
        await expect(bubbles(customer, "+22")).to_be_visible()
        await cashier.get_by_test_id("app-close").click()
        await expect(cashier.get_by_test_id("app")).to_have_count(0)
        await say(cashier, "/sale")
        await press(cashier, "Открыть сканер")
        await expect(scanner.locator("#brand")).to_have_text(re.compile("."))
        await scanner.locator("#scan").click()
        await expect(scanner.locator("#standing")).to_contain_text("72 балла")
