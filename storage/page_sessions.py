"""Sessions of the scanner page: keys are kept as hashes, each opening of the page makes one session."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects.sqlite import insert

from storage.pruning import Stale
from storage.schema import accounts, page_sessions

_SESSION = (
    select(accounts.c.messenger, accounts.c.external_id, page_sessions.c.at, page_sessions.c.expires_at)
    .join(accounts, accounts.c.id == page_sessions.c.account_id)
    .where(page_sessions.c.key_hash == bindparam("key"), page_sessions.c.expires_at > bindparam("now"))
)
_SAME = select(page_sessions.c.at).where(
    page_sessions.c.key_hash == bindparam("key"), page_sessions.c.opening == bindparam("opening")
)


@dataclass(frozen=True, slots=True)
class PageSession:
    """Whose session it is, and from when to when."""

    messenger: str
    external_id: str
    at: datetime
    expires_at: datetime


def add(
    tx: Connection,
    key_hash: bytes,
    opening: bytes,
    account_id: int,
    member_id: int,
    at: datetime,
    expires_at: datetime,
) -> bool:
    """A session with this key, made now or by the same request before.

    False when this opening has made one with another key, or the key is another opening's.
    """
    row = {"key_hash": key_hash, "opening": opening, "account_id": account_id, "member_id": member_id}
    new = insert(page_sessions).values(at=at, expires_at=expires_at, **row)
    if tx.execute(new.on_conflict_do_nothing()).rowcount == 1:
        return True
    return tx.execute(_SAME, {"key": key_hash, "opening": opening}).one_or_none() is not None


def living(tx: Connection, key_hash: bytes, now: datetime) -> PageSession | None:
    """The session with this key, unless it is over."""
    row = tx.execute(_SESSION, {"key": key_hash, "now": now}).one_or_none()
    return None if row is None else PageSession(*row)


def prolong(tx: Connection, key_hash: bytes, expires_at: datetime) -> None:
    """The session lasts until then."""
    changed = update(page_sessions).where(page_sessions.c.key_hash == key_hash)
    tx.execute(changed.values(expires_at=expires_at))


def stale(before: datetime) -> Stale:
    """Sessions that were over before this instant."""
    return Stale(page_sessions, page_sessions.c.expires_at < before)
