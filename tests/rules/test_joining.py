"""The order of the questions, and the language they are asked in."""

import pytest

from loyalty.joining import Step, after
from loyalty.languages import greeting_language


def test_every_answer_leads_to_the_next_question_until_the_card() -> None:
    asked = [Step.CONSENT]
    while asked[-1] is not Step.JOINED:
        asked.append(after(asked[-1]))
    assert asked == list(Step)


def test_a_joined_person_stays_joined() -> None:
    assert after(Step.JOINED) is Step.JOINED


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("ru", "ru"),
        ("ru-RU", "ru"),
        ("UK", "ru"),
        ("kk_KZ", "ru"),
        ("en-GB", "en"),
        ("de", "en"),
        ("", "ru"),
    ],
)
def test_the_greeting_speaks_what_the_person_reads(code: str, language: str) -> None:
    assert greeting_language(code, "ru") == language
    assert greeting_language("", "en") == "en"
