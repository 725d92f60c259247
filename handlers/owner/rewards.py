"""The owner edits what customers get for points."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.edit_rewards import (
    QUESTION,
    answer_reward,
    ask_reward,
    list_rewards,
    mark_donation,
    show_reward,
    switch_reward,
)
from actions.recognise import Speaker
from actions.settle import stop_asking
from actions.shop import Shop
from handlers import answers
from handlers.answers import is_answer, number, refuse
from handlers.filters import Asked, Pressed, Typed, Wordless
from handlers.screens import answer, respond
from loyalty.refusals import Refused
from loyalty.rewards import Reward, RewardDraft, RewardField
from texts import rewards_catalogue as texts
from texts.common import stale_button
from texts.words import Words

FIELDS = frozenset(field.value for field in RewardField)
Outcome = RewardDraft | Reward | Refused


async def show(event: CallbackQuery | Message, outcome: Outcome, words: Words, shop: Shop) -> None:
    """The next question, the reward as it is, or why not."""
    match outcome:
        case Refused():
            await refuse(event, outcome, words, shop)
        case RewardDraft():
            await respond(event, texts.ask_field(words, outcome), shop)
        case Reward():
            await respond(event, texts.reward(words, outcome), shop)


async def listed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """The catalogue; a question left open is not asked any more."""
    if me.question == QUESTION:
        await stop_asking(shop, me.account_id)
    found = await list_rewards(shop, me.member_id)
    if isinstance(found, Refused):
        await refuse(callback, found, words, shop)
        return
    await respond(callback, texts.catalogue(words, found, number(args, 0) or 0), shop)


async def one(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """One reward, and the way back to it."""
    if me.question == QUESTION:
        await stop_asking(shop, me.account_id)
    await show(callback, await show_reward(shop, me.member_id, number(args, 0) or 0), words, shop)


async def new(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """ "New reward": name, price, stock and limit are asked in turn."""
    await show(callback, await ask_reward(shop, me.member_id, me.account_id, RewardField.NAME), words, shop)


async def field_asked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Another name, price, stock or limit."""
    reward_id = number(args, 1)
    if not reward_id or args[0] not in FIELDS:
        await answer(callback, stale_button(words).text, alert=True)
        return
    asked = await ask_reward(shop, me.member_id, me.account_id, RewardField(args[0]), reward_id)
    await show(callback, asked, words, shop)


async def typed(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """The answer; a slip is explained and the question stays."""
    await show(
        message, await answer_reward(shop, me.member_id, me.account_id, message.text or ""), words, shop
    )


async def not_typed(message: Message, words: Words, shop: Shop) -> None:
    """A picture, a sticker: the question stays."""
    await respond(message, texts.typed_please(words), shop)


async def endless(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """ "No limit" in place of a number."""
    await show(callback, await answer_reward(shop, me.member_id, me.account_id, None), words, shop)


async def kind_changed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """A donation, or not."""
    donation = number(args, 1) == 1
    await show(
        callback,
        await mark_donation(shop, me.member_id, number(args, 0) or 0, donation=donation),
        words,
        shop,
    )


async def off_asked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Switch off": are you sure?"""
    found = await show_reward(shop, me.member_id, number(args, 0) or 0)
    await answers.show(callback, found, texts.ask_off, words, shop)


async def off(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """ "Yes, switch off"."""
    await show(
        callback, await switch_reward(shop, me.member_id, number(args, 0) or 0, active=False), words, shop
    )


async def on(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """ "Switch on"."""
    await show(
        callback, await switch_reward(shop, me.member_id, number(args, 0) or 0, active=True), words, shop
    )


def register(room: Router) -> None:
    """The doors of the catalogue."""
    room.message.register(typed, Asked(QUESTION), Typed(is_answer))
    room.message.register(not_typed, Asked(QUESTION), Wordless())
    room.callback_query.register(listed, Pressed("catalogue"))
    room.callback_query.register(one, Pressed("catalogue.one"))
    room.callback_query.register(new, Pressed("catalogue.new"))
    room.callback_query.register(field_asked, Pressed("catalogue.ask"))
    room.callback_query.register(endless, Pressed("catalogue.endless"))
    room.callback_query.register(kind_changed, Pressed("catalogue.kind"))
    room.callback_query.register(off_asked, Pressed("catalogue.off"))
    room.callback_query.register(off, Pressed("catalogue.gone"))
    room.callback_query.register(on, Pressed("catalogue.on"))
