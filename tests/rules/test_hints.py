"""What a cashier may say: the nearest thing that makes the receipt worth more."""

from dataclasses import replace

from loyalty.hints import Hint, HintKind, best_hint
from loyalty.programme import StampCard, TierMetric
from loyalty.tiers import Standing

STANDING = Standing("plain", "plain", 3_760_00, TierMetric.MONEY, "gold", "Золотой", 1_240_00)
TOP = Standing("gold", "Золотой", 9_000_00, TierMetric.MONEY)
COFFEE = StampCard("coffee", "Кофе", needed=6, gift="Кофе", minimum_minor=150_00)


def test_the_next_tier_is_as_far_as_the_receipt_leaves_it() -> None:
    assert best_hint(STANDING, ()) == Hint(HintKind.TIER, "Золотой", 1_240_00)
    assert best_hint(STANDING, (), 240_00, 240_00) == Hint(HintKind.TIER, "Золотой", 1_000_00)


def test_a_tier_the_receipt_reaches_comes_first() -> None:
    reached = Hint(HintKind.TIER_REACHED, "Золотой")
    assert best_hint(STANDING, (COFFEE,), 1_240_00, 140_00) == reached


def test_a_stamp_that_is_nearer_wins() -> None:
    assert best_hint(STANDING, (COFFEE,), 138_00, 138_00) == Hint(HintKind.STAMP, "Кофе", 12_00)


def test_a_stamp_is_no_hint_when_it_is_there_too_far_or_of_other_goods() -> None:
    assert best_hint(TOP, (COFFEE,), 150_00, 150_00) is None
    assert best_hint(TOP, (COFFEE,), 70_00, 70_00) is None
    wine = replace(COFFEE, category="wine")
    assert best_hint(TOP, (wine,), 140_00, 140_00) is None
    assert best_hint(TOP, (wine,), 140_00, 140_00, {"wine"}) == Hint(HintKind.STAMP, "Кофе", 10_00)


def test_tiers_by_friends_are_not_told_in_money() -> None:
    assert best_hint(replace(STANDING, metric=TierMetric.FRIENDS), ()) is None
