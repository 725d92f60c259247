"""Campaigns feed the pump: of those who wait, the next few become notices that go at once."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from actions import amend_broadcast, campaign_gifts
from actions.automations import WANTED
from actions.brake import check, room_to_try, stop
from actions.campaign_messages import KIND, Said, content_for, message, said
from actions.delivery import Delivery
from actions.join import ADVERTISING
from actions.new_member import MESSENGER
from actions.webhook_events import messages_sent
from loyalty.automations import rank
from loyalty.broadcasts import BROKEN, Later, Skip, Stop, decide, expires_at, paid_rate
from loyalty.campaigns import BROADCAST, CampaignState, RecipientState
from loyalty.messages import MARKETING, MARKETING_LIVES
from loyalty.programme import Programme
from storage import campaigns, notices, recipients
from storage import shop as rows
from storage.database import Connection
from storage.ready import Ready, ready
from storage.recipients import Open

# Somebody who is being told something else just now is asked again so much later.
BUSY = timedelta(seconds=5)
NOTHING_TO_SAY = "nothing to say"
_ENDS: Mapping[str, RecipientState] = {
    "sent": RecipientState.SENT,
    "failed": RecipientState.FAILED,
    "unknown": RecipientState.UNKNOWN,
    "dropped": RecipientState.SKIPPED,
}


@dataclass(slots=True)
class Fed:
    """What campaigns give the pump; more, more_paid: there may be more that is due at this moment."""

    deliveries: list[Delivery] = field(default_factory=list)
    more: bool = False
    more_paid: bool = False
    paid_per_second: int = 0
    queuing: bool = False


@dataclass(slots=True)
class _Turn:
    """One transaction's work: the rules, the moment, how many may still be looked at, and what goes."""

    tx: Connection
    now: datetime
    programme: Programme
    looks: int
    fed: Fed


def feed(tx: Connection, now: datetime, room: int, paid_room: int, looks: int) -> Fed:
    """At most `room` messages of campaigns, and `paid_room` of those that pay for their speed.

    At most `looks` recipients are looked at. What was sent is corrected first. A broadcast that has nobody
    left is done.
    """
    fed = Fed()
    going = recipients.open_campaigns(tx)
    if not going:
        return fed
    fed.queuing = any(one.state is CampaignState.QUEUING for one in going)
    turn = _Turn(tx, now, rows.programme(tx), looks, fed)
    if room and amend_broadcast.feed(tx, [one for one in going if one.amending], now, room):
        fed.more = True
        return fed
    # Before what was sent is corrected, what is under way has to arrive.
    held = {one.id for one in going if one.amending and not one.amended}
    running = [one for one in going if one.state is CampaignState.RUNNING and one.id not in held]
    for one in running:
        if one.first_due_at is None and one.kind == BROADCAST:
            _finish(tx, one, now)
    fed.more = _take_of(turn, [one for one in running if not one.paid], room)
    fed.more_paid = _take_of(turn, [one for one in running if one.paid], paid_room)
    return fed


def next_due_at(tx: Connection, now: datetime) -> datetime | None:
    """When the next recipient of a campaign that runs will be due."""
    due = (
        one.first_due_at
        for one in recipients.open_campaigns(tx)
        if one.state is CampaignState.RUNNING and one.first_due_at is not None
    )
    return min((at for at in due if at > now), default=None)


def ended(tx: Connection, notice_id: int, state: str, now: datetime, reason: str, message_id: str) -> None:
    """A notice of a campaign came to its end, and so does its recipient; too many bad ends stop it all."""
    recipient = recipients.of_notice(tx, notice_id)
    if recipient is None or recipient.state is not RecipientState.HANDED:
        return
    recipients.end(tx, recipient, _ENDS[state], now, reason, message_id)
    if state == "failed" and not reason.startswith("unreachable"):
        campaigns.count(tx, recipient.campaign_id, recipient.arm, BROKEN)
        check(tx, recipient.campaign_id, now)


def all_sent(tx: Connection, sent: Sequence[tuple[Delivery, str]], now: datetime) -> None:
    """Their messages went: (what was sent, the messenger's id of it)."""
    notices.all_sent(tx, [(one.notice_id, message_id) for one, message_id in sent], now)
    recipients.all_sent(tx, [(one.data["recipient"], message_id) for one, message_id in sent], now)
    arms = Counter((one.data["campaign"], one.data["arm"]) for one, _ in sent)
    for (campaign_id, arm), number in arms.items():
        campaigns.count(tx, campaign_id, arm, RecipientState.SENT.value, number)
    messages_sent(tx, [one.notice_id for one, _ in sent], now)


