"""The till of the demo shop: regulars join, buy, pay with points, take their gifts, bring goods back."""

from typing import TypeVar

from actions.arrive import arrive
from actions.ask_spend import take_points
from actions.claims import hand_over
from actions.confirm_sale import confirm_sale
from actions.invite import show_invite
from actions.join import (
    ADVERTISING,
    PERSONAL_DATA,
    Consent,
    give_consent,
    share_phone,
    tell_birthday,
    tell_name,
)
from actions.new_member import MESSENGER
from actions.open_sale import open_sale
from actions.pay_code import new_pay_code, show_code
from actions.price_sale import price_sale
from actions.recognise import Speaker, recognise
from actions.refund_sale import refund_sale
from actions.shop import Shop
from actions.show_card import show_card
from actions.show_refund import price_refund
from loyalty.birthdays import Birthday
from loyalty.receipts import Line
from loyalty.refusals import Refused
from loyalty.views import SaleView
from sandbox.demo_regulars import Visit
from sandbox.state import Person

CONSENT_TEXT = "demo"
Outcome = TypeVar("Outcome")


def went(outcome: Outcome | Refused) -> Outcome:
    """What an action came to; LookupError when it refused: the demo shop asks for nothing impossible."""
    if isinstance(outcome, Refused):
        raise LookupError(f"the demo shop was refused: {outcome.reason}")
    return outcome


async def speaker_of(shop: Shop, person: Person) -> Speaker:
    """Who this person is to the bot. LookupError when he never came."""
    speaker, _ = await recognise(shop, MESSENGER, str(person.id))
    if speaker is None:
        raise LookupError(f"{person.first_name} never came")
    return speaker


async def come(shop: Shop, person: Person, host: Person | None) -> None:
    """The first /start: by the host's invitation, or by the sign at the till."""
    payload = "s-demo"
    if host is not None:
        view = went(await show_invite(shop, (await speaker_of(shop, host)).member_id))
        payload = view.link.partition("start=")[2]
    await arrive(shop, str(person.id), person.language, f"{person.first_name} {person.last_name}", payload)


async def join(shop: Shop, person: Person, birthday: Birthday | None) -> None:
    """Every question of joining, answered."""
    member_id = (await speaker_of(shop, person)).member_id
    for kind in (PERSONAL_DATA, ADVERTISING):
        consent = Consent(kind, given=True, text_version=CONSENT_TEXT, language=person.language)
        await give_consent(shop, member_id, consent)
    await tell_name(shop, member_id, f"{person.first_name} {person.last_name}")
    await share_phone(shop, member_id, person.phone)
    await tell_birthday(shop, member_id, birthday)


async def sell(shop: Shop, till: Person, person: Person, visit: Visit) -> int:
    """A sale as a cashier makes it: scan, amount, confirm; gifts that wait are handed out. The purchase."""
    cashier, holder = await speaker_of(shop, till), await speaker_of(shop, person)
    card = went(await show_card(shop, holder.member_id))
    who = (shop, cashier.member_id, cashier.account_id)
    opened = went(await open_sale(*who, number=card.number))
    for claim in opened.claims:
        went(await hand_over(shop, cashier.member_id, claim.id, opened.draft_id))
    priced = went(await price_sale(shop, cashier.member_id, opened.draft_id, [Line(visit.amount_minor)]))
    if visit.with_points:
        booked = await _pay(shop, cashier, holder, priced)
    else:
        booked = went(await confirm_sale(*who, priced.draft_id, priced.revision))
    if booked.purchase_id is None:
        raise LookupError(f"{person.first_name} could not buy")
    return booked.purchase_id


async def _pay(shop: Shop, cashier: Speaker, holder: Speaker, priced: SaleView) -> SaleView:
    """The customer shows his pay code, and all that the rules allow is taken."""
    who = (shop, cashier.member_id, cashier.account_id)
    code = went(await new_pay_code(shop, holder.member_id))
    approved = went(await show_code(*who, priced.draft_id, code.digits))
    return went(await take_points(*who, priced.draft_id, approved.revision))


async def refund(shop: Shop, till: Person, purchase_id: int, goods_minor: int) -> None:
    """Goods come back: the preview, then the tap under it."""
    cashier = await speaker_of(shop, till)
    who = (shop, cashier.member_id, cashier.account_id)
    preview = went(await price_refund(*who, purchase_id, goods_minor))
    about = (await speaker_of(shop, till)).about
    went(await refund_sale(*who, about, purchase_id, preview.code))
