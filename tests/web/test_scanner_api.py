"""The scanner page over real HTTP: who may open it, a whole sale, points, undo, and what is refused."""

import asyncio
import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import qrcode
from PIL import Image

from actions.answer_spend import answer_spend
from actions.dismiss_staff import dismiss_staff
from actions.pay_code import PayCode, new_pay_code
from actions.prune import prune
from actions.recognise import recognise
from loyalty.programme import Category
from storage.schema import page_sessions, sale_drafts
from tests.actions.buying import ruled
from tests.actions.paying import points, rich, sound
from tests.actions.people import Actor, Cast, raised
from tests.clockwork.stand import HandClock
from tests.web.init_data import fields, query, signed
from tests.web.scanner_door import Page, card_link, served

PAGE_OVER = (401, "page-over")


@pytest.fixture
async def cast(tmp_path: Path) -> AsyncIterator[Cast]:
    async with raised(tmp_path / "shop.db", HandClock()) as cast:
        yield cast


@pytest.fixture
async def door(cast: Cast) -> AsyncIterator[Page]:
    async with served(cast) as door:
        yield door


@pytest.fixture
async def page(door: Page, cast: Cast) -> Page:
    return await door.opened_by(cast.lena)


@pytest.fixture
async def anna(cast: Cast) -> Actor:
    return await rich(cast)


async def asking(page: Page, anna: Actor) -> str:
    """A sale whose customer is being asked; its id."""
    sale = (await page.scans(anna))["sale"]
    priced = (await page.does(f"sales/{sale['id']}/amount", amount="450"))["sale"]
    asked = (await page.does(f"sales/{sale['id']}/take", revision=priced["revision"]))["sale"]
    assert asked["state"] == "waiting"
    return str(sale["id"])


# Who may open it


async def test_a_cashier_gets_a_session_and_it_says_how_to_speak(page: Page) -> None:
    status, told = await page.call("GET", "session")
    assert (status, told["language"], told["brand"]) == (200, "ru", "Kopilka")
    assert told["texts"]["scan"] == "Сканировать"
    assert told["figures"] == {"money": "#\xa0₽", "group": "\xa0", "decimal": ","}


async def test_the_key_is_kept_as_a_hash_only(page: Page, cast: Cast) -> None:
    [row] = await cast.stand.rows(page_sessions)
    assert len(page.key) == 32
    assert page.key.encode() not in (row.key_hash, row.opening)


async def test_the_same_opening_makes_one_session(door: Page, cast: Cast) -> None:
    raw = await door.opening(cast.lena)
    answers = await asyncio.gather(*(door.call("POST", "session", {"init_data": raw}) for _ in range(8)))
    assert sorted(status for status, _ in answers) == [200, *[401] * 7]
    turned = "&".join(reversed(raw.split("&")))
    assert await door.refusal("session", init_data=turned) == PAGE_OVER


async def test_stale_forged_foreign_and_broken_openings_are_refused(door: Page, cast: Cast) -> None:
    now, lena = cast.clock.now(), fields(cast.lena.external_id, cast.clock.now())
    old = dict(lena, auth_date=str(int(now.timestamp()) - 301))
    for raw in (signed(old), signed(lena, "43:FOREIGN"), query({**lena, "hash": "ё" * 64}), ""):
        status, told = await door.call("POST", "session", {"init_data": raw})
        assert (status, told["title"]) == (
            401,
            "This page has been open too long. Open it again from the chat.",
        )


async def test_whoever_does_not_work_here_is_told_so(door: Page, cast: Cast, anna: Actor) -> None:
    for raw in (await door.opening(anna), signed(fields(999, cast.clock.now()))):
        status, told = await door.call("POST", "session", {"init_data": raw})
        assert (status, told["type"]) == (403, "urn:kopilka:problem:not-staff")
    assert await cast.stand.rows(page_sessions) == []


@pytest.mark.parametrize("key", ["", "x", "0" * 32, "key with spaces", "a" * 5000])
async def test_no_other_key_opens_anything(door: Page, key: str) -> None:
    door.key = key
    assert await door.refusal("sales", text="1") == PAGE_OVER
    assert (await door.call("GET", "session"))[0] == 401


