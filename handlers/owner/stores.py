"""An owner's stores: opened, described, given up."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from actions import edit_stores
from actions.edit_stores import NEW, PLACE, QUESTION
from actions.list_stores import list_stores
from actions.recognise import Speaker
from actions.settle import stop_asking
from actions.shop import Shop
from handlers.answers import is_answer, number, refuse, show
from handlers.filters import Asked, Located, Pressed, Typed, Wordless
from handlers.screens import respond
from loyalty.programme import Programme
from loyalty.refusals import Refused
from loyalty.store_views import StoreView
from loyalty.stores import Place
from texts import stores as texts
from texts.member import typed_text_please
from texts.words import Words

Event = CallbackQuery | Message


async def shown(event: Event, me: Speaker, words: Words, shop: Shop) -> None:
    """/stores, its button and the way back; a question left open is not asked any more."""
    if me.question == QUESTION:
        await stop_asking(shop, me.account_id)
    await _listed(event, await edit_stores.our_stores(shop, me.member_id), words, shop)


async def _listed(event: Event, views: tuple[StoreView, ...] | Refused, words: Words, shop: Shop) -> None:
    await show(event, views, texts.our_stores, words, shop)


async def _shown(event: Event, view: StoreView | Refused, words: Words, shop: Shop) -> None:
    await show(event, view, texts.store, words, shop)


async def seen(callback: CallbackQuery, words: Words, shop: Shop) -> None:
    """ "As customers see it"."""
    await respond(callback, texts.store_list(words, await list_stores(shop)), shop)


async def chosen(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """One store, or the way back to it."""
    if me.question == QUESTION:
        await stop_asking(shop, me.account_id)
    view = await edit_stores.show_store(shop, me.member_id, number(args, 0) or 0)
    await _shown(callback, view, words, shop)


async def new(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Add a store": what is it called?"""
    view = await edit_stores.ask_about_store(shop, me.member_id, me.account_id, NEW)
    if isinstance(view, Refused):
        await refuse(callback, view, words, shop)
        return
    await respond(callback, texts.ask_new(words), shop)


async def asked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Name", "Address", "Hours", "On the map": what is it?"""
    what = args[0] if args and args[0] in edit_stores.TOLD else edit_stores.NAME
    who = (me.member_id, me.account_id)
    view = await edit_stores.ask_about_store(shop, *who, what, number(args, 1) or 0)
    if not isinstance(view, StoreView):
        await _shown(callback, view or edit_stores.GONE, words, shop)
        return
    await respond(callback, texts.ask_about(words, view, what), shop)


async def typed(message: Message, about: str, me: Speaker, words: Words, shop: Shop) -> None:
    """The answer; a slip is explained and the question stays."""
    if about.startswith(PLACE):
        await respond(message, texts.send_a_place(words), shop)
        return
    text = message.text or ""
    view = await edit_stores.tell_about_store(shop, me.member_id, me.account_id, about, text)
    await _shown(message, view, words, shop)


async def placed(message: Message, about: str, place: Place, me: Speaker, words: Words, shop: Shop) -> None:
    """The location; where a text was asked for the question stays."""
    what, _, store_id = about.partition(":")
    if what != PLACE:
        await respond(message, typed_text_please(words), shop)
        return
    view = await edit_stores.place_store(shop, me.member_id, me.account_id, int(store_id), place)
    await _shown(message, view, words, shop)


async def not_typed(message: Message, about: str, words: Words, shop: Shop) -> None:
    """A picture, a sticker: the question stays."""
    screen = texts.send_a_place(words) if about.startswith(PLACE) else typed_text_please(words)
    await respond(message, screen, shop)


async def hours_chosen(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """One of the usual hours."""
    preset = texts.PRESETS[min(number(args, 1) or 0, len(texts.PRESETS) - 1)]
    who = (me.member_id, me.account_id)
    view = await edit_stores.set_hours(shop, *who, number(args, 0) or 0, preset)
    await _shown(callback, view, words, shop)


async def zones(
    callback: CallbackQuery,
    args: tuple[str, ...],
    me: Speaker,
    words: Words,
    programme: Programme,
    shop: Shop,
) -> None:
    """By which clock?"""
    view = await edit_stores.show_store(shop, me.member_id, number(args, 0) or 0)
    if isinstance(view, Refused):
        await refuse(callback, view, words, shop)
        return
    await respond(callback, texts.zones(words, view, programme), shop)


async def zone_chosen(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """This one."""
    zone = args[1] if len(args) > 1 else ""
    view = await edit_stores.set_zone(shop, me.member_id, number(args, 0) or 0, zone)
    await _shown(callback, view, words, shop)


async def closing_asked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Close for good": are you sure?"""
    view = await edit_stores.show_store(shop, me.member_id, number(args, 0) or 0)
    await show(callback, view, texts.ask_closing, words, shop)


async def closing_confirmed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Yes, close"."""
    await _listed(
        callback, await edit_stores.close_store(shop, me.member_id, number(args, 0) or 0), words, shop
    )


def register_answers(room: Router) -> None:
    """What an owner was asked here: a number is an answer then, and no sale."""
    room.message.register(typed, Asked(QUESTION), Typed(is_answer))
    room.message.register(placed, Asked(QUESTION), Located())
    room.message.register(not_typed, Asked(QUESTION), Wordless())


def register(room: Router) -> None:
    """The doors of the stores."""
    room.message.register(shown, Command("stores"))
    room.callback_query.register(shown, Pressed("stores"))
    room.callback_query.register(seen, Pressed("stores.seen"))
    room.callback_query.register(chosen, Pressed("store"))
    room.callback_query.register(new, Pressed("store.new"))
    room.callback_query.register(asked, Pressed("store.ask"))
    room.callback_query.register(hours_chosen, Pressed("store.hours"))
    room.callback_query.register(zones, Pressed("store.zones"))
    room.callback_query.register(zone_chosen, Pressed("store.zone"))
    room.callback_query.register(closing_asked, Pressed("store.close"))
    room.callback_query.register(closing_confirmed, Pressed("store.close.ok"))
