"""One colleague, for owners: another role, other stores, or the end of the work."""

from aiogram import Router
from aiogram.types import CallbackQuery

from actions.change_staff import change_role, change_stores
from actions.dismiss_staff import dismiss_staff
from actions.list_staff import list_staff
from actions.recognise import Speaker
from actions.shop import Shop
from handlers import answers
from handlers.answers import number, refuse
from handlers.filters import Pressed
from handlers.owner.staff import mask_of, role_of, show
from handlers.screens import respond
from loyalty.refusals import Refusal, Refused
from loyalty.stores import ids_of
from loyalty.views import StaffLine, StaffList
from texts import staff as texts
from texts.words import Words

Found = tuple[StaffList, StaffLine]


async def find(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> Found | None:
    """The colleague of a button; when he can't be changed any more, the list is shown instead."""
    team = await list_staff(shop, me.member_id)
    if isinstance(team, Refused):
        await refuse(callback, team, words, shop)
        return None
    line = team.line(number(args, 0))
    if line is None:
        await respond(callback, texts.staff_list(words, team), shop)
        return None
    return team, line


async def whom_to_change(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """Everybody who can be changed."""
    team = await list_staff(shop, me.member_id)
    await answers.show(callback, team, texts.whom_to_change, words, shop)


async def chosen(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """One of them."""
    if found := await find(callback, args, me, words, shop):
        await respond(callback, texts.colleague(words, *found), shop)


async def role_asked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Make a manager": are you sure?"""
    if found := await find(callback, args, me, words, shop):
        await respond(callback, texts.ask_role(words, found[1], role_of(args, 1)), shop)


async def role_confirmed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Yes, change"."""
    name = await change_role(shop, me.member_id, number(args, 0) or 0, role_of(args, 1))
    await _changed(callback, name, args, me, words, shop)


async def stores_asked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Stores", and one store more or less."""
    if found := await find(callback, args, me, words, shop):
        team, line = found
        marked = ids_of(mask_of(args, 1))
        screen = texts.choose_stores(words, team, "at", line.role, marked, line.member_id)
        await respond(callback, screen, shop)


async def stores_confirmed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Done" under the stores."""
    name = await change_stores(shop, me.member_id, number(args, 0) or 0, ids_of(mask_of(args, 1)))
    await _changed(callback, name, args, me, words, shop)


async def _changed(
    callback: CallbackQuery,
    name: str | Refused,
    args: tuple[str, ...],
    me: Speaker,
    words: Words,
    shop: Shop,
) -> None:
    if isinstance(name, Refused):
        await refuse(callback, name, words, shop)
        return
    await chosen(callback, args, me, words, shop)


async def removal_asked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Are you sure?"""
    if found := await find(callback, args, me, words, shop):
        await respond(callback, texts.ask_removal(words, found[1]), shop)


async def removal_confirmed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Yes, remove"."""
    name = await dismiss_staff(shop, me.member_id, number(args, 0) or 0)
    if isinstance(name, Refused) and name.reason is Refusal.NOT_STAFF:  # gone already: a second tap
        await show(callback, me, words, shop)
        return
    await answers.show(callback, name, texts.removed, words, shop)


def register(room: Router) -> None:
    """The buttons of a colleague."""
    room.callback_query.register(whom_to_change, Pressed("staff.who"))
    room.callback_query.register(chosen, Pressed("staff.one"))
    room.callback_query.register(role_asked, Pressed("staff.role"))
    room.callback_query.register(role_confirmed, Pressed("staff.role.ok"))
    room.callback_query.register(stores_asked, Pressed("staff.at"))
    room.callback_query.register(stores_confirmed, Pressed("staff.at.ok"))
    room.callback_query.register(removal_asked, Pressed("staff.ask"))
    room.callback_query.register(removal_confirmed, Pressed("staff.out"))
