"""A broadcast is looked at, sent, held, ended, corrected or taken back."""

import logging
from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace

from aiogram import Router
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramBadRequest
from aiogram.types import CallbackQuery

from actions import edit_campaign, hold_broadcast
from actions.broadcast_view import show_progress
from actions.check_broadcast import check_broadcast
from actions.preview_campaign import Tryout, try_campaign
from actions.recognise import Speaker
from actions.shop import Shop
from actions.start_broadcast import start_broadcast
from handlers.answers import number, refuse
from handlers.filters import Pressed
from handlers.owner.broadcast import Args, Event, leave, show, show_desk, show_running
from handlers.screens import answer, edit, respond, send
from loyalty.broadcasts import Progress
from loyalty.campaign_edits import Question
from loyalty.campaign_views import Check
from loyalty.campaigns import BROADCAST, CampaignState
from loyalty.refusals import Refusal, Refused
from texts import broadcast_check as texts
from texts import broadcast_content as questions
from texts import broadcast_progress as progress_texts
from texts.broadcast import not_taken
from texts.broadcast_fields import variant_name
from texts.campaign import campaign_screen
from texts.refusals import refused
from texts.screen import Screen
from texts.words import Words

SENT = frozenset(CampaignState) - {CampaignState.DRAFT}

log = logging.getLogger(__name__)
Change = Callable[[Shop, int, int], Awaitable[Progress | Refused]]


