"""getUpdates: long polling with confirmation by offset."""

from itertools import islice

from aiogram.methods import GetUpdates

from sandbox.errors import ApiError
from sandbox.state import Json
from sandbox.telegram import Telegram

LIMIT = 100
LONGEST_POLL_SECONDS = 50
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


async def get_updates(telegram: Telegram, call: GetUpdates) -> list[Json]:
    """Updates from `offset` on, which confirms the earlier ones; waits up to `timeout` seconds for the first.
    Raises ApiError 409 when another call came meanwhile: as at Telegram, the newer poller stays."""
    if call.allowed_updates is not None:
        allowed = call.allowed_updates or None
        if telegram.state.settings.get("allowed_updates") != allowed:
            telegram.record("setting", key="allowed_updates", value=allowed)
    _confirm(telegram, call.offset or 0)
    telegram.poller += 1
    mine = telegram.poller
    telegram.arrivals.ring()
    limit = min(max(call.limit or LIMIT, 1), LIMIT)
    seconds = min(max(call.timeout or 0, 0), LONGEST_POLL_SECONDS)
    try:
        await telegram.arrivals.wait_for(
            lambda: telegram.poller != mine or telegram.stopping or telegram.state.updates, seconds
        )
    except TimeoutError:
        return []
    if telegram.poller != mine:
        raise ApiError(409, CONFLICT)
    return list(islice(telegram.state.updates.values(), limit))


def _confirm(telegram: Telegram, offset: int) -> None:
    """Forget updates below the offset; a negative one keeps only that many of the last."""
    if offset < 0:
        offset = telegram.state.last_update + 1 + offset
    first = next(iter(telegram.state.updates), None)
    if first is not None and first < offset:
        telegram.record("confirmed", offset=offset)
        telegram.changes.ring()