async def test_a_session_ends_a_quarter_of_an_hour_after_it_was_used(
    page: Page, cast: Cast, anna: Actor
) -> None:
    for _ in range(5):
        cast.clock.advance(14 * 60)
        await page.scans(anna)
    cast.clock.advance(15 * 60 + 1)
    assert await page.refusal("sales", text=card_link(anna)) == PAGE_OVER
    await prune(cast.shop)
    assert await cast.stand.rows(page_sessions) == []


async def test_no_session_is_longer_than_a_shift(page: Page, cast: Cast) -> None:
    for _ in range(12 * 6):
        assert (await page.call("GET", "session"))[0] == 200
        cast.clock.advance(10 * 60)
    assert (await page.call("GET", "session"))[0] == 401


async def test_a_role_ends_at_once(page: Page, cast: Cast, anna: Actor) -> None:
    draft_id = (await page.scans(anna))["sale"]["id"]
    await dismissed(cast, cast.lena)
    assert await page.refusal("sales", text=card_link(anna)) == (403, "not-staff")
    assert await page.refusal(f"sales/{draft_id}/amount", amount="450") == (403, "not-staff")
    assert (await page.call("GET", f"sales/{draft_id}"))[0] == 403


async def test_the_sale_of_another_cashier_is_not_shown(
    door: Page, page: Page, cast: Cast, anna: Actor
) -> None:
    draft_id = (await page.scans(anna))["sale"]["id"]
    boris = await door.opened_by(cast.boris)
    assert (await boris.call("GET", f"sales/{draft_id}"))[0] == 404
    assert await boris.refusal(f"sales/{draft_id}/amount", amount="1") == (404, "not-your-sale")
    assert await boris.refusal(f"sales/{draft_id}/close") == (404, "not-your-sale")


# A sale


async def test_a_whole_sale_and_its_undo(page: Page, cast: Cast, anna: Actor) -> None:
    opened = await page.scans(anna)
    assert (opened["shown"]["name"], opened["shown"]["standing"]) == ("Анна", "Базовый · 1\xa0000 баллов")
    sale = opened["sale"]
    priced = await page.does(f"sales/{sale['id']}/amount", amount="450,50", receipt="17")
    assert priced["shown"]["receipt"] == "450,50\xa0₽, чек № 17"
    assert [one["do"] for one in priced["shown"]["buttons"]] == ["confirm", "take", "points", "code", "close"]
    revision = priced["sale"]["revision"]
    booked = await page.does(f"sales/{sale['id']}/confirm", revision=revision)
    again = await page.does(f"sales/{sale['id']}/confirm", revision=revision)
    assert booked["sale"]["purchase_id"] == again["sale"]["purchase_id"]
    assert (await points(cast.shop, anna)).available == 1_022
    undone = await page.does(f"purchases/{booked['sale']['purchase_id']}/undo")
    assert undone["sale"]["state"] == "undone"
    assert (await points(cast.shop, anna)).available == 1_000
    await sound(cast.shop)


async def test_the_way_is_kept_and_no_question_in_the_chat_is_disturbed(
    page: Page, cast: Cast, anna: Actor
) -> None:
    dima = await cast.joined("Дима")
    await cast.preview(cast.lena, dima, 100_00)
    before, _ = await recognise(cast.shop, "telegram", cast.lena.external_id)
    sale = (await page.scans(anna))["sale"]
    await page.does(f"sales/{sale['id']}/amount", amount="450")
    after, _ = await recognise(cast.shop, "telegram", cast.lena.external_id)
    assert before == after
    [way] = [row.way for row in await cast.stand.rows(sale_drafts) if row.id == sale["id"]]
    assert way == "page"


async def test_a_category_counts_by_its_own_rate(page: Page, cast: Cast, anna: Actor) -> None:
    await ruled(cast.shop, categories=(Category(key="wine", name="Вино", rate_bp=1_000),))
    told = (await page.call("GET", "session"))[1]
    assert told["categories"] == [{"key": "wine", "name": "Вино"}]
    sale = (await page.scans(anna))["sale"]
    priced = await page.does(f"sales/{sale['id']}/amount", amount="450", category="wine")
    assert priced["sale"]["earn_points"] == 45
    assert await page.refusal(f"sales/{sale['id']}/amount", amount="450", category="x") == (
        409,
        "setting-gone",
    )


