"""What an owner offered one member: the list, and taking an offer back."""

from aiogram import Router
from aiogram.types import CallbackQuery

from actions import withdraw_offer as actions
from actions.edit_codes import begin_sketch
from actions.recognise import Speaker
from actions.shop import Shop
from handlers.answers import number, refuse
from handlers.filters import Pressed
from handlers.screens import respond
from loyalty.refusals import Refused
from texts import offers as texts
from texts import sketch as questions
from texts.words import Words


async def show(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """The offers of one member."""
    view = await actions.list_offers(shop, me.member_id, number(args, 0) or 0)
    if isinstance(view, Refused):
        await refuse(callback, view, words, shop)
        return
    await respond(callback, texts.offers(words, view), shop)


async def begun(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "New offer" to this member."""
    member_id = number(args, 0) or 0
    view = await begin_sketch(shop, me.member_id, me.account_id, personal=True, member_id=member_id)
    if isinstance(view, Refused):
        await refuse(callback, view, words, shop)
        return
    await respond(callback, questions.question(words, view), shop)


async def off_asked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Are you sure?"""
    view = await actions.show_offer(shop, me.member_id, number(args, 0) or 0)
    if isinstance(view, Refused):
        await refuse(callback, view, words, shop)
        return
    await respond(callback, texts.ask_withdraw(words, view), shop)


async def off(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """ "Yes, withdraw"."""
    view = await actions.withdraw_offer(shop, me.member_id, number(args, 0) or 0)
    if isinstance(view, Refused):
        await refuse(callback, view, words, shop)
        return
    await respond(callback, texts.offers(words, view), shop)


def register(room: Router) -> None:
    """The doors of one member's offers."""
    room.callback_query.register(show, Pressed("offers"))
    room.callback_query.register(begun, Pressed("offers.new"))
    room.callback_query.register(off_asked, Pressed("offers.ask"))
    room.callback_query.register(off, Pressed("offers.off"))