async def tried(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Show it to me": the very messages, then what there is to know before they go."""
    await leave(callback, me, shop)
    campaign_id, revision = number(args, 0) or 0, number(args, 1) or 0
    found = await try_campaign(shop, me.member_id, campaign_id, revision)
    if isinstance(found, Refused):
        await refuse(callback, found, words, shop)
    elif not found.messages:
        await show_desk(callback, found.desk, me, words, shop)
    elif await _sent_all(callback, found, words, shop):
        desk = await edit_campaign.record_preview(shop, me.member_id, me.account_id, campaign_id, revision)
        if isinstance(desk, Refused):
            await refuse(callback, desk, words, shop)
        elif desk.campaign.kind == BROADCAST:
            await show_check(callback, campaign_id, me, words, shop, below=True)
        elif callback.bot is not None:
            await send(callback.bot, callback.from_user.id, texts.seen(words, desk), shop)


async def checked(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """Whom it would reach now; one that has gone shows how far it is."""
    desk = await edit_campaign.show_campaign(shop, me.member_id, number(args, 0) or 0)
    if isinstance(desk, Refused) or desk.campaign.state is not CampaignState.DRAFT:
        await show(callback, args, me, words, shop)
    else:
        await leave(callback, me, shop)
        await show_check(callback, desk.campaign.id, me, words, shop)


async def show_check(
    event: Event, campaign_id: int, me: Speaker, words: Words, shop: Shop, *, below: bool = False
) -> None:
    """Whom it reaches; with many people that takes a moment. below: in a message of its own."""
    bot, person = event.bot, event.from_user
    if bot is None or person is None:
        return
    if below:
        message_id = (await send(bot, person.id, texts.counting(words), shop)).message_id
    else:
        message_id = await respond(event, texts.counting(words), shop)
    found = await check_broadcast(shop, me.member_id, campaign_id)
    await edit(bot, person.id, message_id, check_screen(words, found), shop)


def check_screen(words: Words, found: Check | Refused) -> Screen:
    """The figures, or what stands in the way."""
    if isinstance(found, Refused):
        return Screen(refused(words, found))
    if found.desk.campaign.previewed != found.desk.campaign.revision:
        return texts.first_look(words, found.desk)
    return texts.check(words, found)


async def send_asked(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """Really? To how many?"""
    found = await check_broadcast(shop, me.member_id, number(args, 0) or 0)
    if isinstance(found, Refused):
        await refuse(callback, found, words, shop)
        return
    one = found.desk.campaign
    if one.state is not CampaignState.DRAFT or one.revision != number(args, 1):
        await show_desk(callback, replace(found.desk, moved=True), me, words, shop)
    elif one.previewed != one.revision or not found.messages:
        await respond(callback, check_screen(words, found), shop)
    else:
        await respond(callback, texts.ask_send(words, found), shop)


async def started(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Yes, send": from now on this message shows how far it is."""
    campaign_id, revision = number(args, 0) or 0, number(args, 1) or 0
    view = await start_broadcast(shop, me.member_id, me.account_id, campaign_id, revision)
    if not isinstance(view, Refused):
        await show_running(callback, campaign_id, me, words, shop)
        return
    desk = await edit_campaign.show_campaign(shop, me.member_id, campaign_id)
    if view.reason is not Refusal.CAMPAIGN_MOVED or isinstance(desk, Refused):
        await refuse(callback, view, words, shop)
    else:
        await show_desk(callback, replace(desk, moved=True), me, words, shop)


def changing(change: Change) -> Callable[..., Awaitable[None]]:
    """The door of a button that holds or ends a broadcast."""

    async def changed(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
        view = await change(shop, me.member_id, number(args, 0) or 0)
        if isinstance(view, Refused):
            await refuse(callback, view, words, shop)
            return
        await show(callback, args, me, words, shop)

    return changed


def asking(
    question: Callable[[Words, Progress], Screen], states: Collection[CampaignState]
) -> Callable[..., Awaitable[None]]:
    """The door of a button that asks before it does what can be done in these states."""

    async def asked(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
        view = await show_progress(shop, me.member_id, number(args, 0) or 0)
        if isinstance(view, Refused) or view.state not in states:
            await show(callback, args, me, words, shop)
            return
        await leave(callback, me, shop)
        await respond(callback, question(words, view), shop)

    return asked


async def fix_asked(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Correct the text": which one, then what it shall be."""
    await leave(callback, me, shop)
    desk = await edit_campaign.show_campaign(shop, me.member_id, number(args, 0) or 0)
    if isinstance(desk, Refused):
        await refuse(callback, desk, words, shop)
        return
    if len(desk.draft.contents) != 1:
        await respond(callback, progress_texts.choose_text(words, desk), shop)
        return
    [content] = desk.draft.contents
    one = desk.campaign
    question = Question(one.id, one.revision, "fix", content.variant, content.language)
    asked = await edit_campaign.ask_campaign(shop, me.member_id, me.account_id, question)
    if isinstance(asked, Refused) or asked.question is None:
        await show_desk(callback, desk, me, words, shop)
    else:
        await respond(callback, questions.question(words, asked, question), shop)


async def sample(callback: CallbackQuery, words: Words) -> None:
    """A button of a message to try out."""
    await answer(callback, texts.sample(words), alert=True)


async def _sent_all(callback: CallbackQuery, found: Tryout, words: Words, shop: Shop) -> bool:
    """Whether Telegram took every message."""
    bot, chat_id = callback.bot, callback.from_user.id
    if bot is None:
        return False
    await answer(callback)
    for variant, data in enumerate(found.messages):
        try:
            if len(found.messages) > 1:
                await send(bot, chat_id, Screen(variant_name(words, variant)), shop)
            await send(bot, chat_id, campaign_screen(words, data), shop, whole=True)
        except (TelegramAPIError, ClientDecodeError) as error:
            log.info("a preview was not taken: %s", error)
            why = not_taken if isinstance(error, TelegramBadRequest) else texts.not_shown
            await send(bot, chat_id, why(words, found.desk), shop)
            return False
    return True


def register(room: Router) -> None:
    """The doors from the first look to the last word."""
    taps: tuple[tuple[str, Callable[..., Awaitable[None]]], ...] = (
        ("try", tried),
        ("check", checked),
        ("send", send_asked),
        ("go", started),
        ("pause", changing(hold_broadcast.pause)),
        ("resume", changing(hold_broadcast.resume)),
        ("cancel", asking(progress_texts.ask_cancel, hold_broadcast.OPEN)),
        ("stop", changing(hold_broadcast.cancel)),
        ("withdraw", asking(progress_texts.ask_withdraw, SENT)),
        ("undo", changing(hold_broadcast.withdraw)),
        ("fix", fix_asked),
        ("sample", sample),
    )
    for name, door in taps:
        room.callback_query.register(door, Pressed(f"camp.{name}"))
