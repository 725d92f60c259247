"""A person the shop has never seen: a member with a card of his own and the account he came with."""

from dataclasses import dataclass
from datetime import datetime

from actions.shop import Shop
from actions.was_here import account_index, note_return
from loyalty.cards import DIGIT_ALPHABET, RANDOM_DIGITS, TOKEN_ALPHABET, TOKEN_LENGTH, card_number
from loyalty.joining import Step
from storage import people
from storage.database import Connection

MESSENGER = "telegram"
TRIES = 5


@dataclass(frozen=True, slots=True)
class Newcomer:
    """An account seen for the first time, with fresh codes for a card (numbers are tried in turn)."""

    external_id: str
    language: str
    display_name: str
    token: str
    numbers: tuple[str, ...]
    account_index: bytes


def newcomer(shop: Shop, external_id: str, language: str, display_name: str) -> Newcomer:
    """Draw the codes outside the transaction: it must be a plain function of its inputs."""
    bodies = (shop.new_code(DIGIT_ALPHABET, RANDOM_DIGITS) for _ in range(TRIES))
    return Newcomer(
        external_id=external_id,
        language=language,
        display_name=display_name,
        token=shop.new_code(TOKEN_ALPHABET, TOKEN_LENGTH),
        numbers=tuple(card_number(body) for body in bodies),
        account_index=account_index(shop, MESSENGER, external_id),
    )


def new_member(
    tx: Connection, who: Newcomer, now: datetime, *, source: str = "", invited_by: int | None = None
) -> people.Speaker:
    """Write the member and the account; a card number already taken makes way for the next one drawn."""
    number = next(n for n in who.numbers if people.find_member(tx, "number", n) is None)
    member_id = people.add_member(tx, number, who.token, Step.CONSENT, source, invited_by, now)
    people.add_account(tx, member_id, MESSENGER, who.external_id, who.language, who.display_name, now)
    note_return(tx, member_id, who.account_index)
    speaker = people.speaker(tx, MESSENGER, who.external_id)
    if speaker is None:
        raise LookupError("the account was just written")
    return speaker
