"""What a till may not do: other stores, other scopes, unknown fields, floods."""

from pathlib import Path

import pytest

from actions.join import ADVERTISING, PERSONAL_DATA, Consent, give_consent, share_phone, tell_name
from loyalty.tills import Preset, Scope
from storage.schema import tills
from tests.clockwork.stand import HandClock
from tests.web.tills import Street, TillClient, street
from web.settings import WebSettings

STORES = 3
BODIES: dict[str, dict[str, object]] = {
    "/customers/find": {"customer": "1"},
    "/members": {"phone": "1", "consent": True},
    "/quotes": {"customer": "1", "amount_minor": 1},
    "/quotes/{quote_id}/spend": {"revision": 1},
    "/quotes/{quote_id}/commit": {"revision": 1},
    "/promo-codes": {"campaign_id": 1},
    "/purchases/{purchase_id}/refunds": {},
}


async def test_tills_of_three_stores_see_nothing_of_one_another(town: Street) -> None:
    anna = await town.cast.joined("Анна")
    stores = [1, *[await town.store(f"Магазин {number}") for number in range(2, STORES + 1)]]
    tills = [await town.till(store_id=one) for one in stores]
    bought = [await till.bought(anna, 10_000 + place) for place, till in enumerate(tills)]
    quotes = [await till.quote(anna, 20_000) for till in tills]
    for place, till in enumerate(tills):
        for other in range(STORES):
            if other == place:
                continue
            purchase, quote = bought[other]["purchase_id"], quotes[other]
            replies = [
                await till.get(f"/purchases/{purchase}"),
                await till.post(f"/purchases/{purchase}/void"),
                await till.post(f"/purchases/{purchase}/refunds", {}),
                await till.get(f"/quotes/{quote['id']}"),
                await till.commit(quote),
                await till.post(f"/quotes/{quote['id']}/spend", {"revision": quote["revision"]}),
                await till.post(f"/quotes/{quote['id']}/cancel"),
            ]
            assert [reply.status for reply in replies] == [404] * len(replies)
            nothing = [await till.get("/purchases/999999"), await till.get("/quotes/0000000000")]
            assert replies[0].body == nothing[0].body
            assert replies[3].body == nothing[1].body
        history = (await till.get(f"/customers/{anna.number}/history")).json["purchases"]
        assert [one["purchase_id"] for one in history] == [bought[place]["purchase_id"]]


async def test_another_till_of_the_store_has_no_hand_in_an_open_sale(town: Street) -> None:
    anna, mine, other = await town.cast.joined("Анна"), await town.till(), await town.till()
    assert (await other.commit(await mine.quote(anna))).status == 404


async def test_each_scope_opens_its_own_doors_only(town: Street) -> None:
    anna, till = await town.cast.joined("Анна"), await town.till(Preset.EARN)
    bought = await till.bought(anna)
    refused = [
        await till.post(f"/purchases/{bought['purchase_id']}/refunds", {}),
        await till.post("/quotes/0000000000/spend", {"revision": 1}),
        await till.post("/quotes", {"customer": anna.number, "amount_minor": 100, "code": "ABC"}),
        await till.get(f"/customers/{anna.number}/history"),
        await till.get("/promo-campaigns"),
        await till.post("/promo-codes", {"campaign_id": 1}),
    ]
    assert {(reply.status, reply.json["type"]) for reply in refused} == {
        (403, "urn:kopilka:problem:forbidden")
    }


OPENS: dict[str, Scope] = {
    "POST /customers/find": Scope.LOOKUP,
    "POST /members": Scope.ENROL,
    "POST /quotes": Scope.EARN,
    "GET /quotes/{quote_id}": Scope.EARN,
    "POST /quotes/{quote_id}/spend": Scope.SPEND,
    "POST /quotes/{quote_id}/commit": Scope.EARN,
    "POST /quotes/{quote_id}/cancel": Scope.EARN,
    "GET /purchases/{purchase_id}": Scope.LOOKUP,
    "POST /purchases/{purchase_id}/void": Scope.EARN,
    "POST /purchases/{purchase_id}/refunds": Scope.REFUND,
    "GET /customers/{number}/history": Scope.HISTORY,
    "GET /promo-campaigns": Scope.PROMO,
    "POST /promo-codes": Scope.PROMO,
}


