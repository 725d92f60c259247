"""Rewards and stamps: claimed once whoever taps how often, given back to the same lots, handed out once."""

import asyncio
from dataclasses import replace

import pytest

from actions.claim_reward import ask_claim, confirm_claim, return_claim, show_claim, show_shelf
from actions.claims import ask_hand_over, expire_claims, hand_over, waiting
from actions.edit_rewards import (
    answer_reward,
    ask_reward,
    list_rewards,
    mark_donation,
    show_reward,
    switch_reward,
)
from actions.recognise import recognise
from actions.shop import Shop
from actions.undo_sale import undo_sale
from actions.verify import verify_ledger
from loyalty.programme import Expiry, Terms
from loyalty.refusals import Refusal, Refused
from loyalty.rewards import ClaimState, ClaimView, HandOver, Reward, RewardDraft, RewardField
from loyalty.views import SaleView
from storage import ledger
from storage import rewards as rows
from storage.database import Connection
from tests.actions.buying import added, asked, bought, claimed, in_debt, left, reason, ruled
from tests.actions.people import Actor, Cast
from tests.clockwork.stand import HandClock


async def stock(shop: Shop, reward_id: int) -> int | None:
    reward = await shop.db.read(lambda tx: rows.reward(tx, reward_id))
    assert reward is not None
    return reward.stock


@pytest.fixture(autouse=True)
async def books_hold(cast: Cast) -> object:
    """Whatever a test did, the ledger adds up."""
    yield
    found = await verify_ledger(cast.shop)
    assert found.faults == ()


@pytest.fixture
async def anna(cast: Cast) -> Actor:
    someone = await cast.joined("Анна")
    await bought(cast, someone)
    return someone


# --- claims ---


async def test_a_claim_spends_waits_and_tells(cast: Cast, shop: Shop, anna: Actor) -> None:
    view = await asked(shop, anna, await added(cast, stock="5"))
    assert (view.claim.state, view.available) == (ClaimState.ASKED, 500)
    done = await confirm_claim(shop, anna.member_id, view.claim.id)
    assert isinstance(done, ClaimView)
    assert (done.claim.state, done.available) == (ClaimState.WAITING, 100)
    kind, told = (await cast.told(anna))[-1]
    assert (kind, told["points"], told["available"], told["seq"]) == ("claimed", -400, 100, 2)
    assert await stock(shop, 1) == 4


async def test_fifty_taps_on_one_yes_are_one_claim(cast: Cast, shop: Shop, anna: Actor) -> None:
    view = await asked(shop, anna, await added(cast, price=100, stock="9"))
    done = await asyncio.gather(*(confirm_claim(shop, anna.member_id, view.claim.id) for _ in range(50)))
    assert all(one == done[0] for one in done)
    assert (await left(shop, anna), await stock(shop, 1)) == (400, 8)


async def test_fifty_people_and_the_last_piece(cast: Cast, shop: Shop) -> None:
    reward_id = await added(cast, price=1, stock="1")
    people = [await cast.joined(f"Гость {n}") for n in range(50)]
    for one in people:
        await bought(cast, one, 100_00)
    questions = [await asked(shop, one, reward_id) for one in people]
    answers = await asyncio.gather(
        *(
            confirm_claim(shop, one.member_id, view.claim.id)
            for one, view in zip(people, questions, strict=True)
        )
    )
    assert sum(isinstance(one, ClaimView) for one in answers) == 1
    assert {one.reason for one in answers if isinstance(one, Refused)} == {Refusal.REWARD_OUT_OF_STOCK}
    assert await stock(shop, reward_id) == 0


async def test_fifty_claims_on_the_last_points(cast: Cast, shop: Shop, anna: Actor) -> None:
    reward_id = await added(cast, price=400)

    def question(tx: Connection) -> int:
        values = (anna.member_id, "Капучино", 400, ClaimState.ASKED, shop.now())
        return rows.add_claim(tx, *values, reward_id=reward_id)

    claims = [await shop.db.write(question) for _ in range(50)]
    answers = await asyncio.gather(*(confirm_claim(shop, anna.member_id, one) for one in claims))
    assert sum(isinstance(one, ClaimView) for one in answers) == 1
    assert await left(shop, anna) == 100


async def test_rule_30_giving_back_frees_the_slot(cast: Cast, shop: Shop, anna: Actor) -> None:
    reward_id = await added(cast, price=100, limit="1")
    first = await claimed(shop, anna, reward_id)
    assert reason(await ask_claim(shop, anna.member_id, reward_id)) is Refusal.REWARD_LIMIT
    await return_claim(shop, anna.member_id, first.claim.id)
    assert (await claimed(shop, anna, reward_id)).claim.state is ClaimState.WAITING


async def test_giving_back_returns_the_points_to_their_lots_once(cast: Cast, shop: Shop, anna: Actor) -> None:
    await bought(cast, anna, 100_00)
    reward_id = await added(cast, price=503, stock="1")
    claim = (await claimed(shop, anna, reward_id)).claim
    back = await asyncio.gather(*(return_claim(shop, anna.member_id, claim.id) for _ in range(50)))
    assert all(isinstance(one, ClaimView) and one.claim.state is ClaimState.RETURNED for one in back)
    assert (await left(shop, anna), await stock(shop, reward_id)) == (505, 1)
    assert [kind for kind, _ in await cast.told(anna)][-2:] == ["claimed", "claim_returned"]


