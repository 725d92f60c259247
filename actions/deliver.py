"""Take notices out of the queue for sending, and remember what became of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, assert_never
from zoneinfo import ZoneInfo

from actions import (
    alerting,
    approvals,
    asking,
    claim_receipt,
    decide_receipt,
    exchange,
    expire_points,
    import_view,
    remind_burning,
    show_sale,
    wake_points,
    webhook_events,
    withdraw_offer,
)
from actions.answer_candidate import person_name
from actions.counting import count
from actions.join import ADVERTISING
from actions.new_member import MESSENGER
from actions.outcomes import Failed, Outcome, Pause, Retry, Sent, Unauthorized, Unknown, Unreachable
from actions.shop import Shop
from loyalty.messages import is_muted, marketing_at
from loyalty.programme import Programme
from storage import notices, people
from storage import shop as shop_rows
from storage.database import Connection
from storage.notices import Due

# Receipts and the like: twice does no harm, not at all does. What is not here is sent at most once.
RESEND = frozenset(
    {
        "alerts",
        "approval",
        "certificate_moved",
        "certificate_sold",
        "claim_expired",
        "claim_returned",
        "claimed",
        "gift_back",
        "gift_off",
        "gift_offered",
        "gift_received",
        "gift_taken",
        "handed_out",
        "stamp_gift",
        "stamp_gift_off",
        "active",
        "adopted",
        "birthday",
        "bonus",
        "burning",
        "candidate",
        "case",
        "case_accepted",
        "case_left",
        "gift_reversed",
        "commands",
        "debt_forgiven",
        "dismissed",
        "earned",
        "exchanged",
        "expired",
        "friend_gift",
        "friend_paid",
        "friend_taken",
        "friends_flagged",
        "frozen",
        "grant_answered",
        "grant_asked",
        "grant_due",
        "granted",
        "merged",
        "unmerged",
        "hired",
        "keys_stay",
        "picked",
        "receipt_asked",
        "receipt_declined",
        "refunded",
        "shift_closed",
        "stores_given",
        "promo",
        "tier_back",
        "tier_down",
        "tier_given",
        "tier_given_ended",
        "tier_set",
        "tier_up",
        "tier_warning",
        "undone",
        "unfrozen",
        "webhook_paused",
    }
)
# What a notice says is found out when it goes: from its data, or None when there is nothing to say any more.
Prepare = Callable[[Connection, Mapping[str, Any], datetime], Mapping[str, Any] | None]
PREPARE: Mapping[str, Prepare] = {
    asking.OVER: asking.prepare_over,
    alerting.TOLD: alerting.told_now,
    approvals.ASKED: approvals.asked_now,
    approvals.SILENT: approvals.silent_now,
    import_view.PROGRESS: import_view.progress_now,
    exchange.ALONE: exchange.refunded_now,
    asking.SCREEN: show_sale.prepare_screen,
    claim_receipt.ASKED: decide_receipt.asked_now,
    remind_burning.KIND: remind_burning.burning_now,
    wake_points.KIND: wake_points.active_now,
    withdraw_offer.KIND: withdraw_offer.offered_now,
    expire_points.KIND: expire_points.expired_now,
}
# Who waits for a notice to have gone, with the messenger's id of the message ("": it can't go).
Afterwards = Callable[[Connection, Mapping[str, Any], str, datetime], None]
AFTERWARDS: Mapping[str, Afterwards] = {
    "spend_ask": asking.asked_in,
    remind_burning.KIND: remind_burning.told_burning,
}
# Kinds that change a message already sent; that twice does no harm either.
EDITS = "edit."

# So many notices are looked at in one transaction, whatever becomes of them: a till never waits for the pump.
LOOKED_AT = 16
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


@dataclass(frozen=True, slots=True)
class Claimed:
    """What goes now. more: there may be more that is due at this moment."""

    deliveries: list[Delivery]
    more: bool


async def claim(shop: Shop, limit: int) -> Claimed:
    """At most `limit` notices that may go now, one a member, the first class first, marked as being sent.

    Those of members who cannot be reached or have muted the topic end here, and so does marketing without
    consent or without a day left to send it; other marketing waits for its hour.
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
    count("notices", type(outcome).__name__.lower())


async def recover(shop: Shop) -> int:
    """At start: what was under way when the process ended may have arrived or not; how many there were."""
    now = shop.now()
    return await shop.db.write(lambda tx: _recover(tx, now))


