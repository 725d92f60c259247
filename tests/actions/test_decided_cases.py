"""An owner decides on a contested change: once, and the books hold whatever he says."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from actions.claim_reward import ask_claim, confirm_claim
from actions.claims import waiting
from actions.contest import ask_contest
from actions.decide_case import decide_case
from actions.edit_rewards import answer_reward, ask_reward
from actions.expire_points import expire_points
from actions.recognise import recognise
from actions.refund_sale import refund_sale
from actions.shop import Shop
from actions.show_refund import price_refund
from actions.undo_sale import undo_sale
from actions.verify import verify_ledger
from loyalty.cases import CaseState
from loyalty.programme import Bonuses, DebtPolicy, Expiry, Terms
from loyalty.refusals import Refusal
from loyalty.rewards import ClaimView, Reward, RewardField
from loyalty.views import RefundView, SaleView
from loyalty.wallet import Wallet
from storage import sales
from storage.schema import entries, lots
from tests.actions.buying import bought, reason, ruled
from tests.actions.complaints import (
    contested,
    decided,
    gifted,
    paid,
    second_owner,
    start_card,
    told_seq,
    wallet,
)
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


async def test_accepting_takes_a_contested_earning_back(cast: Cast, shop: Shop, anna: Actor) -> None:
    case_id = (await contested(shop, anna)).case_id
    view = await decided(shop, cast.owner, case_id, accept=True)
    assert (view.state, view.undo_points) == (CaseState.ACCEPTED, -500)
    assert await wallet(shop, anna) == Wallet()
    last = (await cast.stand.rows(entries))[-1]
    assert (last.kind, last.reverses_seq, last.actor_id) == ("earn-reversed", 1, cast.owner.member_id)
    told = {"points": -500, "available": 0, "debt": 0, "seq": 2, "set_aside": False}
    assert (await cast.told(anna))[-1] == ("case_accepted", told)
    assert reason(await ask_contest(shop, anna.member_id, 1)) is Refusal.CONTESTED_ALREADY
    assert reason(await ask_contest(shop, anna.member_id, 2)) is Refusal.CONTEST_DECIDED


@pytest.mark.parametrize("policy", DebtPolicy)
async def test_points_spent_before_the_complaint_follow_the_rule_about_debts(
    cast: Cast, shop: Shop, anna: Actor, policy: DebtPolicy
) -> None:
    await ruled(shop, debt_policy=policy, rate_bp=0)
    await paid(cast, anna)
    case_id = (await contested(shop, anna)).case_id
    await decided(shop, cast.owner, case_id, accept=True)
    owed = 135 if policy is DebtPolicy.NEGATIVE_ALLOWED else 0
    assert await wallet(shop, anna) == Wallet(debt=owed)


async def test_leaving_it_frees_the_points(cast: Cast, shop: Shop, anna: Actor) -> None:
    case_id = (await contested(shop, anna)).case_id
    view = await decided(shop, cast.owner, case_id, accept=False)
    assert view.state is CaseState.LEFT
    assert await wallet(shop, anna) == Wallet(available=500)
    told = {"points": 0, "available": 500, "debt": 0, "seq": 0, "set_aside": True}
    assert (await cast.told(anna))[-1] == ("case_left", told)


async def test_points_that_are_free_again_pay_a_debt_first(cast: Cast, shop: Shop, anna: Actor) -> None:
    await bought(cast, anna, 450_00)
    await ruled(shop, rate_bp=0)
    set_aside = (await contested(shop, anna)).case_id
    await paid(cast, anna)
    await decided(shop, cast.owner, (await contested(shop, anna, 2)).case_id, accept=True)
    assert await wallet(shop, anna) == Wallet(blocked=500, debt=22)
    await decided(shop, cast.owner, set_aside, accept=False)
    assert await wallet(shop, anna) == Wallet(available=478)
    assert (await cast.told(anna))[-1][1]["available"] == 478


async def test_decision_a_contested_spending_returns_nothing_until_it_is_accepted(
    cast: Cast, shop: Shop, anna: Actor
) -> None:
    seq = await paid(cast, anna)
    view = await contested(shop, anna, seq)
    assert await wallet(shop, anna) == Wallet(available=365, blocked=15)
    await decided(shop, cast.owner, view.case_id, accept=True)
    assert await wallet(shop, anna) == Wallet(available=500)
    purchase = await shop.db.read(lambda tx: sales.purchase(tx, 2))
    assert purchase is not None
    assert (purchase.returned_points, purchase.reversed_points, purchase.undone_at) == (135, 15, None)
    assert len(await cast.stand.rows(lots)) == 2, "back in the lots they came from"
    assert (await cast.told(anna))[-1][1]["points"] == 120


async def test_rule_39_a_spending_whose_lot_is_over_comes_back_for_fourteen_days(
    cast: Cast, shop: Shop
) -> None:
    await ruled(shop, terms=Terms(expiry=Expiry.LOT, lifetime_months=1, remind_first=False))
    anna = await cast.joined("Анна")
    await bought(cast, anna)
    cast.clock.advance(timedelta(days=5).total_seconds())
    case_id = (await contested(shop, anna, await paid(cast, anna))).case_id
    cast.clock.advance(timedelta(days=29).total_seconds())
    await expire_points(shop)
    await decided(shop, cast.owner, case_id, accept=True)
    assert await wallet(shop, anna) == Wallet(available=135)
    newest = (await cast.stand.rows(lots))[-1]
    assert (newest.kind, (newest.expires_at - shop.now()).days) == ("refunded", 14)


async def test_a_spending_that_stays_changes_nothing(cast: Cast, shop: Shop, anna: Actor) -> None:
    seq = await paid(cast, anna)
    case_id = (await contested(shop, anna, seq)).case_id
    await decided(shop, cast.owner, case_id, accept=False)
    assert await wallet(shop, anna) == Wallet(available=380)


@pytest.mark.parametrize("accept", [True, False])
async def test_a_welcome_gift_nobody_wanted(cast: Cast, shop: Shop, *, accept: bool) -> None:
    await ruled(shop, bonuses=Bonuses(welcome_points=100))
    pavel = await cast.joined("Павел")
    case_id = (await contested(shop, pavel, await told_seq(cast, pavel))).case_id
    assert await wallet(shop, pavel) == Wallet(blocked=100)
    await decided(shop, cast.owner, case_id, accept=accept)
    assert await wallet(shop, pavel) == (Wallet() if accept else Wallet(locked=100))


@pytest.mark.parametrize("by_sender", [True, False])
async def test_a_transfer_is_reversed_on_both_cards(
    cast: Cast, shop: Shop, anna: Actor, *, by_sender: bool
) -> None:
    pavel = await cast.joined("Павел")
    await gifted(cast, anna, pavel)
    who, other = (anna, pavel) if by_sender else (pavel, anna)
    case_id = (await contested(shop, who, await told_seq(cast, who))).case_id
    view = await decided(shop, cast.owner, case_id, accept=True)
    assert view.other == ("Павел" if by_sender else "Анна Каренина")
    assert await wallet(shop, anna) == Wallet(available=500)
    assert await wallet(shop, pavel) == Wallet()
    kind, told = (await cast.told(other))[-1]
    assert (kind, told["points"], told["person"]) == (
        "gift_reversed",
        -100 if by_sender else 100,
        who.member_id,
    )


async def test_the_friend_of_a_contested_gift_owes_nothing(cast: Cast, shop: Shop, anna: Actor) -> None:
    pavel = await cast.joined("Павел")
    await gifted(cast, anna, pavel)
    seq = await told_seq(cast, anna)
    await ruled(shop, rate_bp=0)
    await bought(cast, pavel, 10_00)
    await paid(cast, pavel, 200_00)
    await decided(shop, cast.owner, (await contested(shop, anna, seq)).case_id, accept=True)
    assert await wallet(shop, anna) == Wallet(available=500)
    assert await wallet(shop, pavel) == Wallet()


async def test_a_sender_gets_what_the_friend_could_give_up(cast: Cast, shop: Shop, anna: Actor) -> None:
    await ruled(shop, debt_policy=DebtPolicy.ONLY_PENDING, rate_bp=0)
    pavel = await cast.joined("Павел")
    await gifted(cast, anna, pavel)
    seq = await told_seq(cast, pavel)
    await paid(cast, pavel, 200_00)
    await decided(shop, cast.owner, (await contested(shop, pavel, seq)).case_id, accept=True)
    assert await wallet(shop, anna) == Wallet(available=440)
    assert await wallet(shop, pavel) == Wallet()


async def test_a_reward_of_a_reversed_spending_is_not_handed_out(cast: Cast, shop: Shop, anna: Actor) -> None:
    owner = cast.owner
    await ask_reward(shop, owner.member_id, owner.account_id, RewardField.NAME)
    made: object = None
    for text in ("Капучино", "400", "5", None):
        made = await answer_reward(shop, owner.member_id, owner.account_id, text)
    assert isinstance(made, Reward)
    asked = await ask_claim(shop, anna.member_id, made.id)
    assert isinstance(asked, ClaimView)
    assert isinstance(await confirm_claim(shop, anna.member_id, asked.claim.id), ClaimView)
    case_id = (await contested(shop, anna, await told_seq(cast, anna))).case_id
    await decided(shop, owner, case_id, accept=True)
    assert await wallet(shop, anna) == Wallet(available=500)
    assert await shop.db.read(lambda tx: waiting(tx, anna.member_id)) == ()


async def test_a_purchase_undone_meanwhile_closes_without_an_entry(
    cast: Cast, shop: Shop, anna: Actor
) -> None:
    purchase_id = await bought(cast, anna, 450_00)
    case_id = (await contested(shop, anna, 2)).case_id
    assert isinstance(await undo_sale(shop, cast.lena.member_id, purchase_id), SaleView)
    before = len(await cast.stand.rows(entries))
    view = await decided(shop, cast.owner, case_id, accept=True)
    assert view.is_gone
    assert len(await cast.stand.rows(entries)) == before
    assert (await cast.told(anna))[-1][1]["points"] == 0


async def test_two_owners_and_many_taps_have_one_effect(cast: Cast, shop: Shop, anna: Actor) -> None:
    petr = await second_owner(cast)
    case_id = (await contested(shop, anna)).case_id
    owners = (cast.owner, petr)
    views = await asyncio.gather(
        *(decided(shop, owners[n % 2], case_id, accept=n % 2 == 0) for n in range(FIFTY))
    )
    assert {view.state for view in views} == {CaseState.ACCEPTED}
    assert await wallet(shop, anna) == Wallet()
    assert [kind for kind, _ in await cast.told(anna)].count("case_accepted") == 1
    assert "case_left" not in [kind for kind, _ in await cast.told(anna)]


async def test_an_owner_leaves_his_own_case_to_another_one(cast: Cast, shop: Shop) -> None:
    await start_card(cast, cast.owner)
    await bought(cast, cast.owner)
    case_id = (await contested(shop, cast.owner)).case_id
    petr = await second_owner(cast)
    refused = await decide_case(shop, cast.owner.member_id, case_id, accept=True)
    assert reason(refused) is Refusal.CASE_OWN
    await decided(shop, petr, case_id, accept=True)
    assert await wallet(shop, cast.owner) == Wallet()


async def test_an_only_owner_decides_his_own_case(cast: Cast, shop: Shop) -> None:
    await start_card(cast, cast.owner)
    await bought(cast, cast.owner)
    case_id = (await contested(shop, cast.owner)).case_id
    await decided(shop, cast.owner, case_id, accept=False)
    assert (await wallet(shop, cast.owner)).available == 500


async def test_a_refund_after_an_accepted_spending_gives_no_points_twice(
    cast: Cast, shop: Shop, anna: Actor
) -> None:
    case_id = (await contested(shop, anna, await paid(cast, anna))).case_id
    await decided(shop, cast.owner, case_id, accept=True)
    for goods_minor in (100_00, None):
        await refunded(cast, 2, goods_minor)
        assert await wallet(shop, anna) == Wallet(available=500)


async def refunded(cast: Cast, purchase_id: int, goods_minor: int | None) -> None:
    """Goods of this price come back at the till; None: all that is left."""
    who = (cast.lena.member_id, cast.lena.account_id)
    view = await price_refund(cast.shop, *who, purchase_id, goods_minor)
    assert isinstance(view, RefundView), view
    speaker, _ = await recognise(cast.shop, "telegram", cast.lena.external_id)
    assert speaker is not None
    done = await refund_sale(cast.shop, *who, speaker.about, purchase_id, view.code)
    assert isinstance(done, RefundView), done


@pytest.mark.parametrize("accept", [True, False])
async def test_a_refund_the_customer_never_asked_for(
    cast: Cast, shop: Shop, anna: Actor, *, accept: bool
) -> None:
    await paid(cast, anna)
    await refunded(cast, 2, 200_00)
    after_refund = await wallet(shop, anna)
    assert after_refund.available > 380
    case_id = (await contested(shop, anna, await told_seq(cast, anna))).case_id
    assert await wallet(shop, anna) == after_refund, "nothing new came, nothing is set aside"
    await decided(shop, cast.owner, case_id, accept=accept)
    assert await wallet(shop, anna) == (Wallet(available=380) if accept else after_refund)


async def test_points_that_were_not_usable_yet_wait_again(cast: Cast, shop: Shop) -> None:
    await ruled(shop, terms=Terms(pending_days=14))
    pavel = await cast.joined("Павел")
    await bought(cast, pavel)
    case_id = (await contested(shop, pavel)).case_id
    assert await wallet(shop, pavel) == Wallet(blocked=500)
    await decided(shop, cast.owner, case_id, accept=False)
    assert await wallet(shop, pavel) == Wallet(pending=500)
