"""kill -9 at any moment of a broadcast, and a Telegram that fails: nobody gets it twice or is forgotten."""

from pathlib import Path

import pytest

from bench import kill_broadcast
from bench.kill_broadcast import killed

KILLS = 3


async def test_nobody_gets_it_twice_and_nobody_is_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kill_broadcast, "QUIET_SECONDS", 2.0)
    verdict = await killed(tmp_path, KILLS, seed=1, people=60)
    assert verdict.duplicates == 0
    assert verdict.lost == []
    assert verdict.unknown <= verdict.bound
    assert verdict.sent
