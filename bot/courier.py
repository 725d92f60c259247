"""Takes a notice to its member on Telegram: the only seam between the notice pump and the messenger."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramBadRequest

from actions.campaign_messages import KIND as CAMPAIGN
from actions.delivery import Delivery
from actions.new_member import MESSENGER
from actions.notice_kinds import DELETES, EDITS
from actions.outcomes import Failed, Outcome, Sent, Unknown
from actions.own_words import is_worded
from actions.recognise import recognise
from actions.shop import Shop
from bot.commands import register_member
from bot.outcomes import outcome_of
from handlers.screens import edit_once, is_uneditable, send_once
from texts.screen import Screen
from texts.words import Words, words_for

log = logging.getLogger(__name__)

Render = Callable[[Words, str, Mapping[str, Any]], Screen]


class Courier:
    """Renders notices in their person's words and sends them by one bot."""

    def __init__(self, shop: Shop, bot: Bot, render: Render) -> None:
        self._shop = shop
        self._bot = bot
        self._render = render

    async def deliver(self, delivery: Delivery) -> Outcome:
        """Send it, edit the message it is about, or do what its kind asks; never raises an error."""
        try:
            return Sent(await self._take(delivery))
        except Exception as error:
            outcome = outcome_of(error)
            self._note(delivery, error, outcome)
            return outcome

    async def _take(self, delivery: Delivery) -> str:
        """The id of the new message, "" when there is none."""
        chat_id = int(delivery.external_id)
        if delivery.kind == "commands":
            speaker, _ = await recognise(self._shop, MESSENGER, delivery.external_id)
            role = speaker.role if speaker else ""
            scanner_url = self._shop.settings.scanner_url
            await register_member(self._bot, delivery.external_id, delivery.language, role, scanner_url)
            return ""
        if delivery.kind.startswith(DELETES):
            await self._bot.delete_message(chat_id, int(delivery.data["message_id"]))
            return ""
        words = words_for(delivery.language, delivery.time_zone, delivery.currency)
        screen = self._render(words, delivery.kind, delivery.data)
        if delivery.kind.startswith(EDITS):
            await edit_once(self._bot, chat_id, int(delivery.data["message_id"]), screen, self._shop)
            return ""
        whole = delivery.kind == CAMPAIGN or is_worded(delivery.data)
        sent = await send_once(self._bot, chat_id, screen, self._shop, whole=whole, paid=delivery.paid)
        return str(sent.message_id)

    def _note(self, delivery: Delivery, error: Exception, outcome: Outcome) -> None:
        is_gone = isinstance(error, TelegramBadRequest) and is_uneditable(error)
        if is_gone or delivery.kind.startswith(DELETES):
            return  # the person deleted the message: nothing to tell anybody
        if isinstance(outcome, Failed | Unknown):
            ours = None if isinstance(error, TelegramAPIError | ClientDecodeError) else error
            log.warning(
                "notice %d (%s) was not sent: %s", delivery.notice_id, delivery.kind, outcome, exc_info=ours
            )
