"""The scanner page in Chromium at 360 px: many customers in a row, points, slips, lost sessions."""

import asyncio
import re

import pytest
from playwright.async_api import Browser, Route, expect

from actions.answer_spend import answer_spend
from actions.dismiss_staff import dismiss_staff
from loyalty.programme import Category
from storage import people
from tests.actions.buying import ruled
from tests.actions.paying import points, sound
from tests.actions.people import Actor, Cast
from tests.browser.scanner_page import DARK, LIGHT, phone, priced, scanned
from tests.web.scanner_door import Page as Door
from tests.web.scanner_door import card_link

SIZES = ((320, 560), (360, 640))


async def test_two_customers_in_a_row_take_three_actions_each(
    browser: Browser, door: Door, cast: Cast, anna: Actor
) -> None:
    dima = await cast.joined("Дима")
    async with phone(browser, door, cast.lena) as mine:
        page = mine.page
        await scanned(mine, anna)
        await expect(page.locator("#name")).to_have_text("Анна")
        await expect(page.locator("#standing")).to_have_text(re.compile("1.000 баллов"))
        await priced(mine, "450.5")
        await expect(page.locator("#question")).to_have_text("450,50 ₽")
        await expect(page.locator("#main")).to_have_text("Начислить +22")
        await mine.main()
        await expect(page.locator("#result h1")).to_contain_text("Анна: +22 балла")
        assert (await mine.touches()).count("success") == 2
        await mine.camera_sees(card_link(dima))
        await page.locator("#next").click()
        await expect(page.locator("#name")).to_have_text("Дима")
        await expect(page.locator(".field.amount .value")).to_have_text("0 ₽")
        await priced(mine, "100")
        await mine.main()
        await expect(page.locator("#result h1")).to_contain_text("Дима: +5 баллов")
        popups = await mine.told("web_app_open_scan_qr_popup")
        assert [popup["text"] for popup in popups] == ["Наведите камеру на код покупателя"] * 2
        assert len(await mine.told("web_app_close_scan_qr_popup")) == 2
    assert (await points(cast.shop, anna)).available == 1_022
    await sound(cast.shop)


async def test_points_are_asked_for_and_the_yes_shows_by_itself(
    browser: Browser, door: Door, cast: Cast, anna: Actor
) -> None:
    async with phone(browser, door, cast.lena, theme=DARK) as mine:
        page = mine.page
        await scanned(mine, anna)
        await priced(mine, "450")
        await page.locator("[data-do=take]").click()
        await expect(page.locator("#lines")).to_contain_text("Жду согласия покупателя на 135 баллов")
        await expect(page.locator("#time")).to_be_visible()
        await answer_spend(cast.shop, anna.member_id, await question(cast, anna), yes=False)
        await expect(page.locator("#lines")).to_contain_text("Покупатель отказался")
        await page.locator("[data-do=points]").click()
        await mine.type("50")
        await mine.main()
        await expect(page.locator("#lines")).to_contain_text("на 50 баллов")
        await answer_spend(cast.shop, anna.member_id, await question(cast, anna), yes=True)
        await expect(page.locator("#result h1")).to_contain_text("−50 баллов")
    await sound(cast.shop)


async def test_a_sale_is_undone_after_a_question(
    browser: Browser, door: Door, cast: Cast, anna: Actor
) -> None:
    async with phone(browser, door, cast.lena) as mine:
        page = mine.page
        await scanned(mine, anna)
        await priced(mine, "450")
        await mine.main()
        await page.locator("#after button").click()
        await expect(page.locator("#result")).to_contain_text("Отменить продажу")
        await page.locator("#after .danger").click()
        await expect(page.locator("#ready")).to_be_visible()
        await expect(page.locator("#toast")).to_contain_text("Продажа отменена")
    assert (await points(cast.shop, anna)).available == 1_000


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("language", ["ru", "en"])
async def test_every_screen_fits_and_speaks_its_language(
    browser: Browser, door: Door, cast: Cast, anna: Actor, theme: dict[str, str], language: str
) -> None:
    goods = (Category(key="coffee", name="Coffee"), Category(key="cake", name="Cakes to order"))
    await ruled(cast.shop, brand="Lighthouse", categories=goods)
    await cast.shop.db.write(lambda tx: people.change_account(tx, cast.lena.account_id, language=language))
    for size in SIZES:
        async with phone(browser, door, cast.lena, theme=theme, size=size) as mine:
            page = mine.page
            await expect(page.locator("#scan")).to_have_text("Scan" if language == "en" else "Сканировать")
            assert await mine.fits(), ("ready", size)
            await scanned(mine, anna)
            assert await mine.fits(), ("amount", size)
            await mine.type("999999.99")
            assert await mine.fits(), ("typed", size)
            await priced(mine, "")
            assert await mine.fits(), ("preview", size)
            await page.locator("[data-do=code]").click()
            assert await mine.fits(), ("code", size)
            assert await page.evaluate("document.documentElement.dataset.look") == (
                "dark" if theme == DARK else "light"
            )
            if language == "en":
                seen = (await page.locator("#till").inner_text()).replace("Анна", "")
                assert not re.search("[а-яё]", seen)


