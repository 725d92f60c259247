"""The owner finds a member, reads his card, tags him and sets his level by hand."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from actions import find_member, set_tier, tag_member
from actions.recognise import Speaker
from actions.settle import stop_asking
from actions.shop import Shop
from actions.show_member import show_member
from handlers.answers import is_answer, number, refuse, show
from handlers.filters import Asked, Door, Pressed, Typed, Wordless
from handlers.screens import answer, respond
from loyalty.member_views import MemberView
from loyalty.programme import Programme
from loyalty.refusals import Refused
from loyalty.tags import TagsView
from texts import member as texts
from texts import tags as tag_texts
from texts.common import stale_button
from texts.keyboards import key_of
from texts.words import Words

MINE = (find_member.QUESTION, set_tier.QUESTION, tag_member.QUESTION)


async def ask_member(event: CallbackQuery | Message, me: Speaker, words: Words, shop: Shop) -> None:
    """/member, its button, /grant: whom shall I find? What is typed behind the command is the answer."""
    words_after = (event.text or "").partition(" ")[2].strip() if isinstance(event, Message) else ""
    if isinstance(event, Message) and words_after:
        await _find(event, words_after, me, words, shop)
        return
    refusal = await find_member.ask_member(shop, me.member_id, me.account_id)
    if refusal is not None:
        await refuse(event, refusal, words, shop)
        return
    await respond(event, texts.ask_member(words), shop)


async def typed(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """The number, phone or name; a slip is explained and the question stays."""
    await _find(message, message.text or "", me, words, shop)


async def _find(message: Message, text: str, me: Speaker, words: Words, shop: Shop) -> None:
    people = await find_member.find_member(shop, me.member_id, text)
    if isinstance(people, Refused):
        await refuse(message, people, words, shop)
        return
    if len(people) > 1:
        await respond(message, texts.found(words, people), shop)
        return
    if me.question == find_member.QUESTION:
        await stop_asking(shop, me.account_id)
    await _show(message, people[0].member_id, me, words, shop)


async def not_typed(message: Message, words: Words, shop: Shop) -> None:
    """A picture, a sticker: the question stays."""
    await respond(message, texts.typed_text_please(words), shop)


async def chosen(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """One of several people, or the way back to his card; a question left open is not asked any more."""
    if me.question:
        await stop_asking(shop, me.account_id)
    await _show(callback, number(args, 0) or 0, me, words, shop)


async def _show(
    event: CallbackQuery | Message, member_id: int, me: Speaker, words: Words, shop: Shop
) -> None:
    view = await show_member(shop, me.member_id, member_id)
    await show(event, view, texts.member_card, words, shop)


async def tiers(
    callback: CallbackQuery,
    args: tuple[str, ...],
    me: Speaker,
    words: Words,
    programme: Programme,
    shop: Shop,
) -> None:
    """Which level shall it be?"""
    if me.question in MINE:
        await stop_asking(shop, me.account_id)
    view = await show_member(shop, me.member_id, number(args, 0) or 0)
    if isinstance(view, Refused):
        await refuse(callback, view, words, shop)
        return
    await respond(callback, texts.choose_tier(words, view, programme), shop)


async def tier_chosen(
    callback: CallbackQuery, args: tuple[str, ...], words: Words, programme: Programme, shop: Shop
) -> None:
    """For how long?"""
    member_id = number(args, 0)
    if member_id is None or len(args) < 2:
        await answer(callback, stale_button(words).text, alert=True)
        return
    await respond(callback, texts.choose_term(words, programme, member_id, args[1]), shop)


async def term_chosen(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """One of the usual terms."""
    member_id, days = number(args, 0), number(args, 2)
    if member_id is None or days not in texts.TERMS_DAYS:
        await answer(callback, stale_button(words).text, alert=True)
        return
    view = await set_tier.set_tier_for(shop, me.member_id, member_id, args[1], days)
    await _shown_or_refused(callback, view, words, shop)


async def day_wanted(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Another last day is typed."""
    member_id = number(args, 0)
    if member_id is None or len(args) < 2:
        await answer(callback, stale_button(words).text, alert=True)
        return
    refusal = await set_tier.ask_until(shop, me.member_id, me.account_id, member_id, args[1])
    if refusal is not None:
        await refuse(callback, refusal, words, shop)
        return
    await respond(callback, texts.ask_day(words, member_id), shop)


async def day_typed(message: Message, about: str, me: Speaker, words: Words, shop: Shop) -> None:
    """The last day; a slip is explained and the question stays."""
    member_id, _, key = about.partition(":")
    view = await set_tier.set_tier_until(
        shop, me.member_id, me.account_id, int(member_id), key, message.text or ""
    )
    await _shown_or_refused(message, view, words, shop)


async def hand_off(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """The level is the member's own again."""
    view = await set_tier.end_manual_tier(shop, me.member_id, number(args, 0) or 0)
    await _shown_or_refused(callback, view, words, shop)


async def _shown_or_refused(
    event: CallbackQuery | Message, view: MemberView | Refused, words: Words, shop: Shop
) -> None:
    await show(event, view, texts.member_card, words, shop)


async def tags(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """The tags of a member."""
    if me.question in MINE:
        await stop_asking(shop, me.account_id)
    view = await tag_member.show_tags(shop, me.member_id, number(args, 0) or 0)
    await _tags_or_refused(callback, view, words, shop)


async def tag_wanted(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """A tag is typed."""
    view = await tag_member.ask_tag(shop, me.member_id, me.account_id, number(args, 0) or 0)
    await show(callback, view, tag_texts.ask_tag, words, shop)


async def tag_typed(message: Message, about: str, me: Speaker, words: Words, shop: Shop) -> None:
    """The tag; a slip is explained and the question stays."""
    view = await tag_member.add_tag(shop, me.member_id, me.account_id, int(about), message.text or "")
    await _tags_or_refused(message, view, words, shop)


async def tag_off(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """A tag is taken away."""
    key = args[1] if len(args) > 1 else ""
    view = await tag_member.remove_tag(shop, me.member_id, number(args, 0) or 0, key)
    await _tags_or_refused(callback, view, words, shop)


async def _tags_or_refused(
    event: CallbackQuery | Message, view: TagsView | Refused, words: Words, shop: Shop
) -> None:
    await show(event, view, tag_texts.tags, words, shop)


def register_answers(room: Router) -> None:
    """What an owner was asked here; a card number is an answer then, and no sale."""
    room.message.register(typed, Asked(find_member.QUESTION), Typed(is_answer))
    room.message.register(day_typed, Asked(set_tier.QUESTION), Typed(is_answer))
    room.message.register(tag_typed, Asked(tag_member.QUESTION), Typed(is_answer))
    for question in MINE:
        room.message.register(not_typed, Asked(question), Wordless())


def register(room: Router) -> None:
    """The doors to members."""
    room.message.register(ask_member, Command("grant"))
    room.message.register(ask_member, Door("member", key_of))
    room.callback_query.register(ask_member, Pressed("member.find"))
    room.callback_query.register(chosen, Pressed("member"))
    room.callback_query.register(tags, Pressed("tags"))
    room.callback_query.register(tag_wanted, Pressed("tags.add"))
    room.callback_query.register(tag_off, Pressed("tags.off"))
    room.callback_query.register(tiers, Pressed("member.tiers"))
    room.callback_query.register(tier_chosen, Pressed("member.tier"))
    room.callback_query.register(term_chosen, Pressed("member.tier.set"))
    room.callback_query.register(day_wanted, Pressed("member.tier.day"))
    room.callback_query.register(hand_off, Pressed("member.tier.off"))
