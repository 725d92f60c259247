"""A backup put in the place of the database: what may have been sent since is never sent again."""

from datetime import timedelta

from actions.after_restore import settle_restored
from actions.hold_broadcast import resume
from loyalty.campaigns import CampaignState
from storage import recipients
from storage import shop as rows
from storage.backup import COPIED_AT
from storage.schema import recipients as table
from tests.clockwork.broadcasting import broadcast, crowd, owner, state_of, states
from tests.clockwork.stand import Stand, claimed, ends


async def test_in_a_backup_put_back_campaigns_wait_for_their_owner(stand: Stand) -> None:
    boss = await owner(stand)
    campaign_id = await broadcast(stand, await crowd(stand, 4), author_id=boss)
    await claimed(stand, 1)
    last = max(row.id for row in await stand.rows(table))
    later = stand.clock.now() + timedelta(days=1)
    await stand.shop.db.write(lambda tx: recipients.put_off(tx, last, later, None))
    assert await settle_restored(stand.shop) == 0, "it is no copy"
    await stand.shop.db.write(lambda tx: rows.remember(tx, COPIED_AT, "2026-05-03"))
    assert await settle_restored(stand.shop) == 1
    assert await states(stand) == {("unknown", "restored"): 3, ("waiting", ""): 1}
    assert ("unknown", "restored") in await ends(stand)
    one = await state_of(stand, campaign_id)
    assert (one.state, one.reason) == (CampaignState.PAUSED, "restored")
    assert [delivery.kind for delivery in await claimed(stand, 5)] == ["campaign_paused"]
    assert await settle_restored(stand.shop) == 0
    await resume(stand.shop, boss, campaign_id)
    assert [d for d in await claimed(stand, 5) if d.kind == "campaign"] == [], "nobody gets it twice"
    stand.clock.advance(2 * 86_400)
    assert len([d for d in await claimed(stand, 5) if d.kind == "campaign"]) == 1, "his time came later"


async def test_a_broadcast_that_was_being_written_down_is_over(stand: Stand) -> None:
    campaign_id = await broadcast(stand, (), state=CampaignState.QUEUING, author_id=await owner(stand))
    await stand.shop.db.write(lambda tx: rows.remember(tx, COPIED_AT, "2026-05-03"))
    assert await settle_restored(stand.shop) == 1
    assert (await state_of(stand, campaign_id)).state is CampaignState.CANCELLED
