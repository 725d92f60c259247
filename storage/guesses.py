"""Wrong codes, by whoever typed them: pay codes, promo codes and certificates together."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from storage.schema import guesses

_OF_MEMBER = (
    select(guesses.c.at)
    .where(guesses.c.member_id == bindparam("member"), guesses.c.at > bindparam("since"))
    .order_by(guesses.c.at)
)
_COUNT = select(func.count()).select_from(guesses).where(guesses.c.at > bindparam("since"))


def add(tx: Connection, member_id: int, at: datetime) -> None:
    """This member typed a code that is none."""
    tx.execute(insert(guesses).values(member_id=member_id, at=at))


def of_member(tx: Connection, member_id: int, since: datetime) -> list[datetime]:
    """The instants of his wrong codes after this one, oldest first."""
    return list(tx.scalars(_OF_MEMBER, {"member": member_id, "since": since}))


def count(tx: Connection, since: datetime) -> int:
    """How many wrong codes all people typed after this instant."""
    return int(tx.scalar(_COUNT, {"since": since}) or 0)


def prune(tx: Connection, before: datetime) -> int:
    """Forget wrong codes typed before this instant; how many rows went."""
    return len(tx.execute(delete(guesses).where(guesses.c.at < before).returning(guesses.c.id)).all())
