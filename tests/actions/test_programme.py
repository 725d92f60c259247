"""The owner changes the rules: as a whole, in versions, from the next operation on."""

import pytest

from actions.confirm_sale import confirm_sale
from actions.recognise import recognise
from actions.set_programme import ask_change, leave_change, set_programme
from actions.shop import Shop
from loyalty.programme import Programme
from loyalty.refusals import Refusal, Refused
from tests.actions.people import Cast


async def rules(cast: Cast) -> Programme:
    _, programme = await recognise(cast.shop, "telegram", cast.owner.external_id)
    return programme


async def question(cast: Cast) -> tuple[str, str]:
    speaker, _ = await recognise(cast.shop, "telegram", cast.owner.external_id)
    assert speaker is not None
    return speaker.question, speaker.about


async def test_a_change_makes_a_version_that_is_in_force_at_once(cast: Cast, shop: Shop) -> None:
    owner, before = cast.owner, await rules(cast)
    now = await set_programme(shop, owner.member_id, owner.account_id, rate_bp=750)
    assert isinstance(now, Programme)
    assert (now.rate_bp, now.version) == (750, before.version + 1)
    assert await rules(cast) == now


async def test_no_change_makes_no_version(cast: Cast, shop: Shop) -> None:
    owner, before = cast.owner, await rules(cast)
    same = await set_programme(shop, owner.member_id, owner.account_id, rate_bp=before.rate_bp)
    assert same == before == await set_programme(shop, owner.member_id, owner.account_id)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"rate_bp": 10_001}, Refusal.RATE_OUT_OF_RANGE),
        ({"brand": " "}, Refusal.BRAND_UNCLEAR),
        ({"brand": "x" * 41}, Refusal.BRAND_UNCLEAR),
        ({"currency": "BTC"}, Refusal.CURRENCY_UNKNOWN),
    ],
)
async def test_rules_that_do_not_hold_together_are_refused(
    cast: Cast, shop: Shop, change: dict[str, int | str], why: Refusal
) -> None:
    owner, before = cast.owner, await rules(cast)
    outcome = await set_programme(shop, owner.member_id, owner.account_id, **change)  # type: ignore[arg-type]
    assert isinstance(outcome, Refused)
    assert outcome.reason is why
    assert await rules(cast) == before


async def test_only_the_owner_changes_the_rules(cast: Cast, shop: Shop) -> None:
    outcome = await set_programme(shop, cast.lena.member_id, cast.lena.account_id, rate_bp=9999)
    assert isinstance(outcome, Refused)
    assert outcome.reason is Refusal.NOT_OWNER
    assert await ask_change(shop, cast.lena.member_id, cast.owner.account_id, "brand") == outcome
    assert await question(cast) == ("", "")


async def test_rule_7_the_currency_stays_after_the_first_sale(cast: Cast, shop: Shop) -> None:
    owner, lena = cast.owner, cast.lena
    changed = await set_programme(shop, owner.member_id, owner.account_id, currency="KZT")
    assert isinstance(changed, Programme)
    preview = await cast.preview(lena, await cast.joined("Анна"), 450_00)
    await confirm_sale(shop, lena.member_id, lena.account_id, preview.draft_id, preview.revision)
    outcome = await set_programme(shop, owner.member_id, owner.account_id, currency="RUB")
    assert isinstance(outcome, Refused)
    assert outcome.reason is Refusal.CURRENCY_FIXED


async def test_an_answered_question_closes_and_another_stays(cast: Cast, shop: Shop) -> None:
    owner = cast.owner
    await ask_change(shop, owner.member_id, owner.account_id, "brand")
    await set_programme(shop, owner.member_id, owner.account_id, rate_bp=300)
    assert await question(cast) == ("programme", "brand")
    await set_programme(shop, owner.member_id, owner.account_id, brand="Маяк")
    assert await question(cast) == ("", "")


async def test_a_question_can_be_left(cast: Cast, shop: Shop) -> None:
    await ask_change(shop, cast.owner.member_id, cast.owner.account_id, "rate_bp")
    await leave_change(shop, cast.owner.account_id, "rate_bp")
    assert await question(cast) == ("", "")
