"""The owner reads the rules and changes them, a setting at a time, in his draft."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.draft_programme import choose_setting, desk, turn_weekday, type_setting
from actions.recognise import Speaker
from actions.set_programme import QUESTION, ask_change, leave_change
from actions.shop import Shop
from handlers.answers import is_answer, number, refuse
from handlers.filters import Asked, Door, Pressed, Typed, Wordless
from handlers.owner.program_draft import day_of, show_draft
from handlers.owner.program_lists import type_name
from handlers.screens import answer, respond
from loyalty.programme import Programme
from loyalty.refusals import Refused
from loyalty.settings import LISTS, Group, Kind, setting
from loyalty.settings_views import Desk
from texts import program as texts
from texts import program_items
from texts.common import stale_button
from texts.keyboards import key_of
from texts.words import Words


async def show(
    event: CallbackQuery | Message, me: Speaker, words: Words, programme: Programme, shop: Shop
) -> None:
    """/program, its key, and the way back; a question left open is not asked any more."""
    await leave(me, shop)
    found = await desk(shop, me.member_id)
    if isinstance(found, Refused):
        await refuse(event, found, words, shop)
        return
    await respond(event, texts.programme_screen(words, found, day_of(shop, programme)), shop)


async def show_group(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """A drawer of settings."""
    await leave(me, shop)
    found = await desk(shop, me.member_id)
    group = next((one for one in Group if (*args, "")[0] == one.value), None)
    if isinstance(found, Refused):
        await refuse(callback, found, words, shop)
    elif group is None:
        await answer(callback, stale_button(words).text, alert=True)
    else:
        await respond(callback, texts.group_screen(words, found, group), shop)


async def ask(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """Which new value shall it be? What can be typed is the answer to a question."""
    found = await desk(shop, me.member_id)
    if isinstance(found, Refused):
        await refuse(callback, found, words, shop)
        return
    one = setting(found.draft, (*args, "")[0])
    if one is None:
        await answer(callback, stale_button(words).text, alert=True)
        return
    if one.kind in texts.TYPED:
        await ask_change(shop, me.member_id, me.account_id, one.path)
    else:
        await leave(me, shop)
    await respond(callback, texts.setting_screen(words, found, one), shop)


async def typed(message: Message, about: str, me: Speaker, words: Words, shop: Shop) -> None:
    """The new value, or the name of something new; a slip is explained and the question stays."""
    text = message.text or ""
    if about.startswith("add."):
        await type_name(message, about.removeprefix("add."), text, me, words, shop)
        return
    found = await type_setting(shop, me.member_id, me.account_id, about, text)
    await show_change(message, found, about, words, shop)


async def not_typed(message: Message, words: Words, shop: Shop) -> None:
    """A picture, a sticker: the question stays."""
    await respond(message, texts.typed_text_please(words), shop)


async def chosen(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """One of the usual values."""
    path, said = (*args, "", "")[:2]
    found = await choose_setting(shop, me.member_id, me.account_id, path, said)
    await show_change(callback, found, path, words, shop)


async def weekday_turned(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """A weekday of the hours, on or off; the choice stays on the screen."""
    path, day = (*args, "")[0], number(args, 1)
    found = await turn_weekday(shop, me.member_id, path, -1 if day is None else day)
    if isinstance(found, Refused):
        await refuse(callback, found, words, shop)
    elif (one := setting(found.draft, path)) is not None and one.kind is Kind.WEEKDAYS:
        await respond(callback, texts.setting_screen(words, found, one), shop)


async def show_change(
    event: CallbackQuery | Message, found: Desk | Refused, path: str, words: Words, shop: Shop
) -> None:
    """After a change: an item with its other fields, else the draft and what it would have cost."""
    name, *rest = path.split(".")
    if isinstance(found, Refused):
        await refuse(event, found, words, shop)
    elif name in LISTS and rest:
        await respond(event, program_items.item_screen(words, found, name, rest[0]), shop)
    else:
        await show_draft(event, found, words, shop)


async def leave(me: Speaker, shop: Shop) -> None:
    """Whoever looks at something else answers no question about the rules any more."""
    if me.question == QUESTION:
        await leave_change(shop, me.account_id, me.about)


def register_answers(room: Router) -> None:
    """Commands and keys pass an open question by."""
    room.message.register(typed, Asked(QUESTION), Typed(is_answer))
    room.message.register(not_typed, Asked(QUESTION), Wordless())


def register(room: Router) -> None:
    """The door and the buttons of settings."""
    room.message.register(show, Door("program", key_of))
    room.callback_query.register(show, Pressed("program"))
    room.callback_query.register(show_group, Pressed("program.group"))
    room.callback_query.register(ask, Pressed("program.ask"))
    room.callback_query.register(chosen, Pressed("program.set"))
    room.callback_query.register(weekday_turned, Pressed("program.day"))
