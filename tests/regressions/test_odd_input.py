"""Input that once stopped the bot: half a character in an update, settings outside the calendar."""

from pathlib import Path

import pytest

from bot.app import build
from bot.config import SettingsError, load_settings
from tests.journeys.telegram import telegram_server
from tests.journeys.test_lifespan import settings_for

HALF_A_CHARACTER = "\ud83d"


async def test_half_a_character_does_not_stop_the_updates_of_everybody(tmp_path: Path) -> None:
    async with telegram_server() as telegram:
        app = build(settings_for(telegram, tmp_path))
        await app.start()
        try:
            telegram.write(f"hi {HALF_A_CHARACTER}!", user_id=7)
            telegram.write("hi", user_id=8)
            answers = await telegram.until_asked("sendMessage", times=2)
        finally:
            await app.stop()
    assert {answer["chat_id"] for answer in answers} == {7, 8}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CLOCK_OFFSET", "99999999999999"),
        ("CLOCK_OFFSET", "-99999999999"),
        ("TELEGRAM_API_URL", "http://127.0.0.1:99999"),
        ("TELEGRAM_API_URL", "http://127.0.0.1:0"),
    ],
)
def test_what_only_breaks_later_is_refused_at_the_start(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:8081")
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"^{name} is wrong: put "):
        load_settings(None)
