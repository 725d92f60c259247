"""The settings of messages: topics, quiet hours, the time zone."""

from aiogram import Router
from aiogram.types import CallbackQuery

from actions import preferences
from actions.recognise import Speaker
from actions.shop import Shop
from handlers.answers import number
from handlers.filters import Holder, Pressed
from handlers.screens import respond
from loyalty.messages import Preferences
from loyalty.programme import Programme
from texts.message_settings import message_settings, quiet_hours, zones
from texts.words import Words


async def shown(callback: CallbackQuery, me: Speaker, words: Words, programme: Programme, shop: Shop) -> None:
    """The settings as they are."""
    await _show(callback, await preferences.show_preferences(shop, me.member_id), words, programme, shop)


async def topic_pressed(
    callback: CallbackQuery,
    args: tuple[str, ...],
    me: Speaker,
    words: Words,
    programme: Programme,
    shop: Shop,
) -> None:
    """On or off."""
    topic, wanted = args[0] if args else "", number(args, 1) == 1
    chosen = await preferences.change_topic(shop, me.member_id, topic, wanted=wanted)
    await _show(callback, chosen, words, programme, shop)


async def hours_wanted(callback: CallbackQuery, words: Words, shop: Shop) -> None:
    """Which?"""
    await respond(callback, quiet_hours(words), shop)


async def hours_pressed(
    callback: CallbackQuery,
    args: tuple[str, ...],
    me: Speaker,
    words: Words,
    programme: Programme,
    shop: Shop,
) -> None:
    """These."""
    begins, ends = number(args, 0) or 0, number(args, 1) or 0
    chosen = await preferences.change_quiet_hours(shop, me.member_id, begins, ends)
    await _show(callback, chosen, words, programme, shop)


async def zone_wanted(callback: CallbackQuery, words: Words, programme: Programme, shop: Shop) -> None:
    """Where?"""
    await respond(callback, zones(words, programme.time_zone), shop)


async def zone_pressed(
    callback: CallbackQuery,
    args: tuple[str, ...],
    me: Speaker,
    words: Words,
    programme: Programme,
    shop: Shop,
) -> None:
    """There; without a city, by the shop's clock."""
    chosen = await preferences.change_zone(shop, me.member_id, args[0] if args else "")
    await _show(callback, chosen, words, programme, shop)


async def _show(
    callback: CallbackQuery, chosen: Preferences, words: Words, programme: Programme, shop: Shop
) -> None:
    await respond(callback, message_settings(words, chosen, programme.time_zone), shop)


def router() -> Router:
    """Open to members."""
    room = Router(name="messages")
    room.callback_query.filter(Holder())
    room.callback_query.register(shown, Pressed("messages"))
    room.callback_query.register(topic_pressed, Pressed("messages.topic"))
    room.callback_query.register(hours_wanted, Pressed("messages.quiet"))
    room.callback_query.register(hours_pressed, Pressed("messages.hours"))
    room.callback_query.register(zone_wanted, Pressed("messages.zones"))
    room.callback_query.register(zone_pressed, Pressed("messages.zone"))
    return room
