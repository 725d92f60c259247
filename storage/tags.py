"""The tags of members."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from storage.schema import tags

_OF = select(tags.c.tag).where(tags.c.member_id == bindparam("member")).order_by(tags.c.tag)


def of_member(tx: Connection, member_id: int) -> Sequence[str]:
    """A member's tags, in order."""
    return tx.scalars(_OF, {"member": member_id}).all()


def add(tx: Connection, member_id: int, tag: str, at: datetime) -> None:
    """The member has this tag; nothing happens when he has it already."""
    row = upsert(tags).values(member_id=member_id, tag=tag, at=at)
    tx.execute(row.on_conflict_do_nothing(index_elements=["member_id", "tag"]))


def remove(tx: Connection, member_id: int, tag: str) -> None:
    """The member has this tag no more."""
    tx.execute(delete(tags).where(tags.c.member_id == member_id, tags.c.tag == tag))
