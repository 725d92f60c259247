"""What the programme tells by itself, in its owner's words: his text above, its own figures below."""

from typing import Any

import pytest

from actions.tellings import TELLINGS
from loyalty.automations import STANDING
from loyalty.templates import FIGURES_ROOM, utf16_length, visible_text
from texts.catalogue import LANGUAGES
from texts.notices import render
from texts.words import words_for

LONG = "Щ" * 200
DAYS = [[f"2026-09-{day:02}", 9_999_999] for day in range(20, 30)]
LONGEST: dict[str, dict[str, Any]] = {
    "burning": {"days": DAYS, "idle": True},
    "active": {"points": 9_999_999, "available": 9_999_999},
    "tier_up": {
        "tier_name": LONG[:40],
        "rate_bp": 1_250,
        "cap_bp": 9_950,
        "discount_bp": 1_250,
        "perks": LONG,
    },
    "tier_warning": {
        "tier_name": LONG[:40],
        "below": LONG[:40],
        "missing": 99_999_999_99,
        "metric": "money",
        "last_day": "2026-09-30",
    },
}


def test_every_automation_of_them_goes_with_a_notice_that_can_be_told_so() -> None:
    assert set(STANDING.values()) == set(TELLINGS) == set(LONGEST)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LONGEST)
def test_there_is_room_for_the_longest_figures(kind: str, language: str) -> None:
    figures = render(words_for(language, "Europe/Moscow", "RUB"), kind, LONGEST[kind]).text
    assert utf16_length(visible_text(f"\n\n{figures}")) <= FIGURES_ROOM


@pytest.mark.parametrize(("body", "above"), [("Привет, {имя}!", "Привет, Анна!\n\n"), ("", "")])
def test_the_figures_stand_below_the_words_with_the_buttons_of_both(body: str, above: str) -> None:
    words, data = words_for("ru", "Europe/Moscow", "RUB"), LONGEST["active"]
    own = {
        "recipient": 7,
        "body": body,
        "values": {"name": "Анна"},
        "media": "photo",
        "file_id": "f",
        "buttons": [{"kind": "card", "text": "Моя карта", "value": ""}],
        "marketing": True,
        "figures": {"kind": "active", "data": data},
    }
    screen = render(words, "active", {**data, "own": own})
    assert screen.text == f"{above}{render(words, 'active', data).text}"
    assert [row[0].text for row in screen.buttons] == ["Моя карта", "Отписаться"]
    assert screen.photo_id == "f"
