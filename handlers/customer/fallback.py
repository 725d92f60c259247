"""What no other door takes: doors that need a card, things nobody can read, old buttons, a blocked bot."""

from aiogram import Router
from aiogram.enums import ChatMemberStatus
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from actions.recognise import Speaker
from actions.settle import mark_reachable
from actions.shop import Shop
from handlers.customer.home import Event, ask, go_home
from handlers.filters import Door, Joining
from handlers.screens import answer, respond
from loyalty.joining import Step
from loyalty.programme import Programme
from texts import common
from texts.joining import first_questions
from texts.keyboards import key_of
from texts.words import Words

FOR_HOLDERS = ("card", "balance", "history", "promo", "rewards", "invite", "privacy")


async def first_the_questions(
    message: Message, me: Speaker, words: Words, programme: Programme, shop: Shop
) -> None:
    """Whoever is joining wants what only the card gives, or typed a command that is none."""
    await ask(message, me, words, programme, shop, first_questions(words))


async def no_card(message: Message, words: Words, shop: Shop) -> None:
    """Staff ask for a card they don't have."""
    await respond(message, common.no_card(words), shop)


async def tried_again(event: Event, me: Speaker, words: Words, programme: Programme, shop: Shop) -> None:
    """What was said was done at the first try and its answer got lost: where the person stands now."""
    await go_home(event, me, words, programme, shop)


async def not_understood(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """Whatever a person may send: the keys show what can be done."""
    joined = me.step == Step.JOINED
    await respond(message, common.not_understood(words, me.role, joined=joined), shop)


async def stale_button(callback: CallbackQuery, words: Words) -> None:
    """An old button, or a forged one; the message it stood under stays as it is."""
    await answer(callback, common.stale_button(words).text, alert=True)


async def reach_changed(change: ChatMemberUpdated, me: Speaker | None, shop: Shop) -> None:
    """The person blocked the bot, or let it write again."""
    if me is not None:
        blocked = change.new_chat_member.status == ChatMemberStatus.KICKED
        await mark_reachable(shop, me.account_id, reachable=not blocked)


async def is_tried_again(_: Event, attempt: int) -> bool:
    """Whether an earlier try to handle this update broke."""
    return attempt > 1


def router() -> Router:
    """Open to everybody, asked last."""
    room = Router(name="fallback")
    room.message.register(first_the_questions, Joining())
    for name in FOR_HOLDERS:
        room.message.register(no_card, Door(name, key_of))
    room.message.register(tried_again, is_tried_again)
    room.message.register(not_understood)
    room.callback_query.register(tried_again, is_tried_again)
    room.callback_query.register(stale_button)
    room.my_chat_member.register(reach_changed)
    return room
