"""The till: a card is named, the amount typed, the preview confirmed; an undo for five minutes."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from actions import ask_spend, enrol_customer, enter_code
from actions.confirm_sale import confirm_sale
from actions.enrol_customer import offer_enrolment
from actions.identify import identify
from actions.leave_sale import leave_sale
from actions.open_sale import QUESTION
from actions.price_sale import price_sale
from actions.recognise import Speaker
from actions.settle import stop_asking
from actions.shop import Shop
from actions.show_sale import remember_screen, show_purchase
from actions.undo_sale import undo_sale
from handlers.answers import is_answer, number, refuse
from handlers.filters import Asked, Door, Pressed, Typed, Wordless
from handlers.screens import respond
from loyalty.amounts import parse_amount
from loyalty.cards import StartKind, check_card_number, read_link
from loyalty.identifying import is_card_number, till_phone
from loyalty.programme import Programme
from loyalty.refusals import Refusal, Refused
from loyalty.sale import Way
from loyalty.typed_receipt import parse_receipt
from loyalty.views import SaleState, SaleView
from texts import enrolment
from texts import sale as texts
from texts.keyboards import key_of
from texts.refund import instead_of_undo
from texts.words import Words

OPEN = frozenset({SaleState.AMOUNT, SaleState.PREVIEW, SaleState.WAITING})
QUESTIONS_OF_A_SALE = frozenset(
    {"", QUESTION, ask_spend.QUESTION, enter_code.QUESTION, enrol_customer.QUESTION}
)


class CardLink(Filter):
    """A card's link sent as text."""

    async def __call__(self, message: Message, shop: Shop) -> bool:
        """Whether the text is the link of a card of this bot."""
        payload = read_link(message.text or "", shop.settings.bot_username)
        return payload is not None and payload.kind is StartKind.CARD


class SumAlone(Filter):
    """An amount out of the blue: nothing was asked, and nothing else can be meant."""

    async def __call__(self, message: Message, me: Speaker) -> bool:
        """Whether the text reads as an amount, well or badly."""
        if me.question:
            return False
        amount = parse_amount(message.text or "")
        return not isinstance(amount, Refused) or amount.reason is not Refusal.AMOUNT_UNCLEAR


def names_customer(text: str) -> bool:
    """Whether the text is a card number without a slip, or a phone: no answer to any question of the till."""
    return check_card_number(text) is not None or till_phone(text) != ""


async def show(event: CallbackQuery | Message, view: SaleView | Refused, words: Words, shop: Shop) -> None:
    """The sale as it stands, or why not; of an open one the message is kept, to show its end there."""
    if isinstance(view, Refused):
        await refuse(event, view, words, shop)
        return
    message_id = await respond(event, texts.sale(words, view), shop)
    if view.state in OPEN:
        await remember_screen(shop, view.draft_id, str(message_id))


async def how_to_sell(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """/sale and its key. The card number typed next opens a sale: no other question may take it."""
    if me.question not in QUESTIONS_OF_A_SALE:
        await stop_asking(shop, me.account_id)
    await respond(message, texts.how_to_sell(words, shop.settings.scanner_url), shop)


async def card_link(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """A card's link was pasted."""
    await named(message, Way.LINK, me, words, shop)


async def card_typed(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """A card number or a phone was typed, by hand or by a scanner."""
    await named(message, Way.TYPED, me, words, shop)


async def named(message: Message, way: Way, me: Speaker, words: Words, shop: Shop) -> None:
    """A sale for whoever was named; a phone nobody has can be enrolled."""
    text = message.text or ""
    view = await identify(shop, me.member_id, me.account_id, text, way)
    if isinstance(view, Refused) and view.reason is Refusal.PHONE_UNKNOWN:
        await offer_enrolment(shop, me.account_id, till_phone(text))
        await respond(message, enrolment.offer(words, till_phone(text)), shop)
        return
    await show(message, view, words, shop)


async def amount_typed(
    message: Message, about: str, me: Speaker, words: Words, programme: Programme, shop: Shop
) -> None:
    """The amount of the sale opened last; another one makes a new preview."""
    receipt = parse_receipt(message.text or "", programme.categories)
    if isinstance(receipt, Refused):
        await refuse(message, receipt, words, shop)
        return
    view = await price_sale(shop, me.member_id, about, receipt.lines, receipt.number)
    await show(message, view, words, shop)


async def not_an_amount(message: Message, words: Words, shop: Shop) -> None:
    """A picture, a sticker, a voice: the question stays."""
    await respond(message, texts.amount_in_digits(words), shop)


async def sum_alone(message: Message, words: Words, shop: Shop) -> None:
    """An amount, and no sale is open."""
    await refuse(message, Refused(Refusal.NO_OPEN_SALE), words, shop)


async def confirmed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Add +22" under a preview."""
    draft_id, revision = args[0] if args else "", number(args, 1)
    view = await confirm_sale(
        shop, me.member_id, me.account_id, draft_id, -1 if revision is None else revision
    )
    await show(callback, view, words, shop)


async def left(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """ "Close" under a question or a preview."""
    view = await leave_sale(shop, me.member_id, me.account_id, args[0] if args else "")
    await show(callback, view, words, shop)


async def show_undone(
    callback: CallbackQuery, view: SaleView | Refused, purchase_id: int, words: Words, shop: Shop
) -> None:
    """What came of an undo; what is too old for it can be refunded."""
    if isinstance(view, Refused) and view.reason is Refusal.UNDO_TOO_LATE:
        await refuse(callback, view, words, shop, instead_of_undo(words, purchase_id))
        return
    await show(callback, view, words, shop)


async def undo_asked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Undo the sale" under a booked sale: are you sure?"""
    purchase_id = number(args, 0) or 0
    view = await show_purchase(shop, me.member_id, purchase_id)
    if isinstance(view, SaleView) and view.state is SaleState.BOOKED:
        await respond(callback, texts.ask_undo(words, view), shop)
        return
    await show_undone(callback, view, purchase_id, words, shop)


async def undo_confirmed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Yes, undo"."""
    purchase_id = number(args, 0) or 0
    await show_undone(callback, await undo_sale(shop, me.member_id, purchase_id), purchase_id, words, shop)


async def kept(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """ "No, keep": the booked sale again."""
    await show(callback, await show_purchase(shop, me.member_id, number(args, 0) or 0), words, shop)


def register_scans(room: Router) -> None:
    """A card begins a sale also where a code or points were asked about for the sale before."""
    room.message.register(card_link, CardLink())
    room.message.register(card_typed, Typed(names_customer))


def register(room: Router) -> None:
    """Which message and which tap goes where; the first that fits takes it."""
    room.message.register(how_to_sell, Door("sale", key_of))
    room.message.register(card_typed, Typed(is_card_number))
    room.message.register(amount_typed, Asked(QUESTION), Typed(is_answer))
    room.message.register(not_an_amount, Asked(QUESTION), Wordless())
    room.message.register(sum_alone, SumAlone())
    room.callback_query.register(confirmed, Pressed("sale.ok"))
    room.callback_query.register(left, Pressed("sale.off"))
    room.callback_query.register(undo_asked, Pressed("sale.undo"))
    room.callback_query.register(undo_confirmed, Pressed("sale.undone"))
    room.callback_query.register(kept, Pressed("sale.keep"))
