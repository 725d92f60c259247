"""Members as an owner looks for them, and what the shop knows of their buying."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from storage.people import find_member
from storage.schema import members, purchases

_JOINED = select(members.c.id, members.c.name, members.c.number).where(members.c.joined_at.is_not(None))
_BY = {
    column: _JOINED.where(members.c[column] == bindparam("value"))
    for column in ("id", "number", "phone_index")
}
_FACTS = select(members.c.joined_at, members.c.invited_by).where(members.c.id == bindparam("member"))
_BOUGHT = select(
    func.count(), func.coalesce(func.sum(purchases.c.money_minor - purchases.c.money_back_minor), 0)
).where(
    purchases.c.member_id == bindparam("member"),
    purchases.c.at >= bindparam("since"),
    purchases.c.undone_at.is_(None),
)
_LAST = select(func.max(purchases.c.at)).where(
    purchases.c.member_id == bindparam("member"), purchases.c.undone_at.is_(None)
)


@dataclass(frozen=True, slots=True)
class Match:
    """One member who has a card."""

    member_id: int
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Bought:
    """Living purchases since an instant, their money less refunds, and the last one of all."""

    count: int
    money_minor: int
    last_at: datetime | None


def by(tx: Connection, column: str, value: int | str | bytes) -> list[Match]:
    """Whoever has this id, number or phone_index and has joined: nobody or one."""
    found = [Match(*row) for row in tx.execute(_BY[column], {"value": value})]
    if found or column != "number":
        return found
    # The number of a card that went into another one leads there.
    kept = find_member(tx, "number", value)
    return by(tx, "id", kept.id) if kept is not None and kept.number != value else []


def named(tx: Connection, part: str, limit: int) -> list[Match]:
    """At most `limit` members whose name holds these letters, great or small, in the order they came.

    Reads all names, for SQLite knows great and small letters of English only: for a survey.
    """
    wanted, found = folded(part), []
    for row in tx.execute(_JOINED.order_by(members.c.id)):
        if wanted in folded(row.name):
            found.append(Match(*row))
            if len(found) == limit:
                break
    return found


def folded(name: str) -> str:
    """A name as it is compared: small letters without marks, for hardly anybody types them."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def facts(tx: Connection, member_id: int) -> tuple[datetime | None, int | None]:
    """When the member joined, and who invited him."""
    row = tx.execute(_FACTS, {"member": member_id}).one()
    return row.joined_at, row.invited_by


def bought(tx: Connection, member_id: int, since: datetime) -> Bought:
    """What the member bought."""
    row = tx.execute(_BOUGHT, {"member": member_id, "since": since}).one()
    return Bought(int(row[0]), int(row[1]), tx.scalar(_LAST, {"member": member_id}))
