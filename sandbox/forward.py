"""Moving the sandbox's clock forward: whatever becomes due on the way is done on the way."""

from calendar import monthrange
from datetime import datetime, timedelta

from actions.clock_offset import keep_offset
from bot.app import App
from sandbox.views import MoveClock


def forward(app: App) -> MoveClock:
    """The hook for the page's "+1 day" and "+1 month"."""

    async def move(*, days: int, months: int) -> None:
        now = app.shop.now()
        until = months_later(now, months) + timedelta(days=days)
        ahead = int((until - now).total_seconds())
        # Kept first: after a kill on the way the next start makes up for what was due.
        await keep_offset(app.shop, app.clock.offset_seconds + ahead)
        await app.runner.catch_up(until, app.clock.advance)

    return move


def months_later(instant: datetime, months: int) -> datetime:
    """The same day of a later month, or that month's last day."""
    years, month = divmod(instant.month - 1 + months, 12)
    year, month = instant.year + years, month + 1
    return instant.replace(year=year, month=month, day=min(instant.day, monthrange(year, month)[1]))