async def test_a_phone_nobody_has_is_enrolled_after_two_questions(
    browser: Browser, door: Door, cast: Cast
) -> None:
    async with phone(browser, door, cast.lena) as mine:
        page = mine.page
        await page.locator("#by-number").click()
        await mine.type("89165550123")
        await mine.main()
        await expect(page.locator("#asked")).to_contain_text("0123")
        await page.locator("#answers .main").click()
        await expect(page.locator("#asked")).to_contain_text("согласен")
        assert await mine.fits()
        await page.locator("#answers .main").click()
        await expect(page.locator("#pad")).to_be_visible()
        await priced(mine, "450")
        await mine.main()
        await expect(page.locator("#result h1")).to_contain_text("+22")


async def test_where_the_app_has_no_camera_for_codes_a_photo_is_asked_for(
    browser: Browser, door: Door, cast: Cast, anna: Actor
) -> None:
    async with phone(browser, door, cast.lena, platform="tdesktop") as mine:
        page = mine.page
        await expect(page.locator("#scan")).to_have_text("Фото кода")
        async with page.expect_file_chooser():
            await page.locator("#scan").click()
        assert await mine.told("web_app_open_scan_qr_popup") == []
        await page.locator("#by-number").click()
        await page.keyboard.type(anna.number)
        await page.keyboard.press("Enter")
        await expect(page.locator("#name")).to_have_text("Анна")


async def test_a_reload_goes_on_with_the_same_session_and_a_stranger_gets_none(
    browser: Browser, door: Door, cast: Cast, anna: Actor
) -> None:
    async with phone(browser, door, cast.lena) as mine:
        await expect(mine.page.locator("body")).to_have_attribute("aria-busy", "false")
        await mine.page.reload()
        await expect(mine.page.locator("#scan")).to_be_visible()
        await dismiss_staff(cast.shop, cast.owner.member_id, cast.lena.member_id)
        await mine.camera_sees(card_link(anna))
        await mine.page.locator("#scan").click()
        await expect(mine.page.locator("#reason")).to_be_visible()
    async with phone(browser, door, anna) as hers:
        await expect(hers.page.locator("#reason")).to_be_visible()
        await hers.page.locator("#out").click()
        assert len(await hers.told("web_app_close")) == 1


async def test_nothing_is_lost_without_a_connection(
    browser: Browser, door: Door, cast: Cast, anna: Actor
) -> None:
    async with phone(browser, door, cast.lena) as mine:
        await scanned(mine, anna)
        await mine.type("450")
        await mine.page.context.set_offline(True)
        await mine.main()
        await expect(mine.page.locator("#toast")).to_contain_text("Нет связи")
        await mine.page.context.set_offline(False)
        await mine.main()
        await expect(mine.page.locator("#main")).to_have_text("Начислить +22")


async def test_a_tap_before_the_page_has_its_session_is_kept(
    browser: Browser, door: Door, anna: Actor, cast: Cast
) -> None:
    async with phone(browser, door, cast.lena) as mine:
        page = mine.page
        late = asyncio.Event()

        async def slowly(route: Route) -> None:
            await late.wait()
            await route.continue_()

        await expect(page.locator("body")).to_have_attribute("aria-busy", "false")
        await page.route("**/scan/api/session", slowly)
        await page.reload()
        await mine.camera_sees(card_link(anna))
        await page.locator("#scan").click()
        assert await mine.told("web_app_open_scan_qr_popup") == []
        late.set()
        await expect(page.locator("#name")).to_have_text("Анна")


async def question(cast: Cast, member: Actor) -> int:
    """What the member was asked last."""
    return int([data for kind, data in await cast.told(member) if kind == "spend_ask"][-1]["hold_id"])
