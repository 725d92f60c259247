"""The command line as a person meets it: help, one clear line when it can't begin, exit codes."""

import asyncio
import os
import runpy
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.config import Settings
from tests.journeys.telegram import REFUSED, TOKEN, telegram_server
from tests.processes import said_by

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without .env, and an environment without settings."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def environment(**settings: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **settings}


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    assert end.value.code == 0
    shown = capsys.readouterr().out
    assert all(command in shown for command in ("run", "doctor", "verify", ".env.example"))


@pytest.mark.parametrize("arguments", [[], ["dance"]])
def test_an_unknown_command_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert "usage" in capsys.readouterr().err


DOORS = {
    "bot": "run",
    "sandbox": "three phones",
    "bench": "first-run",
    "texts": "update",
    "storage/migrations": "add stores",
}


def opened(door: str, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """`python -m` with these arguments; its exit code."""
    main_file = ROOT / door / "__main__.py"
    monkeypatch.setattr(sys, "argv", [str(main_file), *arguments])
    with pytest.raises(SystemExit) as end:
        runpy.run_path(str(main_file), run_name="__main__")
    assert isinstance(end.value.code, int)
    return end.value.code


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("wish", ["--help", "-h"])
def test_every_door_says_what_it_does_and_does_nothing_else(
    door: str, wish: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert opened(door, monkeypatch, wish) == 0
    said = capsys.readouterr()
    assert said.out.startswith(f"usage: python -m {door.replace('/', '.')} ")
    assert DOORS[door] in said.out
    assert not said.err
    assert not list(Path().iterdir()), "nothing was begun"


@pytest.mark.parametrize("door", DOORS)
def test_no_door_passes_an_option_over_that_it_does_not_know(
    door: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert opened(door, monkeypatch, DOORS[door], "--prot", "80") == 2
    said = capsys.readouterr().err
    assert said.startswith(f"usage: python -m {door.replace('/', '.')} ")
    assert "--prot" in said
    assert not list(Path().iterdir()), "nothing was begun"


@pytest.mark.parametrize(
    ("door", "says"), [("analytics.worker", "standard input"), ("bench.echo_bot", "ADDRESS")]
)
def test_a_door_for_programs_takes_no_options(door: str, says: str) -> None:
    command = [sys.executable, "-m", door, "--help"]
    told = subprocess.run(
        command,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert told.returncode == 1
    assert says in told.stderr


def test_a_missing_token_is_one_line_and_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run"]) == 2
    assert capsys.readouterr().err.startswith("kopilka: BOT_TOKEN is missing: put ")


def test_a_wrong_setting_is_one_line_and_code_2_without_importing_the_bot(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("TIME_ZONE=Moscow\n")
    command = [sys.executable, "-X", "importtime", "-m", "bot", "run"]
    run = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=60, check=False)
    said = [line for line in run.stderr.splitlines() if not line.startswith("import time:")]
    assert (run.returncode, run.stdout) == (2, "")
    assert said == ["kopilka: TIME_ZONE is wrong: put the name of a time zone, such as Europe/Moscow there."]
    assert "aiogram" not in run.stderr


@asynccontextmanager
async def bot_process(api_url: str) -> AsyncIterator[asyncio.subprocess.Process]:
    pipe = asyncio.subprocess.PIPE
    settings = environment(BOT_TOKEN=TOKEN, TELEGRAM_API_URL=api_url)
    command = (sys.executable, "-m", "bot", "run")
    process = await asyncio.create_subprocess_exec(*command, env=settings, stdout=pipe, stderr=pipe)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await said_by(process)


async def test_a_refused_token_is_one_line_and_code_2() -> None:
    async with telegram_server() as telegram, bot_process(telegram.url) as run:
        telegram.then("getMe", REFUSED)
        out, err = await said_by(run)
    assert (run.returncode, out) == (2, "")
    assert err.splitlines() == [
        "kopilka: BOT_TOKEN is refused by Telegram: put the token that @BotFather shows for your bot there."
    ]


async def test_a_bot_answers_and_stops_on_sigterm_and_its_ledger_is_proven_meanwhile(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    async with telegram_server() as telegram, bot_process(telegram.url) as run:
        telegram.write("/start")
        await telegram.until_asked("sendMessage", seconds=60)
        assert await asyncio.to_thread(main, ["verify"]) == 0
        run.send_signal(signal.SIGTERM)
        out, err = await said_by(run)
    assert run.returncode == 0
    assert "start=o-" in out
    assert "Traceback" not in err
    assert "The ledger adds up." in capsys.readouterr().out
    assert (tmp_path / "data" / "kopilka.db").exists()


def test_verify_without_a_database_is_one_line_and_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify"]) == 2
    assert "has no ledger" in capsys.readouterr().err


def test_verify_of_a_file_that_is_no_database_is_one_line_and_code_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "kopilka.db").write_text("no points here" * 100)
    assert main(["verify"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "kopilka.db" in said
