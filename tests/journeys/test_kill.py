"""kill -9 at any moment: what people were told is done is done, once, and nobody waits for ever."""

from pathlib import Path

from bench.kill import killed

KILLS = 5


async def test_nothing_is_lost_or_doubled_when_the_process_is_killed_under_traffic(tmp_path: Path) -> None:
    verdict = await killed(tmp_path, KILLS, seed=1)
    assert verdict.lost == []
    assert verdict.doubled == []
    assert verdict.faults == ()
    assert verdict.sales
