"""/go: links in campaigns' messages lead through here and on to where the campaign says."""

import re
from typing import Annotated

from fastapi import APIRouter, Header, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from actions.follow_link import follow_link
from actions.shop import Shop
from texts.links import gone
from web.problems import words_of

# What fetches a page without anybody looking at it. Cubot is a make of phones.
ROBOT = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|preview|externalhit|vkshare|whatsapp|fetch|monitor|headless"
    r"|python|curl|wget|okhttp|java/|go-http|axios",
    re.IGNORECASE,
)
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
POLICY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
}
PAGE = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
body {{ font: 17px/1.5 system-ui, sans-serif; max-width: 26em; margin: 20vh auto 0; padding: 0 1.2em; }}
h1 {{ font-size: 1.4em; line-height: 1.25; }}
a {{ display: inline-block; padding: .7em 1.2em; border-radius: .6em; background: #1f6feb; color: #fff;
  text-decoration: none; }}
</style>
<h1>{title}</h1>
<p>{text}</p>
<p><a href="https://t.me/{bot}">{caption}</a></p>
</html>
"""


def router() -> APIRouter:
    """One door, open to everybody: whoever has a message has the tokens of its links."""
    doors = APIRouter(include_in_schema=False)
    doors.add_api_route("/go/{token}", go, methods=["GET", "HEAD"])
    return doors


async def go(request: Request, token: str, accept_language: Annotated[str, Header()] = "") -> Response:
    """On to the address of this link."""
    shop: Shop = request.app.state.shop
    address = await follow_link(shop, token, counts=_is_person(request))
    if address is not None:
        return RedirectResponse(address, 302, HEADERS)
    words = await words_of(shop, accept_language)
    title, text, caption = gone(words)
    bot = shop.settings.bot_username
    page = PAGE.format(language=words.language, title=title, text=text, caption=caption, bot=bot)
    return HTMLResponse(page, 404, HEADERS | POLICY)


def _is_person(request: Request) -> bool:
    """Whether somebody opens it: a look at the headers alone, a machine that says so, and a page fetched
    ahead of a tap that may never come are none."""
    told = request.headers
    ahead = "prefetch" in f"{told.get('sec-purpose', '')} {told.get('purpose', '')} {told.get('x-moz', '')}"
    agent = told.get("user-agent", "")
    return request.method == "GET" and bool(agent) and not ROBOT.search(agent) and not ahead
