"""Two programmes for the tests of the rules: a plain one, and one with everything in it."""

from dataclasses import replace
from datetime import date

from loyalty.programme import (
    Category,
    Event,
    Expiry,
    HourRule,
    Programme,
    StampCard,
    StoreRate,
    Terms,
    Tier,
)

SOUND = Programme(4, "Маяк", "RUB", "Europe/Moscow")
DAY = date(2026, 5, 3)
SILVER, GOLD = Tier("t1", "Silver", 10_000), Tier("t2", "Gold", 20_000)
RICH = replace(
    SOUND,
    tiers=(SILVER, replace(GOLD, keep=15_000, cap_bp=5_000, colour="#1B7F5E")),
    categories=(Category("c1", "Wine", 300), Category("c2", "Delivery", earns=False)),
    hours=(HourRule("h1", (0, 6), 540, 60, 700),),
    stores=(StoreRate(1, 700),),
    events=(Event("e1", "May", DAY, DAY, 20_000, "c1"),),
    stamps=(StampCard("s1", "Coffee", 5, "a coffee", "c2"),),
    terms=Terms(expiry=Expiry.LOT),
)
