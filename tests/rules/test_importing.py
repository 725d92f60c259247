"""Tables from another programme: which rows are good, and why the others are not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.import_columns import Column, columns_of
from loyalty.import_rows import BadRow, Fault, ImportRow, card_of
from loyalty.importing import MOST_ROWS, Sheet, What, read_sheet
from loyalty.phones import typed_phone
from loyalty.refusals import Refusal, Refused

TODAY = date(2026, 5, 3)


def read(*rows: tuple[str, ...]) -> Sheet:
    sheet = read_sheet(rows, TODAY)
    assert isinstance(sheet, Sheet)
    return sheet


def one(heading: str, cell: str) -> ImportRow | Fault:
    """What becomes of one cell beside a phone."""
    sheet = read(("Телефон", heading), ("+79001234567", cell))
    return sheet.rows[0] if sheet.rows else sheet.bad[0].fault


def test_rule_80_a_table_is_read_by_its_headings_in_russian() -> None:
    sheet = read(
        (
            "№ карты",
            "Телефон",
            "ФИО",
            "Остаток баллов",
            "Дата рождения",
            "Дата регистрации",
            "Сумма покупок",
            "Последняя покупка",
            "Действуют до",
            "Цвет глаз",
        ),
        (
            "a-17",
            "8 (900) 123-45-67",
            " Анна  Петрова ",
            "1 250,75",
            "15.05.1990",
            "01.02.2020",
            "12 500,50",
            "2026-04-30 10:11:12",
            "31.12.2026",
            "серый",
        ),
    )
    assert sheet.what is What.MEMBERS
    assert sheet.ignored == ("Цвет глаз",)
    assert sheet.columns[0] == (Column.CARD, "№ карты")
    assert sheet.floored == 1
    assert sheet.rows == (
        ImportRow(
            2,
            "+79001234567",
            "A-17",
            "Анна Петрова",
            1250,
            (15, 5, 1990),
            date(2020, 2, 1),
            date(2026, 12, 31),
            1_250_050,
            date(2026, 4, 30),
        ),
    )


def test_rule_80_english_headings_and_blank_lines_are_fine() -> None:
    sheet = read(("", ""), ("Card No.", "Balance:"), ("  ", ""), ("0017", "5"))
    assert sheet.rows == (ImportRow(4, card="0017", points=5),)


def test_rule_80_past_purchases_are_known_by_their_columns() -> None:
    sheet = read(
        ("Телефон", "Дата", "Сумма", "Чек"),
        ("+79001234567", "30.04.2026", "450", "a-1"),
        ("+79001234567", "30.04.2026", "450", "A-1"),
        ("+79001234567", "30.04.2026", "450", ""),
        ("+79001234567", "30.04.2026", "450", ""),
        ("+79001234567", "", "450", ""),
        ("+79001234567", "30.04.2026", "0", ""),
        ("+79001234567", "30.04.2026", "5", "чек 7"),
    )
    assert sheet.what is What.PURCHASES
    assert [row.number for row in sheet.rows] == [2, 4, 5]
    assert sheet.rows[0].receipt == "A-1"
    assert sheet.bad == (
        BadRow(3, Fault.DOUBLE),
        BadRow(6, Fault.DATE),
        BadRow(7, Fault.AMOUNT),
        BadRow(8, Fault.RECEIPT),
    )


def test_rule_80_what_comes_twice_in_a_file_is_a_double() -> None:
    sheet = read(
        ("phone", "card", "points"),
        ("+79001234567", "1", "5"),
        ("8 900 123 45 67", "2", "6"),
        ("", "1", "7"),
        ("+79001234568", "3", "8"),
    )
    assert [row.number for row in sheet.rows] == [2, 5]
    assert sheet.bad == (BadRow(3, Fault.DOUBLE), BadRow(4, Fault.DOUBLE))


@pytest.mark.parametrize(
    ("heading", "cell", "fault"),
    [
        ("баллы", "много", Fault.POINTS),
        ("баллы", "-5", Fault.POINTS),
        ("баллы", "1e5", Fault.POINTS),
        ("баллы", "=1+1", Fault.POINTS),
        ("баллы", "100000000", Fault.POINTS),
        ("баллы", "1" * 400, Fault.POINTS),
        ("имя", "Я" * 65, Fault.NAME),
        ("имя", "Я" * 900, Fault.NAME),
        ("дата рождения", "вчера", Fault.BIRTHDAY),
        ("дата регистрации", "2026-05-04", Fault.DATE),
        ("дата регистрации", "31.12.1989", Fault.DATE),
        ("дата регистрации", "31.02.2020", Fault.DATE),
        ("дата регистрации", "когда-то", Fault.DATE),
        ("сгорают", "02.05.2026", Fault.OVER),
        ("сумма покупок", "сто", Fault.AMOUNT),
        ("сумма покупок", "450 №17", Fault.AMOUNT),
        ("карта", "???", Fault.CARD),
        ("карта", "1" * 65, Fault.CARD),
    ],
)
def test_rule_80_a_bad_cell_leaves_its_row_out(heading: str, cell: str, fault: Fault) -> None:
    assert one(heading, cell) is fault


@pytest.mark.parametrize(
    ("heading", "cell", "row"),
    [
        ("баллы", "", ImportRow(2, "+79001234567")),
        ("баллы", "1 250", ImportRow(2, "+79001234567", points=1250)),
        ("баллы", "10.00", ImportRow(2, "+79001234567", points=10)),
        ("имя", "=cmd|' /C calc'!A0", ImportRow(2, "+79001234567", name="=cmd|' /C calc'!A0")),
        ("имя", "+Анна", ImportRow(2, "+79001234567", name="+Анна")),
        ("имя", "Анна 🎂", ImportRow(2, "+79001234567", name="Анна 🎂")),
        ("дата рождения", "1990-05-15 00:00:00", ImportRow(2, "+79001234567", birthday=(15, 5, 1990))),
        ("дата рождения", "15 мая", ImportRow(2, "+79001234567", birthday=(15, 5, None))),
        ("сгорают", "03.05.2026", ImportRow(2, "+79001234567", ends=TODAY)),
        ("сумма покупок", "0", ImportRow(2, "+79001234567")),
        ("сумма покупок", "500", ImportRow(2, "+79001234567")),
        ("последняя покупка", "30.04.2026", ImportRow(2, "+79001234567")),
    ],
)
def test_rule_80_a_good_cell_is_kept_as_it_is_meant(heading: str, cell: str, row: ImportRow) -> None:
    assert one(heading, cell) == row


def test_rule_80_a_row_needs_somebody() -> None:
    sheet = read(("phone", "points"), ("", "5"), ("12", "5"), ("79001234567",))
    assert sheet.bad == (BadRow(2, Fault.NOBODY), BadRow(3, Fault.PHONE))
    assert sheet.rows == (ImportRow(4, "+79001234567"),)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], Refusal.IMPORT_EMPTY),
        ([("", " ")], Refusal.IMPORT_EMPTY),
        ([("phone",)], Refusal.IMPORT_EMPTY),
        ([("name", "points"), ("Анна", "5")], Refusal.IMPORT_HEADER),
        ([("phone",)] + [("+79001234567",)] * (MOST_ROWS + 1), Refusal.IMPORT_TOO_LONG),
    ],
)
def test_rule_80_a_table_that_is_none_is_refused(rows: list[tuple[str, ...]], reason: Refusal) -> None:
    refused = read_sheet(rows, TODAY)
    assert isinstance(refused, Refused)
    assert refused.reason is reason


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("+7 900 123-45-67", "+79001234567"),
        ("89001234567", "+79001234567"),
        ("9001234567", "+79001234567"),
        ("375291234567", "+375291234567"),
        ("+89001234567", ""),
        ("7,90012E+10", ""),
        ("", ""),
        ("()", ""),
    ],
)
def test_a_phone_is_read_however_it_was_kept(text: str, phone: str) -> None:
    assert typed_phone(text) == phone


def test_a_card_is_its_letters_and_digits() -> None:
    assert card_of("№ 1234 5678 9012") == "123456789012"


def test_a_heading_that_comes_twice_counts_once() -> None:
    assert columns_of(["Телефон", "phone", "Name"]) == {0: Column.PHONE, 2: Column.NAME}


@given(st.lists(st.lists(st.text(max_size=40), max_size=6), max_size=6))
def test_rule_80_no_table_breaks_the_reading(rows: list[list[str]]) -> None:
    headings = ["phone", "points", "birthday", "expires", "total spent", "last purchase"]
    sheet = read_sheet([headings, *rows], TODAY)
    assert isinstance(sheet, Refused) or len(sheet.rows) + len(sheet.bad) <= len(rows)
