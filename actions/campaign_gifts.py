"""What comes with a campaign's message: booked once for each recipient, in the transaction that hands it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from actions.held_benefits import day_of
from actions.operation import Operation, record
from actions.points import Term, give
from loyalty import bonuses, expiry
from loyalty.automation_settings import gift_counts_from
from loyalty.campaigns import Campaign, Gift
from loyalty.codes import group_code
from loyalty.ledger import Kind
from loyalty.programme import Programme
from storage import campaigns, codes, offers, operations
from storage import expiry as expiry_rows
from storage import shop as rows
from storage.database import Connection
from storage.offers import Offer
from storage.recipients import Recipient

Values = Mapping[str, str | int]
REASON = "campaign"
# How far the codes of a list are given out, by the id of their code campaign.
CURSOR = "campaign codes"


class NoCodesLeftError(LookupError):
    """Every code of the list was given out: the message would promise what is not there."""


def book(
    tx: Connection, campaign: Campaign, recipient: Recipient, programme: Programme, now: datetime
) -> Values:
    """Give it unless this was done before; what the message says of it.

    NoCodesLeftError when its codes are at an end: nothing is written then.
    """
    if not campaign.gift.kind:
        return {}
    if done := operations.find(tx, _key(recipient)):
        return done[1]
    inputs = {"member_id": recipient.member_id, "kind": campaign.gift.kind}
    operation = Operation(_key(recipient), inputs, campaign.author_id, now)
    match campaign.gift.kind:
        case "points":
            return _points(tx, campaign, recipient, operation, programme)
        case "code":
            told = _code(tx, campaign.gift)
        case _:
            told = _offer(tx, campaign, recipient, programme, now)
    record(tx, operation, told)
    return told


def given(tx: Connection, recipient: Recipient) -> Values:
    """What the message says of the gift that was booked; nothing when there was none."""
    done = operations.find(tx, _key(recipient))
    return {} if done is None else done[1]


def lots_of(tx: Connection, member_id: int, kinds: Sequence[str]) -> set[int]:
    """The member's lots that came with messages of these automations."""
    newest = [one for kind in kinds for one in campaigns.of_kind(tx, kind, 1)]
    return expiry_rows.brought_by(tx, member_id, [_begins(one.id) for one in newest]) if newest else set()


def _begins(campaign_id: int) -> str:
    return f"campaign:{campaign_id}:"


def _key(recipient: Recipient) -> str:
    return f"{_begins(recipient.campaign_id)}{recipient.member_id}:{recipient.occasion}"


def _points(
    tx: Connection, campaign: Campaign, recipient: Recipient, operation: Operation, programme: Programme
) -> Values:
    gift, now, zone = campaign.gift, operation.at, ZoneInfo(programme.time_zone)
    term, ends = None, expiry.expires_at(operation.at, programme)
    if gift.lifetime_days:
        begins = gift_counts_from(campaign, recipient.occasion, day_of(programme, now))
        last = bonuses.last_day(begins, gift.lifetime_days)
        ends = expiry.day_start(last + timedelta(days=1), zone)
        term = Term(ends)
    told: Values = {
        "gift": gift.points,
        "gift_until": expiry.last_day(ends, programme).isoformat() if ends else "",
    }
    operation_id = record(tx, operation, told)
    kind, member_id = Kind.GIFT, recipient.member_id
    give(tx, operation_id, member_id, kind, gift.points, programme, now, term=term, reason=REASON)
    return told


def _code(tx: Connection, gift: Gift) -> Values:
    found = codes.campaign(tx, gift.code_campaign_id)
    if found is None or not found.active:
        raise NoCodesLeftError
    cursor = f"{CURSOR}:{found.id}"
    after = int(rows.fact(tx, cursor) or 0) if found.unique_codes else 0
    code = codes.next_unused(tx, found.id, after)
    if code is None:
        raise NoCodesLeftError
    if found.unique_codes:
        rows.remember(tx, cursor, str(code.id))
    shown = group_code(code.code) if found.unique_codes else found.title or code.code
    until = found.last_day.isoformat() if found.last_day else ""
    return {"gift": gift.title, "gift_until": until, "code": shown}


def _offer(
    tx: Connection, campaign: Campaign, recipient: Recipient, programme: Programme, now: datetime
) -> Values:
    gift, today = campaign.gift, day_of(programme, now)
    begins = gift_counts_from(campaign, recipient.occasion, today)
    last = bonuses.last_day(begins, gift.lifetime_days) if gift.lifetime_days else None
    offer = Offer(0, recipient.member_id, gift.title, gift.effect, today, last)
    offers.add(tx, offer, campaign.author_id, now)
    return {"gift": gift.title, "gift_until": last.isoformat() if last else ""}
