"""/settings: the language and news; and the language of whoever is still joining."""

from dataclasses import replace

from aiogram import Router
from aiogram.filters import or_f
from aiogram.types import CallbackQuery, Message

from actions.join import ADVERTISING, Consent, choose_language
from actions.profile import show_settings
from actions.recognise import Speaker
from actions.settle import change_advertising
from actions.shop import Shop
from handlers.answers import number
from handlers.customer.home import ask
from handlers.filters import Door, Holder, Joining, Pressed, Works
from handlers.screens import respond, send
from loyalty.joining import Step
from loyalty.programme import Programme
from texts import common
from texts.catalogue import LANGUAGES
from texts.joining import CONSENT_VERSION
from texts.keyboards import key_of
from texts.screen import Screen
from texts.settings import settings
from texts.words import Words, words_for


async def shown(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """The settings as they are."""
    await respond(message, await settings_screen(me, words, shop), shop)


async def news_changed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """A later yes or no to news."""
    consent = Consent(ADVERTISING, number(args, 0) == 1, CONSENT_VERSION, words.language)
    await change_advertising(shop, me.member_id, consent)
    await respond(callback, await settings_screen(me, words, shop), shop)


async def language_of_guest(
    callback: CallbackQuery,
    args: tuple[str, ...],
    me: Speaker,
    words: Words,
    programme: Programme,
    shop: Shop,
) -> None:
    """The question again, in the language chosen."""
    me, words = await chosen(args, me, words, shop)
    await ask(callback, me, words, programme, shop)


async def language_changed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """The settings and the keys in the language chosen."""
    me, words = await chosen(args, me, words, shop)
    await respond(callback, await settings_screen(me, words, shop), shop)
    if callback.bot is not None:
        keys = common.language_chosen(words, me.role, joined=me.step == Step.JOINED)
        await send(callback.bot, callback.from_user.id, keys, shop)


async def chosen(args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> tuple[Speaker, Words]:
    """The person and his words after the choice; a language nobody speaks changes nothing."""
    language = args[0] if args else ""
    if language not in LANGUAGES:
        return me, words
    await choose_language(shop, me, language)
    return replace(me, language=language), words_for(language, words.zone, words.currency)


async def settings_screen(me: Speaker, words: Words, shop: Shop) -> Screen:
    """The settings of a member; staff without a card have a language only."""
    if me.step != Step.JOINED:
        return settings(words, "", None)
    return settings(words, me.name, await show_settings(shop, me.member_id))


def router() -> Router:
    """Open to members and staff; the language to everybody."""
    room = Router(name="settings")
    room.message.register(shown, Door("settings", key_of), or_f(Holder(), Works()))
    room.callback_query.register(news_changed, Pressed("settings.news"), Holder())
    room.callback_query.register(language_of_guest, Pressed("language"), Joining())
    room.callback_query.register(language_changed, Pressed("language"))
    return room
