"""Customers enrolled by a till's program: every till has a number a day of its own."""

import pytest

from actions.enrol_customer import enrol_customer
from actions.till_calls import Answer, Ask, known_till
from actions.till_enrol import enrol_by_phone
from actions.tills import NewTill, add_till
from loyalty.identifying import ENROLLED_AT_MOST
from loyalty.refusals import Refusal, Refused
from loyalty.tills import Preset, Till
from loyalty.views import SaleView
from storage.schema import consents
from tests.actions.buying import reason
from tests.actions.people import Cast
from tests.clockwork.stand import HandClock

DAY = 86_400


async def till_of(cast: Cast, name: str) -> Till:
    owner = cast.owner
    made = await add_till(cast.shop, owner.member_id, owner.account_id, 1, Preset.EARN, name)
    assert isinstance(made, NewTill), made
    till = await known_till(cast.shop, made.key)
    assert till is not None
    return till


async def enrolled(cast: Cast, till: Till, number: int) -> Answer | Refused | None:
    ask = Ask(till.id, f"enrol-{till.id}-{number}", b"enrol")
    phone = f"+7900{till.id:03}{number:04}"
    return await enrol_by_phone(cast.shop, ask, till, phone, "till-1", "ru", lambda _: Answer(200, b"{}"))


async def enrolled_by_himself(cast: Cast, number: int) -> SaleView | Refused:
    owner, phone = cast.owner, f"+7901000{number:04}"
    return await enrol_customer(cast.shop, owner.member_id, owner.account_id, phone, "till-1", "ru")


@pytest.fixture
async def busy(cast: Cast) -> Till:
    """A till that has enrolled as many as it may today."""
    till = await till_of(cast, "Касса 1")
    for number in range(ENROLLED_AT_MOST):
        assert isinstance(await enrolled(cast, till, number), Answer)
    return till


async def test_a_till_enrols_twenty_a_day(cast: Cast, clock: HandClock, busy: Till) -> None:
    refused = await enrolled(cast, busy, ENROLLED_AT_MOST)
    assert refused == Refused(Refusal.TOO_MANY_ENROLLED, {"most": ENROLLED_AT_MOST})
    clock.advance(DAY)
    assert isinstance(await enrolled(cast, busy, ENROLLED_AT_MOST), Answer)


async def test_another_till_of_the_same_owner_has_twenty_of_its_own(cast: Cast, busy: Till) -> None:
    other = await till_of(cast, "Касса 2")
    for number in range(ENROLLED_AT_MOST):
        assert isinstance(await enrolled(cast, other, number), Answer)
    for till in (busy, other):
        assert reason(await enrolled(cast, till, ENROLLED_AT_MOST)) is Refusal.TOO_MANY_ENROLLED


async def test_who_added_a_till_has_twenty_of_his_own(cast: Cast, busy: Till) -> None:
    for number in range(ENROLLED_AT_MOST):
        assert isinstance(await enrolled_by_himself(cast, number), SaleView)
    assert reason(await enrolled_by_himself(cast, ENROLLED_AT_MOST)) is Refusal.TOO_MANY_ENROLLED
    assert reason(await enrolled(cast, busy, ENROLLED_AT_MOST)) is Refusal.TOO_MANY_ENROLLED
    assert isinstance(await enrolled(cast, await till_of(cast, "Касса 2"), 0), Answer)


async def test_consent_is_kept_with_the_till_and_whoever_answers_for_it(cast: Cast) -> None:
    till = await till_of(cast, "Касса 1")
    await enrolled(cast, till, 0)
    assert isinstance(await enrolled_by_himself(cast, 0), SaleView)
    by_till, by_himself = (await cast.stand.rows(consents))[-2:]
    assert (by_till.asked_by, by_till.till_id) == (cast.owner.member_id, till.id)
    assert (by_himself.asked_by, by_himself.till_id) == (cast.owner.member_id, None)
