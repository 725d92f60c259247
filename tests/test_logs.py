"""The log: readable, and free of tokens, keys, phones and lines somebody else made up."""

import logging
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.contextvars import bound_contextvars

from bot.logs import RedactingFormatter, redacted

TOKEN = "123456789:AAE-this_is_not_a_real_token_0123456789"
KEY = "correct horse battery staple"


def line(
    message: str, *args: object, error: BaseException | None = None, secrets: tuple[str, ...] = ()
) -> str:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("bot.inbox", logging.WARNING, __file__, 1, message, args, info)
    return RedactingFormatter(secrets).format(record)


def test_a_line_says_when_how_bad_what_and_where() -> None:
    text = line("update %d could not be handled", 5)
    assert text.split()[0].endswith("Z")
    for part in ("warning", "update 5 could not be handled", "bot.inbox"):
        assert part in text
    assert "\n" not in text


def test_the_update_and_the_member_under_way_stand_in_the_line() -> None:
    with bound_contextvars(update=5, member=7):
        text = line("slow")
    assert "update=5" in text
    assert "member=7" in text


def test_an_error_comes_with_its_traceback_and_without_local_variables() -> None:
    try:
        local_variable_with_a_secret = KEY
        raise RuntimeError(f"no answer from {len(local_variable_with_a_secret)}")
    except RuntimeError as error:
        text = line("broke", error=error)
    assert "RuntimeError: no answer from 28" in text
    assert "Traceback" in text
    assert KEY not in text


@pytest.mark.parametrize(
    "leak",
    [
        TOKEN,
        f"https://api.telegram.org/bot{TOKEN}/getMe",
        "+7 912 345-67-89",
        "89123456789",
        "+49 (151) 1234-5678",
        KEY,
    ],
)
def test_secrets_and_phones_never_reach_the_log(leak: str) -> None:
    try:
        raise ValueError(f"while asking {leak}")
    except ValueError as error:
        texts = [line(f"said {leak}"), line("said %s", leak), line("broke", error=error, secrets=(KEY,))]
    with bound_contextvars(about=leak):
        texts.append(line("context"))
    joined = "\n".join(texts) if leak != KEY else texts[2]
    assert leak not in joined
    assert leak[-9:] not in joined


def test_times_sums_and_ids_of_updates_stay_readable() -> None:
    for text in (
        "2026-11-21 21:54:11",
        "2026-11-21T21:54:11Z",
        "1763762051000000",
        "update 912345678",
        "450,50",
    ):
        assert redacted(text) == text


@given(st.text(max_size=200))
def test_a_message_is_one_line_whatever_is_in_it(text: str) -> None:
    shown = line("name %s", text)
    assert len(shown.splitlines()) == 1
    assert "\x1b" not in shown


def test_an_error_text_cannot_play_with_the_terminal() -> None:
    try:
        raise ValueError("\x1b[2J\rall is well")
    except ValueError as error:
        text = line("broke", error=error)
    assert "\x1b" not in text
    assert "\r" not in text


def test_the_logs_of_the_libraries_are_kept_short() -> None:
    quiet = (
        "import logging; from bot.logs import set_up_logs; set_up_logs('DEBUG'); "
        "print(logging.getLogger('aiogram.dispatcher').level, logging.getLogger('aiogram').level)"
    )
    import subprocess

    run = subprocess.run(
        [sys.executable, "-c", quiet], capture_output=True, text=True, timeout=60, check=True
    )
    assert run.stdout.split() == [str(logging.ERROR), str(logging.WARNING)]
