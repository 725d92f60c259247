"""Wrong codes, by whoever typed them: pay codes, promo codes and certificates together; unknown customers."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select

from loyalty.guessing import Guess
from storage.pruning import Stale
from storage.schema import guesses

_OF_MEMBER = (
    select(guesses.c.at)
    .where(
        guesses.c.member_id == bindparam("member"),
        guesses.c.at > bindparam("since"),
        guesses.c.what == bindparam("kind"),
    )
    .order_by(guesses.c.at)
)
_COUNT = (
    select(func.count())
    .select_from(guesses)
    .where(guesses.c.at > bindparam("since"), guesses.c.what == bindparam("kind"))
)


def add(tx: Connection, member_id: int, at: datetime, what: Guess) -> None:
    """This member typed one that is none."""
    tx.execute(insert(guesses).values(member_id=member_id, at=at, what=what.value))


def of_member(tx: Connection, member_id: int, since: datetime, what: Guess) -> list[datetime]:
    """The instants of his wrong codes after this one, oldest first."""
    return list(tx.scalars(_OF_MEMBER, {"member": member_id, "since": since, "kind": what.value}))


def count(tx: Connection, since: datetime, what: Guess) -> int:
    """How many wrong codes all people typed after this instant."""
    return int(tx.scalar(_COUNT, {"since": since, "kind": what.value}) or 0)


def stale(before: datetime) -> Stale:
    """Wrong codes typed before this instant."""
    return Stale(guesses, guesses.c.at < before)
