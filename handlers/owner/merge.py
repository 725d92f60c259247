"""The owner makes two cards of one person one, and takes them apart again."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions import merge_members
from actions.find_member import find_member
from actions.merge_members import others, show_merge
from actions.recognise import Speaker
from actions.settle import stop_asking
from actions.shop import Shop
from actions.undo_merge import show_undo, undo_merge
from handlers.answers import is_answer, number, refuse, show
from handlers.filters import Asked, Pressed, Typed, Wordless
from handlers.screens import respond
from loyalty.merging import MergeView
from loyalty.refusals import Refused
from texts import merge as texts
from texts.member import typed_text_please
from texts.words import Words


async def begin(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Which card goes into this one?"""
    kept = await merge_members.ask_other(shop, me.member_id, me.account_id, number(args, 0) or 0)
    await show(callback, kept, texts.ask_other, words, shop)


async def typed(message: Message, about: str, me: Speaker, words: Words, shop: Shop) -> None:
    """The number, phone or name of the other card; a slip is explained and the question stays."""
    found = await find_member(shop, me.member_id, message.text or "")
    if isinstance(found, Refused):
        await refuse(message, found, words, shop)
        return
    people = others(found, int(about))
    if len(people) > 1:
        await respond(message, texts.found(words, int(about), people), shop)
        return
    await _previewed(message, int(about), people[0].member_id, me, words, shop)


async def not_typed(message: Message, words: Words, shop: Shop) -> None:
    """A picture, a sticker: the question stays."""
    await respond(message, typed_text_please(words), shop)


async def chosen(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """One of several people."""
    await _previewed(callback, number(args, 0) or 0, number(args, 1) or 0, me, words, shop)


async def _previewed(
    event: CallbackQuery | Message, kept_id: int, other_id: int, me: Speaker, words: Words, shop: Shop
) -> None:
    view = await show_merge(shop, me.member_id, kept_id, other_id)
    if isinstance(view, Refused):
        await refuse(event, view, words, shop)
        return
    await stop_asking(shop, me.account_id)
    await respond(event, texts.ask(words, view), shop)


async def confirmed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Yes, merge; when the books moved meanwhile the question is asked anew."""
    kept_id, other_id, kept_seq, other_seq = (number(args, place) or 0 for place in range(4))
    seqs = (kept_seq, other_seq)
    view = await merge_members.merge_members(shop, me.member_id, kept_id, other_id, seqs)
    await _shown(callback, view, words, shop)


async def undo_asked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Are you sure?"""
    view = await show_undo(shop, me.member_id, number(args, 0) or 0)
    if isinstance(view, Refused):
        await refuse(callback, view, words, shop)
        return
    await respond(callback, texts.done(words, view) if view.undone else texts.ask_undo(words, view), shop)


async def undo_confirmed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Yes, two cards again."""
    view = await undo_merge(shop, me.member_id, number(args, 0) or 0)
    await _shown(callback, view, words, shop)


async def _shown(callback: CallbackQuery, view: MergeView | Refused, words: Words, shop: Shop) -> None:
    if isinstance(view, Refused):
        await refuse(callback, view, words, shop)
        return
    await respond(callback, texts.done(words, view) if view.merge_id else texts.ask(words, view), shop)


def register_answers(room: Router) -> None:
    """What an owner was asked here."""
    room.message.register(typed, Asked(merge_members.QUESTION), Typed(is_answer))
    room.message.register(not_typed, Asked(merge_members.QUESTION), Wordless())


def register(room: Router) -> None:
    """The buttons of a merge."""
    room.callback_query.register(begin, Pressed("merge"))
    room.callback_query.register(chosen, Pressed("merge.with"))
    room.callback_query.register(confirmed, Pressed("merge.ok"))
    room.callback_query.register(undo_asked, Pressed("merge.undo"))
    room.callback_query.register(undo_confirmed, Pressed("merge.undo.ok"))
