"""The till API when a manager is asked, when half a request comes, when somebody dawdles."""

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from actions.approvals import decide_sale
from actions.pay_code import PayCode, new_pay_code, show_code
from actions.watch_settings import answer_limit
from loyalty.guessing import EVERYBODYS_WINDOW, Guess
from loyalty.views import SaleView
from storage import guesses
from storage.schema import api_requests, purchases
from tests.actions.watched import approval_id
from tests.clockwork.stand import HandClock, until
from tests.web.tills import Street, TillClient, street
from web import serve

LARGE = 9_000_00


@pytest.fixture
async def town(tmp_path: Path, clock: HandClock) -> AsyncIterator[Street]:
    async with street(tmp_path / "shop.db", clock) as town:
        owner = town.cast.owner
        await answer_limit(town.shop, owner.member_id, owner.account_id, "1 largest", "5000")
        yield town


async def asked(town: Street, till: TillClient) -> dict[str, object]:
    """The quote of a sale which a manager is asked about."""
    quote = await till.quote(await town.cast.joined("Анна"), LARGE)
    reply = await till.commit(quote, once="sale-0001")
    assert (reply.status, reply.json["type"]) == (409, "urn:kopilka:problem:manager-asked")
    assert reply.json["sale"]["state"] == "manager"
    assert (await till.get(f"/quotes/{quote['id']}")).json["state"] == "manager"
    return quote


async def test_a_sale_waits_for_a_managers_yes_and_the_same_key_books_it_then(town: Street) -> None:
    till, owner = await town.till(), town.cast.owner
    quote = await asked(town, till)
    await decide_sale(town.shop, owner.member_id, await approval_id(town.cast), allow=True)
    looked = (await till.get(f"/quotes/{quote['id']}")).json
    assert (looked["state"], looked["note"]) == ("preview", "manager_yes")
    assert (await till.commit(quote, once="sale-0001")).json["state"] == "booked"


async def test_a_managers_no_is_told_by_the_quote_and_by_the_commit(town: Street) -> None:
    till, owner = await town.till(), town.cast.owner
    quote = await asked(town, till)
    await decide_sale(town.shop, owner.member_id, await approval_id(town.cast), allow=False)
    assert (await till.get(f"/quotes/{quote['id']}")).json["note"] == "manager_no"
    reply = await till.commit(quote, once="sale-0001")
    assert (reply.status, reply.json["type"]) == (409, "urn:kopilka:problem:manager-said-no")
    assert await town.cast.stand.rows(purchases) == []


async def test_while_a_request_is_under_way_its_key_is_told_to_wait(town: Street) -> None:
    till, anna, held = await town.till(), await town.cast.joined("Анна"), threading.Event()
    quote, other = await till.quote(anna), await till.quote(anna)
    busy = asyncio.create_task(town.shop.db.write(lambda _: held.wait(10)))
    first = asyncio.create_task(till.commit(quote, once="sale-0001"))
    await asyncio.sleep(0.1)
    for again in (quote, other):
        reply = await till.commit(again, once="sale-0001")
        assert (reply.status, reply.json["type"]) == (409, "urn:kopilka:problem:request-in-flight")
        assert reply.headers["Retry-After"] == "1"
    held.set()
    await busy
    done, replayed = await first, await till.commit(quote, once="sale-0001")
    assert (done.status, done.body) == (200, replayed.body)
    assert (await till.commit(other, once="sale-0001")).status == 422


async def test_what_is_done_is_told_to_many_at_once_and_nobody_waits_for_another(town: Street) -> None:
    till = await town.till()
    quote, other = [await till.quote(await town.cast.joined(name)) for name in ("Анна", "Дима")]
    done = await till.commit(quote, once="sale-0001")
    again = await asyncio.gather(*(till.commit(quote, once="sale-0001") for _ in range(25)))
    assert {(reply.status, reply.body) for reply in again} == {(200, done.body)}
    wrong = await asyncio.gather(*(till.commit(other, once="sale-0001") for _ in range(25)))
    assert {reply.status for reply in wrong} == {422}


