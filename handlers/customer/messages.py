"""The settings of messages: topics, news, quiet hours, the time zone; and what comes when."""

from aiogram import Router
from aiogram.types import CallbackQuery

from actions import preferences
from actions.join import ADVERTISING, Consent
from actions.profile import show_settings
from actions.recognise import Speaker
from actions.settle import change_advertising
from actions.shop import Shop
from handlers.answers import number
from handlers.filters import Holder, Pressed
from handlers.screens import respond
from loyalty.messages import Preferences
from loyalty.programme import Programme
from texts.joining import CONSENT_VERSION
from texts.message_settings import message_settings, quiet_hours, what_comes, zones
from texts.words import Words


async def shown(callback: CallbackQuery, me: Speaker, words: Words, programme: Programme, shop: Shop) -> None:
    """The settings as they are."""
    chosen = await preferences.show_preferences(shop, me.member_id)
    await _show(callback, me, chosen, words, programme, shop)


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
    await _show(callback, me, chosen, words, programme, shop)


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
    await _show(callback, me, chosen, words, programme, shop)


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
    await _show(callback, me, chosen, words, programme, shop)


async def news_pressed(
    callback: CallbackQuery,
    args: tuple[str, ...],
    me: Speaker,
    words: Words,
    programme: Programme,
    shop: Shop,
) -> None:
    """A later yes or no to news, among the topics."""
    await _agree(args, me, words, shop)
    await shown(callback, me, words, programme, shop)


async def what(callback: CallbackQuery, me: Speaker, words: Words, programme: Programme, shop: Shop) -> None:
    """What comes when."""
    chosen = await preferences.show_preferences(shop, me.member_id)
    news = (await show_settings(shop, me.member_id)).advertising
    await respond(callback, what_comes(words, chosen, programme.time_zone, news=news), shop)


async def what_news(
    callback: CallbackQuery,
    args: tuple[str, ...],
    me: Speaker,
    words: Words,
    programme: Programme,
    shop: Shop,
) -> None:
    """The same yes or no, where he reads what comes."""
    await _agree(args, me, words, shop)
    await what(callback, me, words, programme, shop)


async def _agree(args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    consent = Consent(ADVERTISING, number(args, 0) == 1, CONSENT_VERSION, words.language)
    await change_advertising(shop, me.member_id, consent)


async def _show(
    callback: CallbackQuery,
    me: Speaker,
    chosen: Preferences,
    words: Words,
    programme: Programme,
    shop: Shop,
) -> None:
    news = (await show_settings(shop, me.member_id)).advertising
    await respond(callback, message_settings(words, chosen, programme.time_zone, news=news), shop)


def router() -> Router:
    """Open to members."""
    room = Router(name="messages")
    room.callback_query.filter(Holder())
    room.callback_query.register(shown, Pressed("messages"))
    room.callback_query.register(news_pressed, Pressed("messages.news"))
    room.callback_query.register(what, Pressed("what"))
    room.callback_query.register(what_news, Pressed("what.news"))
    room.callback_query.register(topic_pressed, Pressed("messages.topic"))
    room.callback_query.register(hours_wanted, Pressed("messages.quiet"))
    room.callback_query.register(hours_pressed, Pressed("messages.hours"))
    room.callback_query.register(zone_wanted, Pressed("messages.zones"))
    room.callback_query.register(zone_pressed, Pressed("messages.zone"))
    return room
