"""Day by day: warn whose tier would fall in a month, review whose year is over, take a hand off in time."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from actions import webhook_events
from actions.shop import Shop
from actions.tier_changes import benefits_of, metric_value, name_below, tell_reached, today_of
from loyalty.programme import Programme
from loyalty.tiers import ONE_DAY, Exam, Held, examined, missing_to_keep, rank, shown_name
from storage import notices, standings
from storage import shop as shop_rows
from storage.database import Connection

PORTION = 50
WARNING = "tier_warning"


async def review_tiers(shop: Shop) -> str:
    """Everybody whose day has come, a few at a time; a second run on the same day finds nobody."""
    now, counts = shop.now(), dict.fromkeys(Exam, 0)
    portion: list[tuple[int, Exam]] = [(0, Exam.NOTHING)]
    while portion:
        portion = await shop.db.write(partial(_portion, after=portion[-1][0], now=now))
        for _, exam in portion:
            counts[exam] += 1
    shop.wake()
    return ", ".join(f"{exam} {count}" for exam, count in counts.items())


def warning_now(tx: Connection, data: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """A warning as it goes: what is missing then; None when nothing is, or the tier is another one."""
    if "member" not in data:
        return data
    programme, held = shop_rows.programme(tx), standings.held(tx, data["member"])
    last = max(held.review_on or today_of(programme, now), today_of(programme, now))
    value = metric_value(tx, data["member"], programme, now, last)
    missing = missing_to_keep(held, value, programme)
    return {**data, "missing": missing} if missing and held.tier == data["tier"] else None


def _portion(tx: Connection, after: int, now: datetime) -> list[tuple[int, Exam]]:
    programme = shop_rows.programme(tx)
    due = standings.due(tx, today_of(programme, now), after, PORTION)
    return [(member_id, _examine(tx, member_id, programme, now)) for member_id in due]


def _examine(tx: Connection, member_id: int, programme: Programme, now: datetime) -> Exam:
    today, held = today_of(programme, now), standings.held(tx, member_id)
    value = metric_value(tx, member_id, programme, now, max(held.review_on or today, today))
    fresh, exam = examined(held, value, programme, today)
    if exam is Exam.NOTHING:
        return exam
    standings.keep(tx, member_id, fresh, now)
    webhook_events.tier_changed(tx, member_id, held.tier, fresh.tier, now)
    if exam is Exam.WARNED:
        _warn(tx, member_id, fresh, value, programme, now)
        return exam
    places = rank(programme, held.tier), rank(programme, fresh.tier)
    if places[1] > places[0]:
        tell_reached(tx, member_id, programme, fresh, now)
    elif places[1] < places[0]:
        kind = "tier_given_ended" if exam is Exam.MANUAL_ENDED else "tier_down"
        told = {**benefits_of(programme, fresh.tier), "from": shown_name(programme, held.tier)}
        notices.queue(tx, member_id, kind, told, now)
    return exam


def _warn(
    tx: Connection, member_id: int, held: Held, value: int, programme: Programme, now: datetime
) -> None:
    review_on = held.review_on or today_of(programme, now)
    told = {
        "member": member_id,
        "tier": held.tier,
        "tier_name": shown_name(programme, held.tier),
        "below": name_below(programme, held),
        "missing": missing_to_keep(held, value, programme),
        "metric": programme.tier_metric.value,
        "last_day": (review_on - ONE_DAY).isoformat(),
    }
    notices.queue(tx, member_id, WARNING, told, now)