async def test_half_a_request_does_nothing_and_its_key_stays_free(town: Street) -> None:
    till = await town.till()
    sale = await till.bought(await town.cast.joined("Анна"))
    port = int(town.url.split(":")[2].partition("/")[0])
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    path = f"/api/v1/purchases/{sale['purchase_id']}/void"
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nIdempotency-Key: void-0001\r\n"
    told = f"Authorization: Bearer {till.key}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n"
    kept = len(await town.cast.stand.rows(api_requests))
    writer.write((head + told).encode())
    await writer.drain()
    await asyncio.sleep(0.2)
    writer.close()
    await asyncio.sleep(0.2)
    assert len(await town.cast.stand.rows(api_requests)) == kept
    done = await till.post(f"/purchases/{sale['purchase_id']}/void", {}, once="void-0001")
    assert (done.status, done.json["state"]) == (200, "undone")


async def test_a_slash_too_many_leads_nowhere(town: Street) -> None:
    url = town.url.removesuffix("/v1")
    for path in ("/v1", "/v1/customers/find/"):
        async with town.http.post(url + path, allow_redirects=False) as reply:
            assert reply.status in (401, 404)


@pytest.mark.parametrize(
    "sent", [b"", b"POST /api/v1/customers/fi", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n{"]
)
async def test_whoever_dawdles_is_cut_off(town: Street, sent: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "PATIENCE_SECONDS", 0.2)
    monkeypatch.setattr(serve, "LOOK_SECONDS", 0.05)
    port = int(town.url.split(":")[2].partition("/")[0])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    await until(reader.at_eof, 5) if not sent else await ended(reader)
    writer.close()


async def ended(reader: asyncio.StreamReader) -> None:
    """Read until the other side has closed; an answer may come before."""
    try:
        await asyncio.wait_for(reader.read(), 5)
    except ConnectionResetError:
        return


async def test_wrong_codes_pause_the_till_they_came_from_and_nobody_else(town: Street) -> None:
    """Neither another till of the same owner, nor himself at his own till."""
    anna, owner = await town.cast.joined("Анна"), town.cast.owner
    till, other = await town.till(), await town.till(name="Вторая")
    await till.bought(anna, 400_000)
    code = await new_pay_code(town.shop, anna.member_id)
    assert isinstance(code, PayCode)
    wrong = "000000" if code.digits != "000000" else "111111"

    async def typed(at: TillClient, digits: str) -> tuple[int, str]:
        quote = await at.quote(anna, 100_000, spend_points=50)
        told = {"revision": quote["revision"], "pay_code": digits}
        reply = await at.post(f"/quotes/{quote['id']}/spend", told)
        return reply.status, reply.json.get("type", "").rpartition(":")[2] or reply.json["state"]

    for _ in range(4):
        assert await typed(till, wrong) == (409, "wrong-pay-code")
    unknown = await till.post("/quotes", {"customer": anna.number, "amount_minor": 100, "code": "NOSUCH"})
    assert unknown.json["type"] == "urn:kopilka:problem:code-unknown"
    assert await typed(till, code.digits) == (429, "too-many-codes")
    preview = await town.cast.preview(owner, anna, 450_00)
    mine = await show_code(town.shop, owner.member_id, owner.account_id, preview.draft_id, wrong)
    assert getattr(mine, "reason", "") == "wrong_pay_code"
    ago = town.cast.clock.now() - EVERYBODYS_WINDOW
    counted = await town.shop.db.read(lambda tx: guesses.count(tx, ago, Guess.CODE))
    assert counted == 6, "those of tills count in what all of us together may type"
    assert await typed(other, code.digits) == (200, "booked")
    again = await new_pay_code(town.shop, anna.member_id)
    assert isinstance(again, PayCode)
    shown = await show_code(town.shop, owner.member_id, owner.account_id, preview.draft_id, again.digits)
    assert isinstance(shown, SaleView)
