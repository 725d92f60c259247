"""The shop and its people for every test of the actions."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from actions.shop import Shop
from tests.actions.people import Cast, raised
from tests.clockwork.stand import HandClock


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def cast(tmp_path: Path, clock: HandClock) -> AsyncIterator[Cast]:
    async with raised(tmp_path / "shop.db", clock) as cast:
        yield cast


@pytest.fixture
def shop(cast: Cast) -> Shop:
    return cast.shop
