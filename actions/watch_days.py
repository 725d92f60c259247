"""Once a day the sales of the last weeks are looked at for what no single sale shows."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from actions.alerting import report
from actions.shop import Shop
from loyalty.staff import Role
from loyalty.watch.base import Hit, Norm
from loyalty.watch.rules import in_days
from loyalty.watch.settings import Watch
from loyalty.watch.tally import tallied
from storage import alerts, staff, stores, watch
from storage import shop as rows
from storage.database import Connection

WEEK, MONTH = timedelta(days=7), timedelta(days=28)
# The same about the same card or till is told again only after a week.
QUIET = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Found:
    """What the weeks gave rise to, and what receipts of each store usually come to."""

    hits: Sequence[Hit]
    norms: dict[int, Norm]


async def watch_days(shop: Shop) -> int:
    """How many new alerts there are. Twice in a day changes nothing."""
    now = shop.now()
    found = await shop.db.survey(lambda tx: _look(tx, now))
    count = await shop.db.write(lambda tx: _keep(tx, found, now))
    shop.wake()
    return count


def _look(tx: Connection, now: datetime) -> Found:
    sales = list(watch.sales(tx, now - MONTH, now))
    month = tallied(sale for _, sale in sales)
    week = tallied(sale for at, sale in sales if at > now - WEEK)
    leaders = {
        one.member_id: staff.store_of(tx, one.member_id)
        for one in staff.colleagues(tx)
        if one.role is not Role.CASHIER
    }
    givers = watch.givers(tx, leaders, now - MONTH)
    friends = watch.first_buys(tx, rows.programme(tx).referral.minimum_minor, now - MONTH)
    living = [one.id for one in stores.living(tx)]
    alike: dict[str, list[int]] = defaultdict(list)
    settings: dict[str, Watch] = {}
    for store_id in living:
        one = watch.watch_of(tx, store_id) or Watch()
        alike[repr(one)].append(store_id)
        settings[repr(one)] = one
    hits = [
        hit
        for key, ids in alike.items()
        for hit in in_days(week, month, givers, friends, settings[key])
        if hit.store_id in ids
    ]
    return Found(hits, {store_id: month.norm(store_id) for store_id in living})


def _keep(tx: Connection, found: Found, now: datetime) -> int:
    for store_id, norm in found.norms.items():
        watch.keep_norm(tx, store_id, norm)
    today = now.astimezone(ZoneInfo(rows.programme(tx).time_zone)).date().isoformat()
    fresh = [hit for hit in found.hits if not alerts.told_since(tx, hit, now - QUIET)]
    for hit in fresh:
        report(tx, hit, today, now)
    return len(fresh)
