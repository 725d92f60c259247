"""Phone, birthday and city in the settings: told later, or changed."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions import profile, tell_city
from actions.join import today
from actions.recognise import Speaker
from actions.settle import stop_asking
from actions.shop import Shop
from handlers.answers import is_answer, number, refuse
from handlers.customer.home import Event, shown_birthday
from handlers.customer.joining import OwnContact
from handlers.customer.settings import settings_screen
from handlers.filters import Asked, Holder, Key, Pressed, Typed, Wordless
from handlers.screens import respond, send
from loyalty.birthdays import Birthday, parse_birthday
from loyalty.joining import Step
from loyalty.refusals import Refused
from texts import birthday as calendar
from texts import settings as texts
from texts.common import led
from texts.joining import ask_phone, nudge
from texts.keyboards import key_of
from texts.refusals import refused
from texts.words import Words

DOOR = "settings"
MINE = (profile.ASK_BIRTHDAY, profile.ASK_PHONE, tell_city.QUESTION)


async def back(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """The settings again; a question left open is not asked any more."""
    if me.question in MINE:
        await stop_asking(shop, me.account_id)
    await _give_keys_back(callback, me, words, shop)
    await respond(callback, await settings_screen(me, words, shop), shop)


async def _give_keys_back(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """Whoever leaves the question for the phone by another button has no use for its keys."""
    if me.question == profile.ASK_PHONE and callback.bot is not None:
        keys = texts.phone_left(words, works_here=bool(me.role))
        await send(callback.bot, callback.from_user.id, keys, shop)


# --- birthday ---


async def birthday_wanted(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """The calendar, unless the birthday was changed less than a year ago."""
    refusal = await profile.ask_birthday(shop, me.member_id, me.account_id)
    if refusal is not None:
        await refuse(callback, refusal, words, shop)
        return
    await _give_keys_back(callback, me, words, shop)
    known = await shown_birthday(callback)
    await respond(callback, calendar.ask_month(words, known, DOOR), shop)


async def month_pressed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """The days of this month."""
    month = number(args, 0)
    if month is None or not 1 <= month <= 12:
        await birthday_wanted(callback, me, words, shop)
        return
    await respond(callback, calendar.ask_day(words, month, DOOR), shop)


async def day_pressed(callback: CallbackQuery, args: tuple[str, ...], words: Words, shop: Shop) -> None:
    """A day of the calendar; a forged one is read like a typed one."""
    await _confirm(callback, await _read(args, shop), words, shop)


async def birthday_typed(message: Message, words: Words, shop: Shop) -> None:
    """ "15 May" in any usual way."""
    await _confirm(message, parse_birthday(message.text or "", await today(shop)), words, shop)


async def _read(args: tuple[str, ...], shop: Shop) -> Birthday | Refused:
    month, day, *year = args if len(args) in (2, 3) else ("", "")
    return parse_birthday(".".join((day, month, *year)), await today(shop))


async def _confirm(event: Event, told: Birthday | Refused, words: Words, shop: Shop) -> None:
    if isinstance(told, Refused):
        await refuse(event, told, words, shop)
        return
    late = await profile.comes_late(shop, told)
    await respond(event, texts.confirm_birthday(words, told, late=late), shop)


async def birthday_confirmed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Yes, right"."""
    told = await _read(args, shop)
    if not isinstance(told, Refused):
        refusal = await profile.change_birthday(shop, me.member_id, me.account_id, told)
    else:
        refusal = told
    if refusal is not None:
        await refuse(callback, refusal, words, shop)
        return
    await respond(callback, await settings_screen(me, words, shop), shop)


async def not_a_birthday(message: Message, words: Words, shop: Shop) -> None:
    """A picture, a sticker: the question stays."""
    await respond(message, led(nudge(words, Step.BIRTHDAY), calendar.ask_month(words, None, DOOR)), shop)


# --- phone ---


