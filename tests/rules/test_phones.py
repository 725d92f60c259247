"""One phone is one text, however the messenger writes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.phones import normal_phone
from loyalty.refusals import Refusal, Refused


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("79001234567", "+79001234567"),
        ("+7 (900) 123-45-67", "+79001234567"),
        (" +77011234567 ", "+77011234567"),
        ("380501234567", "+380501234567"),
        ("+442079460018", "+442079460018"),
    ],
)
def test_a_phone_is_kept_in_one_form(text: str, phone: str) -> None:
    assert normal_phone(text) == phone


@pytest.mark.parametrize("text", ["", "+", "12", "abc", "+999", "+7900", "+7900123456789012345", "☎"])
def test_what_is_no_phone_is_refused(text: str) -> None:
    assert normal_phone(text) == Refused(Refusal.PHONE_UNCLEAR)


@given(st.text(max_size=40))
def test_any_text_is_a_phone_or_a_refusal_and_a_phone_stays_itself(text: str) -> None:
    phone = normal_phone(text)
    if isinstance(phone, str):
        assert normal_phone(phone) == phone
