"""The scanner page in Chromium as a phone's app shows it: a stand-in for the app's side of the page."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from playwright.async_api import Browser, Page, Route, expect

from tests.actions.people import Actor
from tests.web.scanner_door import Page as Door
from tests.web.scanner_door import card_link

LIGHT = {
    "bg_color": "#ffffff",
    "secondary_bg_color": "#f0f2f5",
    "section_bg_color": "#ffffff",
    "text_color": "#10151a",
    "button_color": "#2a7fd4",
    "button_text_color": "#ffffff",
    "hint_color": "#8a939c",
}
DARK = {
    "bg_color": "#17212b",
    "secondary_bg_color": "#0e1621",
    "section_bg_color": "#1b2734",
    "text_color": "#f3f6f8",
    "button_color": "#4a9be0",
    "button_text_color": "#ffffff",
    "hint_color": "#7d8b99",
}
# What an app on a phone offers the page: it notes every event, and its camera reads what `codes` holds.
APP = """
window.told = [];
window.codes = [];
window.TelegramWebviewProxy = {
  postEvent(type, json) {
    window.told.push([type, JSON.parse(json)]);
    if (type !== "web_app_open_scan_qr_popup") return;
    const code = window.codes.shift();
    const tell = (event, data) => window.Telegram.WebView.receiveEvent(event, data);
    if (code === undefined) setTimeout(() => tell("scan_qr_popup_closed", {}), 20);
    // A camera reads the same code again and again.
    else for (const at of [20, 30, 40]) setTimeout(() => tell("qr_text_received", { data: code }), at);
  },
};
"""


@dataclass
class Phone:
    """The page on a phone, and what its app was told."""

    page: Page

    async def camera_sees(self, *codes: str) -> None:
        """What the camera reads the next times."""
        await self.page.evaluate("codes => window.codes.push(...codes)", list(codes))

    async def told(self, kind: str) -> list[Any]:
        """The data of every event of this kind."""
        events = await self.page.evaluate("window.told")
        return [data for event, data in events if event == kind]

    async def touches(self) -> list[str]:
        """Every touch the hand felt."""
        touched = await self.told("web_app_trigger_haptic_feedback")
        return [data.get("notification_type") or data["impact_style"] for data in touched]

    async def type(self, figure: str) -> None:
        """Tap the keys of the pad."""
        for key in figure:
            await self.page.locator(f"#pad [data-key='{key}']").click()

    async def main(self) -> None:
        """Tap the main button."""
        await self.page.locator("#main").click()

    async def fits(self) -> bool:
        """Nothing is wider or higher than the screen, and no button and no sum is cut."""
        return bool(
            await self.page.evaluate(
                """() => document.documentElement.scrollWidth <= innerWidth
                  && document.body.scrollHeight <= innerHeight
                  && [...document.querySelectorAll(".field.amount .value")]
                    .every((f) => f.scrollWidth <= f.clientWidth)
                  && [...document.querySelectorAll("main:not([hidden]) button")].filter((b) => b.offsetParent)
                    .every((b) => { const r = b.getBoundingClientRect();
                      return r.bottom <= innerHeight + 1 && r.top >= 0 && b.scrollWidth <= b.clientWidth + 1
                        && r.height >= 44; })"""
            )
        )


@asynccontextmanager
async def phone(
    browser: Browser,
    door: Door,
    who: Actor,
    *,
    theme: dict[str, str] | None = None,
    platform: str = "android",
    size: tuple[int, int] = (360, 640),
    lost: int = 0,
) -> AsyncIterator[Phone]:
    """The page opened by somebody; any error on it, and any request elsewhere, fails the test.

    lost: so many answers to its first request.
    """
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=2,
        is_mobile=True,
        has_touch=True,
        locale="ru-RU",
        color_scheme="dark" if theme == DARK else "light",
    )
    await context.add_init_script(APP)
    page = await context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda said: _note(said.text, trouble))
    page.on("request", lambda asked: trouble.append(asked.url) if _is_foreign(asked.url, door.url) else None)
    try:
        await losing(page, lost)
        await page.goto(f"{door.url}/scan#{await launch(door, who, theme or LIGHT, platform)}")
        yield Phone(page)
    finally:
        await context.close()
    assert trouble == [], trouble


async def scanned(mine: Phone, who: Actor) -> None:
    """His code is read, the pad is there."""
    await mine.camera_sees(card_link(who))
    await mine.page.locator("#scan").click()
    await expect(mine.page.locator("#pad")).to_be_visible()


async def priced(mine: Phone, amount: str) -> None:
    """The amount is typed, the preview is there."""
    await mine.type(amount)
    await mine.main()
    await expect(mine.page.locator("#main[data-do=confirm]")).to_be_visible()


async def losing(page: Page, times: int) -> None:
    """The server hears the next requests for a session, their answers are lost."""
    left = times

    async def lose(route: Route) -> None:
        nonlocal left
        if route.request.method != "POST" or not left:
            return await route.continue_()
        left -= 1
        await route.fetch()
        await route.abort()
        return None

    await page.route("**/scan/api/session", lose)


async def launch(door: Door, who: Actor, theme: dict[str, str], platform: str) -> str:
    """What an app puts behind the page's address."""
    params = {
        "tgWebAppData": await door.opening(who),
        "tgWebAppVersion": "9.1",
        "tgWebAppPlatform": platform,
        "tgWebAppThemeParams": json.dumps(theme),
    }
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in params.items())


def _is_foreign(url: str, address: str) -> bool:
    return not url.startswith((address, "data:", "blob:"))


def _note(text: str, trouble: list[str]) -> None:
    if "Content Security Policy" in text:
        trouble.append(text)
