"""What programs sell is watched like what people sell, and whoever answers for their keys hears of it."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from actions.approvals import decide_sale
from actions.review_alerts import next_alert, old_alerts
from actions.watch_days import watch_days
from actions.watch_settings import answer_limit
from loyalty.watch.base import Mode, Rule
from loyalty.watch.views import AlertPage, AlertState, AlertView
from storage.schema import alerts
from tests.actions.paying import sold
from tests.actions.people import Actor
from tests.actions.watched import DAY, MINUTE, approval_id, found, paid_by_code, setting
from tests.clockwork.stand import HandClock
from tests.web.tills import Street, street


@pytest.fixture
async def town(tmp_path: Path, clock: HandClock) -> AsyncIterator[Street]:
    async with street(tmp_path / "shop.db", clock) as town:
        yield town


@pytest.fixture
async def anna(town: Street, clock: HandClock) -> Actor:
    """A member since last week: nothing about her is new."""
    anna = await town.cast.joined("Анна")
    clock.advance(7 * DAY)
    return anna


def spoken(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


async def test_the_only_owner_who_added_the_till_hears_of_its_sales(town: Street, anna: Actor) -> None:
    till, owner = await town.till(), town.cast.owner
    await till.bought(anna)
    await till.bought(anna)
    assert await found(town.cast) == [Rule.SPLIT]
    view = await next_alert(town.shop, owner.member_id)
    assert isinstance(view, AlertView)
    assert (view.cashier, view.till, view.customer) == (None, "Касса", "Анна")
    assert "alerts" in [kind for kind, _ in await town.cast.told(owner)]


async def test_of_a_program_a_manager_is_asked_and_it_is_not_told_again(town: Street, anna: Actor) -> None:
    cast, till, owner = town.cast, await town.till(), town.cast.owner
    await answer_limit(cast.shop, owner.member_id, owner.account_id, "1 largest", "5000")
    quote = await till.quote(anna, 9_000_00)
    assert (await till.commit(quote)).json["type"].endswith("manager-asked")
    await decide_sale(town.shop, owner.member_id, await approval_id(cast), allow=True)
    assert (await till.commit(quote)).json["state"] == "booked"
    assert [row.state for row in await cast.stand.rows(alerts)] == [AlertState.ALLOWED]
    page = await old_alerts(town.shop, owner.member_id, 0)
    assert isinstance(page, AlertPage)
    assert [one.rule for one in page.alerts] == [Rule.LARGE]


async def test_what_a_program_was_stopped_from_is_told_too(town: Street, anna: Actor) -> None:
    till = await town.till()
    await setting(town.cast, Rule.SPLIT, Mode.STOP)
    await till.bought(anna)
    assert (await till.commit(await till.quote(anna))).json["type"].endswith("sale-stopped")
    assert isinstance(await next_alert(town.shop, town.cast.owner.member_id), AlertView)


async def test_receipts_that_come_late_are_looked_at_by_the_time_they_were_sold(
    town: Street, anna: Actor, clock: HandClock
) -> None:
    till, first = await town.till(), clock.now()
    await setting(town.cast, Rule.SPLIT, Mode.ASK)
    clock.advance(DAY)
    await till.bought(anna, sold_at=spoken(first), receipt="1")
    await till.bought(anna, sold_at=spoken(first + timedelta(hours=1)), receipt="2")
    assert await found(town.cast) == []
    late = await till.bought(anna, sold_at=spoken(first + timedelta(seconds=3 * MINUTE)), receipt="3")
    (alert,) = await town.cast.stand.rows(alerts)
    assert (alert.rule, alert.purchase_id, alert.state) == (Rule.SPLIT, late["purchase_id"], AlertState.OPEN)
    view = await next_alert(town.shop, town.cast.owner.member_id)
    assert isinstance(view, AlertView)
    assert (view.figures["times"], view.figures["minutes"]) == (2, 3)


async def test_a_late_receipt_stands_beside_what_was_sold_at_once(
    town: Street, anna: Actor, clock: HandClock
) -> None:
    till, begun = await town.till(), clock.now()
    clock.advance(2 * MINUTE)
    await till.bought(anna, sold_at=spoken(begun))
    await till.bought(anna)
    assert await found(town.cast) == [Rule.SPLIT]


async def test_goods_a_program_takes_back_at_once_are_told_to_the_owner(town: Street, anna: Actor) -> None:
    cast, till = town.cast, await town.till()
    bought = await till.bought(anna, 9_000_00)
    await paid_by_code(cast, anna, 400_00)
    assert (await till.post(f"/purchases/{bought['purchase_id']}/refunds", {})).status == 200
    row = (await cast.stand.rows(alerts))[-1]
    assert (row.rule, row.cashier_id) == (Rule.REFUND, None)


async def test_the_night_blames_no_person_for_what_programs_sell(
    town: Street, anna: Actor, clock: HandClock
) -> None:
    cast, till = town.cast, await town.till()
    for number in range(12):
        await sold(cast, anna, 417_00 + number * 1_31)
        clock.advance(DAY / 3)
    for number in range(12):
        await till.bought(anna, 500_00 + number * 100_00)
        clock.advance(DAY / 3)
    await cast.shop.db.write(lambda tx: tx.execute(alerts.delete()))
    await watch_days(cast.shop)
    rows = await cast.stand.rows(alerts)
    assert rows
    assert {row.cashier_id for row in rows} == {None}
    assert Rule.CLOSE not in {row.rule for row in rows}
