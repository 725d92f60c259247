"""The story on the sandbox page, as a newcomer plays it: join, scan, amount, pay with points, rewards."""

import re
import signal
from itertools import pairwise

from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.conftest import Sandbox, page_of


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


async def pay_with_points(page: Page) -> None:
    """150 for Anna with 110 points: the cashier takes 45, she says yes on her own screen."""
    customer, cashier = phone(page, "customer"), phone(page, "cashier")
    await cashier.get_by_test_id("scan").click()
    await expect(bubbles(cashier, "110 баллов")).to_be_visible()
    await say(cashier, "150")
    await press(cashier, "Списать 45")
    await expect(bubbles(cashier, "Жду согласия покупателя на 45 баллов")).to_be_visible()
    await expect(bubbles(customer, "Списать 45 баллов?")).to_contain_text("чек на 150 ₽")
    await expect(page.get_by_test_id("hint")).to_contain_text("ответьте")
    await press(customer, "Списать −45")
    await expect(bubbles(customer, "−45 баллов, +5 баллов")).to_contain_text("Теперь 70")
    await expect(bubbles(cashier, "✅ Анна: −45 баллов, +5 баллов")).to_contain_text("деньгами: 105 ₽")


async def pay_with_the_code(page: Page) -> None:
    """The picture of the pay code opens the sale and says yes at once."""
    customer, cashier = phone(page, "customer"), phone(page, "cashier")
    await customer.get_by_test_id("key").filter(has_text="Оплатить баллами").click()
    await expect(bubbles(customer, "Код действует один раз")).to_be_visible()
    await cashier.get_by_test_id("scan").click()
    await expect(bubbles(cashier, "70 баллов")).to_be_visible()
    await say(cashier, "100")
    await expect(bubbles(cashier, "Код оплаты верный")).to_be_visible()
    await press(cashier, "Списать 30")
    await expect(bubbles(cashier, "✅ Анна: −30 баллов, +3 балла")).to_contain_text("теперь 43")


async def take_a_reward(page: Page) -> None:
    """A biscuit for 30 points, handed out at the till."""
    customer, cashier = phone(page, "customer"), phone(page, "cashier")
    await customer.get_by_test_id("key").filter(has_text="Награды").click()
    await press(customer, "Печенье")
    await press(customer, "Да, взять")
    await expect(bubbles(customer, "Печенье к кофе ждёт вас на кассе")).to_be_visible()
    await say(customer, "/card")
    await expect(bubbles(customer, "13 баллов (13 ₽)")).to_be_visible()
    await cashier.get_by_test_id("scan").click()
    await press(cashier, "Выдать: Печенье")
    await press(cashier, "Да, выдано")
    await expect(bubbles(cashier, "✅ Выдано: Печенье к кофе, Анна")).to_be_visible()


async def test_a_stranger_joins_gets_points_pays_with_them_and_takes_a_reward(
    sandbox: Sandbox, browser: Browser
) -> None:
    async with page_of(browser, sandbox.address) as page:
        customer, cashier = phone(page, "customer"), phone(page, "cashier")
        await expect(page.get_by_test_id("hint")).to_contain_text("Старт")
        await join(page)
        await expect(page.get_by_test_id("hint")).to_contain_text("отсканируйте")
        await cashier.get_by_test_id("scan").click()
        await expect(bubbles(cashier, "Анна")).to_be_visible()
        await say(cashier, "миллион")
        await say(cashier, "1 200,50 №17")
        await press(cashier, "Начислить +60")
        await expect(bubbles(cashier, "теперь 110")).to_be_visible()
        await expect(bubbles(customer, "+60")).to_be_visible()
        await say(customer, "/balance")
        await expect(bubbles(customer, "110 баллов (110 ₽)")).to_be_visible()
        await expect(page.get_by_test_id("hint")).to_contain_text("«Списать»")
        await pay_with_points(page)
        await expect(page.get_by_test_id("hint")).to_contain_text("наград")
        await pay_with_the_code(page)
        await take_a_reward(page)
        await expect(page.get_by_test_id("hint")).to_contain_text("/invite")


async def test_a_kill_in_the_middle_of_a_sale_loses_nothing_and_doubles_nothing(
    sandbox: Sandbox, browser: Browser
) -> None:
    async with page_of(browser, sandbox.address) as page:
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
        await expect(bubbles(cashier, "теперь 72")).to_be_visible()
        await expect(bubbles(customer, "+22")).to_have_count(1)
        owner = phone(page, "owner")
        await say(owner, "/verify")
        await expect(bubbles(owner, "Всё сходится")).to_be_visible()
    assert await sandbox.end() == 0


