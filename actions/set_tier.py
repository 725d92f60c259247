"""The owner gives a tier by hand up to a day; the robot leaves it alone until then (rules.md 59)."""

from datetime import date, datetime, timedelta

from actions import webhook_events
from actions.rights import may
from actions.shop import Shop
from actions.show_member import view_for_owner
from actions.tier_changes import benefits_of, metric_value, today_of
from loyalty.member_views import MemberView
from loyalty.programme import BASIC, Programme
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.settings import Group, Kind, Setting
from loyalty.settings_typed import read_typed
from loyalty.tiers import Held, by_hand, hand_off
from storage import notices, people, standings
from storage import shop as shop_rows
from storage.database import Connection

QUESTION = "member.until"
LONGEST = timedelta(days=3 * 366)
_UNTIL = Setting("until", Group.TIERS, Kind.DAY)


async def ask_until(shop: Shop, actor_id: int, account_id: int, member_id: int, key: str) -> Refused | None:
    """The owner's next text is the last day of this tier for that member.

    Refuses NOT_OWNER, MEMBER_UNKNOWN.
    """
    now = shop.now()

    def write(tx: Connection) -> Refused | None:
        view = may(tx, actor_id, Right.RUN) or view_for_owner(tx, actor_id, member_id, now)
        if isinstance(view, Refused):
            return view
        people.ask(tx, account_id, QUESTION, f"{member_id}:{key}", now)
        return None

    return await shop.db.write(write)


async def set_tier_for(
    shop: Shop, actor_id: int, member_id: int, key: str, days: int
) -> MemberView | Refused:
    """The tier is the member's for so many days after today. Refuses as set_tier."""
    now = shop.now()

    def write(tx: Connection) -> MemberView | Refused:
        until = today_of(shop_rows.programme(tx), now) + timedelta(days=days)
        return _set(tx, actor_id, member_id, key, until, now)

    view = await shop.db.write(write)
    shop.wake()
    return view


async def set_tier_until(
    shop: Shop, actor_id: int, account_id: int, member_id: int, key: str, typed: str
) -> MemberView | Refused:
    """The tier is the member's up to the day that was typed; a day that is none leaves the question open.

    Refuses NOT_OWNER, MEMBER_UNKNOWN, TIER_GONE, DAY_UNCLEAR, DAY_IMPOSSIBLE, DAY_TOO_FAR.
    """
    now = shop.now()

    def write(tx: Connection) -> MemberView | Refused:
        until = read_typed(_UNTIL, typed, today_of(shop_rows.programme(tx), now))
        if not isinstance(until, date):
            return until if isinstance(until, Refused) else Refused(Refusal.DAY_UNCLEAR)
        view = _set(tx, actor_id, member_id, key, until, now)
        if not isinstance(view, Refused):
            people.stop_asking_about(tx, account_id, f"{member_id}:{key}")
        return view

    view = await shop.db.write(write)
    shop.wake()
    return view


async def end_manual_tier(shop: Shop, actor_id: int, member_id: int) -> MemberView | Refused:
    """The hand is off now: the member has the tier he reached himself. Refuses NOT_OWNER, MEMBER_UNKNOWN."""
    now = shop.now()

    def write(tx: Connection) -> MemberView | Refused:
        view = may(tx, actor_id, Right.RUN) or view_for_owner(tx, actor_id, member_id, now)
        if isinstance(view, Refused) or not view.standing.manual:
            return view
        programme = shop_rows.programme(tx)
        value = metric_value(tx, member_id, programme, now)
        held = standings.held(tx, member_id)
        own = hand_off(held, value, programme, today_of(programme, now))
        standings.keep(tx, member_id, own, now)
        webhook_events.tier_changed(tx, member_id, held.tier, own.tier, now)
        if own.tier != held.tier:
            told = {**benefits_of(programme, own.tier), "from": view.standing.name}
            notices.queue(tx, member_id, "tier_given_ended", told, now)
        return view_for_owner(tx, actor_id, member_id, now)

    view = await shop.db.write(write)
    shop.wake()
    return view


def _set(
    tx: Connection, actor_id: int, member_id: int, key: str, until: date, now: datetime
) -> MemberView | Refused:
    view = may(tx, actor_id, Right.RUN) or view_for_owner(tx, actor_id, member_id, now)
    if isinstance(view, Refused):
        return view
    programme = shop_rows.programme(tx)
    today = today_of(programme, now)
    if key != BASIC and programme.tier(key) is None:
        return Refused(Refusal.TIER_GONE)
    if not today <= until <= today + LONGEST:
        return Refused(Refusal.DAY_TOO_FAR)
    held = standings.held(tx, member_id)
    if (held.tier, held.manual_until) == (key, until):
        return view
    standings.keep(tx, member_id, by_hand(held, key, until), now)
    webhook_events.tier_changed(tx, member_id, held.tier, key, now)
    _tell(tx, member_id, held, key, until, programme, now)
    return view_for_owner(tx, actor_id, member_id, now)


def _tell(
    tx: Connection, member_id: int, held: Held, key: str, until: date, programme: Programme, now: datetime
) -> None:
    """Whoever is set back to the basic tier reads what he has; nobody is told that he has what he had."""
    told = {**benefits_of(programme, key), "until": until.isoformat()}
    told["today"] = today_of(programme, now).isoformat()
    if key != BASIC:
        notices.queue(tx, member_id, "tier_given", told, now)
    elif held.tier != BASIC:
        notices.queue(tx, member_id, "tier_set", told, now)
