"""Whole programmes and whole stories of a customer, drawn at random: every setting that touches a receipt."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

from loyalty.benefits import Effect
from loyalty.checking import check_programme
from loyalty.programme import (
    Base,
    Bonuses,
    Category,
    DebtPolicy,
    Event,
    Expiry,
    HourRule,
    Programme,
    Rounding,
    Spending,
    StoreRate,
    Terms,
    Tier,
)
from loyalty.receipts import Line
from loyalty.refusals import Refused
from tests.clockwork.stand import HandClock

FIRST_DAY = HandClock().now().date()
KEYS = ("c1", "c2", "c3")
HOUR, DAY = 3_600, 86_400

RATES = st.sampled_from([0, 100, 300, 333, 500, 1_000, 2_500, 10_000])
DISCOUNTS = st.sampled_from([0, 0, 0, 100, 333, 500, 5_000])
MINIMA = st.sampled_from([0, 0, 1, 10_000, 55_555])


@dataclass(frozen=True)
class Buying:
    """One receipt: how long after the one before, of what, and how it is paid.

    paying: "money", "tap" or "code" with all the points allowed, "some" with about half of them.
    certificate: what is left on a gift certificate pays, too.
    """

    wait_seconds: int
    lines: tuple[Line, ...]
    paying: str
    certificate: bool


@dataclass(frozen=True)
class Story:
    """What happens to one customer. rules: one programme, or a second one before the receipt `change`.

    effects: of promo codes he takes before he buys. returns: in which order receipts come back, and in how
    many portions each.
    """

    rules: tuple[Programme, ...]
    change: int
    effects: tuple[Effect, ...]
    buyings: tuple[Buying, ...]
    returns: tuple[tuple[int, int], ...]


def _tiers(draw: st.DrawFn) -> tuple[Tier, ...]:
    thresholds = sorted(draw(st.sets(st.integers(1, 300_000), max_size=3)))
    return tuple(
        Tier(
            f"t{number}",
            f"Tier {number}",
            threshold,
            keep=draw(st.integers(0, threshold)),
            rate_bp=draw(RATES),
            cap_bp=draw(st.sampled_from([None, 0, 5_000, 10_000])),
            discount_bp=draw(DISCOUNTS),
        )
        for number, threshold in enumerate(thresholds)
    )


def _events(draw: st.DrawFn, keys: tuple[str, ...]) -> tuple[Event, ...]:
    starts = draw(st.lists(st.integers(-3, 10), max_size=2))
    return tuple(
        Event(
            f"e{number}",
            f"Event {number}",
            _day(start),
            _day(start + draw(st.integers(0, 9))),
            draw(st.integers(10_100, 50_000)),
            draw(st.sampled_from(["", *keys])),
            draw(st.sampled_from([0, 1, 2])),
            draw(st.sampled_from([0, 1, 2])),
        )
        for number, start in enumerate(starts)
    )


def _day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


def _hours(draw: st.DrawFn) -> tuple[HourRule, ...]:
    rule = st.builds(
        HourRule,
        st.just("h1"),
        st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
        st.integers(0, 1_439),
        st.integers(0, 1_440),
        RATES,
    )
    return draw(st.lists(rule, max_size=1).map(tuple))


def _spending(draw: st.DrawFn) -> Spending:
    multiple = draw(st.sampled_from([1, 1, 1, 5, 7]))
    return Spending(
        cap_bp=draw(st.sampled_from([0, 3_000, 3_333, 5_000, 10_000])),
        least_money_minor=draw(st.sampled_from([0, 1, 100, 5_000])),
        kept_points=draw(st.sampled_from([0, 0, 3, 50])),
        least_points=draw(st.sampled_from([1, multiple, 3 * multiple])),
        multiple_points=multiple,
        with_code=draw(st.booleans()),
    )


def _terms(draw: st.DrawFn) -> Terms:
    return Terms(
        pending_days=draw(st.sampled_from([0, 0, 0, 1, 14])),
        expiry=draw(st.sampled_from(Expiry)),
        lifetime_months=draw(st.sampled_from([1, 2, 12])),
        reminder_days=draw(st.sampled_from([(30, 7), (14, 3)])),
        remind_first=draw(st.booleans()),
    )


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    """A programme an owner could save."""
    keys = draw(st.sampled_from([(), KEYS[:1], KEYS]))
    step = draw(st.sampled_from([(0, 0), (0, 0), (10_000, 3), (33_333, 1)]))
    visit_points = draw(st.sampled_from([0, 0, 10]))
    return Programme(
        version=0,
        brand="Маяк",
        currency="RUB",
        time_zone=draw(st.sampled_from(["Europe/Moscow", "Asia/Vladivostok", "Europe/Warsaw"])),
        rate_bp=draw(RATES),
        point_value_minor=draw(st.sampled_from([1, 10, 100, 100, 1_000])),
        discount_bp=draw(DISCOUNTS),
        visit_points=visit_points,
        visit_hours=draw(st.sampled_from([1, 4, 24])),
        step_minor=step[0],
        step_points=step[1],
        rounding=draw(st.sampled_from(Rounding)),
        base=draw(st.sampled_from(Base)),
        minimum_minor=draw(MINIMA),
        spending=_spending(draw),
        terms=_terms(draw),
        bonuses=Bonuses(welcome_points=draw(st.sampled_from([0, 100]))),
        tiers=_tiers(draw),
        categories=tuple(
            Category(key, key, draw(st.none() | RATES), draw(st.booleans()), draw(st.booleans()))
            for key in keys
        ),
        hours=_hours(draw),
        stores=tuple(
            StoreRate(store_id, draw(RATES)) for store_id in draw(st.sampled_from([(), (1,), (2,)]))
        ),
        events=_events(draw, keys),
        debt_policy=draw(st.sampled_from(DebtPolicy)),
    )


SOUND = programmes().filter(lambda one: not isinstance(check_programme(one), Refused))
LINES = st.builds(
    Line,
    st.integers(1, 200_000),
    st.sampled_from(["", *KEYS]),
    st.integers(1, 3),
    st.sampled_from([0, 0, 0, 1, 7_777]),
)
EFFECTS = st.builds(
    Effect,
    percent_bp=DISCOUNTS,
    off_minor=st.sampled_from([0, 0, 1, 15_000]),
    points=st.sampled_from([0, 0, 77]),
    category=st.sampled_from(["", "c1"]),
    minimum_minor=MINIMA,
    with_points=st.booleans(),
)
BUYINGS = st.builds(
    Buying,
    st.sampled_from([0, 60, 2 * HOUR, 5 * HOUR, DAY, 15 * DAY, 40 * DAY]),
    st.lists(LINES, min_size=1, max_size=4).map(tuple),
    st.sampled_from(["money", "tap", "tap", "some", "code"]),
    st.sampled_from([False, False, True]),
)


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """A customer's whole story."""
    buyings = draw(st.lists(BUYINGS, min_size=2, max_size=4))
    order = draw(st.permutations(range(len(buyings))))
    return Story(
        rules=(draw(SOUND), *(draw(SOUND) for _ in range(draw(st.sampled_from([0, 1]))))),
        change=draw(st.integers(1, len(buyings) - 1)),
        effects=tuple(draw(st.lists(EFFECTS, max_size=2))),
        buyings=tuple(buyings),
        returns=tuple((number, draw(st.integers(1, 3))) for number in order),
    )
