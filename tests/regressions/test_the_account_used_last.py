"""A person with several accounts is written to where he was last, whatever he did there."""

import pytest
from sqlalchemy import update

from actions.receive import Received, receive
from actions.shop import Shop
from storage import people
from storage.schema import accounts
from tests.actions.people import Actor, Cast

MINUTE, HOUR = 60, 3600


@pytest.fixture
async def both(cast: Cast) -> tuple[Actor, Actor]:
    """One person with two accounts; he came with the second one last."""
    phone, tablet = await cast.joined("Анна"), await cast.stranger("Анна с планшета")
    mine = update(accounts).where(accounts.c.id == tablet.account_id).values(member_id=phone.member_id)
    await cast.shop.db.write(lambda tx: tx.execute(mine))
    cast.clock.advance(HOUR)
    await cast.start(tablet.external_id, "Анна с планшета")
    return phone, tablet


async def used(shop: Shop, who: Actor, update_id: int) -> None:
    """A press, a text, anything."""
    await receive(shop, [Received(update_id, who.external_id, "{}")])


async def written_to(cast: Cast, who: Actor) -> str:
    found = await cast.shop.db.read(lambda tx: people.speaker_of(tx, who.member_id))
    assert found is not None
    return found.external_id


async def test_the_account_of_the_newest_update_counts(cast: Cast, both: tuple[Actor, Actor]) -> None:
    phone, tablet = both
    assert await written_to(cast, phone) == tablet.external_id
    for number, who in enumerate((phone, tablet, phone), 1):
        cast.clock.advance(MINUTE)
        await used(cast.shop, who, number)
        assert await written_to(cast, phone) == who.external_id


async def test_one_account_is_marked_at_most_once_an_hour(cast: Cast) -> None:
    anna, marks = await cast.joined("Анна"), set()
    for number in range(13):
        await used(cast.shop, anna, number)
        rows = await cast.stand.rows(accounts)
        marks.add(next(row.last_seen for row in rows if row.id == anna.account_id))
        cast.clock.advance(10 * MINUTE)
    assert len(marks) == 2


async def test_updates_of_nobody_and_of_strangers_mark_nothing(cast: Cast) -> None:
    before = await cast.stand.rows(accounts)
    cast.clock.advance(2 * HOUR)
    await receive(cast.shop, [Received(1, "", "{}"), Received(2, "777", "{}")])
    assert await cast.stand.rows(accounts) == before
