"""Each line of the history says where its points came from, also when they went back."""

from datetime import UTC, datetime

import pytest

from loyalty.ledger import Kind
from loyalty.views import HistoryLine, HistoryPage
from texts.history import history
from texts.words import words_for

AT = datetime(2026, 5, 3, 11, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "points", "reason", "said"),
    [
        (Kind.WELCOME, 100, "welcome", "Приветственный подарок"),
        (Kind.PROFILE, 50, "phone", "За номер телефона"),
        (Kind.PROFILE, 50, "birthday_field", "За день рождения в профиле"),
        (Kind.BIRTHDAY, 300, "birthday", "Подарок ко дню рождения"),
        (Kind.REVIEW, 10, "review", "За отзыв"),
        (Kind.REFERRAL, 150, "referral", "Приглашение друга"),
        (Kind.EARN_REVERSED, -150, "referral", "Сняты: первую покупку вернули"),
        (Kind.SPENT, -400, "reward", "Награда за баллы"),
        (Kind.SPENT, -400, "donation", "Пожертвование"),
        (Kind.SPEND_REVERSED, 400, "reward", "Баллы за награду вернулись"),
        (Kind.TRANSFERRED_OUT, -100, "gift", "Подарок другу"),
        (Kind.TRANSFERRED_IN, 100, "gift", "Подарок от друга"),
        (Kind.PROMO, 50, "promo", "Промокод или предложение"),
        (Kind.PROMO, -50, "", "Баллы сняты"),
        (Kind.WELCOME, -50, "case", "Решение по обращению: баллы сняты"),
        (Kind.MANUAL, 50, "case", "Решение по обращению: баллы вернули"),
        (Kind.MANUAL, -50, "grant", "Списал магазин"),
    ],
)
def test_a_line_says_where_its_points_come_from(kind: Kind, points: int, reason: str, said: str) -> None:
    words = words_for("ru", "Europe/Moscow", "RUB")
    line = HistoryLine(1, AT, ((kind, points),), reason=reason)
    assert history(words, HistoryPage((line,), 0, 1)).text.splitlines()[1] == said


def test_a_purchase_decided_anew_is_still_named() -> None:
    words = words_for("ru", "Europe/Moscow", "RUB")
    parts = ((Kind.SPEND_REVERSED, 100), (Kind.EARN_REVERSED, -22))
    line = HistoryLine(1, AT, parts, 0, 7, 450_00, "12", reason="case")
    said = history(words, HistoryPage((line,), 0, 1)).text.splitlines()[1]
    assert said.replace("\N{NO-BREAK SPACE}", " ") == (
        "Решение по обращению: баллы пересчитаны, покупка на 450 ₽, чек № 12"
    )
