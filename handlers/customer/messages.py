"""The settings of messages: topics, news, quiet hours, the time zone; and what comes when."""

from collections.abc import Awaitable, Callable

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
from loyalty.programme import Programme
from texts.joining import CONSENT_VERSION
from texts.message_settings import message_settings, quiet_hours, what_comes, zones
from texts.words import Words

Change = Callable[[Shop, Speaker, tuple[str, ...], Words], Awaitable[None]]
Shows = Callable[[CallbackQuery, Speaker, Words, Programme, Shop], Awaitable[None]]


async def shown(callback: CallbackQuery, me: Speaker, words: Words, programme: Programme, shop: Shop) -> None:
    """The settings as they are."""
    chosen = await preferences.show_preferences(shop, me.member_id)
    news = (await show_settings(shop, me.member_id)).advertising
    await respond(callback, message_settings(words, chosen, programme.time_zone, news=news), shop)


async def what(callback: CallbackQuery, me: Speaker, words: Words, programme: Programme, shop: Shop) -> None:
    """What comes when."""
    chosen = await preferences.show_preferences(shop, me.member_id)
    news = (await show_settings(shop, me.member_id)).advertising
    await respond(callback, what_comes(words, chosen, programme.time_zone, news=news), shop)


async def hours_wanted(callback: CallbackQuery, words: Words, shop: Shop) -> None:
    """Which?"""
    await respond(callback, quiet_hours(words), shop)


async def zone_wanted(callback: CallbackQuery, words: Words, programme: Programme, shop: Shop) -> None:
    """Where?"""
    await respond(callback, zones(words, programme.time_zone), shop)


def _changed(change: Change, then: Shows) -> Callable[..., Awaitable[None]]:
    """Whoever pressed has chosen; then he sees how it stands."""

    async def pressed(
        callback: CallbackQuery,
        args: tuple[str, ...],
        me: Speaker,
        words: Words,
        programme: Programme,
        shop: Shop,
    ) -> None:
        await change(shop, me, args, words)
        await then(callback, me, words, programme, shop)

    return pressed


async def _topic(shop: Shop, me: Speaker, args: tuple[str, ...], _: Words) -> None:
    """On or off."""
    await preferences.change_topic(shop, me.member_id, args[0] if args else "", wanted=number(args, 1) == 1)


async def _hours(shop: Shop, me: Speaker, args: tuple[str, ...], _: Words) -> None:
    """These."""
    await preferences.change_quiet_hours(shop, me.member_id, number(args, 0) or 0, number(args, 1) or 0)


async def _zone(shop: Shop, me: Speaker, args: tuple[str, ...], _: Words) -> None:
    """There; without a city, by the shop's clock."""
    await preferences.change_zone(shop, me.member_id, args[0] if args else "")


async def _news(shop: Shop, me: Speaker, args: tuple[str, ...], words: Words) -> None:
    """A later yes or no to news."""
    consent = Consent(ADVERTISING, number(args, 0) == 1, CONSENT_VERSION, words.language)
    await change_advertising(shop, me.member_id, consent)


def router() -> Router:
    """Open to members."""
    room = Router(name="messages")
    room.callback_query.filter(Holder())
    room.callback_query.register(shown, Pressed("messages"))
    room.callback_query.register(_changed(_news, shown), Pressed("messages.news"))
    room.callback_query.register(what, Pressed("what"))
    room.callback_query.register(_changed(_news, what), Pressed("what.news"))
    room.callback_query.register(_changed(_topic, shown), Pressed("messages.topic"))
    room.callback_query.register(hours_wanted, Pressed("messages.quiet"))
    room.callback_query.register(_changed(_hours, shown), Pressed("messages.hours"))
    room.callback_query.register(zone_wanted, Pressed("messages.zones"))
    room.callback_query.register(_changed(_zone, shown), Pressed("messages.zone"))
    return room
