"""Whatever a camera, a scanner or a keyboard gives names one customer, or is no card of ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.cards import StartKind, card_number, format_start, group_number, pay_digits, start_link
from loyalty.identifying import By, Named, is_card_number, read_customer, till_phone
from loyalty.phones import typed_phone
from loyalty.refusals import Refusal, Refused

BOT = "kopilka_bot"
TOKEN = "4fQ9zX0aB7cD2eF6gH1iJ5"
NUMBER = card_number("12345678901")
CARD = f"c-{TOKEN}"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (start_link(BOT, CARD), Named(By.CARD, TOKEN)),
        (f" https://T.me/Kopilka_Bot?start={CARD} ", Named(By.CARD, TOKEN)),
        (f"tg://resolve?domain={BOT}&start={CARD}", Named(By.CARD, TOKEN)),
        (CARD, Named(By.CARD, TOKEN)),
        (start_link(BOT, f"{CARD}--482913"), Named(By.CARD, TOKEN, "482913")),
        (start_link(BOT, f"{CARD}--poster"), Named(By.CARD, TOKEN)),
        (NUMBER, Named(By.NUMBER, NUMBER)),
        (f"№ {group_number(NUMBER)}", Named(By.NUMBER, NUMBER)),
        ("+7 900 123-45-67", Named(By.PHONE, "+79001234567")),
        ("8 (900) 123-45-67", Named(By.PHONE, "+79001234567")),
        ("89001234567", Named(By.PHONE, "+79001234567")),
        ("79001234567", Named(By.PHONE, "+79001234567")),
        ("9001234567", Named(By.PHONE, "+79001234567")),
        ("900.123.45.67", Named(By.PHONE, "+79001234567")),
        ("+380 50 123 45 67", Named(By.PHONE, "+380501234567")),
        ("tel:+79001234567", Named(By.PHONE, "+79001234567")),
    ],
)
def test_a_customer_is_named_by_link_number_or_phone(text: str, named: Named) -> None:
    assert read_customer(text, BOT) == named


@pytest.mark.parametrize("last", [digit for digit in "0123456789" if digit != NUMBER[-1]])
def test_a_slip_in_a_card_number_is_told_apart(last: str) -> None:
    assert read_customer(NUMBER[:-1] + last, BOT) == Refused(Refusal.CARD_MISTYPED)
    assert is_card_number(NUMBER[:-1] + last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://example.com/menu",
        start_link("other_bot", CARD),
        start_link(BOT, f"i-{TOKEN}"),
        "s-poster",
        "WIFI:T:WPA;S:cafe;P:secret;;",
        "4601234567890",
        "450",
        "12345678",
        "+999",
        "+7900" + "1" * 400,
        "x" * 5000,
    ],
)
def test_anything_else_is_no_card_of_ours(text: str) -> None:
    assert read_customer(text, BOT) == Refused(Refusal.NOT_A_CARD)


@given(st.text(max_size=400))
def test_any_text_is_named_or_refused(text: str) -> None:
    outcome = read_customer(text, BOT)
    assert isinstance(outcome, Named | Refused)


@pytest.mark.parametrize("text", ["450", "1 200,50", "450 №17", "2x1200 вино + 300", "90012345", "482913"])
def test_an_amount_is_no_phone(text: str) -> None:
    assert till_phone(text) == ""


def test_a_phone_without_its_country_is_one_at_home_only() -> None:
    assert typed_phone("9001234567") == typed_phone("8 900 123 45 67") == "+79001234567"
    assert typed_phone("phone") == typed_phone("") == typed_phone("+999") == ""


def test_pay_digits_are_of_cards_only() -> None:
    assert pay_digits(None) == ""
    assert format_start(StartKind.CARD, TOKEN, "482913") == f"{CARD}--482913"
