"""The doors of a shop, open on this machine."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.actions.paying import rich
from tests.actions.people import Actor, Cast, raised
from tests.clockwork.stand import HandClock
from tests.web.scanner_door import Page, served
from tests.web.tills import Street, street


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def town(tmp_path: Path, clock: HandClock) -> AsyncIterator[Street]:
    async with street(tmp_path / "shop.db", clock) as opened:
        yield opened


@pytest.fixture
async def cast(tmp_path: Path, clock: HandClock) -> AsyncIterator[Cast]:
    async with raised(tmp_path / "shop.db", clock) as cast:
        yield cast


@pytest.fixture
async def door(cast: Cast) -> AsyncIterator[Page]:
    async with served(cast) as door:
        yield door


@pytest.fixture
async def page(door: Page, cast: Cast) -> Page:
    return await door.opened_by(cast.lena)


@pytest.fixture
async def anna(cast: Cast) -> Actor:
    return await rich(cast)
