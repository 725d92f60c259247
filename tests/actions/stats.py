"""Whether the kept statistics are what the purchases say."""

from loyalty.statistics import MemberStats, of_purchases
from storage import stats
from storage.database import Connection
from storage.schema import members
from tests.actions.people import Actor, Cast


async def true(cast: Cast) -> None:
    """Every member's figures are those of his purchases."""
    ids = [row.id for row in await cast.stand.rows(members)]
    assert await cast.shop.db.read(lambda tx: wrong(tx, ids)) == []


def wrong(tx: Connection, ids: list[int]) -> list[int]:
    return [one for one in ids if not stats.holds(tx, one, *of_purchases(stats.bought(tx, one)))]


async def kept(cast: Cast, who: Actor) -> MemberStats:
    found = await cast.shop.db.read(lambda tx: stats.of_member(tx, who.member_id))
    assert found is not None
    return found
