"""Card numbers that notice a slip, and links that open the right door."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from loyalty.cards import (
    DIGIT_ALPHABET,
    LONGEST_PAYLOAD,
    NUMBER_DIGITS,
    TOKEN_ALPHABET,
    TOKEN_LENGTH,
    StartKind,
    StartPayload,
    card_number,
    check_card_number,
    format_start,
    group_number,
    parse_start,
    read_link,
    start_link,
)

ELEVEN_DIGITS = st.text(alphabet=DIGIT_ALPHABET, min_size=11, max_size=11)
POSITIONS = st.integers(0, NUMBER_DIGITS - 1)
TOKENS = st.text(alphabet=TOKEN_ALPHABET, min_size=1, max_size=TOKEN_LENGTH)
SOURCES = st.text(alphabet=TOKEN_ALPHABET + "_-", max_size=30)
TOKEN = "4fQ9zX0aB7cD2eF6gH1iJ5"


def test_the_check_digit_is_luhns() -> None:
    assert card_number("7992739871" + "0") == "799273987104"
    assert card_number("00000000000") == "000000000000"
    assert card_number("12345678901") == "123456789015"  # 25 doubled + 20 plain: 5 short of 50


@pytest.mark.parametrize("digits", ["", "1" * 10, "1" * 12, "1234567890a", "١٢٣٤٥٦٧٨٩٠١"])
def test_a_number_is_made_of_eleven_digits_only(digits: str) -> None:
    with pytest.raises(ValueError, match="11 digits"):
        card_number(digits)


@pytest.mark.parametrize(
    "typed",
    [
        "799273987104",
        "7992 7398 7104",
        "7992-7398-7104",
        "7992\u00a07398\u202f7104",
        "7992 – 7398 – 7104",
        " № 7992 7398 7104 ",
        "#799273987104",
        "７９９２７３９８７１０４",
    ],
)
def test_a_card_number_is_read_however_it_is_grouped(typed: str) -> None:
    assert check_card_number(typed) == "799273987104"


@pytest.mark.parametrize(
    "typed", ["", "799273987105", "79927398710", "7992739871044", "7992x73987104", "карта", "7" * 10_000]
)
def test_anything_else_is_no_card_number(typed: str) -> None:
    assert check_card_number(typed) is None


@given(ELEVEN_DIGITS)
def test_every_number_is_read_back_from_its_groups(digits: str) -> None:
    number = card_number(digits)
    assert check_card_number(group_number(number)) == number


@given(ELEVEN_DIGITS, POSITIONS, st.sampled_from(DIGIT_ALPHABET))
def test_one_wrong_digit_is_always_noticed(digits: str, position: int, wrong: str) -> None:
    number = card_number(digits)
    assume(number[position] != wrong)
    assert check_card_number(number[:position] + wrong + number[position + 1 :]) is None


@given(ELEVEN_DIGITS, st.integers(0, NUMBER_DIGITS - 2))
def test_two_neighbours_swapped_are_noticed_unless_they_are_09(digits: str, position: int) -> None:
    number = card_number(digits)
    pair = number[position : position + 2]
    assume(pair[0] != pair[1])
    swapped = number[:position] + pair[::-1] + number[position + 2 :]
    assert (check_card_number(swapped) == swapped) is (set(pair) == {"0", "9"})


def test_a_number_is_shown_in_groups_of_four() -> None:
    assert group_number("123456789012") == "1234 5678 9012"


def test_a_token_has_128_bits() -> None:
    assert len(set(TOKEN_ALPHABET)) == 62
    assert TOKEN_LENGTH * math.log2(len(TOKEN_ALPHABET)) >= 128


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        (f"c-{TOKEN}", StartPayload(StartKind.CARD, TOKEN)),
        ("t-abc", StartPayload(StartKind.STAFF, "abc")),
        ("o-0", StartPayload(StartKind.OWNER, "0")),
        ("c-abc--poster_2-b", StartPayload(StartKind.CARD, "abc", "poster_2-b")),
        ("s-poster", StartPayload(StartKind.SOURCE, "", "poster")),
        ("s--_-", StartPayload(StartKind.SOURCE, "", "-_-")),
        ("c-" + "a" * 62, StartPayload(StartKind.CARD, "a" * 62)),
    ],
)
def test_our_payloads_are_read(text: str, payload: StartPayload) -> None:
    assert parse_start(text) == payload
    assert format_start(payload.kind, payload.value, payload.source) == text


@pytest.mark.parametrize(
    "text",
    [
        "", "c", "c-", "s-", "c--poster", "c-abc--", "c-a-b", "c-a_b", "C-abc", "x-abc", "c-abc\n",
        " c-abc", "c-абв", "c-٤", "c-" + "a" * 63, "a" * 10_000, "%00", "c-abc s-x",
    ],
)  # fmt: skip
def test_rubbish_is_an_ordinary_start(text: str) -> None:
    assert parse_start(text) is None


@pytest.mark.parametrize(
    ("kind", "value", "source"),
    [
        (StartKind.CARD, "", ""),
        (StartKind.CARD, "a b", ""),
        (StartKind.CARD, "a" * 63, ""),
        (StartKind.CARD, "abc", "плакат"),
        (StartKind.SOURCE, "abc", "poster"),
        (StartKind.SOURCE, "", ""),
    ],
)
def test_a_payload_that_could_not_be_read_back_is_never_written(
    kind: StartKind, value: str, source: str
) -> None:
    with pytest.raises(ValueError, match="read back"):
        format_start(kind, value, source)


@given(st.sampled_from([StartKind.CARD, StartKind.STAFF, StartKind.OWNER]), TOKENS, SOURCES)
def test_every_payload_is_read_back_from_its_link(kind: StartKind, value: str, source: str) -> None:
    payload = format_start(kind, value, source)
    assert len(payload) <= LONGEST_PAYLOAD
    assert read_link(start_link("KopilkaBot", payload), "kopilkabot") == StartPayload(kind, value, source)


def test_a_link_is_what_a_phone_camera_opens() -> None:
    assert start_link("kopilka_bot", "c-abc") == "https://t.me/kopilka_bot?start=c-abc"


@pytest.mark.parametrize(
    "link",
    [
        "https://t.me/kopilka_bot?start=c-abc",
        "http://t.me/kopilka_bot?start=c-abc",
        "t.me/kopilka_bot?start=c-abc",
        "HTTPS://T.ME/Kopilka_Bot/?start=c-abc",
        "https://www.telegram.me/kopilka_bot?x=1&start=c-abc#top",
        " https://t.me/kopilka_bot?start=c-abc\n",
        "tg://resolve?domain=KOPILKA_BOT&start=c-abc",
        "tg://resolve/?start=c-abc&domain=kopilka_bot",
    ],
)
def test_our_link_is_read_however_it_is_written(link: str) -> None:
    assert read_link(link, "Kopilka_bot") == StartPayload(StartKind.CARD, "abc")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "c-abc",
        "https://t.me/other_bot?start=c-abc",
        "https://t.me/kopilka_bot",
        "https://t.me/kopilka_bot?startapp=c-abc",
        "https://t.me/kopilka_bot?start=rubbish",
        "https://t.me.evil.example/kopilka_bot?start=c-abc",
        "https://evil.example/t.me/kopilka_bot?start=c-abc",
        "https://t.me/kopilka_bot?start=c-abc and more",
        "https://t.me/\N{KELVIN SIGN}opilka_bot?start=c-abc",
        "tg://resolve?domain=other_bot&start=c-abc",
        "tg://resolve?start=c-abc",
        "ftp://t.me/kopilka_bot?start=c-abc",
        "https://t.me/kopilka_bot?start=c-abc&" + "x" * 10_000,
    ],
)
def test_other_links_and_texts_open_nothing(text: str) -> None:
    assert read_link(text, "kopilka_bot") is None


@given(st.text(alphabet=st.characters()) | st.text(alphabet="0123456789 -№cts?=&:/.me"))
def test_no_text_breaks_the_reading_of_cards(text: str) -> None:
    number = check_card_number(text)
    assert number is None or card_number(number[:-1]) == number
    payload = parse_start(text)
    assert payload is None or format_start(payload.kind, payload.value, payload.source) == text
    assert payload is None or read_link(f"t.me/kopilka_bot?start={text}", "kopilka_bot") == payload
    assert read_link(text, "kopilka_bot") is None
