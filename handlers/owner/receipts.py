"""Receipts customers sent in: looked at, corrected, approved or declined."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from actions import decide_receipt as actions
from actions.decide_receipt import SUM_QUESTION
from actions.recognise import Speaker
from actions.shop import Shop
from handlers.answers import is_answer, not_of_a_sale, number, refuse, show
from handlers.filters import Asked, Pressed, Typed, Wordless, Works
from handlers.screens import answer, respond, send
from loyalty.receipt_claims import ClaimState, ReceiptView, Why
from loyalty.refusals import Refused
from loyalty.staff import Role
from texts import common
from texts import receipt_claims as texts
from texts.program import typed_text_please
from texts.words import Words

Event = CallbackQuery | Message
DECIDE = (Role.OWNER, Role.MANAGER)


async def listed(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """/receipts: the one that waits longest."""
    await _next(message, me, words, shop)


async def turned(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Other receipts"."""
    await _next(callback, me, words, shop)


async def looked_at(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Back to one of them."""
    await _shown(callback, await actions.show_receipt(shop, me.member_id, number(args, 0) or 0), words, shop)


async def approved(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Count it, if it is still what was shown."""
    claim_id, revision = number(args, 0) or 0, number(args, 1)
    view = await actions.approve_receipt(shop, me.member_id, claim_id, -1 if revision is None else revision)
    await _shown(callback, view, words, shop)


async def decline_asked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Decline": why?"""
    view = await actions.show_receipt(shop, me.member_id, number(args, 0) or 0)
    if isinstance(view, ReceiptView) and view.claim.state is ClaimState.WAITING:
        await respond(callback, texts.ask_why(words, view), shop)
        return
    await _shown(callback, view, words, shop)


async def declined(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """For this reason."""
    if len(args) < 2 or args[1] not in {why.value for why in Why}:
        await answer(callback, common.stale_button(words).text, alert=True)
        return
    view = await actions.decline_receipt(shop, me.member_id, number(args, 0) or 0, Why(args[1]))
    await _shown(callback, view, words, shop)


async def sum_asked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Another sum": the question comes below, the picture stays in sight."""
    view = await actions.ask_sum(shop, me.member_id, me.account_id, number(args, 0) or 0)
    if isinstance(view, Refused) or view.claim.state is not ClaimState.WAITING or callback.bot is None:
        await _shown(callback, view, words, shop)
        return
    await send(callback.bot, callback.from_user.id, texts.ask_sum(words, view), shop)
    await answer(callback)


async def sum_typed(message: Message, about: str, me: Speaker, words: Words, shop: Shop) -> None:
    """The sum; the receipt is shown with it, to be approved."""
    claim_id = number((about,), 0) or 0
    view = await actions.correct_sum(shop, me.member_id, me.account_id, claim_id, message.text or "")
    await _shown(message, not_of_a_sale(view) if isinstance(view, Refused) else view, words, shop)


async def not_typed(message: Message, words: Words, shop: Shop) -> None:
    """A picture, a sticker: the question stays."""
    await respond(message, typed_text_please(words), shop)


async def _next(event: Event, me: Speaker, words: Words, shop: Shop) -> None:
    found = await actions.next_receipt(shop, me.member_id)
    if isinstance(found, Refused):
        await refuse(event, found, words, shop)
        return
    await respond(event, texts.none_waits(words) if found is None else texts.claimed(words, found), shop)


async def _shown(event: Event, view: ReceiptView | Refused, words: Words, shop: Shop) -> None:
    await show(event, view, texts.claimed, words, shop)


def answers() -> Router:
    """The sum that was asked for: a number is an answer then, and no sale."""
    room = Router(name="receipt answers")
    room.message.filter(Works(*DECIDE))
    room.message.register(sum_typed, Asked(SUM_QUESTION), Typed(is_answer))
    room.message.register(not_typed, Asked(SUM_QUESTION), Wordless())
    return room


def router() -> Router:
    """The command and the buttons of a receipt; whose stores are meant, the rights say."""
    room = Router(name="receipts")
    room.message.filter(Works(*DECIDE))
    room.callback_query.filter(Works(*DECIDE))
    room.message.register(listed, Command("receipts"))
    room.callback_query.register(turned, Pressed("receipts"))
    room.callback_query.register(looked_at, Pressed("receipt"))
    room.callback_query.register(approved, Pressed("receipt.ok"))
    room.callback_query.register(decline_asked, Pressed("receipt.why"))
    room.callback_query.register(declined, Pressed("receipt.no"))
    room.callback_query.register(sum_asked, Pressed("receipt.sum"))
    return room
