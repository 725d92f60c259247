"""An audience is put together part by part, and the ready-made ones are what they say."""

import pytest

from loyalty.audience import parse, written
from loyalty.audience_edits import (
    checked,
    condition_of,
    joined_otherwise,
    parts_of,
    with_part,
    with_turned,
    without_part,
)
from loyalty.audience_ready import READY, ready
from loyalty.audience_tree import EVERYBODY, MOST_CONDITIONS, NOBODY, Condition, Node, Op
from loyalty.refusals import Refusal, Refused


def tree(text: str) -> Node:
    node = parse(text, "en")
    assert not isinstance(node, Refused)
    return node


def said(node: Node | Refused) -> str:
    assert not isinstance(node, Refused), node
    return written(node, "en")


ONE, TWO, THREE = (Condition("purchases", Op.EQ, number) for number in (1, 2, 3))


def test_parts_are_added_as_the_others_are_joined() -> None:
    assert said(with_part(EVERYBODY, ONE)) == "purchases = 1"
    assert said(with_part(ONE, TWO)) == "purchases = 1 and purchases = 2"
    assert said(with_part(tree("purchases = 1 or purchases = 2"), THREE)).count(" or ") == 2
    inside = with_part(tree("purchases = 1 and purchases = 2"), tree("purchases = 3 or reachable"))
    assert said(inside) == "purchases = 1 and purchases = 2 and (purchases = 3 or reachable = yes)"


def test_parts_are_taken_out_until_everybody_is_left() -> None:
    node = tree("purchases = 1 or purchases = 2 or purchases = 3")
    node = without_part(node, 1)
    assert said(node) == "purchases = 1 or purchases = 3"
    node = without_part(node, 0)
    assert node == THREE
    assert without_part(node, 0) == EVERYBODY
    assert without_part(node, 7) == node
    assert parts_of(EVERYBODY) == ()


def test_a_part_is_turned_and_turned_back() -> None:
    node = tree("purchases = 1 and purchases = 2")
    turned = with_turned(node, 1)
    assert said(turned) == "purchases = 1 and not purchases = 2"
    assert with_turned(turned, 1) == node
    assert with_turned(node, 7) == node


def test_all_of_them_become_one_of_them_and_back() -> None:
    node = tree("purchases = 1 and purchases = 2")
    assert said(joined_otherwise(node)) == "purchases = 1 or purchases = 2"
    assert joined_otherwise(joined_otherwise(node)) == node
    assert joined_otherwise(EVERYBODY) == EVERYBODY
    assert joined_otherwise(ONE) == ONE


def test_more_than_can_be_read_again_is_refused() -> None:
    many = tree(" and ".join(["purchases = 1"] * MOST_CONDITIONS))
    refused = checked(with_part(many, ONE))
    assert isinstance(refused, Refused)
    assert refused.detail["expected"] == "fewer"
    long = Condition("city", Op.EQ, "Ы" * 64)
    node: Node | Refused = long
    while not isinstance(node, Refused):
        node = checked(with_part(node, long))
    assert node.reason is Refusal.SEGMENT_TOO_LONG


def test_what_buttons_and_a_typed_value_say_is_a_condition() -> None:
    assert said(condition_of("purchases", ">=", "", "3", "en")) == "purchases >= 3"
    assert said(condition_of("average", ">=", "", "1 500,50", "ru")) == "average >= 1500.50"
    assert said(condition_of("last_purchase", ">", "", "45 дней", "ru")) == "last_purchase > 45d"
    assert said(condition_of("city", "=", "", "«Нижний  Новгород»", "ru")) == 'city = "Нижний Новгород"'
    assert said(condition_of("tag", "=", "", "и", "ru")) == 'tag = "и"'
    assert said(condition_of("bought_times", "<=", "c 1", "2", "en")) == 'bought_times("c 1") <= 2'
    assert said(condition_of("weekday", "=", "", "friday", "ru")) == "weekday = friday"


@pytest.mark.parametrize(
    ("field", "op", "of", "value", "reason"),
    [
        ("nothing", "=", "", "1", Refusal.SEGMENT_MOVED),
        ("purchases", "in", "", "1", Refusal.SEGMENT_MOVED),
        ("purchases", ">=", "c1", "1", Refusal.SEGMENT_MOVED),
        ("bought_times", ">=", "", "1", Refusal.SEGMENT_MOVED),
        ("purchases", ">=", "", "3 and reachable", Refusal.SEGMENT_MOVED),
        ("purchases", ">=", "", "many", Refusal.SEGMENT_UNCLEAR),
        ("weekday", "=", "", "someday", Refusal.SEGMENT_UNCLEAR),
        ("city", "=", "", "\u200b", Refusal.NAME_EMPTY),
        ("purchases", ">=", "", "9" * 3_000, Refusal.SEGMENT_TOO_LONG),
    ],
)
def test_what_is_none_is_refused(field: str, op: str, of: str, value: str, reason: Refusal) -> None:
    refused = condition_of(field, op, of, value, "en")
    assert isinstance(refused, Refused)
    assert refused.reason is reason


def test_the_place_of_a_slip_is_counted_in_what_was_typed() -> None:
    refused = condition_of("purchases", ">=", "", "3 or tire = gold", "en")
    assert isinstance(refused, Refused)
    assert refused.detail["at"] == 6


@pytest.mark.parametrize("key", READY)
def test_ready_made_ones_are_written_as_they_are_kept(key: str) -> None:
    picks = ("Вино", "чай & кофе")[: READY[key].picks]
    node = ready(key, picks)
    assert not isinstance(node, Refused)
    assert parse(written(node, "ru"), "en") == node
    assert ready(key, (*picks, "more")) == Refused(Refusal.SEGMENT_MOVED)


def test_what_cant_be_read_any_more_is_nobody() -> None:
    assert isinstance(parse(written(NOBODY, "en"), "en"), Refused)
