"""The catalogue of rewards, and claims: what members took from it, or have coming from a full stamp card."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from loyalty.rewards import Claim, ClaimState, Reward
from storage.schema import claims, rewards
from storage.values import insert_row

# Spelt out, not bound: SQLite takes a partial index only when it sees the index's own condition.
_WAITING: ColumnElement[str] = literal_column(f"'{ClaimState.WAITING.value}'")
_LIVING = (ClaimState.WAITING.value, ClaimState.GIVEN.value)
_REWARD = select(
    rewards.c.id,
    rewards.c.name,
    rewards.c.price_points,
    rewards.c.stock,
    rewards.c.per_member,
    rewards.c.donation,
    rewards.c.active,
)
_ALL = _REWARD.order_by(rewards.c.active.desc(), rewards.c.price_points, rewards.c.id)
_TO_BE_HAD = _ALL.where(rewards.c.active)
_CLAIM = select(
    claims.c.id,
    claims.c.member_id,
    claims.c.reward_id,
    claims.c.stamp_card,
    claims.c.title,
    claims.c.points,
    claims.c.state,
    claims.c.operation_id,
    claims.c.at,
    claims.c.expires_at,
)
_WAITING_OF = _CLAIM.where(claims.c.member_id == bindparam("member"), claims.c.state == _WAITING).order_by(
    claims.c.id
)
_LIVING_OF = (
    select(claims.c.reward_id, func.count())
    .where(
        claims.c.member_id == bindparam("member"),
        claims.c.state.in_(_LIVING),
        claims.c.reward_id.is_not(None),
    )
    .group_by(claims.c.reward_id)
)


def reward(tx: Connection, reward_id: int) -> Reward | None:
    """The reward with this id."""
    row = tx.execute(_REWARD.where(rewards.c.id == reward_id)).one_or_none()
    return None if row is None else Reward(*row)


def catalogue(tx: Connection, *, active_only: bool) -> list[Reward]:
    """All rewards, the cheapest first; those switched off come last."""
    return [Reward(*row) for row in tx.execute(_TO_BE_HAD if active_only else _ALL)]


def count_active(tx: Connection) -> int:
    """How many rewards can be had."""
    return int(tx.scalar(select(func.count()).where(rewards.c.active)) or 0)


def add_reward(
    tx: Connection,
    name: str,
    price_points: int,
    stock: int | None,
    per_member: int,
    author_id: int,
    at: datetime,
) -> int:
    """A new reward in the catalogue."""
    row: dict[str, Any] = {"name": name, "price_points": price_points, "stock": stock}
    row |= {"per_member": per_member, "author_id": author_id, "at": at}
    return insert_row(tx, insert(rewards), row)


def change_reward(tx: Connection, reward_id: int, **values: Any) -> None:
    """Set columns of a reward."""
    tx.execute(update(rewards).where(rewards.c.id == reward_id).values(**values))


def take_piece(tx: Connection, reward_id: int) -> bool:
    """Take one from the stock; whether there was one. Without a stock there always is."""
    left = or_(rewards.c.stock.is_(None), rewards.c.stock > 0)
    taken = update(rewards).where(rewards.c.id == reward_id, rewards.c.active, left)
    return tx.execute(taken.values(stock=rewards.c.stock - 1)).rowcount == 1


def put_piece_back(tx: Connection, reward_id: int) -> None:
    """One more in stock; nothing where nobody counts."""
    tx.execute(update(rewards).where(rewards.c.id == reward_id).values(stock=rewards.c.stock + 1))


def claim(tx: Connection, claim_id: int) -> Claim | None:
    """The claim with this id."""
    row = tx.execute(_CLAIM.where(claims.c.id == claim_id)).one_or_none()
    return None if row is None else _claim(row)


def add_claim(
    tx: Connection,
    member_id: int,
    title: str,
    points: int,
    state: ClaimState,
    at: datetime,
    *,
    reward_id: int | None = None,
    stamp_card: str = "",
) -> int:
    """A question about a reward, or a full stamp card's gift."""
    row: dict[str, Any] = {"member_id": member_id, "title": title, "points": points, "state": state.value}
    row |= {"reward_id": reward_id, "stamp_card": stamp_card, "at": at}
    return insert_row(tx, insert(claims), row)


def end_claim(tx: Connection, claim_id: int, before: ClaimState, after: ClaimState, **values: Any) -> bool:
    """Move a claim from one state to another, with further columns; whether it was in the first one."""
    moved = update(claims).where(claims.c.id == claim_id, claims.c.state == before.value)
    return tx.execute(moved.values(state=after.value, **values)).rowcount == 1


def drop_questions(tx: Connection, member_id: int) -> None:
    """Questions a member left without an answer have none any more; all but the newest row are forgotten.

    The newest row stays: its id must not come again, for a button with it may still be seen.
    """
    asked = (claims.c.member_id == member_id, claims.c.state == ClaimState.ASKED.value)
    tx.execute(update(claims).where(*asked).values(state=ClaimState.DROPPED.value))
    newest = select(func.max(claims.c.id)).scalar_subquery()
    dropped = (claims.c.member_id == member_id, claims.c.state == ClaimState.DROPPED.value)
    tx.execute(delete(claims).where(*dropped, claims.c.id < newest))


def living_claims(tx: Connection, member_id: int) -> dict[int, int]:
    """How many claims of each reward a member has that wait or were handed out, by the reward's id."""
    return {row[0]: row[1] for row in tx.execute(_LIVING_OF, {"member": member_id})}


def waiting_claims(tx: Connection, member_id: int) -> list[Claim]:
    """What waits for a member at the till, oldest first."""
    return [_claim(row) for row in tx.execute(_WAITING_OF, {"member": member_id})]


def overdue_claims(tx: Connection, now: datetime, limit: int) -> list[Claim]:
    """Claims nobody came for in time."""
    late = _CLAIM.where(claims.c.state == _WAITING, claims.c.expires_at <= now)
    return [_claim(row) for row in tx.execute(late.order_by(claims.c.expires_at).limit(limit))]


def _claim(row: Any) -> Claim:
    values = row._asdict()
    return Claim(**values | {"state": ClaimState(values["state"])})
