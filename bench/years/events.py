"""What happens to the people of a town, as it is written into the shop's books."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from actions import statistics
from actions.join import ADVERTISING
from actions.new_member import MESSENGER
from actions.shop import Shop
from bench.years import model
from bench.years.town import Person, Town
from bot.clock import EPOCH
from loyalty.birthdays import Birthday
from loyalty.bonuses import birthday_key

PRICE_MINOR = 500_00
# Friends that come by a link are nobody of the town; their ids begin here.
STRANGERS = 1_000_000
Event = tuple[datetime, Callable[[Any], None]]


@dataclass(slots=True)
class Ids:
    """What things are called in the books. bought: purchases by member, in order. offers: by member and
    number; offered: the number by its id."""

    bought: dict[int, list[int]] = field(default_factory=dict)
    offers: dict[tuple[int, int], int] = field(default_factory=dict)
    offered: dict[int, int] = field(default_factory=dict)


def events_of(shop: Shop, made: Town, ids: Ids) -> list[Event]:
    """Everything that happens to everybody, in order."""
    everything: list[tuple[datetime, int, Callable[[Any], None]]] = []
    for person in made.people:
        everything.append((person.joined_at, 0, _joins(shop, person)))
        for told_at, born in person.birthdays[1:]:
            everything.append((told_at, 1, _tells(shop, person, told_at, born)))
        for since, wants in person.consents[1:]:
            everything.append((since, 1, _agrees(person, since, wants=wants)))
        for at, goods in zip(person.bought, person.goods, strict=True):
            everything.append((at, 2, _buys(ids, person, at, goods)))
        for number, one in enumerate(person.vouchers):
            everything.append((one.made_at, 3, _is_offered(ids, person, number)))
            if one.used_at is not None:
                everything.append((one.used_at, 4, _uses(ids, person, number, one.used_at)))
        if person.friend_at is not None:
            everything.append((person.friend_at, 5, _brings(person, person.friend_at)))
    everything.sort(key=lambda one: one[:2])
    return [(at, work) for at, _, work in everything]


def microseconds(at: datetime) -> int:
    """An instant as the database keeps it."""
    return (at - EPOCH) // timedelta(microseconds=1)


def _joins(shop: Shop, person: Person) -> Callable[[Any], None]:
    def work(tx: Any) -> None:
        at, key = microseconds(person.joined_at), str(person.id)
        tx.exec_driver_sql(
            "INSERT INTO members (id, number, card_token, name, step, created_at, joined_at)"
            " VALUES (?, ?, ?, 'Анна', 'joined', ?, ?)",
            (person.id, key, f"years{key}", at, at),
        )
        tx.exec_driver_sql(
            "INSERT INTO heads (member_id, seq, hash, points) VALUES (?, 0, ?, 0)", (person.id, bytes(32))
        )
        tx.exec_driver_sql(
            "INSERT INTO accounts (member_id, messenger, external_id, language, reachable, last_seen)"
            " VALUES (?, ?, ?, 'ru', 1, ?)",
            (person.id, MESSENGER, key, at),
        )
        if person.zone:
            tx.exec_driver_sql(
                "INSERT INTO preferences (member_id, time_zone) VALUES (?, ?)", (person.id, person.zone)
            )
        tx.exec_driver_sql("INSERT INTO tags (member_id, tag, at) VALUES (?, ?, ?)", (key, person.tag, at))
        _agrees(person, person.joined_at, wants=person.consents[0][1])(tx)
        for told_at, born in person.birthdays[:1]:
            _tells(shop, person, told_at, born)(tx)

    return work


def _tells(shop: Shop, person: Person, at: datetime, born: tuple[int, int]) -> Callable[[Any], None]:
    index = shop.vault.index("birthday", birthday_key(Birthday(born[1], born[0])))

    def work(tx: Any) -> None:
        # As in the bot, the same once more changes nothing: it isn't told anew.
        values = (index, b"", microseconds(at), person.id, index)
        tx.exec_driver_sql(
            "UPDATE members SET birthday_index = ?, birthday = ?, birthday_at = ?"
            " WHERE id = ? AND birthday_index IS NOT ?",
            values,
        )

    return work


def _agrees(person: Person, at: datetime, *, wants: bool) -> Callable[[Any], None]:
    def work(tx: Any) -> None:
        tx.exec_driver_sql(
            "INSERT INTO consents (member_id, kind, given, text_version, language, at)"
            " VALUES (?, ?, ?, '1', 'ru', ?)",
            (person.id, ADVERTISING, wants, microseconds(at)),
        )

    return work


def _buys(ids: Ids, person: Person, at: datetime, goods: str) -> Callable[[Any], None]:
    lines = json.dumps({"lines": [{"category": goods}] if goods else []})

    def work(tx: Any) -> None:
        day: date = model.local_day(at)
        values = (person.id, PRICE_MINOR, PRICE_MINOR, day.isoformat(), lines, microseconds(at))
        row = tx.exec_driver_sql(
            "INSERT INTO purchases (store_id, member_id, cashier_id, amount_minor, money_minor,"
            " earned_points, receipt, business_day, rule_version, trace, at)"
            " VALUES ((SELECT min(id) FROM stores), ?, 1, ?, ?, 0, '', ?,"
            " (SELECT max(version) FROM programmes), ?, ?)",
            values,
        )
        ids.bought.setdefault(person.id, []).append(int(row.lastrowid))
        statistics.recompute(tx, person.id)

    return work


def _is_offered(ids: Ids, person: Person, number: int) -> Callable[[Any], None]:
    one = person.vouchers[number]

    def work(tx: Any) -> None:
        row = tx.exec_driver_sql(
            "INSERT INTO offers (member_id, title, effect, last_day, at) VALUES (?, 'Кофе', '{}', ?, ?)",
            (person.id, one.last_day.isoformat(), microseconds(one.made_at)),
        )
        ids.offered[int(row.lastrowid)] = number
        ids.offers[person.id, number] = int(row.lastrowid)

    return work


def _uses(ids: Ids, person: Person, number: int, at: datetime) -> Callable[[Any], None]:
    def work(tx: Any) -> None:
        which = str(ids.offers[person.id, number])
        values = (which, person.id, microseconds(at))
        tx.exec_driver_sql("INSERT INTO uses (what, which, member_id, at) VALUES ('offer', ?, ?, ?)", values)

    return work


def _brings(person: Person, at: datetime) -> Callable[[Any], None]:
    def work(tx: Any) -> None:
        friend_id = STRANGERS + person.id
        tx.exec_driver_sql(
            "INSERT INTO members (id, number, card_token, step, created_at) VALUES (?, ?, ?, 'consent', ?)",
            (friend_id, f"f{friend_id}", f"friend{friend_id}", microseconds(at)),
        )
        values = (friend_id, person.id, microseconds(at))
        tx.exec_driver_sql(
            "INSERT INTO referrals (friend_id, inviter_id, state, at) VALUES (?, ?, 'joined', ?)", values
        )

    return work