async def test_every_door_there_is_opens_to_its_scope_alone(town: Street) -> None:
    till = await town.till()
    described = (await till.get("/openapi.json")).json["paths"]
    doors = [f"{method.upper()} {path}" for path, methods in described.items() for method in methods]
    assert sorted(doors) == sorted(OPENS)
    for scope in Scope:
        await only(town, scope)
        for door in doors:
            method, _, path = door.partition(" ")
            real = path.format(quote_id="0000000000", purchase_id=1, number="482100457713")
            reply = await till.ask(method, real, BODIES.get(path))
            assert (reply.status == 403) == (OPENS[door] is not scope), (door, scope, reply.body)


async def only(town: Street, scope: Scope) -> None:
    """Every key has this scope alone."""
    await town.shop.db.write(lambda tx: tx.execute(tills.update().values(scopes=scope.value)))


async def test_whatever_names_nobody_is_answered_alike(town: Street) -> None:
    till, guest = await town.till(), await town.cast.stranger("Гость")
    for kind in (PERSONAL_DATA, ADVERTISING):
        consent = Consent(kind, given=True, text_version="1", language="ru")
        await give_consent(town.shop, guest.member_id, consent)
    await tell_name(town.shop, guest.member_id, "Гость")
    await share_phone(town.shop, guest.member_id, "+79165550123")  # his birthday is still asked for
    named = ("+79165550123", "+79165550124", guest.number, "000000000000", "450", "слово", "c-x")
    for path, more in (("/customers/find", {}), ("/quotes", {"amount_minor": 100})):
        replies = [await till.post(path, {"customer": text, **more}) for text in named]
        assert {(reply.status, reply.body) for reply in replies} == {(404, replies[0].body)}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/customers/find", {"customer": "1"}),
        ("/quotes", {"customer": "1", "amount_minor": 1}),
        ("/quotes/0000000000/spend", {"revision": 1}),
        ("/quotes/0000000000/commit", {"revision": 1}),
        ("/quotes/0000000000/cancel", {}),
        ("/purchases/1/void", {}),
        ("/purchases/1/refunds", {}),
        ("/promo-codes", {"campaign_id": 1}),
        ("/members", {"phone": "+79001234567", "consent": True}),
    ],
)
async def test_what_is_unknown_is_refused(town: Street, path: str, body: dict[str, object]) -> None:
    till = await town.till()
    for extra in ("earn_points", "store_id", "till_id", "member_id", "approved"):
        reply = await till.post(path, {**body, extra: 1})
        assert reply.status == 422
        assert {"where": f"body/{extra}", "what": "extra_forbidden"} in reply.json["errors"]


async def test_money_is_whole_and_nothing_else(town: Street) -> None:
    till = await town.till()
    for amount in (0, -1, 1.5, "100", True, None, 2**53, 10**30):
        reply = await till.post("/quotes", {"customer": "1", "amount_minor": amount})
        assert reply.status == 422, amount


async def test_errors_of_the_framework_are_problems_too(town: Street) -> None:
    till = await town.till()
    nobody = TillClient(town.http, town.url, "")
    large = await till.post("/customers/find", {"customer": "1" * 70_000})
    form = await town.http.post(
        f"{town.url}/customers/find", data={"customer": "1"}, headers={"Authorization": f"Bearer {till.key}"}
    )
    wrong = [
        (await nobody.get("/promo-campaigns"), 401),
        (await nobody.get("/no/such/door"), 401),
        (await till.get("/no/such/door"), 404),
        (await till.ask("DELETE", "/quotes"), 405),
        (large, 413),
        (await till.post("/customers/find", []), 422),
    ]
    for reply, status in wrong:
        assert (reply.status, reply.json["status"]) == (status, status)
        assert reply.headers["Content-Type"] == "application/problem+json"
        assert reply.headers["Cache-Control"] == "no-store"
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert form.status == 415


async def test_an_error_speaks_the_language_that_is_asked_for(town: Street) -> None:
    till = await town.till()
    russian = await till.get("/purchases/1", Accept_Language="de, ru;q=0.5, en;q=0.3")
    english = await till.get("/purchases/1", Accept_Language="en-GB, ru;q=0.8")
    assert (russian.headers["Content-Language"], english.headers["Content-Language"]) == ("ru", "en")
    assert russian.json["title"] != english.json["title"]


async def test_a_till_that_asks_too_often_is_told_when_to_come_back(tmp_path: Path, clock: HandClock) -> None:
    async with street(tmp_path / "shop.db", clock, WebSettings()) as town:
        till, calm = await town.till(), await town.till()
        replies = [await till.get("/promo-campaigns") for _ in range(60)]
        refused = [reply for reply in replies if reply.status == 429]
        assert refused
        assert {reply.headers["Retry-After"] for reply in refused} == {"1"}
        assert [reply.status for reply in replies[:20]] == [200] * 20
        assert (await calm.get("/promo-campaigns")).status == 200
