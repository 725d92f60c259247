"""A customer without his card sends in the receipt: store, picture, number, sum, day. The shop is told."""

from datetime import datetime
from zoneinfo import ZoneInfo

from actions.price_sale import business_day
from actions.rights import holders
from actions.shifts import called
from actions.shop import Shop
from loyalty.joining import Step
from loyalty.receipt_claims import (
    CLAIMS_WITHIN,
    ClaimState,
    ReceiptClaim,
    ReceiptView,
    TypedReceipt,
    decide_claim,
    decide_send,
    parse_claim,
)
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from storage import notices, people, staff, stores
from storage import receipt_claims as claims
from storage import shop as rows
from storage.database import Connection

PHOTO_QUESTION, LINE_QUESTION = "receipt_photo", "receipt_line"
ASKED = "receipt_asked"


async def begin_receipt(shop: Shop, member_id: int, account_id: int) -> ReceiptView | Refused:
    """A new claim, or the one the shop has already.

    Refuses NOT_JOINED, RECEIPT_OF_STAFF, RECEIPT_CLAIMS_FULL.
    """
    now = shop.now()
    return await shop.db.write(lambda tx: _begin(tx, member_id, account_id, now))


async def choose_store(shop: Shop, member_id: int, account_id: int, store_id: int) -> ReceiptView | Refused:
    """Where it was bought; the picture is asked for next. Refuses RECEIPT_CLAIM_OVER."""
    now = shop.now()

    def write(tx: Connection) -> ReceiptView | Refused:
        claim = _begun(tx, member_id)
        if isinstance(claim, Refused) or store_id not in dict(_stores(tx)):
            return Refused(Refusal.RECEIPT_CLAIM_OVER)
        claims.tell_store(tx, claim.id, store_id)
        people.ask(tx, account_id, PHOTO_QUESTION, str(claim.id), now)
        return _view(tx, claim.id)

    return await shop.db.write(write)


async def send_photo(shop: Shop, member_id: int, account_id: int, photo_id: str) -> ReceiptView | Refused:
    """The picture, by the messenger's id; a later one takes the place of an earlier one.

    Number, sum and day are asked for next. Refuses RECEIPT_CLAIM_OVER.
    """
    now = shop.now()

    def write(tx: Connection) -> ReceiptView | Refused:
        claim = _begun(tx, member_id)
        if isinstance(claim, Refused):
            return claim
        claims.tell_photo(tx, claim.id, photo_id)
        people.ask(tx, account_id, LINE_QUESTION, str(claim.id), now)
        return _view(tx, claim.id)

    return await shop.db.write(write)


async def type_receipt(shop: Shop, member_id: int, text: str) -> ReceiptView | Refused:
    """Number, sum and day in one line; the question stays, so that they can be typed once more.

    Refuses as parse_claim and decide_send do, and RECEIPT_CLAIM_OVER.
    """
    now = shop.now()

    def write(tx: Connection) -> ReceiptView | Refused:
        claim = _begun(tx, member_id)
        if isinstance(claim, Refused):
            return claim
        typed = parse_claim(text, now, ZoneInfo(rows.programme(tx).time_zone))
        if isinstance(typed, Refused):
            return typed
        if (refused := _refused(tx, claim, typed)) is not None:
            return refused
        claims.tell_receipt(tx, claim.id, typed)
        return _view(tx, claim.id)

    return await shop.db.write(write)


async def send_receipt(shop: Shop, member_id: int, account_id: int, claim_id: int) -> ReceiptView | Refused:
    """Hand it to the shop: whoever may decide on it there is told. Sent before: as it stands.

    Refuses RECEIPT_CLAIM_OVER, RECEIPT_OF_STAFF, RECEIPT_CLAIMS_FULL, RECEIPT_COUNTED, BOUGHT_BEFORE_CARD.
    """
    now = shop.now()
    view = await shop.db.write(lambda tx: _send(tx, member_id, account_id, claim_id, now))
    shop.wake()
    return view


