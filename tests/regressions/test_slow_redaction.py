"""A text of a thousand characters, made for it, kept the log's redaction busy for half a minute."""

from time import perf_counter

import pytest

from bot.logs import redacted

LONG = 100_000


@pytest.mark.parametrize(
    "piece",
    [
        "user=&",
        "user=a&hash=",
        "hash=0123456789abcde&",
        "1",
        "1 ",
        "123456:",
        "bearer ",
        " ",
        "a",
        "&",
        "tgWebAppData=",
    ],
)
def test_no_text_keeps_the_log_busy(piece: str) -> None:
    text = piece * (LONG // len(piece))
    began = perf_counter()
    redacted(text)
    assert perf_counter() - began < 2


def test_what_opened_a_page_is_still_taken_out_of_a_long_line() -> None:
    told = "user=&" * 100 + "hash=" + "0123456789abcdef" * 4
    assert redacted(f'asked "{told}" at noon') == 'asked [init data]" at noon'


def test_a_name_inside_of_it_goes_with_it() -> None:
    told = """user={"id":7,"first_name":"Anna"}&auth_date=1&hash=0123456789abcdef"""
    assert redacted(f"{told}, {told}") == "[init data] [init data]"
