"""The owner's team: who works here, how somebody comes and how he leaves."""

from dataclasses import replace

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.answer_candidate import answer_candidate
from actions.arrive import arrive
from actions.dismiss_staff import dismiss_staff
from actions.invite_staff import cashier_link, pick_cashier
from actions.list_staff import list_staff
from actions.recognise import Speaker
from actions.shop import Shop
from handlers.answers import number, refuse
from handlers.filters import Chosen, Door, Pressed, Typed
from handlers.screens import answer, respond, send
from loyalty.joining import Step
from loyalty.refusals import Refusal, Refused
from texts import staff as texts
from texts.keyboards import key_of
from texts.refusals import refused
from texts.words import Words


async def show(event: CallbackQuery | Message, me: Speaker, words: Words, shop: Shop) -> None:
    """/staff, its key, and the way back."""
    lines = await list_staff(shop, me.member_id)
    if isinstance(lines, Refused):
        await refuse(event, lines, words, shop)
        return
    await respond(event, texts.staff_list(words, lines), shop)


async def link_wanted(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """A fresh one-time link."""
    link = await cashier_link(shop, me.member_id)
    if isinstance(link, Refused):
        await refuse(callback, link, words, shop)
        return
    await respond(callback, texts.invitation(words, link), shop)


async def contact_wanted(callback: CallbackQuery, words: Words, shop: Shop) -> None:
    """The key that opens the contacts; it comes below, for the list stays where it is."""
    if callback.bot is not None:
        await send(callback.bot, callback.from_user.id, texts.pick(words), shop)
    await answer(callback)


async def picked(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """A person was chosen in the contacts."""
    chosen = message.users_shared.users[0] if message.users_shared and message.users_shared.users else None
    if chosen is None:
        return
    has_card = me.step == Step.JOINED
    told = await pick_cashier(shop, me.member_id, str(chosen.user_id))
    if isinstance(told, Refused):
        screen = replace(texts.not_picked(words, has_card=has_card), text=refused(words, told))
    else:
        name = " ".join(part for part in (chosen.first_name, chosen.last_name) if part)
        bot_link = f"https://t.me/{shop.settings.bot_username}"
        screen = texts.picked_somebody(words, name, bot_link, told=told, has_card=has_card)
    await respond(message, screen, shop)


async def nobody_picked(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """The key that leaves the choice."""
    await respond(message, texts.not_picked(words, has_card=me.step == Step.JOINED), shop)


async def whom_to_remove(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """Everybody whose role can be taken."""
    lines = await list_staff(shop, me.member_id)
    if isinstance(lines, Refused):
        await refuse(callback, lines, words, shop)
        return
    await respond(callback, texts.whom_to_remove(words, lines), shop)


async def removal_asked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Are you sure?"""
    lines = await list_staff(shop, me.member_id)
    if isinstance(lines, Refused):
        await refuse(callback, lines, words, shop)
        return
    line = next((one for one in lines if one.member_id == number(args, 0) and one.removable), None)
    if line is None:
        await respond(callback, texts.staff_list(words, lines), shop)
        return
    await respond(callback, texts.ask_removal(words, line), shop)


async def removal_confirmed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Yes, remove"."""
    name = await dismiss_staff(shop, me.member_id, number(args, 0) or 0)
    if isinstance(name, Refused) and name.reason is Refusal.NOT_STAFF:  # gone already: a second tap
        await show(callback, me, words, shop)
        return
    if isinstance(name, Refused):
        await refuse(callback, name, words, shop)
        return
    await respond(callback, texts.removed(words, name), shop)


async def candidate_accepted(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Accept" under a candidate."""
    await _answer(callback, number(args, 0) or 0, me, words, shop, accept=True)


async def candidate_declined(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Decline" under a candidate."""
    await _answer(callback, number(args, 0) or 0, me, words, shop, accept=False)


async def _answer(
    callback: CallbackQuery, invitation_id: int, me: Speaker, words: Words, shop: Shop, *, accept: bool
) -> None:
    answered = await answer_candidate(shop, me.member_id, invitation_id, accept=accept)
    if isinstance(answered, Refused):
        await refuse(callback, answered, words, shop)
        return
    screen = texts.answered(words, answered.name, accepted=answered.accepted)
    await respond(callback, replace(screen, photo_id=_photo_of(callback)), shop)


async def begun(callback: CallbackQuery, words: Words, shop: Shop) -> None:
    """ "Start working": the chosen person's own start, as if he had opened the bot."""
    person = callback.from_user
    arrival = await arrive(shop, str(person.id), person.language_code or "", person.full_name, "")
    who = arrival.speaker
    if not who.role:
        await refuse(callback, Refused(Refusal.LINK_DEAD), words, shop)
        return
    await respond(callback, texts.hired(words, who.role, has_card=who.step == Step.JOINED), shop)


def _photo_of(callback: CallbackQuery) -> str:
    """The photo above the button, which stays there when the words below it change."""
    message = callback.message
    return message.photo[-1].file_id if isinstance(message, Message) and message.photo else ""


def register_begin(room: Router) -> None:
    """The one door of the team that is open to people without a role."""
    room.callback_query.register(begun, Pressed("staff.begin"))


def register(room: Router) -> None:
    """The doors of the team."""
    room.message.register(show, Door("staff", key_of))
    room.message.register(picked, Chosen(texts.PICK_REQUEST))
    room.message.register(nobody_picked, Typed(texts.is_not_picking))
    room.callback_query.register(show, Pressed("staff"))
    room.callback_query.register(link_wanted, Pressed("staff.link"))
    room.callback_query.register(contact_wanted, Pressed("staff.pick"))
    room.callback_query.register(whom_to_remove, Pressed("staff.who"))
    room.callback_query.register(removal_asked, Pressed("staff.ask"))
    room.callback_query.register(removal_confirmed, Pressed("staff.out"))
    room.callback_query.register(candidate_accepted, Pressed("staff.yes"))
    room.callback_query.register(candidate_declined, Pressed("staff.no"))