def _take_of(turn: _Turn, running: Sequence[Open], room: int) -> bool:
    """Take from these campaigns, the first class first; whether there may be more that is due."""
    due = [one for one in running if one.first_due_at is not None and one.first_due_at <= turn.now]
    due.sort(key=lambda one: (one.message_class, rank(one.kind), one.first_due_at, one.id))
    for one in due:
        while room > 0 and turn.looks > 0:
            taken, found = _take_some(turn, one, room)
            room -= taken
            if not found:
                break
        if room <= 0 or turn.looks <= 0:
            return True
    return False


def _take_some(turn: _Turn, one: Open, room: int) -> tuple[int, bool]:
    """(how many go, whether there may be more to look at) of one campaign."""
    allowed = room_to_try(turn.tx, one.id)
    wanted = min(room, turn.looks) if allowed is None else min(room, turn.looks, allowed)
    if not wanted:
        return 0, False
    some = ready(turn.tx, one.id, MESSENGER, ADVERTISING, turn.now, wanted)
    turn.looks -= len(some)
    what = said(turn.tx, one.id)
    if one.paid:
        turn.fed.paid_per_second = paid_rate(int(what.campaign.settings.get("per_second", 0)))
    going: list[tuple[Ready, Mapping[str, Any]]] = []
    told: set[int] = set()
    more = len(some) == wanted
    for candidate in some:
        try:
            data = _data(turn, what, candidate, told)
        except campaign_gifts.NoCodesLeftError:
            stop(turn.tx, what.campaign, Stop.NO_CODES, turn.now)
            more = False
            break
        if data is not None:
            going.append((candidate, data))
            told.add(candidate.recipient.member_id)
    _hand(turn, what, going)
    return len(going), more


def _data(turn: _Turn, what: Said, candidate: Ready, told: Collection[int]) -> Mapping[str, Any] | None:
    """His message as it goes now; None when he gets none, or not now. told: who gets another one now."""
    tx, now, one = turn.tx, turn.now, candidate.recipient
    if candidate.busy or one.member_id in told:
        recipients.put_off(tx, one.id, now + BUSY, candidate.expires_at or expires_at(one.due_at))
        return None
    own_zone = candidate.facts.preferences.time_zone or turn.programme.time_zone
    ends = candidate.expires_at or expires_at(one.due_at)
    match decide(candidate.facts, what.campaign.message_class, ZoneInfo(own_zone), ends, now):
        case Skip(reason):
            recipients.end(tx, one, RecipientState.SKIPPED, now, reason)
            return None
        case Later(at):
            recipients.put_off(tx, one.id, at, ends)
            return None
    content = content_for(what, one, candidate.language)
    wanted = WANTED.get(what.campaign.kind)
    reason = NOTHING_TO_SAY if content is None else wanted(tx, one, now) if wanted else ""
    if content is None or reason:
        recipients.end(tx, one, RecipientState.SKIPPED, now, reason)
        return None
    gift = campaign_gifts.book(tx, what.campaign, one, turn.programme, now)
    return message(tx, what, content, one, candidate.name, gift, turn.programme, now)


def _hand(turn: _Turn, what: Said, going: Sequence[tuple[Ready, Mapping[str, Any]]]) -> None:
    """From now on they are notices under way."""
    tx, now, message_class = turn.tx, turn.now, what.campaign.message_class
    until = now + MARKETING_LIVES if message_class >= MARKETING else None
    told = [(to.recipient.member_id, {"recipient": to.recipient.id}) for to, _ in going]
    notice_ids = notices.hand(tx, KIND, told, now, message_class, until)
    by_recipient = {to.recipient.id: one for (to, _), one in zip(going, notice_ids, strict=True)}
    recipients.hand(tx, by_recipient)
    turn.fed.deliveries += [
        Delivery(
            notice_id=by_recipient[to.recipient.id],
            kind=KIND,
            data=data,
            tries=0,
            at=now,
            member_id=to.recipient.member_id,
            external_id=to.external_id,
            language=to.language,
            currency=turn.programme.currency,
            time_zone=turn.programme.time_zone,
            paid=what.campaign.paid,
        )
        for to, data in going
    ]


def _finish(tx: Connection, one: Open, now: datetime) -> None:
    """Nobody waits: it is done once the last message has come to its end.

    One whose notice is gone (its member had himself erased) has nothing to wait for.
    """
    for lost in recipients.without_notice(tx, one.id):
        recipients.end(tx, lost, RecipientState.UNKNOWN, now, "erased")
    if not recipients.handed(tx, one.id):
        campaigns.change(tx, one.id, state=CampaignState.DONE.value, ended_at=now)
