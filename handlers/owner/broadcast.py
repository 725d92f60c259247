"""The owner's broadcasts: the list, a draft and its parts, the bin."""

from html import unescape

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from actions import edit_campaign as actions
from actions.broadcast_view import show_progress, told_in, told_no_more
from actions.list_broadcasts import list_broadcasts
from actions.recognise import Speaker
from actions.settle import stop_asking
from actions.shop import Shop
from handlers.answers import number, refuse
from handlers.filters import Pressed
from handlers.owner import automations
from handlers.screens import respond
from loyalty.benefits import Effect
from loyalty.campaign_edits import has_place, is_open
from loyalty.campaign_views import CampaignDesk
from loyalty.campaigns import BROADCAST, CampaignState
from loyalty.programme import Programme
from loyalty.refusals import Refused
from texts import broadcast as texts
from texts import broadcast_content as content_texts
from texts.broadcast_progress import progress
from texts.promo import effect_text
from texts.screen import Screen
from texts.words import Html, Words

Event = CallbackQuery | Message
Args = tuple[str, ...]
PARTS = {
    "when": texts.when,
    "arms": texts.arms,
    "more": texts.more,
    "paid": texts.paid,
    "gift": content_texts.gift,
}


async def leave(event: Event, me: Speaker, shop: Shop) -> None:
    """What was asked about a campaign is not asked any more; and the message tapped, which may have told how
    far a broadcast is, is about to show something else."""
    if me.question == actions.QUESTION:
        await stop_asking(shop, me.account_id)
    if isinstance(event, CallbackQuery) and event.message is not None:
        await told_no_more(shop, me.account_id, str(event.message.message_id))


async def show_list(
    event: Event, me: Speaker, words: Words, shop: Shop, args: Args = (), lead: Html | None = None
) -> None:
    """/broadcast, its pages, and the way back."""
    await leave(event, me, shop)
    before_id = number(args, 0) or 0
    found = await list_broadcasts(shop, me.member_id, before_id)
    if isinstance(found, Refused):
        await refuse(event, found, words, shop)
        return
    await respond(event, texts.broadcasts(words, found, before_id, lead), shop)


