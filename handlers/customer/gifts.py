"""Points for a friend: how many, the link, the friend's answer, and taking it back."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.gift_points import QUESTION, answer_gift, ask_gift, cancel_gift, offer_gift, offered_gifts
from actions.recognise import Speaker
from actions.shop import Shop
from handlers.answers import is_answer, number, refuse, show
from handlers.filters import Asked, Holder, Pressed, Typed, Wordless
from handlers.screens import respond
from loyalty.gifts import GiftView
from loyalty.refusals import Refusal, Refused
from loyalty.rewards import MOST_POINTS, typed_count
from texts import gifts as texts
from texts.gifts import GiftScreen
from texts.refusals import refused
from texts.words import Words


async def wanted(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Give to a friend": how many? What is under way already stands beside it."""
    under_way = await offered_gifts(shop, me.member_id)
    limits = await ask_gift(shop, me.member_id, me.account_id)
    if not isinstance(limits, Refused):
        await respond(callback, texts.ask_points(words, limits, under_way), shop)
        return
    await respond(callback, texts.under_way(words, under_way, refused(words, limits)), shop)


async def typed(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """The number; a slip is explained and the question stays."""
    points = typed_count(message.text or "", 1, MOST_POINTS)
    view = points if isinstance(points, Refused) else await _offered(me, points, shop)
    await show(message, view, texts.offered, words, shop)


async def _offered(me: Speaker, points: int, shop: Shop) -> GiftView | Refused:
    return await offer_gift(shop, me.member_id, me.account_id, points)


async def not_typed(message: Message, words: Words, shop: Shop) -> None:
    """A picture, a sticker: the question stays."""
    await respond(message, texts.typed_number_please(words), shop)


async def shown(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """One of the gifts under way, with its link."""
    await _show(callback, args, me, words, shop, texts.offered)


async def cancel_asked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Take it back": are you sure?"""
    await _show(callback, args, me, words, shop, texts.ask_cancel)


async def _show(
    callback: CallbackQuery,
    args: tuple[str, ...],
    me: Speaker,
    words: Words,
    shop: Shop,
    screen: GiftScreen,
) -> None:
    under_way = {one.id: one for one in await offered_gifts(shop, me.member_id)}
    view = under_way.get(number(args, 0) or 0)
    if view is None:
        await refuse(callback, Refused(Refusal.GIFT_OVER), words, shop)
        return
    await respond(callback, screen(words, view), shop)


async def cancelled(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Yes, take it back"."""
    view = await cancel_gift(shop, me.member_id, number(args, 0) or 0)
    await show(callback, view, texts.cancelled, words, shop)


async def accepted(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Accept the gift"."""
    await _answer(callback, number(args, 0) or 0, me, words, shop, accept=True)


async def declined(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "No, thank you"."""
    await _answer(callback, number(args, 0) or 0, me, words, shop, accept=False)


async def _answer(
    callback: CallbackQuery, gift_id: int, me: Speaker, words: Words, shop: Shop, *, accept: bool
) -> None:
    view = await answer_gift(shop, me.member_id, gift_id, accept=accept)
    await show(callback, view, texts.answered, words, shop)


def router() -> Router:
    """Open to whoever has a card."""
    room = Router(name="gifts")
    room.message.register(typed, Asked(QUESTION), Typed(is_answer), Holder())
    room.message.register(not_typed, Asked(QUESTION), Wordless(), Holder())
    room.callback_query.register(wanted, Pressed("gift.new"), Holder())
    room.callback_query.register(shown, Pressed("gift"), Holder())
    room.callback_query.register(cancel_asked, Pressed("gift.ask"), Holder())
    room.callback_query.register(cancelled, Pressed("gift.off"), Holder())
    room.callback_query.register(accepted, Pressed("gift.yes"), Holder())
    room.callback_query.register(declined, Pressed("gift.no"), Holder())
    return room
