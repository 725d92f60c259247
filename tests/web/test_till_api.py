"""Selling through the till API, over HTTP."""

import asyncio

from actions.answer_spend import answer_spend
from actions.pay_code import PayCode, new_pay_code
from actions.tills import revoke_till
from loyalty.refusals import Refused
from loyalty.tills import Preset
from storage import holds
from storage.schema import operations, purchases
from tests.actions.people import Actor
from tests.clockwork.stand import HandClock
from tests.web.tills import Street, TillClient

KEYS, AT_ONCE = 20, 25


async def test_a_till_finds_a_customer_quotes_and_books(town: Street) -> None:
    anna, till = await town.cast.joined("Анна Петрова"), await town.till()
    found = await till.post("/customers/find", {"customer": anna.number})
    assert found.status == 200
    assert found.json == {
        "number": anna.number,
        "first_name": "Анна",
        "tier": found.json["tier"],
        "available_points": 0,
        "may_pay": False,
        "askable": True,
    }
    quote = await till.quote(anna, 100_000, receipt="A-1")
    assert (quote["state"], quote["earn_points"]) == ("preview", 50)
    booked = await till.commit(quote)
    assert booked.status == 200
    assert (booked.json["state"], booked.json["earn_points"]) == ("booked", 50)
    assert (quote["available_after"], booked.json["available_after"]) == (50, 50)
    seen = await till.get(f"/purchases/{booked.json['purchase_id']}")
    assert (seen.status, seen.json["rest_minor"], seen.json["receipt"]) == (200, 100_000, "A-1")
    assert [kind for kind, _ in await town.cast.told(anna)] == ["earned"]


async def test_a_key_carried_by_many_requests_at_once_books_once_and_answers_the_same(town: Street) -> None:
    anna, till = await town.cast.joined("Анна"), await town.till()

    async def until_done(path: str, body: object, key: str) -> bytes:
        while True:
            reply = await till.post(path, body, once=key)
            if reply.status == 200:
                return reply.body
            assert reply.json["type"].endswith("request-in-flight"), reply.json
            await asyncio.sleep(0.01)

    for number in range(KEYS):
        quote = await till.quote(anna, 10_000 + number, receipt=f"R-{number}")
        path, body = f"/quotes/{quote['id']}/commit", {"revision": quote["revision"]}
        answers = await asyncio.gather(
            *(until_done(path, body, f"sale-{number:04d}") for _ in range(AT_ONCE))
        )
        assert len(set(answers)) == 1
    rows = await town.cast.stand.rows(purchases)
    assert sorted(row.receipt for row in rows) == sorted(f"R-{number}" for number in range(KEYS))
    done = [row.op_key for row in await town.cast.stand.rows(operations) if row.op_key.startswith("sale:")]
    assert len(done) == KEYS


async def test_the_same_key_gives_the_same_bytes_and_another_body_is_refused(town: Street) -> None:
    anna, till = await town.cast.joined("Анна"), await town.till()
    bought = await till.bought(anna)
    path, body = f"/purchases/{bought['purchase_id']}/refunds", {"amount_minor": 10_000}
    first = await till.post(path, body, once="refund-00001")
    again = await till.post(path, body, once="refund-00001")
    assert (first.status, again.status) == (200, 200)
    assert first.body == again.body
    assert again.headers["Idempotency-Replayed"] == "true"
    other = await till.post(path, {"amount_minor": 20_000}, once="refund-00001")
    assert (other.status, other.json["type"]) == (422, "urn:kopilka:problem:idempotency-key-reused")
    left = (await till.get(f"/purchases/{bought['purchase_id']}")).json
    assert left["rest_minor"] == 90_000


async def test_a_refusal_is_not_kept_and_may_be_tried_again(town: Street, clock: HandClock) -> None:
    anna, till = await town.cast.joined("Анна"), await town.till()
    quote = await till.quote(anna)
    path = f"/quotes/{quote['id']}/commit"
    stale = await till.post(path, {"revision": quote["revision"] + 7}, once="commit-0001")
    assert (stale.status, stale.json["type"]) == (409, "urn:kopilka:problem:figures-changed")
    assert stale.json["sale"]["id"] == quote["id"]
    good = await till.post(path, {"revision": stale.json["sale"]["revision"]}, once="commit-0002")
    assert good.status == 200
    clock.advance(600)
    late = await till.post(f"/quotes/{(await till.quote(anna))['id']}/commit", {"revision": 1})
    assert late.status == 200


async def test_a_receipt_number_of_a_till_is_unique_for_ever(town: Street, clock: HandClock) -> None:
    anna, till, other = await town.cast.joined("Анна"), await town.till(), await town.till(name="Вторая")
    bought = await till.bought(anna, 50_000, receipt="F-1")
    clock.advance(400 * 86_400)
    repeated = await till.quote(anna, 50_000, receipt="F-1")
    assert (repeated["repeated"], repeated["purchase_id"]) == (True, bought["purchase_id"])
    taken = await till.post("/quotes", {"customer": anna.number, "amount_minor": 60_000, "receipt": "F-1"})
    assert (taken.status, taken.json["type"]) == (409, "urn:kopilka:problem:receipt-taken")
    assert (await other.bought(anna, 60_000, receipt="F-1"))["purchase_id"] != bought["purchase_id"]


