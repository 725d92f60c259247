"""The owner reads and changes the rules."""

from collections.abc import Mapping

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.recognise import Speaker
from actions.set_programme import QUESTION, ask_change, leave_change, set_programme
from actions.shop import Shop
from handlers.answers import is_answer, number, refuse
from handlers.filters import Asked, Door, Pressed, Typed, Wordless
from handlers.screens import answer, respond
from loyalty.amounts import parse_rate
from loyalty.names import clean_name
from loyalty.programme import BRAND_LONGEST, Programme
from loyalty.refusals import Refusal, Refused
from texts import program as texts
from texts.common import stale_button
from texts.keyboards import key_of
from texts.words import Words

ASK = {"rate_bp": texts.ask_rate, "brand": texts.ask_brand, "currency": texts.ask_currency}
TYPED = ("rate_bp", "brand")


async def show(
    event: CallbackQuery | Message, me: Speaker, words: Words, programme: Programme, shop: Shop
) -> None:
    """/program, its key, and the way back; a question left open is not asked any more."""
    if me.question == QUESTION:
        await leave_change(shop, me.account_id, me.about)
    await respond(event, texts.programme_screen(words, programme), shop)


async def ask(
    callback: CallbackQuery,
    args: tuple[str, ...],
    me: Speaker,
    words: Words,
    programme: Programme,
    shop: Shop,
) -> None:
    """Which new value shall it be?"""
    field = args[0] if args else ""
    if field not in ASK:
        await answer(callback, stale_button(words).text, alert=True)
        return
    if field in TYPED and (refusal := await ask_change(shop, me.member_id, me.account_id, field)):
        await refuse(callback, refusal, words, shop)
        return
    await respond(callback, ASK[field](words, programme), shop)


async def typed(
    message: Message, about: str, me: Speaker, words: Words, programme: Programme, shop: Shop
) -> None:
    """The new percentage or name; a slip is explained and the question stays."""
    text = message.text or ""
    value = parse_rate(text) if about == "rate_bp" else _brand(text)
    if isinstance(value, Refused):
        await refuse(message, value, words, shop)
        return
    await _change(message, {about: value}, me, words, programme, shop)


def _brand(text: str) -> str | Refused:
    name = clean_name(text, BRAND_LONGEST)
    return Refused(Refusal.BRAND_UNCLEAR, {"longest": BRAND_LONGEST}) if isinstance(name, Refused) else name


async def not_typed(message: Message, words: Words, shop: Shop) -> None:
    """A picture, a sticker: the question stays."""
    await respond(message, texts.typed_text_please(words), shop)


async def rate_chosen(
    callback: CallbackQuery,
    args: tuple[str, ...],
    me: Speaker,
    words: Words,
    programme: Programme,
    shop: Shop,
) -> None:
    """One of the usual percentages."""
    await _change(callback, {"rate_bp": number(args, 0)}, me, words, programme, shop)


async def currency_chosen(
    callback: CallbackQuery,
    args: tuple[str, ...],
    me: Speaker,
    words: Words,
    programme: Programme,
    shop: Shop,
) -> None:
    """One of the currencies in the list."""
    await _change(callback, {"currency": args[0] if args else ""}, me, words, programme, shop)


async def _change(
    event: CallbackQuery | Message,
    value: Mapping[str, int | str | None],
    me: Speaker,
    words: Words,
    before: Programme,
    shop: Shop,
) -> None:
    """Set the one value and show what was and what is."""
    now = await set_programme(shop, me.member_id, me.account_id, **value)  # type: ignore[arg-type]  # the keys are its own
    if isinstance(now, Refused):
        await refuse(event, now, words, shop)
        return
    await respond(event, texts.changed(words, before, now), shop)


def register(room: Router) -> None:
    """Commands and keys pass an open question by."""
    room.message.register(show, Door("program", key_of))
    room.message.register(typed, Asked(QUESTION), Typed(is_answer))
    room.message.register(not_typed, Asked(QUESTION), Wordless())
    room.callback_query.register(show, Pressed("program"))
    room.callback_query.register(ask, Pressed("program.ask"))
    room.callback_query.register(rate_chosen, Pressed("program.rate"))
    room.callback_query.register(currency_chosen, Pressed("program.currency"))
