"""A member tells his city, or has it forgotten."""

from actions.shop import Shop
from loyalty.joining import Step
from loyalty.names import clean_name
from loyalty.refusals import Refusal, Refused
from storage import people
from storage.database import Connection

QUESTION = "city"
LONGEST_CITY = 64


async def ask_city(shop: Shop, member_id: int, account_id: int) -> Refused | None:
    """The member's next text is his city. Refuses NOT_JOINED."""
    now = shop.now()

    def write(tx: Connection) -> Refused | None:
        if refused := _stranger(tx, member_id):
            return refused
        people.ask(tx, account_id, QUESTION, "", now)
        return None

    return await shop.db.write(write)


async def tell_city(shop: Shop, member_id: int, account_id: int, text: str) -> Refused | None:
    """This is his city. Refuses NOT_JOINED, LABEL_UNCLEAR."""
    city = clean_name(text, LONGEST_CITY)
    if isinstance(city, Refused):
        return Refused(Refusal.LABEL_UNCLEAR, {"longest": LONGEST_CITY})
    return await _keep(shop, member_id, account_id, city)


async def forget_city(shop: Shop, member_id: int, account_id: int) -> Refused | None:
    """Nobody knows his city any more. Refuses NOT_JOINED."""
    return await _keep(shop, member_id, account_id, "")


async def _keep(shop: Shop, member_id: int, account_id: int, city: str) -> Refused | None:
    def write(tx: Connection) -> Refused | None:
        if refused := _stranger(tx, member_id):
            return refused
        people.change_member(tx, member_id, city=city)
        people.stop_asking_for(tx, account_id, QUESTION)
        return None

    return await shop.db.write(write)


def _stranger(tx: Connection, member_id: int) -> Refused | None:
    return None if people.member(tx, member_id).step == Step.JOINED else Refused(Refusal.NOT_JOINED)
