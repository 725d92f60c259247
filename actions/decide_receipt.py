"""The shop looks at a receipt a customer sent in: booked as of the day it was sold, or declined. Once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from actions.answer_candidate import person_name
from actions.at_till import till_of
from actions.book import book
from actions.operation import Operation
from actions.price_sale import business_day
from actions.rights import may, standing
from actions.shifts import called
from actions.shop import Shop
from loyalty.amounts import parse_amount
from loyalty.cards import TOKEN_ALPHABET
from loyalty.receipt_claims import ClaimState, ReceiptClaim, ReceiptView, Why
from loyalty.receipts import Line
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right, decide_right
from loyalty.sale import DRAFT_LIFETIME, Draft, DraftState, Way
from storage import notices, people, sales, watch
from storage import receipt_claims as claims
from storage.database import Connection

SUM_QUESTION = "receipt_sum"
DECLINED = "receipt_declined"
DRAFT_ID_LENGTH = 10


async def next_receipt(shop: Shop, actor_id: int) -> ReceiptView | Refused | None:
    """The claim that waits longest where this person may decide, if any does. Refuses as rights do."""
    now = shop.now()

    def read(tx: Connection) -> ReceiptView | Refused | None:
        who = standing(tx, actor_id)
        if (refused := decide_right(who, Right.APPROVE_RECEIPTS)) is not None or who is None:
            return refused or Refused(Refusal.NOT_STAFF)
        claim = claims.next_waiting(tx, who.looks_after, {actor_id, *watch.relatives(tx, actor_id)})
        return None if claim is None else _view(tx, claim, now)

    return await shop.db.read(read)


async def show_receipt(shop: Shop, actor_id: int, claim_id: int) -> ReceiptView | Refused:
    """A claim as it stands, decided or not.

    Refuses RECEIPT_CLAIM_OVER, RECEIPT_OWN, FAMILY_CARD, and as rights do.
    """
    now = shop.now()

    def read(tx: Connection) -> ReceiptView | Refused:
        claim = _decidable(tx, actor_id, claim_id)
        return claim if isinstance(claim, Refused) else _view(tx, claim, now)

    return await shop.db.read(read)


async def approve_receipt(shop: Shop, actor_id: int, claim_id: int, revision: int) -> ReceiptView | Refused:
    """Book the receipt as of the day it was sold; the customer gets the message of a purchase.

    Decided before, or another sum meanwhile: the claim as it stands, nothing is booked. Refuses as
    show_receipt, and RECEIPT_COUNTED when the number came into the books meanwhile: it waits on.
    """
    now, draft_id = shop.now(), shop.new_code(TOKEN_ALPHABET, DRAFT_ID_LENGTH)
    view = await shop.db.write(lambda tx: _approve(tx, actor_id, claim_id, revision, draft_id, now))
    shop.wake()
    return view


async def decline_receipt(shop: Shop, actor_id: int, claim_id: int, why: Why) -> ReceiptView | Refused:
    """It is not counted, and the customer is told why. Decided before: as it stands.

    Refuses as show_receipt.
    """
    now = shop.now()

    def write(tx: Connection) -> ReceiptView | Refused:
        claim = _decidable(tx, actor_id, claim_id)
        if isinstance(claim, Refused):
            return claim
        if claim.state is ClaimState.WAITING:
            claims.decide(tx, claim.id, ClaimState.DECLINED, actor_id, now, reason=why)
            told = {"receipt": claim.receipt, "amount_minor": claim.amount_minor, "why": why.value}
            notices.queue(tx, claim.member_id, DECLINED, told, now)
        return _again(tx, claim.id, now)

    view = await shop.db.write(write)
    shop.wake()
    return view


async def ask_sum(shop: Shop, actor_id: int, account_id: int, claim_id: int) -> ReceiptView | Refused:
    """The next text is the sum the receipt really shows. Refuses as show_receipt."""
    now = shop.now()

    def write(tx: Connection) -> ReceiptView | Refused:
        claim = _decidable(tx, actor_id, claim_id)
        if isinstance(claim, Refused):
            return claim
        if claim.state is ClaimState.WAITING:
            people.ask(tx, account_id, SUM_QUESTION, str(claim.id), now)
        return _view(tx, claim, now)

    return await shop.db.write(write)


async def correct_sum(
    shop: Shop, actor_id: int, account_id: int, claim_id: int, text: str
) -> ReceiptView | Refused:
    """The sum as the receipt shows it, to be approved next. Refuses as show_receipt and as parse_amount."""
    now = shop.now()

    def write(tx: Connection) -> ReceiptView | Refused:
        claim = _decidable(tx, actor_id, claim_id)
        if isinstance(claim, Refused):
            return claim
        amount = parse_amount(text)
        if isinstance(amount, Refused):
            return amount
        people.stop_asking_about(tx, account_id, str(claim.id))
        if claim.state is ClaimState.WAITING:
            claims.correct(tx, claim.id, amount.amount_minor)
        return _again(tx, claim.id, now)

    return await shop.db.write(write)


def asked_now(tx: Connection, data: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """What the message to those who decide says when it goes; None when it was decided meanwhile."""
    claim = claims.find(tx, data["claim"])
    if claim is None or claim.state is not ClaimState.WAITING:
        return None
    return {**data, "view": _view(tx, claim, now)}


def _approve(
    tx: Connection, actor_id: int, claim_id: int, revision: int, draft_id: str, now: datetime
) -> ReceiptView | Refused:
    claim = _decidable(tx, actor_id, claim_id)
    if isinstance(claim, Refused):
        return claim
    if claim.state is not ClaimState.WAITING or claim.revision != revision:
        return _view(tx, claim, now)
    draft = _draft(claim, draft_id, actor_id, now)
    day = business_day(tx, draft.store_id, draft.bought_at or now)
    if claims.is_counted(tx, draft.store_id, day, claim.receipt):
        return Refused(Refusal.RECEIPT_COUNTED, {"receipt": claim.receipt})
    sales.add_draft(tx, draft, now)
    inputs = {"claim": claim.id, "amount_minor": claim.amount_minor}
    operation = Operation(f"receipt:{claim.id}", inputs, actor_id, now)
    booked = book(tx, operation, draft, till_of(tx, draft, now).plain(draft))
    claims.decide(tx, claim.id, ClaimState.APPROVED, actor_id, now, booked.purchase_id)
    return _again(tx, claim.id, now)


def _draft(claim: ReceiptClaim, draft_id: str, actor_id: int, now: datetime) -> Draft:
    """The claim as a sale by whoever decides; no points pay for it, it was paid."""
    if claim.store_id is None or claim.bought_at is None:
        raise ValueError("the claim was never sent")
    return Draft(
        id=draft_id,
        cashier_id=actor_id,
        member_id=claim.member_id,
        store_id=claim.store_id,
        state=DraftState.OPEN,
        revision=0,
        receipt=claim.receipt,
        expires_at=now + DRAFT_LIFETIME,
        lines=(Line(claim.amount_minor),),
        way=Way.CLAIM,
        bought_at=claim.bought_at,
    )


def _decidable(tx: Connection, actor_id: int, claim_id: int) -> ReceiptClaim | Refused:
    """A claim that was sent, if this person may decide on it; nobody decides on his own or his family's."""
    refused = may(tx, actor_id, Right.APPROVE_RECEIPTS)
    if refused is not None:
        return refused
    claim = claims.find(tx, claim_id)
    if claim is None or claim.state in (ClaimState.BEGUN, ClaimState.WITHDRAWN):
        return Refused(Refusal.RECEIPT_CLAIM_OVER)
    if claim.member_id == actor_id:
        return Refused(Refusal.RECEIPT_OWN)
    if claim.member_id in watch.relatives(tx, actor_id):
        return Refused(Refusal.FAMILY_CARD)
    return may(tx, actor_id, Right.APPROVE_RECEIPTS, claim.store_id) or claim


def _again(tx: Connection, claim_id: int, now: datetime) -> ReceiptView:
    claim = claims.find(tx, claim_id)
    if claim is None:
        raise LookupError("no such claim")
    return _view(tx, claim, now)


def _view(tx: Connection, claim: ReceiptClaim, now: datetime) -> ReceiptView:
    draft = _draft(claim, "", 0, now)
    member = people.member(tx, claim.member_id)
    day = business_day(tx, draft.store_id, draft.bought_at or now)
    waits = claim.state is ClaimState.WAITING
    return ReceiptView(
        claim,
        store=called(tx, draft.store_id),
        name=person_name(tx, claim.member_id),
        number=member.number,
        points=till_of(tx, draft, now).plain(draft).points if waits else 0,
        twin=waits and claims.has_twin(tx, claim.member_id, draft.store_id, day, claim.amount_minor),
        decided_by="" if claim.decided_by is None else person_name(tx, claim.decided_by),
        erased=member.erased,
    )
