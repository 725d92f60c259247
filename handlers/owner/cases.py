"""The owner looks at contested changes and decides."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from actions.decide_case import decide_case
from actions.list_cases import list_cases, show_case
from actions.recognise import Speaker
from actions.shop import Shop
from handlers.answers import number, show
from handlers.filters import Pressed
from loyalty.case_views import CaseView
from loyalty.refusals import Refused
from texts import cases as texts
from texts.words import Words


async def opened(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """/cases."""
    await _listed(message, 0, me, words, shop)


async def turned(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """A page of the list."""
    await _listed(callback, number(args, 0) or 0, me, words, shop)


async def chosen(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """One case."""
    view = await show_case(shop, me.member_id, number(args, 0) or 0)
    await _shown(callback, view, words, shop)


async def accept_asked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Accept and reverse": are you sure?"""
    view = await show_case(shop, me.member_id, number(args, 0) or 0)
    await show(callback, view, texts.ask_accept, words, shop)


async def accepted(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Yes, reverse."""
    view = await decide_case(shop, me.member_id, number(args, 0) or 0, accept=True)
    await _shown(callback, view, words, shop)


async def left(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """It stays."""
    view = await decide_case(shop, me.member_id, number(args, 0) or 0, accept=False)
    await _shown(callback, view, words, shop)


async def _listed(event: CallbackQuery | Message, page: int, me: Speaker, words: Words, shop: Shop) -> None:
    found = await list_cases(shop, me.member_id, page)
    await show(event, found, texts.case_list, words, shop)


async def _shown(callback: CallbackQuery, view: CaseView | Refused, words: Words, shop: Shop) -> None:
    await show(callback, view, texts.case, words, shop)


def register(room: Router) -> None:
    """The command, the list and the buttons of a case."""
    room.message.register(opened, Command("cases"))
    room.callback_query.register(turned, Pressed("cases"))
    room.callback_query.register(chosen, Pressed("case"))
    room.callback_query.register(accept_asked, Pressed("case.ask"))
    room.callback_query.register(accepted, Pressed("case.yes"))
    room.callback_query.register(left, Pressed("case.no"))
