"""What the tests of own words do: an automation gets its text, what is due goes and is read."""

from dataclasses import replace
from typing import Any

from actions.deliver import record
from actions.delivery import Delivery
from actions.outcomes import Outcome, Sent
from loyalty.campaigns import Content
from loyalty.programme import Expiry, Terms, Tier
from storage import campaigns
from storage.database import Connection
from tests.actions.people import Cast
from tests.actions.regulars import Regulars
from tests.clockwork.stand import claimed
from texts.notices import render
from texts.words import words_for

MONTHLY = Terms(expiry=Expiry.LOT, lifetime_months=1, reminder_days=(14, 5))
GOLD = Tier("g", "Золото", 10_000_00, rate_bp=700)
HELLO = "Здравствуйте!"
ARRIVED = Sent("1")
RU = words_for("ru", "Europe/Moscow", "RUB")


async def said(shop: Regulars, campaign_id: int, **values: Any) -> None:
    """The automation's text, gift or anything else of it."""

    def write(tx: Connection) -> None:
        body = values.pop("body", "")
        if body:
            campaigns.say(tx, campaign_id, Content(0, "", body))
        one = campaigns.find(tx, campaign_id)
        assert one is not None
        campaigns.keep(tx, replace(one, **values))

    await shop.shop.db.write(write)


async def went(cast: Cast, *outcomes: Outcome) -> list[Delivery]:
    """Everything due is sent: with these outcomes first, then it arrives."""
    found, left = [], list(outcomes)
    while deliveries := await claimed(cast.stand, 10):
        for delivery in deliveries:
            await record(cast.shop, delivery, left.pop(0) if left else ARRIVED)
            found.append(delivery)
    return found


def text_of(delivery: Delivery) -> str:
    return render(RU, delivery.kind, delivery.data).text
