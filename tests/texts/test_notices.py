"""Notices: each kind has its words in every language, a kind nobody knows has none."""

from collections.abc import Mapping
from typing import Any

import pytest

from actions.notice_kinds import RESEND
from tests.texts import gallery_tiers
from texts.catalogue import LANGUAGES
from texts.notices import _SCREENS, render
from texts.screen import Keyboard
from texts.words import words_for

SALE = {
    "amount_minor": 1_240_50,
    "points": 62,
    "available": 340,
    "spent": 0,
    "pending": 0,
    "gifts": [],
    "seq": 7,
    "rate": False,
    "purchase_id": 1,
}
NOTICES: Mapping[str, Mapping[str, Any]] = {
    "earned": SALE,
    "candidate": {"invitation": 5, "name": "<b>Дима</b>", "photo_id": "photo"},
    "picked": {"invitation": 5},
    "hired": {"role": "cashier", "has_card": True},
    "dismissed": {"has_card": True},
    **gallery_tiers.NOTICES,
    "edit.sale_ended": {"message_id": "7"},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", NOTICES)
def test_every_kind_has_words(kind: str, language: str) -> None:
    assert render(words_for(language, "Europe/Moscow", "RUB"), kind, NOTICES[kind]).text


def test_what_is_sent_again_has_words() -> None:
    assert _SCREENS.keys() >= RESEND - {"commands"}


def test_a_kind_nobody_knows_is_an_error() -> None:
    with pytest.raises(KeyError):
        render(words_for("ru", "Europe/Moscow", "RUB"), "surprise", {})


@pytest.mark.parametrize(
    ("kind", "points", "text"),
    [
        ("earned", 62, "+62 балла ⭐ Теперь 340.\nПокупка на 1 240,50 ₽"),
        ("earned", 0, "Спасибо за покупку на 1 240,50 ₽. Баллов за неё нет, у вас 340."),
    ],
)
def test_a_customer_reads_the_result_first_and_no_blame(kind: str, points: int, text: str) -> None:
    screen = render(words_for("ru", "Europe/Moscow", "RUB"), kind, {**SALE, "points": points})
    assert screen.text.replace("\N{NO-BREAK SPACE}", " ") == text


def test_a_name_in_a_notice_is_harmless() -> None:
    screen = render(words_for("ru", "Europe/Moscow", "RUB"), "candidate", NOTICES["candidate"])
    assert "&lt;b&gt;Дима" in screen.text
    assert screen.photo_id == "photo"


def test_a_former_cashier_without_a_card_has_no_keys() -> None:
    screen = render(words_for("ru", "Europe/Moscow", "RUB"), "dismissed", {"has_card": False})
    assert screen.keyboard == Keyboard(())
    assert "арт" not in screen.text, "there is no card to speak of"


def test_a_purchase_paid_with_points_is_one_message_with_a_way_to_object() -> None:
    data = {**SALE, "spent": 300, "points": 15, "pending": 15, "gifts": ["Печенье", "<b>Кофе"]}
    screen = render(words_for("ru", "Europe/Moscow", "RUB"), "earned", data)
    assert screen.text.replace("\N{NO-BREAK SPACE}", " ") == (
        "−300 баллов, +15 баллов ⭐ Теперь 340.\nПокупка на 1 240,50 ₽\n"
        "15 баллов станут доступны позже.\nВам: Печенье, &lt;b&gt;Кофе"
    )
    assert [button.action for row in screen.buttons for button in row] == ["notme:7"]
