"""The till hands out what a customer has coming: asked once, then done. The sale's message stays as it is."""

from aiogram import Router
from aiogram.types import CallbackQuery

from actions.claims import ask_hand_over, hand_over
from actions.recognise import Speaker
from actions.shop import Shop
from handlers.answers import number, refuse, show
from handlers.filters import Pressed
from handlers.screens import answer, respond, send
from loyalty.refusals import Refused
from texts import rewards as texts
from texts.words import Words


async def asked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """A reward under a sale: hand it out? The question comes below, for the sale goes on."""
    view = await ask_hand_over(shop, me.member_id, number(args, 0) or 0, args[1] if len(args) > 1 else "")
    if isinstance(view, Refused):
        await refuse(callback, view, words, shop)
        return
    screen = texts.handed_over(words, view) if view.is_done else texts.ask_hand_over(words, view)
    if callback.bot is not None:
        await send(callback.bot, callback.from_user.id, screen, shop)
    await answer(callback)


async def confirmed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Yes, handed out"."""
    view = await hand_over(shop, me.member_id, number(args, 0) or 0, args[1] if len(args) > 1 else "")
    await show(callback, view, texts.handed_over, words, shop)


async def later(callback: CallbackQuery, words: Words, shop: Shop) -> None:
    """ "Not now"."""
    await respond(callback, texts.not_handed_over(words), shop)


def register(room: Router) -> None:
    """The taps that hand something out."""
    room.callback_query.register(asked, Pressed("claim.give"))
    room.callback_query.register(confirmed, Pressed("claim.given"))
    room.callback_query.register(later, Pressed("claim.later"))
