"""/rules: the programme in plain words, now and as it was."""

from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from actions.shop import Shop
from actions.show_rules import rules_view
from handlers.answers import number
from handlers.filters import Pressed
from handlers.screens import respond
from loyalty.programme import Programme
from texts.rules import no_such_rules, rules_screen
from texts.words import Words


async def show(message: Message, words: Words, programme: Programme, shop: Shop) -> None:
    """The rules in force."""
    await _show(message, None, words, programme, shop)


async def turned(
    callback: CallbackQuery, args: tuple[str, ...], words: Words, programme: Programme, shop: Shop
) -> None:
    """Another version."""
    await _show(callback, number(args, 0) or 0, words, programme, shop)


async def _show(
    event: CallbackQuery | Message, version: int | None, words: Words, programme: Programme, shop: Shop
) -> None:
    view = await rules_view(shop, version)
    if view is None:
        await respond(event, no_such_rules(words), shop)
        return
    today = shop.now().astimezone(ZoneInfo(programme.time_zone)).date()
    await respond(event, rules_screen(words, view, today), shop)


def router() -> Router:
    """Open to everybody: whoever thinks of joining may read them first."""
    room = Router(name="rules")
    room.message.register(show, Command("rules"))
    room.callback_query.register(turned, Pressed("rules"))
    return room
