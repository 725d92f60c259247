"""Wrong codes, by whoever typed them: pay codes, promo codes and certificates together; unknown customers.

A program's till has its own: they stand under whoever added it, with the till's number, and count neither for
him nor for his other tills.
"""

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, or_, select

from loyalty.guessing import Guess
from storage.pruning import Stale
from storage.schema import guesses

OF_TILL = "@"
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
    .where(
        guesses.c.at > bindparam("since"),
        or_(guesses.c.what == bindparam("kind"), guesses.c.what.like(bindparam("of_tills"))),
    )
)


def add(tx: Connection, member_id: int, at: datetime, what: Guess, till_id: int | None = None) -> None:
    """This member, or the program of this till of his, typed one that is none."""
    tx.execute(insert(guesses).values(member_id=member_id, at=at, what=_kind(what, till_id)))


def of_member(
    tx: Connection, member_id: int, since: datetime, what: Guess, till_id: int | None = None
) -> list[datetime]:
    """The instants of his wrong codes, or of this till's, after this one, oldest first."""
    kind = _kind(what, till_id)
    return list(tx.scalars(_OF_MEMBER, {"member": member_id, "since": since, "kind": kind}))


def count(tx: Connection, since: datetime, what: Guess) -> int:
    """How many wrong codes all people and programs typed after this instant."""
    values = {"since": since, "kind": what.value, "of_tills": f"{what.value}{OF_TILL}%"}
    return int(tx.scalar(_COUNT, values) or 0)


def _kind(what: Guess, till_id: int | None) -> str:
    return what.value if till_id is None else f"{what.value}{OF_TILL}{till_id}"


def stale(before: datetime) -> Stale:
    """Wrong codes typed before this instant."""
    return Stale(guesses, guesses.c.at < before)