async def show(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """A campaign, whatever its state."""
    await leave(callback, me, shop)
    desk = await actions.show_campaign(shop, me.member_id, number(args, 0) or 0)
    if isinstance(desk, Refused):
        await refuse(callback, desk, words, shop)
    elif desk.campaign.kind != BROADCAST:
        await automations.one(callback, args, me, words, shop)
    else:
        await show_desk(callback, desk, me, words, shop)


async def show_desk(event: Event, desk: CampaignDesk, me: Speaker, words: Words, shop: Shop) -> None:
    """A draft with its parts, an automation's way back, or how far a broadcast is."""
    one = desk.campaign
    if one.kind != BROADCAST:
        await respond(event, texts.automation_saved(words, desk), shop)
    elif one.state is CampaignState.DRAFT:
        await respond(event, texts.draft_screen(words, desk), shop)
    else:
        await show_running(event, one.id, me, words, shop)


async def show_running(event: Event, campaign_id: int, me: Speaker, words: Words, shop: Shop) -> None:
    """How far it is; in its author's chat the message goes on telling."""
    desk = await actions.show_campaign(shop, me.member_id, campaign_id)
    live = not isinstance(desk, Refused) and desk.campaign.author_account_id == me.account_id
    view = await show_progress(shop, me.member_id, campaign_id)
    if isinstance(view, Refused):
        await refuse(event, view, words, shop)
        return
    message_id = await respond(event, progress(words, view, live=live), shop)
    if live:
        await told_in(shop, campaign_id, str(message_id))


async def begun(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """ "New broadcast": the question for its text."""
    desk = await actions.new_broadcast(shop, me.member_id, me.account_id)
    if isinstance(desk, Refused):
        await refuse(callback, desk, words, shop)
    elif desk.question is not None:
        await respond(callback, content_texts.question(words, desk, desk.question), shop)


async def copied(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """A new draft that says the same."""
    await leave(callback, me, shop)
    desk = await actions.copy_broadcast(shop, me.member_id, me.account_id, number(args, 0) or 0)
    if isinstance(desk, Refused):
        await refuse(callback, desk, words, shop)
        return
    await show_desk(callback, desk, me, words, shop)


async def delete_asked(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """Shall it go?"""
    desk = await actions.show_campaign(shop, me.member_id, number(args, 0) or 0)
    if isinstance(desk, Refused):
        await refuse(callback, desk, words, shop)
    elif desk.campaign.state is not CampaignState.DRAFT:
        await show_desk(callback, desk, me, words, shop)
    else:
        await respond(callback, texts.ask_delete(words, desk), shop)


async def deleted(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Yes, delete"."""
    await leave(callback, me, shop)
    left = await actions.delete_draft(shop, me.member_id, number(args, 0) or 0, _revision(args))
    if isinstance(left, Refused):
        await refuse(callback, left, words, shop)
    elif left is not None:
        await show_desk(callback, left, me, words, shop)
    else:
        await show_list(callback, me, words, shop, lead=texts.deleted(words))


async def part(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """One part of a draft, by the name of the button."""
    await leave(callback, me, shop)
    desk = await actions.show_campaign(shop, me.member_id, number(args, 0) or 0)
    if isinstance(desk, Refused):
        await refuse(callback, desk, words, shop)
        return
    name = (callback.data or "").partition(":")[0].removeprefix("camp.")
    place = number(args, 1) or 0, (*args, "", "", "")[2].strip("-")
    await show_part(callback, desk, name, place, me, words, shop)


async def turned(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """A button that settles something."""
    await leave(callback, me, shop)
    said = args[2:]
    desk = await actions.turn_campaign(shop, me.member_id, number(args, 0) or 0, _revision(args), said)
    if isinstance(desk, Refused):
        await refuse(callback, desk, words, shop)
        return
    name, *rest = said or ("",)
    shown = {"control": "arms", "variant": "arms", "media": "msg", "language": "msg", "knob": "knobs"}
    place = (number(rest, 0) or 0, rest[1].strip("-")) if name in ("media", "knob") and rest[1:] else (0, "")
    await show_part(callback, desk, shown.get(name, name), place, me, words, shop)


async def show_part(
    event: Event,
    desk: CampaignDesk,
    name: str,
    place: tuple[int, str],
    me: Speaker,
    words: Words,
    shop: Shop,
) -> None:
    """A part of a draft as it stands, or what the campaign has become meanwhile."""
    screen = part_screen(words, desk, name, place)
    if screen is None:
        await show_desk(event, desk, me, words, shop)
    else:
        await respond(event, screen, shop)


def part_screen(words: Words, desk: CampaignDesk, name: str, place: tuple[int, str]) -> Screen | None:
    """The part with this name; None when there is none, or nothing to change any more."""
    if not is_open(desk.campaign) or not has_place(desk.draft, *place):
        return None
    if name == "msg":
        return content_texts.message(words, desk, *place)
    if name == "knobs":
        return content_texts.knobs(words, desk, *place)
    return PARTS[name](words, desk) if name in PARTS else None


def title_of(words: Words) -> actions.TitleOf:
    """What an effect is called in these words."""

    def title(effect: Effect, programme: Programme) -> str:
        return unescape(effect_text(words, effect, programme))

    return title


def _revision(args: Args) -> int:
    revision = number(args, 1)
    return -1 if revision is None else revision


def register(room: Router) -> None:
    """The doors of the list and of a draft."""
    room.message.register(show_list, Command("broadcast"))
    room.callback_query.register(show_list, Pressed("camp.list"))
    room.callback_query.register(show, Pressed("camp.show"))
    room.callback_query.register(begun, Pressed("camp.new"))
    room.callback_query.register(copied, Pressed("camp.copy"))
    room.callback_query.register(delete_asked, Pressed("camp.del"))
    room.callback_query.register(deleted, Pressed("camp.drop"))
    room.callback_query.register(turned, Pressed("camp.set"))
    for name in ("msg", "knobs", *PARTS):
        room.callback_query.register(part, Pressed(f"camp.{name}"))
