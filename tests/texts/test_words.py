"""Texts and figures as people read them, and foreign text that cannot play tricks with a message."""

import unicodedata
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from texts.words import Html, Words, words_for

RUSSIAN = words_for("ru", "Europe/Moscow", "RUB")
ENGLISH = words_for("en", "Europe/London", "RUB")


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("count", "russian", "english"),
    [
        (0, "0 баллов", "0 points"),
        (1, "1 балл", "1 point"),
        (2, "2 балла", "2 points"),
        (5, "5 баллов", "5 points"),
        (11, "11 баллов", "11 points"),
        (21, "21 балл", "21 points"),
        (104, "104 балла", "104 points"),
        (1112, "1 112 баллов", "1,112 points"),
        (-1, "−1 балл", "−1 point"),
    ],
)
def test_points_have_the_plural_of_their_number(count: int, russian: str, english: str) -> None:
    assert plain(RUSSIAN.points(count)) == russian
    assert ENGLISH.points(count) == english


@pytest.mark.parametrize(
    ("currency", "amount_minor", "russian", "english"),
    [
        ("RUB", 124_050, "1 240,50 ₽", "₽1,240.50"),
        ("RUB", 124_000, "1 240 ₽", "₽1,240"),
        ("RUB", -5, "−0,05 ₽", "−₽0.05"),
        ("RUB", 0, "0 ₽", "₽0"),
        ("KZT", 150_000, "1 500 ₸", "₸1,500"),
        ("UAH", 99_99, "99,99 ₴", "₴99.99"),
        ("EUR", 3_70, "3,70 €", "€3.70"),
        ("USD", 3_70, "3,70 $", "$3.70"),
        ("GEL", 3_70, "3,70 ₾", "₾3.70"),
        ("BYN", 3_70, "3,70 Br", "Br 3.70"),
        ("KGS", 3_70, "3,70 KGS", "KGS 3.70"),
        ("JPY", 370, "370 JPY", "JPY 370"),
    ],
)
def test_money_stands_in_local_form(currency: str, amount_minor: int, russian: str, english: str) -> None:
    assert plain(words_for("ru", "UTC", currency).money(amount_minor)) == russian
    assert plain(words_for("en", "UTC", currency).money(amount_minor)) == english


def test_money_and_its_sign_stay_on_one_line() -> None:
    assert " " not in RUSSIAN.money(1_000_000_00)


def test_rates_show_only_the_decimals_they_have() -> None:
    assert [plain(RUSSIAN.rate(rate_bp)) for rate_bp in (500, 750, 725, 0, 10_000)] == [
        "5 %",
        "7,5 %",
        "7,25 %",
        "0 %",
        "100 %",
    ]
    assert ENGLISH.rate(750) == "7.5%"


def test_days_name_the_year_only_when_it_is_another_one() -> None:
    day = date(2027, 5, 3)
    assert RUSSIAN.day(day) == RUSSIAN.day(day, date(2027, 1, 1)) == "3 мая"
    assert RUSSIAN.day(day, date(2026, 12, 31)) == "3 мая 2027"
    assert ENGLISH.day(day) == "May 3"
    assert ENGLISH.day(day, date(2026, 12, 31)) == "May 3, 2027"


def test_moments_are_told_in_the_zone_of_the_person() -> None:
    instant = datetime(2026, 5, 2, 22, 5, tzinfo=UTC)
    assert RUSSIAN.moment(instant) == "3 мая, 01:05"
    assert RUSSIAN.moment(instant, date(2025, 5, 3)) == "3 мая 2026, 01:05"
    assert plain(ENGLISH.moment(instant)) == "May 2, 11:05 PM"


def test_a_typed_value_is_escaped_and_ready_html_is_not() -> None:
    text = ENGLISH.t("Hello, {name}! {gift}", name="<b>&Co", gift=Html("<i>Tea</i>"))
    assert text == "Hello, &lt;b&gt;&amp;Co! <i>Tea</i>"
    assert isinstance(text, Html)


def test_a_text_can_stand_in_another_text_without_being_escaped_twice() -> None:
    inner = ENGLISH.t("{name}", name="A & B")
    assert ENGLISH.t("{who}", who=inner) == "A &amp; B"


def test_braces_in_a_value_are_only_braces() -> None:
    assert ENGLISH.t("{a} {b}", a="{b}", b="{a}") == "{b} {a}"


def test_a_placeholder_reaches_nothing_but_its_value() -> None:
    assert ENGLISH.t("{a.__class__} {a[0]} {a!r}", a="x") == "{a.__class__} {a[0]} {a!r}"


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError, match="name"):
        ENGLISH.t("Hello, {name}!")


def test_a_language_without_texts_is_an_error() -> None:
    with pytest.raises(ValueError, match="'xx'"):
        Words("xx", "UTC", "RUB").t("Hello")


def test_the_same_person_gets_the_same_words() -> None:
    assert words_for("ru", "Europe/Moscow", "RUB") is RUSSIAN


def test_a_value_keeps_to_one_line_and_shows_no_hidden_characters() -> None:
    nasty = "Анна \r\n\u202eЯна\u200b\u2066!\u2029\ufeffОля\x00\u3164"
    assert ENGLISH.t("{name}", name=nasty) == "Анна Яна! Оля"


class Tags(HTMLParser):
    """Reads a message as Telegram does: its tags and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text() | st.text("<>&\"'{}a;#x3c\n\u202e\u200d/"))
def test_no_name_becomes_markup(name: str) -> None:
    text = ENGLISH.t("<b>{name}</b>", name=name)
    read = Tags()
    read.feed(text)
    read.close()
    assert read.tags == ["b"]
    hidden = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    assert not [char for char in read.text if unicodedata.category(char) in hidden]


@given(st.integers(-(10**12), 10**12), st.sampled_from(["ru", "en"]))
def test_money_says_the_whole_amount(amount_minor: int, language: str) -> None:
    said = words_for(language, "UTC", "RUB").money(amount_minor)
    digits = "".join(char for char in said if char.isdigit())
    assert int(digits) in (abs(amount_minor), abs(amount_minor) // 100)
    assert ("−" in said) == (amount_minor < 0)
    assert (len(digits) > 2 and int(digits) == abs(amount_minor)) or amount_minor % 100 == 0