async def phone_wanted(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """The messenger's own key: only it can prove that the number is the person's."""
    await profile.ask_phone(shop, me.account_id)
    await respond(callback, ask_phone(words, works_here=False), shop)


async def phone_shared(message: Message, phone: str | Refused, me: Speaker, words: Words, shop: Shop) -> None:
    """The contact key was pressed, or somebody's contact was sent."""
    outcome: Refused | None
    if isinstance(phone, Refused):
        outcome = phone
    else:
        outcome = await profile.change_phone(shop, me.member_id, me.account_id, phone)
    if outcome is not None:
        await respond(message, led(refused(words, outcome), ask_phone(words, works_here=False)), shop)
        return
    await respond(message, texts.phone_kept(words, works_here=bool(me.role)), shop)


async def phone_left(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Skip": everything stays."""
    await stop_asking(shop, me.account_id)
    await respond(message, texts.phone_left(words, works_here=bool(me.role)), shop)


async def not_a_phone(message: Message, words: Words, shop: Shop) -> None:
    """Anything else than the key: the question stays."""
    await respond(message, led(nudge(words, Step.PHONE), ask_phone(words, works_here=False)), shop)


# --- city ---


async def city_wanted(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """Which city?"""
    refusal = await tell_city.ask_city(shop, me.member_id, me.account_id)
    if refusal is not None:
        await refuse(callback, refusal, words, shop)
        return
    known = (await profile.show_settings(shop, me.member_id)).city
    await respond(callback, texts.ask_city(words, known=bool(known)), shop)


async def city_typed(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """The name of it; a slip is explained and the question stays."""
    refusal = await tell_city.tell_city(shop, me.member_id, me.account_id, message.text or "")
    await _settings_or_refused(message, refusal, me, words, shop)


async def city_forgotten(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """Nobody knows it any more."""
    refusal = await tell_city.forget_city(shop, me.member_id, me.account_id)
    await _settings_or_refused(callback, refusal, me, words, shop)


async def not_a_city(message: Message, words: Words, shop: Shop) -> None:
    """A picture, a sticker: the question stays."""
    await respond(message, texts.city_please(words), shop)


async def _settings_or_refused(
    event: Event, refusal: Refused | None, me: Speaker, words: Words, shop: Shop
) -> None:
    if refusal is not None:
        await refuse(event, refusal, words, shop)
        return
    await respond(event, await settings_screen(me, words, shop), shop)


def router() -> Router:
    """Open to members; commands and keys pass an open question by."""
    room = Router(name="profile")
    room.message.filter(Holder())
    room.message.register(birthday_typed, Asked(profile.ASK_BIRTHDAY), Typed(is_answer))
    room.message.register(not_a_birthday, Asked(profile.ASK_BIRTHDAY), Wordless())
    room.message.register(phone_shared, Asked(profile.ASK_PHONE), OwnContact())
    room.message.register(phone_left, Asked(profile.ASK_PHONE), Key("skip", key_of))
    room.message.register(not_a_phone, Asked(profile.ASK_PHONE), Typed(is_answer))
    room.message.register(not_a_phone, Asked(profile.ASK_PHONE), Wordless())
    room.message.register(city_typed, Asked(tell_city.QUESTION), Typed(is_answer))
    room.message.register(not_a_city, Asked(tell_city.QUESTION), Wordless())
    room.callback_query.filter(Holder())
    room.callback_query.register(back, Pressed("settings"))
    room.callback_query.register(birthday_wanted, Pressed("settings.birthday"))
    room.callback_query.register(birthday_wanted, Pressed("settings.months"))
    room.callback_query.register(month_pressed, Pressed("settings.month"))
    room.callback_query.register(day_pressed, Pressed("settings.day"))
    room.callback_query.register(birthday_confirmed, Pressed("settings.born"))
    room.callback_query.register(phone_wanted, Pressed("settings.phone"))
    room.callback_query.register(city_wanted, Pressed("settings.city"))
    room.callback_query.register(city_forgotten, Pressed("settings.city.off"))
    return room
