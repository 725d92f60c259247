"""The OpenAPI document against the API itself: schemathesis asks what it describes, and what it does not."""

import asyncio
import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok

from tests.clockwork.stand import HandClock
from tests.web.tills import street

# For each operation, of each kind: what fits its description, and what does not.
EXAMPLES = 25
KEY = "Idempotency-Key"


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a shop with a customer and a purchase, and a till's key."""
    opened: list[tuple[str, str]] = []
    ready, over = threading.Event(), threading.Event()

    async def main(path: Path) -> None:
        async with street(path, HandClock()) as town:
            till = await town.till()
            await till.bought(await town.cast.joined("Анна"), receipt="1")
            opened.append((town.url, till.key))
            ready.set()
            await asyncio.to_thread(over.wait)

    folder = tmp_path_factory.mktemp("api")
    thread = threading.Thread(target=lambda: asyncio.run(main(folder / "shop.db")), daemon=True)
    thread.start()
    assert ready.wait(30)
    yield opened[0]
    over.set()
    thread.join(30)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_the_api_keeps_to_its_description(door: tuple[str, str], mode: GenerationMode) -> None:
    url, key = door
    config = SchemathesisConfig.from_dict({"auth": {"openapi": {"till": {"bearer": key}}}})
    schema = schemathesis.openapi.from_url(f"{url}/openapi.json", config=config)
    fresh = count()
    asked: set[str] = set()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def check(case: Case[Any]) -> None:
        if mode is GenerationMode.POSITIVE and KEY in case.headers:
            case.headers[KEY] = f"schemathesis-{next(fresh)}"  # a used one is no positive example
        asked.add(case.operation.label)
        case.call_and_validate()

    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    for operation in operations:
        given(operation.as_strategy(generation_mode=mode))(check)()
    assert asked == {operation.label for operation in operations}
