"""The calculation of a receipt in a customer's words."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from loyalty.benefits import Benefit, Effect
from loyalty.earning import Visit, quote
from loyalty.programme import Base, Category, Event, HourRule, Programme, Rounding, StoreRate, Tier
from loyalty.receipts import Line
from texts.explain import explain
from texts.words import words_for

MAYAK = Programme(7, "Маяк", "RUB", "Europe/Moscow")
AT = datetime(2026, 5, 3, 12, 0, tzinfo=ZoneInfo("Europe/Moscow"))


def said(programme: Programme, *lines: Line, visit: Visit | None = None, spent_points: int = 0) -> list[str]:
    words = words_for("ru", "Europe/Moscow", "RUB")
    shown = quote(lines, programme, visit or Visit(AT), spent_points)
    told = explain(words, shown, programme).replace("\N{NO-BREAK SPACE}", " ").splitlines()
    assert told[-2:] == ["", "По правилам № 7."]
    return told[:-2]


def test_the_worked_example_is_told_step_by_step() -> None:
    assert said(MAYAK, Line(1_000_00), spent_points=300) == [
        "Чек: 1 000 ₽",
        "−300 ₽: оплачено баллами (300 баллов)",
        "Баллы считаются от 700 ₽",
        "5 % от 700 ₽: как обычно",
        "Это 35 баллов.",
        "<b>Итого: 35 баллов</b>",
    ]


def test_goods_are_told_apart_and_the_best_rule_is_named() -> None:
    programme = Programme(
        7,
        "Маяк",
        "RUB",
        "Europe/Moscow",
        categories=(Category("wine", "Вино", rate_bp=1_000), Category("smoke", "Табак", earns=False)),
        events=(Event("may", "Майские", date(2026, 5, 1), date(2026, 5, 9), 20_000, category="wine"),),
    )
    assert said(programme, Line(300_00, "wine"), Line(200_00, "smoke"), Line(99_90)) == [
        "Чек: 599,90 ₽",
        "Баллы считаются от 399,90 ₽",
        "20 % от 300 ₽: Майские",
        "Мы взяли самое выгодное для вас правило. Остальные: 10 % (Вино).",
        "200 ₽ без баллов: Табак",
        "5 % от 99,90 ₽: как обычно",
        "Это 64 балла, с округлением вниз.",
        "<b>Итого: 64 балла</b>",
    ]


def test_discounts_steps_visits_and_gifts_are_told() -> None:
    programme = Programme(
        7,
        "Маяк",
        "RUB",
        "Europe/Moscow",
        rate_bp=0,
        visit_points=10,
        step_minor=500_00,
        step_points=50,
        tiers=(Tier("g", "Друг", 1_000_00, discount_bp=500),),
    )
    code = Benefit("code", 1, "МАЙ", Effect(points=30, gift="Печенье"))
    visit = Visit(AT, tier="g", step_carry_minor=100_00, benefits=(code,))
    assert said(programme, Line(1_000_00), visit=visit) == [
        "Чек: 1 000 ₽",
        "−50 ₽: скидка уровня Друг",
        "Баллы считаются от 950 ₽",
        "За визит: +10 баллов",
        "За каждые 500 ₽: +100 баллов",
        "50 ₽ перейдёт на следующую покупку.",
        "По промокоду или предложению: +30 баллов",
        "<b>Итого: 140 баллов</b>",
        "Подарок: Печенье",
    ]


def test_it_says_why_there_are_no_points() -> None:
    least = Programme(7, "Маяк", "RUB", "Europe/Moscow", minimum_minor=100_00)
    assert said(least, Line(50_00))[1:] == ["Баллы начисляются, когда деньгами оплачено 100 ₽ и больше."]
    either = Programme(7, "Маяк", "RUB", "Europe/Moscow", base=Base.EITHER)
    assert said(either, Line(500_00), spent_points=10)[2:] == [
        "За чек, оплаченный баллами, новые не начисляются."
    ]
    assert said(MAYAK, Line(10_00))[-2:] == ["На целый балл не хватило.", "<b>Итого: 0 баллов</b>"]


def test_hours_stores_and_roundings_have_names() -> None:
    programme = Programme(
        7,
        "Маяк",
        "RUB",
        "Europe/Moscow",
        rounding=Rounding.HALF_UP,
        hours=(HourRule("noon", (6,), 11 * 60, 13 * 60, 700),),
        stores=(StoreRate(2, 600),),
        staff_rate_bp=100,
    )
    assert said(programme, Line(99_00), visit=Visit(AT, store_id=2))[2:5] == [
        "7 % от 99 ₽: в этот час",
        "Мы взяли самое выгодное для вас правило. Остальные: 5 % (как обычно), 6 % (в этом магазине).",
        "Это 7 баллов, с округлением до ближайшего.",
    ]
    assert "1 % от 99 ₽: для сотрудников" in said(programme, Line(99_00), visit=Visit(AT, staff=True))
