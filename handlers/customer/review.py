"""Stars for a purchase, and a word with them."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.recognise import Speaker
from actions.review import QUESTION, comment, may_rate, no_comment, rate
from actions.shop import Shop
from handlers.answers import is_answer, number
from handlers.filters import Asked, Holder, Pressed, Typed, Wordless
from handlers.screens import answer, respond, send
from texts import common
from texts import review as texts
from texts.words import Words


async def asked_for_stars(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Under a receipt: the stars come below it, the receipt stays."""
    purchase_id = number(args, 0)
    if purchase_id is None or callback.bot is None or not await may_rate(shop, me.member_id, purchase_id):
        await answer(callback, common.stale_button(words).text, alert=True)
        return
    await send(callback.bot, callback.from_user.id, texts.ask_stars(words, purchase_id), shop)
    await answer(callback)


async def stars_given(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """One tap, and thanks."""
    purchase_id, stars = number(args, 0) or 0, number(args, 1) or 0
    rated = await rate(shop, me.member_id, me.account_id, purchase_id, stars)
    if rated is None:
        await answer(callback, common.stale_button(words).text, alert=True)
    elif rated.again:
        await respond(callback, texts.rated_before(words, rated.stars), shop)
    else:
        await respond(callback, texts.thanks(words, purchase_id, rated.stars), shop)


async def words_typed(message: Message, about: str, me: Speaker, words: Words, shop: Shop) -> None:
    """A comment."""
    purchase_id = number((about,), 0) or 0
    await comment(shop, me.member_id, me.account_id, purchase_id, message.text or "")
    await respond(message, texts.comment_kept(words), shop)


async def wordless(message: Message, about: str, words: Words, shop: Shop) -> None:
    """A picture, a voice: only words are kept."""
    await respond(message, texts.words_please(words, number((about,), 0) or 0), shop)


async def nothing_to_add(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """The stars say it all."""
    await no_comment(shop, me.account_id, number(args, 0) or 0)
    await respond(callback, texts.done(words), shop)


def router() -> Router:
    """Open to whoever has a card."""
    room = Router(name="review")
    room.callback_query.register(asked_for_stars, Pressed("review"), Holder())
    room.callback_query.register(stars_given, Pressed("review.stars"), Holder())
    room.callback_query.register(nothing_to_add, Pressed("review.done"), Holder())
    room.message.register(words_typed, Asked(QUESTION), Typed(is_answer), Holder())
    room.message.register(wordless, Asked(QUESTION), Wordless(), Holder())
    return room
