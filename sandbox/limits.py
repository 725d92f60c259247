"""Telegram's flood limits: one message a second in a chat, thirty a second over all chats. Off until
switched on."""

import math
from collections import deque
from collections.abc import Callable

from sandbox.errors import ApiError

CHAT_PAUSE_SECONDS = 1.0
ALL_CHATS_PER_SECOND = 30


class FloodLimits:
    """Counts new messages (edits and answers to taps are free); `on` may be flipped at any time."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self.on = False
        self._monotonic = monotonic
        self._last_in_chat: dict[int, float] = {}
        self._recent: deque[float] = deque()

    def pass_message(self, chat_id: int) -> None:
        """Count a message, or raise ApiError 429 with the whole seconds to wait. A refused message is not
        counted."""
        if not self.on:
            return
        now = self._monotonic()
        while self._recent and self._recent[0] <= now - 1.0:
            self._recent.popleft()
        wait_seconds = self._last_in_chat.get(chat_id, now - CHAT_PAUSE_SECONDS) + CHAT_PAUSE_SECONDS - now
        if len(self._recent) >= ALL_CHATS_PER_SECOND:
            wait_seconds = max(wait_seconds, self._recent[0] + 1.0 - now)
        if wait_seconds > 0:
            retry = math.ceil(wait_seconds)
            raise ApiError(429, f"Too Many Requests: retry after {retry}", retry_after_seconds=retry)
        self._last_in_chat[chat_id] = now
        self._recent.append(now)
