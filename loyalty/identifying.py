"""What a camera, a scanner or a keyboard gave at the till: whose card or phone it names."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from loyalty.cards import (
    LONGEST_LINK,
    TYPED_NUMBER,
    StartKind,
    check_card_number,
    parse_start,
    pay_digits,
    read_link,
)
from loyalty.characters import plain_characters
from loyalty.phones import typed_phone
from loyalty.refusals import Refusal, Refused

# Customers a cashier, or a till's program, may enrol by phone in a day; how long one waits for his person.
ENROLLED_AT_MOST = 20
WAITS_FOR = timedelta(days=30)


class By(StrEnum):
    """What names a customer; the value is how he is looked up."""

    CARD = "card_token"
    NUMBER = "number"
    PHONE = "phone_index"


@dataclass(frozen=True, slots=True)
class Named:
    """A customer as he was named. pay_digits: of his pay code's picture, "" for any other."""

    by: By
    value: str
    pay_digits: str = ""


def read_customer(text: str, bot_username: str) -> Named | Refused:
    """A card's link or start payload, a pay code's link, a card number, or a phone in E.164 form.

    Refuses CARD_MISTYPED for twelve digits that no card has, NOT_A_CARD for everything else.
    """
    plain = plain_characters(text[: LONGEST_LINK + 1]).strip()
    payload = read_link(plain, bot_username) or parse_start(plain)
    if payload is not None:
        card = payload.kind is StartKind.CARD
        return Named(By.CARD, payload.value, pay_digits(payload)) if card else Refused(Refusal.NOT_A_CARD)
    if number := check_card_number(plain):
        return Named(By.NUMBER, number)
    if is_card_number(plain):
        return Refused(Refusal.CARD_MISTYPED)
    phone = till_phone(plain)
    return Named(By.PHONE, phone) if phone else Refused(Refusal.NOT_A_CARD)


def is_card_number(text: str) -> bool:
    """Whether the text is twelve digits, right or mistyped."""
    return TYPED_NUMBER.fullmatch(plain_characters(text)) is not None


def till_phone(text: str) -> str:
    """A phone in E.164 form as people say it in Russia and Kazakhstan, or with a +; "" for anything else.

    Other bare digits are amounts, receipts and goods: they need the + to be a phone.
    """
    plain = plain_characters(text[: LONGEST_LINK + 1]).strip().removeprefix("tel:").strip()
    digits = "".join(sign for sign in plain if sign.isdigit())
    home = (len(digits) == len("89001234567") and digits[0] in "78") or (
        len(digits) == len("9001234567") and digits[0] == "9"
    )
    return typed_phone(plain) if home or plain.startswith("+") else ""
