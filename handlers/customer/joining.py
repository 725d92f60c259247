"""Joining: every answer is stored before the next question is shown, so a restart goes on where it was."""

from dataclasses import replace
from typing import Any

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from actions.join import (
    ADVERTISING,
    PERSONAL_DATA,
    QUESTION,
    Consent,
    begin_joining,
    give_consent,
    share_phone,
    tell_birthday,
    tell_name,
    today,
)
from actions.recognise import Speaker
from actions.settle import stop_asking
from actions.shop import Shop
from handlers.answers import number
from handlers.customer.home import Event, ask, go_home, hand_card, suggested_name
from handlers.filters import Joining, Key, Pressed, Typed
from handlers.screens import edit, respond
from loyalty.birthdays import Birthday, parse_birthday
from loyalty.cards import check_card_number, read_link
from loyalty.joining import Step
from loyalty.names import clean_name
from loyalty.phones import normal_phone
from loyalty.programme import Programme
from loyalty.refusals import Refusal, Refused
from texts import birthday as calendar
from texts import joining as texts
from texts.keyboards import key_of
from texts.refusals import refused
from texts.screen import Screen
from texts.words import Html, Words


class Answer(Filter):
    """Anything that can be an answer: no command, and from somebody who works here nothing meant for work."""

    async def __call__(self, message: Message, me: Speaker, shop: Shop) -> bool:
        """Whether the questions of joining take this message."""
        text = message.text or ""
        if text.startswith("/"):
            return False
        return not me.role or not is_work(text, shop.settings.bot_username)


def is_work(text: str, bot_username: str) -> bool:
    """A key, a card number or a card's link: it goes to the till, also while a colleague joins."""
    is_card = check_card_number(text) is not None or read_link(text, bot_username) is not None
    return is_card or key_of(text) not in (None, "skip")


class OwnContact(Filter):
    """A contact; the number arrives as `phone`, a refusal when it is not the sender's own."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        """Anybody's contact can be sent or passed on: only one's own, fresh from the key, counts."""
        if (contact := message.contact) is None or message.from_user is None:
            return False
        own = contact.user_id == message.from_user.id and message.forward_origin is None
        return {"phone": normal_phone(contact.phone_number) if own else Refused(Refusal.PHONE_FOREIGN)}


# --- consent ---


async def agree(callback: CallbackQuery, me: Speaker, words: Words, programme: Programme, shop: Shop) -> None:
    """Yes to the personal data."""
    given = Consent(PERSONAL_DATA, given=True, text_version=texts.CONSENT_VERSION, language=words.language)
    step = await give_consent(shop, me.member_id, given)
    await ask(callback, replace(me, step=step), words, programme, shop)


async def read_consent(callback: CallbackQuery, words: Words, programme: Programme, shop: Shop) -> None:
    """The consent in full."""
    await respond(callback, texts.consent_text(words, programme.brand), shop)


async def hear_about_news(
    callback: CallbackQuery,
    args: tuple[str, ...],
    me: Speaker,
    words: Words,
    programme: Programme,
    shop: Shop,
) -> None:
    """Yes or no to advertising; anything but a clear yes is a no."""
    given = Consent(ADVERTISING, number(args, 0) == 1, texts.CONSENT_VERSION, words.language)
    step = await give_consent(shop, me.member_id, given)
    await ask(callback, replace(me, step=step), words, programme, shop)


# --- name and phone ---


async def name_pressed(
    callback: CallbackQuery, me: Speaker, words: Words, programme: Programme, shop: Shop
) -> None:
    """The messenger's name is the right one."""
    if name := suggested_name(callback):
        me = replace(me, step=await tell_name(shop, me.member_id, name))
        await put_away(callback, Screen(texts.name_kept(words, name)), shop)
    await ask(callback, me, words, programme, shop)


async def name_typed(message: Message, me: Speaker, words: Words, programme: Programme, shop: Shop) -> None:
    """Another name."""
    name = clean_name(message.text or "")
    if isinstance(name, Refused):
        await ask(message, me, words, programme, shop, refused(words, name))
        return
    step = await tell_name(shop, me.member_id, name)
    await ask(message, replace(me, step=step), words, programme, shop)


async def phone_shared(
    message: Message, phone: str | Refused, me: Speaker, words: Words, programme: Programme, shop: Shop
) -> None:
    """The contact key was pressed, or somebody's contact was sent."""
    outcome = phone if isinstance(phone, Refused) else await share_phone(shop, me.member_id, phone)
    if isinstance(outcome, Refused):
        await ask(message, me, words, programme, shop, refused(words, outcome))
        return
    await ask(message, replace(me, step=outcome), words, programme, shop)


async def phone_skipped(
    message: Message, me: Speaker, words: Words, programme: Programme, shop: Shop
) -> None:
    """The phone stays untold."""
    outcome = await share_phone(shop, me.member_id, "")
    step = me.step if isinstance(outcome, Refused) else outcome
    await ask(message, replace(me, step=step), words, programme, shop)


# --- birthday ---


