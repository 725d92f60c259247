"""How Hypothesis plays here, and what a worker need not do anew for every test."""

import gc
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import Connection, Engine, event
from sqlalchemy.util import LRUCache

settings.register_profile("kopilka", deadline=None, print_blob=True)
settings.load_profile("kopilka")

# Ten seconds and more each.
LONG = (
    *("test_kill.py", "test_kill_broadcast.py", "test_ledger_machine.py", "test_quote_is_booking.py"),
    *("test_till_machine.py", "test_years.py"),
)


class Statements(LRUCache[Any, Any]):
    """Compiled statements, for all databases alike: SQLAlchemy's own keys begin with the engine's dialect."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(key[1:], default)

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(key[1:], value)


STATEMENTS = Statements(2_000)


@event.listens_for(Engine, "engine_connect")
def compile_once(connection: Connection) -> None:
    """Every test has a database of its own: compiling its statements anew took half of the time."""
    connection.execution_options(compiled_cache=STATEMENTS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first, so that at the end no worker waits for another one."""
    items.sort(key=lambda item: item.path.name not in LONG)


def pytest_collection_finish() -> None:
    """What is loaded now stays: searching it for garbage again and again took a tenth of the tests' time."""
    gc.collect()
    gc.freeze()
