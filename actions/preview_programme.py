"""What a draft of the rules would have cost on the last 90 days of real purchases, and who would move."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from actions.shop import Shop
from loyalty.forecast import FORECAST_DAYS, Past, Replay, placed, ring
from loyalty.programme import Programme, TierMetric
from loyalty.settings_views import Desk, Preview
from loyalty.tiers import counted_from, movers
from storage import drafts, standings
from storage.database import Connection

# So many purchases take about a fortieth of a second; between two such pieces others get their turn.
PIECE = 200
# Above this the owner is told that it takes a moment.
MANY_PURCHASES = 3_000


async def takes_long(shop: Shop) -> bool:
    """Whether a preview needs more than a moment."""
    since = shop.now() - timedelta(days=FORECAST_DAYS)
    return await shop.db.read(lambda tx: drafts.count_past(tx, since)) > MANY_PURCHASES


async def preview(shop: Shop, desk: Desk) -> Preview:
    """Reckon the draft on this desk, piece by piece on another thread."""
    now, present, draft = shop.now(), desk.present, desk.draft
    retiered = (present.tiers, present.tier_metric) != (draft.tiers, draft.tier_metric)
    year = counted_from(now.astimezone(ZoneInfo(draft.time_zone)).date(), ZoneInfo(draft.time_zone))
    tiers = await shop.db.survey(lambda tx: _tiers(tx, draft, year)) if retiered else None
    before, after = Replay(present), Replay(draft, tiers)
    since = now - timedelta(days=FORECAST_DAYS)
    team, last = await shop.db.read(drafts.team), (since, 0)
    while True:
        last, count = await shop.db.survey(lambda tx, at=last: _piece(tx, before, after, since, at, team))  # type: ignore[misc]  # a default binds the place
        if count < PIECE:
            break
    moves = held = None
    if retiered:
        moves = await shop.db.survey(
            lambda tx: movers(draft, list(standings.everybody(tx, draft.tier_metric, year)))
        )
    if present.point_value_minor != draft.point_value_minor:
        held = await shop.db.survey(drafts.points_held)
    return Preview(before.cost, after.cost, moves, held)


def _piece(
    tx: Connection, before: Replay, after: Replay, since: datetime, last: tuple[datetime, int], team: set[int]
) -> tuple[tuple[datetime, int], int]:
    """Ring up the next purchases under both; the place reached, and how many they were."""
    found = drafts.past_purchases(tx, since, last, PIECE)
    for one in found:
        for replay in (before, after):
            zone = ZoneInfo(replay.programme.time_zone)
            staff = one.member_id in team
            ring(replay, Past(one.member_id, one.store_id, staff, one.at.astimezone(zone), one.shown))
    return ((found[-1].at, found[-1].id) if found else last), len(found)


def _tiers(tx: Connection, draft: Programme, year: datetime) -> Mapping[int, str] | None:
    """Where the draft would place everybody; by friends nobody is moved, purchases keep their tiers."""
    if draft.tier_metric is not TierMetric.MONEY:
        return None
    return {member: placed(draft, *standing) for member, standing in drafts.bought(tx, year).items()}
