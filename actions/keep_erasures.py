"""Erasures outlive the database they were made in: kept in lists beside it, done again after a restore."""

import asyncio
import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from actions.erase_member import erase
from actions.shop import Shop
from actions.was_here import account_index
from loyalty.privacy import erased_before
from storage import erasure, erasures
from storage.database import Connection
from storage.erasure_list import list_of, read_list, write_list
from storage.erasures import ACCOUNT, Trace

log = logging.getLogger(__name__)


async def keep_erasures(shop: Shop, backups: Path | None) -> int:
    """Forget the traces that are a year old, write the lists anew if they changed; how many traces there are.

    After a change the write-ahead log is emptied once more: by now nothing of the person is under way.
    """
    now = shop.now()
    until = erased_before(now.astimezone(UTC).date())
    if await shop.db.read(lambda tx: any(one.day <= until for one in erasures.everything(tx))):
        await shop.db.write(lambda tx: erasures.forget(tx, until, now))
    traces = await shop.db.read(erasures.everything)
    changed = await asyncio.to_thread(_write_all, _lists(shop, backups), traces)
    if changed:
        shop.db.empty_log()
    return len(traces)


async def reapply_erasures(shop: Shop, backups: Path | None) -> int:
    """At start: erase whom the lists name and this database, an older copy, still knows; how many members.

    A database that knows an erasure has it done: whoever joined again since then stays.
    """
    now = shop.now()
    listed = await asyncio.to_thread(_read_all, _lists(shop, backups))
    until = erased_before(now.astimezone(UTC).date())
    living = [one for one in listed if one.day > until]
    if not living:
        return 0
    done = await shop.db.write(lambda tx: _reapply(tx, shop, living, now))
    if done:
        shop.db.empty_log()
        log.warning("%d members who had themselves erased were in this copy: they are erased again", done)
    return done


def _reapply(tx: Connection, shop: Shop, listed: list[Trace], now: datetime) -> int:
    known = erasures.tokens(tx)
    fresh = [one for one in listed if one.token not in known]
    whose = {one.value_index: one.token for one in fresh if one.field == ACCOUNT}
    found = {
        member_id: token
        for member_id, *place in (erasure.all_accounts(tx) if whose else [])
        if (token := whose.get(account_index(shop, *place)))
    }
    erasures.add(tx, fresh)
    for member_id, token in found.items():
        erase(tx, shop, member_id, token, now)
    return len(found)


def _lists(shop: Shop, backups: Path | None) -> list[Path]:
    beside = list_of(shop.db.path)
    return [beside] if backups is None else [beside, list_of(shop.db.path, backups)]


def _write_all(lists: Iterable[Path], traces: list[Trace]) -> bool:
    return sum(write_list(path, traces) for path in lists) > 0


def _read_all(lists: Iterable[Path]) -> list[Trace]:
    return [one for path in lists for one in read_list(path)]
