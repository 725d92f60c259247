"""Customers enrolled at the till by phone: points wait for them, for thirty days."""

import asyncio

import pytest

from actions.adopt_member import KIND
from actions.confirm_sale import confirm_sale
from actions.enrol_customer import enrol_customer, offer_enrolment, offered_phone
from actions.forget_waiting import forget_waiting
from actions.identify import identify
from actions.join import PERSONAL_DATA, Consent, give_consent, share_phone, tell_birthday, tell_name
from actions.price_sale import price_sale
from actions.profile import change_phone
from actions.verify import verify_ledger
from loyalty.identifying import ENROLLED_AT_MOST, WAITS_FOR
from loyalty.joining import Step
from loyalty.programme import Referral
from loyalty.receipts import Line
from loyalty.refusals import Refusal, Refused
from loyalty.sale import Way
from loyalty.views import SaleState, SaleView
from storage.schema import consents, conversations, entries, guesses, members, sale_drafts
from tests.actions.buying import left, reason
from tests.actions.guests import invitation, rules, states
from tests.actions.people import Actor, Cast

PHONE = "+79001112233"
DAY = 86_400.0


@pytest.fixture(autouse=True)
async def books_hold(cast: Cast) -> object:
    yield
    assert (await verify_ledger(cast.shop)).faults == ()


async def enrolled(cast: Cast, phone: str = PHONE, by: Actor | None = None) -> SaleView | Refused:
    who = by or cast.lena
    return await enrol_customer(cast.shop, who.member_id, who.account_id, phone, "till-1", "ru")


async def sold(cast: Cast, amount_minor: int = 450_00) -> SaleView:
    """Enrolled and sold to, in one go."""
    lena, view = cast.lena, await enrolled(cast)
    assert isinstance(view, SaleView), view
    shown = await price_sale(cast.shop, lena.member_id, view.draft_id, [Line(amount_minor)])
    assert isinstance(shown, SaleView), shown
    done = await confirm_sale(cast.shop, lena.member_id, lena.account_id, view.draft_id, shown.revision)
    assert isinstance(done, SaleView), done
    return done


async def joining(cast: Cast, name: str, payload: str = "") -> Actor:
    """Somebody who joins and shares this very phone."""
    external_id = str(next(cast.numbers))
    await cast.start(external_id, name, payload)
    someone = await cast.actor(external_id)
    for kind in (PERSONAL_DATA, "advertising"):
        await give_consent(
            cast.shop, someone.member_id, Consent(kind, given=True, text_version="2", language="ru")
        )
    await tell_name(cast.shop, someone.member_id, name)
    await share_phone(cast.shop, someone.member_id, PHONE)
    someone = await cast.actor(external_id)
    await tell_birthday(cast.shop, someone.member_id, None)
    return someone


async def waiting(cast: Cast) -> list[tuple[str, bool]]:
    """(step, whether the phone is kept) of the members who came by the till."""
    return [(m.step, m.phone is not None) for m in await cast.stand.rows(members) if m.source == "till"]


async def test_the_sale_goes_on_at_once_and_books(cast: Cast) -> None:
    view = await enrolled(cast)
    assert isinstance(view, SaleView)
    assert (view.state, view.first_name, view.waits, view.available) == (SaleState.AMOUNT, "", True, 0)
    done = await sold(cast)
    assert (done.state, done.points, done.waits) == (SaleState.BOOKED, 22, True)
    assert {row.way for row in await cast.stand.rows(sale_drafts)} == {"phone"}


async def test_consent_is_kept_with_who_asked(cast: Cast) -> None:
    await enrolled(cast)
    *_, row = await cast.stand.rows(consents)
    assert (row.kind, row.given, row.text_version, row.asked_by) == (
        "personal",
        True,
        "till-1",
        cast.lena.member_id,
    )


async def test_points_of_a_waiting_customer_are_never_offered(cast: Cast) -> None:
    await sold(cast, 10_000_00)
    view = await identify(cast.shop, cast.lena.member_id, cast.lena.account_id, PHONE, Way.TYPED)
    assert isinstance(view, SaleView)
    shown = await price_sale(cast.shop, cast.lena.member_id, view.draft_id, [Line(450_00)])
    assert isinstance(shown, SaleView)
    assert (shown.waits, shown.available, shown.offered_points, shown.paying) == (True, 500, 0, None)


async def test_rule_71_whoever_joins_with_the_phone_finds_his_points(cast: Cast) -> None:
    await sold(cast)
    anna = await joining(cast, "Анна")
    assert await left(cast.shop, anna) == 22
    assert [told["points"] for kind, told in await cast.told(anna) if kind == KIND] == [22]
    assert await waiting(cast) == [(Step.JOINED, True)]
    cast.clock.advance(WAITS_FOR.total_seconds() + DAY)
    assert await forget_waiting(cast.shop) == 0
    assert await left(cast.shop, anna) == 22


