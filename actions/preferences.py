"""How a member wants to be written to: topics, quiet hours, time zone."""

from dataclasses import replace

from actions.shop import Shop
from loyalty.messages import QUIET_HOURS, Preferences, Topic
from loyalty.settings import ZONES
from storage import preferences
from storage.database import Connection


async def show_preferences(shop: Shop, member_id: int) -> Preferences:
    """What the member chose so far."""
    return await shop.db.read(lambda tx: preferences.of(tx, member_id))


async def change_topic(shop: Shop, member_id: int, topic: str, *, wanted: bool) -> Preferences:
    """Mute a topic or hear of it again, also of what is queued already; what is none changes nothing."""

    def write(tx: Connection) -> Preferences:
        chosen = preferences.of(tx, member_id)
        if topic not in set(Topic):
            return chosen
        muted = frozenset(chosen.muted) - {Topic(topic)} if wanted else {*chosen.muted, Topic(topic)}
        return _keep(tx, member_id, replace(chosen, muted=muted))

    return await shop.db.write(write)


async def change_quiet_hours(shop: Shop, member_id: int, from_hour: int, until_hour: int) -> Preferences:
    """One of QUIET_HOURS; others change nothing."""

    def write(tx: Connection) -> Preferences:
        chosen = preferences.of(tx, member_id)
        if (from_hour, until_hour) not in QUIET_HOURS:
            return chosen
        hours = replace(chosen, quiet_from_hour=from_hour, quiet_until_hour=until_hour)
        return _keep(tx, member_id, hours)

    return await shop.db.write(write)


async def change_zone(shop: Shop, member_id: int, zone: str) -> Preferences:
    """One of ZONES, or "" for the programme's; others change nothing."""

    def write(tx: Connection) -> Preferences:
        chosen = preferences.of(tx, member_id)
        return _keep(tx, member_id, replace(chosen, time_zone=zone)) if zone in ("", *ZONES) else chosen

    return await shop.db.write(write)


def _keep(tx: Connection, member_id: int, chosen: Preferences) -> Preferences:
    preferences.keep(tx, member_id, chosen)
    return chosen
