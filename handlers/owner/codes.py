"""The owner's promo codes and personal offers."""

from datetime import date
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.filters import Command, Filter
from aiogram.types import CallbackQuery, Message

from actions import edit_codes, list_codes
from actions.recognise import Speaker
from actions.settle import stop_asking
from actions.shop import Shop
from handlers import answers
from handlers.answers import is_answer, not_of_a_sale, number, refuse
from handlers.filters import Asked, Pressed, Typed, Wordless
from handlers.screens import respond
from loyalty.code_views import CampaignView, OfferMade, SketchView
from loyalty.programme import Programme
from loyalty.refusals import Refused
from loyalty.sketch import read_sketch
from texts import codes as texts
from texts import sketch as questions
from texts.program import typed_text_please
from texts.promo import effect_text
from texts.words import Html, Words


class AskedForCustomer(Filter):
    """The owner was asked whom an offer is for: a card number then names him, it opens no sale."""

    async def __call__(self, _: Message, me: Speaker | None) -> bool | dict[str, Any]:
        """Whether the question is open."""
        if me is None or me.question != edit_codes.QUESTION:
            return False
        sketch = read_sketch(me.about)
        return sketch.personal and not sketch.member_id


async def show(
    event: CallbackQuery | Message,
    me: Speaker,
    words: Words,
    programme: Programme,
    shop: Shop,
    args: tuple[str, ...] = (),
    lead: Html | None = None,
) -> None:
    """/codes, its pages, and the way back; a question left open is not asked any more."""
    if me.question == edit_codes.QUESTION:
        await stop_asking(shop, me.account_id)
    page = number(args, 0) or 0
    found = await list_codes.list_campaigns(shop, me.member_id, page)
    if isinstance(found, Refused):
        await refuse(event, found, words, shop)
        return
    await respond(event, texts.campaigns(words, found, page, list_codes.PAGE_SIZE, programme, lead), shop)


async def one(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """One campaign."""
    await _campaign(callback, number(args, 0) or 0, me, words, shop)


async def off_asked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Are you sure?"""
    view = await list_codes.show_campaign(shop, me.member_id, number(args, 0) or 0)
    await answers.show(callback, view, texts.ask_off, words, shop)


async def off(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """ "Yes, switch off"."""
    view = await list_codes.switch_off(shop, me.member_id, number(args, 0) or 0)
    await _shown(callback, view, words, shop)


async def listed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """The codes of a list, to be copied."""
    campaign_id, page = number(args, 0) or 0, number(args, 1) or 0
    found = await list_codes.list_codes(shop, me.member_id, campaign_id, page)
    if isinstance(found, Refused):
        await refuse(callback, found, words, shop)
        return
    await respond(callback, texts.code_list(words, campaign_id, page, found, list_codes.CODES_A_PAGE), shop)


async def begun(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """ "New code"."""
    view = await edit_codes.begin_sketch(shop, me.member_id, me.account_id, personal=False)
    await _asked(callback, view, words, shop)


async def offer_begun(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Offer to a customer"."""
    view = await edit_codes.begin_sketch(shop, me.member_id, me.account_id, personal=True)
    await _asked(callback, view, words, shop)


async def tapped(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """A button of the open question."""
    field, said = (*args, "", "")[:2]
    view = await edit_codes.tap_sketch(shop, me.member_id, me.account_id, field, said)
    await _asked(callback, view, words, shop)


async def customer_typed(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """Whom the offer is for."""
    view = await edit_codes.choose_customer(shop, me.member_id, me.account_id, message.text or "")
    await _asked(message, view, words, shop)


async def typed(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """The answer to the open question; a slip is explained and the question stays."""
    view = await edit_codes.answer_sketch(shop, me.member_id, me.account_id, message.text or "")
    await _asked(message, view, words, shop)


async def not_typed(message: Message, words: Words, shop: Shop) -> None:
    """A picture, a sticker: the question stays."""
    await respond(message, typed_text_please(words), shop)


async def made(callback: CallbackQuery, me: Speaker, words: Words, programme: Programme, shop: Shop) -> None:
    """ "Make it"."""
    outcome = await edit_codes.make_sketched(
        shop, me.member_id, me.account_id, lambda effect, rules: unescape(effect_text(words, effect, rules))
    )
    match outcome:
        case Refused():
            await refuse(callback, outcome, words, shop)
        case OfferMade():
            await show(callback, me, words, programme, shop, lead=questions.offer_made(words, outcome))
        case int():
            await _campaign(callback, outcome, me, words, shop)


async def _campaign(callback: CallbackQuery, campaign_id: int, me: Speaker, words: Words, shop: Shop) -> None:
    await _shown(callback, await list_codes.show_campaign(shop, me.member_id, campaign_id), words, shop)


async def _shown(callback: CallbackQuery, view: CampaignView | Refused, words: Words, shop: Shop) -> None:
    if isinstance(view, Refused):
        await refuse(callback, view, words, shop)
        return
    await respond(callback, texts.campaign(words, view, _today(shop, view.programme)), shop)


async def _asked(
    event: CallbackQuery | Message, view: SketchView | Refused, words: Words, shop: Shop
) -> None:
    if isinstance(view, Refused):
        await refuse(event, not_of_a_sale(view), words, shop)
        return
    await respond(event, questions.question(words, view), shop)


def _today(shop: Shop, programme: Programme) -> date:
    return shop.now().astimezone(ZoneInfo(programme.time_zone)).date()


def register_customer(room: Router) -> None:
    """The one question whose answer looks like a sale: asked before the till."""
    room.message.register(customer_typed, AskedForCustomer(), Typed(is_answer))


def register(room: Router) -> None:
    """The doors of codes and offers; commands and keys pass an open question by."""
    room.message.register(show, Command("codes"))
    room.message.register(typed, Asked(edit_codes.QUESTION), Typed(is_answer))
    room.message.register(not_typed, Asked(edit_codes.QUESTION), Wordless())
    room.callback_query.register(show, Pressed("codes"))
    room.callback_query.register(one, Pressed("codes.one"))
    room.callback_query.register(off_asked, Pressed("codes.ask"))
    room.callback_query.register(off, Pressed("codes.off"))
    room.callback_query.register(listed, Pressed("codes.list"))
    room.callback_query.register(begun, Pressed("codes.new"))
    room.callback_query.register(offer_begun, Pressed("codes.offer"))
    room.callback_query.register(tapped, Pressed("code.set"))
    room.callback_query.register(made, Pressed("code.make"))
