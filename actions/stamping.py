"""Stamps follow purchases: one comes with each, goes with its refund, and enough of them are a gift."""

from datetime import datetime, timedelta

from actions.sold import Returned, Sold
from loyalty.earning import Quote
from loyalty.programme import Programme, StampCard
from loyalty.rewards import ClaimState
from loyalty.sale import Purchase
from loyalty.stamps import StampProgress, earns_stamp, filled, is_enough, progress
from storage import notices, rewards, sales, stamps
from storage import shop as rows
from storage.database import Connection


def after_purchase(tx: Connection, sold: Sold) -> None:
    """The stamps this purchase brings; a full card is a gift at the till, and its holder is told."""
    purchase = sold.purchase
    categories = {line.category for line in sold.quote.lines}
    for card in sold.programme.stamps:
        visit_hours = sold.programme.visit_hours
        until = purchase.at + timedelta(hours=visit_hours)
        last_at = stamps.newest_at(tx, purchase.member_id, card.key, purchase.store_id, until)
        if earns_stamp(card, sold.quote.money_minor, categories, last_at, visit_hours, purchase.at):
            stamps.add(tx, purchase.member_id, card.key, purchase.id, purchase.store_id, purchase.at)
            if _fill(tx, purchase.member_id, card, sold.now):
                _tell(tx, purchase.member_id, "stamp_gift", card.gift, sold.now)


def after_refund(tx: Connection, back: Returned) -> None:
    """Stamps go with what is not a purchase any more; a gift that was handed out stays (rules.md 49)."""
    purchase = back.purchase
    money_minor = _money_left(purchase, back.quote)
    then = rows.programme_version(tx, purchase.rule_version) or back.programme
    for stamp_id, key, claim_id, state in stamps.of_purchase(tx, purchase.id):
        card = _card(then, key)
        stands = not back.whole and card is not None and is_enough(card, money_minor)
        if stands or state is ClaimState.GIVEN:
            continue
        if claim_id is not None:
            rewards.end_claim(tx, claim_id, ClaimState.WAITING, ClaimState.RETURNED, ended_at=back.now)
            stamps.put_back(tx, claim_id)
        stamps.take_back(tx, stamp_id, back.now)
        _hand_on(tx, purchase, key, back.programme)
        now_card = _card(back.programme, key)
        refilled = now_card is not None and _fill(tx, purchase.member_id, now_card, back.now)
        gone = rewards.claim(tx, claim_id) if claim_id is not None else None
        if gone is not None and not refilled:
            _tell(tx, purchase.member_id, "stamp_gift_off", gone.title, back.now)


def _hand_on(tx: Connection, purchase: Purchase, key: str, programme: Programme) -> None:
    """Another receipt of the same visit, which brought none because of this one, gets the stamp now."""
    hours = timedelta(hours=programme.visit_hours)
    member_id, store_id = purchase.member_id, purchase.store_id
    for other_id in stamps.stampless(tx, member_id, key, store_id, purchase.at - hours, purchase.at + hours):
        other, quote = sales.purchase(tx, other_id), sales.quote_of_purchase(tx, other_id)
        if other is None or other_id == purchase.id:
            continue
        card = _card(rows.programme_version(tx, other.rule_version) or programme, key)
        categories = {line.category for line in quote.lines}
        if (
            card is not None
            and earns_stamp(card, _money_left(other, quote), categories, None, 0, other.at)
            and not stamps.is_near(tx, member_id, key, store_id, other.at - hours, other.at + hours)
        ):
            stamps.add(tx, member_id, key, other_id, store_id, other.at)


def _money_left(purchase: Purchase, quote: Quote) -> int:
    """The money part of what was not returned."""
    left_minor = purchase.amount_minor - purchase.refunded_minor
    return quote.money_minor * left_minor // purchase.amount_minor


def progress_of(tx: Connection, member_id: int, programme: Programme) -> tuple[StampProgress, ...]:
    """Where the member stands on each card of the programme."""
    if not programme.stamps:
        return ()
    have = stamps.counts(tx, member_id)
    waiting = [claim.stamp_card for claim in rewards.waiting_claims(tx, member_id)]
    return tuple(progress(card, have.get(card.key, 0), waiting.count(card.key)) for card in programme.stamps)


def _fill(tx: Connection, member_id: int, card: StampCard, now: datetime) -> bool:
    """Turn enough stamps into a gift that waits at the till; whether there were enough."""
    used = filled(card, stamps.unused(tx, member_id, card.key))
    if not used:
        return False
    claim_id = rewards.add_claim(tx, member_id, card.gift, 0, ClaimState.WAITING, now, stamp_card=card.key)
    stamps.use(tx, used, claim_id)
    return True


def _card(programme: Programme, key: str) -> StampCard | None:
    return next((card for card in programme.stamps if card.key == key), None)


def _tell(tx: Connection, member_id: int, kind: str, title: str, now: datetime) -> None:
    notices.queue(tx, member_id, kind, {"title": title}, now)
