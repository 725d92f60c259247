"""The scanner page when answers are lost, a session ends, a manager says no; and the way back."""

import pytest
from playwright.async_api import Browser, Page, Route, expect

from actions.approvals import decide_sale
from actions.watch_settings import answer_limit
from storage.schema import page_sessions
from tests.actions.people import Actor, Cast
from tests.actions.watched import approval_id
from tests.browser.conftest import WallClock
from tests.browser.scanner_page import DARK, LIGHT, phone, priced, scanned
from tests.web.scanner_door import Page as Door


async def idle(page: Page) -> None:
    """Nothing is under way."""
    await expect(page.locator("body")).to_have_attribute("aria-busy", "false")


async def test_a_lost_first_answer_is_asked_for_again_by_itself(
    browser: Browser, door: Door, cast: Cast, anna: Actor
) -> None:
    async with phone(browser, door, cast.lena, lost=1) as mine:
        await expect(mine.page.locator("#brand")).to_have_text("Kopilka")
        await scanned(mine, anna)
    assert len(await cast.stand.rows(page_sessions)) == 1


async def test_after_many_lost_answers_a_tap_goes_on_with_the_same_session(
    browser: Browser, door: Door, cast: Cast, anna: Actor
) -> None:
    async with phone(browser, door, cast.lena, lost=3) as mine:
        page = mine.page
        await expect(page.locator("#reason")).to_contain_text("Нет связи")
        await page.locator("#out").click()
        await scanned(mine, anna)
        await page.reload()
        await scanned(mine, anna)
    assert len(await cast.stand.rows(page_sessions)) == 1


async def test_what_a_manager_refused_is_not_offered_again(
    browser: Browser, door: Door, cast: Cast, anna: Actor
) -> None:
    owner = cast.owner
    await answer_limit(cast.shop, owner.member_id, owner.account_id, "1 largest", "5000")
    async with phone(browser, door, cast.lena) as mine:
        page = mine.page
        await scanned(mine, anna)
        await priced(mine, "9000")
        await mine.main()
        await expect(page.locator("#lines")).to_contain_text("управля")
        await decide_sale(cast.shop, owner.member_id, await approval_id(cast), allow=False)
        await expect(page.locator("#lines")).to_contain_text("просит не проводить")
        await expect(page.locator("#main")).to_have_text("Другая сумма")
        await expect(page.locator("[data-do=confirm]")).to_have_count(0)
        await expect(page.locator("[data-do=close]")).to_be_visible()
        assert await mine.fits()
        await mine.main()
        await expect(page.locator(".field.amount .value")).to_have_text("9\xa0000 ₽")
        await mine.main()  # the same sum once more: his word stands
        await expect(page.locator("#lines")).to_contain_text("Напишите другую сумму")
        await expect(page.locator("[data-do=confirm]")).to_have_count(0)
        await mine.main()
        for _ in "9000":
            await page.locator("#pad [data-key=erase]").click()
        await priced(mine, "450")
        await mine.main()
        await expect(page.locator("#result h1")).to_contain_text("+22")


@pytest.mark.parametrize("way", ["phone", "browser"])
async def test_back_leads_one_step_back_and_no_amount_is_lost(
    browser: Browser, door: Door, cast: Cast, anna: Actor, way: str
) -> None:
    async with phone(browser, door, cast.lena) as mine:
        page = mine.page

        async def back() -> None:
            if way == "browser":
                await page.evaluate("history.back()")
            else:
                await page.evaluate('window.Telegram.WebView.receiveEvent("back_button_pressed")')

        await scanned(mine, anna)
        await priced(mine, "450")
        for what in ("code", "amount"):
            await page.locator(f"[data-do={what}]").click()
            await back()
            await expect(page.locator("[data-do=confirm]")).to_be_visible()
        await back()
        await expect(page.locator(".field.amount .value")).to_have_text("450 ₽")
        await back()
        await expect(page.locator("#asked")).to_have_text("Закрыть продажу? Ничего ещё не проведено.")
        assert await mine.fits()
        await back()
        await expect(page.locator(".field.amount .value")).to_have_text("450 ₽")
        await priced(mine, "")
        await page.locator("[data-do=take]").click()
        await expect(page.locator("#time")).to_be_visible()
        await back()
        await mine.main()
        await expect(page.locator("#done")).to_be_visible()
        await page.locator("#after button").click()
        await back()
        await expect(page.locator("#result h1")).to_contain_text("+22")
        await back()
        await expect(page.locator("#ready")).to_be_visible()
        await scanned(mine, anna)
        await back()
        await expect(page.locator("#ready")).to_be_visible()
        await expect(page.locator("#toast")).to_contain_text("закрыта")
        await page.locator("#by-number").click()
        await back()
        await expect(page.locator("#ready")).to_be_visible()
        told = [data["is_visible"] for data in await mine.told("web_app_setup_back_button")]
        assert told[0] is True
        assert told[-1] is False


async def test_a_phone_that_slept_too_long_says_how_to_open_the_page_again(
    browser: Browser, door: Door, cast: Cast, wall: WallClock
) -> None:
    async with phone(browser, door, cast.lena) as mine:
        page = mine.page
        await idle(page)
        wall.ahead_seconds = 15 * 60 + 1
        await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))')
        await expect(page.locator("#reason")).to_contain_text("кнопка рядом с полем ввода или /sale")
        await page.locator("#out").click()
        assert len(await mine.told("web_app_close")) == 1


async def test_a_session_that_ended_under_way_says_so_too(
    browser: Browser, door: Door, cast: Cast, anna: Actor, wall: WallClock
) -> None:
    async with phone(browser, door, cast.lena) as mine:
        await scanned(mine, anna)
        wall.ahead_seconds = 15 * 60 + 1
        await mine.type("450")
        await mine.main()
        await expect(mine.page.locator("#reason")).to_contain_text("/sale")


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("size", [(320, 560), (360, 640)])
async def test_much_to_know_is_read_with_one_tap(
    browser: Browser, door: Door, cast: Cast, anna: Actor, theme: dict[str, str], size: tuple[int, int]
) -> None:
    async with phone(browser, door, cast.lena, theme=theme, size=size) as mine:
        page = mine.page
        await page.route("**/scan/api/sales", told_much)
        await scanned(mine, anna)
        lines = page.locator("#lines")
        assert await mine.fits()
        assert await lines.evaluate("node => node.clientHeight") >= 44
        await lines.click()
        await expect(page.locator("#pad")).to_be_hidden()
        assert await lines.evaluate("node => node.scrollHeight <= node.clientHeight")
        assert await lines.locator("p").count() == 5
        await lines.click()
        await expect(page.locator("#pad")).to_be_visible()
        await priced(mine, "450")


async def told_much(route: Route) -> None:
    """As much as a shop with everything can say of a customer."""
    answer = await route.fetch()
    told = await answer.json()
    told["shown"]["lines"] = [
        "Карта ждёт: баллы станут доступны, когда покупатель откроет бота с этим номером",
        "💡 120 ₽ до штампа «Десятый кофе в подарок»",
        "Хватит баллов на: Капучино (150), Чизкейк (300), Кружка с маяком (900), Пакет зёрен (1 000)",
        "Кофе: 8 из 10",
        "Завтраки: 3 из 5",
    ]
    await route.fulfill(response=answer, json=told)