async def test_what_nobody_comes_for_goes_back_after_thirty_days(
    cast: Cast, shop: Shop, anna: Actor, clock: HandClock
) -> None:
    await claimed(shop, anna, await added(cast, stock="1"))
    clock.advance(30 * 86_400)
    assert await expire_claims(shop) == 0
    clock.advance(86_400)
    assert await expire_claims(shop) == 1
    assert await expire_claims(shop) == 0
    assert (await left(shop, anna), await stock(shop, 1)) == (500, 1)
    assert (await cast.told(anna))[-1][0] == "claim_expired"


async def test_rule_39_points_given_back_after_their_end_live_for_a_grace_time(
    cast: Cast, shop: Shop, clock: HandClock
) -> None:
    await ruled(shop, terms=Terms(expiry=Expiry.LOT, lifetime_months=1, remind_first=False))
    boris = await cast.joined("Борис")
    await bought(cast, boris)
    clock.advance(20 * 86_400)
    claim = (await claimed(shop, boris, await added(cast))).claim
    clock.advance(20 * 86_400)
    assert await left(shop, boris) == 0
    await return_claim(shop, boris.member_id, claim.id)
    assert await left(shop, boris) == 400
    clock.advance(14 * 86_400)
    assert await left(shop, boris) == 400
    clock.advance(86_400)
    assert await left(shop, boris) == 0


async def test_rule_46_points_given_back_pay_a_debt_first(cast: Cast, shop: Shop) -> None:
    vera = await cast.joined("Вера")
    claim = await in_debt(cast, vera)
    assert await left(shop, vera) == 0
    await return_claim(shop, vera.member_id, claim.id)
    head = await shop.db.read(lambda tx: ledger.head(tx, vera.member_id))
    assert (head.points, head.debt, await left(shop, vera)) == (0, 0, 0)


async def test_a_changed_price_is_asked_about_again(cast: Cast, shop: Shop, anna: Actor) -> None:
    reward_id = await added(cast)
    view = await asked(shop, anna, reward_id)
    await ask_reward(shop, cast.owner.member_id, cast.owner.account_id, RewardField.PRICE, reward_id)
    await answer_reward(shop, cast.owner.member_id, cast.owner.account_id, "450")
    again = await confirm_claim(shop, anna.member_id, view.claim.id)
    assert isinstance(again, ClaimView)
    assert (again.changed, again.claim.points, again.claim.state) == (True, 450, ClaimState.ASKED)
    assert await left(shop, anna) == 500
    assert reason(await confirm_claim(shop, anna.member_id, view.claim.id)) is Refusal.CLAIM_OVER


async def test_a_forged_number_opens_nobodys_claim(cast: Cast, shop: Shop, anna: Actor) -> None:
    view = await asked(shop, anna, await added(cast))
    boris = await cast.joined("Борис")
    for act in (confirm_claim, show_claim, return_claim):
        assert reason(await act(shop, boris.member_id, view.claim.id)) is Refusal.CLAIM_OVER
        assert reason(await act(shop, boris.member_id, 999)) is Refusal.CLAIM_OVER


async def test_a_donation_is_done_at_once(cast: Cast, shop: Shop, anna: Actor) -> None:
    reward_id = await added(cast, "Приюту", 100)
    await mark_donation(shop, cast.owner.member_id, reward_id, donation=True)
    view = await claimed(shop, anna, reward_id)
    assert (view.claim.state, view.donation, view.available) == (ClaimState.GIVEN, True, 400)
    assert await shop.db.read(lambda tx: waiting(tx, anna.member_id)) == ()


async def test_welcome_points_wait_for_the_first_purchase(cast: Cast, shop: Shop) -> None:
    boris = await cast.joined("Борис")
    reward_id = await added(cast, price=1)
    assert reason(await ask_claim(shop, boris.member_id, reward_id)) is Refusal.POINTS_SHORT
    stranger = await cast.stranger("Вера")
    assert reason(await ask_claim(shop, stranger.member_id, reward_id)) is Refusal.NOT_JOINED


async def test_the_shelf_shows_what_is_in_reach(cast: Cast, shop: Shop, anna: Actor) -> None:
    await added(cast, "Торт", 900)
    await added(cast)
    view = await show_shelf(shop, anna.member_id, 7)
    assert [(line.reward.name, line.missing is None) for line in view.lines] == [
        ("Капучино", True),
        ("Торт", False),
    ]
    assert (view.page, view.pages, view.available, view.is_owner) == (0, 1, 500, False)


# --- the till ---