async def test_points_are_taken_after_the_customers_yes(town: Street) -> None:
    anna, till = await town.cast.joined("Анна"), await town.till()
    await till.bought(anna, 1_000_000)
    quote = await till.quote(anna, 100_000, spend_points=100)
    assert (quote["may_spend_points"], quote["paying"]["money_minor"]) == (100, 90_000)
    asked = await till.post(f"/quotes/{quote['id']}/spend", {"revision": quote["revision"]})
    assert (asked.status, asked.json["state"]) == (200, "waiting")
    assert (await till.get(f"/quotes/{quote['id']}")).json["state"] == "waiting"
    await answered(town, anna, yes=True)
    paid = (await till.get(f"/quotes/{quote['id']}")).json
    assert (paid["state"], paid["spent_points"]) == ("booked", 100)


async def test_a_no_is_told_to_the_till(town: Street) -> None:
    anna, till = await town.cast.joined("Анна"), await town.till()
    await till.bought(anna, 1_000_000)
    quote = await till.quote(anna, 100_000)
    await till.post(f"/quotes/{quote['id']}/spend", {"revision": quote["revision"]})
    await answered(town, anna, yes=False)
    said = (await till.get(f"/quotes/{quote['id']}")).json
    assert (said["state"], said["note"]) == ("preview", "declined")
    cancelled = await till.post(f"/quotes/{quote['id']}/cancel")
    assert (cancelled.status, cancelled.json["state"]) == (200, "cancelled")


async def test_a_pay_code_takes_points_at_once_and_a_wrong_one_nothing(town: Street) -> None:
    anna, till = await town.cast.joined("Анна"), await town.till()
    await till.bought(anna, 1_000_000)
    code = await new_pay_code(town.shop, anna.member_id)
    assert isinstance(code, PayCode)
    quote = await till.quote(anna, 100_000, spend_points=50)
    path, revision = f"/quotes/{quote['id']}/spend", quote["revision"]
    wrong = "000000" if code.digits != "000000" else "111111"
    refused = await till.post(path, {"revision": revision, "pay_code": wrong})
    assert (refused.status, refused.json["type"]) == (409, "urn:kopilka:problem:wrong-pay-code")
    paid = await till.post(path, {"revision": revision, "pay_code": code.digits})
    assert (paid.status, paid.json["state"], paid.json["spent_points"]) == (200, "booked", 50)


async def test_a_void_frees_the_receipt_number_and_comes_too_late_after_five_minutes(
    town: Street, clock: HandClock
) -> None:
    anna, till = await town.cast.joined("Анна"), await town.till()
    bought = await till.bought(anna, receipt="V-1")
    voided = await till.post(f"/purchases/{bought['purchase_id']}/void")
    assert (voided.status, voided.json["state"]) == (200, "undone")
    again = await till.bought(anna, receipt="V-1")
    clock.advance(301)
    late = await till.post(f"/purchases/{again['purchase_id']}/void")
    assert (late.status, late.json["type"]) == (409, "urn:kopilka:problem:undo-too-late")


async def test_an_offline_receipt_counts_by_the_time_it_was_sold(town: Street) -> None:
    anna, till = await town.cast.joined("Анна"), await town.till()
    bought = await till.bought(anna, receipt="O-1", sold_at="2026-05-01T10:00:00+03:00")
    seen = (await till.get(f"/purchases/{bought['purchase_id']}")).json
    assert seen["sold_at"] == "2026-05-01T07:00:00Z"
    odd = {"customer": anna.number, "amount_minor": 100, "sold_at": "2026-02-30T10:00:00Z"}
    assert (await till.post("/quotes", odd)).json["type"] == "urn:kopilka:problem:day-impossible"


async def test_a_customer_is_enrolled_by_phone_and_found_again(town: Street) -> None:
    till = await town.till(Preset.EARN)
    made = await till.post("/members", {"phone": "+79001234567", "consent": True}, once="enrol-0001")
    assert made.status == 200, made.body
    found = await till.post("/customers/find", {"customer": "8 900 123-45-67"})
    assert (found.status, found.json["number"]) == (200, made.json["number"])
    without = await till.post("/members", {"phone": "+79001234568", "consent": False})
    assert without.status == 422


async def test_a_history_comes_in_pages(town: Street) -> None:
    anna, till = await town.cast.joined("Анна"), await town.till()
    ids = [(await till.bought(anna, 1_000 + number))["purchase_id"] for number in range(3)]
    first = (await till.get(f"/customers/{anna.number}/history?limit=2")).json
    assert [one["purchase_id"] for one in first["purchases"]] == ids[:0:-1]
    rest = (await till.get(f"/customers/{anna.number}/history?limit=2&before={first['next_before']}")).json
    assert [one["purchase_id"] for one in rest["purchases"]] == ids[:1]
    assert rest["next_before"] is None


async def answered(town: Street, member: Actor, *, yes: bool) -> None:
    """The customer answers what he was asked."""
    hold = await town.shop.db.read(lambda tx: holds.open_sale_hold(tx, member.member_id))
    assert hold is not None
    assert not isinstance(await answer_spend(town.shop, member.member_id, hold.id, yes=yes), Refused)


async def test_a_revoked_key_opens_nothing_at_once(town: Street) -> None:
    anna, till = await town.cast.joined("Анна"), await town.till()
    quote = await till.quote(anna)
    nobody = TillClient(town.http, town.url, "kp_" + "0" * 22)
    await revoke_till(town.shop, town.cast.owner.member_id, till.id)
    looked = await till.get(f"/quotes/{quote['id']}")
    for reply in (await till.commit(quote), looked, await nobody.get("/promo-campaigns")):
        assert (reply.status, reply.json["type"]) == (401, "urn:kopilka:problem:unauthorized")
        assert reply.headers["WWW-Authenticate"] == "Bearer"
