"""A receipt sent in by somebody who had no card with him: store, picture, the figures in one line."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from actions import claim_receipt as actions
from actions.claim_receipt import LINE_QUESTION, PHOTO_QUESTION
from actions.recognise import Speaker
from actions.shop import Shop
from handlers.answers import is_answer, number, refuse, show
from handlers.filters import Asked, Holder, Photographed, Pressed, Typed, Wordless
from handlers.screens import answer, respond, send
from loyalty.receipt_claims import ReceiptView
from loyalty.refusals import Refused
from texts import receipt_claims as texts
from texts.program import typed_text_please
from texts.words import Words

Event = CallbackQuery | Message


async def typed(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """/receipt."""
    await _shown(message, await actions.begin_receipt(shop, me.member_id, me.account_id), words, shop)


async def pressed(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Forgot the card?": the question comes below, the message stays."""
    view = await actions.begin_receipt(shop, me.member_id, me.account_id)
    if isinstance(view, Refused):
        await refuse(callback, view, words, shop)
        return
    if callback.bot is not None:
        await send(callback.bot, callback.from_user.id, texts.receipt(words, view), shop)
    await answer(callback)


async def store_chosen(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Where it was bought."""
    store_id = number(args, 0) or 0
    view = await actions.choose_store(shop, me.member_id, me.account_id, store_id)
    await _shown(callback, view, words, shop)


async def photo_sent(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """The picture at its largest; only the messenger's id of it is kept. The figures may stand below it."""
    photo_id = message.photo[-1].file_id if message.photo else ""
    view = await actions.send_photo(shop, me.member_id, me.account_id, photo_id)
    if message.caption and not isinstance(view, Refused):
        view = await actions.type_receipt(shop, me.member_id, message.caption)
    await _shown(message, view, words, shop)


async def no_photo(message: Message, about: str, words: Words, shop: Shop) -> None:
    """Anything else while a picture is asked for."""
    await respond(message, texts.ask_photo(words, number((about,), 0) or 0), shop)


async def line_typed(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """Number, sum and day; what can't be read is asked for again."""
    await _shown(message, await actions.type_receipt(shop, me.member_id, message.text or ""), words, shop)


async def no_line(message: Message, words: Words, shop: Shop) -> None:
    """A sticker, a voice: the question stays."""
    await respond(message, typed_text_please(words), shop)


async def sent(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """ "Send to the shop"."""
    claim_id = number(args, 0) or 0
    view = await actions.send_receipt(shop, me.member_id, me.account_id, claim_id)
    await _shown(callback, view, words, shop)


async def dropped(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Cancel", "Take it back"."""
    refused = await actions.drop_receipt(shop, me.member_id, me.account_id, number(args, 0) or 0)
    if refused is not None:
        await refuse(callback, refused, words, shop)
        return
    await respond(callback, texts.dropped(words), shop)


async def _shown(event: Event, view: ReceiptView | Refused, words: Words, shop: Shop) -> None:
    await show(event, view, texts.receipt, words, shop)


def router() -> Router:
    """Open to whoever has a card."""
    room = Router(name="claim receipt")
    room.message.filter(Holder())
    room.callback_query.filter(Holder())
    room.message.register(typed, Command("receipt"))
    for question in (PHOTO_QUESTION, LINE_QUESTION):
        room.message.register(photo_sent, Asked(question), Photographed())
    room.message.register(no_photo, Asked(PHOTO_QUESTION), Typed(is_answer))
    room.message.register(no_photo, Asked(PHOTO_QUESTION), Wordless())
    room.message.register(line_typed, Asked(LINE_QUESTION), Typed(is_answer))
    room.message.register(no_line, Asked(LINE_QUESTION), Wordless())
    room.callback_query.register(pressed, Pressed("forgot"))
    room.callback_query.register(store_chosen, Pressed("forgot.store"))
    room.callback_query.register(sent, Pressed("forgot.send"))
    room.callback_query.register(dropped, Pressed("forgot.drop"))
    return room
