""" "That wasn't me": set aside at once, and shown to owners alone."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from actions.contest import LONGEST_COMMENT, QUESTION, ask_contest, comment_case, contest
from actions.decide_case import decide_case
from actions.expire_points import expire_points
from actions.list_cases import list_cases, show_case
from actions.recognise import recognise
from actions.shop import Shop
from actions.undo_sale import undo_sale
from actions.verify import verify_ledger
from loyalty.case_views import CaseList, ContestView
from loyalty.ledger import Kind
from loyalty.programme import Expiry, Terms
from loyalty.refusals import Refusal, Refused
from loyalty.wallet import Wallet
from storage.schema import cases
from tests.actions.buying import bought, reason, ruled
from tests.actions.complaints import contested, decided, paid, seen, wallet
from tests.actions.people import Actor, Cast

FIFTY = 50


@pytest.fixture(autouse=True)
async def books_hold(cast: Cast) -> AsyncIterator[None]:
    """Whatever a test did, the ledger adds up."""
    yield
    assert (await verify_ledger(cast.shop)).faults == ()


@pytest.fixture
async def anna(cast: Cast) -> Actor:
    """Somebody with 500 points of a purchase."""
    someone = await cast.joined("Анна Каренина")
    await bought(cast, someone)
    return someone


async def test_decision_a_contested_earning_is_set_aside_and_owners_are_told(
    cast: Cast, shop: Shop, anna: Actor
) -> None:
    asked = await ask_contest(shop, anna.member_id, 1)
    assert asked == ContestView(1, 500, shop.now(), sets_aside=True)
    assert await wallet(shop, anna) == Wallet(available=500), "asking changes nothing"
    view = await contested(shop, anna)
    assert view.case_id
    assert await wallet(shop, anna) == Wallet(blocked=500)
    assert (await cast.told(cast.owner))[-1] == (
        "case",
        {"case": view.case_id, "person": anna.member_id, "points": 500},
    )
    assert all(kind != "case" for kind, _ in await cast.told(cast.lena))


async def test_points_set_aside_pay_for_nothing(cast: Cast, shop: Shop, anna: Actor) -> None:
    await contested(shop, anna)
    view = await cast.preview(cast.lena, anna, 450_00)
    assert view.paying is None


async def test_decision_the_clock_of_a_contested_lot_runs_on(cast: Cast, shop: Shop) -> None:
    await ruled(shop, terms=Terms(expiry=Expiry.LOT, lifetime_months=1, remind_first=False))
    anna = await cast.joined("Анна")
    await bought(cast, anna)
    case_id = (await contested(shop, anna)).case_id
    cast.clock.advance(timedelta(days=32).total_seconds())
    assert await expire_points(shop) == 500
    assert await wallet(shop, anna) == Wallet()
    assert (await seen(shop, cast.owner, case_id)).is_gone
    await decided(shop, cast.owner, case_id, accept=True)
    assert await wallet(shop, anna) == Wallet(), "what burnt is not taken a second time"


async def test_fifty_taps_open_one_case(cast: Cast, shop: Shop, anna: Actor) -> None:
    views = await asyncio.gather(*(contested(shop, anna) for _ in range(FIFTY)))
    assert len({view.case_id for view in views}) == 1
    assert len(await cast.stand.rows(cases)) == 1
    assert [kind for kind, _ in await cast.told(cast.owner)].count("case") == 1


async def test_every_entry_of_an_operation_is_the_same_case(cast: Cast, shop: Shop, anna: Actor) -> None:
    seq = await paid(cast, anna)
    first = await contested(shop, anna, seq)
    assert await contested(shop, anna, seq + 1) == first


async def test_only_ones_own_change_that_exists(cast: Cast, shop: Shop, anna: Actor) -> None:
    pavel = await cast.joined("Павел")
    for seq in (0, 1, 10**14):
        refused = await contest(shop, pavel.member_id, pavel.account_id, seq)
        assert reason(refused) is Refusal.CONTEST_UNKNOWN
    assert await wallet(shop, anna) == Wallet(available=500)


async def test_at_most_three_open_cases_a_person(cast: Cast, shop: Shop, anna: Actor) -> None:
    for _ in range(3):
        await bought(cast, anna, 450_00)
    opened = [await contested(shop, anna, seq) for seq in (1, 2, 3)]
    assert reason(await ask_contest(shop, anna.member_id, 4)) is Refusal.TOO_MANY_CASES
    await decided(shop, cast.owner, opened[0].case_id, accept=False)
    assert (await contested(shop, anna, 4)).case_id


async def test_thirty_days_later_it_is_too_late(cast: Cast, shop: Shop, anna: Actor) -> None:
    cast.clock.advance(timedelta(days=30, seconds=1).total_seconds())
    refused = await contest(shop, anna.member_id, anna.account_id, 1)
    assert isinstance(refused, Refused)
    assert (refused.reason, refused.detail) == (Refusal.CONTEST_TOO_LATE, {"days": 30})


async def test_a_word_may_follow_and_the_owner_reads_it(cast: Cast, shop: Shop, anna: Actor) -> None:
    case_id = (await contested(shop, anna)).case_id
    speaker, _ = await recognise(shop, "telegram", anna.external_id)
    assert speaker is not None
    assert (speaker.question, speaker.about) == (QUESTION, str(case_id))
    assert await comment_case(shop, anna.member_id, anna.account_id, case_id, "Меня не было" * 900) is None
    speaker, _ = await recognise(shop, "telegram", anna.external_id)
    assert speaker is not None
    assert speaker.question == ""
    [comment] = (await seen(shop, cast.owner, case_id)).comments
    assert comment == ("Меня не было" * 900)[:LONGEST_COMMENT]
    pavel = await cast.joined("Павел")
    refused = await comment_case(shop, pavel.member_id, pavel.account_id, case_id, "И я")
    assert reason(refused) is Refusal.CASE_CLOSED


async def test_decision_the_case_shows_that_a_tap_confirmed_the_spending(
    cast: Cast, shop: Shop, anna: Actor
) -> None:
    seq = await paid(cast, anna)
    view = await seen(shop, cast.owner, (await contested(shop, anna, seq)).case_id)
    assert (view.name, view.number, view.actor) == ("Анна Каренина", anna.number, "Лена")
    assert [(part.kind, part.points) for part in view.parts] == [(Kind.SPENT, -135), (Kind.EARNED, 15)]
    assert (view.amount_minor, view.store, view.confirmed_by) == (450_00, "", "tap")
    assert (view.points, view.undo_points, view.is_gone) == (-120, 120, False)


async def test_the_case_shows_what_else_happened_with_the_purchase(
    cast: Cast, shop: Shop, anna: Actor
) -> None:
    purchase_id = await bought(cast, anna, 450_00)
    case_id = (await contested(shop, anna, 2)).case_id
    await undo_sale(shop, cast.lena.member_id, purchase_id)
    view = await seen(shop, cast.owner, case_id)
    assert [(part.kind, part.points) for part in view.history] == [(Kind.EARN_REVERSED, -22)]
    assert view.is_gone


async def test_the_list_has_the_open_ones_newest_first_a_page_at_a_time(cast: Cast, shop: Shop) -> None:
    people = [await cast.joined(f"Гость {number}") for number in range(3)]
    for someone in people:
        for _ in range(3):
            await bought(cast, someone, 450_00)
        for seq in (1, 2, 3):
            await contested(shop, someone, seq)
    page = await list_cases(shop, cast.owner.member_id)
    assert isinstance(page, CaseList)
    assert ([line.id for line in page.lines], page.page, page.pages) == ([9, 8, 7, 6, 5, 4], 0, 2)
    assert (page.lines[0].name, page.lines[0].points) == ("Гость 2", 22)
    await decided(shop, cast.owner, 9, accept=False)
    last = await list_cases(shop, cast.owner.member_id, 99)
    assert isinstance(last, CaseList)
    assert ([line.id for line in last.lines], last.page) == ([2, 1], 1)


async def test_neither_customers_nor_cashiers_look_and_decide(cast: Cast, shop: Shop, anna: Actor) -> None:
    case_id = (await contested(shop, anna)).case_id
    for someone, why in ((anna, Refusal.NOT_STAFF), (cast.lena, Refusal.NOT_ALLOWED)):
        assert reason(await list_cases(shop, someone.member_id)) is why
        assert reason(await show_case(shop, someone.member_id, case_id)) is why
        refused = await decide_case(shop, someone.member_id, case_id, accept=True)
        assert reason(refused) is why
    for wrong in (0, case_id + 1):
        assert reason(await show_case(shop, cast.owner.member_id, wrong)) is Refusal.CASE_CLOSED
        refused = await decide_case(shop, cast.owner.member_id, wrong, accept=True)
        assert reason(refused) is Refusal.CASE_CLOSED
