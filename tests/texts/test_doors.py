"""The words of the customer's doors: every refusal is worded, every key is found again, limits are kept."""

import re
from dataclasses import replace

import pytest

from loyalty.programme import Tier
from loyalty.refusals import Refusal, Refused
from tests.texts.gallery import PROGRAMME, VIEW
from texts import common
from texts.card import card_face
from texts.catalogue import LANGUAGES
from texts.commands import commands
from texts.keyboards import CAPTIONS, key_of, member_keyboard, staff_keyboard
from texts.refusals import refused
from texts.screen import Keyboard
from texts.tiers import named, tier_name
from texts.words import words_for

ALL_DETAILS: dict[str, int | str] = {
    "brand": "W" * 40,
    "allowed": 999_999,
    "multiple": 50,
    "available": 999_999,
    "word": "alcohol-free beer",
    "example": "alcohol-free beer",
    "days": 14,
    "rest_minor": 99_999_999,
    "kind": "percent",
    "setting": "rate_bp",
    "rule": "nothing_given",
    "title": "W",
    "max_minor": 99_999_999,
    "shortest": 4,
    "until": 1_780_000_000,
    "day": "2026-05-04",
    "longest": 40,
    "years": 120,
    "max_bp": 10_000,
    "receipt": "<17>",
    "amount_minor": 45_050,
    "at_seconds": 1_780_000_000,
    "least": 1,
    "most": 1_000_000,
    "points": 999_999,
    "minutes": 10,
    "count": 1_000,
    "piece": "W" * 30,
    "names": "Anna, Boris",
    "at": 16,
    "expected": "number",
    "near": "tier",
    "what": "tier",
    "over": 1_000,
    "limit": 4_096,
    "nearest": "name",
    "variant": 0,
}

languages = pytest.mark.parametrize("language", LANGUAGES)


@languages
@pytest.mark.parametrize("reason", Refusal)
def test_every_refusal_is_said_in_a_sentence_that_fits_a_phone(reason: Refusal, language: str) -> None:
    said = refused(words_for(language, "Europe/Moscow", "RUB"), Refused(reason, ALL_DETAILS))
    assert 10 < len(said) <= 110
    assert "!" not in said
    assert "{" not in said
    assert reason.value not in said
    assert bool(re.search("[а-яё]", said)) == (language == "ru")


@languages
def test_every_key_is_found_again_by_its_caption(language: str) -> None:
    words = words_for(language, "UTC", "RUB")
    for name, captions in CAPTIONS.items():
        assert {key_of(caption(words)) for caption in captions} == {name}
    assert key_of("Моя карточка") is None


@languages
def test_each_role_has_its_keys(language: str) -> None:
    words = words_for(language, "UTC", "RUB")

    def names(keyboard: Keyboard) -> list[str | None]:
        return [key_of(key.text) for row in keyboard.rows for key in row]

    member = ["card", "pay", "balance", "history", "rewards", "invite", "settings", "help"]
    assert names(member_keyboard(words)) == member
    assert names(member_keyboard(words, works_here=True)) == [*member, "work"]
    assert names(staff_keyboard(words, "cashier", has_card=True)) == [
        *("sale", "refund", "shift", "today"),
        *("card", "help"),
    ]
    assert names(staff_keyboard(words, "owner", has_card=False)) == [
        *("sale", "refund", "shift", "today"),
        *("program", "staff", "card", "help"),
    ]
    assert names(staff_keyboard(words, "manager", has_card=True)) == [
        *("sale", "refund", "shift", "today"),
        *("member", "staff", "card", "help"),
    ]


@languages
def test_commands_grow_with_the_role_and_fit_their_limits(language: str) -> None:
    words = words_for(language, "UTC", "")
    member, cashier, owner = (
        [name for name, _ in commands(words, role)] for role in ("", "cashier", "owner")
    )
    assert set(member) < set(cashier) < set(owner)
    for name, does in commands(words, "owner"):
        assert re.fullmatch("[a-z0-9_]{1,32}", name)
        assert 1 <= len(does) <= 256


def test_an_old_button_can_be_answered_in_an_alert() -> None:
    assert all(len(common.stale_button(words_for(language, "UTC", "")).text) <= 200 for language in LANGUAGES)


def test_the_picture_does_not_change_with_the_balance() -> None:
    words = words_for("ru", "UTC", "RUB")
    shop = replace(PROGRAMME, tiers=(Tier("top", "", 1, rate_bp=700, colour="gold"),))
    view = replace(VIEW, name="Анна", tier="top", programme=shop)
    face = card_face(words, view)
    assert face == card_face(words, replace(view, available=view.available + 1))
    assert (face.colour, face.tier_name) == ("gold", "Золотой")
    assert face.rate_text == "7\N{NO-BREAK SPACE}% баллами"


def test_tiers_have_names() -> None:
    words = words_for("ru", "UTC", "")
    tiers = (Tier("a", "", 1), Tier("b", "Друг <b>", 2), Tier("c", "", 3, colour="dark"))
    shop = replace(PROGRAMME, tiers=tiers)
    assert [tier_name(words, shop, key) for key in ("plain", "a", "b", "c", "?")] == [
        "Базовый",
        "Серебряный",
        "Друг &lt;b&gt;",
        "Платиновый",
        "Базовый",
    ]
    assert named(words, "gold") == "Золотой"
