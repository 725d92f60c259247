"""Price bands are drawn once: by whoever asks first, also an automation."""

import asyncio
from functools import partial

import pytest

from actions.automations.segment import those_of
from actions.price_bands import set_bands, settle_bands
from loyalty.automations import Auto
from loyalty.price_bands import LEAST_BUYERS, PriceBands, PriceBandsView
from storage import campaigns, price_bands
from tests.actions.people import Cast
from tests.actions.regulars import Regulars


@pytest.fixture
async def shop(cast: Cast) -> Regulars:
    """Thirty people who bought for 100, 200 .. 3,000."""
    regulars = Regulars(cast)
    regulars.go_to("2026-05-03")
    for n in range(1, LEAST_BUYERS + 1):
        await regulars.bought(await regulars.member(f"Гость {n}"), "2026-05-02", minor=n * 100_00)
    return regulars


async def test_an_automation_that_asks_draws_the_bands(shop: Regulars) -> None:
    for segment, bands in (("purchases >= 1", None), ("price_band = high", PriceBands(1_100_00, 2_100_00))):
        auto = await shop.running(Auto.CUSTOM, segment=segment, schedule="monthly", month_day=5)
        campaign = await shop.shop.db.read(partial(campaigns.find, campaign_id=auto))
        assert campaign is not None
        await those_of(shop.shop, campaign)
        assert await shop.shop.db.read(price_bands.kept) == bands


async def test_sums_set_meanwhile_are_not_drawn_over(shop: Regulars) -> None:
    owner = shop.cast.owner
    _, told = await asyncio.gather(
        settle_bands(shop.shop), set_bands(shop.shop, owner.member_id, owner.account_id, "320 560")
    )
    assert told == PriceBandsView(PriceBands(320_00, 560_00))
    await settle_bands(shop.shop)
    assert await shop.shop.db.read(price_bands.kept) == PriceBands(320_00, 560_00)
