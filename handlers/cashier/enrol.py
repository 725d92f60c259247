"""Enrolling a customer by phone: offered for one nobody has, done after the cashier has asked for consent."""

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import CallbackQuery

from actions.enrol_customer import QUESTION, enrol_customer, offered_phone
from actions.recognise import Speaker
from actions.settle import stop_asking
from actions.shop import Shop
from handlers.cashier.sale import show
from handlers.filters import Pressed
from handlers.screens import respond
from loyalty.programme import Programme
from texts import enrolment
from texts.words import Words


async def wanted(
    callback: CallbackQuery, me: Speaker, words: Words, programme: Programme, shop: Shop
) -> None:
    """ "Enrol this customer": what to ask him first."""
    _still_asked(me)
    await respond(callback, enrolment.ask_consent(words, programme.brand), shop)


async def agreed(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Yes, agreed": the sale goes on at once."""
    _still_asked(me)
    phone = offered_phone(shop, me.account_id, me.about)
    who = (me.member_id, me.account_id)
    view = await enrol_customer(shop, *who, phone, enrolment.CONSENT_VERSION, words.language)
    await show(callback, view, words, shop)


async def declined(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """ "No", and "Close"."""
    _still_asked(me)
    await stop_asking(shop, me.account_id)
    await respond(callback, enrolment.left(words), shop)


def _still_asked(me: Speaker) -> None:
    """The phone is kept with the question: an older button can't know it any more."""
    if me.question != QUESTION:
        raise SkipHandler


def register(room: Router) -> None:
    """The taps of an enrolment."""
    room.callback_query.register(wanted, Pressed("enrol.ask"))
    room.callback_query.register(agreed, Pressed("enrol.yes"))
    room.callback_query.register(declined, Pressed("enrol.no"))
