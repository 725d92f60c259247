"""Where the price bands begin: a single fact, and the thirds of all buyers it is drawn from."""

from sqlalchemy import Connection, Select, func, select

from loyalty.price_bands import LEAST_BUYERS, PriceBands, drawn
from storage import shop as rows
from storage.living import LIVING
from storage.schema import member_stats, members

_KEY = "price_bands"


def kept(tx: Connection) -> PriceBands | None:
    """The bands, None before they were drawn or set."""
    value = rows.fact(tx, _KEY)
    return None if value is None else PriceBands(*map(int, value.split()))


def keep(tx: Connection, bands: PriceBands) -> None:
    """These are the bands from now on."""
    rows.remember(tx, _KEY, f"{bands.middle_minor} {bands.high_minor}")


def buyers(tx: Connection) -> int:
    """How many living members have bought."""
    return int(tx.scalar(select(func.count()).select_from(_averages().subquery())) or 0)


def thirds(tx: Connection) -> PriceBands | None:
    """The bands that give a third of the buyers each; None for fewer than LEAST_BUYERS."""
    number = buyers(tx)
    if number < LEAST_BUYERS:
        return None
    ordered = _averages().order_by("average").limit(1)
    first, second = (int(tx.scalar(ordered.offset(number * n // 3)) or 0) for n in (1, 2))
    return drawn(first, second)


def _averages() -> Select[tuple[int]]:
    """The average receipt of each buyer, down to whole minor units."""
    average = (member_stats.c.revenue_minor // member_stats.c.orders).label("average")
    bought = member_stats.c.orders > 0
    return select(average).join(members, members.c.id == member_stats.c.member_id).where(LIVING, bought)