async def test_the_page_fits_a_phone_and_a_desk_and_is_reached_by_keyboard(
    sandbox: Sandbox, browser: Browser
) -> None:
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
        several = ("", "key", "inline-button")
        assert all(before != after or before in several for before, after in pairwise(focused))


async def test_the_demo_shop_has_a_whole_programme_and_its_clock_goes_forward(
    sandbox: Sandbox, browser: Browser
) -> None:
    async with page_of(browser, sandbox.address) as page:
        owner = phone(page, "owner")
        await say(owner, "/program")
        for part in ("Серебро", "Каждый шестой кофе", "Приведите друга", "Баллы живут 12 месяцев"):
            await expect(bubbles(owner, part).last).to_be_visible()
        await press(owner, "Сменить процент")
        await say(owner, "7")
        await expect(bubbles(owner, "за последние 90 дней")).to_be_visible()
        await say(owner, "/codes")
        await expect(owner.get_by_test_id("inline-button").filter(has_text="ЗЕРНО")).to_be_visible()
        before = await page.get_by_test_id("clock").inner_text()
        await page.get_by_test_id("forward-month").click()
        await page.get_by_test_id("dialog-ok").click()
        await expect(page.get_by_test_id("clock")).not_to_have_text(before, timeout=20_000)
        await say(owner, "/verify")
        await expect(bubbles(owner, "Всё сходится")).to_be_visible()
        await say(owner, "/member")
        await expect(bubbles(owner, "Кого найти?")).to_be_visible()
        await say(owner, "Лев")
        await expect(bubbles(owner, "Лев Гринберг")).to_contain_text("Золото")


async def test_what_waits_in_the_demo_shop_is_found(sandbox: Sandbox, browser: Browser) -> None:
    """An alert and a receipt for the owner, an open shift for the cashier, points for somebody enrolled."""
    async with page_of(browser, sandbox.address) as page:
        customer, cashier, owner = (phone(page, title) for title in ("customer", "cashier", "owner"))
        await say(owner, "/alerts")
        await expect(bubbles(owner, "22:40").last).to_contain_text("Дарья Нежина")
        await say(owner, "/receipts")
        await expect(bubbles(owner, "№ 318").last).to_be_visible()
        await expect(owner.get_by_test_id("photo").last).to_be_visible()
        await say(owner, "/staff")
        await expect(bubbles(owner, "Марина Котова: управляющий").last).to_contain_text("В парке")
        await say(cashier, "/shift")
        await expect(bubbles(cashier, "Смена открыта").last).to_contain_text("У вокзала")
        await customer.get_by_test_id("person-picker").select_option(label="Павел Белый")
        await customer.get_by_test_id("start").click()
        await say(customer, "/stores")
        await expect(bubbles(customer, "Парковая аллея, 7").last).to_be_visible()
        await press(customer, "Согласен")
        await press(customer, "Не сейчас")
        await press(customer, "Павел")
        await customer.get_by_test_id("key").filter(has_text="Отправить мой номер").click()
        await say(customer, "1 марта")
        await expect(bubbles(customer, "Готово, Павел")).to_be_visible()
        await expect(bubbles(customer, "19 баллов").last).to_be_visible()


async def test_a_blocked_bot_is_noticed_and_a_new_person_can_be_added(
    sandbox: Sandbox, browser: Browser
) -> None:
    async with page_of(browser, sandbox.address) as page:
        customer = phone(page, "customer")
        await join(page)
        await customer.get_by_test_id("phone-menu").click()
        await customer.get_by_test_id("menu-block").click()
        await expect(customer.get_by_test_id("unblock")).to_be_visible()
        await customer.get_by_test_id("unblock").click()
        await say(customer, "/balance")
        await expect(bubbles(customer, "50 баллов").last).to_be_visible()
        await page.get_by_test_id("add-person").click()
        await page.locator("input[name=first_name]").fill("Ёжик 🦔")
        await page.get_by_test_id("dialog-ok").click()
        picker = customer.get_by_test_id("person-picker")
        await expect(picker.locator("option").filter(has_text="Ёжик")).to_have_count(1)
