"""Take notices out of the queue for sending, and remember what became of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, assert_never

from actions.answer_candidate import person_name
from actions.new_member import MESSENGER
from actions.outcomes import Failed, Outcome, Pause, Retry, Sent, Unauthorized, Unknown, Unreachable
from actions.shop import Shop
from storage import notices
from storage import shop as shop_rows
from storage.database import Connection
from storage.notices import Due

# Receipts and the like: twice does no harm, not at all does. What is not here is sent at most once.
RESEND = frozenset({"candidate", "commands", "dismissed", "earned", "hired", "picked", "undone"})
# Kinds that change a message already sent; that twice does no harm either.
EDITS = "edit."

TRIES = 5
FIRST_WAIT = timedelta(seconds=5)
WAIT_GROWTH = 4
# While the way is closed, a notice is tried again after a quarter of the time it has waited already.
SHORTEST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A notice under way and whom it goes to: the account, and the words, money and hours of its person."""

    notice_id: int
    kind: str
    data: Mapping[str, Any]
    tries: int
    at: datetime
    member_id: int
    external_id: str
    language: str
    currency: str
    time_zone: str


async def claim(shop: Shop, limit: int) -> list[Delivery]:
    """At most `limit` notices that may go now, one a member, marked as being sent.

    Those of members who cannot be reached end here. Fewer than `limit` means that nothing else is due yet.
    """
    now = shop.now()
    return await shop.db.write_batched(lambda tx: _claim(tx, now, limit))


async def next_due_at(shop: Shop) -> datetime | None:
    """When the next notice that is not due yet will be."""
    now = shop.now()
    return await shop.db.read(lambda tx: notices.next_due_at(tx, now))


async def record(shop: Shop, delivery: Delivery, outcome: Outcome) -> None:
    """Remember what became of a notice claimed before."""
    now = shop.now()
    await shop.db.write_batched(lambda tx: _record(tx, delivery, outcome, now))


async def recover(shop: Shop) -> int:
    """At start: what was under way when the process ended may have arrived or not; how many there were."""
    now = shop.now()
    return await shop.db.write(lambda tx: _recover(tx, now))


def _claim(tx: Connection, now: datetime, limit: int) -> list[Delivery]:
    claimed: list[Delivery] = []
    while len(claimed) < limit and (found := notices.due(tx, MESSENGER, now, limit - len(claimed))):
        for due in found:
            if due.external_id is None:
                notices.end(tx, due.id, "failed", now, reason="unreachable")
            else:
                notices.sending(tx, due.id)
                claimed.append(_delivery(tx, due, due.external_id))
    return claimed


def _delivery(tx: Connection, due: Due, external_id: str) -> Delivery:
    programme = shop_rows.programme(tx)
    return Delivery(
        notice_id=due.id,
        kind=due.kind,
        data=_named(tx, due.data),
        tries=due.tries,
        at=due.at,
        member_id=due.member_id,
        external_id=external_id,
        language=due.language or "",
        currency=programme.currency,
        time_zone=programme.time_zone,
    )


def _named(tx: Connection, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The figures of a notice, and the name of the person it is about, which is not kept in it."""
    return {**data, "name": person_name(tx, data["person"])} if "person" in data else data


def _record(tx: Connection, delivery: Delivery, outcome: Outcome, now: datetime) -> None:
    notice_id = delivery.notice_id
    match outcome:
        case Sent(message_id):
            notices.end(tx, notice_id, "sent", now, message_id=message_id)
        case Failed(reason):
            notices.end(tx, notice_id, "failed", now, reason=reason)
        case Unreachable(reason):
            notices.end(tx, notice_id, "failed", now, reason=f"unreachable: {reason}")
            notices.unreachable(tx, MESSENGER, delivery.external_id)
        case Pause(seconds):
            notices.put_off(tx, notice_id, now + timedelta(seconds=seconds), "flood")
        case Retry(reason):
            wait = min(max((now - delivery.at) / 4, SHORTEST_WAIT), LONGEST_WAIT)
            notices.put_off(tx, notice_id, now + wait, reason)
        case Unauthorized(reason):
            notices.put_off(tx, notice_id, now, reason)
        case Unknown(reason):
            _in_doubt(tx, notice_id, delivery.kind, delivery.tries, reason, now)
        case _:
            assert_never(outcome)


def _in_doubt(tx: Connection, notice_id: int, kind: str, tries: int, reason: str, now: datetime) -> None:
    resend = kind in RESEND or kind.startswith(EDITS)
    if resend and tries + 1 < TRIES:
        notices.put_off(tx, notice_id, now + FIRST_WAIT * WAIT_GROWTH**tries, reason, tries=1)
    else:
        notices.end(tx, notice_id, "unknown", now, reason=reason)


def _recover(tx: Connection, now: datetime) -> int:
    left = notices.left_sending(tx)
    for notice_id, kind, tries in left:
        _in_doubt(tx, notice_id, kind, tries, "the process ended", now)
    return len(left)
