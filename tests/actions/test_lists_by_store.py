"""What a list shows to whom: a manager and a cashier of one store see nothing of another."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from actions.decide_receipt import next_receipt
from actions.list_cases import list_cases
from actions.list_staff import list_staff
from actions.review_alerts import next_alert, old_alerts
from actions.show_refund import list_refunds
from actions.today import show_today
from loyalty.refusals import Refused
from storage.database import Connection
from tests.actions.who_may.cells import Bench, bench
from tests.actions.who_may.made import the_world
from tests.actions.who_may.world import AWAY


@pytest.fixture
async def stand(tmp_path: Path) -> AsyncIterator[Bench]:
    async with bench(await the_world(), tmp_path / "shop.db") as stand:
        yield stand


def seen(outcome: Any) -> Any:
    assert outcome is not None
    assert not isinstance(outcome, Refused), outcome
    return outcome


async def sold_away(stand: Bench) -> set[int]:
    """The purchases of the other store, where Boris sells and Bella leads."""

    def read(tx: Connection) -> set[int]:
        return set(tx.exec_driver_sql("SELECT id FROM purchases WHERE store_id = ?", (AWAY,)).scalars())

    return await stand.shop.db.read(read)


@pytest.mark.parametrize("name", ["bella", "boris"])
async def test_refunds_and_the_sales_of_today_are_of_ones_own_store(stand: Bench, name: str) -> None:
    me, away = stand.world.people[name], await sold_away(stand)
    listed = seen(await list_refunds(stand.shop, me.member_id, me.account_id))
    today = seen(await show_today(stand.shop, me.member_id))
    for lines in ({line.purchase_id for line in listed.lines}, {line.purchase_id for line in today.lines}):
        assert lines
        assert lines <= away
    assert today.totals.sales == len(away)
    number = stand.world.people["client of kira"].number
    found = seen(await list_refunds(stand.shop, me.member_id, me.account_id, number))
    assert found.lines == (), "she bought in the first store only"


async def test_a_manager_reads_complaints_receipts_and_alerts_of_his_stores(stand: Bench) -> None:
    me, things = stand.world.people["bella"].member_id, stand.world.things
    first = seen(await list_cases(stand.shop, me))
    pages = [first, *[seen(await list_cases(stand.shop, me, page)) for page in range(1, first.pages)]]
    listed = {line.id for page in pages for line in page.lines}
    at_home = {
        values["case_id"]
        for (kind, whose), values in things.items()
        if kind == "sold case" and whose != "boris"
    }
    assert things["sold case", "boris"]["case_id"] in listed
    assert not listed & {*at_home, things["other case", "shop"]["case_id"]}
    assert seen(await next_receipt(stand.shop, me)).claim.id == things["receipt", "foreign"]["claim_id"]
    alerts = [seen(await next_alert(stand.shop, me))]
    while alerts[-1].left and len(alerts) <= alerts[0].left:
        alerts.append(seen(await next_alert(stand.shop, me, alerts[-1].alert_id)))
    assert things["alert", "boris"]["alert_id"] in {one.alert_id for one in alerts}
    assert {one.store for one in (*alerts, *seen(await old_alerts(stand.shop, me, 0)).alerts)} == {"Речная"}


async def test_a_manager_sees_the_team_of_his_stores(stand: Bench) -> None:
    team = seen(await list_staff(stand.shop, stand.world.people["bella"].member_id))
    assert {line.name for line in team.lines} == {"bella", "boris"}
    everybody = seen(await list_staff(stand.shop, stand.world.people["olga"].member_id))
    assert len(everybody.lines) > len(team.lines)
