"""Points that became active and levels, told in the owner's own words."""

from dataclasses import replace

import pytest

from actions.confirm_sale import confirm_sale
from actions.list_automations import show_automation, who_today
from actions.preview_campaign import Tryout, try_campaign
from actions.review_tiers import review_tiers
from actions.undo_sale import undo_sale
from actions.wake_points import wake_points
from loyalty.automation_views import AutomationView, WhoToday
from loyalty.automations import Auto
from loyalty.campaigns import RecipientState
from loyalty.programme import Terms
from loyalty.views import SaleView
from tests.actions.burning import DAY, bought, rules
from tests.actions.buying import ruled
from tests.actions.own_words import GOLD, HELLO, MONTHLY, RU, said, text_of, went
from tests.actions.people import Cast
from tests.actions.regulars import Regulars
from texts.campaign import campaign_screen


@pytest.fixture
def shop(cast: Cast) -> Regulars:
    return Regulars(cast)


async def test_points_that_became_active_are_told_of_at_the_hour_that_is_set(
    cast: Cast, shop: Regulars
) -> None:
    await rules(cast, Terms(pending_days=2))
    active, anna = await shop.running(Auto.ACTIVE, hour=18), await cast.joined("Анна")
    await bought(cast, anna)
    await went(cast)
    cast.clock.advance(2 * DAY)  # it is 15:00
    found = await who_today(cast.shop, cast.owner.member_id, active)
    assert isinstance(found, WhoToday)
    assert found.names == ("Анна",)
    await wake_points(cast.shop)
    assert await went(cast) == []
    cast.clock.advance(3 * 3_600)
    (one,) = await went(cast)
    assert text_of(one) == f"{HELLO}\n\n⭐ 50 баллов теперь можно тратить. Всего на карте 50."
    (recipient,) = await shop.all(active)
    assert recipient.state is RecipientState.SENT


async def test_a_level_is_congratulated_on_so_many_hours_later_if_it_is_still_held(
    cast: Cast, shop: Regulars
) -> None:
    await ruled(cast.shop, tiers=(GOLD,))
    up = await shop.running(Auto.TIER_UP, hours=2)
    anna, vera = await cast.joined("Анна"), await cast.joined("Вера")
    await bought(cast, anna, 10_000_00)
    preview = await cast.preview(cast.lena, vera, 10_000_00)
    view = await confirm_sale(
        cast.shop, cast.lena.member_id, cast.lena.account_id, preview.draft_id, preview.revision
    )
    assert isinstance(view, SaleView)
    assert view.purchase_id is not None
    await undo_sale(cast.shop, cast.lena.member_id, view.purchase_id)
    assert not [one for one in await went(cast) if one.kind == "tier_up"]
    cast.clock.advance(2 * 3_600)
    (one,) = await went(cast)
    assert (one.kind, one.member_id) == ("tier_up", anna.member_id)
    assert text_of(one).startswith(f"{HELLO}\n\nТеперь у вас уровень <b>Золото</b> ⭐")
    assert [r.occasion for r in await shop.all(up)] == ["g:2026"]
    found = await who_today(cast.shop, cast.owner.member_id, up)
    assert isinstance(found, WhoToday)
    assert found.after_purchase


async def test_a_level_at_risk_is_told_of_in_his_words(cast: Cast, shop: Regulars) -> None:
    await ruled(cast.shop, tiers=(GOLD,))
    risk, anna = await shop.running(Auto.TIER_WARNING), await cast.joined("Анна")
    await said(shop, risk, body="Не хватает {осталось}, до {дата}.")
    await bought(cast, anna, 10_000_00)
    await went(cast)
    for _ in range(340):
        cast.clock.advance(DAY)
        found = await who_today(cast.shop, cast.owner.member_id, risk)
        assert isinstance(found, WhoToday)
        await review_tiers(cast.shop)
        told = [one for one in await went(cast) if one.kind == "tier_warning"]
        assert found.people == len(told)
        if told:
            break
    (one,) = told
    assert text_of(one).startswith("Не хватает ")
    assert "\n" not in text_of(one)
    again = await who_today(cast.shop, cast.owner.member_id, risk)
    assert isinstance(again, WhoToday)
    assert again.people == 1


async def test_a_warning_that_waited_tells_what_is_missing_then(cast: Cast, shop: Regulars) -> None:
    await ruled(cast.shop, tiers=(GOLD,))
    risk, anna = await shop.running(Auto.TIER_WARNING, hour=20), await cast.joined("Анна")
    await bought(cast, anna, 10_000_00)
    await went(cast)
    cast.clock.advance(340 * DAY)
    await review_tiers(cast.shop)
    assert await went(cast) == []
    await bought(cast, anna, 10_000_00)
    await went(cast)
    cast.clock.advance(5 * 3_600)
    assert await went(cast) == [], "he has bought enough meanwhile"
    found = await who_today(cast.shop, cast.owner.member_id, risk)
    assert isinstance(found, WhoToday)
    assert found.people == 0
    assert await shop.all(risk) == []


async def test_what_the_programme_does_not_tell_cannot_be_switched_on(shop: Regulars) -> None:
    for kind in (Auto.ACTIVE, Auto.TIER_UP, Auto.TIER_WARNING):
        with pytest.raises(AssertionError, match="automation_idle"):
            await shop.running(kind)


async def test_it_is_tried_out_with_the_figures_below(cast: Cast, shop: Regulars) -> None:
    await ruled(cast.shop, tiers=(GOLD,), terms=replace(MONTHLY, pending_days=1))
    expected = {
        Auto.BURNING: "⏳ 120 баллов",
        Auto.ACTIVE: "⭐ 120 баллов теперь можно тратить",
        Auto.TIER_UP: "Теперь у вас уровень <b>Золото</b> ⭐",
        Auto.TIER_WARNING: "Скоро пересмотр",
    }
    for kind, figures in expected.items():
        one = await shop.running(kind)
        view = await show_automation(cast.shop, cast.owner.member_id, one)
        assert isinstance(view, AutomationView)
        tried = await try_campaign(cast.shop, cast.owner.member_id, one, view.campaign.revision)
        assert isinstance(tried, Tryout)
        (message,) = tried.messages
        text = campaign_screen(RU, message).text
        assert text.startswith(f"{HELLO}\n\n{figures}"), text
    assert await shop.all(one) == []
