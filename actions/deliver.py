"""Take notices out of the queue for sending, and remember what became of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, assert_never
from zoneinfo import ZoneInfo

from actions import deliver_campaigns, own_words, webhook_events
from actions.answer_candidate import person_name
from actions.campaign_messages import KIND as CAMPAIGN
from actions.counted_links import counted
from actions.counting import count
from actions.delivery import Claimed as Claimed
from actions.delivery import Delivery as Delivery
from actions.join import ADVERTISING
from actions.new_member import MESSENGER
from actions.notice_kinds import AFTERWARDS, PREPARE, changes_message, may_come_twice
from actions.outcomes import Failed, Outcome, Pause, Retry, Sent, Unauthorized, Unknown, Unreachable
from actions.shop import Shop
from actions.tellings import TELLINGS
from loyalty.broadcasts import Later
from loyalty.messages import is_muted, marketing_at
from loyalty.programme import Programme
from storage import notices, people
from storage import shop as shop_rows
from storage.database import Connection
from storage.notices import Due

# So many notices are looked at in one transaction, whatever becomes of them: a till never waits for the pump.
LOOKED_AT = 16
TRIES = 5
FIRST_WAIT = timedelta(seconds=5)
WAIT_GROWTH = 4
# While the way is closed, a notice is tried again after a quarter of the time it has waited already.
SHORTEST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=5)


async def claim(shop: Shop, limit: int, paid: int = 0) -> Claimed:
    """At most `limit` messages that may go now, one a member, the first class first, marked as being sent:
    notices that are due, then those of campaigns; and at most `paid` of campaigns that pay for their speed.

    Those of members who cannot be reached or have muted the topic end here, and so does marketing without
    consent or without a day left to send it; other marketing waits for its hour.
    """
    now = shop.now()
    claimed = await shop.db.write_batched(lambda tx: _claim(tx, shop, now, limit, paid))
    return replace(claimed, deliveries=[counted(shop, delivery) for delivery in claimed.deliveries])


async def next_due_at(shop: Shop) -> datetime | None:
    """When the next message that is not due yet will be, a notice or one of a campaign that runs."""
    now = shop.now()

    def read(tx: Connection) -> datetime | None:
        found = (notices.next_due_at(tx, now), deliver_campaigns.next_due_at(tx, now))
        return min((at for at in found if at is not None), default=None)

    return await shop.db.read(read)


async def record(shop: Shop, delivery: Delivery, outcome: Outcome) -> None:
    """Remember what became of a notice claimed before."""
    now = shop.now()
    await shop.db.write_batched(lambda tx: _record(tx, delivery, outcome, now))
    count("notices", type(outcome).__name__.lower())


async def record_all(shop: Shop, ended: Sequence[tuple[Delivery, Outcome]]) -> None:
    """As `record`, for what came to its end at about the same moment."""
    now = shop.now()
    await shop.db.write_batched(lambda tx: _record_all(tx, ended, now))
    for _, outcome in ended:
        count("notices", type(outcome).__name__.lower())


async def recover(shop: Shop) -> int:
    """At start: what was under way when the process ended may have arrived or not; how many there were."""
    now = shop.now()
    return await shop.db.write(lambda tx: _recover(tx, now))


def _claim(tx: Connection, shop: Shop, now: datetime, limit: int, paid: int) -> Claimed:
    claimed, looked_at, more = _notices(tx, shop, now, limit)
    fed = deliver_campaigns.feed(tx, now, limit - len(claimed), paid, LOOKED_AT - looked_at + paid)
    return Claimed(
        deliveries=[*claimed, *fed.deliveries],
        more=more or fed.more,
        more_paid=fed.more_paid,
        paid_per_second=fed.paid_per_second,
        queuing=fed.queuing,
    )


def _notices(tx: Connection, shop: Shop, now: datetime, limit: int) -> tuple[list[Delivery], int, bool]:
    """(what goes now, how many were looked at, whether there may be more)."""
    claimed: list[Delivery] = []
    looked_at, wanted = 0, limit
    while len(claimed) < limit and looked_at < LOOKED_AT:
        found = notices.due(tx, MESSENGER, now, wanted)
        if not found:
            return claimed, looked_at, False
        programme = shop_rows.programme(tx)
        for due in found:
            looked_at += 1
            delivery = _take(tx, shop, due, programme, now)
            if delivery is not None:
                claimed.append(delivery)
            if len(claimed) == limit:
                break
        # One that can't go is seldom alone.
        wanted = max(1, LOOKED_AT - looked_at)
    return claimed, looked_at, limit > 0


def _take(tx: Connection, shop: Shop, due: Due, programme: Programme, now: datetime) -> Delivery | None:
    """The notice as it goes now; None when it ended, or waits for a better time."""
    if due.is_marketing and not _may_go(tx, due, programme, now):
        return None
    data = _as_of_now(tx, due, now)
    if data is None:
        _end(tx, due.id, due.kind, "dropped", now, reason="nothing to say any more")
    elif due.external_id is None:
        has_account = people.speaker_of(tx, due.member_id) is not None
        state, reason = ("failed", "unreachable") if has_account else ("dropped", "no account")
        _end(tx, due.id, due.kind, state, now, reason=reason)
        _over(tx, due.kind, data, "", now)
    elif is_muted(due.kind, due.preferences):
        _end(tx, due.id, due.kind, "dropped", now, reason="muted")
        _over(tx, due.kind, data, "", now)
    else:
        return _worded(tx, shop, due, due.external_id, data, programme, now)
    return None


def _worded(
    tx: Connection,
    shop: Shop,
    due: Due,
    external_id: str,
    data: Mapping[str, Any],
    programme: Programme,
    now: datetime,
) -> Delivery | None:
    """The notice, in its owner's words if there are some for its member; None when these go later."""
    said = own_words.worded(tx, shop, due, data, programme, now)
    if isinstance(said, Later):
        notices.postpone(tx, due.id, said.at)
        return None
    notices.sending(tx, due.id)
    return _delivery(tx, due, external_id, said, programme)


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
        paid=bool(data.get("paid")),
    )


