"""The owner's webhooks."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from actions import webhooks
from actions.recognise import Speaker
from actions.settle import stop_asking
from actions.shop import Shop
from actions.webhooks import LogView
from handlers import answers
from handlers.answers import is_answer, number, refuse
from handlers.filters import Asked, Pressed, Typed, Wordless
from handlers.screens import respond
from loyalty.refusals import Refused
from loyalty.webhooks import Webhook
from texts import webhooks as texts
from texts.program import typed_text_please
from texts.words import Words


async def show(event: CallbackQuery | Message, me: Speaker, words: Words, shop: Shop) -> None:
    """/webhooks, and the way back; a question left open is not asked any more."""
    if me.question == webhooks.QUESTION:
        await stop_asking(shop, me.account_id)
    found = await webhooks.list_webhooks(shop, me.member_id)
    await answers.show(event, found, texts.webhooks, words, shop)


async def begun(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """ "New webhook"."""
    refused = await webhooks.begin_webhook(shop, me.member_id, me.account_id)
    if refused is not None:
        await refuse(callback, refused, words, shop)
        return
    await respond(callback, texts.ask_url(words), shop)


async def typed(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """The address; a slip is explained and the question stays."""
    outcome = await webhooks.add_webhook(shop, me.member_id, me.account_id, message.text or "")
    if isinstance(outcome, Refused):
        await refuse(message, outcome, words, shop)
        return
    await respond(message, texts.added(words, outcome.webhook, outcome.secret), shop)


async def not_typed(message: Message, words: Words, shop: Shop) -> None:
    """A picture, a sticker: the question stays."""
    await respond(message, typed_text_please(words), shop)


async def one(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """One of them."""
    view = await webhooks.show_webhook(shop, me.member_id, number(args, 0) or 0)
    await _shown(callback, view, words, shop)


async def switched(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """An event on or off."""
    webhook_id, place = number(args, 0) or 0, number(args, 1)
    # A place that is none changes nothing.
    view = await webhooks.choose_event(shop, me.member_id, webhook_id, 99 if place is None else place)
    await _shown(callback, view, words, shop)


async def tested(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Send a test"."""
    await _logged(callback, await webhooks.send_test(shop, me.member_id, number(args, 0) or 0), words, shop)


async def logged(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """The log."""
    await _logged(callback, await webhooks.show_log(shop, me.member_id, number(args, 0) or 0), words, shop)


async def again(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """One event once more."""
    await _logged(callback, await webhooks.redeliver(shop, me.member_id, number(args, 0) or 0), words, shop)


async def all_again(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Everything that failed once more."""
    view = await webhooks.redeliver_failed(shop, me.member_id, number(args, 0) or 0)
    await _logged(callback, view, words, shop)


async def paused(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Pause"."""
    view = await webhooks.pause_webhook(shop, me.member_id, number(args, 0) or 0)
    await _shown(callback, view, words, shop)


async def resumed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Resume"."""
    view = await webhooks.resume_webhook(shop, me.member_id, number(args, 0) or 0)
    await _shown(callback, view, words, shop)


async def remove_asked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Are you sure?"""
    view = await webhooks.show_webhook(shop, me.member_id, number(args, 0) or 0)
    await answers.show(callback, view, texts.ask_remove, words, shop)


async def removed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Yes, remove"."""
    left = await webhooks.remove_webhook(shop, me.member_id, number(args, 0) or 0)
    if isinstance(left, Refused):
        await refuse(callback, left, words, shop)
        return
    await respond(callback, texts.webhooks(words, left, texts.removed(words)), shop)


async def _shown(callback: CallbackQuery, view: Webhook | Refused, words: Words, shop: Shop) -> None:
    await answers.show(callback, view, texts.webhook, words, shop)


async def _logged(callback: CallbackQuery, view: LogView | Refused, words: Words, shop: Shop) -> None:
    if isinstance(view, Refused):
        await refuse(callback, view, words, shop)
        return
    await respond(callback, texts.log(words, view.webhook, view.lines), shop)


def register_answers(room: Router) -> None:
    """The address of a new one; commands and keys pass the open question by."""
    room.message.register(typed, Asked(webhooks.QUESTION), Typed(is_answer))
    room.message.register(not_typed, Asked(webhooks.QUESTION), Wordless())


def register(room: Router) -> None:
    """The doors of webhooks."""
    room.message.register(show, Command("webhooks"))
    for name, door in (
        ("hooks", show),
        ("hook.new", begun),
        ("hook.one", one),
        ("hook.set", switched),
        ("hook.test", tested),
        ("hook.log", logged),
        ("hook.again", again),
        ("hook.all", all_again),
        ("hook.pause", paused),
        ("hook.resume", resumed),
        ("hook.ask", remove_asked),
        ("hook.off", removed),
    ):
        room.callback_query.register(door, Pressed(name))