async def test_the_till_hands_out_once(cast: Cast, shop: Shop, anna: Actor) -> None:
    claim = (await claimed(shop, anna, await added(cast))).claim
    draft = (await cast.preview(cast.lena, anna, 100_00)).draft_id
    look = await ask_hand_over(shop, cast.lena.member_id, claim.id, draft)
    assert look == HandOver(claim.id, draft, "Капучино", "Анна", is_done=False)
    done = await asyncio.gather(*(hand_over(shop, cast.lena.member_id, claim.id, draft) for _ in range(50)))
    assert set(done) == {replace(look, is_done=True)}
    assert [kind for kind, _ in await cast.told(anna)].count("handed_out") == 1
    assert reason(await return_claim(shop, anna.member_id, claim.id)) is Refusal.CLAIM_OVER


async def test_handing_out_needs_the_customers_own_open_sale(
    cast: Cast, shop: Shop, anna: Actor, clock: HandClock
) -> None:
    claim = (await claimed(shop, anna, await added(cast))).claim
    boris = await cast.joined("Борис")
    his = (await cast.preview(cast.lena, boris, 100_00)).draft_id
    hers = (await cast.preview(cast.lena, anna, 100_00)).draft_id
    for actor, draft, why in (
        (boris, hers, Refusal.NOT_STAFF),
        (cast.lena, his, Refusal.CLAIM_OVER),
        (cast.lena, "forged", Refusal.NO_OPEN_SALE),
        (cast.boris, hers, Refusal.NOT_YOUR_SALE),
    ):
        assert reason(await hand_over(shop, actor.member_id, claim.id, draft)) is why
    clock.advance(301)
    assert reason(await hand_over(shop, cast.lena.member_id, claim.id, hers)) is Refusal.SALE_ENDED


async def test_handing_out_races_giving_back_and_has_one_end(cast: Cast, shop: Shop, anna: Actor) -> None:
    claim = (await claimed(shop, anna, await added(cast))).claim
    draft = (await cast.preview(cast.lena, anna, 100_00)).draft_id
    ways = [
        *(hand_over(shop, cast.lena.member_id, claim.id, draft) for _ in range(25)),
        *(return_claim(shop, anna.member_id, claim.id) for _ in range(25)),
    ]
    done = await asyncio.gather(*ways)
    given = any(isinstance(one, HandOver) for one in done)
    assert given != any(isinstance(one, ClaimView) for one in done)
    assert await left(shop, anna) == (100 if given else 500)


async def test_rule_48_a_reward_stays_when_what_was_paid_comes_back(cast: Cast, shop: Shop) -> None:
    vera = await cast.joined("Вера")
    await bought(cast, vera)
    second = await bought(cast, vera)
    claim = (await claimed(shop, vera, await added(cast))).claim
    assert isinstance(await undo_sale(shop, cast.lena.member_id, second), SaleView)
    assert (await shop.db.read(lambda tx: waiting(tx, vera.member_id)))[0].id == claim.id
    assert await left(shop, vera) == 100


# --- the catalogue ---


async def test_only_owners_edit(cast: Cast, shop: Shop) -> None:
    lena, reward_id = cast.lena, await added(cast)
    outcomes = [
        await list_rewards(shop, lena.member_id),
        await show_reward(shop, lena.member_id, reward_id),
        await ask_reward(shop, lena.member_id, lena.account_id, RewardField.NAME),
        await switch_reward(shop, lena.member_id, reward_id, active=False),
        await mark_donation(shop, lena.member_id, reward_id, donation=True),
    ]
    assert {reason(one) for one in outcomes} == {Refusal.NOT_OWNER}
    assert reason(await answer_reward(shop, lena.member_id, lena.account_id, "1")) is Refusal.REWARD_GONE


async def test_a_new_reward_is_asked_for_step_by_step(cast: Cast, shop: Shop) -> None:
    owner = (cast.owner.member_id, cast.owner.account_id)
    assert await ask_reward(shop, *owner, RewardField.LIMIT) == RewardDraft(RewardField.NAME)
    assert reason(await answer_reward(shop, *owner, "")) is Refusal.REWARD_NAME_UNCLEAR
    await answer_reward(shop, *owner, "Чай <b>&")
    assert reason(await answer_reward(shop, *owner, None)) is Refusal.COUNT_UNCLEAR
    await answer_reward(shop, *owner, "300 баллов")
    await answer_reward(shop, *owner, "10")
    made = await answer_reward(shop, *owner, None)
    assert made == Reward(1, "Чай <b>&", 300, 10, 0)
    speaker, _ = await recognise(shop, "telegram", cast.owner.external_id)
    assert speaker is not None
    assert speaker.question == ""


async def test_what_is_switched_off_can_not_be_taken_and_comes_back(
    cast: Cast, shop: Shop, anna: Actor
) -> None:
    reward_id = await added(cast)
    view = await asked(shop, anna, reward_id)
    await switch_reward(shop, cast.owner.member_id, reward_id, active=False)
    assert reason(await confirm_claim(shop, anna.member_id, view.claim.id)) is Refusal.REWARD_GONE
    await switch_reward(shop, cast.owner.member_id, reward_id, active=True)
    assert isinstance(await confirm_claim(shop, anna.member_id, view.claim.id), ClaimView)
