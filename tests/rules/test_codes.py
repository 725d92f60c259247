"""Promo codes: how they are read, made and limited. Numbers are those of rules.md."""

from dataclasses import replace
from datetime import date
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.benefits import Effect
from loyalty.cards import StartKind, format_start, parse_start
from loyalty.codes import (
    CERTIFICATE_LENGTH,
    CODE_ALPHABET,
    CODE_LENGTH,
    LETTERS,
    Campaign,
    Uses,
    check_shared_code,
    code_for_link,
    code_of_link,
    fold_code,
    gives_at_once,
    group_code,
    may_use,
)
from loyalty.refusals import Refusal, Refused

TODAY = date(2026, 5, 4)
UNUSED = Uses()
TEN_OFF = Campaign(1, "КОФЕ10", Effect(percent_bp=1000))


def why(campaign: Campaign, uses: Uses = UNUSED, *, tier: str = "plain", has_paid: bool = True) -> str:
    refused = may_use(campaign, uses, tier, has_paid, TODAY)
    return "" if refused is None else refused.reason.value


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("  кофе10 ", "КОФЕ10"),
        ("KOФE10", "КОФЕ10"),  # Latin K, O, E
        ("КОФЕ1О", "КОФЕ10"),
        ("КОФЕ 10", "КОФЕ10"),
        ("ABC-DEF-GHJ", "abcdefghj"),
        ("АВЕКМНОРСТУХ", "ABEKMHOPCTYX"),
        ("ЗИМА", "3ИМА"),
        ("ＡＢＣＤ", "ABCD"),
        ("ёлка", "елка"),
    ],
)
def test_rule_32_case_spaces_and_look_alike_letters_do_not_matter(one: str, other: str) -> None:
    assert fold_code(one) == fold_code(other)


def test_rule_32_letters_that_differ_to_the_eye_stay_different() -> None:
    assert len({fold_code(one) for one in ("ЛЕТО", "ПЕТО", "BEER", "БЕЕР")}) == 4


@given(st.text(alphabet=CODE_ALPHABET, min_size=CODE_LENGTH, max_size=CODE_LENGTH))
def test_a_generated_code_is_kept_as_it_is_shown_and_read_back_from_its_groups(code: str) -> None:
    assert fold_code(code) == code == fold_code(group_code(code)) == fold_code(code.lower())


def test_decision_generated_codes_have_at_least_forty_bits() -> None:
    assert len(set(CODE_ALPHABET)) == len(CODE_ALPHABET)
    assert log2(len(CODE_ALPHABET)) * CODE_LENGTH >= 40
    assert log2(len(CODE_ALPHABET)) * CERTIFICATE_LENGTH >= 40


@given(st.text(alphabet="ABCXYZ23456789" + LETTERS, min_size=4, max_size=20))
def test_every_code_has_a_link(code: str) -> None:
    folded = fold_code(code)
    payload = parse_start(format_start(StartKind.PROMO, code_for_link(folded)))
    assert payload is not None
    assert payload.kind is StartKind.PROMO
    assert code_of_link(payload.value) == folded


@pytest.mark.parametrize("text", ["КОФЕ10", "coffee10", "Весна 26", "ab12", "A" * 20])
def test_an_owner_makes_up_a_code_of_letters_and_digits(text: str) -> None:
    code = check_shared_code(text)
    assert isinstance(code, str)
    assert code == text.upper().replace(" ", "")


@pytest.mark.parametrize(
    "text", ["", "abc", "A" * 21, "кофе!", "🍰🍰🍰🍰", "x" * 10_000, "a_bcd", "<b>ab</b>"]
)
def test_anything_else_is_no_code(text: str) -> None:
    code = check_shared_code(text)
    assert isinstance(code, Refused)
    assert code.reason is Refusal.CODE_UNCLEAR


def test_a_text_without_end_folds_to_nothing() -> None:
    assert fold_code("A" * 10_000) == ""


def test_a_code_holds_on_its_first_and_on_its_last_day() -> None:
    assert why(replace(TEN_OFF, first_day=TODAY, last_day=TODAY)) == ""
    assert why(replace(TEN_OFF, last_day=date(2026, 5, 3))) == "code_over"
    tomorrow = replace(TEN_OFF, first_day=date(2026, 5, 5))
    assert may_use(tomorrow, UNUSED, "", has_paid=False, today=TODAY) == Refused(
        Refusal.CODE_NOT_YET, {"day": "2026-05-05"}
    )


def test_a_code_switched_off_gives_nothing() -> None:
    assert why(replace(TEN_OFF, active=False)) == "code_over"


def test_rule_30_the_limit_of_a_person_counts_living_uses() -> None:
    twice = replace(TEN_OFF, per_member=2)
    assert why(twice, Uses(mine=1)) == ""
    assert why(twice, Uses(mine=2)) == "code_used"
    assert why(replace(TEN_OFF, per_member=0), Uses(mine=99)) == ""


def test_rule_31_the_last_one_gets_all_and_the_next_nothing() -> None:
    limited = replace(TEN_OFF, total=10)
    assert why(limited, Uses(everybodys=9)) == ""
    assert why(limited, Uses(everybodys=10)) == "code_used_up"


def test_a_code_of_a_list_is_good_once() -> None:
    unique = replace(TEN_OFF, unique_codes=True, per_member=0)
    assert why(unique) == ""
    assert why(unique, Uses(of_code=1, everybodys=1)) == "code_used_up"


def test_a_code_may_be_for_some_only() -> None:
    assert why(replace(TEN_OFF, tier="gold"), tier="gold") == ""
    assert why(replace(TEN_OFF, tier="gold")) == "code_not_for_you"
    assert why(replace(TEN_OFF, newcomers_only=True), has_paid=False) == ""
    assert why(replace(TEN_OFF, newcomers_only=True)) == "code_not_for_you"


def test_points_that_ask_for_nothing_come_at_once_and_once() -> None:
    points = Campaign(1, "ПРИВЕТ", Effect(points=50), per_member=0)
    assert gives_at_once(points.effect)
    assert why(points, Uses(mine=1)) == "code_used"
    for effect in (Effect(points=50, minimum_minor=1), Effect(percent_bp=1), Effect(gift="a cup")):
        assert not gives_at_once(effect)
