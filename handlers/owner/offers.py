"""What an owner offered one member: the list, and taking an offer back."""

from aiogram import Router
from aiogram.types import CallbackQuery

from actions import withdraw_offer as actions
from actions.edit_codes import begin_sketch
from actions.recognise import Speaker
from actions.shop import Shop
from handlers import answers
from handlers.answers import number
from handlers.filters import Pressed
from texts import offers as texts
from texts import sketch as questions
from texts.words import Words


async def show(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """The offers of one member."""
    view = await actions.list_offers(shop, me.member_id, number(args, 0) or 0)
    await answers.show(callback, view, texts.offers, words, shop)


async def begun(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "New offer" to this member."""
    member_id = number(args, 0) or 0
    view = await begin_sketch(shop, me.member_id, me.account_id, personal=True, member_id=member_id)
    await answers.show(callback, view, questions.question, words, shop)


async def off_asked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Are you sure?"""
    view = await actions.show_offer(shop, me.member_id, number(args, 0) or 0)
    await answers.show(callback, view, texts.ask_withdraw, words, shop)


async def off(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """ "Yes, withdraw"."""
    view = await actions.withdraw_offer(shop, me.member_id, number(args, 0) or 0)
    await answers.show(callback, view, texts.offers, words, shop)


def register(room: Router) -> None:
    """The doors of one member's offers."""
    room.callback_query.register(show, Pressed("offers"))
    room.callback_query.register(begun, Pressed("offers.new"))
    room.callback_query.register(off_asked, Pressed("offers.ask"))
    room.callback_query.register(off, Pressed("offers.off"))
