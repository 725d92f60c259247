"""Screens of balance, history and burning points at their longest."""

from datetime import UTC, date, datetime

from loyalty.benefits import Benefit, Effect
from loyalty.earning import Visit, quote
from loyalty.ledger import Kind
from loyalty.programme import BASIC, Base, Category, Event, Expiry, Programme, Terms, Tier
from loyalty.receipts import Line
from loyalty.tiers import Standing
from loyalty.views import Batch, CardView, HistoryDetail, HistoryLine, HistoryPage
from texts import card, expiry, history
from texts.keyboards import member_keyboard
from texts.screen import Screen
from texts.words import Words

AT = datetime(2026, 9, 30, 20, 59, tzinfo=UTC)
TODAY = date(2026, 9, 30)
LONG = "Щ" * 40
PROGRAMME = Programme(
    999,
    LONG,
    "RUB",
    "Europe/Moscow",
    visit_points=10,
    step_minor=500_00,
    step_points=50,
    minimum_minor=1_00,
    terms=Terms(expiry=Expiry.LOT),
    tiers=(Tier("g", LONG, 30_000_00, rate_bp=1_000, discount_bp=500),),
    categories=(Category("c", LONG, rate_bp=2_000), Category("x", LONG, earns=False)),
    events=(Event("e", LONG, TODAY, TODAY, 30_000, category="c"),),
)
BATCHES = tuple(Batch(date(2027, 9, day), 999_999) for day in range(1, 10))
STANDING = Standing("g", LONG, 1_000_00, "money", "h", LONG, 99_999_999)
VIEW = CardView(
    "Анна <b>",
    "482100457713",
    "g",
    999_999,
    "https://t.me/mayak_bot?start=c-x",
    PROGRAMME,
    locked=999_999,
    reserved=999_999,
    blocked=999_999,
    debt=999_999,
    waking=BATCHES,
    burning=BATCHES,
    lasting=999_999,
    standing=STANDING,
    today=TODAY,
)
BENEFITS = (Benefit("offer", 7, LONG, Effect(percent_bp=2_000, points=999_999, gift=LONG)),)
QUOTE = quote(
    [Line(99_999_999, "c"), Line(99_999_999, "x"), Line(77_777_777)],
    PROGRAMME,
    Visit(AT, tier="g", benefits=BENEFITS),
    spent_points=500,
)


def screens(words: Words) -> list[Screen]:
    return [*_cards(words), *_histories(words), *_notices(words)]


def _cards(words: Words) -> list[Screen]:
    keyboard = member_keyboard(words)
    idle = Programme(1, LONG, "RUB", "UTC", terms=Terms(expiry=Expiry.INACTIVITY))
    few = CardView("Анна", VIEW.number, BASIC, 0, VIEW.link, idle, waking=BATCHES[:1], burning=BATCHES[:1])
    return [
        *(card.card(words, view, keyboard) for view in (VIEW, few)),
        *(card.balance(words, view, keyboard) for view in (VIEW, few)),
    ]


def _histories(words: Words) -> list[Screen]:
    signed = [
        HistoryLine(1, AT, ((kind, sign * 999_999),), 999_999, confirmed_by="tap")
        for kind in Kind
        for sign in (1, -1)
    ]
    paid = ((Kind.SPENT, -999_999), (Kind.EARNED, 999_999), (Kind.PROMO, 999_999))
    back = ((Kind.REFUNDED, 999_999), (Kind.EARN_REVERSED, -999_999))
    lines = [
        *signed,
        HistoryLine(0, AT, (), 0, 7, 99_999_999, "Z" * 32, LONG, undone=True),
        *(HistoryLine(1, AT, parts, 9, 7, 99_999_999, "Z" * 32, LONG) for parts in (paid, back, ())),
        HistoryLine(1, AT),
    ]
    either = Programme(1, LONG, "RUB", "UTC", base=Base.EITHER, minimum_minor=100_00)
    none = [
        quote([Line(sum_minor)], either, Visit(AT), points) for sum_minor, points in ((500_00, 10), (9_00, 0))
    ]
    details = [
        HistoryDetail(one, 99, PROGRAMME, TODAY, BATCHES[:2], QUOTE, contestable=True, today=TODAY)
        for one in lines
    ]
    details += [HistoryDetail(lines[0], 0, either, quote=one) for one in none]
    return [
        *(history.history(words, HistoryPage((one,) * 6, 1, 3)) for one in lines),
        *(history.line(words, detail) for detail in details),
        *(history.counted(words, detail) for detail in details),
    ]


def _notices(words: Words) -> list[Screen]:
    figures = {"points": 999_999, "available": 999_999}
    many = {"days": [[batch.day.isoformat(), batch.points] for batch in BATCHES], "idle": False}
    return [
        expiry.active(words, figures),
        expiry.expired(words, {**figures, "points": -1}),
        expiry.burning(words, many),
        *(expiry.burning(words, {"days": many["days"][:1], "idle": idle}) for idle in (True, False)),  # type: ignore[index]  # a list
    ]
