"""How somebody wants to be written to, and since when he holds his tier, survive a merge and its undoing."""

from datetime import date, datetime

import pytest

from actions.preferences import change_quiet_hours, change_topic
from actions.undo_merge import undo_merge
from loyalty.merging import MergeView
from loyalty.messages import Preferences, Topic
from loyalty.tiers import Held
from storage import preferences, standings
from storage.schema import standings as table
from tests.actions.people import Actor, Cast
from tests.actions.test_merge import merged, two

MUTED = frozenset({Topic.TIER})
OTHERS = Preferences(frozenset({Topic.BIRTHDAY}), 19, 11, "Asia/Omsk")
KEPT = Preferences(MUTED, 20, 10)


async def chose(cast: Cast, who: Actor, wanted: Preferences) -> None:
    await cast.shop.db.write(lambda tx: preferences.keep(tx, who.member_id, wanted))


async def wishes(cast: Cast, who: Actor) -> Preferences | None:
    return await cast.shop.db.read(lambda tx: preferences.chosen(tx, who.member_id))


@pytest.mark.parametrize(
    ("kept", "other", "joined"),
    [
        (None, None, None),
        (KEPT, None, KEPT),
        (None, OTHERS, OTHERS),
        (KEPT, OTHERS, Preferences(frozenset({Topic.TIER, Topic.BIRTHDAY}), 20, 10)),
    ],
)
async def test_the_kept_cards_wishes_stay_and_what_is_muted_is_united(
    cast: Cast, kept: Preferences | None, other: Preferences | None, joined: Preferences | None
) -> None:
    anna, twin = await two(cast)
    for who, wanted in ((anna, kept), (twin, other)):
        if wanted is not None:
            await chose(cast, who, wanted)
    view = await merged(cast, anna, twin)
    assert await wishes(cast, anna) == joined
    assert isinstance(await undo_merge(cast.shop, cast.owner.member_id, view.merge_id), MergeView)
    assert (await wishes(cast, anna), await wishes(cast, twin)) == (kept, other)


async def test_wishes_changed_since_stay_when_the_cards_part(cast: Cast) -> None:
    anna, twin = await two(cast)
    await chose(cast, twin, OTHERS)
    view = await merged(cast, anna, twin)
    await change_quiet_hours(cast.shop, anna.member_id, 18, 12)
    await change_topic(cast.shop, anna.member_id, Topic.TIER, wanted=False)
    changed = await wishes(cast, anna)
    await undo_merge(cast.shop, cast.owner.member_id, view.merge_id)
    assert (await wishes(cast, anna), await wishes(cast, twin)) == (changed, OTHERS)


async def since(cast: Cast, who: Actor) -> datetime | None:
    rows = await cast.stand.rows(table)
    return next((row.tier_since for row in rows if row.member_id == who.member_id), None)


@pytest.mark.parametrize("swapped", [False, True])
async def test_both_hold_their_tiers_since_the_same_day_as_before(cast: Cast, swapped: bool) -> None:
    anna, twin = await two(cast)
    held = Held("gold", None, None, date(2027, 1, 1), None, None)
    await cast.shop.db.write(lambda tx: standings.keep(tx, twin.member_id, held, cast.shop.now()))
    before = await since(cast, anna), await since(cast, twin)
    assert before[1] is not None
    cast.clock.advance(86_400)
    view = await merged(cast, twin, anna) if swapped else await merged(cast, anna, twin)
    cast.clock.advance(86_400)
    assert isinstance(await undo_merge(cast.shop, cast.owner.member_id, view.merge_id), MergeView)
    assert (await since(cast, anna), await since(cast, twin)) == before
