"""Tags: how they are written, and how many there may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.refusals import Refusal, Refused
from loyalty.tags import LONGEST_TAG, MOST_TAGS, clean_tag, decide_tag, key_of


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("VIP", "vip"), (" #Свадьба  в\nиюне ", "свадьба в июне"), ("Ж" * 32, "ж" * 32), ("🎂", "🎂")],
)
def test_a_tag_is_kept_in_small_letters_without_what_is_not_seen(typed: str, kept: str) -> None:
    assert clean_tag(typed) == kept


@pytest.mark.parametrize("typed", ["", "  ", "#", "\u200b", "Ж" * 33, "x" * 5_000])
def test_nothing_and_too_much_are_no_tag(typed: str) -> None:
    assert clean_tag(typed) == Refused(Refusal.LABEL_UNCLEAR, {"longest": LONGEST_TAG})


@given(st.text(max_size=40))
def test_a_tag_typed_again_as_it_is_kept_is_the_same(typed: str) -> None:
    once = clean_tag(typed)
    if isinstance(once, str):
        assert len(once) <= LONGEST_TAG
        assert clean_tag(once) == once
        assert len(key_of(once)) == 12


def test_a_member_has_room_for_twenty() -> None:
    full = [str(number) for number in range(MOST_TAGS)]
    assert decide_tag(full[1:], "new") is None
    assert decide_tag(full, "0") is None, "he has it already"
    assert decide_tag(full, "new") == Refused(Refusal.LIST_FULL, {"most": MOST_TAGS})
