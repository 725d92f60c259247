"""Who brought whom, how far each friend came, and what was flagged about somebody's friends."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from loyalty.joining import Step
from loyalty.referrals import Because, FirstPurchase, Flag, Friend, FriendState
from storage.people import kept_id
from storage.schema import members, purchases, referral_flags, referrals
from storage.values import insert_row


@dataclass(frozen=True, slots=True)
class Referral:
    """A friend and who brought him. due_at: when both are rewarded for his purchase."""

    id: int
    friend_id: int
    inviter_id: int
    state: FriendState
    because: Because
    purchase_id: int | None
    due_at: datetime | None
    inviter_points: int
    operation_id: int | None


# Spelt out, not bound: SQLite takes a partial index only when it sees the index's own condition.
_BOUGHT: ColumnElement[str] = literal_column(f"'{FriendState.BOUGHT.value}'")
_COLUMNS = (
    referrals.c.id,
    referrals.c.friend_id,
    referrals.c.inviter_id,
    referrals.c.state,
    referrals.c.reason,
    referrals.c.purchase_id,
    referrals.c.due_at,
    referrals.c.inviter_points,
    referrals.c.operation_id,
)
_REFERRAL = select(*_COLUMNS)
_OF_FRIEND = _REFERRAL.where(referrals.c.friend_id == bindparam("friend"))
_DUE = (
    _REFERRAL.where(referrals.c.state == _BOUGHT, referrals.c.due_at <= bindparam("now"))
    .order_by(referrals.c.due_at, referrals.c.id)
    .limit(bindparam("count", type_=Integer))
)
_HOST = select(members.c.id).where(members.c.invite_token == bindparam("token"))
_LIVING_MONEY = purchases.c.money_minor - purchases.c.money_back_minor
_COUNTING = (
    select(purchases.c.id)
    .where(
        purchases.c.member_id == bindparam("friend"),
        purchases.c.undone_at.is_(None),
        bindparam("least") <= _LIVING_MONEY,
    )
    .order_by(purchases.c.at, purchases.c.id)
    .limit(1)
)
_BOUGHT_ANYTHING = (
    select(purchases.c.id)
    .where(purchases.c.member_id == bindparam("member"), purchases.c.undone_at.is_(None))
    .limit(1)
)
_REWARDED = and_(referrals.c.state == FriendState.PAID.value, referrals.c.inviter_points > 0)


# --- invitations ---


def host_id(tx: Connection, token: str) -> int | None:
    """Whose invitation this token is."""
    found: int | None = tx.scalar(_HOST, {"token": token})
    return None if found is None else kept_id(tx, found)


def invite_token(tx: Connection, member_id: int) -> str:
    """The token of a member's invitations; "" while he never asked for one."""
    return tx.scalar(select(members.c.invite_token).where(members.c.id == member_id)) or ""


def keep_invite_token(tx: Connection, member_id: int, token: str) -> str:
    """Give a member this token unless he has one; the one he has now."""
    mine = update(members).where(members.c.id == member_id, members.c.invite_token.is_(None))
    tx.execute(mine.values(invite_token=token))
    return invite_token(tx, member_id)


def invited_by(tx: Connection, member_id: int) -> int | None:
    """Whose invitation was the member's first."""
    found: int | None = tx.scalar(select(members.c.invited_by).where(members.c.id == member_id))
    return found


def fix_inviter(tx: Connection, member_id: int, inviter_id: int) -> None:
    """Remember the first invitation of somebody who has not joined; a later one changes nothing."""
    free = (members.c.invited_by.is_(None), members.c.step != Step.JOINED.value)
    tx.execute(update(members).where(members.c.id == member_id, *free).values(invited_by=inviter_id))


def has_bought(tx: Connection, member_id: int) -> bool:
    """Whether the member has a living purchase of any kind."""
    return tx.scalar(_BOUGHT_ANYTHING, {"member": member_id}) is not None


# --- friends ---


def add(
    tx: Connection, friend_id: int, inviter_id: int, state: FriendState, because: Because, at: datetime
) -> int:
    """A friend who has just joined."""
    row = {"friend_id": friend_id, "inviter_id": inviter_id, "state": state.value, "reason": because.value}
    return insert_row(tx, insert(referrals), {**row, "at": at})


def of_friend(tx: Connection, friend_id: int) -> Referral | None:
    """How somebody came, if he was brought by a member."""
    row = tx.execute(_OF_FRIEND, {"friend": friend_id}).one_or_none()
    return None if row is None else _referral(row)


def due(tx: Connection, now: datetime, limit: int) -> list[Referral]:
    """Friends whose purchase is safe by now, at most `limit`."""
    return [_referral(row) for row in tx.execute(_DUE, {"now": now, "count": limit})]


def change(tx: Connection, referral: Referral, state: FriendState, **values: Any) -> None:
    """Move a friend on from the state that was read. RuntimeError when somebody else did so meanwhile."""
    seen = (referrals.c.id == referral.id, referrals.c.state == referral.state.value)
    moved = tx.execute(update(referrals).where(*seen).values(state=state.value, **values))
    if moved.rowcount != 1:
        raise RuntimeError("the friend moved on meanwhile")


