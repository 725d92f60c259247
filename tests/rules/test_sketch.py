"""An owner makes a code: question by question, kept as a short text between them."""

from dataclasses import replace
from datetime import date

import pytest

from loyalty.benefits import Effect
from loyalty.codes import Campaign
from loyalty.programme import Category, Programme, Tier
from loyalty.refusals import Refusal, Refused
from loyalty.sketch import (
    Asks,
    Gives,
    Sketch,
    answered,
    asks,
    campaign_of,
    effect_of,
    last_day_of,
    packed_sketch,
    read_sketch,
    tapped,
)

TODAY = date(2026, 5, 4)
RULES = Programme(
    1,
    "Маяк",
    "RUB",
    "Europe/Moscow",
    categories=(Category("wine", "Белое вино"),),
    tiers=(Tier("gold", "Золотой", 1),),
)


def play(sketch: Sketch, *steps: str | tuple[str, str]) -> Sketch:
    """Answers are typed or tapped; every step goes through the form in which it is kept."""
    for step in steps:
        kept = read_sketch(packed_sketch(sketch))
        assert kept == sketch
        after = (
            answered(kept, step, RULES, TODAY)
            if isinstance(step, str)
            else tapped(kept, step[0], step[1], RULES, TODAY)
        )
        assert isinstance(after, Sketch), (step, after)
        sketch = after
    return sketch


def test_a_shared_code_takes_five_answers() -> None:
    sketch = play(Sketch(), ("gives", "percent"), "10 %", ("form", "word"), "кофе10", "31.12")
    assert asks(sketch, RULES) is Asks.READY
    assert campaign_of(sketch) == Campaign(0, "КОФЕ10", Effect(percent_bp=1000), last_day=date(2026, 12, 31))
    assert len(packed_sketch(sketch)) < 300


def test_a_list_of_codes_with_limits() -> None:
    sketch = play(
        Sketch(),
        ("gives", "money"),
        "200",
        ("form", "list"),
        "500",
        ("until", "-"),
        ("later", "total"),
        "300",
        ("later", "minimum"),
        "1 000",
        ("turn", "each"),
        ("turn", "new"),
        ("turn", "points"),
        ("turn", "tier"),
        ("later", "since"),
        "5 мая",
    )
    effect = Effect(off_minor=200_00, minimum_minor=1_000_00, with_points=False)
    assert campaign_of(sketch) == Campaign(
        0,
        "",
        effect,
        unique_codes=True,
        total=300,
        per_member=0,
        first_day=date(2026, 5, 5),
        tier="gold",
        newcomers_only=True,
    )
    sketch = play(
        sketch, ("turn", "each"), ("turn", "total"), ("turn", "minimum"), ("turn", "tier"), ("turn", "since")
    )
    assert (sketch.per_member, sketch.total, sketch.minimum_minor) == (1, 0, 0)


def test_a_personal_offer_of_two_bottles_of_white_wine() -> None:
    sketch = Sketch(personal=True)
    assert asks(sketch, RULES) is Asks.MEMBER
    assert answered(sketch, "x", RULES, TODAY) == Refused(Refusal.BUTTONS_ONLY)
    sketch = play(
        Sketch(personal=True, member_id=5),
        ("gives", "percent"),
        "20",
        ("category", "wine"),
        "2",
        ("until", "7"),
    )
    assert effect_of(sketch) == Effect(percent_bp=2000, category="wine", least_quantity=2)
    assert last_day_of(sketch) == date(2026, 5, 11)


def test_a_gift_and_points() -> None:
    gift = play(
        Sketch(personal=True, member_id=5), ("gives", "gift"), "Круассан", ("category", "-"), ("pieces", "1")
    )
    assert effect_of(gift) == Effect(gift="Круассан")
    points = play(Sketch(), ("gives", "points"), "50")
    assert effect_of(points) == Effect(points=50)
    assert last_day_of(points) is None


@pytest.mark.parametrize("text", ["0", "-5", "101", "много", "🍰", "x" * 10_000, ""])
@pytest.mark.parametrize("gives", [Gives.PERCENT, Gives.MONEY, Gives.POINTS])
def test_odd_values_get_a_reason(gives: Gives, text: str) -> None:
    outcome = answered(Sketch(gives=gives), text, RULES, TODAY)
    assert isinstance(outcome, Refused) or (text == "101" and gives is not Gives.PERCENT)


@pytest.mark.parametrize("text", ["", "x" * 61, "x" * 10_000, "\u200b"])
def test_a_gift_needs_a_few_words(text: str) -> None:
    assert answered(Sketch(gives=Gives.GIFT), text, RULES, TODAY) == Refused(
        Refusal.LABEL_UNCLEAR, {"longest": 60}
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31.12", date(2026, 12, 31)),
        ("3 мая", date(2027, 5, 3)),
        ("4 мая", TODAY),
        ("29.02.2028", date(2028, 2, 29)),
    ],
)
def test_a_last_day_without_a_year_is_the_next_one(text: str, day: date) -> None:
    assert last_day_of(play(Sketch(gives=Gives.POINTS, value=1, shared=True, word="ABCD"), text)) == day


@pytest.mark.parametrize("text", ["вчера", "03.05.2026", "29 февраля", "32.01", "x" * 10_000])
def test_a_day_that_is_none_or_over_is_refused(text: str) -> None:
    sketch = Sketch(gives=Gives.POINTS, value=1, shared=True, word="ABCD")
    assert answered(sketch, text, RULES, TODAY) == Refused(Refusal.DAY_UNCLEAR)


def test_slips_leave_the_question_open() -> None:
    word = Sketch(gives=Gives.POINTS, value=1, shared=True)
    assert isinstance(answered(word, "a!", RULES, TODAY), Refused)
    count = Sketch(gives=Gives.POINTS, value=1, shared=False)
    assert isinstance(answered(count, "501", RULES, TODAY), Refused)
    least = Sketch(gives=Gives.POINTS, value=1, shared=False, count=3, until="-", later=Asks.MINIMUM)
    assert isinstance(answered(least, "рубль", RULES, TODAY), Refused)
    since = replace(least, until="2026-05-10", later=Asks.SINCE)
    assert answered(since, "11.05", RULES, TODAY) == Refused(Refusal.DAY_UNCLEAR)
    assert answered(since, "никогда", RULES, TODAY) == Refused(Refusal.DAY_UNCLEAR)
    gone = tapped(replace(least, tier="no more"), "turn", "tier", RULES, TODAY)
    assert isinstance(gone, Sketch)
    assert gone.tier == "gold"
    assert answered(least, "450 №17", RULES, TODAY) == Refused(Refusal.AMOUNT_UNCLEAR)


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("gives", "all"),
        ("category", "beer"),
        ("pieces", "0"),
        ("form", ""),
        ("until", "9999"),
        ("later", "word"),
        ("turn", "x"),
        ("", ""),
    ],
)
def test_a_forged_button_is_refused(field: str, said: str) -> None:
    assert tapped(Sketch(), field, said, RULES, TODAY) == Refused(Refusal.SKETCH_GONE)


def test_kept_rubbish_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="JSON"):
        read_sketch("not json")
