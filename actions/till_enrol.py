"""A till's program enrols a customer by phone, as a cashier does: he joins later with the same phone."""

from collections.abc import Callable
from datetime import datetime

from actions.enrol_customer import enrol, new_enrolment
from actions.shop import Shop
from actions.till_calls import Answer, Ask, once
from actions.till_sale import TillCustomer, customer_of
from loyalty.identifying import till_phone
from loyalty.refusals import Refusal, Refused
from loyalty.tills import Till
from storage.database import Connection


async def enrol_by_phone(
    shop: Shop,
    ask: Ask,
    till: Till,
    phone: str,
    text_version: str,
    language: str,
    told: Callable[[TillCustomer], Answer],
) -> Answer | Refused | None:
    """Enrol this phone; one enrolled already is simply told. Whoever added the till vouches for consent, and
    each till may enrol as many in a day as a cashier.

    Refuses PHONE_UNCLEAR, STILL_JOINING, TOO_MANY_ENROLLED.
    """
    known = till_phone(phone)
    if not known:
        return Refused(Refusal.PHONE_UNCLEAR)
    asked = new_enrolment(shop, till.added_by, known, text_version, language, till.id)

    def work(tx: Connection, _: Till, now: datetime) -> TillCustomer | Refused:
        member = enrol(tx, asked, now)
        return member if isinstance(member, Refused) else customer_of(tx, member, now)

    return await once(shop, ask, work, told)
