"""What came of a campaign, on a real database: who counts, what counts, and since when."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import insert

from actions.effect import DAYS, list_recipients, show_effect
from actions.make_sheet import make_sheet
from actions.undo_sale import undo_sale
from analytics.effect import EffectView, Verdict
from loyalty.campaigns import BROADCAST, CONTROL, Campaign, CampaignState, RecipientList
from loyalty.messages import MessageClass
from loyalty.refusals import Refusal
from storage import campaigns
from storage.database import Connection
from storage.schema import recipients
from tests.actions.buying import bought, reason
from tests.actions.people import Actor, Cast
from texts.effect_table import recipients_table
from texts.words import words_for

DAY = timedelta(days=1).total_seconds()


async def sent(
    cast: Cast, arms: dict[Actor, int], state: CampaignState = CampaignState.DONE, kind: str = BROADCAST
) -> int:
    """A campaign that went to these people at this moment; its id."""
    now = cast.clock.now()

    def write(tx: Connection) -> int:
        campaign = Campaign(0, kind, "Новый зерновой кофе", state, 1, MessageClass.NEWS, started_at=now)
        campaign_id = campaigns.add(tx, replace(campaign, total=len(arms)), now)
        for someone, arm in arms.items():
            row = {"campaign_id": campaign_id, "member_id": someone.member_id, "arm": arm, "due_at": now}
            row |= {"state": "control"} if arm == CONTROL else {"state": "sent", "ended_at": now}
            tx.execute(insert(recipients).values(row))
        return campaign_id

    return await cast.shop.db.write(write)


async def report(cast: Cast, campaign_id: int) -> EffectView:
    view = await show_effect(cast.shop, cast.owner.member_id, campaign_id)
    assert isinstance(view, EffectView), view
    return view


async def test_purchases_before_and_after_its_days_and_those_taken_back_do_not_count(cast: Cast) -> None:
    anna, igor, olga = [await cast.joined(name) for name in ("Анна", "Игорь", "Ольга")]
    await bought(cast, anna, 100_00)
    cast.clock.advance(60)
    campaign_id = await sent(cast, {anna: 0, igor: 0, olga: CONTROL})
    await bought(cast, anna, 200_00)
    undone = await bought(cast, igor, 300_00)
    await undo_sale(cast.shop, cast.lena.member_id, undone)
    await bought(cast, olga, 400_00)
    cast.clock.advance(DAYS * DAY)
    await bought(cast, anna, 500_00)
    view = await report(cast, campaign_id)
    assert (view.treated.people, view.treated.buyers, view.treated.revenue_minor) == (2, 1, 200_00)
    assert (view.control.people, view.control.buyers, view.control.revenue_minor) == (1, 1, 400_00)
    assert (view.attributed_people, view.attributed_minor) == (1, 200_00)
    assert view.treated.squares == 200_00.0**2
    assert not view.is_early
    assert view.effect.verdict is Verdict.TOO_FEW


async def test_the_first_orders_count_and_a_later_message_takes_those_after_it(cast: Cast) -> None:
    anna, igor = await cast.joined("Анна"), await cast.joined("Игорь")
    first = await sent(cast, {anna: 0, igor: 0})
    cast.clock.advance(DAY)
    for _ in range(2):
        await bought(cast, anna, 100_00)
        cast.clock.advance(DAY)
    for amount in (10_00, 20_00, 30_00, 40_00):
        await bought(cast, igor, amount)
        cast.clock.advance(DAY)
    second = await sent(cast, {anna: 0})
    cast.clock.advance(DAY)
    await bought(cast, anna, 700_00)
    one, other = await report(cast, first), await report(cast, second)
    assert (one.attributed_orders, one.attributed_minor) == (2 + 3, 200_00 + 60_00), "three of Igor's four"
    assert (other.attributed_orders, other.attributed_minor) == (1, 700_00)
    assert one.treated.revenue_minor == 900_00 + 100_00, "the comparison takes all of them"
    assert one.is_early


async def test_a_draft_and_a_stranger_get_no_report(cast: Cast) -> None:
    draft = await sent(cast, {}, CampaignState.DRAFT)
    owner = cast.owner.member_id
    assert reason(await show_effect(cast.shop, owner, draft)) is Refusal.CAMPAIGN_NOT_SENT
    assert reason(await show_effect(cast.shop, owner, 999)) is Refusal.CAMPAIGN_UNKNOWN
    assert reason(await show_effect(cast.shop, cast.lena.member_id, draft)) is Refusal.NOT_OWNER
    assert reason(await list_recipients(cast.shop, cast.lena.member_id, draft)) is Refusal.NOT_OWNER


@pytest.mark.parametrize("name", ["=1+1", "+7", "@SUM(A1)", "-2", "\x07бип", "2026-13-45"])
async def test_the_list_of_people_is_a_table_without_formulas(cast: Cast, name: str) -> None:
    anna, igor = await cast.joined("Анна"), await cast.joined("Игорь")
    campaign_id = await sent(cast, {anna: 0, igor: CONTROL})
    await bought(cast, anna, 200_50)
    found = await list_recipients(cast.shop, cast.owner.member_id, campaign_id)
    assert isinstance(found, RecipientList)
    lines = [replace(line, name=name) for line in found.lines]
    words = words_for("ru", "Europe/Moscow", "RUB")
    content = await make_sheet("Список", *recipients_table(words, lines))
    page = load_workbook(BytesIO(content)).active
    assert page is not None
    rows = list(page.iter_rows(min_row=2))
    assert [row[0].data_type for row in rows] == ["s", "s"]
    assert rows[0][0].value == name.lstrip("\x07")
    assert [row[7].value for row in rows] == [1, 0]
    assert rows[0][8].value == 200.5
    assert rows[1][2].value == str(words.t("Control group"))
