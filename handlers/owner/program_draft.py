"""The owner's draft of the rules: what it would have cost, saving, discarding, beginning anew."""

from datetime import date
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.draft_programme import desk, discard_draft, save_draft, take_preset
from actions.preview_programme import preview, takes_long
from actions.recognise import Speaker
from actions.set_programme import QUESTION, leave_change
from actions.shop import Shop
from handlers.answers import number, refuse
from handlers.filters import Pressed
from handlers.screens import answer, edit, respond
from loyalty.presets import Preset
from loyalty.programme import Programme
from loyalty.refusals import Refused
from loyalty.settings_views import Desk, Moved
from texts import program_draft as texts
from texts.common import stale_button
from texts.program import presets_screen, programme_screen, stamp_card_words
from texts.words import Words


async def show_draft(
    event: CallbackQuery | Message, found: Desk, words: Words, shop: Shop, moved: Refused | None = None
) -> None:
    """The draft with its figures; when they take a while, they come into the same message."""
    if not found.differences or found.fault is not None:
        await respond(event, texts.draft_screen(words, found, None, moved), shop)
    elif event.bot is not None and event.from_user is not None and await takes_long(shop):
        shown = await respond(event, texts.draft_screen(words, found, None, moved, reckoning=True), shop)
        screen = texts.draft_screen(words, found, await preview(shop, found), moved)
        await edit(event.bot, event.from_user.id, shown, screen, shop)
    else:
        await respond(event, texts.draft_screen(words, found, await preview(shop, found), moved), shop)


async def show(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """The draft as it is; a question left open is not asked any more."""
    if me.question == QUESTION:
        await leave_change(shop, me.account_id, me.about)
    found = await desk(shop, me.member_id)
    if isinstance(found, Refused):
        await refuse(callback, found, words, shop)
        return
    await show_draft(callback, found, words, shop)


async def save(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """The draft becomes the rules."""
    outcome = await save_draft(shop, me.member_id, number(args, 0) or 0, number(args, 1) or 0)
    if isinstance(outcome, Refused):
        await refuse(callback, outcome, words, shop)
    elif isinstance(outcome, Moved):
        await show_draft(callback, outcome.desk, words, shop, outcome.refusal)
    else:
        await respond(callback, texts.saved_screen(words, outcome), shop)


async def ask_discard(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """Shall the draft go?"""
    found = await desk(shop, me.member_id)
    if isinstance(found, Refused):
        await refuse(callback, found, words, shop)
    elif not found.differences:
        await show_draft(callback, found, words, shop)
    else:
        await respond(callback, texts.ask_discard(words, found), shop)


async def discard(
    callback: CallbackQuery, me: Speaker, words: Words, programme: Programme, shop: Shop
) -> None:
    """The draft is gone, the rules in force are shown."""
    found = await discard_draft(shop, me.member_id)
    if isinstance(found, Refused):
        await refuse(callback, found, words, shop)
        return
    await respond(callback, programme_screen(words, found, day_of(shop, programme)), shop)


async def show_presets(callback: CallbackQuery, words: Words, shop: Shop) -> None:
    """Whole programmes to begin with."""
    await respond(callback, presets_screen(words), shop)


async def preset_chosen(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """A whole programme as the draft."""
    kind = next((one for one in Preset if (*args, "")[0] == one.value), None)
    if kind is None:
        await answer(callback, stale_button(words).text, alert=True)
        return
    found = await take_preset(shop, me.member_id, kind, stamp_card_words(words))
    if isinstance(found, Refused):
        await refuse(callback, found, words, shop)
        return
    await show_draft(callback, found, words, shop)


def day_of(shop: Shop, programme: Programme) -> date:
    """Today, where the programme is at home."""
    return shop.now().astimezone(ZoneInfo(programme.time_zone)).date()


def register(room: Router) -> None:
    """The buttons under a draft."""
    room.callback_query.register(show, Pressed("program.draft"))
    room.callback_query.register(save, Pressed("program.save"))
    room.callback_query.register(ask_discard, Pressed("program.discard"))
    room.callback_query.register(discard, Pressed("program.drop"))
    room.callback_query.register(show_presets, Pressed("program.presets"))
    room.callback_query.register(preset_chosen, Pressed("program.preset"))
