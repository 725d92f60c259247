"""What a member bought, when, how often and where, as conditions of SQL."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, literal_column, or_

from loyalty.audience_tree import DAYTIMES, PRICE_BANDS, USUAL_PERCENT, USUAL_VISITS, WEEKDAYS, Condition
from loyalty.statistics import CATEGORY, PARTS, STORE
from loyalty.statistics import WEEKDAYS as DAY_COLUMNS
from storage.schema import member_counts, member_stats
from storage.segment_terms import COMPARE, Asker, Clause, Clauses, day_of, names_of, turned

# Not the index of last days, by which members would be looked up in disorder.
LAST_DAY = member_stats.c.last_day + literal_column("0")


def _by_day(column: ColumnElement[Any]) -> Callable[[Asker, Condition], Clause]:
    """A day kept as an ordinal, null for who never bought."""

    def clause(asker: Asker, one: Condition) -> Clause:
        op, day = day_of(one, asker.facts)
        return and_(member_stats.c.orders.is_not(None), COMPARE[op](column, day.toordinal()))

    return clause


def _stat(column: ColumnElement[Any]) -> Callable[[Asker, Condition], Clause]:
    """A figure of purchases, 0 for who never bought."""
    return lambda _, one: COMPARE[one.op](func.coalesce(column, 0), one.value)


def _average(_: Asker, one: Condition) -> Clause:
    orders, revenue = member_stats.c.orders, member_stats.c.revenue_minor
    return and_(func.coalesce(orders, 0) > 0, COMPARE[one.op](revenue, orders * one.value))


def _price_band(asker: Asker, one: Condition) -> Clause:
    """Nobody's while there are no bands; who never bought is in none."""
    bands = asker.facts.bands
    if bands is None:
        return false()
    orders, revenue = member_stats.c.orders, member_stats.c.revenue_minor
    from_middle, from_high = revenue >= orders * bands.middle_minor, revenue >= orders * bands.high_minor
    each = (~from_middle, and_(from_middle, ~from_high), from_high)
    by_name = dict(zip(PRICE_BANDS, each, strict=True))
    among = or_(*(by_name[name] for name in names_of(one)))
    return turned(one, and_(func.coalesce(orders, 0) > 0, among))


def _met(what: str) -> Callable[[Asker, Condition], Clause]:
    """Bought goods of a category, or in a store."""

    def clause(asker: Asker, one: Condition) -> Clause:
        which = (member_counts.c.what == what, member_counts.c.which.in_(names_of(one)))
        return turned(one, asker.among(member_counts.c.member_id, *which))

    return clause


def _bought_last(asker: Asker, one: Condition) -> Clause:
    op, day = day_of(one, asker.facts)
    which = (member_counts.c.what == CATEGORY, member_counts.c.which == one.of)
    held = COMPARE[op](member_counts.c.last_day, day.toordinal())
    return asker.among(member_counts.c.member_id, *which, held)


def _bought_times(asker: Asker, one: Condition) -> Clause:
    which = (member_counts.c.what == CATEGORY, member_counts.c.which == one.of)

    def rows(held: Any) -> Select[Any]:
        return asker.rows(member_counts.c.member_id, *which, held)

    return asker.counted(one, rows, member_counts.c.orders)


def _usual(keys: tuple[str, ...], columns: tuple[str, ...]) -> Callable[[Asker, Condition], Clause]:
    """When somebody usually comes; who comes at random has no usual time."""
    by_key = dict(zip(keys, columns, strict=True))

    def clause(_: Asker, one: Condition) -> Clause:
        orders = func.coalesce(member_stats.c.orders, 0)
        shares = [member_stats.c[by_key[key]] * 100 >= orders * USUAL_PERCENT for key in names_of(one)]
        return turned(one, and_(orders >= USUAL_VISITS, or_(*shares)))

    return clause


def _visits(keys: tuple[str, ...], columns: tuple[str, ...]) -> Callable[[Asker, Condition], Clause]:
    by_key = dict(zip(keys, columns, strict=True))
    return lambda asker, one: _stat(member_stats.c[by_key[one.of]])(asker, one)


def _last_store(_: Asker, one: Condition) -> Clause:
    ids = [int(name) for name in names_of(one) if name.isascii() and name.isdigit()]
    return turned(one, func.coalesce(member_stats.c.last_store_id, 0).in_(ids))


BUYING: Clauses = {
    "last_purchase": _by_day(LAST_DAY),
    "first_purchase": _by_day(member_stats.c.first_day),
    "purchases": _stat(member_stats.c.orders),
    "average": _average,
    "price_band": _price_band,
    "total": _stat(member_stats.c.revenue_minor),
    "bought": _met(CATEGORY),
    "bought_last": _bought_last,
    "bought_times": _bought_times,
    "weekday": _usual(WEEKDAYS, DAY_COLUMNS),
    "visits_on": _visits(WEEKDAYS, DAY_COLUMNS),
    "daytime": _usual(DAYTIMES, PARTS),
    "visits_at": _visits(DAYTIMES, PARTS),
    "store": _met(STORE),
    "last_store": _last_store,
}
