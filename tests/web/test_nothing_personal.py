"""A customer's phone, birthday and family name are on no cashier's screen and in no answer of the doors."""

from collections.abc import AsyncIterator
from dataclasses import fields, is_dataclass
from typing import Any, get_type_hints

import pytest

from actions.answer_spend import answer_spend
from actions.join import (
    ADVERTISING,
    PERSONAL_DATA,
    Consent,
    give_consent,
    share_phone,
    tell_birthday,
    tell_name,
)
from loyalty import shifts, views
from loyalty.birthdays import Birthday
from tests.actions.paying import sold
from tests.actions.people import Actor
from tests.texts import gallery, gallery_page, gallery_refund, gallery_rewards, gallery_sale
from tests.texts.gallery_staff import of_shifts
from tests.web.personal import PHONE, personal
from tests.web.scanner_door import Page, served
from tests.web.tills import Street
from texts.catalogue import LANGUAGES
from texts.problems import plain
from texts.screen import Screen
from texts.words import Words, words_for

FAMILY_NAME = "Канарейкина"
TILL_VIEWS = (views.SaleView, views.RefundView, shifts.ShiftView, shifts.TodayView)


@pytest.fixture
async def page(town: Street) -> AsyncIterator[Page]:
    async with served(town.cast) as door:
        yield await door.opened_by(town.cast.lena)


@pytest.fixture
async def anna(town: Street) -> Actor:
    """A customer who has told everything, with points."""
    cast = town.cast
    anna = await cast.stranger("Анна")
    for kind in (PERSONAL_DATA, ADVERTISING):
        consent = Consent(kind, given=True, text_version="1", language="ru")
        await give_consent(cast.shop, anna.member_id, consent)
    await tell_name(cast.shop, anna.member_id, f"Анна {FAMILY_NAME}")
    await share_phone(cast.shop, anna.member_id, PHONE)
    await tell_birthday(cast.shop, anna.member_id, Birthday(29, 2, 2000))
    await sold(cast, anna, 9_000_00)
    return anna


def of_cashiers(words: Words) -> list[Screen]:
    """Every screen a cashier can come to see."""
    return [
        *gallery.of_the_till(words),
        *gallery_sale.screens(words),
        *gallery_refund.screens(words),
        *gallery_rewards.of_the_till(words),
        *gallery_page.screens(words),
        *of_shifts(words),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_screen_of_a_cashier_shows_a_phone_or_a_birthday(language: str) -> None:
    for screen in of_cashiers(words_for(language, "Europe/Moscow", "RUB")):
        labels = (button.text + button.copy for row in screen.buttons for button in row)
        assert personal("\n".join((plain(screen.text), *labels))) == []


def test_what_tills_are_shown_has_no_place_for_them() -> None:
    for view in TILL_VIEWS:
        named = " ".join(names_in(view, set()))
        assert not any(word in named for word in ("phone", "birth", "external_id"))


def names_in(kind: Any, seen: set[Any]) -> list[str]:
    """The names of a view's fields, and of the fields of what they hold."""
    if kind in seen or not is_dataclass(kind):
        return []
    seen.add(kind)
    hints = get_type_hints(kind)
    found = [one.name for one in fields(kind)]
    for one in fields(kind):
        for inner in (hints[one.name], *getattr(hints[one.name], "__args__", ())):
            found += names_in(inner, seen)
    return found


async def test_the_scanner_page_is_told_neither(page: Page, town: Street, anna: Actor) -> None:
    told = [await page.scans(anna), await page.does("sales", text=PHONE)]
    sale = told[-1]["sale"]["id"]
    told += [await page.does(f"sales/{sale}/amount", amount="450")]
    told += [await page.does(f"sales/{sale}/take", revision=told[-1]["sale"]["revision"])]
    hold = [data for kind, data in await town.cast.told(anna) if kind == "spend_ask"]
    await answer_spend(town.shop, anna.member_id, hold[-1]["hold_id"], yes=False)
    told += [await page.sees(sale)]
    told += [await page.does(f"sales/{sale}/confirm", revision=told[-1]["sale"]["revision"])]
    told += [await page.does(f"purchases/{told[-1]['sale']['purchase_id']}/undo")]
    told += [(await page.call("GET", "session"))[1], (await page.call("POST", "sales", {"text": "450"}))[1]]
    told += [(await page.call("POST", "sales", {"text": "8 916 555-01-24"}))[1]]
    assert "0124" in str(told[-1])
    nothing_in(told)


async def test_a_tills_program_is_told_neither(town: Street, anna: Actor) -> None:
    till = await town.till()
    replies = [await till.post("/customers/find", {"customer": who}) for who in (anna.number, PHONE)]
    replies += [await till.post("/members", {"phone": PHONE, "consent": True})]
    replies += [await till.post("/quotes", {"customer": PHONE, "amount_minor": 45_000, "receipt": "A-1"})]
    quote = replies[-1].json
    replies += [await till.get(f"/quotes/{quote['id']}"), await till.commit(quote)]
    purchase = replies[-1].json["purchase_id"]
    replies += [await till.get(f"/purchases/{purchase}")]
    replies += [await till.get(f"/customers/{anna.number}/history")]
    replies += [await till.post(f"/purchases/{purchase}/refunds", {"amount_minor": 10_000})]
    assert {reply.status for reply in replies} == {200}
    replies += [await till.post("/customers/find", {"customer": "+79165550124"})]
    replies += [await till.post("/members", {"phone": "89165550123x", "consent": True})]
    nothing_in([reply.json for reply in replies])


def nothing_in(answers: list[Any]) -> None:
    for answer in answers:
        assert personal(str(answer)) == []
        assert FAMILY_NAME not in str(answer)


def test_the_search_itself_finds_what_it_looks_for() -> None:
    for text in (
        PHONE,
        "8 (916) 555-01-23",
        "9165550123",
        "дата рождения",
        "29 февраля",
        '"birthday"',
        "02-29",
    ):
        assert personal(text), text
    for text in ("482100457713", "…0123", "99\xa0999\xa0999", "1790000000"):
        assert personal(text) == [], text