async def test_a_photo_of_the_code_opens_the_sale(page: Page, anna: Actor) -> None:
    out = io.BytesIO()
    qrcode.make(card_link(anna)).get_image().convert("L").save(out, "JPEG")
    status, told = await page.call("POST", "photo", data=out.getvalue())
    assert (status, told["shown"]["name"]) == (200, "Анна")


async def test_a_photo_without_a_code_or_too_large_is_refused(page: Page) -> None:
    out = io.BytesIO()
    Image.new("L", (640, 480), 200).save(out, "JPEG")
    for content in (out.getvalue(), b"", b"no picture"):
        status, told = await page.call("POST", "photo", data=content)
        assert (status, told["type"]) == (409, "urn:kopilka:problem:photo-unreadable")
    status, told = await page.call("POST", "photo", data=b"\0" * (5 * 2**20 + 1))
    assert told["type"] == "urn:kopilka:problem:photo-too-large"


async def test_the_customers_yes_shows_by_itself(page: Page, cast: Cast, anna: Actor) -> None:
    draft_id = await asking(page, anna)
    assert (await page.sees(draft_id))["sale"]["state"] == "waiting"
    await answer_spend(cast.shop, anna.member_id, await hold_of(cast, anna), yes=True)
    seen = await page.sees(draft_id)
    assert (seen["sale"]["state"], seen["sale"]["spent_points"]) == ("booked", 135)


async def test_the_customers_no_is_told(page: Page, cast: Cast, anna: Actor) -> None:
    draft_id = await asking(page, anna)
    await answer_spend(cast.shop, anna.member_id, await hold_of(cast, anna), yes=False)
    seen = await page.sees(draft_id)
    assert (seen["sale"]["state"], seen["sale"]["note"]) == ("preview", "declined")
    assert seen["shown"]["lines"][0] == "Покупатель отказался, ничего не списано."


async def test_silence_is_told_and_the_cashier_can_ask_again(page: Page, cast: Cast, anna: Actor) -> None:
    draft_id = await asking(page, anna)
    cast.clock.advance(90)
    seen = (await page.sees(draft_id))["sale"]
    assert (seen["state"], seen["note"]) == ("preview", "no_answer")
    again = await page.does(f"sales/{draft_id}/take", revision=seen["revision"])
    assert again["sale"]["state"] == "waiting"
    without = await page.does(f"sales/{draft_id}/without")
    assert without["sale"]["state"] == "preview"
    assert (await page.sees(draft_id))["sale"]["note"] == ""


async def test_a_pay_code_pays_typed_or_scanned(page: Page, cast: Cast, anna: Actor) -> None:
    draft_id = await asking(page, anna)
    code = await new_pay_code(cast.shop, anna.member_id)
    assert isinstance(code, PayCode)
    paid = await page.does(f"sales/{draft_id}/code", text=f" {code.digits[:3]} {code.digits[3:]} ")
    assert (paid["sale"]["state"], paid["sale"]["spent_points"]) == ("booked", 135)
    draft_id = await asking(page, anna)
    code = await new_pay_code(cast.shop, anna.member_id)
    assert isinstance(code, PayCode)
    scanned = await page.does("sales", text=code.link)
    assert (scanned["sale"]["id"], scanned["sale"]["state"]) == (draft_id, "booked")


async def test_another_number_of_points_is_offered(page: Page, anna: Actor) -> None:
    sale = (await page.scans(anna))["sale"]
    await page.does(f"sales/{sale['id']}/amount", amount="450")
    offered = await page.does(f"sales/{sale['id']}/points", points=50)
    assert offered["sale"]["may_spend_points"] == 50
    assert await page.refusal(f"sales/{sale['id']}/points", points=136) == (409, "too-many-points")


async def test_a_phone_nobody_has_can_be_enrolled(page: Page) -> None:
    status, told = await page.call("POST", "sales", {"text": "8 916 555-01-23"})
    assert (status, told["type"]) == (409, "urn:kopilka:problem:phone-unknown")
    assert [set(one) for one in told["enrol"]] == [{"text", "yes", "no"}] * 2
    opened = await page.does("customers", text="8 916 555-01-23")
    priced = await page.does(f"sales/{opened['sale']['id']}/amount", amount="450")
    assert priced["shown"]["name"] == "Новый покупатель"
    assert priced["sale"]["earn_points"] == 22
    assert await page.refusal("customers", text="450") == (409, "phone-unclear")


