"""What staff doors share: forgeable arguments read with care, and refusals shown in the right place."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from aiogram.types import CallbackQuery, Message

from actions.shop import Shop
from handlers.screens import answer, respond, send
from loyalty.refusals import Refusal, Refused
from texts.common import led
from texts.keyboards import key_of
from texts.refusals import refused
from texts.screen import Button, Screen
from texts.words import Html, Words

# After these the message a button stood under has nothing more to offer.
CLOSING = frozenset(
    {Refusal.NOT_STAFF, Refusal.NO_OPEN_SALE, Refusal.SALE_ENDED, Refusal.SALE_CANCELLED, Refusal.LINK_DEAD}
)
# After these it can't do any more what its button says, but what it tells still holds.
BUTTONLESS = frozenset(
    {
        Refusal.UNDO_TOO_LATE,
        Refusal.ALREADY_UNDONE,
        Refusal.REFUND_STALE,
        Refusal.REFUNDED_ALREADY,
        Refusal.NO_DEBT,
    }
)
LONGEST_NUMBER = 15

View = TypeVar("View")


def number(args: Sequence[str], index: int) -> int | None:
    """The argument of a button as a whole number from 0 on; None for anything a button of ours never says."""
    text = args[index] if index < len(args) else ""
    return int(text) if len(text) <= LONGEST_NUMBER and text.isascii() and text.isdigit() else None


def is_answer(text: str) -> bool:
    """Whether an open question takes the text: commands and keys of the keyboard pass it by."""
    return not text.startswith("/") and key_of(text) is None


async def refuse(
    event: CallbackQuery | Message, refusal: Refused, words: Words, shop: Shop, *instead: Button
) -> None:
    """Say why not: in place of a message that is over, else below, so that nothing is lost.

    instead: what can be done now, a button a row.
    """
    screen = Screen(refused(words, refusal), tuple((button,) for button in instead))
    bot = event.bot
    if isinstance(event, CallbackQuery) and refusal.reason in BUTTONLESS:
        await respond(event, led(_told(event, screen.text), screen), shop)
        return
    if isinstance(event, Message) or refusal.reason in CLOSING or bot is None:
        await respond(event, screen, shop)
        return
    await send(bot, event.from_user.id, screen, shop)
    await answer(event)


async def show(
    event: CallbackQuery | Message,
    view: View | Refused,
    worded: Callable[[Words, View], Screen],
    words: Words,
    shop: Shop,
) -> None:
    """What an action came to, in the words for it, or why not."""
    if isinstance(view, Refused):
        await refuse(event, view, words, shop)
    else:
        await respond(event, worded(words, view), shop)


def not_of_a_sale(refusal: Refused) -> Refused:
    """Nothing and less than nothing are explained with a sale in mind: elsewhere they are no amount."""
    odd = refusal.reason in (Refusal.AMOUNT_ZERO, Refusal.AMOUNT_NEGATIVE)
    return Refused(Refusal.AMOUNT_UNCLEAR) if odd else refusal


def _told(callback: CallbackQuery, reason: str) -> Html:
    """What the message of a button says, without the reason that an earlier tap put there.

    "" when the message is too old for Telegram to show it.
    """
    message = callback.message
    text = message.html_text if isinstance(message, Message) else ""
    return Html(text.removesuffix(reason).rstrip())
