"""A programme holds together as a whole or is refused."""

from dataclasses import replace

import pytest

from loyalty.programme import BRAND_LONGEST, CURRENCIES, RATE_MAX_BP, Programme, check_programme, rules_of
from loyalty.refusals import Refusal, Refused

SOUND = Programme(4, "Маяк", "RUB", "Europe/Moscow")


@pytest.mark.parametrize(
    "programme",
    [
        SOUND,
        replace(SOUND, rate_bp=0),
        replace(SOUND, rate_bp=RATE_MAX_BP),
        replace(SOUND, brand="х" * BRAND_LONGEST),
        *(replace(SOUND, currency=currency) for currency in CURRENCIES),
    ],
)
def test_a_sound_programme_is_taken_as_it_is(programme: Programme) -> None:
    assert check_programme(programme) == programme


@pytest.mark.parametrize(
    ("programme", "why"),
    [
        (replace(SOUND, rate_bp=-1), Refusal.RATE_OUT_OF_RANGE),
        (replace(SOUND, rate_bp=RATE_MAX_BP + 1), Refusal.RATE_OUT_OF_RANGE),
        (replace(SOUND, brand=""), Refusal.BRAND_UNCLEAR),
        (replace(SOUND, brand="  "), Refusal.BRAND_UNCLEAR),
        (replace(SOUND, brand="х" * (BRAND_LONGEST + 1)), Refusal.BRAND_UNCLEAR),
        (replace(SOUND, currency="rub"), Refusal.CURRENCY_UNKNOWN),
        (replace(SOUND, currency=""), Refusal.CURRENCY_UNKNOWN),
    ],
)
def test_an_unsound_one_is_refused_with_its_reason(programme: Programme, why: Refusal) -> None:
    checked = check_programme(programme)
    assert isinstance(checked, Refused)
    assert checked.reason is why


def test_stored_rules_make_the_same_programme_again() -> None:
    assert Programme(version=SOUND.version, **rules_of(SOUND)) == SOUND
    assert "version" not in rules_of(SOUND)
