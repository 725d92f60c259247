"""The HTTP server, a part of the bot's process: it listens before the bot says it has started."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from web.crowd import Crowd

# What waits in line while the loop is busy; more is refused by the machine, not by us.
BACKLOG = 512
# Connections, or requests under way: whoever comes when there are more is answered 503.
MOST_AT_ONCE = 400
KEEP_ALIVE_SECONDS = 30
LAST_WORDS_SECONDS = 5
# A request must be here whole in this time, or those who dawdle would take every place there is.
PATIENCE_SECONDS = 60.0
LOOK_SECONDS = 5.0


def listen(host: str, port: int) -> socket.socket:
    """A socket taken for the server. OSError when the address is not ours or taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.create_server((host, port), family=family, backlog=BACKLOG)
    # Connections take it over. Without it each answer's body waits 40 ms for the word that its head has come:
    # asyncio sees to that only for sockets of its own making.
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return door


class Patient(H11Protocol):
    """A connection that is cut off when nothing whole has come over it for PATIENCE_SECONDS."""

    _since: float
    _begun = False
    _looking: asyncio.TimerHandle

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Somebody is at the door: his time runs."""
        super().connection_made(transport)
        self._since = self.loop.time()
        self._look()

    def data_received(self, data: bytes) -> None:
        """The first piece of a request starts its time; further ones don't prolong it."""
        if not self._begun:
            self._begun, self._since = True, self.loop.time()
        super().data_received(data)

    def on_response_complete(self) -> None:
        """The next request has its own time."""
        self._begun, self._since = False, self.loop.time()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is there any more."""
        self._looking.cancel()
        super().connection_lost(exc)

    def _look(self) -> None:
        cycle: RequestResponseCycle | None = self.cycle  # none before the first request
        working = cycle is not None and not cycle.response_complete and not cycle.more_body
        if not working and self.loop.time() - self._since > PATIENCE_SECONDS:
            self.transport.abort()
        else:
            self._looking = self.loop.call_later(LOOK_SECONDS, self._look)


class Server(uvicorn.Server):
    """uvicorn as one of the bot's tasks: signals are the bot's own, its log lines are ours."""

    def __init__(self, app: FastAPI, door: socket.socket) -> None:
        super().__init__(
            uvicorn.Config(
                Crowd(app, self._is_full, app.state.shop.settings.default_language),
                http=Patient,
                log_config=None,
                access_log=False,
                lifespan="off",
                proxy_headers=False,
                server_header=False,
                timeout_keep_alive=KEEP_ALIVE_SECONDS,
                timeout_graceful_shutdown=LAST_WORDS_SECONDS,
            )
        )
        self._door = door

    def _is_full(self) -> bool:
        state = self.server_state
        return len(state.connections) > MOST_AT_ONCE or len(state.tasks) > MOST_AT_ONCE

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._door.getsockname()[1])

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """The bot takes signals itself and stops its parts in order."""
        yield

    async def listening(self) -> None:
        """Answer until `stop`."""
        await self.serve([self._door])

    def stop(self) -> None:
        """Take no new request; those under way are finished."""
        self.should_exit = True
