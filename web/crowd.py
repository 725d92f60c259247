"""More at once than can be served well: whoever comes then is told when to come back."""

import asyncio
import logging
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from texts.problems import Fault, accepted_language
from texts.words import words_for
from web.problems import problem

RETRY_SECONDS = 1
TOLD_EVERY_SECONDS = 60.0
HEADERS = {"Retry-After": str(RETRY_SECONDS), "Connection": "close", "Cache-Control": "no-store"}

log = logging.getLogger(__name__)


class Crowd:
    """An application that turns requests away while `is_full()`; the log hears of it once a minute."""

    def __init__(self, app: ASGIApp, is_full: Callable[[], bool], language: str) -> None:
        self._app, self._is_full, self._language = app, is_full, language
        self._told_at: float | None = None
        self._turned_away = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or not self._is_full():
            await self._app(scope, receive, send)
            return
        self._tell()
        language = accepted_language(Headers(scope=scope).get("accept-language", ""), self._language)
        # No figure is told, so neither zone nor currency matters, and the database is left alone.
        words = words_for(language, "UTC", "RUB")
        await problem(words, Fault.CROWDED, HEADERS)(scope, receive, send)

    def _tell(self) -> None:
        now = asyncio.get_running_loop().time()
        self._turned_away += 1
        if self._told_at is None or now - self._told_at >= TOLD_EVERY_SECONDS:
            log.warning(
                "too many requests at once: %d answered 503 since this was told last", self._turned_away
            )
            self._told_at, self._turned_away = now, 0
