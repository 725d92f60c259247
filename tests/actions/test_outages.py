"""However the bot sleeps, breaks and repeats itself, nothing burns early, untold or twice."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from actions.expire_points import expire_points
from actions.outcomes import Failed, Outcome, Retry, Sent, Unknown, Unreachable
from actions.remind_burning import remind_burning
from storage.schema import entries, lots, notices
from tests.actions.burning import MONTHLY, bought, clean, days, expired, pumped, rules
from tests.actions.people import Cast, raised
from tests.clockwork.stand import HandClock

OUTCOMES: tuple[Outcome | None, ...] = (
    None,
    Sent("1"),
    Failed("bad request"),
    Unreachable("blocked"),
    Unknown("timeout"),
    Retry("no way"),
)
Step = tuple[int, bool, bool, Outcome | None]
steps = st.lists(
    st.tuples(st.integers(1, 26 * 12), st.booleans(), st.booleans(), st.sampled_from(OUTCOMES)), max_size=12
)


@settings(max_examples=20)
@given(steps)
def test_nothing_burns_early_untold_or_twice(plan: Sequence[Step]) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(played(Path(folder), plan))


async def played(folder: Path, plan: Sequence[Step]) -> None:
    clock = HandClock()
    async with raised(folder / "shop.db", clock) as cast:
        await rules(cast, MONTHLY)
        people = [await cast.joined(name) for name in ("Анна", "Борис")]
        for person in people:
            await bought(cast, person)
        await pumped(cast)
        for hours, sweeps, reminds, outcome in plan:
            clock.advance(hours * 3600)
            if reminds:
                await remind_burning(cast.shop)
            if outcome is not None:
                await pumped(cast, outcome, rounds=1)
            if sweeps:
                await expire_points(cast.shop)
                await expire_points(cast.shop)
            await fair(cast)
        await days(cast, 50)
        await fair(cast)
        assert await expired(cast) == [-50, -50]
        await clean(cast)


async def fair(cast: Cast) -> None:
    """Each entry of the sweep came after the lot's end, and three days after somebody was told."""
    ends = {row.id: row.expires_at for row in await cast.stand.rows(lots)}
    told = [
        row for row in await cast.stand.rows(notices) if row.kind == "burning" and row.ended_at is not None
    ]
    swept = [row for row in await cast.stand.rows(entries) if row.kind == "expired"]
    assert len({row.lot_id for row in swept}) == len(swept)
    for row in swept:
        assert ends[row.lot_id] <= row.at
        assert any(
            one.member_id == row.member_id
            and (one.state == "sent" or one.reason.startswith("unreachable"))
            and one.ended_at + timedelta(days=3) <= row.at
            for one in told
        )
