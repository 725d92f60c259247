"""All versions of the rules, for owners."""

from aiogram import Router
from aiogram.types import CallbackQuery

from actions.recognise import Speaker
from actions.set_programme import QUESTION, leave_change
from actions.shop import Shop
from actions.show_rules import rules_view, version_page
from handlers.answers import number, refuse
from handlers.filters import Pressed
from handlers.owner.program_draft import day_of
from handlers.screens import respond
from loyalty.programme import Programme
from loyalty.refusals import Refused
from loyalty.settings import Group
from texts import program_versions as texts
from texts.words import Words


async def show_list(
    callback: CallbackQuery,
    args: tuple[str, ...],
    me: Speaker,
    words: Words,
    programme: Programme,
    shop: Shop,
) -> None:
    """Who changed what and when."""
    if me.question == QUESTION:
        await leave_change(shop, me.account_id, me.about)
    page = await version_page(shop, me.member_id, number(args, 0))
    if isinstance(page, Refused):
        await refuse(callback, page, words, shop)
        return
    await respond(callback, texts.versions_screen(words, page, day_of(shop, programme)), shop)


async def show_version(
    callback: CallbackQuery, args: tuple[str, ...], words: Words, programme: Programme, shop: Shop
) -> None:
    """A version in plain words, or a drawer of it in full."""
    view = await rules_view(shop, number(args, 0) or 0)
    group = next((one for one in Group if (*args, "", "")[1] == one.value), None)
    if view is None:
        await respond(callback, texts.no_such_version(words), shop)
    elif group is not None:
        await respond(callback, texts.version_drawer(words, view, group, number(args, 2) or 0), shop)
    else:
        await respond(callback, texts.version_screen(words, view, day_of(shop, programme)), shop)


def register(room: Router) -> None:
    """The list and its versions."""
    room.callback_query.register(show_list, Pressed("program.versions"))
    room.callback_query.register(show_version, Pressed("program.version"))
