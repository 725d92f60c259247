"""/rewards: the shelf, the yes that spends, what waits at the till and how it is given back."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.claim_reward import ask_claim, confirm_claim, return_claim, show_claim, show_shelf
from actions.gift_points import QUESTION
from actions.recognise import Speaker
from actions.settle import stop_asking
from actions.shop import Shop
from handlers.answers import number, show
from handlers.filters import Door, Holder, Pressed
from handlers.screens import respond
from loyalty.rewards import ClaimState, ClaimView
from texts import rewards as texts
from texts.keyboards import key_of
from texts.screen import Screen
from texts.words import Words


async def shown(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """/rewards and its key."""
    await respond(message, texts.shelf(words, await show_shelf(shop, me.member_id)), shop)


async def turned(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Another page of the shelf, and the way back to it; a gift begun is not asked about any more."""
    if me.question == QUESTION:
        await stop_asking(shop, me.account_id)
    view = await show_shelf(shop, me.member_id, number(args, 0) or 0)
    await respond(callback, texts.shelf(words, view), shop)


async def chosen(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """A reward on the shelf: shall it be this one?"""
    view = await ask_claim(shop, me.member_id, number(args, 0) or 0)
    await show(callback, view, texts.ask_claim, words, shop)


async def confirmed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Yes, take it": taken, or asked anew when the reward was changed meanwhile."""
    view = await confirm_claim(shop, me.member_id, number(args, 0) or 0)
    await show(callback, view, _as_it_stands, words, shop)


def _as_it_stands(words: Words, view: ClaimView) -> Screen:
    screens = {ClaimState.ASKED: texts.ask_claim, ClaimState.RETURNED: texts.returned}
    return screens.get(view.claim.state, texts.claimed)(words, view)


async def looked_at(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """What waits at the till."""
    view = await show_claim(shop, me.member_id, number(args, 0) or 0)
    await show(callback, view, texts.claimed, words, shop)


async def return_asked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Return the points": are you sure?"""
    view = await show_claim(shop, me.member_id, number(args, 0) or 0)
    await show(callback, view, texts.ask_return, words, shop)


async def return_confirmed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Yes, return"."""
    view = await return_claim(shop, me.member_id, number(args, 0) or 0)
    await show(callback, view, texts.returned, words, shop)


def router() -> Router:
    """Open to whoever has a card."""
    room = Router(name="rewards")
    room.message.register(shown, Door("rewards", key_of), Holder())
    room.callback_query.register(turned, Pressed("rewards"), Holder())
    room.callback_query.register(chosen, Pressed("reward"), Holder())
    room.callback_query.register(confirmed, Pressed("claim.ok"), Holder())
    room.callback_query.register(looked_at, Pressed("claim"), Holder())
    room.callback_query.register(return_asked, Pressed("claim.ask"), Holder())
    room.callback_query.register(return_confirmed, Pressed("claim.back"), Holder())
    return room
