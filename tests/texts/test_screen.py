"""Callback data of buttons."""

import pytest

from texts.screen import act


def test_callback_data_joins_its_parts() -> None:
    assert act("card") == "card"
    assert act("sale.ok", "AbC", 2) == "sale.ok:AbC:2"


def test_callback_data_fits_telegram() -> None:
    assert len(act("a", "я" * 31).encode()) == 64
    with pytest.raises(ValueError, match="over 64 bytes"):
        act("ab", "я" * 31)


@pytest.mark.parametrize("parts", [("a:b",), ("a", "b:c")])
def test_a_part_of_callback_data_has_no_colon(parts: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="colon"):
        act(*parts)
