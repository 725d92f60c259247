"""A customer without a card is enrolled at the till by phone: a member who waits for his person.

Points collect on him at once; whoever joins with this phone, proved by the messenger, finds them.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from actions.join import PERSONAL_DATA
from actions.new_member import TRIES
from actions.open_sale import DRAFT_ID_LENGTH, is_served, open_draft
from actions.rights import may
from actions.shop import Shop
from loyalty.cards import DIGIT_ALPHABET, RANDOM_DIGITS, TOKEN_ALPHABET, TOKEN_LENGTH, card_number
from loyalty.expiry import day_start
from loyalty.identifying import ENROLLED_AT_MOST
from loyalty.joining import Step
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.sale import Way
from loyalty.views import SaleView
from storage import people
from storage import shop as rows
from storage.database import Connection
from storage.vault import SealBrokenError, Vault

QUESTION = "enrol"
SOURCE = "till"
SEALED_PHONE = "members:phone"
SEALED_QUESTION = "conversations:about"


async def offer_enrolment(shop: Shop, account_id: int, phone: str) -> None:
    """Keep the phone, sealed, until the cashier says whether to enrol it."""
    now = shop.now()
    sealed = shop.vault.seal(SEALED_QUESTION, str(account_id), phone).hex()
    await shop.db.write(lambda tx: people.ask(tx, account_id, QUESTION, sealed, now))


def offered_phone(shop: Shop, account_id: int, about: str) -> str:
    """The phone kept by offer_enrolment; "" when it can't be read any more."""
    try:
        return shop.vault.unseal(SEALED_QUESTION, str(account_id), bytes.fromhex(about))
    except (SealBrokenError, ValueError):
        return ""


async def enrol_customer(
    shop: Shop,
    cashier_id: int,
    account_id: int,
    phone: str,
    text_version: str,
    language: str,
    way: Way = Way.PHONE,
) -> SaleView | Refused:
    """Enrol this phone (E.164) and open a sale for it; one enrolled meanwhile simply gets the sale.

    text_version, language: of the words the customer agreed to; the cashier vouches for his yes.
    Refuses NOT_STAFF, PHONE_UNCLEAR, STILL_JOINING, OWN_CARD, TOO_MANY_ENROLLED.
    """
    if not phone:
        return Refused(Refusal.PHONE_UNCLEAR)
    now, draft_id = shop.now(), shop.new_code(TOKEN_ALPHABET, DRAFT_ID_LENGTH)
    asked = new_enrolment(shop, cashier_id, phone, text_version, language)

    def write(tx: Connection) -> SaleView | Refused:
        if refused := may(tx, cashier_id, Right.SELL):
            return refused
        member = enrol(tx, asked, now)
        if isinstance(member, Refused):
            return member
        return open_draft(tx, draft_id, cashier_id, account_id, member, now, way=way)

    return await shop.db.write(write)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A phone (E.164) to be enrolled, what its card would be, and who vouches for the customer's yes.

    till_id: of the till whose program enrols, None: the colleague does it himself.
    """

    vault: Vault
    phone: str
    token: str
    numbers: tuple[str, ...]
    asked_by: int
    text_version: str
    language: str
    till_id: int | None


def new_enrolment(
    shop: Shop, asked_by: int, phone: str, text_version: str, language: str, till_id: int | None = None
) -> Enrolment:
    """Everything enrol needs that is drawn at random."""
    token = shop.new_code(TOKEN_ALPHABET, TOKEN_LENGTH)
    numbers = tuple(card_number(shop.new_code(DIGIT_ALPHABET, RANDOM_DIGITS)) for _ in range(TRIES))
    return Enrolment(shop.vault, phone, token, numbers, asked_by, text_version, language, till_id)


def enrol(tx: Connection, asked: Enrolment, now: datetime) -> people.Member | Refused:
    """The transaction of enrol_customer for whoever may: the member with this phone, a new one who waits.

    Refuses STILL_JOINING, TOO_MANY_ENROLLED.
    """
    if refused := _decide(tx, asked, now):
        return refused
    index = asked.vault.index("phone", asked.phone)
    member = people.find_member(tx, "phone_index", index)
    if member is not None:
        return member if is_served(tx, member) else Refused(Refusal.STILL_JOINING)
    number = next(one for one in asked.numbers if people.find_member(tx, "number", one) is None)
    member_id = people.add_member(tx, number, asked.token, Step.CONSENT, SOURCE, None, now)
    sealed = asked.vault.seal(SEALED_PHONE, str(member_id), asked.phone)
    people.change_member(tx, member_id, phone=sealed, phone_index=index)
    people.add_consent(
        tx,
        member_id,
        PERSONAL_DATA,
        given=True,
        text_version=asked.text_version,
        language=asked.language,
        at=now,
        asked_by=asked.asked_by,
        till_id=asked.till_id,
    )
    return people.member(tx, member_id)


def _decide(tx: Connection, asked: Enrolment, now: datetime) -> Refused | None:
    zone = ZoneInfo(rows.programme(tx).time_zone)
    today = day_start(now.astimezone(zone).date(), zone)
    if people.consents_asked(tx, asked.asked_by, asked.till_id, today) >= ENROLLED_AT_MOST:
        return Refused(Refusal.TOO_MANY_ENROLLED, {"most": ENROLLED_AT_MOST})
    return None
