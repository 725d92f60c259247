"""Our session to the Bot API: aiogram's, which keeps what it has learned about the form of answers."""

from typing import Any, cast

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from actions.counting import count


class Session(AiohttpSession):
    """AiohttpSession that holds on to the types of answers.

    aiogram asks pydantic for `Response[...]` at every call, and pydantic keeps such a type only as long as
    somebody uses it: after each full garbage collection it was built anew, about four milliseconds a call.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._held: dict[type[TelegramMethod[Any]], Any] = {}

    async def close(self) -> None:
        """As aiogram's, which gives encrypted connections a moment to end; others need none."""
        if self.api.base.startswith("https:"):
            await super().close()
        elif self._session is not None:
            await self._session.close()

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        """As aiogram's; what fails is counted by its kind."""
        try:
            return cast(TelegramType, await super().make_request(bot, method, timeout))
        except Exception as error:
            count("telegram_errors", type(error).__name__)
            if isinstance(error, TelegramRetryAfter):
                count("telegram_pauses")
            raise

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        """As aiogram's."""
        kind = type(method)
        if kind not in self._held:
            self._held[kind] = Response[method.__returning__]  # type: ignore[name-defined]  # built at run time
        return super().check_response(bot, method, status_code, content)
