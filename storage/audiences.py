"""How many of many members can be written to now, and what earlier broadcasts brought."""

import json
from array import array
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from loyalty.broadcast_forecast import MOST_PAST, RESPONSE_DAYS, Past
from loyalty.campaign_views import Audience
from loyalty.campaigns import BROADCAST, CONTROL, CampaignState
from loyalty.messages import BUDGET, BUDGET_TIME, MARKETING, Preferences, marketing_at
from storage import effects
from storage.sales import PAST
from storage.schema import campaigns, purchases
from storage.types import to_microseconds

CHUNK = 10_000
RECEIPT_DAYS = 90
_UNDER_WAY = (CampaignState.QUEUING.value, CampaignState.RUNNING.value, CampaignState.PAUSED.value)
# One pass over a part of the members; by their quiet hours, because those are told by the clock alone.
_COUNTED = """
WITH these AS (
  SELECT value AS member_id FROM json_each(:members)
), reached AS (
  SELECT member_id,
    EXISTS (SELECT 1 FROM accounts WHERE accounts.member_id = these.member_id
            AND messenger = :messenger AND reachable) AS reachable
  FROM these
), known AS (
  SELECT member_id, reachable,
    reachable AND coalesce((SELECT given FROM consents WHERE consents.member_id = reached.member_id
      AND kind = :advertising ORDER BY id DESC LIMIT 1), 0) AS agreed
  FROM reached
)
SELECT coalesce(quiet_from_hour, -1), coalesce(quiet_until_hour, -1), coalesce(time_zone, ''),
  count(*), sum(reachable), sum(agreed),
  sum(agreed AND (SELECT count(*) FROM notices WHERE notices.member_id = known.member_id
    AND priority >= :marketing AND ended_at > :since AND state IN ('sent', 'unknown')) >= :budget),
  sum(agreed AND EXISTS (SELECT 1 FROM json_each(:busy) AS other JOIN recipients
    ON recipients.campaign_id = other.value AND recipients.member_id = known.member_id
    AND recipients.state IN ('waiting', 'handed')))
FROM known LEFT JOIN preferences USING (member_id)
GROUP BY 1, 2, 3
"""


def count_audience(
    tx: Connection,
    members: "array[int]",
    messenger: str,
    advertising: str,
    zone: ZoneInfo,
    now: datetime,
    due_at: Callable[[ZoneInfo], datetime],
) -> Audience:
    """What stands between these members and a marketing message. zone: the programme's; due_at: when the
    message is due for whoever lives in a zone."""
    values = {
        "messenger": messenger,
        "advertising": advertising,
        "marketing": MARKETING.value,
        "since": to_microseconds(now - BUDGET_TIME),
        "budget": BUDGET,
        "busy": json.dumps(_under_way(tx)),
    }
    sums: Counter[str] = Counter()
    for at in range(0, len(members), CHUNK):
        part = json.dumps(members[at : at + CHUNK].tolist())
        rows = tx.exec_driver_sql(_COUNTED, {**values, "members": part})
        for quiet_from, quiet_until, own_zone, *figures in rows:
            preferences = Preferences()
            if quiet_from >= 0:
                preferences = Preferences(frozenset(), quiet_from, quiet_until, own_zone)
            sums.update(dict(zip(("all", "reachable", "agreed", "over", "busy"), figures, strict=True)))
            own = ZoneInfo(own_zone) if own_zone else zone
            if marketing_at(preferences, own, (), due_at(own)) > due_at(own):
                sums["quiet"] += figures[2]
    return Audience(
        everybody=sums["all"],
        reachable=sums["reachable"],
        without_consent=sums["reachable"] - sums["agreed"],
        over_budget=sums["over"],
        quiet=sums["quiet"],
        busy=sums["busy"],
    )


def past_broadcasts(tx: Connection, now: datetime) -> list[Past]:
    """What the last broadcasts brought whose time to answer is over, the newest first."""
    query = (
        select(campaigns.c.id)
        .where(
            campaigns.c.kind == BROADCAST,
            campaigns.c.state == CampaignState.DONE.value,
            campaigns.c.ended_at <= now - timedelta(days=RESPONSE_DAYS),
        )
        .order_by(campaigns.c.id.desc())
        .limit(MOST_PAST)
    )
    return [_past(tx, campaign_id) for campaign_id in tx.scalars(query)]


def usual_receipt_minor(tx: Connection, now: datetime) -> int:
    """What a receipt of the last months came to on average; 0 without any."""
    query = select(func.avg(purchases.c.amount_minor)).where(
        purchases.c.at > now - timedelta(days=RECEIPT_DAYS),
        purchases.c.undone_at.is_(None),
        purchases.c.way != PAST,
    )
    return round(tx.scalar(query) or 0)


def _past(tx: Connection, campaign_id: int) -> Past:
    by_arm = effects.arms(tx, campaign_id, RESPONSE_DAYS)
    control = by_arm.get(CONTROL)
    got = [arm for number, arm in by_arm.items() if number != CONTROL]
    return Past(
        people=sum(arm.people for arm in got),
        buyers=sum(arm.buyers for arm in got),
        control_people=control.people if control else 0,
        control_buyers=control.buyers if control else 0,
    )


def _under_way(tx: Connection) -> Iterable[int]:
    query = select(campaigns.c.id).where(campaigns.c.kind == BROADCAST, campaigns.c.state.in_(_UNDER_WAY))
    return list(tx.scalars(query))
