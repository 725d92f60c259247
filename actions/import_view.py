"""An import as its owner sees it, at any moment of its life."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from actions.rights import may
from actions.shop import Shop
from loyalty.import_rows import BadRow, Fault
from loyalty.importing import ImportView, What
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from storage import imports
from storage.database import Connection
from storage.imports import Import

PROGRESS = "edit.import"


async def show_import(shop: Shop, actor_id: int, import_id: int) -> ImportView | Refused:
    """Refuses NOT_OWNER, IMPORT_OVER for one that is not there."""

    def read(tx: Connection) -> ImportView | Refused:
        found = owned(tx, actor_id, import_id)
        return found if isinstance(found, Refused) else view_of(found)

    return await shop.db.read(read)


async def newest_import(shop: Shop, actor_id: int) -> ImportView | Refused | None:
    """The import begun last, if there is one. Refuses NOT_OWNER."""

    def read(tx: Connection) -> ImportView | Refused | None:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        found = imports.newest(tx)
        return None if found is None else view_of(found)

    return await shop.db.read(read)


def owned(tx: Connection, actor_id: int, import_id: int) -> Import | Refused:
    """The import, if this person may see it. Refuses NOT_OWNER, IMPORT_OVER."""
    if refused := may(tx, actor_id, Right.RUN):
        return refused
    found = imports.find(tx, import_id)
    return Refused(Refusal.IMPORT_OVER) if found is None else found


def view_of(found: Import) -> ImportView:
    """The row as a view."""
    plan = found.plan
    return ImportView(
        import_id=found.id,
        name=found.name,
        what=What(found.what),
        state=found.state,
        mode=found.mode,
        at=found.at,
        columns=tuple((column, heading) for column, heading in plan["columns"]),
        ignored=tuple(plan["ignored"]),
        bad=tuple(BadRow(number, Fault(fault)) for number, fault in plan["bad"]),
        total=found.total,
        done=found.done,
        fresh=plan["fresh"],
        known=plan["known"],
        points=plan["points"],
        floored=plan["floored"],
        figures=found.figures,
    )


def progress_now(tx: Connection, data: Mapping[str, Any], _: datetime) -> Mapping[str, Any] | None:
    """The progress message as it is when it goes."""
    found = imports.find(tx, data["import"])
    return None if found is None else {**data, "view": view_of(found)}
