"""The programme in plain words: all that customers should know, nothing that is not so, and short."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from loyalty.programme import (
    Base,
    Bonuses,
    Category,
    Event,
    Expiry,
    HourRule,
    Programme,
    Referral,
    Spending,
    StampCard,
    StoreRate,
    Terms,
    Tier,
    TierMetric,
)
from loyalty.settings_views import RulesView
from texts.rules import rules_screen, rules_text
from texts.words import words_for

WORDS = words_for("ru", "Europe/Moscow", "RUB")
TODAY = date(2026, 5, 3)
PLAIN = Programme(1, "Маяк", "RUB", "Europe/Moscow")


def said(programme: Programme, *, ended: bool = False) -> str:
    text = rules_text(WORDS, programme, {1: "Центр"}, TODAY, ended=ended)
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_plain_programme_fits_a_phone() -> None:
    assert said(PLAIN) == (
        "<b>Что вы получаете</b>\n5 % от оплаты деньгами возвращается баллами.\n\n"
        "<b>Как платить баллами</b>\nОдин балл — 1 ₽. Баллами можно оплатить до 30 % покупки.\n"
        "Без вашего нажатия здесь или кода оплаты ничего не спишется.\n\n"
        "<b>Сроки</b>\nБаллы не сгорают."
    )


@pytest.mark.parametrize(
    ("programme", "sentence"),
    [
        (replace(PLAIN, base=Base.GROSS), "5 % от каждой покупки возвращается баллами."),
        (replace(PLAIN, base=Base.EITHER), "5 % возвращается баллами, если платите только деньгами."),
        (replace(PLAIN, visit_points=10), "10 баллов за визит, раз в 4 часа."),
        (replace(PLAIN, step_minor=10_000, step_points=5), "5 баллов за каждые 100 ₽; остаток зачтётся"),
        (replace(PLAIN, minimum_minor=30_000), "Это для покупок от 300 ₽."),
        (replace(PLAIN, discount_bp=300), "Скидка 3 % на каждую покупку по карте."),
        (replace(PLAIN, categories=(Category("c1", "Вино", 300),)), "Вино: 3 %"),
        (replace(PLAIN, categories=(Category("c1", "Вино", earns=False),)), "Вино: без баллов"),
        (replace(PLAIN, categories=(Category("c1", "Вино", payable=False),)), "Вино: оплата только деньгами"),
        (replace(PLAIN, hours=(HourRule("h1", (0, 1, 2, 5), 540, 720, 700),)), "пн–ср, сб 9:00–12:00: 7 %"),
        (replace(PLAIN, stores=(StoreRate(1, 700),)), "Центр: 7 %"),
        (replace(PLAIN, stores=(StoreRate(2, 700),)), "Наш магазин: 7 %"),
        (
            replace(PLAIN, events=(Event("e1", "Лето", TODAY, TODAY, 15_000),)),
            "Лето: баллы ×1,5, 3 мая – 3 мая",
        ),
        (replace(PLAIN, spending=Spending(0)), "Баллы меняются на награды: /rewards"),
        (replace(PLAIN, spending=Spending(least_money_minor=10_000)), "100 ₽ в каждой покупке остаётся"),
        (replace(PLAIN, spending=Spending(kept_points=10)), "На карте всегда остаётся 10 баллов."),
        (replace(PLAIN, spending=Spending(least_points=50)), "Наименьшая трата за раз — 50 баллов."),
        (replace(PLAIN, spending=Spending(multiple_points=10)), "Порциями по 10 баллов."),
        (replace(PLAIN, terms=Terms(7)), "Новые баллы можно тратить через 7 дней после покупки."),
        (replace(PLAIN, terms=Terms(expiry=Expiry.LOT)), "Баллы живут 12 месяцев."),
        (replace(PLAIN, terms=Terms(expiry=Expiry.INACTIVITY)), "Баллы сгорят, если 12 месяцев"),
        (replace(PLAIN, tiers=(Tier("t1", "Золото", 3_000_000, rate_bp=700),)), "Золото, от 30 000 ₽: 7 %"),
        (
            replace(PLAIN, tiers=(Tier("t1", "Друг", 3),), tier_metric=TierMetric.FRIENDS),
            "Друг, от 3 друзей",
        ),
        (replace(PLAIN, rate_bp=0, tiers=(Tier("t1", "Золото", 3_000_000),)), "Золото, от 30 000 ₽: спасибо"),
        (
            replace(PLAIN, stamps=(StampCard("s1", "Кофе", 5, "кофе от нас"),)),
            "5 штампов — подарок «кофе от нас»",
        ),
        (replace(PLAIN, referral=Referral(150, 100, 50_000)), "150 баллов вам после первой покупки друга."),
        (replace(PLAIN, bonuses=Bonuses(birthday_points=300)), "300 баллов в день рождения"),
    ],
)
def test_what_is_set_is_said_and_only_then(programme: Programme, sentence: str) -> None:
    assert sentence in said(programme)
    assert sentence not in said(PLAIN)


def test_an_event_that_is_over_is_not_told_except_in_old_rules() -> None:
    over = replace(PLAIN, events=(Event("e1", "Зима", date(2026, 1, 1), date(2026, 1, 2), 20_000),))
    assert "Зима" not in said(over)
    assert "Зима" in said(over, ended=True)


def test_without_points_nobody_reads_about_points() -> None:
    text = said(replace(PLAIN, rate_bp=0, discount_bp=500))
    assert text == "<b>Что вы получаете</b>\nСкидка 5 % на каждую покупку по карте."


def test_money_is_told_in_the_currency_of_the_rules() -> None:
    assert "Один балл — 1 ₸." in said(replace(PLAIN, currency="KZT"))


def test_old_rules_say_when_they_held_and_lead_to_the_present_ones() -> None:
    since, until = datetime(2025, 12, 31, 22, tzinfo=UTC), datetime(2026, 5, 2, 22, tzinfo=UTC)
    screen = rules_screen(WORDS, RulesView(replace(PLAIN, version=2), since, until, "Ольга", 3, {}), TODAY)
    assert screen.text.replace("\N{NO-BREAK SPACE}", " ").startswith("<b>Правила с 1 января до 3 мая</b>")
    assert [button.action for row in screen.buttons for button in row] == ["rules:1", "rules:3"]
    assert "Ольга" not in screen.text
