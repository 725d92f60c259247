"""Where everybody comes back to: the next question of joining, the card, or the place of work."""

from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.types import CallbackQuery, Message

from actions.recognise import Speaker
from actions.shop import Shop
from actions.show_card import show_card
from handlers.screens import respond
from loyalty.birthdays import Birthday
from loyalty.joining import Step
from loyalty.names import clean_name
from loyalty.programme import Programme
from loyalty.refusals import Refused
from texts import common, joining
from texts.card import card
from texts.keyboards import member_keyboard
from texts.screen import Screen
from texts.words import Html, Words

Event = CallbackQuery | Message


async def go_home(
    event: Event, me: Speaker, words: Words, programme: Programme, shop: Shop, lead: Html | None = None
) -> None:
    """Work for staff, the balance for members, the present question for everybody else."""
    if me.role:
        screen = common.staff_home(words, me.role, has_card=me.step == Step.JOINED)
    elif me.step == Step.JOINED:
        screen = await member_home(me, words, shop)
    else:
        await ask(event, me, words, programme, shop, lead)
        return
    await respond(event, screen if lead is None else common.led(lead, screen), shop)


async def member_home(me: Speaker, words: Words, shop: Shop) -> Screen:
    """The balance and the customer's keys."""
    view = await show_card(shop, me.member_id)
    if isinstance(view, Refused):
        return common.no_card(words)
    return common.member_home(words, view, works_here=bool(me.role))


async def hand_card(event: Event, me: Speaker, words: Words, shop: Shop, lead: Html | None = None) -> None:
    """The holder's card, with the customer's keys."""
    view = await show_card(shop, me.member_id)
    if isinstance(view, Refused):
        await respond(event, common.no_card(words), shop)
        return
    await respond(event, card(words, view, member_keyboard(words, works_here=bool(me.role)), lead), shop)


async def ask(
    event: Event,
    me: Speaker,
    words: Words,
    programme: Programme,
    shop: Shop,
    lead: Html | None = None,
    host: str = "",
    gift: bool = False,
) -> None:
    """The question of the person's step. host: the first name of whoever invited him; gift: with points."""
    guest = joining.Guest(
        programme=programme,
        name=suggested_name(event),
        birthday=await shown_birthday(event) if me.step == Step.BIRTHDAY else None,
        works_here=bool(me.role),
        host=host,
        gift=gift,
    )
    screen = joining.question(words, Step(me.step), guest)
    await respond(event, screen if lead is None else common.led(lead, screen), shop)


def suggested_name(event: Event) -> str:
    """The first name in the messenger, if it can stand on a card."""
    name = clean_name(event.from_user.first_name if event.from_user else "")
    return "" if isinstance(name, Refused) else name


async def shown_birthday(event: Event) -> Birthday | None:
    """The birthday on the person's profile, when he shows it; no answer is as good as none."""
    if event.bot is None or event.from_user is None:
        return None
    try:
        shown = (await event.bot.get_chat(event.from_user.id)).birthdate
    except (TelegramAPIError, ClientDecodeError):
        return None
    return None if shown is None else Birthday(shown.day, shown.month, shown.year)
