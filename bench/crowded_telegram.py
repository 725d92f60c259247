"""The stand-in with a crowd in it: counts what everybody got, keeps the limits, and fails now and then."""

import json
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from random import Random
from typing import Any

from aiohttp import web

from bench.crowd import FIRST_PERSON
from bench.telegram import DroppedError, Telegram

ALL_CHATS_PER_SECOND = 30
CHAT_PAUSE_SECONDS = 1.0
PAUSE_SECONDS = 1
# A call that left before the bot could read the answer of another one.
ON_ITS_WAY_SECONDS = 0.05
SENDS = frozenset({"sendMessage", "sendPhoto", "sendVideo"})


@dataclass(frozen=True, slots=True)
class Chances:
    """How often a message to the crowd meets each fault. One of the last two may have arrived or not."""

    flood: float = 0.0
    server: float = 0.0
    drop: float = 0.0


@dataclass(slots=True)
class CrowdedTelegram(Telegram):
    """Messages to the crowd are counted by chat and text, and not kept; the others are as in Telegram.

    limits: thirty a second over all chats, one in a chat, also while a pause lasts. in_pause: calls that came
    though the bot had been told to wait. doubtful: faults after which nobody knows.
    """

    chance: Random = field(default_factory=lambda: Random(1))
    chances: Chances = field(default_factory=Chances)
    limits: bool = False
    got: Counter[tuple[int, str]] = field(default_factory=Counter)
    sent_at: list[float] = field(default_factory=list)
    pauses: int = 0
    in_pause: int = 0
    doubtful: int = 0
    paused_at: float = 0.0
    paused_until: float = 0.0
    last_in_chat: dict[int, float] = field(default_factory=dict)
    recent: deque[float] = field(default_factory=deque)

    async def answer(self, method: str, params: dict[str, str]) -> Any:
        """As always, but for the crowd. Raises what the web server makes an answer of, or DroppedError."""
        chat_id = int(params.get("chat_id") or 0)
        if method not in SENDS or chat_id < FIRST_PERSON:
            return await Telegram.answer(self, method, params)
        now, draw = time.monotonic(), self.chance.random()
        self._limit(chat_id, now)
        if draw < self.chances.flood:
            raise self._pause(now)
        draw -= self.chances.flood
        in_doubt = draw < self.chances.server + self.chances.drop
        if not in_doubt or self.chance.random() < 0.5:
            self.got[chat_id, params.get("text") or params["caption"]] += 1
            self.sent_at.append(now)
            self._ring()
        if not in_doubt:
            return self._message(method, params)
        self.doubtful += 1
        if draw < self.chances.server:
            raise web.HTTPBadGateway(text="<html>502</html>", content_type="text/html")
        raise DroppedError

    def _limit(self, chat_id: int, now: float) -> None:
        if now < self.paused_until:
            self.in_pause += now > self.paused_at + ON_ITS_WAY_SECONDS
            raise self._flood(self.paused_until - now)
        if not self.limits:
            return
        while self.recent and self.recent[0] <= now - 1.0:
            self.recent.popleft()
        again = self.last_in_chat.get(chat_id, now - CHAT_PAUSE_SECONDS) + CHAT_PAUSE_SECONDS
        if len(self.recent) >= ALL_CHATS_PER_SECOND or again > now:
            raise self._pause(now)
        self.recent.append(now)
        self.last_in_chat[chat_id] = now

    def _pause(self, now: float) -> web.HTTPException:
        self.pauses += 1
        self.paused_at, self.paused_until = now, now + PAUSE_SECONDS
        return self._flood(PAUSE_SECONDS)

    def _flood(self, seconds: float) -> web.HTTPException:
        wait = max(1, round(seconds))
        said = {"ok": False, "error_code": 429, "description": f"Too Many Requests: retry after {wait}"}
        body = json.dumps(said | {"parameters": {"retry_after": wait}})
        return web.HTTPTooManyRequests(text=body, content_type="application/json")