async def test_a_closed_sale_says_so(page: Page, anna: Actor) -> None:
    sale = (await page.scans(anna))["sale"]
    closed = await page.does(f"sales/{sale['id']}/close")
    assert closed["sale"]["state"] == "cancelled"
    assert await page.refusal(f"sales/{sale['id']}/amount", amount="1") == (409, "sale-cancelled")


UNKNOWN = ({"amount": "1", "member_id": 1}, {"amount": "1", "receipt": "9" * 41})
BODIES = {
    "amount": [{}, {"amount": ""}, {"amount": "-1"}, {"amount": "1e9"}, {"amount": 450}, *UNKNOWN],
    "confirm": [{}, {"revision": -1}, {"revision": "1"}, {"revision": 1, "points": 5}, {"revision": 2**70}],
    "points": [{"points": 1.5}, {"points": None}, {"points": -5}],
    "code": [{"text": "x" * 101}, {"text": 123456}],
}


async def test_whatever_is_missing_unknown_or_wrong_is_422(page: Page, anna: Actor) -> None:
    sale = (await page.scans(anna))["sale"]
    for what, bodies in BODIES.items():
        for body in bodies:
            status, told = await page.call("POST", f"sales/{sale['id']}/{what}", body)
            assert (status, told["status"]) == (422, 422), (what, body)
    assert (await page.call("POST", "purchases/x/undo", {}))[0] == 422
    assert (await page.call("POST", "sales", data=b"{" * 40_000))[0] == 413
    assert (await page.call("POST", f"purchases/{2**63}/undo", {}))[0] == 422


@pytest.mark.parametrize("text", ["", "hello", "https://example.com", "\0", "1" * 512, "000000000000", "😀"])
async def test_any_text_a_camera_reads_is_an_answer_and_no_error(page: Page, text: str) -> None:
    status, told = await page.call("POST", "sales", {"text": text})
    assert 400 <= status < 500, told
    assert told["title"]


# The document


async def test_the_document_is_framed_by_the_messenger_alone(door: Page) -> None:
    async with door.http.get(f"{door.url}/scan", headers={"Accept-Language": "ru"}) as answer:
        html, policy = await answer.text(), answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors https://web.telegram.org" in policy
    assert "127.0.0.1" not in policy
    assert '<html lang="ru">' in html
    assert "Сканировать" in html


async def test_the_parts_are_sent_again_only_when_they_changed(door: Page) -> None:
    for name in ("scan.css", "scan.js", "telegram.js", "api.js", "pad.js"):
        async with door.http.get(f"{door.url}/scan/page/{name}") as answer:
            assert answer.status == 200
            mark = answer.headers["ETag"]
        async with door.http.get(f"{door.url}/scan/page/{name}", headers={"If-None-Match": mark}) as answer:
            assert answer.status == 304
    for name in ("scan.html", "..%2fapp.py", "nothing.js"):
        async with door.http.get(f"{door.url}/scan/page/{name}") as answer:
            assert answer.status == 404


async def test_without_a_public_address_there_is_no_page(cast: Cast) -> None:
    async with served(cast, public_url="") as door:
        assert (await door.call("GET", "session"))[0] == 404


async def test_on_this_machine_a_stand_in_for_the_messenger_may_frame_it(cast: Cast) -> None:
    async with served(cast, "http://127.0.0.1:8086") as door, door.http.get(f"{door.url}/scan") as answer:
        assert "http://127.0.0.1:*" in answer.headers["Content-Security-Policy"]


async def hold_of(cast: Cast, member: Actor) -> int:
    """The question the member was asked last."""
    return int([data for kind, data in await cast.told(member) if kind == "spend_ask"][-1]["hold_id"])


async def dismissed(cast: Cast, who: Actor) -> None:
    """An owner takes the role away."""
    await dismiss_staff(cast.shop, cast.owner.member_id, who.member_id)
