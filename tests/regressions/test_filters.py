"""aiogram calls a filter that is no coroutine in a thread of its own: the till has none of those."""

from collections.abc import Iterator

from aiogram.dispatcher.event.handler import CallableObject

from handlers import routers


def asked_and_called() -> Iterator[CallableObject]:
    """Every filter and every handler of the house."""
    for room in routers().chain_tail:
        for observer in room.observers.values():
            yield from observer._handler.filters or ()
            for handler in observer.handlers:
                yield handler
                yield from handler.filters or ()


def test_every_filter_and_handler_is_awaited_in_place() -> None:
    found = list(asked_and_called())
    assert len(found) > 100
    assert [one.callback for one in found if not one.awaitable] == []
