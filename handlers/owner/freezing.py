"""The owner puts a member's points on hold, with a reason, and lifts the hold again."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions import freeze_member as decisions
from actions.recognise import Speaker
from actions.shop import Shop
from actions.show_member import show_member
from handlers.answers import is_answer, number, show
from handlers.filters import Asked, Pressed, Typed, Wordless
from handlers.screens import respond
from loyalty.member_views import MemberView
from loyalty.refusals import Refused
from texts import freezing as texts
from texts.member import member_card, typed_text_please
from texts.words import Words


async def asked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Shall they be put on hold?"""
    view = await show_member(shop, me.member_id, number(args, 0) or 0)
    if isinstance(view, Refused) or view.freeze is not None:
        await _shown(callback, view, words, shop)
        return
    await respond(callback, texts.ask_freeze(words, view), shop)


async def confirmed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Yes: and why?"""
    view = await decisions.ask_reason(shop, me.member_id, me.account_id, number(args, 0) or 0)
    if isinstance(view, Refused) or view.freeze is not None:
        await _shown(callback, view, words, shop)
        return
    await respond(callback, texts.ask_reason(words, view), shop)


async def typed(message: Message, about: str, me: Speaker, words: Words, shop: Shop) -> None:
    """The reason; a slip is explained and the question stays."""
    text = message.text or ""
    view = await decisions.freeze_member(shop, me.member_id, me.account_id, int(about), text)
    await _shown(message, view, words, shop)


async def not_typed(message: Message, words: Words, shop: Shop) -> None:
    """A picture, a sticker: the question stays."""
    await respond(message, typed_text_please(words), shop)


async def lifted(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """The points can be spent again."""
    view = await decisions.unfreeze_member(shop, me.member_id, number(args, 0) or 0)
    await _shown(callback, view, words, shop)


async def _shown(
    event: CallbackQuery | Message, view: MemberView | Refused, words: Words, shop: Shop
) -> None:
    await show(event, view, member_card, words, shop)


def register_answers(room: Router) -> None:
    """What an owner was asked here."""
    room.message.register(typed, Asked(decisions.QUESTION), Typed(is_answer))
    room.message.register(not_typed, Asked(decisions.QUESTION), Wordless())


def register(room: Router) -> None:
    """The doors of the hold."""
    room.callback_query.register(asked, Pressed("freeze.ask"))
    room.callback_query.register(confirmed, Pressed("freeze.yes"))
    room.callback_query.register(lifted, Pressed("freeze.off"))
