"""The doors of a shop, open on this machine."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.clockwork.stand import HandClock
from tests.web.tills import Street, street


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def town(tmp_path: Path, clock: HandClock) -> AsyncIterator[Street]:
    async with street(tmp_path / "shop.db", clock) as opened:
        yield opened
