"""What a till's program asks for: who it is by its key, and doing each thing it asks once."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from actions.shop import Shop
from loyalty.refusals import Refusal, Refused
from loyalty.tills import Till, is_key
from storage import tills
from storage.database import Connection
from storage.tills import Kept

T = TypeVar("T")

SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Ask:
    """A request of a till: its idempotency key, and a hash of everything it asks for."""

    till_id: int
    key: str
    asked_hash: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back. done: the thing was done, so the same request gets the same bytes from now on.

    repeated: it was done by an earlier request.
    """

    status: int
    body: bytes
    done: bool = True
    repeated: bool = False


def hash_of(key: str) -> bytes:
    """How a till's key is kept: it is random enough for a plain SHA-256."""
    return hashlib.sha256(key.encode()).digest()


async def known_till(shop: Shop, key: str) -> Till | None:
    """The till with this key, None for anything else; asked for every request, so that a revoked key ends."""
    if not is_key(key):
        return None
    hashed = hash_of(key)
    till = await shop.db.read(lambda tx: tills.by_hash(tx, hashed))
    now = shop.now()
    if till is not None and (till.seen_at is None or now - till.seen_at > SEEN_EVERY):
        till_id = till.id
        await shop.db.write_batched(lambda tx: tills.seen(tx, till_id, now))
    return till


async def kept_answer(shop: Shop, ask: Ask) -> Answer | Refused | None:
    """What the same request got before; None when it was not done yet, or the till's key was revoked.

    Refuses OTHER_INPUT for a key that was used for another request.
    """

    def read(tx: Connection) -> Answer | Refused | None:
        return None if tills.living(tx, ask.till_id) is None else _kept(tx, ask)

    return await shop.db.read(read)


async def once(
    shop: Shop,
    ask: Ask,
    work: Callable[[Connection, Till, datetime], T | Refused],
    told: Callable[[T], Answer],
) -> Answer | Refused | None:
    """Do the work and keep its answer in one transaction; asked again, the very same answer.

    None when the till's key was revoked. Refuses OTHER_INPUT for a key that was used for another request, and
    whatever the work refuses: only things done are kept, a refusal may be tried again.
    """
    now = shop.now()

    def write(tx: Connection) -> Answer | Refused | None:
        till = tills.living(tx, ask.till_id)
        if till is None:
            return None
        before = _kept(tx, ask)
        if before is not None:
            return before
        outcome = work(tx, till, now)
        if isinstance(outcome, Refused):
            return outcome
        answer = told(outcome)
        if answer.done:
            tills.keep(tx, till.id, ask.key, Kept(ask.asked_hash, answer.status, answer.body), now)
        return answer

    answer = await shop.db.write(write)
    shop.wake()
    return answer


def _kept(tx: Connection, ask: Ask) -> Answer | Refused | None:
    before = tills.kept(tx, ask.till_id, ask.key)
    if before is None:
        return None
    if before.asked_hash != ask.asked_hash:
        return Refused(Refusal.OTHER_INPUT)
    return Answer(before.status, before.answer, repeated=True)
