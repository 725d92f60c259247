"""The measuring room can be entered: its names exist and a figure comes as one JSON object a line."""

import json

import pytest

from bench import card
from bench.__main__ import MEASURES, main


def test_the_commands_of_the_issue_exist(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in (*MEASURES, "all"))
    wanted = {"first-run", "update", "card", "memory", "kill", "ledger-model", "scan-photo", "years"}
    assert wanted <= set(MEASURES)


def test_an_unknown_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["speed"])
    assert ended.value.code == 2
    assert "first-run" in capsys.readouterr().err


def test_the_figures_of_a_card_are_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    card.drawing(times=1)
    figures = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [figure["name"] for figure in figures] == ["card.ms", "qr.ms"]
    assert all(set(figure) == {"name", "value", "unit", "against"} for figure in figures)
