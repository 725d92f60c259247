"""/start with whatever came with it: an empty hand, a card, an invitation, rubbish."""

from typing import assert_never

from aiogram import Bot, Router
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import Message

from actions.arrive import Arrival, Greeting, arrive
from actions.join import QUESTION
from actions.settle import stop_asking
from actions.shop import Shop
from handlers.cashier.sale import show
from handlers.customer.home import Event, ask, go_home, hand_card
from handlers.filters import Stranger
from handlers.screens import respond
from loyalty.cards import StartKind, parse_start
from loyalty.code_views import CodeTaken
from loyalty.joining import Step
from loyalty.programme import Programme
from loyalty.refusals import Refused
from loyalty.views import SaleView
from texts import common, invite
from texts.promo import code_taken, says_itself
from texts.refusals import refused
from texts.staff import hired
from texts.words import Words, words_for


async def start(message: Message, command: CommandObject, programme: Programme, shop: Shop) -> None:
    """/start and every link to the bot."""
    await welcome(message, command.args or "", programme, shop)


async def stranger(event: Event, programme: Programme, shop: Shop) -> None:
    """Somebody who never pressed START, or whom a lost database knew: whatever he says is a /start."""
    await welcome(event, "", programme, shop)


async def welcome(event: Event, payload: str, programme: Programme, shop: Shop) -> None:
    """Know the person, do what the payload says, show what came of it."""
    person = event.from_user
    if person is None:
        return
    language = person.language_code or ""
    photo_id = await portrait(event.bot, person.id) if is_invitation(payload) else ""
    arrival = await arrive(shop, str(person.id), language, person.full_name, payload, photo_id)
    words = words_for(arrival.speaker.language, programme.time_zone, programme.currency)
    match arrival.outcome:
        case SaleView() as view:
            await show(event, view, words, shop)
        case CodeTaken() as taken:
            await tell_code(event, taken, arrival, words, programme, shop)
        case Refused() as refusal:
            await go_home(event, arrival.speaker, words, programme, shop, refused(words, refusal))
        case Greeting() as greeting:
            await greet(event, greeting, arrival, words, programme, shop)


async def greet(
    event: Event, greeting: Greeting, arrival: Arrival, words: Words, programme: Programme, shop: Shop
) -> None:
    """What a /start that opened no sale shows."""
    me = arrival.speaker
    match greeting:
        case Greeting.PLAIN:
            if me.role and me.question == QUESTION:
                await stop_asking(shop, me.account_id)
            await go_home(event, me, words, programme, shop)
        case Greeting.OWN_CARD:
            await hand_card(event, me, words, shop)
        case Greeting.OTHER_CARD:
            await hand_card(event, me, words, shop, common.other_card(words))
        case Greeting.OWN_INVITATION | Greeting.OLD_FRIEND:
            lead = invite.own_link(words) if greeting == Greeting.OWN_INVITATION else invite.old_friend(words)
            await go_home(event, me, words, programme, shop, lead)
        case Greeting.INVITED:
            await ask(event, me, words, programme, shop, host=arrival.host, gift=arrival.gift)
        case Greeting.CANDIDATE:
            await respond(event, common.candidate(words), shop)
        case Greeting.HIRED:
            await respond(event, hired(words, me.role, has_card=me.step == Step.JOINED), shop)
        case _:
            assert_never(greeting)


async def tell_code(
    event: Event, taken: CodeTaken, arrival: Arrival, words: Words, programme: Programme, shop: Shop
) -> None:
    """What a code's link brought, unless a message of its own says so; a newcomer goes on with joining."""
    if not says_itself(taken):
        await go_home(event, arrival.speaker, words, programme, shop, code_taken(words, taken).text)


def is_invitation(payload: str) -> bool:
    """Whether the link is one to the team."""
    parsed = parse_start(payload)
    return parsed is not None and parsed.kind is StartKind.STAFF


async def portrait(bot: Bot | None, user_id: int) -> str:
    """The file id of the profile picture, for the inviter to look at; "" when it can't be seen."""
    if bot is None:
        return ""
    try:
        photos = (await bot.get_user_profile_photos(user_id, limit=1)).photos
    except (TelegramAPIError, ClientDecodeError):
        return ""
    return photos[0][-1].file_id if photos else ""


def router() -> Router:
    """Open to everybody."""
    room = Router(name="start")
    room.message.register(start, CommandStart(ignore_case=True))
    room.message.register(stranger, Stranger())
    room.callback_query.register(stranger, Stranger())
    return room
