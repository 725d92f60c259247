"""What a member without an account leaves to the person he turns out to be."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from loyalty.joining import Step
from loyalty.ledger import Kind
from loyalty.sale import DraftState
from storage.schema import (
    accounts,
    certificates,
    consents,
    entries,
    gifts,
    invitations,
    members,
    notices,
    offers,
    purchases,
    sale_drafts,
    staff,
    uses,
)

_HAS_ACCOUNT = select(accounts.c.id).where(accounts.c.member_id == bindparam("member")).limit(1)
_EVER_WORKED = select(staff.c.id).where(staff.c.member_id == bindparam("member")).limit(1)
# What a person can have got before he told his phone: by links, and from an owner.
_COME_BEFORE = (
    accounts.c.member_id,
    certificates.c.holder_id,
    gifts.c.recipient_id,
    invitations.c.candidate_id,
    offers.c.member_id,
    uses.c.member_id,
)


def has_account(tx: Connection, member_id: int) -> bool:
    """Whether anybody can be reached as this member."""
    return tx.scalar(_HAS_ACCOUNT, {"member": member_id}) is not None


def has_worked(tx: Connection, member_id: int) -> bool:
    """Whether the member works here, or did."""
    return tx.scalar(_EVER_WORKED, {"member": member_id}) is not None


def move_person(tx: Connection, from_id: int, to_id: int) -> None:
    """The account, the consents and what came by links go over to another member, who has none of them."""
    for column in _COME_BEFORE:
        tx.execute(update(column.table).where(column == from_id).values({column.name: to_id}))
    waiting = (notices.c.member_id == from_id, notices.c.state == "queued")
    tx.execute(update(notices).where(*waiting).values(member_id=to_id))
    given = select(consents).where(consents.c.member_id == from_id).order_by(consents.c.id)
    for row in tx.execute(given).mappings().all():
        values = {name: value for name, value in row.items() if name not in ("id", "member_id")}
        tx.execute(insert(consents).values(member_id=to_id, **values))
    host = select(members.c.invited_by).where(members.c.id == from_id).scalar_subquery()
    nobody = (members.c.id == to_id, members.c.invited_by.is_(None))
    tx.execute(update(members).where(*nobody).values(invited_by=host))


def move_purchases(tx: Connection, from_id: int, to_id: int) -> None:
    """Purchases that moved no points go over; those that did stay with the books they are written in."""
    silent = (purchases.c.earned_points == 0, purchases.c.spent_points == 0)
    tx.execute(update(purchases).where(purchases.c.member_id == from_id, *silent).values(member_id=to_id))


def forget(tx: Connection, member_id: int) -> None:
    """Nothing tells any more who the member was; the books stay."""
    tx.execute(
        update(members)
        .where(members.c.id == member_id)
        .values(
            name="",
            phone=None,
            phone_index=None,
            birthday=None,
            birthday_index=None,
            birthday_at=None,
            old_card=None,
            member_since=None,
            city="",
        )
    )


def never_joined(tx: Connection, source: str, before: datetime, limit: int) -> list[int]:
    """Members who came so before this instant, still wait for their person, and buy nothing now."""
    has_account = select(accounts.c.id).where(accounts.c.member_id == members.c.id).exists()
    worked = select(staff.c.id).where(staff.c.member_id == members.c.id).exists()
    buying = (
        select(sale_drafts.c.id)
        .where(sale_drafts.c.member_id == members.c.id, sale_drafts.c.state == DraftState.OPEN.value)
        .exists()
    )
    waiting = (
        members.c.source == source,
        members.c.step == Step.CONSENT.value,
        members.c.created_at < before,
    )
    query = select(members.c.id).where(
        *waiting, members.c.phone_index.is_not(None), ~has_account, ~worked, ~buying
    )
    return list(tx.scalars(query.order_by(members.c.id).limit(limit)))


def has_more(tx: Connection, member_id: int, since: datetime) -> bool:
    """Whether something else than imports happened to the member, or somebody can be reached as him."""
    others = select(entries.c.id).where(
        entries.c.member_id == member_id, entries.c.kind != Kind.IMPORTED.value
    )
    bought = select(purchases.c.id).where(
        purchases.c.member_id == member_id, purchases.c.undone_at.is_(None), purchases.c.at >= since
    )
    return (
        has_account(tx, member_id)
        or tx.scalar(others.limit(1)) is not None
        or tx.scalar(bought.limit(1)) is not None
    )
