"""Members by the hundred thousand, with what they bought, in a new database: for the big figures."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from actions.jobs import note_run, programme_zone
from actions.join import ADVERTISING, PERSONAL_DATA
from actions.new_member import MESSENGER
from actions.open_shop import open_shop
from actions.shop import Shop, ShopSettings
from actions.statistics import rebuild_statistics
from bench.stage import settings
from bot.app import open_house
from bot.clock import Clock, new_code
from bot.config import load_settings
from loyalty.birthdays import Birthday
from loyalty.bonuses import birthday_key
from loyalty.cards import card_number
from loyalty.statistics import CATEGORY, INTERVALS, STORE, month_bit, rhythm, words_of
from scheduler.timetable import timetable

# Telegram ids of the crowd begin here.
FIRST_PERSON = 10_000_000
CATEGORIES = ("вино", "кофе", "торты", "сыр", "хлеб", "чай", "цветы")
NAMES = ("Анна", "Борис", "Вера", "Глеб", "Дарья", "Егор", "Жанна", "Иван", "Кира", "Лев", "Мария", "Нина")
CITIES = ("", "", "Москва", "Казань", "Тверь")
TIERS = ("plain", "plain", "plain", "silver", "gold")
AT_ONCE = 20_000
HISTORY_DAYS = 3 * 365
MOST_ORDERS = 40
BIRTHDAYS = 12 * 28
NOON = time(12)
GENESIS = bytes(32)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
DAY_US = timedelta(days=1) // MICROSECOND

_INSERTS = {
    "members": "id, number, card_token, name, tier, step, source, created_at, joined_at, birthday_index,"
    " birthday, phone, city",
    "heads": "member_id, seq, hash, points",
    "accounts": "member_id, messenger, external_id, display_name, language, reachable, last_seen",
    "consents": "member_id, kind, given, text_version, language, at",
    "lots": "member_id, amount, remaining, active_from, expires_at",
    "member_stats": "member_id, months_0, months_1, months_2, first_day, last_day, last_at, orders, days,"
    " revenue_minor, rhythm_days, recent_days, last_store_id, on_monday, on_tuesday, on_wednesday,"
    " on_thursday, on_friday, on_saturday, on_sunday, mornings, afternoons, evenings, nights",
    "member_counts": "member_id, what, which, orders, last_day",
}
Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(slots=True)
class _Town:
    """What the rows of the crowd are drawn from."""

    dice: Random
    now: datetime
    store_id: int
    seal: Callable[[str, str, str], bytes]
    birthdays: list[bytes]
    bits: dict[int, int] = field(default_factory=dict)

    def bit(self, day: int) -> int:
        if day not in self.bits:
            self.bits[day] = month_bit(day)
        return self.bits[day]


@asynccontextmanager
async def quiet_shop(folder: Path, clock: Clock | None = None) -> AsyncIterator[Shop]:
    """The shop in this folder (bench.stage.settings) without its bot: nothing is polled and nothing sent."""
    loaded = load_settings(None, **settings(folder, "http://127.0.0.1:9"))
    async with AsyncExitStack() as stack:
        db, vault = await open_house(loaded, stack)
        told = ShopSettings(0, "kopilka_bot", "ru", "Europe/Moscow", loaded.owner_ids)
        shop = Shop(db, (clock or Clock()).now, new_code, lambda: None, told, vault)
        await open_shop(shop, "Кофейня")
        yield shop


def fill(folder: Path, members: int, seed: int = 1) -> None:
    """A crowd in a new shop in this folder, closed again; a bot started there finds it (see `crowd`)."""

    async def filled() -> None:
        async with quiet_shop(folder) as shop:
            await crowd(shop, members, seed)

    asyncio.run(filled())


async def crowd(shop: Shop, members: int, seed: int = 1) -> range:
    """So many members join an open shop; their ids. Telegram ids: FIRST_PERSON + n.

    Nine of ten are reachable, eight of ten want news, six of seven bought something within three years.
    Points and statistics have no entries and no purchases behind them: these books are not to be proven.
    """
    first, store_id = await shop.db.read(
        lambda tx: tx.exec_driver_sql(
            "SELECT (SELECT max(id) + 1 FROM members), (SELECT min(id) FROM stores)"
        ).one()
    )
    birthdays = [shop.vault.index("birthday", birthday_key(_birthday(n))) for n in range(BIRTHDAYS)]
    await rebuild_statistics(shop)  # of nobody: from now on they count as made
    town = _Town(Random(seed), shop.now(), store_id, shop.vault.seal, birthdays)
    writing: Awaitable[None] = asyncio.sleep(0)
    for begun in range(0, members, AT_ONCE):
        rows: Rows = {table: [] for table in _INSERTS}
        for number in range(begun, min(members, begun + AT_ONCE)):
            _person(town, rows, number, first + number)
        await writing
        # The next ones are drawn while these are written.
        writing = asyncio.create_task(shop.db.write(partial(_write, rows=rows)))
        await asyncio.sleep(0)
    await writing
    await _leave_alone(shop)
    return range(first, first + members)


async def _leave_alone(shop: Shop) -> None:
    """The daily jobs count as done, so that a bot begins with what is measured."""
    now, zone = shop.now(), await programme_zone(shop)
    for job in timetable(None, 0):
        period = job.period(now, zone)
        if period is not None:
            await note_run(shop, job.name, period, "")


def _write(tx: Any, rows: Rows) -> None:
    for table, columns in _INSERTS.items():
        if rows[table]:
            places = ", ".join("?" for _ in columns.split(","))
            tx.exec_driver_sql(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows[table])  # noqa: S608 (our own names)


def _microseconds(instant: datetime) -> int:
    return (instant - EPOCH) // MICROSECOND


def _birthday(number: int) -> Birthday:
    return Birthday(1 + number % 28, 1 + number // 28 % 12)


def _person(town: _Town, rows: Rows, number: int, member_id: int) -> None:
    """One member: himself, his account, his consents, his points, his purchases."""
    dice, key = town.dice, str(member_id)
    now = _microseconds(town.now)
    joined = now - int(dice.random() * HISTORY_DAYS) * DAY_US - dice.randrange(DAY_US)
    name, birthday, phone = dice.choice(NAMES), number % BIRTHDAYS, None
    told: tuple[bytes | None, bytes | None] = (None, None)
    if dice.random() < 0.6:
        born = _birthday(birthday)
        text = f"{born.day}.{born.month}."
        told = town.birthdays[birthday], town.seal("members:birthday", key, text)
    if dice.random() < 0.7:
        phone = town.seal("members:phone", key, f"+7900{number:07d}")
    card = card_number(f"9{number:010d}")
    tier, city = dice.choice(TIERS), dice.choice(CITIES)
    rows["members"].append(
        (member_id, card, f"crowd{number:017d}", name, tier, "joined", "", joined, joined, *told, phone, city)
    )
    reachable, language = dice.random() < 0.9, "ru" if dice.random() < 0.85 else "en"
    seen = min(now, joined + int(dice.random() * (now - joined)))
    person = str(FIRST_PERSON + number)
    rows["accounts"].append((member_id, MESSENGER, person, name, language, reachable, seen))
    rows["consents"].append((member_id, PERSONAL_DATA, 1, "1", language, joined))
    rows["consents"].append((member_id, ADVERTISING, dice.random() < 0.8, "1", language, joined))
    points = dice.randrange(1, 2_000) if dice.random() < 0.6 else 0
    rows["heads"].append((member_id, 0, GENESIS, points))
    if points:
        ends = now + dice.randrange(1, 365) * DAY_US
        rows["lots"].append((member_id, points, points, joined, ends))
    if dice.random() < 6 / 7:
        _purchases(town, rows, member_id, now - joined)


def _purchases(town: _Town, rows: Rows, member_id: int, age_us: int) -> None:
    """A regular of a shop buys at his own pace, mostly on his weekday, mostly his two kinds of goods."""
    dice, today = town.dice, town.now.date().toordinal()
    oldest = today - age_us // DAY_US
    pace = dice.choice((3, 7, 7, 14, 30, 60, 120))
    day = today - int(dice.random() ** 2 * (today - oldest))
    days: list[int] = []
    while day >= oldest and len(days) < MOST_ORDERS:
        days.append(day)
        day -= 1 + int(dice.random() * 2 * pace)
    days.reverse()
    orders = len(days)
    weekdays, parts, months = [0] * 7, [0] * 4, 0
    for day in days:
        weekdays[(day - 1) % 7] += 1
        months |= town.bit(day)
    for _ in days:
        parts[int(dice.random() * 4)] += 1
    revenue = orders * dice.randrange(10_000, 200_000)
    recent = tuple(days[-INTERVALS - 1 :])
    last_at = _microseconds(datetime.combine(date.fromordinal(days[-1]), NOON, UTC))
    when = (days[0], days[-1], min(last_at, _microseconds(town.now)))
    how = (orders, orders, revenue, rhythm(recent), " ".join(map(str, recent)), town.store_id)
    rows["member_stats"].append((member_id, *words_of(months), *when, *how, *weekdays, *parts))
    liked = dice.randrange(len(CATEGORIES))
    counts = rows["member_counts"]
    counts.append((member_id, STORE, str(town.store_id), orders, days[-1]))
    counts.append((member_id, CATEGORY, CATEGORIES[liked], orders, days[-1]))
    if orders > 2:
        other = CATEGORIES[(liked + 1 + int(dice.random() * 3)) % len(CATEGORIES)]
        counts.append((member_id, CATEGORY, other, orders // 2, days[-2]))