async def month_pressed(
    callback: CallbackQuery,
    args: tuple[str, ...],
    me: Speaker,
    words: Words,
    programme: Programme,
    shop: Shop,
) -> None:
    """The days of this month."""
    month = number(args, 0)
    if month is None or not 1 <= month <= 12:
        await ask(callback, me, words, programme, shop)
        return
    await respond(callback, calendar.ask_day(words, month), shop)


async def day_pressed(
    callback: CallbackQuery,
    args: tuple[str, ...],
    me: Speaker,
    words: Words,
    programme: Programme,
    shop: Shop,
) -> None:
    """A day of the calendar, or the one on the profile; forged ones are read like typed ones."""
    month, day, *year = args if len(args) in (2, 3) else ("", "")
    told = parse_birthday(".".join((day, month, *year)), await today(shop))
    if isinstance(told, Refused):
        await ask(callback, me, words, programme, shop, refused(words, told))
        return
    await finish(callback, told, me, words, shop)


async def birthday_typed(
    message: Message, me: Speaker, words: Words, programme: Programme, shop: Shop
) -> None:
    """ "15 May" in any usual way."""
    told = parse_birthday(message.text or "", await today(shop))
    if isinstance(told, Refused):
        await ask(message, me, words, programme, shop, refused(words, told))
        return
    await finish(message, told, me, words, shop)


async def birthday_skipped(event: Event, me: Speaker, words: Words, shop: Shop) -> None:
    """The birthday stays untold."""
    await finish(event, None, me, words, shop)


async def finish(event: Event, told: Birthday | None, me: Speaker, words: Words, shop: Shop) -> None:
    """The last answer: the person has joined and gets his card at once."""
    await tell_birthday(shop, me.member_id, told)
    if isinstance(event, CallbackQuery):
        await put_away(event, Screen(texts.birthday_kept(words, told)), shop)
        told = None
    await hand_card(event, me, words, shop, texts.done(words, me.name, told))


async def put_away(callback: CallbackQuery, screen: Screen, shop: Shop) -> None:
    """The answer in place of the question, whose buttons have nothing more to ask."""
    if callback.message is not None and callback.bot is not None:
        await edit(callback.bot, callback.message.chat.id, callback.message.message_id, screen, shop)


# --- at any step ---


async def repeat(
    event: Event, me: Speaker, words: Words, programme: Programme, shop: Shop, lead: Html | None = None
) -> None:
    """The present question: after a button of an earlier one, or on the way back."""
    await ask(event, me, words, programme, shop, lead)


async def nudged(
    message: Message, attempt: int, me: Speaker, words: Words, programme: Programme, shop: Shop
) -> None:
    """Something else came than was asked for; or an answer was taken, and the next question got lost."""
    lead = texts.nudge(words, Step(me.step)) if attempt == 1 else None
    await ask(message, me, words, programme, shop, lead)


async def begin(callback: CallbackQuery, me: Speaker, words: Words, programme: Programme, shop: Shop) -> None:
    """A colleague wants a card of his own."""
    if me.step != Step.JOINED:
        await begin_joining(shop, me.account_id)
        await ask(callback, me, words, programme, shop)
        return
    await hand_card(callback, me, words, shop)


async def leave(event: Event, me: Speaker, words: Words, programme: Programme, shop: Shop) -> None:
    """A colleague goes back to work; the answers given so far stay."""
    if me.question == QUESTION:
        await stop_asking(shop, me.account_id)
    await go_home(event, me, words, programme, shop)


async def is_of_joining(callback: CallbackQuery) -> bool:
    """Whether the button stood under one of the questions."""
    return (callback.data or "").startswith("join.")


def router() -> Router:
    """Open to whoever is joining; the first door that fits takes the message or the tap."""
    room = Router(name="joining")
    room.message.filter(Joining(), Answer())
    room.message.register(name_typed, Typed(), Joining(Step.NAME))
    room.message.register(phone_shared, Joining(Step.PHONE), OwnContact())
    room.message.register(phone_skipped, Joining(Step.PHONE), Key("skip", key_of))
    room.message.register(birthday_skipped, Joining(Step.BIRTHDAY), Key("skip", key_of))
    room.message.register(birthday_typed, Typed(), Joining(Step.BIRTHDAY))
    room.message.register(nudged)
    room.callback_query.filter(Joining())
    room.callback_query.register(agree, Pressed("join.agree"), Joining(Step.CONSENT))
    room.callback_query.register(read_consent, Pressed("join.text"), Joining(Step.CONSENT))
    room.callback_query.register(hear_about_news, Pressed("join.news"), Joining(Step.ADVERTISING))
    room.callback_query.register(name_pressed, Pressed("join.name"), Joining(Step.NAME))
    room.callback_query.register(month_pressed, Pressed("join.month"), Joining(Step.BIRTHDAY))
    room.callback_query.register(day_pressed, Pressed("join.day"), Joining(Step.BIRTHDAY))
    room.callback_query.register(birthday_skipped, Pressed("join.nobirthday"), Joining(Step.BIRTHDAY))
    room.callback_query.register(leave, Pressed("join.later"))
    room.callback_query.register(repeat, is_of_joining)
    return room
