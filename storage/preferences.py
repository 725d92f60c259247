"""How members want to be written to. Who never chose anything has no row."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.sqlite import insert as upsert

from loyalty.messages import Preferences, Topic
from loyalty.programme import Programme
from storage.schema import preferences

CHOSEN = (
    preferences.c.muted,
    preferences.c.quiet_from_hour,
    preferences.c.quiet_until_hour,
    preferences.c.time_zone,
)
_OF = select(*CHOSEN).where(preferences.c.member_id == bindparam("member"))


def of(tx: Connection, member_id: int) -> Preferences:
    """What the member chose."""
    row = tx.execute(_OF, {"member": member_id}).one_or_none()
    return Preferences() if row is None else preferences_of(row)


def as_lived(tx: Connection, member_id: int, programme: Programme) -> Programme:
    """The programme by the member's own clock: for the hour of a message, never for days of the ledger."""
    zone = of(tx, member_id).time_zone
    return replace(programme, time_zone=zone) if zone else programme


def preferences_of(row: Any) -> Preferences:
    """The preferences in a row with the columns CHOSEN, all of them null for who chose nothing."""
    if row.muted is None:
        return Preferences()
    muted = frozenset(Topic(topic) for topic in row.muted.split())
    return Preferences(muted, row.quiet_from_hour, row.quiet_until_hour, row.time_zone)


def keep(tx: Connection, member_id: int, chosen: Preferences) -> None:
    """From now on it is so."""
    values: Mapping[str, Any] = {
        "muted": " ".join(sorted(chosen.muted)),
        "quiet_from_hour": chosen.quiet_from_hour,
        "quiet_until_hour": chosen.quiet_until_hour,
        "time_zone": chosen.time_zone,
    }
    row = upsert(preferences).values(member_id=member_id, **values)
    tx.execute(row.on_conflict_do_update(index_elements=["member_id"], set_=values))
