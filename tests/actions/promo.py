"""A promo code for the tests that need one."""

from typing import Any

from loyalty.benefits import Effect
from loyalty.codes import Campaign, fold_code
from storage import codes
from storage.database import Connection
from tests.actions.people import Cast


async def code(cast: Cast, word: str, effect: Effect, **terms: Any) -> int:
    """A shared code, made without its dialog."""

    def write(tx: Connection) -> int:
        now = cast.clock.now()
        campaign_id = codes.add_campaign(tx, Campaign(0, word, effect, **terms), cast.owner.member_id, now)
        codes.add_codes(tx, campaign_id, [fold_code(word)], now)
        return campaign_id

    return await cast.shop.db.write(write)
