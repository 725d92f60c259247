"""A member takes a reward for points: he is asked, says yes, and may give it back while it waits."""

from datetime import datetime
from zoneinfo import ZoneInfo

from actions.claims import give_back, waiting
from actions.operation import Operation, earlier, record
from actions.points import available, purse, take
from actions.rights import may
from actions.shop import Shop
from actions.stamping import progress_of
from loyalty.joining import Step
from loyalty.ledger import Kind
from loyalty.refusals import Refusal, Refused
from loyalty.rewards import (
    Claim,
    ClaimState,
    ClaimView,
    Reward,
    RewardLine,
    Shelf,
    claim_ends_at,
    decide_claim,
    decide_return,
    is_as_shown,
)
from loyalty.rights import Right
from storage import notices, people, rewards
from storage import shop as rows
from storage.database import Connection

PAGE_SIZE = 8


async def show_shelf(shop: Shop, member_id: int, page: int = 0) -> Shelf:
    """A page of the catalogue, the last one when there are fewer; with what waits and the stamp cards."""
    now = shop.now()
    return await shop.db.read(lambda tx: _shelf(tx, member_id, max(page, 0), now))


async def ask_claim(shop: Shop, member_id: int, reward_id: int) -> ClaimView | Refused:
    """The question about a reward, with a number of its own, so that its yes counts once.

    Refuses NOT_JOINED, POINTS_FROZEN, REWARD_GONE, REWARD_OUT_OF_STOCK, REWARD_LIMIT, POINTS_SHORT.
    """
    now = shop.now()
    return await shop.db.write(lambda tx: _ask(tx, member_id, reward_id, now))


async def confirm_claim(shop: Shop, member_id: int, claim_id: int) -> ClaimView | Refused:
    """Yes: the points are spent, the reward waits at the till (a donation is done at once).

    Done before: the same claim again. The reward was changed meanwhile: a new question, nothing spent.
    Refuses CLAIM_OVER, POINTS_FROZEN, REWARD_GONE, REWARD_OUT_OF_STOCK, REWARD_LIMIT, POINTS_SHORT.
    """
    now = shop.now()
    view = await shop.db.write(lambda tx: _confirm(tx, member_id, claim_id, now))
    shop.wake()
    return view


async def show_claim(shop: Shop, member_id: int, claim_id: int) -> ClaimView | Refused:
    """A member's own claim that waits. Refuses CLAIM_OVER."""
    now = shop.now()
    return await shop.db.read(lambda tx: _waiting(tx, member_id, claim_id, now))


async def return_claim(shop: Shop, member_id: int, claim_id: int) -> ClaimView | Refused:
    """The reward is given back and its points are there again. Refuses CLAIM_OVER."""
    now = shop.now()
    view = await shop.db.write(lambda tx: _return(tx, member_id, claim_id, now))
    shop.wake()
    return view


