"""Rewards: who may take what now, for how long it waits, and what an owner may type about it."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.refusals import Refusal, Refused
from loyalty.rewards import (
    Claim,
    ClaimState,
    Reward,
    RewardDraft,
    RewardField,
    claim_ends_at,
    decide_claim,
    decide_return,
    is_as_shown,
    reward_value,
    typed_count,
)

AT = datetime(2026, 5, 3, 12, tzinfo=UTC)
COFFEE = Reward(1, "Cappuccino", 400)
CLAIM = Claim(7, 1, 1, "", "Cappuccino", 400, ClaimState.WAITING, 3, AT, AT)


def reason(outcome: object) -> Refusal:
    assert isinstance(outcome, Refused), outcome
    return outcome.reason


def test_a_reward_in_reach_can_be_taken() -> None:
    assert decide_claim(COFFEE, 0, 400) is None


def test_what_is_gone_or_switched_off_can_not() -> None:
    assert reason(decide_claim(None, 0, 999)) is Refusal.REWARD_GONE
    assert reason(decide_claim(replace(COFFEE, active=False), 0, 999)) is Refusal.REWARD_GONE
    assert reason(decide_claim(replace(COFFEE, stock=0), 0, 999)) is Refusal.REWARD_OUT_OF_STOCK
    assert decide_claim(replace(COFFEE, stock=1), 0, 400) is None


def test_rule_30_the_limit_of_a_person_counts_claims_that_live() -> None:
    twice = replace(COFFEE, per_member=2)
    assert decide_claim(twice, 1, 400) is None
    assert decide_claim(twice, 2, 400) == Refused(Refusal.REWARD_LIMIT, {"most": 2})
    assert decide_claim(COFFEE, 99, 400) is None


@given(st.integers(0, 2_000), st.integers(1, 1_000))
def test_rule_31_a_reward_is_had_whole_or_not_at_all(available: int, price: int) -> None:
    outcome = decide_claim(replace(COFFEE, price_points=price), 0, available)
    if available >= price:
        assert outcome is None
    else:
        assert outcome == Refused(Refusal.POINTS_SHORT, {"points": price - available})


def test_a_changed_reward_is_not_what_was_shown() -> None:
    assert is_as_shown(COFFEE, CLAIM)
    assert not is_as_shown(replace(COFFEE, price_points=500), CLAIM)
    assert not is_as_shown(replace(COFFEE, name="Tea"), CLAIM)


def test_only_what_waits_and_was_paid_for_can_be_given_back() -> None:
    assert decide_return(CLAIM, 1) is None
    for claim, member in (
        (None, 1),
        (CLAIM, 2),
        (replace(CLAIM, state=ClaimState.GIVEN), 1),
        (replace(CLAIM, points=0, stamp_card="coffee"), 1),
    ):
        assert reason(decide_return(claim, member)) is Refusal.CLAIM_OVER


def test_a_claim_waits_thirty_days_and_the_last_one_to_its_end() -> None:
    ends = claim_ends_at(AT, ZoneInfo("Europe/Moscow"))
    assert ends.astimezone(ZoneInfo("Europe/Moscow")) == datetime(
        2026, 6, 3, tzinfo=ZoneInfo("Europe/Moscow")
    )


@pytest.mark.parametrize(
    ("text", "count"),
    [("400", 400), (" 1 000 ", 1000), ("1,000", 1000), ("100 баллов", 100), ("5 шт.", 5), ("٤٠", 40)],
)
def test_a_number_as_people_type_it(text: str, count: int) -> None:
    assert typed_count(text, 1, 1000) == count


@pytest.mark.parametrize("text", ["", "0", "1001", "-5", "1.5", "1 00", "many", "🎁", "9" * 10_000, "2 + 2"])
def test_anything_else_is_asked_again(text: str) -> None:
    assert typed_count(text, 1, 1000) == Refused(Refusal.COUNT_UNCLEAR, {"least": 1, "most": 1000})


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    for field in RewardField:
        assert isinstance(reward_value(field, text), (int, str, Refused))


def test_an_owner_says_a_name_a_price_a_stock_and_a_limit() -> None:
    assert reward_value(RewardField.NAME, "  Капучино ") == "Капучино"
    assert reason(reward_value(RewardField.NAME, "я" * 61)) is Refusal.REWARD_NAME_UNCLEAR
    assert reason(reward_value(RewardField.NAME, "\u200b")) is Refusal.REWARD_NAME_UNCLEAR
    assert reward_value(RewardField.STOCK, "0") == 0
    assert reason(reward_value(RewardField.PRICE, "0")) is Refusal.COUNT_UNCLEAR


def test_questions_about_a_new_reward_follow_each_other() -> None:
    draft = RewardDraft(RewardField.NAME).after("Tea").after(300).after(None)
    assert draft == RewardDraft(RewardField.LIMIT, 0, "Tea", 300, None)
    assert RewardDraft(RewardField.STOCK).after(5).stock == 5
