"""The statistics of members: kept with each purchase and refund, proven at night, made anew when need be."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from actions.shop import Shop
from actions.sold import Returned, Sold
from loyalty.statistics import Bought, Tally, added, continues, of_purchases, tallied
from storage import sales, stats
from storage import shop as shop_rows
from storage.database import Connection

# To be raised when the figures mean something else than before: they are made anew then.
VERSION = 1
# What the figures were made with: their version, the time zone of each store, and how far that has come.
MADE_WITH = "stats_made_with"
SAMPLE = 1_000
# So many members in one transaction, about ten milliseconds; so many transactions at a time.
AT_ONCE = 10
TURNS = 500


@dataclass(frozen=True, slots=True)
class Checked:
    """How many members were looked at, and those whose figures were wrong and are right now."""

    members: int
    mended: tuple[int, ...]


# --- what follows from purchases ---


def after_purchase(tx: Connection, sold: Sold) -> None:
    """A purchase was booked."""
    purchase = sold.purchase
    local = purchase.at.astimezone(stats.zone_called(shop_rows.store_time_zone(tx, purchase.store_id)))
    bought = Bought(
        day=local.toordinal(),
        at=purchase.at,
        hour=local.hour,
        amount_minor=purchase.amount_minor,
        store_id=purchase.store_id,
        categories=frozenset(line.category for line in sold.quote.lines),
    )
    _count(tx, purchase.member_id, bought)


def after_refund(tx: Connection, back: Returned) -> None:
    """Goods came back, or a purchase was undone."""
    recompute(tx, back.purchase.member_id)


def after_import(
    tx: Connection, member_id: int, store_id: int, amount_minor: int, day: date, at: datetime
) -> None:
    """A purchase of the past was brought along; nobody knows its goods."""
    zone = stats.zone_called(shop_rows.store_time_zone(tx, store_id))
    _count(tx, member_id, Bought(day.toordinal(), at, at.astimezone(zone).hour, amount_minor, store_id))


def after_undone(tx: Connection, purchase_id: int) -> None:
    """A purchase that was brought along counts no more; it may be another card's since."""
    purchase = sales.purchase(tx, purchase_id)
    if purchase is not None:
        recompute(tx, purchase.member_id)


def recompute(tx: Connection, *member_ids: int) -> None:
    """Make the figures of these members anew from their purchases."""
    for member_id in member_ids:
        stats.replace(tx, member_id, *of_purchases(stats.bought(tx, member_id)))


def _count(tx: Connection, member_id: int, bought: Bought) -> None:
    before = stats.of_member(tx, member_id)
    # Without any there may be purchases that were not counted yet.
    if before is None or not continues(before, bought):
        recompute(tx, member_id)
        return
    stats.keep(tx, member_id, added(before, bought))
    stats.count(tx, member_id, {key: Tally(1, bought.day) for key in tallied(bought)})


# --- made anew, and proven ---


def are_complete(tx: Connection) -> bool:
    """Whether the figures are those of all purchases; not so for a while after an upgrade."""
    return _made_with(tx) == {**_present(tx), "after": None}


async def rebuild_statistics(shop: Shop) -> int:
    """Go on making the figures anew, if they were made with something else; of how many members."""
    if await shop.db.read(are_complete):
        return 0
    done = 0
    for _ in range(TURNS):
        some = await shop.db.write(_rebuild_some)
        done += some
        if some < AT_ONCE:
            break
    return done


async def check_statistics(shop: Shop) -> Checked:
    """Compare some members' figures, others each night, with their purchases; what is wrong is put right."""
    seed = shop.now().toordinal()
    ids = await shop.db.survey(lambda tx: stats.picked(tx, seed, SAMPLE) if are_complete(tx) else ())
    wrong: list[int] = []
    for first in range(0, len(ids), AT_ONCE):
        wrong += await shop.db.survey(partial(_wrong, member_ids=ids[first : first + AT_ONCE]))
    for member_id in wrong:
        await shop.db.write(partial(_mend, member_id=member_id))
    return Checked(len(ids), tuple(wrong))


def _wrong(tx: Connection, member_ids: Sequence[int]) -> list[int]:
    return [one for one in member_ids if not stats.holds(tx, one, *of_purchases(stats.bought(tx, one)))]


def _mend(tx: Connection, member_id: int) -> None:
    recompute(tx, member_id)


def _rebuild_some(tx: Connection) -> int:
    """The next members; how many. How far it has come is kept with what they are made with."""
    kept, present = _made_with(tx), _present(tx)
    after: int | None = kept.get("after", 0) if _is_alike(kept, present) else 0
    ids = [] if after is None else stats.next_members(tx, after, AT_ONCE)
    recompute(tx, *ids)
    after = ids[-1] if len(ids) == AT_ONCE else None
    shop_rows.remember(tx, MADE_WITH, json.dumps({**present, "after": after}))
    return len(ids)


def _made_with(tx: Connection) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(shop_rows.fact(tx, MADE_WITH) or "{}")
    return kept


def _present(tx: Connection) -> dict[str, Any]:
    return {"version": VERSION, "zones": stats.zones(tx)}


def _is_alike(kept: Mapping[str, Any], present: Mapping[str, Any]) -> bool:
    """Whether figures made so are right still: a store that is new changes none."""
    zones = {**present["zones"], **kept.get("zones", {})}
    return bool(kept.get("version") == present["version"] and zones == present["zones"])
