"""The owner brings members and balances of another programme: a file, a look, a word, a way back."""

import io

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Document, Message

from actions import import_members as doings
from actions import import_view as views
from actions.import_file import MOST_BYTES
from actions.import_work import run_import
from actions.recognise import Speaker
from actions.shop import Shop
from actions.undo_import import undo_import
from handlers import answers
from handlers.answers import number
from handlers.filters import Attached, Pressed
from handlers.screens import edit, respond, send
from loyalty.importing import ImportState, ImportView, Mode
from loyalty.refusals import Refusal, Refused
from texts import importing as texts
from texts.refusals import refused
from texts.screen import Screen
from texts.words import Words

# So many rows are done while the owner waits; the timetable does the rest.
AT_ONCE = 160

Event = CallbackQuery | Message


async def how(event: Event, me: Speaker, words: Words, shop: Shop) -> None:
    """/import: what to send."""
    last = await views.newest_import(shop, me.member_id)
    await answers.show(event, last, texts.how, words, shop)


async def file_sent(message: Message, me: Speaker, words: Words, shop: Shop, bot: Bot) -> None:
    """A file: read at once, then what it would do in the place of the first line."""
    message_id = await respond(message, texts.checking_file(words), shop)
    content = await downloaded(bot, message.document)
    view: ImportView | Refused = Refused(Refusal.IMPORT_TOO_LARGE)
    if message.document is not None and content is not None:
        name = message.document.file_name or ""
        view = await doings.look_at_import(shop, me.member_id, name, content)
    if isinstance(view, Refused):
        await edit(bot, message.chat.id, message_id, Screen(refused(words, view)), shop)
        return
    await edit(bot, message.chat.id, message_id, texts.import_screen(words, view), shop)
    rest = texts.bad_rows(words, view)
    if rest is not None:
        await send(bot, message.chat.id, rest, shop)


async def downloaded(bot: Bot, document: Document | None) -> bytes | None:
    """The bytes of a file somebody sent; None for one that is too large to be looked at."""
    if document is None or (document.file_size or 0) > MOST_BYTES:
        return None
    content = await bot.download(document, io.BytesIO())
    return content.read() if content is not None else None


async def show(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """An import as it stands."""
    await _shown(callback, await views.show_import(shop, me.member_id, number(args, 0) or 0), words, shop)


async def mode_pressed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Add or set: asked once more, in full words."""
    view = await views.show_import(shop, me.member_id, number(args, 0) or 0)
    mode = _mode(args)
    if isinstance(view, Refused) or view.state is not ImportState.DRAFT or mode is None:
        await _shown(callback, view, words, shop)
        return
    await respond(callback, texts.ask_mode(words, view, mode), shop)


async def go(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """Yes: the first rows at once, the rest by the timetable."""
    import_id, mode = number(args, 0) or 0, _mode(args)
    begun: ImportView | Refused = Refused(Refusal.IMPORT_OVER)
    if mode is not None:
        begun = await doings.begin_import(shop, me.member_id, import_id, mode, _message_id(callback))
    await _worked(callback, begun, me, words, shop)


async def stop(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """No more rows for now."""
    await _shown(callback, await doings.stop_import(shop, me.member_id, number(args, 0) or 0), words, shop)


async def resume(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Go on where it was stopped."""
    begun = await doings.resume_import(shop, me.member_id, number(args, 0) or 0, _message_id(callback))
    await _worked(callback, begun, me, words, shop)


async def drop(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """The file is forgotten."""
    import_id = number(args, 0) or 0
    refusal = await doings.drop_import(shop, me.member_id, import_id)
    view = refusal or await views.show_import(shop, me.member_id, import_id)
    await _shown(callback, view, words, shop)


async def undo_asked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Take it back? Asked first."""
    view = await views.show_import(shop, me.member_id, number(args, 0) or 0)
    await answers.show(callback, view, texts.ask_undo, words, shop)


async def undo(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """Take it back."""
    begun = await undo_import(shop, me.member_id, number(args, 0) or 0, _message_id(callback))
    await _worked(callback, begun, me, words, shop)


async def _worked(
    callback: CallbackQuery, begun: ImportView | Refused, me: Speaker, words: Words, shop: Shop
) -> None:
    if not isinstance(begun, Refused):
        await run_import(shop, begun.import_id, AT_ONCE)
        begun = await views.show_import(shop, me.member_id, begun.import_id)
    await _shown(callback, begun, words, shop)


async def _shown(event: Event, view: ImportView | Refused, words: Words, shop: Shop) -> None:
    await answers.show(event, view, texts.import_screen, words, shop)


def _mode(args: tuple[str, ...]) -> Mode | None:
    text = args[1] if len(args) > 1 else ""
    return Mode(text) if text in set(Mode) else None


def _message_id(callback: CallbackQuery) -> str:
    return str(callback.message.message_id) if callback.message else ""


def register(room: Router) -> None:
    """The command, the button of the menu, a file, and what stands under it."""
    room.message.register(how, Command("import"))
    room.message.register(file_sent, Attached())
    room.callback_query.register(how, Pressed("imports"))
    for name, door in (
        ("import", show),
        ("import.mode", mode_pressed),
        ("import.go", go),
        ("import.stop", stop),
        ("import.resume", resume),
        ("import.drop", drop),
        ("import.back", undo_asked),
        ("import.undo", undo),
    ):
        room.callback_query.register(door, Pressed(name))
