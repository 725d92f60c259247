"""What a draft of the rules would have cost on the last 90 days of real history, and who would move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from actions.birthday_gifts import BIRTHDAY, index_birthdays
from actions.shop import Shop
from loyalty.bonuses import keys_kept_on
from loyalty.expiry import day_start
from loyalty.forecast import FORECAST_DAYS, Replay, placed, ring, ring_alike
from loyalty.forecast_bonuses import Born, Occasions, PastFriend, birthdays_kept, given
from loyalty.forecast_burning import lots_burnt, pauses_burnt
from loyalty.outlay import Outlay
from loyalty.programme import Expiry, LeapDay, Programme
from loyalty.settings_views import Desk, Preview
from loyalty.tiers import counted_from, movers
from storage import drafts, forecast, standings
from storage.database import Connection

# So many purchases take about a fortieth of a second; between two such pieces others get their turn.
PIECE = 500
# Above this the owner is told that it takes a moment.
MANY_PURCHASES = 5_000
# Months and midnights are a little longer or shorter than counted.
SLACK = timedelta(days=3)
LONGEST_MONTH, SHORTEST_MONTH = 31, 28


@dataclass(frozen=True, slots=True)
class _Days:
    """The days that are looked at, and both sets of rules."""

    since: datetime
    now: datetime
    both: tuple[Programme, Programme]


async def takes_long(shop: Shop) -> bool:
    """Whether a preview needs more than a moment."""
    since = shop.now() - timedelta(days=FORECAST_DAYS)
    return await shop.db.read(lambda tx: forecast.count_past(tx, since)) > MANY_PURCHASES


async def preview(shop: Shop, desk: Desk) -> Preview:
    """Reckon the draft on this desk, piece by piece on another thread."""
    now, present, draft = shop.now(), desk.present, desk.draft
    days = _Days(now - timedelta(days=FORECAST_DAYS), now, (present, draft))
    everybody = None
    if (present.tiers, present.tier_metric) != (draft.tiers, draft.tier_metric):
        zone = ZoneInfo(draft.time_zone)
        year = counted_from(now.astimezone(zone).date(), zone)
        everybody = await shop.db.survey(lambda tx: standings.everybody(tx, draft.tier_metric, year))
    replays = await _rung_up(shop, days, everybody)
    occasions = await _occasions(shop, days)
    outlays = await shop.db.survey(lambda tx: _outlays(tx, days, replays, occasions))
    held = None
    if present.point_value_minor != draft.point_value_minor:
        held = await shop.db.survey(drafts.points_held)
    moves = None if everybody is None else movers(draft, list(everybody.values()))
    return Preview(*outlays, moves, held)


# --- purchases ---


async def _rung_up(
    shop: Shop, days: _Days, everybody: Mapping[int, tuple[str, int]] | None
) -> tuple[Replay, Replay]:
    """Every purchase under both rules. everybody: whom the draft places anew."""
    present, draft = days.both
    tiers = None
    if everybody is not None:
        tiers = {member: placed(draft, *standing) for member, standing in everybody.items()}
    zones = await shop.db.survey(forecast.store_zones)
    # Stores that keep the programme's time go with it.
    own, moved = ZoneInfo(present.time_zone), ZoneInfo(draft.time_zone)
    after_zones = {store: moved if zone == own else zone for store, zone in zones.items()}
    stamps = await shop.db.survey(lambda tx: forecast.stamps_at(tx, days.since))
    before = Replay(present, None, zones, dict(stamps))
    after = Replay(draft, tiers, after_zones, dict(stamps))
    alike = tiers is None and ring_alike(present, draft)
    replays = (before,) if alike else (before, after)
    team, last = await shop.db.survey(forecast.team), (days.since, 0)
    while True:
        last, count = await shop.db.survey(lambda tx, at=last: _piece(tx, replays, at, team))  # type: ignore[misc]  # a default binds the place
        if count < PIECE:
            return before, before if alike else after


def _piece(
    tx: Connection, replays: Sequence[Replay], last: tuple[datetime, int], team: set[int]
) -> tuple[tuple[datetime, int], int]:
    """Ring up the next purchases; the place reached, and how many they were."""
    found = forecast.past_purchases(tx, last, PIECE, team)
    for _, past in found:
        for replay in replays:
            ring(replay, past)
    return ((found[-1][1].at, found[-1][0]) if found else last), len(found)


# --- what came besides ---


async def _occasions(shop: Shop, days: _Days) -> Occasions:
    """How often there was something to reward; days are those of the draft's zone."""
    zone = ZoneInfo(days.both[1].time_zone)
    today = days.now.astimezone(zone).date()
    kept: dict[LeapDay, int] = {}
    if any(one.bonuses.birthday_points for one in days.both):
        await index_birthdays(shop)
        dates = [today - timedelta(days=back) for back in range(FORECAST_DAYS)]
        keys = {key for day in dates for leap in LeapDay for key in keys_kept_on(day, leap)}
        by_index = {shop.vault.index(BIRTHDAY, key): key for key in keys}
        kept = await shop.db.survey(lambda tx: _birthdays(tx, by_index, dates, zone))
    joined, phones, told = await shop.db.survey(lambda tx: forecast.newcomers(tx, days.since))
    reviews = await shop.db.survey(lambda tx: forecast.reviews_given(tx, days.since))
    rewarded = {(member, at.astimezone(zone).date()) for member, at in reviews}
    return Occasions(joined, phones, told, kept, len(rewarded))


