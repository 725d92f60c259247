"""The doctor: a line for everything, and what to do about what is wrong."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.app import build
from bot.config import Settings, load_settings
from bot.doctor import Finding, Health, check_disk, check_sqlite, examine
from tests.journeys.telegram import REFUSED, TOKEN, Telegram, telegram_server


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with telegram_server() as server:
        yield server


def settings_for(telegram: Telegram, **values: Any) -> Settings:
    return load_settings(None, **{"bot_token": TOKEN, "telegram_api_url": telegram.url, **values})


async def findings(settings: Settings) -> dict[str, Finding]:
    return {finding.what: finding for finding in await examine(settings)}


async def test_a_new_machine_with_a_good_token_is_well(telegram: Telegram) -> None:
    found = await findings(settings_for(telegram))
    assert found["token"].text == "the bot is @coffee_bot"
    assert {what for what, finding in found.items() if finding.health is Health.PROBLEM} == set()
    assert (found["clock"].health, found["database"].health) == (Health.OK, Health.OK)
    assert not list(Path().iterdir()), "the doctor changes nothing"


async def test_a_running_shop_is_well(telegram: Telegram) -> None:
    settings = settings_for(telegram)
    app = build(settings)
    await app.start()
    try:
        found = await findings(settings)
    finally:
        await app.stop()
    assert found["database"].text.startswith("sound")
    assert found["key"].text == "data/secret.key is readable by its owner only"


async def test_a_missing_token_is_told(telegram: Telegram) -> None:
    found = await findings(settings_for(telegram, bot_token=None))
    assert found["token"].health is Health.PROBLEM
    assert "BOT_TOKEN is not set" in found["token"].text


async def test_a_refused_token_is_told(telegram: Telegram) -> None:
    telegram.then("getMe", REFUSED)
    found = await findings(settings_for(telegram))
    assert found["token"].health is Health.PROBLEM
    assert "refuses BOT_TOKEN" in found["token"].text


async def test_no_network_is_told(telegram: Telegram) -> None:
    found = await findings(settings_for(telegram, telegram_api_url="http://127.0.0.1:9"))
    assert (found["token"].health, found["clock"].health) == (Health.PROBLEM, Health.WARNING)
    assert "check the network" in found["token"].text


@pytest.mark.parametrize(("shift_seconds", "said"), [(300, "behind"), (-300, "ahead of")])
async def test_a_wrong_clock_is_told(telegram: Telegram, shift_seconds: int, said: str) -> None:
    telegram.clock_shift_seconds = shift_seconds
    clock = (await findings(settings_for(telegram)))["clock"]
    assert clock.health is Health.WARNING
    assert said in clock.text


async def test_a_file_that_is_no_database_is_told(telegram: Telegram) -> None:
    Path("points.db").write_text("no points here" * 100)
    found = await findings(settings_for(telegram, database_url="sqlite:///points.db"))
    assert found["database"].health is Health.PROBLEM


async def test_a_key_that_is_lost_or_another_one_is_told(telegram: Telegram) -> None:
    settings = settings_for(telegram)
    app = build(settings)
    await app.start()
    await app.stop()
    other = await findings(settings_for(telegram, secret_key="quite another secret"))
    assert (other["key"].health, "does not open" in other["key"].text) == (Health.PROBLEM, True)
    Path("data/secret.key").write_text("no key at all")
    assert (await findings(settings))["key"].health is Health.PROBLEM
    Path("data/secret.key").unlink()
    lost = await findings(settings)
    assert (lost["key"].health, "put data/secret.key back" in lost["key"].text) == (Health.PROBLEM, True)
    assert not Path("data/secret.key").exists(), "the doctor changes nothing"


async def test_a_key_that_others_can_read_is_told(telegram: Telegram) -> None:
    Path("data").mkdir()
    Path("data/secret.key").write_text("00" * 32)
    Path("data/secret.key").chmod(0o644)
    Path(".env").write_text("")
    Path(".env").chmod(0o644)
    found = await findings(settings_for(telegram))
    assert (found["key"].health, found[".env"].health) == (Health.PROBLEM, Health.WARNING)
    assert "chmod 600" in found["key"].text


def test_an_old_sqlite_is_explained() -> None:
    finding = check_sqlite()
    assert finding.health is Health.OK or "checkpoint" in finding.text


def test_the_disk_is_measured_where_the_data_will_be() -> None:
    assert str(Path().absolute()) in check_disk(Path("data/not/there/yet")).text


def test_the_command_prints_a_line_each_and_code_1_for_a_problem(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:9")
    assert main(["doctor"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("problem  token: BOT_TOKEN is not set")
    assert len(lines) >= 6
