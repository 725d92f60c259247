"""Lists of the rules: an item, a new one, one that goes."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.draft_programme import add_item, desk, remove_item
from actions.recognise import Speaker
from actions.set_programme import QUESTION, ask_change, leave_change
from actions.shop import Shop
from handlers.answers import refuse
from handlers.filters import Pressed
from handlers.screens import answer, respond
from loyalty.refusals import Refused
from loyalty.settings import LISTS, item
from loyalty.settings_lists import NAMED
from loyalty.settings_views import Desk
from texts import program_items as texts
from texts.common import stale_button
from texts.program import group_screen
from texts.words import Words


async def show_item(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """An item with its fields; a question about one of them is not asked any more."""
    if me.question == QUESTION:
        await leave_change(shop, me.account_id, me.about)
    name, key, found = await _place(callback, args, me, words, shop)
    if found is not None:
        await respond(callback, texts.item_screen(words, found, name, key), shop)


async def add(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """A new item: its name is asked for, a store is chosen, hours begin with usual ones."""
    name, title = (*args, "", "")[:2]
    if name in NAMED:
        refusal = await ask_change(shop, me.member_id, me.account_id, f"add.{name}")
        if refusal is None:
            await respond(callback, texts.ask_item_name(words, name), shop)
        else:
            await refuse(callback, refusal, words, shop)
    elif name == "stores" and not title:
        found = await desk(shop, me.member_id)
        if not isinstance(found, Refused):
            await respond(callback, texts.choose_store(words, found), shop)
    else:
        await type_name(callback, name, title, me, words, shop)


async def type_name(
    event: CallbackQuery | Message, name: str, title: str, me: Speaker, words: Words, shop: Shop
) -> None:
    """The item with this name, ready to be changed."""
    added = await add_item(shop, me.member_id, me.account_id, name, title)
    if isinstance(added, Refused):
        await refuse(event, added, words, shop)
        return
    await respond(event, texts.item_screen(words, added[0], name, added[1]), shop)


async def ask_removal(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Shall it go?"""
    name, key, found = await _place(callback, args, me, words, shop)
    if found is not None:
        await respond(callback, texts.ask_removal(words, found, name, key), shop)


async def remove(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Gone from the draft."""
    name, key = (*args, "", "")[:2]
    found = await remove_item(shop, me.member_id, name, key)
    if isinstance(found, Refused):
        await refuse(callback, found, words, shop)
        return
    await respond(callback, group_screen(words, found, LISTS[name]), shop)


async def _place(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> tuple[str, str, Desk | None]:
    """The item a button means, on the owner's desk; None when it is not there, which has been said."""
    name, key = (*args, "", "")[:2]
    found = await desk(shop, me.member_id)
    if isinstance(found, Refused) or item(found.draft, name, key) is None:
        await answer(callback, stale_button(words).text, alert=True)
        return name, key, None
    return name, key, found


def register(room: Router) -> None:
    """The buttons of lists."""
    room.callback_query.register(show_item, Pressed("program.item"))
    room.callback_query.register(add, Pressed("program.add"))
    room.callback_query.register(ask_removal, Pressed("program.remove"))
    room.callback_query.register(remove, Pressed("program.gone"))
