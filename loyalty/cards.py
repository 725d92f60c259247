"""Cards: the number with its check digit, and the links whose start payloads open the bot's doors."""

import re
from dataclasses import dataclass
from enum import StrEnum
from string import ascii_letters, digits

from loyalty.characters import plain_characters

NUMBER_DIGITS = 12
RANDOM_DIGITS = NUMBER_DIGITS - 1
DIGIT_ALPHABET = digits
TOKEN_ALPHABET = digits + ascii_letters
TOKEN_LENGTH = 22  # 62 ** 22 > 2 ** 128: nobody guesses a card
PAY_CODE_DIGITS = 6
LONGEST_PAYLOAD = 64  # Telegram's limit
LONGEST_LINK = 300

TYPED_NUMBER = re.compile(r"[№#]? ?([0-9](?:[ -]{0,3}[0-9]){11})")
PAYLOAD = re.compile(
    r"(?P<kind>[cgiopt])-(?P<value>[0-9A-Za-z]+)(?:--(?P<label>[0-9A-Za-z_-]+))?|s-(?P<source>[0-9A-Za-z_-]+)"
)
LINK = re.compile(
    r"(?:(?:https?://)?(?:www\.)?(?:t|telegram)\.me/(?P<name>[0-9a-z_]+)/?|tg://resolve/?)\?(?P<query>[^\s#]*)(?:#\S*)?",
    re.IGNORECASE | re.ASCII,
)


class StartKind(StrEnum):
    """What a start payload opens; the value is its letter in the link."""

    CARD = "c"
    STAFF = "t"
    OWNER = "o"
    SOURCE = "s"
    INVITATION = "i"
    GIFT = "g"
    PROMO = "p"


@dataclass(frozen=True, slots=True)
class StartPayload:
    """`value` is a random token ("" for SOURCE), `source` tells where the link hung ("" if unknown)."""

    kind: StartKind
    value: str
    source: str = ""


def card_number(first_eleven: str) -> str:
    """The twelve digits of a card: eleven and their Luhn check digit (ISO/IEC 7812-1, annex B)."""
    if re.fullmatch(f"[0-9]{{{RANDOM_DIGITS}}}", first_eleven) is None:
        raise ValueError(f"a card number is made of {RANDOM_DIGITS} digits")
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in first_eleven[::-2])
    plain = sum(int(digit) for digit in first_eleven[-2::-2])
    return f"{first_eleven}{-(doubled + plain) % 10}"


def check_card_number(text: str) -> str | None:
    """The twelve digits of a typed card number, grouped or not; None for anything else and slips."""
    if len(text) > LONGEST_PAYLOAD or (typed := TYPED_NUMBER.fullmatch(plain_characters(text))) is None:
        return None
    number = re.sub("[^0-9]", "", typed[1])
    return number if card_number(number[:RANDOM_DIGITS]) == number else None


def group_number(number: str) -> str:
    """ "123456789012" as people read it: "1234 5678 9012"."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def parse_start(text: str) -> StartPayload | None:
    """What a start payload says; None for anything we did not write, which is then an ordinary start."""
    if len(text) > LONGEST_PAYLOAD or (parts := PAYLOAD.fullmatch(text)) is None:
        return None
    if parts["source"]:
        return StartPayload(StartKind.SOURCE, "", parts["source"])
    return StartPayload(StartKind(parts["kind"]), parts["value"], parts["label"] or "")


def pay_digits(payload: StartPayload | None) -> str:
    """The digits a pay code's picture carries beside the card's token; "" for any other link."""
    if payload is None or payload.kind is not StartKind.CARD:
        return ""
    return payload.source if len(payload.source) == PAY_CODE_DIGITS and payload.source.isdigit() else ""


def format_start(kind: StartKind, value: str, source: str = "") -> str:
    """The payload that `parse_start` reads back. ValueError when it could not: foreign signs, over 64."""
    if kind is StartKind.SOURCE:
        payload = f"{kind}-{source}"
    else:
        payload = f"{kind}-{value}--{source}" if source else f"{kind}-{value}"
    if parse_start(payload) != StartPayload(kind, value, source):
        raise ValueError("this start payload cannot be read back")
    return payload


def start_link(bot_username: str, payload: str) -> str:
    """The link a phone camera opens: Telegram passes `payload` to the bot with /start."""
    return f"https://t.me/{bot_username}?start={payload}"


def read_link(text: str, bot_username: str) -> StartPayload | None:
    """The payload in one of our start links, however it is written; None for any other text."""
    if len(text) > LONGEST_LINK or (link := LINK.fullmatch(text.strip())) is None:
        return None
    query = dict(part.partition("=")[::2] for part in link["query"].split("&"))
    name = link["name"] or query.get("domain", "")
    return parse_start(query.get("start", "")) if name.lower() == bot_username.lower() else None
