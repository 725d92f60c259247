"""What an owner writes to many, filled in for anybody, whatever he is called."""

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty.refusals import Refusal, Refused
from loyalty.templates import (
    CAPTION_LIMIT,
    FIELDS,
    LONGEST_VALUES,
    TEXT_LIMIT,
    check_template,
    cut,
    fields_of,
    fill,
    harmless,
    longest_length,
    utf16_length,
    visible_text,
)
from sandbox.formatting import formatted
from texts.campaign import value_text
from texts.words import words_for

WORDS = words_for("ru", "Europe/Moscow", "RUB")
NASTY = st.text(
    st.sampled_from("<>&\"'/@#$.:{}|\\ \n\t+0123456789aбé😀\u202e\u200b\u2028\x00_*-")
    | st.characters(codec="utf-8"),
    max_size=80,
)
LINK = "https://a.ru/{name}"
TEMPLATE = f"<b>{{имя|друг}}</b>, у вас {{balance}}. <a href='{LINK}'>{{last_item|кофе}}</a> {{x y}}"


@pytest.mark.parametrize(
    ("html", "filled"),
    [
        ("Привет, {имя}!", "Привет, Анна!"),
        ("{ИМЯ}, {Name}, { name }", "Анна, Анна, Анна"),
        ("<b>{имя|друг}</b>", "<b>Анна</b>"),
        ("Привет, {любимое}!", "Привет!"),
        ("Ваш {любимое|кофе &amp; чай} ждёт", "Ваш кофе &amp; чай ждёт"),
        ("До {подарок_до|конца} и {подарок до|конца}", "До конца и конца"),
        ("Ваш {любимое} ждёт", "Ваш ждёт"),
        ("{любимое}", ""),
        ("{} { {x} {имя", "{} { {x} {имя"),
        ("{{имя}}", "{Анна}"),
        ("{имя.__class__} {0} {имя!r}", "{имя.__class__} {0} {имя!r}"),
        ("<a href='https://a.ru/?q={имя}'>тут</a>", "<a href='https://a.ru/?q={имя}'>тут</a>"),
        ("{имя\n}", "{имя\n}"),
    ],
)
def test_fields_are_filled_and_nothing_else_is(html: str, filled: str) -> None:
    assert fill(html, {"name": "Анна"}) == filled


def test_every_field_is_known_by_each_of_its_words() -> None:
    for field, others in FIELDS.items():
        for word in (field, *others, *(other.upper() for other in others)):
            assert [place.field for place in fields_of(f"{{{word}}}")] == [field]
    assert FIELDS.keys() == LONGEST_VALUES.keys()


@pytest.mark.parametrize(
    ("html", "detail"),
    [
        ("{имяя}", {"word": "имяя", "nearest": "имя"}),
        ("{nmae|you}", {"word": "nmae", "nearest": "name"}),
        ("{всего 500 рублей за всё}", {"word": "всего 500 рублей за всё", "nearest": ""}),
        ("{a &lt; b}", {"word": "a < b", "nearest": ""}),
    ],
)
def test_a_word_that_is_no_field_is_named_with_the_nearest_one(html: str, detail: dict[str, str]) -> None:
    assert check_template(html) == Refused(Refusal.FIELD_UNKNOWN, detail)


@pytest.mark.parametrize("html", ["{}", "{ }", "{|}", "{ |друг}", "{ {} }"])
def test_braces_without_a_word_are_ordinary_text(html: str) -> None:
    assert check_template(html) is None
    assert fill(html, {"name": "Анна"}) == html


def test_a_message_needs_words_unless_a_picture_speaks() -> None:
    for html in ("", "  ", "<b> </b>"):
        assert check_template(html) == Refused(Refusal.MESSAGE_EMPTY)
        assert check_template(html, with_media=True) is None


@pytest.mark.parametrize(("limit", "with_media"), [(TEXT_LIMIT, False), (CAPTION_LIMIT, True)])
def test_length_counts_what_is_seen_with_the_longest_values(limit: int, with_media: bool) -> None:
    room = limit - LONGEST_VALUES["name"]
    fits = f"<b>{'😀' * (room // 2)}</b>{{имя}}"
    assert check_template(fits, with_media=with_media) is None
    too_long = check_template(f"{fits}&amp;", with_media=with_media)
    assert too_long == Refused(Refusal.MESSAGE_TOO_LONG, {"limit": limit, "over": 1})
    assert longest_length(f"{{имя|{'x' * 60}}}") == 60


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(NASTY, NASTY), min_size=50, max_size=50))
def test_of_ten_thousand_names_none_breaks_a_message_or_adds_to_it(people: list[tuple[str, str]]) -> None:
    for name, item in people:
        values = {
            "name": value_text(WORDS, "name", name),
            "balance": value_text(WORDS, "balance", 5),
            "last_item": value_text(WORDS, "last_item", item),
        }
        # Raises for what Telegram would not take.
        text, entities = formatted(fill(TEMPLATE, values), "HTML", None)
        assert {entity["type"] for entity in entities} <= {"bold", "text_link"}
        assert {entity.get("url", LINK) for entity in entities} <= {LINK}
        assert utf16_length(text) <= longest_length(TEMPLATE)


@given(st.text(max_size=300), st.sampled_from(sorted(FIELDS)))
def test_a_cut_value_fits_and_begins_as_it_was(text: str, field: str) -> None:
    after = cut(text, field)
    assert utf16_length(after) <= LONGEST_VALUES[field]
    assert text.startswith(after.removesuffix("…")) or after == text


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(text: str) -> None:
    for html in (text, escape(text)):
        check_template(html)
        fill(html, {})
    assert visible_text(escape(text, quote=False)) == text


@pytest.mark.parametrize(
    "text", ["evil.com", "https://evil.com", "/start", "@admin", "#tag", "$USD", "a@b.ru", "+7 900 123-45-67"]
)
def test_a_name_is_no_link_command_mention_or_number(text: str) -> None:
    assert harmless(text) != text
    assert harmless(text).replace("\N{WORD JOINER}", "") == text


@pytest.mark.parametrize("text", ["Анна-Мария", "St. John", "O'Neil", "Анна 2", "Лев (кафе)"])
def test_ordinary_names_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text
