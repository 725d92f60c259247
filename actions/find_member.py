"""An owner looks for a member: by card number, phone, or part of the name."""

import re

from actions.rights import may
from actions.shop import Shop
from loyalty.cards import check_card_number
from loyalty.characters import plain_characters
from loyalty.member_views import FoundMember
from loyalty.names import clean_name
from loyalty.phones import normal_phone
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from storage import people, search
from storage.database import Connection

QUESTION = "member"
MOST_FOUND = 9
SHORTEST_NAME = 2
PHONE_DIGITS = re.compile(r"\+?[0-9 ()\-]{10,24}")


async def ask_member(shop: Shop, actor_id: int, account_id: int) -> Refused | None:
    """The owner's next text says whom he looks for. Refuses NOT_OWNER."""
    now = shop.now()

    def write(tx: Connection) -> Refused | None:
        if refused := may(tx, actor_id, Right.SEE_MEMBERS):
            return refused
        people.ask(tx, account_id, QUESTION, "", now)
        return None

    return await shop.db.write(write)


async def find_member(shop: Shop, actor_id: int, text: str) -> tuple[FoundMember, ...] | Refused:
    """Whoever fits, at most ten: ten means that there may be more. Refuses NOT_OWNER, MEMBER_UNKNOWN."""
    indexes = [shop.vault.index("phone", phone) for phone in _phones(text)]
    number, name = check_card_number(text), clean_name(text)

    def read(tx: Connection) -> tuple[FoundMember, ...] | Refused:
        if refused := may(tx, actor_id, Right.SEE_MEMBERS):
            return refused
        found = search.by(tx, "number", number) if number else []
        for index in indexes:
            found = found or search.by(tx, "phone_index", index)
        if not found and isinstance(name, str) and len(name) >= SHORTEST_NAME:
            found = search.named(tx, name, MOST_FOUND + 1)
        if not found:
            return Refused(Refusal.MEMBER_UNKNOWN)
        return tuple(FoundMember(one.member_id, one.name, one.number) for one in found)

    return await shop.db.survey(read)


def _phones(text: str) -> list[str]:
    """The numbers a text may mean: as it stands, and dialled with an 8 as in Russia and Kazakhstan."""
    typed = plain_characters(text[:40]).strip()
    if PHONE_DIGITS.fullmatch(typed) is None:
        return []
    digits = re.sub("[^0-9]", "", typed)
    spellings = [digits]
    if len(digits) == len("89001234567") and digits.startswith("8") and not typed.startswith("+"):
        spellings.append("7" + digits[1:])
    if len(digits) == len("9001234567"):
        spellings.append("7" + digits)
    return [phone for one in spellings if isinstance(phone := normal_phone(one), str)]
