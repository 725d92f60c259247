"""/health: 200 while the shop is well, 503 when it can't write or something waits too long."""

import asyncio
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from actions.shop import Shop
from actions.vital_signs import Vitals, vital_signs

# However often somebody asks, the database is written to once a second.
KEPT_SECONDS = 1.0
NO_STORE = {"Cache-Control": "no-store"}


class Pulse:
    """The last look at the shop; looks one after another, and not more often than once a second."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._turn = asyncio.Lock()
        self._taken: tuple[float, Vitals] | None = None

    async def vitals(self) -> Vitals:
        """How the shop is, at most a second old."""
        async with self._turn:
            now = asyncio.get_running_loop().time()
            if self._taken is None or now - self._taken[0] >= KEPT_SECONDS:
                self._taken = (now, await vital_signs(self._shop))
            return self._taken[1]


def router() -> APIRouter:
    """One door, open to everybody: it tells nothing of the shop's business."""
    doors = APIRouter(include_in_schema=False)
    doors.add_api_route("/health", health, methods=["GET", "HEAD"])
    return doors


async def health(request: Request) -> JSONResponse:
    """The state of every part."""
    pulse: Pulse = request.app.state.pulse
    vitals = await pulse.vitals()
    status = 503 if vitals.troubles else 200
    return JSONResponse(_body(vitals), status, NO_STORE)


def _body(vitals: Vitals) -> dict[str, Any]:
    seconds, queues = vitals.write_seconds, vitals.queues
    return {
        "status": "failing" if vitals.troubles else "ok",
        "failing": vitals.troubles,
        "version": own_version(),
        "database": {
            "write": "failed" if seconds is None else "ok",
            "write_ms": None if seconds is None else round(seconds * 1000, 2),
        },
        "notices": {"lag_seconds": round(vitals.lag_seconds(queues.notices), 1)},
        "webhooks": {"lag_seconds": round(vitals.lag_seconds(queues.webhooks), 1)},
        "inbox": {"lag_seconds": round(vitals.lag_seconds(queues.inbox), 1)},
    }


@cache
def own_version() -> str:
    """The version of this source."""
    project = Path(__file__).parents[1] / "pyproject.toml"
    return str(tomllib.loads(project.read_text("utf-8"))["project"]["version"])
