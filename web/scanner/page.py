"""The page itself: one document, its style and its scripts, all from here; framed by the messenger alone."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Header, Request
from fastapi.responses import Response

from texts.problems import Fault
from texts.scanner import captions
from web.problems import ProblemError, words_of
from web.settings import WebSettings

FOLDER = Path(__file__).parent.parent / "page"
TYPES = {".css": "text/css", ".js": "text/javascript"}
KINDS = {path.name: TYPES[path.suffix] for path in FOLDER.iterdir() if path.suffix in TYPES}
# Where the messenger shows pages in a browser; its apps frame nothing.
MESSENGER = (
    "https://web.telegram.org https://webk.telegram.org https://weba.telegram.org https://webz.telegram.org"
)
LOOPBACK = ("127.0.0.1", "localhost")
# A stand-in for the messenger on this very machine, when the page is served for it alone.
STAND_IN = "http://127.0.0.1:* http://localhost:*"

router = APIRouter()


@router.get("/scan")
async def document(request: Request, accept_language: Annotated[str, Header()] = "") -> Response:
    """The page, in the browser's language until it knows who opened it."""
    words = await words_of(request.app.state.shop, accept_language)
    texts = json.dumps(captions(words), ensure_ascii=False).replace("<", "\\u003c")
    html = _text("scan.html").replace("__LANGUAGE__", words.language)
    headers = _headers(request.app.state.settings) | {"Cache-Control": "no-store"}
    return Response(html.replace("__TEXTS__", texts), media_type="text/html", headers=headers)


@router.get("/scan/page/{name}")
async def part(request: Request, name: str, if_none_match: Annotated[str, Header()] = "") -> Response:
    """A style or a script: asked for each time, sent when it has changed, so that old and new never mix."""
    if name not in KINDS:
        raise ProblemError(Fault.NOT_FOUND)
    mark = f'"{_version()}"'
    headers = _headers(request.app.state.settings) | {"Cache-Control": "no-cache", "ETag": mark}
    if if_none_match == mark:
        return Response(status_code=304, headers=headers)
    return Response(_text(name), media_type=KINDS[name], headers=headers)


def _headers(settings: WebSettings) -> dict[str, str]:
    here = urlsplit(settings.public_url).hostname in LOOPBACK
    framed = f"{MESSENGER} {STAND_IN}" if here else MESSENGER
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        f"img-src 'self' blob: data:; base-uri 'none'; form-action 'none'; frame-ancestors {framed}"
    )
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "geolocation=(), microphone=(), payment=()",
    }


@cache
def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


@cache
def _version() -> str:
    """Changes with any part."""
    whole = "".join(_text(name) for name in sorted(KINDS))
    return hashlib.sha256(whole.encode()).hexdigest()[:12]
