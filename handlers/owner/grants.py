"""The owner gives points by hand, and another owner has his say."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions import grant_points as decisions
from actions import grant_points_draft as drafts
from actions.grant_points_draft import POINTS_QUESTION, REASON_QUESTION
from actions.recognise import Speaker
from actions.shop import Shop
from actions.show_grant import show_grant
from handlers.answers import is_answer, number, refuse, show
from handlers.filters import Asked, Pressed, Typed, Wordless
from handlers.screens import respond
from loyalty.member_views import GrantView
from loyalty.refusals import Refused
from texts import member_grants as texts
from texts.member import typed_text_please
from texts.words import Words


async def new(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """How many points?"""
    member_id = number(args, 0) or 0
    refusal = await drafts.ask_points(shop, me.member_id, me.account_id, member_id)
    if refusal is not None:
        await refuse(callback, refusal, words, shop)
        return
    await respond(callback, texts.ask_points(words, member_id), shop)


async def points_typed(message: Message, about: str, me: Speaker, words: Words, shop: Shop) -> None:
    """The points; then: what for?"""
    view = await drafts.write_grant(shop, me.member_id, me.account_id, int(about), message.text or "")
    await show(message, view, texts.ask_reason, words, shop)


async def reason_typed(message: Message, about: str, me: Speaker, words: Words, shop: Shop) -> None:
    """The reason; then the whole grant, ready to be given."""
    view = await drafts.tell_reason(shop, me.member_id, me.account_id, int(about), message.text or "")
    await _shown(message, view, words, shop)


async def not_typed(message: Message, words: Words, shop: Shop) -> None:
    """A picture, a sticker: the question stays."""
    await respond(message, typed_text_please(words), shop)


async def looked_at(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """The other owner looks at what he is asked about."""
    view = await show_grant(shop, me.member_id, number(args, 0) or 0)
    await _shown(callback, view, words, shop)


async def term(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """How long the points live."""
    view = await drafts.change_grant(shop, me.member_id, number(args, 0) or 0, lifetime_days=number(args, 1))
    await _shown(callback, view, words, shop)


async def tell(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """Whether the member is told."""
    view = await drafts.change_grant(shop, me.member_id, number(args, 0) or 0, silent=number(args, 1) == 1)
    await _shown(callback, view, words, shop)


async def confirmed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Give, give after a second look, or approve."""
    view = await decisions.confirm_grant(shop, me.member_id, number(args, 0) or 0)
    await _shown(callback, view, words, shop)


async def declined(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """The other owner says no."""
    view = await decisions.decline_grant(shop, me.member_id, number(args, 0) or 0)
    await _shown(callback, view, words, shop)


async def dropped(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """The author thought better of it."""
    view = await drafts.drop_grant(shop, me.member_id, number(args, 0) or 0)
    await _shown(callback, view, words, shop)


async def _shown(event: CallbackQuery | Message, view: GrantView | Refused, words: Words, shop: Shop) -> None:
    await show(event, view, texts.grant, words, shop)


def register_answers(room: Router) -> None:
    """What an owner was asked here: a number is an answer then, and no sale."""
    room.message.register(points_typed, Asked(POINTS_QUESTION), Typed(is_answer))
    room.message.register(reason_typed, Asked(REASON_QUESTION), Typed(is_answer))
    for question in (POINTS_QUESTION, REASON_QUESTION):
        room.message.register(not_typed, Asked(question), Wordless())


def register(room: Router) -> None:
    """The buttons of a grant."""
    room.callback_query.register(new, Pressed("grant.new"))
    room.callback_query.register(looked_at, Pressed("grant"))
    room.callback_query.register(term, Pressed("grant.term"))
    room.callback_query.register(tell, Pressed("grant.tell"))
    room.callback_query.register(confirmed, Pressed("grant.ok"))
    room.callback_query.register(declined, Pressed("grant.no"))
    room.callback_query.register(dropped, Pressed("grant.drop"))
