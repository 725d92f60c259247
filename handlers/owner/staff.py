"""The team, for owners and, of their own stores, managers: who works here and how somebody comes."""

from dataclasses import replace

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions import invite_staff
from actions.answer_candidate import answer_candidate
from actions.arrive import arrive
from actions.list_staff import list_staff
from actions.recognise import Speaker
from actions.settle import stop_asking
from actions.shop import Shop
from handlers.answers import number, refuse
from handlers.filters import Asked, Chosen, Door, Pressed, Typed
from handlers.screens import answer, respond, send
from loyalty.joining import Step
from loyalty.refusals import Refusal, Refused
from loyalty.staff import Role
from loyalty.stores import ids_of
from loyalty.views import StaffList
from texts import staff as texts
from texts.keyboards import key_of
from texts.refusals import refused
from texts.words import Words

HOW = ("link", "pick")


async def show(event: CallbackQuery | Message, me: Speaker, words: Words, shop: Shop) -> None:
    """/staff, its key, and the way back, which also leaves a choice of contacts."""
    team = await list_staff(shop, me.member_id)
    if isinstance(team, Refused):
        await refuse(event, team, words, shop)
        return
    if me.question == invite_staff.QUESTION and event.bot is not None and event.from_user is not None:
        await stop_asking(shop, me.account_id)
        keys = texts.not_picked(words, me.role, has_card=me.step == Step.JOINED)
        await send(event.bot, event.from_user.id, keys, shop)
    await respond(event, texts.staff_list(words, team), shop)


async def new(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """ "Invite by link", "Choose a contact": as what? A manager invites cashiers only."""
    team = await list_staff(shop, me.member_id)
    how = args[0] if args and args[0] in HOW else "link"
    if isinstance(team, Refused):
        await refuse(callback, team, words, shop)
    elif team.runs:
        await respond(callback, texts.choose_role(words, how), shop)
    else:
        await where(callback, (how, Role.CASHIER, ""), me, words, shop)


async def where(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """The role was chosen, or one store more: in which stores? Where there is one, no question."""
    team = await list_staff(shop, me.member_id)
    if isinstance(team, Refused):
        await refuse(callback, team, words, shop)
        return
    how, role, mask = args[0] if args and args[0] in HOW else "link", role_of(args, 1), mask_of(args, 2)
    if len(team.stores) > 1:
        screen = texts.choose_stores(words, team, how, role, ids_of(mask))
        await respond(callback, screen, shop)
        return
    go_on = link_wanted if how == "link" else contact_wanted
    await go_on(callback, (str(role), ""), me, words, shop)


async def link_wanted(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """A fresh one-time link."""
    role, chosen = role_of(args, 0), ids_of(mask_of(args, 1))
    link = await invite_staff.staff_link(shop, me.member_id, role, chosen)
    team = await list_staff(shop, me.member_id)
    if isinstance(link, Refused) or isinstance(team, Refused):
        await refuse(callback, link if isinstance(link, Refused) else _lost(), words, shop)
        return
    await respond(callback, texts.invitation(words, link, role, named(team, chosen)), shop)


async def contact_wanted(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """The key that opens the contacts; it comes below, for the list stays where it is."""
    role, mask = role_of(args, 0), mask_of(args, 1)
    refusal = await invite_staff.ask_to_pick(shop, me.member_id, me.account_id, role, ids_of(mask))
    team = await list_staff(shop, me.member_id)
    if refusal is not None or isinstance(team, Refused):
        await refuse(callback, refusal or _lost(), words, shop)
        return
    if callback.bot is not None:
        screen = texts.pick(words, role, named(team, ids_of(mask)))
        await send(callback.bot, callback.from_user.id, screen, shop)
    await answer(callback)


async def picked(message: Message, about: str, me: Speaker, words: Words, shop: Shop) -> None:
    """A person was chosen in the contacts, for the role and the stores that were asked about last."""
    chosen = message.users_shared.users[0] if message.users_shared and message.users_shared.users else None
    if chosen is None:
        await nobody_picked(message, me, words, shop)
        return
    args = tuple(about.split(":"))
    role, has_card = role_of(args, 0), me.step == Step.JOINED
    stores = ids_of(mask_of(args, 1))
    told = await invite_staff.pick_staff(shop, me.member_id, str(chosen.user_id), role, stores)
    if isinstance(told, Refused):
        screen = texts.not_picked(words, me.role, has_card=has_card)
        screen = replace(screen, text=refused(words, told))
    else:
        name = " ".join(part for part in (chosen.first_name, chosen.last_name) if part)
        link = f"https://t.me/{shop.settings.bot_username}"
        screen = texts.picked_somebody(words, name, link, role, me.role, told=told, has_card=has_card)
    await respond(message, screen, shop)


async def picked_too_late(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """Something else was asked meanwhile: what role he had in mind is not known any more."""
    await respond(message, texts.picked_too_late(words, me.role, has_card=me.step == Step.JOINED), shop)


async def nobody_picked(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """The key that leaves the choice."""
    if me.question == invite_staff.QUESTION:
        await stop_asking(shop, me.account_id)
    await respond(message, texts.not_picked(words, me.role, has_card=me.step == Step.JOINED), shop)


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
    screen = texts.answered(words, answered.name, answered.role, accepted=answered.accepted)
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


def role_of(args: tuple[str, ...], index: int) -> Role:
    """The role a button says; a cashier for anything a button of ours never says."""
    return Role.MANAGER if len(args) > index and args[index] == Role.MANAGER else Role.CASHIER


def mask_of(args: tuple[str, ...], index: int) -> str:
    """The stores a button says, see loyalty.stores.ids_of."""
    return args[index] if len(args) > index else ""


def named(team: StaffList, chosen: frozenset[int]) -> str:
    """The chosen stores by name, where there are several to choose from."""
    return ", ".join(name for one, name in team.stores if one in chosen) if len(team.stores) > 1 else ""


def _lost() -> Refused:
    """The role ended between two questions to the database."""
    return Refused(Refusal.NOT_STAFF)


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
    room.message.register(picked, Chosen(texts.PICK_REQUEST), Asked(invite_staff.QUESTION))
    room.message.register(picked_too_late, Chosen(texts.PICK_REQUEST))
    room.message.register(nobody_picked, Typed(texts.is_not_picking))
    room.callback_query.register(show, Pressed("staff"))
    room.callback_query.register(new, Pressed("staff.new"))
    room.callback_query.register(where, Pressed("staff.where"))
    room.callback_query.register(link_wanted, Pressed("staff.link"))
    room.callback_query.register(contact_wanted, Pressed("staff.pick"))
    room.callback_query.register(candidate_accepted, Pressed("staff.yes"))
    room.callback_query.register(candidate_declined, Pressed("staff.no"))
