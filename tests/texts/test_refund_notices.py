"""What a customer reads of a refund or an undo: the result, whole sentences, no blame."""

from typing import Any

import pytest

from texts.notices import render
from texts.words import words_for

NOTHING: dict[str, Any] = {"amount_minor": 1_240_50, "money_minor": 1_240_50, "certificate_minor": 0}
NOTHING |= {"returned": 0, "taken": 0, "points": 0, "debt": 0, "available": 340, "grace_days": 0, "seq": 0}


def said(kind: str, **figures: int) -> str:
    screen = render(words_for("ru", "Europe/Moscow", "RUB"), kind, NOTHING | figures)
    assert bool(screen.buttons) == bool(figures.get("seq"))
    return screen.text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("points", "taken"), [(61, "списан 61 балл"), (62, "списаны 62 балла"), (65, "списано 65 баллов")]
)
def test_an_undo_says_what_left_the_card(points: int, taken: str) -> None:
    assert said("undone", taken=points, points=-points, seq=7) == (
        f"Магазин отменил покупку на 1 240,50 ₽, {taken}. Теперь 340."
    )


def test_an_undo_without_points_says_that_nothing_changed() -> None:
    assert said("undone") == "Магазин отменил покупку на 1 240,50 ₽. У вас по-прежнему 340."


def test_an_undo_of_spent_points_says_all_of_it() -> None:
    assert said("undone", returned=21, taken=5, points=16, seq=7).splitlines() == [
        "Магазин отменил покупку на 1 240,50 ₽.",
        "Вернулся 21 балл, которым вы платили.",
        "Сняты 5 баллов за эту покупку.",
        "Теперь у вас 340.",
    ]


def test_a_refund_after_the_points_were_spent_says_what_new_ones_cover() -> None:
    told = said("refunded", certificate_minor=500_00, taken=2, debt=1, available=0, points=-2, seq=7)
    assert told.splitlines() == [
        "Возврат на 1 240,50 ₽ оформлен, деньгами 1 240,50 ₽.",
        "500 ₽ снова на сертификате.",
        "Сняты 2 балла за эту покупку.",
        "1 балл уже потрачен: его закроют следующие.",
    ]
