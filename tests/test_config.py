"""Settings: read from the environment and .env, refused in one line that helps."""

from pathlib import Path

import pytest

from bot.config import Settings, SettingsError, load_settings

TOKEN = "123456789:AAE-this_is_not_a_real_token_0123456789"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def env_file(folder: Path, text: str) -> Path:
    path = folder / ".env"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_anything_set_the_defaults_hold() -> None:
    settings = load_settings(None)
    assert settings.bot_token is None
    assert settings.owner_ids == ()
    assert settings.database_url == "sqlite:///data/kopilka.db"
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.speaks_to_telegram
    assert (settings.default_language, settings.time_zone, settings.log_level) == (
        "ru",
        "Europe/Moscow",
        "INFO",
    )


def test_the_database_stands_in_the_data_folder_unless_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", "/srv/kopilka")
    assert load_settings(None).database_url == "sqlite:////srv/kopilka/kopilka.db"
    monkeypatch.setenv("DATABASE_URL", "sqlite:///other.db")
    assert load_settings(None).database_url == "sqlite:///other.db"


def test_the_environment_wins_over_the_file_and_overrides_over_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = env_file(tmp_path, "LOG_LEVEL=ERROR\nDEFAULT_LANGUAGE=en\nOWNER_IDS=1\n")
    monkeypatch.setenv("DEFAULT_LANGUAGE", "ru")
    settings = load_settings(path, owner_ids=("5",))
    assert (settings.log_level, settings.default_language, settings.owner_ids) == ("ERROR", "ru", ("5",))


def test_an_empty_value_means_not_set(tmp_path: Path) -> None:
    path = env_file(tmp_path, "".join(f"{name.upper()}=\n" for name in Settings.model_fields))
    assert load_settings(path) == load_settings(None)


def test_a_foreign_line_in_the_file_is_left_alone(tmp_path: Path) -> None:
    assert load_settings(env_file(tmp_path, "COMPOSE_PROJECT_NAME=shop\n")).owner_ids == ()


def test_owner_ids_are_numbers_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNER_IDS", " 111111111, 222222222 ,")
    assert load_settings(None).owner_ids == ("111111111", "222222222")


def test_levels_and_languages_may_be_written_in_any_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "debug")
    monkeypatch.setenv("DEFAULT_LANGUAGE", "EN")
    settings = load_settings(None)
    assert (settings.log_level, settings.default_language) == ("DEBUG", "en")


WRONG = [
    ("BOT_TOKEN", "123456789"),
    ("BOT_TOKEN", "secret-secret:really secret"),
    ("OWNER_IDS", "111;222"),
    ("OWNER_IDS", "@anna"),
    ("OWNER_IDS", "٣٤"),
    ("DATABASE_URL", "postgresql://shop:secret@db/kopilka"),
    ("DATABASE_URL", "sqlite://"),
    ("DATABASE_URL", "sqlite:///:memory:"),
    ("DATABASE_URL", "sqlite:///data/kopilka.db?mode=ro"),
    ("SECRET_KEY", "secret"),
    ("TELEGRAM_API_URL", "localhost:8081"),
    ("TELEGRAM_API_URL", "http://api.telegram.org"),
    ("DEFAULT_LANGUAGE", "de"),
    ("TIME_ZONE", "Moscow"),
    ("TIME_ZONE", "../../etc/passwd"),
    ("TIME_ZONE", "Europe"),
    ("LOG_LEVEL", "LOUD"),
    ("BACKUP_KEEP", "0"),
    ("CLOCK_OFFSET", "1 day"),
    ("SANDBOX_PORT", "70000"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_is_refused_in_one_line_that_names_it_and_keeps_secrets(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:8081")
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refusal:
        load_settings(None)
    line = str(refusal.value)
    assert line.startswith(f"{name} is wrong: put ")
    assert "\n" not in line
    assert "secret" not in line.replace("secret.key", "")


def test_a_moved_clock_is_refused_when_the_api_is_telegrams_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLOCK_OFFSET", "86400")
    with pytest.raises(SettingsError, match=r"^CLOCK_OFFSET is wrong"):
        load_settings(None)
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:8081")
    assert load_settings(None).clock_offset == 86400


def test_a_file_that_is_no_text_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_bytes(b"\xff\xfeB\x00O\x00T\x00")
    with pytest.raises(SettingsError, match=r"\.env cannot be read"):
        load_settings(path)


def test_a_missing_token_is_named_with_the_way_to_get_one() -> None:
    with pytest.raises(SettingsError, match=r"^BOT_TOKEN is missing: .*@BotFather"):
        _ = load_settings(None).token


def test_secrets_do_not_show_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("SECRET_KEY", "k" * 40)
    settings = load_settings(None)
    assert settings.token == TOKEN
    assert TOKEN not in repr(settings)
    assert "kkkk" not in repr(settings)
