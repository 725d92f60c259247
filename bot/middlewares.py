"""What an update passes before a handler sees it: private chats only, who speaks, log context, an apology."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any, cast

from aiogram import BaseMiddleware, Bot
from aiogram.enums import ContentType
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramForbiddenError
from aiogram.types import Chat, TelegramObject, Update, User
from structlog.contextvars import bound_contextvars

from actions.new_member import MESSENGER
from actions.receive import TRIES
from actions.recognise import recognise
from actions.shop import Shop
from handlers.screens import send
from loyalty.languages import greeting_language
from texts.common import something_broke
from texts.words import words_for

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

# What the messenger notes in a chat by itself: nobody said it, and nobody waits for an answer.
NOBODYS_WORDS = frozenset(
    {
        ContentType.PINNED_MESSAGE,
        ContentType.MESSAGE_AUTO_DELETE_TIMER_CHANGED,
        ContentType.WRITE_ACCESS_ALLOWED,
        ContentType.CHAT_BACKGROUND_SET,
        ContentType.PROXIMITY_ALERT_TRIGGERED,
    }
)

log = logging.getLogger(__name__)


class Doorman(BaseMiddleware):
    """Lets private chats in and tells the handlers who speaks where: `me` (None: never seen), `words`,
    `programme` and `shop`.

    Groups and channels are passed over without a word: a card or a balance is nobody else's business.
    """

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        chat: Chat | None = data.get("event_chat")
        person: User | None = data.get("event_from_user")
        if chat is None or person is None or chat.type != "private" or person.is_bot:
            return None
        message = cast(Update, event).message
        if message is not None and message.content_type in NOBODYS_WORDS:
            return None
        me, programme = await recognise(self._shop, MESSENGER, str(person.id))
        language = (
            me.language
            if me
            else greeting_language(person.language_code or "", self._shop.settings.default_language)
        )
        data["shop"], data["me"], data["programme"] = self._shop, me, programme
        data["words"] = words_for(language, programme.time_zone, programme.currency)
        update_id = cast(Update, event).update_id
        with bound_contextvars(update=update_id, member=me.member_id if me else None):
            return await handler(event, data)


class Apology(BaseMiddleware):
    """Tells the person once, after the last try, that something broke; the error goes on to the inbox."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        try:
            return await handler(event, data)
        except TelegramForbiddenError:  # the person has blocked the bot
            raise
        except Exception:
            if data["attempt"] >= TRIES:
                await self._apologise(data)
            raise

    async def _apologise(self, data: dict[str, Any]) -> None:
        bot: Bot = data["bot"]
        chat: Chat = data["event_chat"]
        try:
            await send(bot, chat.id, something_broke(data["words"]), self._shop)
        except (TelegramAPIError, ClientDecodeError) as error:
            log.info("no apology could be sent: %s", error)
