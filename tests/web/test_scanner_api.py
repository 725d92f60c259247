"""The scanner page over real HTTP: a whole sale, points, undo, and what is refused."""

import io

import pytest
import qrcode
from PIL import Image

from actions.answer_spend import answer_spend
from actions.approvals import decide_sale
from actions.pay_code import PayCode, new_pay_code
from actions.recognise import recognise
from actions.watch_settings import answer_limit
from loyalty.programme import Category
from storage.schema import sale_drafts
from tests.actions.buying import ruled
from tests.actions.paying import points, sound
from tests.actions.people import Actor, Cast
from tests.actions.watched import approval_id
from tests.web.scanner_door import Page, card_link, served


async def asking(page: Page, anna: Actor) -> str:
    """A sale whose customer is being asked; its id."""
    sale = (await page.scans(anna))["sale"]
    priced = (await page.does(f"sales/{sale['id']}/amount", amount="450"))["sale"]
    asked = (await page.does(f"sales/{sale['id']}/take", revision=priced["revision"]))["sale"]
    assert asked["state"] == "waiting"
    return str(sale["id"])


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


async def test_what_a_manager_refused_is_not_offered_again(page: Page, cast: Cast, anna: Actor) -> None:
    owner = cast.owner
    await answer_limit(cast.shop, owner.member_id, owner.account_id, "1 largest", "5000")
    sale = (await page.scans(anna))["sale"]["id"]
    priced = (await page.does(f"sales/{sale}/amount", amount="9000"))["sale"]
    assert (await page.does(f"sales/{sale}/confirm", revision=priced["revision"]))["sale"][
        "state"
    ] == "manager"
    await decide_sale(cast.shop, owner.member_id, await approval_id(cast), allow=False)
    seen = await page.sees(sale)
    assert seen["sale"]["note"] == "manager_no"
    assert [one["do"] for one in seen["shown"]["buttons"]] == ["take", "points", "code", "close"]
    refused = await page.refusal(f"sales/{sale}/confirm", revision=seen["sale"]["revision"])
    assert refused == (409, "manager-said-no")
    again = await page.does(f"sales/{sale}/amount", amount="450")
    assert again["shown"]["buttons"][0]["do"] == "confirm"


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