def _named(tx: Connection, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The figures of a notice, and the name of the person it is about, which is not kept in it."""
    return {**data, "name": person_name(tx, data["person"])} if "person" in data else data


def _record_all(tx: Connection, ended: Sequence[tuple[Delivery, Outcome]], now: datetime) -> None:
    """Messages of campaigns that went, which come by the thousand, are noted together."""
    sent: list[tuple[Delivery, str]] = []
    for delivery, outcome in ended:
        match outcome:
            case Sent(message_id) if delivery.kind == CAMPAIGN:
                sent.append((delivery, message_id))
            case _:
                _record(tx, delivery, outcome, now)
    if sent:
        deliver_campaigns.all_sent(tx, sent, now)


def _record(tx: Connection, delivery: Delivery, outcome: Outcome, now: datetime) -> None:
    notice_id = delivery.notice_id
    match outcome:
        case Sent(message_id):
            _end(tx, notice_id, delivery.kind, "sent", now, message_id=message_id)
            _over(tx, delivery.kind, delivery.data, message_id, now)
        case Failed(reason) if own_words.is_worded(delivery.data):
            # What has to be told is told: it goes again, as it usually does.
            deliver_campaigns.ended(tx, notice_id, "failed", now, reason, "")
            notices.put_off(tx, notice_id, now, reason)
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
    if kind == CAMPAIGN or kind in TELLINGS:
        deliver_campaigns.ended(tx, notice_id, state, now, reason, message_id)
    if kind != "commands" and not changes_message(kind):
        webhook_events.message_ended(tx, notice_id, now)


def _in_doubt(tx: Connection, notice_id: int, kind: str, tries: int, reason: str, now: datetime) -> None:
    if may_come_twice(kind) and tries + 1 < TRIES:
        notices.put_off(tx, notice_id, now + FIRST_WAIT * WAIT_GROWTH**tries, reason, tries=1)
    else:
        _end(tx, notice_id, kind, "unknown", now, reason=reason)


def _recover(tx: Connection, now: datetime) -> int:
    left = notices.left_sending(tx)
    for notice_id, kind, tries in left:
        _in_doubt(tx, notice_id, kind, tries, "the process ended", now)
    return len(left)
