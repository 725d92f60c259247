"""An owner types an offer in one line, and days to come in words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.coming_days import coming_day
from loyalty.offer_line import OfferLine, Unit, parse_offer
from loyalty.programme import Category, Programme
from loyalty.refusals import Refusal, Refused
from loyalty.sketch import Asks, Gives, Sketch, answered, asks

# A Monday.
TODAY = date(2026, 5, 4)
FRIDAY = date(2026, 5, 8)
GOODS = (
    Category("wine", "Белое вино"),
    Category("red", "Красное вино"),
    Category("tea", "Чай"),
    Category("cakes", "Десерты"),
)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("20 % на две бутылки белого вина до пятницы", OfferLine(Unit.PERCENT, 2000, "wine", 2, FRIDAY)),
        ("20% на 2 белое до 05.12", OfferLine(Unit.PERCENT, 2000, "wine", 2, date(2026, 12, 5))),
        ("20 % on two bottles of Белое вино until Friday", OfferLine(Unit.PERCENT, 2000, "wine", 2, FRIDAY)),
        ("Скидка 7,5 процентов на десерт", OfferLine(Unit.PERCENT, 750, "cakes")),
        ("200 ₽ на три чая до завтра", OfferLine(Unit.MONEY, 200_00, "tea", 3, date(2026, 5, 5))),
        ("1 500 руб. на красное", OfferLine(Unit.MONEY, 1_500_00, "red")),
        ("100 баллов на десять десертов", OfferLine(Unit.POINTS, 100, "cakes", 10)),
        ("10 percent off on everything by sunday", OfferLine(Unit.PERCENT, 1000, "", 1, date(2026, 5, 10))),
        ("10% на всё", OfferLine(Unit.PERCENT, 1000)),
        ("10% на 3 штуки до 31 декабря", OfferLine(Unit.PERCENT, 1000, "", 3, date(2026, 12, 31))),
        ("15 %", OfferLine(Unit.PERCENT, 1500)),
    ],
)
def test_a_line_says_the_whole_offer(text: str, meant: OfferLine) -> None:
    assert parse_offer(text, GOODS, TODAY) == meant


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Refusal.OFFER_UNCLEAR),
        ("дай скидку", Refusal.OFFER_UNCLEAR),
        ("20 попугаев", Refusal.OFFER_UNCLEAR),
        ("0 баллов", Refusal.OFFER_UNCLEAR),
        ("1,5 балла", Refusal.OFFER_UNCLEAR),
        ("20% на 101 чай", Refusal.OFFER_UNCLEAR),
        ("20% на вино", Refusal.OFFER_UNCLEAR),  # two of them
        ("20% на пиво", Refusal.OFFER_UNCLEAR),
        ("20% на чай чёрный", Refusal.OFFER_UNCLEAR),
        ("20% " + "на чай " * 60, Refusal.OFFER_UNCLEAR),
        ("🍷🍷🍷", Refusal.OFFER_UNCLEAR),
        ("20% на чай до вчера", Refusal.DAY_UNCLEAR),
        ("20% на чай до 03.05.2026", Refusal.DAY_UNCLEAR),
        ("0% на чай", Refusal.VALUE_ZERO),
        ("500% на чай", Refusal.RATE_OUT_OF_RANGE),
        ("0 ₽ на чай", Refusal.AMOUNT_ZERO),
    ],
)
def test_an_unclear_line_is_refused(text: str, reason: Refusal) -> None:
    outcome = parse_offer(text, GOODS, TODAY)
    assert isinstance(outcome, Refused)
    assert outcome.reason is reason


def test_goods_nobody_knows_are_named() -> None:
    assert parse_offer("20% на две пачки соли", GOODS, TODAY) == Refused(
        Refusal.OFFER_UNCLEAR, {"word": "соли", "example": "Белое вино"}
    )


@given(st.text(max_size=250))
def test_any_text_gets_an_answer(text: str) -> None:
    assert isinstance(parse_offer(text, GOODS, TODAY), OfferLine | Refused)
    assert isinstance(coming_day(text, TODAY), date | Refused)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("сегодня", TODAY),
        ("Tomorrow", date(2026, 5, 5)),
        ("понедельника", date(2026, 5, 11)),
        ("пт", FRIDAY),
        ("fri", FRIDAY),
        ("04.05", TODAY),
        ("3 мая", date(2027, 5, 3)),
        ("31.12.2028", date(2028, 12, 31)),
        ("29.02.2028", date(2028, 2, 29)),
    ],
)
def test_a_day_to_come_is_read(text: str, day: date) -> None:
    assert coming_day(text, TODAY) == day


@pytest.mark.parametrize("text", ["29.02", "31.12.2020", "когда-нибудь", "9" * 4096])
def test_a_day_that_never_comes_is_refused(text: str) -> None:
    assert coming_day(text, TODAY) == Refused(Refusal.DAY_UNCLEAR)


def test_a_line_answers_every_question_of_an_offer() -> None:
    rules = Programme(1, "Маяк", "RUB", "Europe/Moscow", categories=GOODS)
    begun = Sketch(personal=True, member_id=7)
    done = answered(begun, "20 % на две бутылки белого вина до пятницы", rules, TODAY)
    assert done == Sketch(
        personal=True,
        member_id=7,
        gives=Gives.PERCENT,
        value=2000,
        category="wine",
        pieces=2,
        until="2026-05-08",
    )
    assert asks(done, rules) is Asks.READY
    open_end = answered(begun, "100 баллов", rules, TODAY)
    assert isinstance(open_end, Sketch)
    assert asks(open_end, rules) is Asks.UNTIL
    unclear = Refused(Refusal.OFFER_UNCLEAR, {"word": "", "example": "Белое вино"})
    assert answered(begun, "что-нибудь", rules, TODAY) == unclear
    assert parse_offer("?", (), TODAY) == Refused(Refusal.OFFER_UNCLEAR, {"word": "", "example": ""})
    assert answered(Sketch(), "20 % на чай", rules, TODAY) == Refused(Refusal.BUTTONS_ONLY)