def counting_purchase(tx: Connection, friend_id: int, least_minor: int) -> int | None:
    """The friend's oldest living purchase with at least so much money in it."""
    found: int | None = tx.scalar(_COUNTING, {"friend": friend_id, "least": least_minor})
    return found


def rewarded_since(tx: Connection, inviter_id: int, since: datetime) -> int:
    """Friends the inviter was rewarded for from this instant on, those taken back not counted."""
    theirs = (referrals.c.inviter_id == inviter_id, referrals.c.paid_at >= since, _REWARDED)
    return tx.scalar(select(func.count()).where(*theirs)) or 0


# --- the story ---


def story(tx: Connection, inviter_id: int, limit: int) -> tuple[Friend, ...]:
    """The inviter's newest friends."""
    newest = (
        select(members.c.name, referrals.c.state, referrals.c.inviter_points, referrals.c.reason)
        .join(members, members.c.id == referrals.c.friend_id)
        .where(referrals.c.inviter_id == inviter_id)
        .order_by(referrals.c.at.desc(), referrals.c.id.desc())
        .limit(limit)
    )
    rows = tx.execute(newest)
    return tuple(Friend(row[0], FriendState(row[1]), row[2], Because(row[3])) for row in rows)


def counts(tx: Connection, inviter_id: int) -> tuple[int, int, int]:
    """All friends of an inviter: how many joined, how many brought points, and how many points."""
    figures = select(
        func.count(),
        func.coalesce(func.sum(case((_REWARDED, 1), else_=0)), 0),
        func.coalesce(func.sum(case((_REWARDED, referrals.c.inviter_points), else_=0)), 0),
    ).where(referrals.c.inviter_id == inviter_id)
    joined, rewarded, points = tx.execute(figures).one()
    return joined, rewarded, points


def month_counts(tx: Connection, since: datetime) -> tuple[int, int, int, int]:
    """Of the whole shop from this instant on: friends joined, of them bought; rewarded, inviters' points."""
    came = select(
        func.count(), func.coalesce(func.sum(case((referrals.c.purchase_id.is_not(None), 1), else_=0)), 0)
    ).where(referrals.c.at >= since)
    paid = select(func.count(), func.coalesce(func.sum(referrals.c.inviter_points), 0)).where(
        referrals.c.paid_at >= since, referrals.c.state == FriendState.PAID.value
    )
    joined, bought = tx.execute(came).one()
    rewarded, points = tx.execute(paid).one()
    return joined, bought, rewarded, points


# --- what looks made up ---


def joined_since(tx: Connection, inviter_id: int, since: datetime) -> int:
    """How many friends of an inviter joined from this instant on."""
    theirs = (referrals.c.inviter_id == inviter_id, referrals.c.at >= since)
    return tx.scalar(select(func.count()).where(*theirs)) or 0


def first_purchases(tx: Connection, inviter_id: int, since: datetime) -> list[FirstPurchase]:
    """The counting purchases of an inviter's friends from this instant on."""
    theirs = (
        select(purchases.c.at, purchases.c.cashier_id, purchases.c.money_minor)
        .join(referrals, referrals.c.purchase_id == purchases.c.id)
        .where(referrals.c.inviter_id == inviter_id, purchases.c.at >= since)
    )
    return [FirstPurchase(*row) for row in tx.execute(theirs)]


def once_only(tx: Connection, since: datetime, until: datetime) -> list[tuple[int, int]]:
    """Inviters and how many of their friends, rewarded between these instants, bought that one time only."""
    again = purchases.alias("again")
    second = exists().where(
        again.c.member_id == referrals.c.friend_id,
        again.c.undone_at.is_(None),
        again.c.id != referrals.c.purchase_id,
    )
    alone = (
        select(referrals.c.inviter_id, func.count())
        .where(referrals.c.paid_at.between(since, until), _REWARDED, ~second)
        .group_by(referrals.c.inviter_id)
        .order_by(referrals.c.inviter_id)
    )
    return [(row[0], row[1]) for row in tx.execute(alone)]


def flag(tx: Connection, inviter_id: int, flag: Flag, month: str, friends: int, at: datetime) -> bool:
    """Flag an inviter's friends; whether that is news for this month ("2026-05")."""
    row = {"inviter_id": inviter_id, "flag": flag.value, "month": month, "friends": friends, "at": at}
    written = upsert(referral_flags).values(row).on_conflict_do_nothing()
    return tx.execute(written).rowcount == 1


def flags_since(tx: Connection, since: datetime, limit: int) -> list[tuple[int, Flag, int, datetime]]:
    """(inviter, flag, how many friends, when), newest first."""
    newest = (
        select(
            referral_flags.c.inviter_id,
            referral_flags.c.flag,
            referral_flags.c.friends,
            referral_flags.c.at,
        )
        .where(referral_flags.c.at >= since)
        .order_by(referral_flags.c.at.desc(), referral_flags.c.inviter_id)
        .limit(limit)
    )
    return [(row[0], Flag(row[1]), row[2], row[3]) for row in tx.execute(newest)]


def _referral(row: Any) -> Referral:
    return Referral(
        id=row.id,
        friend_id=row.friend_id,
        inviter_id=row.inviter_id,
        state=FriendState(row.state),
        because=Because(row.reason),
        purchase_id=row.purchase_id,
        due_at=row.due_at,
        inviter_points=row.inviter_points,
        operation_id=row.operation_id,
    )
