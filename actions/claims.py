"""What waits for a member at the till: handed out by staff, or its points given back."""

from dataclasses import replace
from datetime import datetime

from actions.operation import Operation, record
from actions.points import available, is_frozen, purse
from actions.rights import may
from actions.shop import Shop
from loyalty.expiry import is_over
from loyalty.ledger import Kind, Posting
from loyalty.names import first_name
from loyalty.programme import Programme
from loyalty.refunds import grace_until
from loyalty.refusals import Refusal, Refused
from loyalty.rewards import Claim, ClaimLine, ClaimState, HandOver
from loyalty.rights import Right
from loyalty.sale import decide_open
from loyalty.wallet import is_past
from storage import ledger, notices, people, rewards, sales, watch
from storage import shop as rows
from storage.database import Connection

AT_ONCE = 100


def waiting(tx: Connection, member_id: int) -> tuple[ClaimLine, ...]:
    """What a member has coming at the till: rewards he took, and gifts of full stamp cards, oldest first."""
    return tuple(
        ClaimLine(one.id, one.title, one.points, one.expires_at)
        for one in rewards.waiting_claims(tx, member_id)
    )


async def ask_hand_over(shop: Shop, cashier_id: int, claim_id: int, draft_id: str) -> HandOver | Refused:
    """What the cashier is about to hand out. Refuses as `hand_over`."""
    now = shop.now()
    return await shop.db.read(lambda tx: _looked(tx, cashier_id, claim_id, draft_id, now))


async def hand_over(shop: Shop, cashier_id: int, claim_id: int, draft_id: str) -> HandOver | Refused:
    """The reward is in the customer's hands; he is told. Done before: the same answer again.

    Refuses NOT_STAFF, OWN_CARD, FAMILY_CARD, CLAIM_OVER, POINTS_NOT_NOW, NO_OPEN_SALE, NOT_YOUR_SALE,
    SALE_CANCELLED, SALE_ENDED.
    """
    now = shop.now()
    done = await shop.db.write(lambda tx: _hand_over(tx, cashier_id, claim_id, draft_id, now))
    shop.wake()
    return done


async def expire_claims(shop: Shop) -> int:
    """Claims nobody came for end, their points go back; how many there were."""
    now, ended = shop.now(), 0
    while True:
        some = await shop.db.write(lambda tx: _expire(tx, now))
        ended += some
        if some:
            shop.wake()
        if some < AT_ONCE:
            return ended


def give_back(
    tx: Connection,
    operation: Operation,
    claim: Claim,
    state: ClaimState,
    notice: str,
) -> bool:
    """End a waiting claim in this way: the piece and the points go back, the member is told.

    False when it does not wait any more.
    """
    now = operation.at
    if not rewards.end_claim(tx, claim.id, ClaimState.WAITING, state, ended_at=now):
        return False
    if claim.reward_id is not None:
        rewards.put_piece_back(tx, claim.reward_id)
    programme = rows.programme(tx)
    seq = ledger.head(tx, claim.member_id).seq + 1
    operation_id = record(tx, operation, {"claim": claim.id})
    _points_back(tx, operation_id, claim, programme, operation)
    left = available(tx, claim.member_id, programme, now)
    told = {"points": claim.points, "available": left, "seq": seq, "title": claim.title}
    notices.queue(tx, claim.member_id, notice, told, now)
    return True


def _points_back(
    tx: Connection, operation_id: int, claim: Claim, programme: Programme, operation: Operation
) -> None:
    """The points of a claim return to their lots; those whose lot is over get a new one for a while."""
    now, holder = operation.at, purse(tx, claim.member_id, programme, operation.at).holder
    postings: list[Posting] = []
    debt = holder.debt
    for spent in ledger.entries_of_operation(tx, claim.operation_id or 0, claim.member_id):
        points = -spent.points
        (lot,) = ledger.lots_by_id(tx, [spent.lot_id or 0])
        is_new = is_past(lot, holder, now) or is_over(lot, holder, now)
        if is_new:
            ends = grace_until(now, programme)
            lot = ledger.new_lot(tx, claim.member_id, Kind.SPEND_REVERSED, points, now, ends)
        postings.append(
            Posting(Kind.SPEND_REVERSED, points, lot, opens=is_new, reverses_seq=spent.seq, reason="reward")
        )
        if paid := min(points, debt):
            debt -= paid
            postings.append(Posting(Kind.DEBT_PAID, -paid, lot, reason="debt"))
            postings.append(Posting(Kind.DEBT_PAID, paid, None, reason="debt"))
    ledger.post(tx, operation_id, claim.member_id, postings, operation.actor_id, now)


def _expire(tx: Connection, now: datetime) -> int:
    late = rewards.overdue_claims(tx, now, AT_ONCE)
    for claim in late:
        operation = Operation(f"claim-expired:{claim.id}", {"claim": claim.id}, None, now)
        give_back(tx, operation, claim, ClaimState.EXPIRED, "claim_expired")
    return len(late)


def _looked(
    tx: Connection, cashier_id: int, claim_id: int, draft_id: str, now: datetime
) -> HandOver | Refused:
    claim, draft = rewards.claim(tx, claim_id), sales.draft(tx, draft_id)
    if refused := may(tx, cashier_id, Right.SELL, draft.store_id if draft else None):
        return refused
    if draft is None:
        return Refused(Refusal.NO_OPEN_SALE)
    refused = decide_open(draft, cashier_id, now)
    if refused is not None:
        return refused
    if claim is None or claim.member_id != draft.member_id:
        return Refused(Refusal.CLAIM_OVER)
    if claim.member_id == cashier_id:
        return Refused(Refusal.OWN_CARD)
    if claim.member_id in watch.relatives(tx, cashier_id):
        return Refused(Refusal.FAMILY_CARD)
    name = first_name(people.member(tx, claim.member_id).name)
    seen = HandOver(claim.id, draft.id, claim.title, name, is_done=claim.state is ClaimState.GIVEN)
    if claim.state not in (ClaimState.WAITING, ClaimState.GIVEN):
        return Refused(Refusal.CLAIM_OVER)
    if claim.points and not seen.is_done and is_frozen(tx, claim.member_id):
        return Refused(Refusal.POINTS_NOT_NOW)
    # The customer stood here when his card was scanned, not hours later.
    late = not seen.is_done and now >= draft.expires_at
    return Refused(Refusal.SALE_ENDED) if late else seen


def _hand_over(
    tx: Connection, cashier_id: int, claim_id: int, draft_id: str, now: datetime
) -> HandOver | Refused:
    seen = _looked(tx, cashier_id, claim_id, draft_id, now)
    if isinstance(seen, Refused) or seen.is_done:
        return seen
    claim = rewards.claim(tx, claim_id)
    given = rewards.end_claim(
        tx, claim_id, ClaimState.WAITING, ClaimState.GIVEN, handed_by=cashier_id, ended_at=now
    )
    if claim is None or not given:
        return Refused(Refusal.CLAIM_OVER)
    notices.queue(tx, claim.member_id, "handed_out", {"title": claim.title}, now)
    return replace(seen, is_done=True)
