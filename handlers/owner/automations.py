"""/campaigns: messages that go by themselves are looked at, set, switched on and off, and made."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from actions import list_automations as listing
from actions import set_automation as setting
from actions.recognise import Speaker
from actions.settle import stop_asking
from actions.shop import Shop
from handlers.answers import is_answer, not_of_a_sale, number, refuse
from handlers.filters import Asked, Pressed, Typed, Wordless
from handlers.screens import respond
from loyalty.automation_views import AutomationView
from loyalty.refusals import Refused
from texts import automations as texts
from texts.automation_defaults import defaults
from texts.automation_standing import standing_screen
from texts.words import Words

Event = CallbackQuery | Message
Args = tuple[str, ...]
QUESTIONS = (setting.VALUE_QUESTION, setting.TITLE_QUESTION)
# A button can't say nothing.
NOTHING = "-"


async def listed(event: Event, me: Speaker, words: Words, shop: Shop) -> None:
    """All of them; a question left open is not asked any more."""
    await _forget(me, shop)
    found = await listing.list_automations(shop, me.member_id, defaults(words))
    if isinstance(found, Refused):
        await refuse(event, found, words, shop)
        return
    await respond(event, texts.automations_screen(words, found), shop)


async def standing(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """What the programme tells by itself, and where that is set."""
    found = await listing.list_automations(shop, me.member_id, defaults(words))
    if isinstance(found, Refused):
        await refuse(callback, found, words, shop)
        return
    await respond(callback, standing_screen(words, found), shop)


async def one(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """One of them, and the way back to it."""
    await _forget(me, shop)
    await _show(callback, await listing.show_automation(shop, me.member_id, _id(args)), words, shop)


async def who(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """Who would get it today."""
    await _who(callback, args, me, words, shop, asking=False)


async def on_asked(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Switch on": first who would get it today, and who is left out."""
    await _who(callback, args, me, words, shop, asking=True)


async def on(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """Yes, on."""
    await _show(callback, await setting.switch_on(shop, me.member_id, _id(args)), words, shop)


async def off(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """Off."""
    await _show(callback, await setting.switch_off(shop, me.member_id, _id(args)), words, shop)


async def value_asked(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """Another value for a setting."""
    asked = await setting.ask_value(shop, me.member_id, me.account_id, _id(args), _said(args, 1))
    if isinstance(asked, Refused):
        await refuse(callback, asked, words, shop)
        return
    await respond(callback, texts.setting_screen(words, *asked), shop)


async def value_chosen(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """A value that stood on a button."""
    await _forget(me, shop)
    said = _said(args, 2).replace(NOTHING, "")
    view = await setting.set_value(shop, me.member_id, _id(args), _said(args, 1), said)
    await _show(callback, view, words, shop)


async def value_typed(message: Message, about: str, me: Speaker, words: Words, shop: Shop) -> None:
    """A value in words."""
    campaign_id, _, key = about.partition(" ")
    which, text = _id((campaign_id,)), message.text or ""
    view = await setting.answer_value(shop, me.member_id, me.account_id, which, key, text)
    await _show(message, not_of_a_sale(view) if isinstance(view, Refused) else view, words, shop)


async def new(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Your own": what is it called?"""
    refused = await setting.ask_title(shop, me.member_id, me.account_id)
    if refused is not None:
        await refuse(callback, refused, words, shop)
        return
    await respond(callback, texts.ask_title(words), shop)


async def title_typed(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """Its name."""
    view = await setting.add_automation(shop, me.member_id, me.account_id, message.text or "")
    await _show(message, view, words, shop)


async def delete_asked(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Delete": once more."""
    view = await listing.show_automation(shop, me.member_id, _id(args))
    if isinstance(view, Refused):
        await refuse(callback, view, words, shop)
        return
    await respond(callback, texts.ask_delete(words, view), shop)


async def deleted(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """Gone."""
    refused = await setting.delete_automation(shop, me.member_id, _id(args))
    if refused is not None:
        await refuse(callback, refused, words, shop)
        return
    await listed(callback, me, words, shop)


async def not_typed(message: Message, words: Words, shop: Shop) -> None:
    """A picture, a sticker: the question stays."""
    await respond(message, texts.typed_please(words), shop)


async def _who(
    callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop, *, asking: bool
) -> None:
    found = await listing.who_today(shop, me.member_id, _id(args))
    if isinstance(found, Refused):
        await refuse(callback, found, words, shop)
        return
    await respond(callback, texts.who_screen(words, found, asking=asking), shop)


async def _show(event: Event, view: AutomationView | Refused, words: Words, shop: Shop) -> None:
    if isinstance(view, Refused):
        await refuse(event, view, words, shop)
        return
    await respond(event, texts.automation_screen(words, view), shop)


async def _forget(me: Speaker, shop: Shop) -> None:
    if me.question in QUESTIONS:
        await stop_asking(shop, me.account_id)


def _id(args: Args) -> int:
    return number(args, 0) or 0


def _said(args: Args, at: int) -> str:
    return args[at] if len(args) > at else ""


def register_answers(room: Router) -> None:
    """What was asked for."""
    for question, typed in ((setting.VALUE_QUESTION, value_typed), (setting.TITLE_QUESTION, title_typed)):
        room.message.register(typed, Asked(question), Typed(is_answer))
        room.message.register(not_typed, Asked(question), Wordless())


def register(room: Router) -> None:
    """The command and the buttons."""
    room.message.register(listed, Command("campaigns"))
    for name, door in (
        ("auto", listed),
        ("auto.show", one),
        ("auto.who", who),
        ("auto.on", on_asked),
        ("auto.go", on),
        ("auto.off", off),
        ("auto.set", value_asked),
        ("auto.put", value_chosen),
        ("auto.own", standing),
        ("auto.new", new),
        ("auto.del", delete_asked),
        ("auto.drop", deleted),
    ):
        room.callback_query.register(door, Pressed(name))
