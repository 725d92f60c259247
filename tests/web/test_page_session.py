"""The scanner page is opened: by whom, with which key, for how long."""

import asyncio

import pytest

from actions.dismiss_staff import dismiss_staff
from actions.prune import prune
from storage.schema import page_sessions
from tests.actions.people import Actor, Cast
from tests.web.init_data import fields, query, signed
from tests.web.scanner_door import Page, card_link, new_key

PAGE_OVER = (401, "page-over")


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
    answers = await asyncio.gather(*(door.begins(raw) for _ in range(8)))
    assert sorted(status for status, _ in answers) == [204, *[401] * 7]
    turned = "&".join(reversed(raw.split("&")))
    assert await door.refusal("session", init_data=turned, key=new_key()) == PAGE_OVER


async def test_whose_answer_was_lost_asks_again_with_his_key(door: Page, cast: Cast) -> None:
    raw, key = await door.opening(cast.lena), new_key()
    answers = await asyncio.gather(*(door.begins(raw, key) for _ in range(8)))
    assert {status for status, _ in answers} == {204}
    assert len(await cast.stand.rows(page_sessions)) == 1
    door.key = key
    assert (await door.call("GET", "session"))[0] == 200
    assert (await door.begins(raw, key))[0] == 204
    assert (await door.begins(raw))[0] == 401


async def test_a_key_opens_one_session_and_no_longer_than_its_opening_is_fresh(
    door: Page, cast: Cast
) -> None:
    raw, key = await door.opening(cast.lena), new_key()
    assert (await door.begins(raw, key))[0] == 204
    for who in (cast.lena, cast.boris):
        assert (await door.begins(await door.opening(who), key))[0] == 401
    cast.clock.advance(5 * 60 + 1)
    assert (await door.begins(raw, key))[0] == 401
    assert len(await cast.stand.rows(page_sessions)) == 1


@pytest.mark.parametrize("key", ["", "x", "0" * 31, "0" * 33, "0" * 31 + "é", "0" * 31 + "\n"])
async def test_a_key_that_could_be_guessed_is_not_taken(door: Page, cast: Cast, key: str) -> None:
    status, _ = await door.call("POST", "session", {"init_data": await door.opening(cast.lena), "key": key})
    assert status == 422


async def test_stale_forged_foreign_and_broken_openings_are_refused(door: Page, cast: Cast) -> None:
    now, lena = cast.clock.now(), fields(cast.lena.external_id, cast.clock.now())
    old = dict(lena, auth_date=str(int(now.timestamp()) - 301))
    for raw in (signed(old), signed(lena, "43:FOREIGN"), query({**lena, "hash": "ё" * 64}), ""):
        status, told = await door.begins(raw)
        assert (status, told["title"]) == (
            401,
            "This page has been open too long. Open it again from the chat.",
        )


async def test_whoever_does_not_work_here_is_told_so(door: Page, cast: Cast, anna: Actor) -> None:
    for raw in (await door.opening(anna), signed(fields(999, cast.clock.now()))):
        status, told = await door.begins(raw)
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


async def dismissed(cast: Cast, who: Actor) -> None:
    """An owner takes the role away."""
    await dismiss_staff(cast.shop, cast.owner.member_id, who.member_id)