async def test_rule_71_bought_by_phone_before_is_no_new_friend(cast: Cast) -> None:
    await rules(cast, referral=Referral(inviter_points=150, friend_points=100))
    host = await cast.joined("Борис")
    await sold(cast)
    await joining(cast, "Анна", await invitation(cast, host))
    assert await states(cast) == [("void", "bought_before")]


async def test_rule_71_enrolled_without_a_purchase_is_a_new_friend(cast: Cast) -> None:
    await rules(cast, referral=Referral(inviter_points=150, friend_points=100))
    host = await cast.joined("Борис")
    await enrolled(cast)
    await joining(cast, "Анна", await invitation(cast, host))
    assert await states(cast) == [("joined", "")]


async def test_a_members_phone_brings_the_points_over_and_ends_the_open_sale(cast: Cast) -> None:
    await sold(cast)
    anna = await cast.joined("Анна")
    view = await identify(cast.shop, cast.lena.member_id, cast.lena.account_id, PHONE, Way.TYPED)
    assert isinstance(view, SaleView)
    assert await change_phone(cast.shop, anna.member_id, anna.account_id, PHONE) is None
    assert await left(cast.shop, anna) == 22
    late = await price_sale(cast.shop, cast.lena.member_id, view.draft_id, [Line(450_00)])
    assert reason(late) is Refusal.SALE_ENDED


async def test_who_never_joins_is_forgotten_after_thirty_days(cast: Cast) -> None:
    await sold(cast)
    cast.clock.advance(WAITS_FOR.total_seconds() - 1)
    assert await forget_waiting(cast.shop) == 0
    cast.clock.advance(2)
    before = len(await cast.stand.rows(entries))
    assert await forget_waiting(cast.shop) == 1
    assert await waiting(cast) == [(Step.CONSENT, False)]
    assert [row.points for row in (await cast.stand.rows(entries))[before:]] == [-22]
    assert await forget_waiting(cast.shop) == 0
    unknown = await identify(cast.shop, cast.lena.member_id, cast.lena.account_id, PHONE, Way.TYPED)
    assert reason(unknown) is Refusal.PHONE_UNKNOWN


async def test_whoever_buys_just_now_is_forgotten_the_next_time(cast: Cast) -> None:
    await enrolled(cast)
    cast.clock.advance(WAITS_FOR.total_seconds() + 1)
    view = await identify(cast.shop, cast.lena.member_id, cast.lena.account_id, PHONE, Way.TYPED)
    assert isinstance(view, SaleView)
    assert await forget_waiting(cast.shop) == 0
    assert await waiting(cast) == [(Step.CONSENT, True)]


async def test_enrolling_twice_at_once_makes_one_member(cast: Cast) -> None:
    views = await asyncio.gather(enrolled(cast), enrolled(cast), enrolled(cast, by=cast.boris))
    assert all(isinstance(view, SaleView) for view in views)
    assert await waiting(cast) == [(Step.CONSENT, True)]


async def test_a_cashier_enrols_twenty_a_day(cast: Cast) -> None:
    for number in range(ENROLLED_AT_MOST):
        assert isinstance(await enrolled(cast, f"+7900000{number:04}"), SaleView)
    assert reason(await enrolled(cast)) is Refusal.TOO_MANY_ENROLLED
    assert isinstance(await enrolled(cast, by=cast.boris), SaleView)
    cast.clock.advance(DAY)
    assert isinstance(await enrolled(cast, "+79001119999"), SaleView)


async def test_only_staff_enrol_and_only_phones(cast: Cast) -> None:
    anna = await cast.joined("Анна")
    assert reason(await enrolled(cast, by=anna)) is Refusal.NOT_STAFF
    assert reason(await enrolled(cast, "")) is Refusal.PHONE_UNCLEAR


async def test_whoever_is_just_joining_is_not_enrolled_beside(cast: Cast) -> None:
    stranger = await cast.stranger("Вера")
    for kind in (PERSONAL_DATA, "advertising"):
        await give_consent(
            cast.shop, stranger.member_id, Consent(kind, given=True, text_version="2", language="ru")
        )
    await tell_name(cast.shop, stranger.member_id, "Вера")
    await share_phone(cast.shop, stranger.member_id, PHONE)
    asked = await identify(cast.shop, cast.lena.member_id, cast.lena.account_id, PHONE, Way.TYPED)
    assert reason(asked) is Refusal.STILL_JOINING
    assert reason(await enrolled(cast)) is Refusal.STILL_JOINING
    assert await cast.stand.rows(guesses) == []


async def test_the_offered_phone_is_kept_sealed(cast: Cast) -> None:
    lena = cast.lena
    await offer_enrolment(cast.shop, lena.account_id, PHONE)
    [row] = [row for row in await cast.stand.rows(conversations) if row.account_id == lena.account_id]
    assert PHONE[1:] not in row.about
    assert offered_phone(cast.shop, lena.account_id, row.about) == PHONE
    assert offered_phone(cast.shop, cast.boris.account_id, row.about) == ""
    assert offered_phone(cast.shop, lena.account_id, "no hex") == ""
