"""What came of a campaign, on a real database: who counts, what counts, and since when."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import insert, update

from actions.effect import DAYS, list_recipients, next_lines, show_effect
from actions.make_sheet import Cell, SheetError, make_sheet
from actions.undo_sale import undo_sale
from analytics.effect import EffectView, Verdict
from loyalty.broadcasts import expires_at
from loyalty.campaigns import (
    BROADCAST,
    CONTROL,
    Campaign,
    CampaignState,
    RecipientLine,
    RecipientList,
)
from loyalty.messages import MessageClass
from loyalty.refusals import Refusal, Refused
from storage import campaigns
from storage.database import Connection
from storage.schema import recipients
from tests.actions.buying import bought, reason
from tests.actions.people import Actor, Cast
from tests.actions.test_erasure import erased
from tests.actions.test_merge import merged
from texts.effect_table import headings, lines_in_words
from texts.words import words_for

DAY = timedelta(days=1).total_seconds()


async def sent(
    cast: Cast,
    arms: dict[Actor, int],
    state: CampaignState = CampaignState.DONE,
    kind: str = BROADCAST,
    after_days: int = 0,
) -> int:
    """A campaign that went to these people at this moment, or goes so much later; its id."""
    now = cast.clock.now()
    due_at = now + timedelta(days=after_days)

    def write(tx: Connection) -> int:
        campaign = Campaign(0, kind, "Новый зерновой кофе", state, 1, MessageClass.NEWS, started_at=now)
        campaign_id = campaigns.add(tx, replace(campaign, total=len(arms)), now)
        for someone, arm in arms.items():
            row = {"campaign_id": campaign_id, "member_id": someone.member_id, "arm": arm, "due_at": due_at}
            row |= {"state": "control"} if arm == CONTROL else {"state": "sent", "ended_at": due_at}
            tx.execute(insert(recipients).values(row))
        return campaign_id

    return await cast.shop.db.write(write)


async def again(cast: Cast, campaign_id: int, someone: Actor, occasion: str, arm: int = 0) -> None:
    """The campaign has another message, or somebody else who gets none."""
    now = cast.clock.now()
    row = {"campaign_id": campaign_id, "member_id": someone.member_id, "occasion": occasion, "arm": arm}
    row |= (
        {"due_at": now, "state": "control"}
        if arm == CONTROL
        else {"due_at": now, "state": "sent", "ended_at": now}
    )
    await cast.shop.db.write(lambda tx: tx.execute(insert(recipients).values(row)))


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


async def test_first_orders_and_the_next_ones_too(cast: Cast) -> None:
    """reports.md: 20 000 people, 5 % come back at 45, half of them once more at 50: 45 000, and 25 000 more.
    Here a hundred times fewer."""
    people = [await cast.joined(f"Имя {number}") for number in range(10)]
    absent = range(10_001, 10_191)
    campaign_id = await sent(cast, dict.fromkeys(people, 0))
    now = cast.clock.now()

    def write(tx: Connection) -> None:
        row = {"campaign_id": campaign_id, "arm": 0, "state": "sent", "due_at": now, "ended_at": now}
        tx.execute(insert(recipients), [{**row, "member_id": member_id} for member_id in absent])

    await cast.shop.db.write(write)
    for amount, some in ((45_00, people), (50_00, people[:5])):
        cast.clock.advance(DAY)
        for someone in some:
            await bought(cast, someone, amount)
    view = await report(cast, campaign_id)
    assert (view.treated.people, view.attributed_people, view.attributed_orders) == (200, 10, 15)
    assert view.attributed_first_minor == 450_00
    assert view.attributed_minor == 450_00 + 250_00


async def test_a_draft_and_a_stranger_get_no_report(cast: Cast) -> None:
    draft = await sent(cast, {}, CampaignState.DRAFT)
    owner = cast.owner.member_id
    assert reason(await show_effect(cast.shop, owner, draft)) is Refusal.CAMPAIGN_NOT_SENT
    assert reason(await show_effect(cast.shop, owner, 999)) is Refusal.CAMPAIGN_UNKNOWN
    assert reason(await show_effect(cast.shop, cast.lena.member_id, draft)) is Refusal.NOT_OWNER
    assert reason(await list_recipients(cast.shop, cast.lena.member_id, draft)) is Refusal.NOT_OWNER
    assert reason(await next_lines(cast.shop, cast.lena.member_id, draft, None)) is Refusal.NOT_OWNER


async def listed(cast: Cast, campaign_id: int) -> list[RecipientLine]:
    lines: list[RecipientLine] = []
    while True:
        last = lines[-1] if lines else None
        some = await next_lines(cast.shop, cast.owner.member_id, campaign_id, last)
        assert not isinstance(some, Refused), some
        if not some:
            return lines
        lines += some


async def test_the_list_of_people_is_a_table(cast: Cast) -> None:
    anna, igor = await cast.joined("Анна"), await cast.joined("=1+1")
    campaign_id = await sent(cast, {anna: 0, igor: CONTROL})
    await bought(cast, anna, 200_50)
    lines = await listed(cast, campaign_id)
    words = words_for("ru", "Europe/Moscow", "RUB")
    row = lines_in_words(words)

    async def rows() -> AsyncIterator[list[list[Cell]]]:
        for line in lines:
            yield [row(line)]

    page = load_workbook(BytesIO(await make_sheet(headings(words), rows()))).active
    assert page is not None
    first, second = page.iter_rows(min_row=2)
    assert (first[0].value, first[7].value, first[8].value) == ("Анна", 1, 200.5)
    assert (second[0].value, second[0].data_type, second[7].value) == ("=1+1", "s", 0)
    assert second[2].value == str(words.t("Control group"))


async def test_a_table_that_breaks_off_is_an_error() -> None:
    async def rows() -> AsyncIterator[list[list[Cell]]]:
        yield [[1]]
        raise TimeoutError

    with pytest.raises(SheetError):
        await make_sheet(["a"], rows())


async def test_whoever_was_erased_leaves_the_list_and_stays_in_the_figures(cast: Cast) -> None:
    anna, igor = await cast.joined("Анна"), await cast.joined("Игорь")
    campaign_id = await sent(cast, {anna: 0, igor: 0})
    await bought(cast, igor, 300_00)
    await erased(cast.shop, igor)
    assert [line.member_id for line in await listed(cast, campaign_id)] == [anna.member_id]
    found = await list_recipients(cast.shop, cast.owner.member_id, campaign_id)
    assert found == RecipientList("Новый зерновой кофе", DAYS, 1, 1)
    view = await report(cast, campaign_id)
    assert (view.treated.people, view.treated.buyers) == (2, 1)


async def test_a_person_with_two_cards_counts_once_with_what_both_bought(cast: Cast) -> None:
    anna, twin = await cast.joined("Анна"), await cast.joined("Анна Вторая")
    campaign_id = await sent(cast, {anna: 0, twin: CONTROL})
    await bought(cast, twin, 300_00)
    await bought(cast, anna, 200_00)
    await merged(cast, anna, twin)
    await bought(cast, anna, 100_00)
    view = await report(cast, campaign_id)
    assert (view.treated.people, view.treated.orders, view.treated.revenue_minor) == (1, 3, 600_00)
    assert view.control.people == 0, "drawn second"
    assert (view.attributed_people, view.attributed_orders) == (1, 3)
    assert [line.name for line in await listed(cast, campaign_id)] == ["Анна", "Анна"]
    cast.clock.advance(60)
    other = await sent(cast, {twin: 0})
    await bought(cast, anna, 50_00)
    assert (await report(cast, other)).attributed_minor == 50_00, "it went to the card that was closed"
    assert (await report(cast, campaign_id)).attributed_minor == 600_00, "a later message took it"


async def test_a_person_counts_once_from_his_first_message_of_an_automation(cast: Cast) -> None:
    anna = await cast.joined("Анна")
    campaign_id = await sent(cast, {anna: 0}, CampaignState.PAUSED, "comeback")
    for occasion in ("2", "3"):
        cast.clock.advance(DAY)
        await bought(cast, anna, 100_00)
        await again(cast, campaign_id, anna, occasion)
    view = await report(cast, campaign_id)
    assert (view.treated.people, view.treated.orders, view.treated.revenue_minor) == (1, 2, 200_00)
    assert view.is_early, "it is off, the days of the last message are not over"
    cast.clock.advance(DAYS * DAY)
    await bought(cast, anna, 100_00)
    view = await report(cast, campaign_id)
    assert (view.treated.orders, view.is_early) == (2, False)


async def test_people_from_before_there_was_a_control_group_are_not_compared_with_it(cast: Cast) -> None:
    people = [await cast.joined(name) for name in ("А", "Б", "В", "Г")]
    campaign_id = await sent(cast, {people[0]: 0}, CampaignState.RUNNING, "comeback")
    for someone, arm in zip(people[1:], (CONTROL, 0, CONTROL), strict=True):
        cast.clock.advance(DAY)
        await again(cast, campaign_id, someone, "", arm)
    view = await report(cast, campaign_id)
    assert (view.treated.people, view.control.people) == (1, 2)


async def test_whoever_had_to_wait_counts_from_when_his_message_was_due_at_first(cast: Cast) -> None:
    anna = await cast.joined("Анна")
    campaign_id = await sent(cast, {anna: 0})
    await bought(cast, anna, 100_00)
    cast.clock.advance(DAY)
    later = cast.clock.now()
    first = later - timedelta(days=1)

    def put_off(tx: Connection) -> None:
        waited = {"due_at": later, "ended_at": later, "expires_at": expires_at(first)}
        tx.execute(update(recipients).where(recipients.c.campaign_id == campaign_id).values(waited))

    await cast.shop.db.write(put_off)
    view = await report(cast, campaign_id)
    assert (view.treated.orders, view.attributed_orders) == (1, 0)


async def test_the_days_of_a_broadcast_for_later_begin_when_it_goes(cast: Cast) -> None:
    anna, igor = await cast.joined("Анна"), await cast.joined("Игорь")
    campaign_id = await sent(cast, {anna: 0, igor: CONTROL}, after_days=10)
    await bought(cast, igor, 100_00)
    cast.clock.advance(35 * DAY)
    await bought(cast, anna, 200_00)
    view = await report(cast, campaign_id)
    assert (view.treated.orders, view.control.orders, view.is_early) == (1, 0, True)
