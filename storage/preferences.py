"""How members want to be written to. Who never chose anything has no row."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select
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
# Many ids at once: as one value, so that the question stays the same.
_ZONES = (
    "SELECT member_id, time_zone FROM preferences"
    " WHERE member_id IN (SELECT value FROM json_each(?)) AND time_zone != ''"
)
_OF = select(*CHOSEN).where(preferences.c.member_id == bindparam("member"))


def of(tx: Connection, member_id: int) -> Preferences:
    """What the member chose."""
    return chosen(tx, member_id) or Preferences()


def chosen(tx: Connection, member_id: int) -> Preferences | None:
    """What the member chose; None when he never chose anything."""
    row = tx.execute(_OF, {"member": member_id}).one_or_none()
    return None if row is None else preferences_of(row)


def forget(tx: Connection, member_id: int) -> None:
    """He has chosen nothing."""
    tx.execute(delete(preferences).where(preferences.c.member_id == member_id))


def zones_of(tx: Connection, member_ids: Sequence[int]) -> Mapping[int, str]:
    """The time zones of those among them who chose one."""
    found = tx.exec_driver_sql(_ZONES, (json.dumps(list(member_ids)),))
    return {row.member_id: row.time_zone for row in found}


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


def keep(tx: Connection, member_id: int, wanted: Preferences) -> None:
    """From now on it is so."""
    put_back(tx, member_id, values_of(wanted))


def put_back(tx: Connection, member_id: int, values: Mapping[str, Any]) -> None:
    """It is as these values of `values_of` say."""
    row = upsert(preferences).values(member_id=member_id, **values)
    tx.execute(row.on_conflict_do_update(index_elements=["member_id"], set_=dict(values)))


def values_of(wanted: Preferences) -> dict[str, Any]:
    """Preferences as a row keeps them."""
    return {
        "muted": " ".join(sorted(wanted.muted)),
        "quiet_from_hour": wanted.quiet_from_hour,
        "quiet_until_hour": wanted.quiet_until_hour,
        "time_zone": wanted.time_zone,
    }
