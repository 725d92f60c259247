"""A handful of people for the tests of audiences, and everything they can be or have done."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert

from loyalty.merging import MERGED
from loyalty.price_bands import PriceBands
from loyalty.programme import Programme
from storage.schema import (
    accounts,
    consents,
    heads,
    lots,
    member_counts,
    member_stats,
    members,
    offers,
    purchases,
    referrals,
    reviews,
    stores,
    uses,
)
from storage.segment_terms import Facts

TODAY = date(2027, 2, 24)  # a common year: whoever was born on the 29th is congratulated on the 28th
NOW = datetime(2027, 2, 24, 9, tzinfo=UTC)
MOSCOW = ZoneInfo("Europe/Moscow")
PROGRAMME = Programme(1, "Мост", "RUB", "Europe/Moscow")
DAY = timedelta(days=1)
EVERYBODY = "abcdef"
Doing = Callable[[Connection, str], None]
"""What makes somebody, by his letter, fit or not."""


def key_of(key: str) -> bytes:
    """What a birthday is looked up by."""
    return f"index of {key}".encode()


def facts(programme: Programme = PROGRAMME, bands: PriceBands | None = None) -> Facts:
    """A Wednesday, by these rules."""
    return Facts(TODAY, NOW, MOSCOW, key_of, programme, bands)


def people(tx: Connection) -> None:
    """Anna .. Fedor by their first letter, and those who are nobody: not joined, merged, erased."""
    tx.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    tx.execute(insert(stores).values(id=1, name="Мост", time_zone="Europe/Moscow"))
    tx.execute(insert(stores).values(id=2, name="Порт", time_zone="Europe/Moscow"))
    for letter in "abcdefxyz":
        person(tx, letter)
    tx.execute(members.update().where(members.c.name == "x").values(step="consent"))
    tx.execute(members.update().where(members.c.name == "y").values(step=MERGED, merged_into=id_of("a")))
    tx.execute(members.update().where(members.c.name == "z").values(erased_at=NOW))


def id_of(letter: str) -> int:
    """The member of a letter."""
    return ord(letter) - ord("a") + 1


def person(tx: Connection, letter: str) -> None:
    """A member with a card, an account and empty books."""
    member_id = id_of(letter)
    row = {"id": member_id, "number": f"{member_id:012}", "card_token": letter, "name": letter}
    joined = NOW - DAY * 10 * member_id
    tx.execute(insert(members).values(step="joined", created_at=joined, joined_at=joined, **row))
    tx.execute(insert(heads).values(member_id=member_id, seq=0, hash=b"", points=0))
    account = {"member_id": member_id, "messenger": "telegram", "external_id": str(member_id)}
    seen = NOW - DAY * member_id
    tx.execute(insert(accounts).values(language="ru", reachable=True, last_seen=seen, **account))


def change(**values: Any) -> Doing:
    """Columns of the member."""

    def write(tx: Connection, letter: str) -> None:
        tx.execute(members.update().where(members.c.id == id_of(letter)).values(values))

    return write


def bought(last: date, orders: int = 1, rubles: int = 100, **values: Any) -> Doing:
    """So many purchases up to this day, of so many rubles altogether."""
    row = {"first_day": last.toordinal() - orders + 1, "last_day": last.toordinal(), "last_at": NOW}
    row |= {"orders": orders, "days": orders, "revenue_minor": rubles * 100, "last_store_id": 1, **values}

    def write(tx: Connection, letter: str) -> None:
        tx.execute(insert(member_stats).values(member_id=id_of(letter), **row))

    return write


def counted(what: str, which: str, orders: int, last: date = TODAY) -> Doing:
    """Purchases with goods of a category, or in a store."""
    row = {"what": what, "which": which, "orders": orders, "last_day": last.toordinal()}

    def write(tx: Connection, letter: str) -> None:
        tx.execute(insert(member_counts).values(member_id=id_of(letter), **row))

    return write


def row(table: Any, of: str = "member_id", **values: Any) -> Doing:
    """One row of a table that is about him."""

    def write(tx: Connection, letter: str) -> None:
        tx.execute(insert(table).values({of: id_of(letter), **values}))

    return write


def points(number: int) -> Doing:
    """On his card; below nothing he owes them."""

    def write(tx: Connection, letter: str) -> None:
        his = heads.update().where(heads.c.member_id == id_of(letter))
        tx.execute(his.values(points=number, debt=max(0, -number)))

    return write


def lot(ends: datetime | None, remaining: int = 5, **values: Any) -> Doing:
    """Points that burn."""
    return row(lots, amount=10, remaining=remaining, active_from=NOW - DAY, expires_at=ends, **values)


def said(kind: str, answers: str) -> Doing:
    """ "yes no": yes, and later no."""

    def write(tx: Connection, letter: str) -> None:
        for answer in answers.split():
            what = {"kind": kind, "given": answer == "yes", "text_version": "1", "language": "ru", "at": NOW}
            tx.execute(insert(consents).values(member_id=id_of(letter), **what))

    return write


def account(*, reachable: bool, language: str = "ru", more: bool = False) -> Doing:
    """His account, or another one."""

    def write(tx: Connection, letter: str) -> None:
        values = {"reachable": reachable, "language": language}
        if more:
            external = {"messenger": "telegram", "external_id": f"another {letter}", "last_seen": NOW}
            tx.execute(insert(accounts).values(member_id=id_of(letter), **external, **values))
        else:
            tx.execute(accounts.update().where(accounts.c.member_id == id_of(letter)).values(values))

    return write


def offered(last: date | None, *, used: bool = False, **values: Any) -> Doing:
    """A personal offer."""

    def write(tx: Connection, letter: str) -> None:
        what = {"title": "−10 %", "effect": "{}", "last_day": last, "at": NOW, **values}
        made = tx.execute(insert(offers).values(member_id=id_of(letter), **what)).inserted_primary_key
        assert made is not None
        if used:
            use = {"what": "offer", "which": str(made[0]), "at": NOW}
            tx.execute(insert(uses).values(member_id=id_of(letter), **use))

    return write


def rated(*stars: int) -> Doing:
    """Purchases with so many stars, the last one last."""

    def write(tx: Connection, letter: str) -> None:
        member_id = id_of(letter)
        for n, number in enumerate(stars):
            review = {"purchase_id": member_id * 10 + n, "stars": number, "at": NOW + DAY * n}
            tx.execute(insert(purchases).values(id=review["purchase_id"], **_sale(member_id)))
            tx.execute(insert(reviews).values(member_id=member_id, **review))

    return write


def _sale(member_id: int) -> dict[str, Any]:
    plain: dict[str, Any] = {"store_id": 1, "member_id": member_id, "cashier_id": member_id}
    plain["amount_minor"] = 100
    plain |= {"earned_points": 0, "receipt": "", "business_day": TODAY, "trace": "{}", "at": NOW}
    return plain | {"rule_version": 1}


def brought(friend: str, state: str = "bought") -> Doing:
    """A friend."""
    return row(referrals, of="inviter_id", friend_id=id_of(friend), state=state, at=NOW)


def ago(days: int) -> date:
    """So many days before today."""
    return TODAY - DAY * days
