"""Programs that sell: the owner's list of tills, a new one with its key, the end of a key."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions import tills as actions
from actions.recognise import Speaker
from actions.shop import Shop
from handlers.answers import is_answer, number, refuse
from handlers.filters import Asked, Door, Pressed, Typed
from handlers.screens import respond
from loyalty.refusals import Refusal, Refused
from loyalty.tills import Preset
from texts import tills as texts
from texts.keyboards import key_of
from texts.words import Words


async def show(event: CallbackQuery | Message, me: Speaker, words: Words, shop: Shop) -> None:
    """/tills, its key, and the way back."""
    found = await actions.list_tills(shop, me.member_id)
    if isinstance(found, Refused):
        await refuse(event, found, words, shop)
        return
    await respond(event, texts.tills(words, found.lines), shop)


async def new(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """ "New till": in which store? Where there is one, no question. Then: what may it do?"""
    found = await actions.list_tills(shop, me.member_id)
    if isinstance(found, Refused):
        await refuse(callback, found, words, shop)
        return
    chosen = number(args, 0) if args else None
    if chosen is None and len(found.stores) == 1:
        chosen = found.stores[0][0]
    screen = texts.choose_store(words, found.stores) if chosen is None else texts.choose(words, chosen)
    await respond(callback, screen, shop)


async def chosen(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """What it may do was chosen: how is it called?"""
    place, preset = place_of(args)
    refused = await actions.ask_name(shop, me.member_id, me.account_id, place, preset)
    if refused is not None:
        await refuse(callback, refused, words, shop)
        return
    await respond(callback, texts.ask_name(words), shop)


async def named(message: Message, about: str, me: Speaker, words: Words, shop: Shop) -> None:
    """The name of a new till was typed: its key is shown, once."""
    place, preset = place_of(tuple(about.split(":")))
    made = await actions.add_till(shop, me.member_id, me.account_id, place, preset, message.text or "")
    if isinstance(made, Refused):
        await refuse(message, made, words, shop)
        return
    await respond(message, texts.key(words, made.line, made.key), shop)


async def hidden(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Delete the key": the list stands in place of the message that showed it."""
    await show(callback, me, words, shop)


async def one(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """One till; `ask` behind its id: is its key to be revoked?"""
    found = await actions.show_till(shop, me.member_id, number(args, 0) or 0)
    if isinstance(found, Refused):
        await refuse(callback, found, words, shop)
        return
    screen = texts.ask_revoke(words, found) if args[1:] == ("ask",) else texts.till(words, found)
    await respond(callback, screen, shop)


async def revoked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Yes, revoke"."""
    done = await actions.revoke_till(shop, me.member_id, number(args, 0) or 0)
    if isinstance(done, Refused) and done.reason is not Refusal.TILL_GONE:
        await refuse(callback, done, words, shop)
        return
    await show(callback, me, words, shop)


def place_of(args: tuple[str, ...]) -> tuple[int, Preset]:
    """The store and the choice that a button or a question says; the smallest choice for anything else."""
    known = [preset for preset in Preset if args[1:2] == (preset.value,)]
    return number(args, 0) or 0, known[0] if known else Preset.EARN


def register(room: Router) -> None:
    """The doors of the tills."""
    room.message.register(show, Door("tills", key_of))
    room.callback_query.register(show, Pressed("tills"))
    room.callback_query.register(new, Pressed("tills.new"))
    room.callback_query.register(chosen, Pressed("tills.may"))
    room.callback_query.register(hidden, Pressed("tills.hide"))
    room.callback_query.register(one, Pressed("tills.one"))
    room.callback_query.register(revoked, Pressed("tills.revoke"))


def register_answers(room: Router) -> None:
    """What an owner types about them."""
    room.message.register(named, Asked(actions.QUESTION), Typed(is_answer))
