"""What hurried cashiers type, and what must never be guessed."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.amounts import MAX_AMOUNT_MINOR, Amount, parse_amount, parse_rate
from loyalty.programme import RATE_MAX_BP
from loyalty.refusals import Refusal, Refused


@pytest.mark.parametrize(
    ("typed", "amount_minor"),
    [
        ("450", 45_000),
        ("450,50", 45_050),
        ("450.5", 45_050),
        ("0,01", 1),
        ("0.5", 50),
        ("  450  ", 45_000),
        ("+450", 45_000),
        ("1 200", 120_000),
        ("1\u00a0200", 120_000),
        ("1\u202f200,50\u00a0₽", 120_050),
        ("12 300,05", 1_230_005),
        ("450 500", 45_050_000),
        ("1200р", 120_000),
        ("1200 Р.", 120_000),
        ("450 руб.", 45_000),
        ("450 рублей", 45_000),
        ("1 рубль", 100),
        ("₽450", 45_000),
        ("$4.50", 450),
        ("450 ₸", 45_000),
        ("450 RUB", 45_000),
        ("450 rub.", 45_000),
        ("1.200,50", 120_050),
        ("1,200.50", 120_050),
        ("1'200", 120_000),
        ("1’200.5", 120_050),
        ("４５０，５", 45_050),
        ("٤٥٠", 45_000),
        ("999 999,99", 99_999_999),
        ("999999.99", 99_999_999),
    ],
)
def test_an_amount_is_understood_however_it_is_typed(typed: str, amount_minor: int) -> None:
    assert parse_amount(typed) == Amount(amount_minor)


@pytest.mark.parametrize(
    ("typed", "amount_minor", "receipt"),
    [
        ("450 №17", 45_000, "17"),
        ("450№17", 45_000, "17"),
        ("450 № 17", 45_000, "17"),
        ("450 # 17", 45_000, "17"),
        ("450 #0017", 45_000, "0017"),
        ("450 N17", 45_000, "17"),
        ("450 n 17", 45_000, "17"),
        ("450 no 17", 45_000, "17"),
        ("450 No.17", 45_000, "17"),
        ("450 Nо 17", 45_000, "17"),  # the o is Cyrillic
        ("450 чек 17", 45_000, "17"),
        ("450 Чек №17", 45_000, "17"),
        ("450 чек номер 17", 45_000, "17"),
        ("450, чек: 17", 45_000, "17"),
        ("450 чек N-17", 45_000, "N-17"),
        ("450 receipt a-17", 45_000, "A-17"),
        ("450 №N17", 45_000, "N17"),
        ("1 200,50 ₽ №А-17/2", 120_050, "A-17/2"),
        ("450р.\n№17", 45_000, "17"),
        ("450 №А–17", 45_000, "A-17"),
        ("450 №17ж", 45_000, "17Ж"),
        ("450 №ёлка", 45_000, "EЛKA"),
        ("450 №" + "9" * 32, 45_000, "9" * 32),
        ("№17 450", 45_000, "17"),
        ("№17, 450 ₽", 45_000, "17"),
        ("чек 17: 1 200,50", 120_050, "17"),
        ("№А-17 450", 45_000, "A-17"),
    ],
)
def test_a_receipt_number_is_taken_from_beside_the_amount(
    typed: str, amount_minor: int, receipt: str
) -> None:
    assert parse_amount(typed) == Amount(amount_minor, receipt)


def test_a_receipt_in_cyrillic_and_in_latin_letters_is_the_same_receipt() -> None:
    cyrillic, latin = "авекмнорстухіјѕ", "ABEKMHOPCTYXIJS"
    assert parse_amount(f"1 №{cyrillic}") == parse_amount(f"1 №{latin}") == Amount(100, latin)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", Refusal.AMOUNT_UNCLEAR),
        ("million", Refusal.AMOUNT_UNCLEAR),
        ("миллион", Refusal.AMOUNT_UNCLEAR),
        ("1e5", Refusal.AMOUNT_UNCLEAR),
        ("0x10", Refusal.AMOUNT_UNCLEAR),
        ("nan", Refusal.AMOUNT_UNCLEAR),
        ("∞", Refusal.AMOUNT_UNCLEAR),
        ("45²", Refusal.AMOUNT_UNCLEAR),
        ("½", Refusal.AMOUNT_UNCLEAR),
        ("1к", Refusal.AMOUNT_UNCLEAR),
        ("450+50", Refusal.AMOUNT_UNCLEAR),
        ("450-50", Refusal.AMOUNT_UNCLEAR),
        ("450 17", Refusal.AMOUNT_UNCLEAR),
        ("1 20", Refusal.AMOUNT_UNCLEAR),
        ("1 200 17", Refusal.AMOUNT_UNCLEAR),
        ("1200 500", Refusal.AMOUNT_UNCLEAR),
        ("0450", Refusal.AMOUNT_UNCLEAR),
        ("450,", Refusal.AMOUNT_UNCLEAR),
        (",50", Refusal.AMOUNT_UNCLEAR),
        ("450,505", Refusal.AMOUNT_UNCLEAR),
        ("1.200", Refusal.AMOUNT_UNCLEAR),
        ("1,200,50", Refusal.AMOUNT_UNCLEAR),
        ("1.2.3", Refusal.AMOUNT_UNCLEAR),
        ("450 nothing", Refusal.AMOUNT_UNCLEAR),
        ("450 чеки", Refusal.AMOUNT_UNCLEAR),
        ("№17", Refusal.AMOUNT_UNCLEAR),
        ("№17,450", Refusal.AMOUNT_UNCLEAR),
        ("4" * 101, Refusal.AMOUNT_UNCLEAR),
        ("450\x00", Refusal.AMOUNT_UNCLEAR),
        ("\ud800", Refusal.AMOUNT_UNCLEAR),
        ("0,505", Refusal.AMOUNT_TOO_FINE),
        ("1200,505", Refusal.AMOUNT_TOO_FINE),
        ("1 200,505", Refusal.AMOUNT_TOO_FINE),
        ("1.2345", Refusal.AMOUNT_TOO_FINE),
        ("0", Refusal.AMOUNT_ZERO),
        ("0,00", Refusal.AMOUNT_ZERO),
        ("-0", Refusal.AMOUNT_ZERO),
        ("-5", Refusal.AMOUNT_NEGATIVE),
        ("−450,50 ₽ №17", Refusal.AMOUNT_NEGATIVE),
        ("12 300 000", Refusal.AMOUNT_TOO_LARGE),
        ("1,200,500", Refusal.AMOUNT_TOO_LARGE),
        ("1000000", Refusal.AMOUNT_TOO_LARGE),
        ("9" * 100, Refusal.AMOUNT_TOO_LARGE),
        ("450 №", Refusal.RECEIPT_UNCLEAR),
        ("450 чек", Refusal.RECEIPT_UNCLEAR),
        ("450 № 17 05", Refusal.RECEIPT_UNCLEAR),
        ("450 №17 №18", Refusal.RECEIPT_UNCLEAR),
        ("450 №-17", Refusal.RECEIPT_UNCLEAR),
        ("450 №17?", Refusal.RECEIPT_UNCLEAR),
        ("450 №" + "9" * 33, Refusal.RECEIPT_UNCLEAR),
    ],
)
def test_what_is_not_clearly_an_amount_is_refused_with_its_reason(typed: str, reason: Refusal) -> None:
    refused = parse_amount(typed)
    assert isinstance(refused, Refused)
    assert refused.reason is reason


def test_the_largest_amount_can_be_set_and_is_told() -> None:
    assert parse_amount("100", max_minor=10_000) == Amount(10_000)
    assert parse_amount("100,01", max_minor=10_000) == Refused(
        Refusal.AMOUNT_TOO_LARGE, {"max_minor": 10_000}
    )


@pytest.mark.parametrize(
    "text", ["1 " * 5_000, "№" * 10_000, "1,200" * 2_000, "чек " * 2_500, "\u0301" * 10_000]
)
def test_ten_thousand_characters_are_refused_at_once(text: str) -> None:
    started = time.perf_counter()
    assert isinstance(parse_amount(text), Refused)
    assert isinstance(parse_amount(text[:100]), Refused)
    assert isinstance(parse_rate(text), Refused)
    assert time.perf_counter() - started < 0.5


TYPED = st.text(alphabet="0123456789 .,'№#nNoчекр₽-+/А\u00a0٤") | st.text(alphabet=st.characters())


@given(TYPED)
def test_no_text_breaks_the_reading_of_amounts(text: str) -> None:
    match parse_amount(text):
        case Amount(amount_minor, receipt):
            assert 0 < amount_minor <= MAX_AMOUNT_MINOR
            assert len(receipt) <= 32
        case refused:
            assert refused.reason.startswith(("amount_", "receipt_"))


AMOUNTS_MINOR = st.integers(1, MAX_AMOUNT_MINOR)
RECEIPTS = st.from_regex(r"[0-9A-ZЖЙ][0-9A-ZЖЙ/-]{0,31}", fullmatch=True)


@given(
    AMOUNTS_MINOR,
    RECEIPTS,
    st.sampled_from(["", " ", "'"]),
    st.sampled_from(",."),
    st.sampled_from(["", " ₽", "р."]),
)
def test_every_amount_written_in_a_usual_way_is_read_back(
    amount_minor: int, receipt: str, thousands: str, point: str, currency: str
) -> None:
    units, rest = divmod(amount_minor, 100)
    written = f"{units:,}".replace(",", thousands) + (f"{point}{rest:02}" if rest else "") + currency
    assert parse_amount(written) == Amount(amount_minor)
    assert parse_amount(f"{written} №{receipt}") == Amount(amount_minor, receipt)
    assert parse_amount(f"№{receipt} {written}") == Amount(amount_minor, receipt)


@given(TYPED, st.sampled_from(["№", "# ", "чек №"]))
def test_a_receipt_read_once_is_read_the_same_again(text: str, marker: str) -> None:
    match parse_amount(f"450 {marker}{text}"):
        case Amount(_, receipt):
            assert parse_amount(f"450 №{receipt}") == Amount(45_000, receipt)


@pytest.mark.parametrize(
    ("typed", "rate_bp"),
    [
        ("5", 500),
        ("5%", 500),
        ("7,5 %", 750),
        ("7.25", 725),
        ("5 процентов", 500),
        ("2 percent", 200),
        ("٥", 500),
        ("0", 0),
        ("-0", 0),
        ("0,05", 5),
        ("100", 10_000),
        ("100,00%", 10_000),
    ],
)
def test_a_percentage_is_read_in_basis_points(typed: str, rate_bp: int) -> None:
    assert parse_rate(typed) == rate_bp


@pytest.mark.parametrize("typed", ["", "%", "five", "05", "7,555", "1 0", "5%%", "1e1", "5,5²"])
def test_an_unclear_percentage_is_refused(typed: str) -> None:
    assert parse_rate(typed) == Refused(Refusal.RATE_UNCLEAR)


@pytest.mark.parametrize("typed", ["100,01", "101", "-5", "1000000"])
def test_a_percentage_outside_0_to_100_is_refused(typed: str) -> None:
    assert parse_rate(typed) == Refused(Refusal.RATE_OUT_OF_RANGE, {"max_bp": RATE_MAX_BP})


@given(st.integers(0, RATE_MAX_BP))
def test_every_percentage_is_read_back(rate_bp: int) -> None:
    assert parse_rate(f"{rate_bp // 100},{rate_bp % 100:02} %") == rate_bp


@given(TYPED)
def test_no_text_breaks_the_reading_of_percentages(text: str) -> None:
    rate = parse_rate(text)
    assert isinstance(rate, Refused) or 0 <= rate <= RATE_MAX_BP
