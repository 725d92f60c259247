"""The scanner page is opened: a key for a quarter of an hour, longer while it is used."""

import hashlib
from datetime import datetime, timedelta

from actions.new_member import MESSENGER
from actions.recognise import Speaker
from actions.rights import may
from actions.shop import Shop
from loyalty.programme import Programme
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from storage import page_sessions, people
from storage import shop as shop_rows
from storage.database import Connection

LIFETIME = timedelta(minutes=15)
# However busy the till is: by then a shift is over.
LONGEST = timedelta(hours=12)
# A session is prolonged at most that often: not every tap is worth a write.
STEP = timedelta(minutes=1)


async def open_page(shop: Shop, external_id: str, opening: bytes, key: str) -> Refused | None:
    """Begin a session of this account of the messenger; opening: the digest of what proves whose it is.

    key: 190 bits the page has drawn before it asked. So it may ask again when the answer was lost, and
    whoever has got hold of the opening alone is refused. Refuses NOT_STAFF, PAGE_OVER for an opening that
    was used with another key.
    """
    now = shop.now()

    def write(tx: Connection) -> Refused | None:
        who = people.speaker(tx, MESSENGER, external_id)
        if who is None:
            return Refused(Refusal.NOT_STAFF)
        if refused := may(tx, who.member_id, Right.SELL):
            return refused
        ends_at = now + LIFETIME
        opened = page_sessions.add(tx, _hash(key), opening, who.account_id, who.member_id, now, ends_at)
        return None if opened else Refused(Refusal.PAGE_OVER)

    return await shop.db.write(write)


async def visitor(shop: Shop, key: str) -> tuple[Speaker, Programme] | Refused:
    """Who works on the page with this key, and the rules in force. Refuses PAGE_OVER.

    Says nothing of what he may do: the actions ask that, each in its own transaction.
    """
    now = shop.now()

    def read(tx: Connection) -> tuple[Speaker, Programme, page_sessions.PageSession] | None:
        session = page_sessions.living(tx, _hash(key), now)
        who = session and people.speaker(tx, session.messenger, session.external_id)
        return (who, shop_rows.programme(tx), session) if session and who else None

    found = await shop.db.read(read)
    if found is None:
        return Refused(Refusal.PAGE_OVER)
    who, programme, session = found
    await _prolong(shop, key, session, now)
    return who, programme


async def _prolong(shop: Shop, key: str, session: page_sessions.PageSession, now: datetime) -> None:
    ends_at = min(now + LIFETIME, session.at + LONGEST)
    if ends_at - session.expires_at >= STEP:
        await shop.db.write_batched(lambda tx: page_sessions.prolong(tx, _hash(key), ends_at))


def _hash(key: str) -> bytes:
    """The key itself is on the cashier's phone only."""
    return hashlib.sha256(key.encode("utf-8", "replace")).digest()
