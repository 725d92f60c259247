"""Fifty at once: the last use of a code goes to one."""

import asyncio

import pytest
from sqlalchemy import select

from actions.confirm_sale import confirm_sale
from actions.use_code import use_code
from loyalty.benefits import Effect
from loyalty.code_views import CodeTaken
from loyalty.refusals import Refusal, Refused
from loyalty.views import SaleState, SaleView
from storage.schema import lots, uses
from tests.actions.people import Actor, Cast
from tests.actions.promo import code


@pytest.mark.parametrize("same", [True, False])
async def test_fifty_at_once_take_the_last_use_once(cast: Cast, *, same: bool) -> None:
    campaign_id = await code(cast, "ОДИН", Effect(points=50), total=0 if same else 1)
    crowd = [
        await cast.stand.member(1000) if same else await cast.stand.member(1000 + n)
        for n in range(1 if same else 50)
    ]
    if same:
        crowd *= 50
    outcomes = await asyncio.gather(*(use_code(cast.shop, one, 0, "ОДИН") for one in crowd))
    assert len([one for one in outcomes if isinstance(one, CodeTaken)]) == 1
    reasons = {one.reason for one in outcomes if isinstance(one, Refused)}
    assert reasons == {Refusal.CODE_USED if same else Refusal.CODE_USED_UP}
    living = await cast.shop.db.read(
        lambda tx: tx.execute(
            select(uses.c.id).where(uses.c.what == "campaign", uses.c.which == str(campaign_id))
        ).all()
    )
    assert len(living) == 1
    assert [row.amount for row in await cast.stand.rows(lots)] == [50]


async def test_fifty_tills_at_once_give_the_last_discount_to_one(cast: Cast) -> None:
    """The others are shown the full price and nothing of theirs is booked."""
    await code(cast, "ОДИН", Effect(percent_bp=1000), total=1)
    lena, previews = cast.lena, []
    for number in range(2000, 2050):
        member_id, token = await cast.stand.member(number), f"{number:08d}"
        await use_code(cast.shop, member_id, 0, "ОДИН")
        previews.append(await cast.preview(lena, Actor(str(number), member_id, 0, token, token), 100_00))
    views = await asyncio.gather(
        *(
            confirm_sale(cast.shop, lena.member_id, lena.account_id, one.draft_id, one.revision)
            for one in previews
        )
    )
    states = [view.state for view in views if isinstance(view, SaleView)]
    assert (states.count(SaleState.BOOKED), states.count(SaleState.PREVIEW)) == (1, 49)
    assert len(await cast.stand.rows(uses)) == 3  # the code, its campaign, the offer on the card
