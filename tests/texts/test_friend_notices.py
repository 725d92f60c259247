"""What is told about friends and bonuses: the result first, no blame, the way to say "that wasn't me"."""

from typing import Any

import pytest

from texts.notices import render
from texts.words import words_for

RU = words_for("ru", "Europe/Moscow", "RUB")
TOLD = {"points": 150, "available": 340, "seq": 7, "name": "Анна Петрова", "person": 1, "locked": False}
SAID = {
    "friend_paid": "+150 баллов ⭐ Спасибо за друга: Анна теперь с нами.\nТеперь у вас 340.",
    "friend_gift": "+150 баллов ⭐ За первую покупку по приглашению (Анна).\nТеперь у вас 340.",
    "friend_taken": "Покупку, за которую пришли баллы по приглашению, вернули, поэтому и баллы ушли обратно: "
    "150 баллов.\nТеперь у вас 340.",
    "birthday": "С днём рождения 🎁 Дарим 150 баллов. Потратить можно до 14 сентября включительно.\n"
    "Теперь у вас 340.",
    "bonus": "+150 баллов ⭐ Добро пожаловать!\nТеперь у вас 340.",
}
MORE: dict[str, dict[str, Any]] = {
    "friend_taken": {"points": -150},
    "birthday": {"last_day": "2026-09-14", "late": False},
    "bonus": {"parts": [["welcome", 150]]},
}


@pytest.mark.parametrize("kind", SAID)
def test_a_change_of_the_balance_is_told_with_its_button(kind: str) -> None:
    screen = render(RU, kind, {**TOLD, **MORE.get(kind, {})})
    assert screen.text.replace("\N{NO-BREAK SPACE}", " ") == SAID[kind]
    assert [button.action for row in screen.buttons for button in row] == ["notme:7"]


def test_points_that_wait_for_a_purchase_say_so() -> None:
    screen = render(RU, "bonus", {**TOLD, **MORE["bonus"], "locked": True})
    assert screen.text.splitlines()[-1] == "Потратить их можно будет после первой покупки."