def _claim(tx: Connection, now: datetime, limit: int) -> Claimed:
    claimed: list[Delivery] = []
    looked_at, wanted = 0, limit
    while len(claimed) < limit and looked_at < LOOKED_AT:
        found = notices.due(tx, MESSENGER, now, wanted)
        if not found:
            return Claimed(claimed, more=False)
        programme = shop_rows.programme(tx)
        for due in found:
            looked_at += 1
            delivery = _take(tx, due, programme, now)
            if delivery is not None:
                claimed.append(delivery)
            if len(claimed) == limit:
                break
        # One that can't go is seldom alone.
        wanted = max(1, LOOKED_AT - looked_at)
    return Claimed(claimed, more=True)


def _take(tx: Connection, due: Due, programme: Programme, now: datetime) -> Delivery | None:
    """The notice as it goes now; None when it ended, or waits for a better time."""
    if due.is_marketing and not _may_go(tx, due, programme, now):
        return None
    data = _as_of_now(tx, due, now)
    if data is None:
        _end(tx, due.id, due.kind, "dropped", now, reason="nothing to say any more")
    elif due.external_id is None:
        _end(tx, due.id, due.kind, "failed", now, reason="unreachable")
        _over(tx, due.kind, data, "", now)
    elif is_muted(due.kind, due.preferences):
        _end(tx, due.id, due.kind, "dropped", now, reason="muted")
        _over(tx, due.kind, data, "", now)
    else:
        notices.sending(tx, due.id)
        return _delivery(tx, due, due.external_id, data, programme)
    return None


def _may_go(tx: Connection, due: Due, programme: Programme, now: datetime) -> bool:
    """Whether a marketing message goes at this moment. Otherwise it is put off, or ended here."""
    zone = ZoneInfo(due.preferences.time_zone or programme.time_zone)
    at = marketing_at(due.preferences, zone, (), now)
    if at == now:  # by night nobody is asked what the morning asks again
        if not people.consent(tx, due.member_id, ADVERTISING):
            _end(tx, due.id, due.kind, "dropped", now, reason="no consent")
            return False
        at = marketing_at(due.preferences, zone, notices.marketing_sent(tx, due.member_id, now), now)
    if due.expires_at is not None and at >= due.expires_at:
        _end(tx, due.id, due.kind, "dropped", now, reason="too late")
    elif at > now:
        notices.postpone(tx, due.id, at)
    else:
        return True
    return False


def _as_of_now(tx: Connection, due: Due, now: datetime) -> Mapping[str, Any] | None:
    """What the notice says at this moment; None when there is nothing to say any more."""
    prepare = PREPARE.get(due.kind)
    return due.data if prepare is None else prepare(tx, due.data, now)


def _over(tx: Connection, kind: str, data: Mapping[str, Any], message_id: str, now: datetime) -> None:
    """Tell whoever waits for it that the notice went, or can't go ("" for the message's id)."""
    after = AFTERWARDS.get(kind)
    if after is not None:
        after(tx, data, message_id, now)


def _delivery(
    tx: Connection, due: Due, external_id: str, data: Mapping[str, Any], programme: Programme
) -> Delivery:
    return Delivery(
        notice_id=due.id,
        kind=due.kind,
        data=_named(tx, data),
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
            _end(tx, notice_id, delivery.kind, "sent", now, message_id=message_id)
            _over(tx, delivery.kind, delivery.data, message_id, now)
        case Failed(reason):
            _end(tx, notice_id, delivery.kind, "failed", now, reason=reason)
        case Unreachable(reason):
            _end(tx, notice_id, delivery.kind, "failed", now, reason=f"unreachable: {reason}")
            notices.unreachable(tx, MESSENGER, delivery.external_id)
            _over(tx, delivery.kind, delivery.data, "", now)
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


def _end(
    tx: Connection,
    notice_id: int,
    kind: str,
    state: str,
    now: datetime,
    reason: str = "",
    message_id: str = "",
) -> None:
    """It came to an end; webhooks are told of messages, not of changes to them."""
    notices.end(tx, notice_id, state, now, reason, message_id)
    if kind != "commands" and not kind.startswith(EDITS):
        webhook_events.message_ended(tx, notice_id, now)


def _in_doubt(tx: Connection, notice_id: int, kind: str, tries: int, reason: str, now: datetime) -> None:
    resend = kind in RESEND or kind.startswith(EDITS)
    if resend and tries + 1 < TRIES:
        notices.put_off(tx, notice_id, now + FIRST_WAIT * WAIT_GROWTH**tries, reason, tries=1)
    else:
        _end(tx, notice_id, kind, "unknown", now, reason=reason)


def _recover(tx: Connection, now: datetime) -> int:
    left = notices.left_sending(tx)
    for notice_id, kind, tries in left:
        _in_doubt(tx, notice_id, kind, tries, "the process ended", now)
    return len(left)