def _shelf(tx: Connection, member_id: int, page: int, now: datetime) -> Shelf:
    programme = rows.programme(tx)
    owned = purse(tx, member_id, programme, now)
    points, frozen = owned.wallet.available, owned.refused(programme)
    living = rewards.living_claims(tx, member_id)
    lines = [
        RewardLine(one, frozen or decide_claim(one, living.get(one.id, 0), points))
        for one in rewards.catalogue(tx, active_only=True)
    ]
    pages = max(1, -(-len(lines) // PAGE_SIZE))
    page = min(page, pages - 1)
    return Shelf(
        available=points,
        lines=tuple(lines[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]),
        page=page,
        pages=pages,
        waiting=waiting(tx, member_id),
        stamps=progress_of(tx, member_id, programme),
        gifts_on=programme.gift_daily_points > 0,
        is_owner=may(tx, member_id, Right.RUN) is None,
    )


def _ask(tx: Connection, member_id: int, reward_id: int, now: datetime) -> ClaimView | Refused:
    if people.member(tx, member_id).step != Step.JOINED:
        return Refused(Refusal.NOT_JOINED)
    reward = rewards.reward(tx, reward_id)
    refused = _decide(tx, member_id, reward, now)
    if refused is not None or reward is None:
        return refused or Refused(Refusal.REWARD_GONE)
    return _asked(tx, member_id, reward, now, changed=False)


def _decide(tx: Connection, member_id: int, reward: Reward | None, now: datetime) -> Refused | None:
    programme = rows.programme(tx)
    owned = purse(tx, member_id, programme, now)
    living = rewards.living_claims(tx, member_id).get(reward.id, 0) if reward else 0
    return owned.refused(programme) or decide_claim(reward, living, owned.wallet.available)


def _asked(tx: Connection, member_id: int, reward: Reward, now: datetime, *, changed: bool) -> ClaimView:
    rewards.drop_questions(tx, member_id)
    claim_id = rewards.add_claim(
        tx, member_id, reward.name, reward.price_points, ClaimState.ASKED, now, reward_id=reward.id
    )
    return _view(tx, claim_id, now, changed=changed)


def _confirm(tx: Connection, member_id: int, claim_id: int, now: datetime) -> ClaimView | Refused:
    claim = rewards.claim(tx, claim_id)
    if claim is None or claim.member_id != member_id:
        return Refused(Refusal.CLAIM_OVER)
    operation = Operation(f"claim:{claim.id}", {"claim": claim.id}, member_id, now)
    if earlier(tx, operation) is not None:
        return _view(tx, claim.id, now)
    if claim.state is not ClaimState.ASKED:
        return Refused(Refusal.CLAIM_OVER)
    reward = rewards.reward(tx, claim.reward_id or 0)
    refused = _decide(tx, member_id, reward, now)
    if refused is not None or reward is None:
        return refused or Refused(Refusal.REWARD_GONE)
    if not is_as_shown(reward, claim):
        return _asked(tx, member_id, reward, now, changed=True)
    if not rewards.take_piece(tx, reward.id):
        return Refused(Refusal.REWARD_OUT_OF_STOCK)
    _spend(tx, operation, claim, reward)
    return _view(tx, claim.id, now)


def _spend(tx: Connection, operation: Operation, claim: Claim, reward: Reward) -> None:
    """Points go, the claim begins to wait, the member is told."""
    now, programme = operation.at, rows.programme(tx)
    operation_id = record(tx, operation, {"claim": claim.id})
    state = ClaimState.GIVEN if reward.donation else ClaimState.WAITING
    ends = None if reward.donation else claim_ends_at(now, ZoneInfo(programme.time_zone))
    ended = now if reward.donation else None
    begun = {"operation_id": operation_id, "expires_at": ends, "ended_at": ended, "at": now}
    if not rewards.end_claim(tx, claim.id, ClaimState.ASKED, state, **begun):
        raise RuntimeError("the claim moved during the operation")
    before = purse(tx, claim.member_id, programme, now)
    reason = "donation" if reward.donation else "reward"
    take(
        tx,
        operation_id,
        claim.member_id,
        Kind.SPENT,
        claim.points,
        before.usable(),
        now,
        actor_id=claim.member_id,
        reason=reason,
    )
    told = {"points": -claim.points, "available": before.wallet.available - claim.points}
    told |= {"seq": before.head.seq + 1, "donation": reward.donation}
    until = {} if ends is None else {"until_seconds": int(ends.timestamp())}
    notices.queue(tx, claim.member_id, "claimed", {**told, **until, "title": claim.title}, now)


def _waiting(tx: Connection, member_id: int, claim_id: int, now: datetime) -> ClaimView | Refused:
    claim = rewards.claim(tx, claim_id)
    if claim is None or claim.member_id != member_id or claim.state is not ClaimState.WAITING:
        return Refused(Refusal.CLAIM_OVER)
    return _view(tx, claim_id, now)


def _return(tx: Connection, member_id: int, claim_id: int, now: datetime) -> ClaimView | Refused:
    claim = rewards.claim(tx, claim_id)
    operation = Operation(f"claim-return:{claim_id}", {"by": member_id}, member_id, now)
    if isinstance(earlier(tx, operation), dict):
        return _view(tx, claim_id, now)
    refused = decide_return(claim, member_id)
    if refused is not None or claim is None:
        return refused or Refused(Refusal.CLAIM_OVER)
    give_back(tx, operation, claim, ClaimState.RETURNED, "claim_returned")
    return _view(tx, claim_id, now)


def _view(tx: Connection, claim_id: int, now: datetime, *, changed: bool = False) -> ClaimView:
    claim = rewards.claim(tx, claim_id)
    if claim is None:
        raise LookupError("no such claim")
    programme = rows.programme(tx)
    reward = rewards.reward(tx, claim.reward_id) if claim.reward_id else None
    donation = reward is not None and reward.donation
    left = available(tx, claim.member_id, programme, now)
    return ClaimView(claim, donation, left, programme.brand, changed)