def _birthdays(
    tx: Connection, by_index: Mapping[bytes, str], dates: Sequence[date], zone: ZoneInfo
) -> dict[LeapDay, int]:
    born = [
        Born(by_index[index], told and told.astimezone(zone).date(), joined.astimezone(zone).date())
        for index, told, joined in forecast.born(tx, by_index)
    ]
    return {leap: birthdays_kept(born, dates, leap) for leap in LeapDay}


def _outlays(
    tx: Connection, days: _Days, replays: Sequence[Replay], occasions: Occasions
) -> tuple[Outlay, Outlay]:
    leasts = [one.referral.minimum_minor for one in days.both]
    since = _first_of_month(days)
    friends = forecast.brought(tx, leasts, since)
    before, after = (
        Outlay(
            replay.cost,
            given(programme, occasions, _bought(friends, place, since), days.since),
            burnt,
            programme.point_value_minor,
        )
        for place, (programme, replay, burnt) in enumerate(
            zip(days.both, replays, _burnt(tx, days), strict=True)
        )
    )
    return before, after


def _bought(friends: Sequence[forecast.Brought], place: int, since: datetime) -> list[PastFriend]:
    """The friends whose first purchase of the minimum at this place came since then."""
    return [
        PastFriend(one.inviter_id, at, one.staff, one.gone, one.phone, one.birthday)
        for one in friends
        if (at := one.bought_at[place]) is not None and at >= since
    ]


def _first_of_month(days: _Days) -> datetime:
    """From when on friends fill an inviter's month, before the days that are looked at."""
    zone = ZoneInfo(days.both[1].time_zone)
    pending = max(one.terms.pending_days for one in days.both)
    first = (days.since - timedelta(days=pending)).astimezone(zone).date().replace(day=1)
    return day_start(first, zone)


# --- what burnt ---


def _burnt(tx: Connection, days: _Days) -> tuple[int, int]:
    """The points that burnt under both rules; lots and pauses are read once, wide enough for both."""
    by_lot = _begun(days, Expiry.LOT)
    lots = forecast.past_lots(tx, by_lot, days.since) if by_lot else []
    by_pause = _begun(days, Expiry.INACTIVITY)
    pauses = forecast.pauses(tx, by_pause, days.now - by_pause[1] - SLACK) if by_pause else []
    moves = forecast.past_moves(tx, {one.member_id for one in pauses}, days.since)
    before, after = (
        lots_burnt(one, lots, days.since, days.now) + pauses_burnt(one, pauses, moves, days.since, days.now)
        for one in days.both
    )
    return before, after


def _begun(days: _Days, how: Expiry) -> tuple[datetime, datetime] | None:
    """When a term that ends in these days began, by those of the rules that burn this way."""
    months = [one.terms.lifetime_months for one in days.both if one.terms.expiry is how]
    if not months:
        return None
    longest = timedelta(days=max(months) * LONGEST_MONTH)
    shortest = timedelta(days=min(months) * SHORTEST_MONTH)
    return days.since - longest - SLACK, days.now - shortest + SLACK