async def drop_receipt(shop: Shop, member_id: int, account_id: int, claim_id: int) -> Refused | None:
    """Stop telling, or take back what the shop has not decided yet. Refuses RECEIPT_CLAIM_OVER."""
    now = shop.now()

    def write(tx: Connection) -> Refused | None:
        claim = claims.open_of(tx, member_id)
        if claim is None or claim.id != claim_id:
            return Refused(Refusal.RECEIPT_CLAIM_OVER)
        people.stop_asking_about(tx, account_id, str(claim.id))
        claims.withdraw(tx, claim, now)
        return None

    return await shop.db.write(write)


def _begin(tx: Connection, member_id: int, account_id: int, now: datetime) -> ReceiptView | Refused:
    if people.member(tx, member_id).step != Step.JOINED:
        return Refused(Refusal.NOT_JOINED)
    known = claims.open_of(tx, member_id)
    if known is not None and known.state is ClaimState.WAITING:
        return _view(tx, known.id)
    if (refused := _may_send(tx, member_id, now)) is not None:
        return refused
    choice = _stores(tx)
    only = choice[0][0] if len(choice) == 1 else None
    claim = claims.begin(tx, member_id, only, now)
    if only is not None:
        people.ask(tx, account_id, PHOTO_QUESTION, str(claim.id), now)
    return _view(tx, claim.id)


def _send(
    tx: Connection, member_id: int, account_id: int, claim_id: int, now: datetime
) -> ReceiptView | Refused:
    claim = claims.find(tx, claim_id)
    if claim is None or claim.member_id != member_id:
        return Refused(Refusal.RECEIPT_CLAIM_OVER)
    if claim.state is not ClaimState.BEGUN:
        waits = claim.state is ClaimState.WAITING
        return _view(tx, claim.id) if waits else Refused(Refusal.RECEIPT_CLAIM_OVER)
    if claim.store_id is None or claim.bought_at is None or not claim.photo_id:
        return Refused(Refusal.RECEIPT_CLAIM_OVER)
    typed = TypedReceipt(claim.receipt, claim.amount_minor, claim.bought_at)
    refused = _may_send(tx, member_id, now) or _refused(tx, claim, typed)
    if refused is not None:
        return refused
    claims.send(tx, claim.id, now)
    people.stop_asking_about(tx, account_id, str(claim.id))
    for colleague_id in holders(tx, Right.APPROVE_RECEIPTS, claim.store_id):
        notices.queue(tx, colleague_id, ASKED, {"claim": claim.id}, now)
    return _view(tx, claim.id)


def _may_send(tx: Connection, member_id: int, now: datetime) -> Refused | None:
    sent = claims.count_sent(tx, member_id, now - CLAIMS_WITHIN)
    return decide_claim(works_here=staff.facts(tx, member_id) is not None, sent=sent)


def _refused(tx: Connection, claim: ReceiptClaim, typed: TypedReceipt) -> Refused | None:
    joined_at = people.told(tx, claim.member_id).joined_at
    if claim.store_id is None or joined_at is None:
        return Refused(Refusal.RECEIPT_CLAIM_OVER)
    day = business_day(tx, claim.store_id, typed.bought_at)
    counted = claims.is_counted(tx, claim.store_id, day, typed.receipt)
    return decide_send(typed, joined_at, counted, ZoneInfo(rows.programme(tx).time_zone))


def _begun(tx: Connection, member_id: int) -> ReceiptClaim | Refused:
    claim = claims.open_of(tx, member_id)
    if claim is None or claim.state is not ClaimState.BEGUN:
        return Refused(Refusal.RECEIPT_CLAIM_OVER)
    return claim


def _view(tx: Connection, claim_id: int) -> ReceiptView:
    claim = claims.find(tx, claim_id)
    if claim is None:
        raise LookupError("no such claim")
    store = called(tx, claim.store_id) if claim.store_id else ""
    return ReceiptView(claim, store=store, stores=() if claim.store_id else _stores(tx))


def _stores(tx: Connection) -> tuple[tuple[int, str], ...]:
    return tuple((one.id, called(tx, one.id)) for one in stores.living(tx))
