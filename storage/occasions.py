"""Occasions that were rewarded, and what of a person they follow from: phone and birthday, both unread."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    bindparam,
    func,
    insert,
    literal_column,
    or_,
    select,
)

from loyalty.joining import Step
from loyalty.programme import programme_of
from storage.schema import members, occasions, programmes
from storage.values import unpacked


@dataclass(frozen=True, slots=True)
class Profile:
    """What a member told. birthday_at: when he told or changed the date, None: before that was kept.

    bonuses_from: he was here before and had himself erased; until then he is not new.
    """

    member_id: int
    phone_index: bytes | None
    birthday: bool
    birthday_at: datetime | None
    bonuses_from: datetime | None


_JOINED: ColumnElement[str] = literal_column(f"'{Step.JOINED.value}'")
_PROFILE = select(
    members.c.id,
    members.c.phone_index,
    members.c.birthday.is_not(None),
    members.c.birthday_at,
    members.c.bonuses_from,
)
_BY_ID = _PROFILE.where(members.c.id == bindparam("member"))
_BORN = (
    _PROFILE.where(
        members.c.birthday_index == bindparam("birthday"),
        members.c.step == _JOINED,
        members.c.id > bindparam("after"),
    )
    .order_by(members.c.id)
    .limit(bindparam("count", type_=Integer))
)
_UNINDEXED = (
    select(members.c.id, members.c.birthday)
    .where(
        members.c.birthday.is_not(None), members.c.birthday_index.is_(None), members.c.id > bindparam("after")
    )
    .order_by(members.c.id)
    .limit(bindparam("count", type_=Integer))
)


def profile(tx: Connection, member_id: int) -> Profile:
    """What this member told."""
    return Profile(*tx.execute(_BY_ID, {"member": member_id}).one())


def born(tx: Connection, birthday_index: bytes, after_member: int, limit: int) -> list[Profile]:
    """The next members with this birthday in order of id, at most `limit` of them."""
    asked = {"birthday": birthday_index, "after": after_member, "count": limit}
    return [Profile(*row) for row in tx.execute(_BORN, asked)]


def unindexed(tx: Connection, after_member: int, limit: int) -> list[tuple[int, bytes]]:
    """(member, sealed birthday) of those who told theirs before birthdays were looked up by their day."""
    rows = tx.execute(_UNINDEXED, {"after": after_member, "count": limit})
    return [(row[0], row[1]) for row in rows]


def had(tx: Connection, member_id: int, occasion: str, phone_index: bytes | None) -> bool:
    """Whether this person was rewarded for the occasion, also as another member with the same phone."""
    whose = occasions.c.member_id == member_id
    if phone_index is not None:
        whose = or_(whose, occasions.c.phone_index == phone_index)
    return tx.scalar(select(occasions.c.at).where(whose, occasions.c.occasion == occasion)) is not None


def is_known_phone(tx: Connection, member_id: int, phone_index: bytes | None) -> bool:
    """Whether somebody else was rewarded for anything under this phone."""
    if phone_index is None:
        return False
    other = (occasions.c.phone_index == phone_index, occasions.c.member_id != member_id)
    return tx.scalar(select(occasions.c.at).where(*other).limit(1)) is not None


def add(
    tx: Connection, member_id: int, occasion: str, operation_id: int, phone_index: bytes | None, at: datetime
) -> None:
    """The occasion is rewarded; a second row is refused by the database."""
    row = {"member_id": member_id, "occasion": occasion, "operation_id": operation_id}
    tx.execute(insert(occasions).values(phone_index=phone_index, at=at, **row))


def reviews_since(tx: Connection, member_id: int, since: datetime) -> int:
    """How many reviews of a member were rewarded from this instant on."""
    theirs = (
        occasions.c.member_id == member_id,
        occasions.c.occasion.startswith("review:"),
        occasions.c.at >= since,
    )
    return tx.scalar(select(func.count()).where(*theirs)) or 0


def birthday_gift_since(tx: Connection) -> datetime | None:
    """When the birthday gift was switched on, so that it is forward-only; None while it is off."""
    since: datetime | None = None
    newest_first = select(programmes).order_by(programmes.c.version.desc())
    for row in tx.execute(newest_first):
        if not programme_of(row.version, unpacked(row.rules)).bonuses.birthday_points:
            break
        since = row.at
    return since
