"""/privacy: what is known about a member, to take along, to allow or not, and to have erased."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.erase_member import ask_erasure, erase_member
from actions.join import ADVERTISING, Consent
from actions.recognise import Speaker
from actions.settle import change_advertising
from actions.shop import Shop
from actions.show_privacy import export_my_data, show_privacy
from handlers.answers import number, refuse
from handlers.customer.home import Event
from handlers.filters import Door, Holder, Pressed, Stranger
from handlers.screens import answer, respond, send
from loyalty.refusals import Refused
from texts import privacy as texts
from texts.joining import CONSENT_VERSION
from texts.keyboards import key_of
from texts.my_data import machine_file, readable_file
from texts.words import Words


async def shown(event: Event, me: Speaker, words: Words, shop: Shop) -> None:
    """What is kept, as it is now."""
    await respond(event, texts.privacy(words, await show_privacy(shop, me.member_id)), shop)


async def asked(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """The command."""
    await shown(message, me, words, shop)


async def back(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """From the settings, and from every "no"."""
    await shown(callback, me, words, shop)


async def news_changed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """A later yes or no to news."""
    consent = Consent(ADVERTISING, number(args, 0) == 1, CONSENT_VERSION, words.language)
    await change_advertising(shop, me.member_id, consent)
    await shown(callback, me, words, shop)


async def downloaded(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """Two files below; the message with the buttons stays as it is."""
    await answer(callback)
    data = await export_my_data(shop, me.member_id)
    if callback.bot is not None:
        await send(callback.bot, callback.from_user.id, machine_file(words, data), shop)
        await send(callback.bot, callback.from_user.id, readable_file(words, data), shop)


async def consent_withdrawn(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """The consent the card stands on: the same as going."""
    await _warn(callback, me, words, shop, withdraws=True)


async def leaving(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """What it costs."""
    await _warn(callback, me, words, shop, withdraws=False)


async def _warn(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop, *, withdraws: bool) -> None:
    costs = await ask_erasure(shop, me.member_id)
    if isinstance(costs, Refused):
        await refuse(callback, costs, words, shop)
        return
    lead = texts.withdrawing(words) if withdraws else None
    await respond(callback, texts.warning(words, costs, lead), shop)


async def sure(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """The second step, unless the balance is another one than was shown."""
    costs = await ask_erasure(shop, me.member_id)
    if isinstance(costs, Refused):
        await refuse(callback, costs, words, shop)
    elif costs.seq != number(args, 0):
        await respond(callback, texts.warning(words, costs, texts.changed(words)), shop)
    else:
        await respond(callback, texts.last_question(words, costs), shop)


async def erased(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Yes, delete."""
    seen = number(args, 0)
    outcome = await erase_member(shop, me.member_id, -1 if seen is None else seen)
    if isinstance(outcome, Refused):
        await refuse(callback, outcome, words, shop)
    elif outcome is not None:
        await respond(callback, texts.warning(words, outcome, texts.changed(words)), shop)
    else:
        await respond(callback, texts.erased(words), shop)


async def erased_before(callback: CallbackQuery, words: Words) -> None:
    """The second of two taps: it must not make a new member of who has just gone."""
    await answer(callback, texts.erased_before(words), alert=True)


def farewell() -> Router:
    """Asked before /start: a stranger's tap on what he saw as a member."""
    room = Router(name="farewell")
    for name in ("privacy", "privacy.sure", "privacy.erase", "privacy.leave", "privacy.download"):
        room.callback_query.register(erased_before, Pressed(name), Stranger())
    return room


def router() -> Router:
    """Open to members."""
    room = Router(name="privacy")
    room.message.register(asked, Door("privacy", key_of), Holder())
    room.callback_query.filter(Holder())
    room.callback_query.register(back, Pressed("privacy"))
    room.callback_query.register(news_changed, Pressed("privacy.news"))
    room.callback_query.register(downloaded, Pressed("privacy.download"))
    room.callback_query.register(consent_withdrawn, Pressed("privacy.withdraw"))
    room.callback_query.register(leaving, Pressed("privacy.leave"))
    room.callback_query.register(sure, Pressed("privacy.sure"))
    room.callback_query.register(erased, Pressed("privacy.erase"))
    return room
