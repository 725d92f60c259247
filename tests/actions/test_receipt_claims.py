"""Receipts sent in afterwards: once per receipt, by nobody for himself, and one effect whoever decides."""

import asyncio
from datetime import timedelta

import pytest

from actions.claim_receipt import (
    begin_receipt,
    choose_store,
    drop_receipt,
    send_photo,
    send_receipt,
    type_receipt,
)
from actions.decide_receipt import (
    approve_receipt,
    ask_sum,
    correct_sum,
    decline_receipt,
    next_receipt,
    show_receipt,
)
from actions.shop import Shop
from actions.verify import verify_ledger
from actions.watch_settings import add_family, remove_family
from loyalty.programme import HourRule, Tier
from loyalty.receipt_claims import CLAIMS_AT_MOST, ClaimState, ReceiptView, Why
from loyalty.refusals import Refusal, Refused
from loyalty.staff import Role
from storage import shop as shop_rows
from storage import staff
from storage.database import Connection
from storage.schema import purchases, receipt_claims
from tests.actions.buying import bought, left, reason, ruled
from tests.actions.people import Actor, Cast
from tests.clockwork.stand import HandClock, claimed

DAY = 86_400.0
LINE = "№1234 450 вчера 18:30"


@pytest.fixture
async def anna(cast: Cast, clock: HandClock) -> Actor:
    anna = await cast.joined("Анна")
    clock.advance(20 * DAY)
    return anna


def seen(outcome: ReceiptView | Refused | None) -> ReceiptView:
    assert isinstance(outcome, ReceiptView), outcome
    return outcome


async def told(shop: Shop, who: Actor, line: str = LINE) -> ReceiptView | Refused:
    """Everything but the last tap."""
    begun = await begin_receipt(shop, who.member_id, who.account_id)
    if isinstance(begun, Refused):
        return begun
    seen(await send_photo(shop, who.member_id, who.account_id, "photo"))
    return await type_receipt(shop, who.member_id, line)


async def sent(shop: Shop, who: Actor, line: str = LINE) -> int:
    """A receipt the shop has; its id."""
    view = seen(await told(shop, who, line))
    view = seen(await send_receipt(shop, who.member_id, who.account_id, view.claim.id))
    assert view.claim.state is ClaimState.WAITING
    return view.claim.id


async def approved(shop: Shop, owner: Actor, claim_id: int, revision: int = 0) -> ReceiptView | Refused:
    return await approve_receipt(shop, owner.member_id, claim_id, revision)


async def hired(cast: Cast, name: str, role: Role, store_id: int = 1) -> Actor:
    """A member who has a role from now on."""
    member = await cast.joined(name)

    def write(tx: Connection) -> None:
        staff.hire(tx, member.member_id, role, store_id, None, cast.clock.now(), protected=False)

    await cast.shop.db.write(write)
    return member


async def test_the_purchase_stands_where_it_was_made_and_the_customer_is_told(
    cast: Cast, shop: Shop, anna: Actor, clock: HandClock
) -> None:
    claim_id = await sent(shop, anna)
    asked = [data for kind, data in await cast.told(cast.owner) if kind == "receipt_asked"]
    assert asked == [{"claim": claim_id}]
    clock.advance(3 * DAY)
    view = seen(await approved(shop, cast.owner, claim_id))
    assert (view.claim.state, view.decided_by) == (ClaimState.APPROVED, "Ольга")
    (row,) = await cast.stand.rows(purchases)
    assert (row.way, row.receipt, row.amount_minor, row.cashier_id) == (
        "claim",
        "1234",
        450_00,
        cast.owner.member_id,
    )
    assert row.booked_at - row.at == timedelta(days=3, hours=20, minutes=30)
    (kind, data), *_ = await cast.told(anna)
    assert (kind, data["points"], data["receipt"]) == ("earned", 22, "1234")
    assert await left(shop, anna) == 22
    assert (await verify_ledger(shop)).faults == ()


async def test_rule_16_a_receipt_sent_in_counts_by_the_hour_and_rules_of_its_day(
    cast: Cast, shop: Shop, anna: Actor, clock: HandClock
) -> None:
    await ruled(shop, hours=(HourRule("h", tuple(range(7)), 18 * 60, 19 * 60, 1_000),), discount_bp=1_000)
    clock.advance(DAY)
    claim_id = await sent(shop, anna)
    await ruled(shop, rate_bp=0, tiers=(Tier("t", "", 1_000_00, discount_bp=3_000),))
    assert seen(await show_receipt(shop, cast.owner.member_id, claim_id)).points == 45
    seen(await approved(shop, cast.owner, claim_id))
    assert await left(shop, anna) == 45


async def test_many_owners_at_once_count_it_once(cast: Cast, shop: Shop, anna: Actor) -> None:
    second = await hired(cast, "Пётр", Role.OWNER)
    claim_id = await sent(shop, anna)
    outcomes = await asyncio.gather(
        *(approved(shop, owner, claim_id) for owner in (cast.owner, second) * 3),
        *(
            decline_receipt(shop, owner.member_id, claim_id, Why.NOT_OURS)
            for owner in (cast.owner, second) * 2
        ),
    )
    assert {seen(one).claim.state for one in outcomes} == {ClaimState.APPROVED}
    assert await left(shop, anna) == 22
    assert [kind for kind, _ in await cast.told(anna)] == ["earned"]
    assert len(await cast.stand.rows(purchases)) == 1


async def test_declined_it_is_told_once_and_never_counted(cast: Cast, shop: Shop, anna: Actor) -> None:
    claim_id = await sent(shop, anna)
    for _ in range(2):
        view = seen(await decline_receipt(shop, cast.owner.member_id, claim_id, Why.UNREADABLE))
        assert (view.claim.state, view.claim.reason) == (ClaimState.DECLINED, "unreadable")
    assert seen(await approved(shop, cast.owner, claim_id)).claim.state is ClaimState.DECLINED
    assert [kind for kind, _ in await cast.told(anna)] == ["receipt_declined"]
    assert await left(shop, anna) == 0


async def test_a_corrected_sum_counts_and_the_former_one_is_not_approved_by_mistake(
    cast: Cast, shop: Shop, anna: Actor
) -> None:
    owner = cast.owner
    claim_id = await sent(shop, anna, "№1234 4500 вчера")
    seen(await ask_sum(shop, owner.member_id, owner.account_id, claim_id))
    wrong = await correct_sum(shop, owner.member_id, owner.account_id, claim_id, "много")
    assert reason(wrong) is Refusal.AMOUNT_UNCLEAR
    view = seen(await correct_sum(shop, owner.member_id, owner.account_id, claim_id, "450"))
    assert (view.claim.amount_minor, view.claim.revision, view.points) == (450_00, 1, 22)
    assert seen(await approved(shop, owner, claim_id, 0)).claim.state is ClaimState.WAITING
    assert seen(await approved(shop, owner, claim_id, 1)).claim.state is ClaimState.APPROVED
    # Nothing is corrected afterwards.
    late = seen(await correct_sum(shop, owner.member_id, owner.account_id, claim_id, "9999"))
    assert late.claim.amount_minor == 450_00
    assert seen(await ask_sum(shop, owner.member_id, owner.account_id, claim_id)).claim.revision == 1


async def test_the_same_number_of_that_day_is_refused_whoever_has_it(
    cast: Cast, shop: Shop, anna: Actor, clock: HandClock
) -> None:
    boris = await cast.joined("Борис")
    claim_id = await sent(shop, anna, "№1234 450 сегодня")
    await sent(shop, boris, "№1234 450 сегодня")
    seen(await approved(shop, cast.owner, claim_id + 1))
    assert reason(await approved(shop, cast.owner, claim_id)) is Refusal.RECEIPT_COUNTED
    assert seen(await show_receipt(shop, cast.owner.member_id, claim_id)).claim.state is ClaimState.WAITING
    dima = await cast.joined("Дима")
    assert reason(await told(shop, dima, "№1234 999 сегодня")) is Refusal.RECEIPT_COUNTED
    # Two days later the number stands for another receipt, and for another one still in the past.
    clock.advance(2 * DAY)
    assert seen(await told(shop, dima, "№1234 999 сегодня")).claim.receipt == "1234"


async def test_a_number_booked_after_the_line_was_typed_is_seen_when_it_is_sent(
    cast: Cast, shop: Shop, anna: Actor
) -> None:
    view = seen(await told(shop, anna, "№17 450 сегодня"))
    boris = await cast.joined("Борис")
    claim_id = await sent(shop, boris, "№17 450 сегодня")
    seen(await approved(shop, cast.owner, claim_id))
    late = await send_receipt(shop, anna.member_id, anna.account_id, view.claim.id)
    assert reason(late) is Refusal.RECEIPT_COUNTED


async def test_the_shop_is_warned_of_a_purchase_of_the_same_sum(cast: Cast, shop: Shop, anna: Actor) -> None:
    await bought(cast, anna, 450_00)
    claim_id = await sent(shop, anna, "№17 450 сегодня")
    assert seen(await show_receipt(shop, cast.owner.member_id, claim_id)).twin
    owner = cast.owner
    view = seen(await correct_sum(shop, owner.member_id, owner.account_id, claim_id, "451"))
    assert not view.twin


async def test_one_at_a_time_and_three_a_month(shop: Shop, anna: Actor, clock: HandClock) -> None:
    for number in range(CLAIMS_AT_MOST):
        claim_id = await sent(shop, anna, f"№{number} 450 вчера")
        again = seen(await begin_receipt(shop, anna.member_id, anna.account_id))
        assert (again.claim.id, again.claim.state) == (claim_id, ClaimState.WAITING)
        # What the shop has can't be changed any more.
        over = await type_receipt(shop, anna.member_id, "№9 9 вчера")
        assert reason(over) is Refusal.RECEIPT_CLAIM_OVER
        over = await send_photo(shop, anna.member_id, anna.account_id, "other")
        assert reason(over) is Refusal.RECEIPT_CLAIM_OVER
        assert await drop_receipt(shop, anna.member_id, anna.account_id, claim_id) is None
        over_now = await send_receipt(shop, anna.member_id, anna.account_id, claim_id)
        assert reason(over_now) is Refusal.RECEIPT_CLAIM_OVER
    assert reason(await told(shop, anna)) is Refusal.RECEIPT_CLAIMS_FULL
    clock.advance(31 * DAY)
    await sent(shop, anna)


async def test_sent_twice_at_once_it_is_asked_about_once(cast: Cast, shop: Shop, anna: Actor) -> None:
    view = seen(await told(shop, anna))
    await asyncio.gather(
        *(send_receipt(shop, anna.member_id, anna.account_id, view.claim.id) for _ in range(4))
    )
    assert [kind for kind, _ in await cast.told(cast.owner)].count("receipt_asked") == 1


async def test_begun_anew_and_dropped_nothing_is_left(cast: Cast, shop: Shop, anna: Actor) -> None:
    first = seen(await told(shop, anna)).claim.id
    second = seen(await begin_receipt(shop, anna.member_id, anna.account_id)).claim
    assert (second.photo_id, second.receipt) == ("", "")
    assert len(await cast.stand.rows(receipt_claims)) == 1
    early = await send_receipt(shop, anna.member_id, anna.account_id, second.id)
    assert reason(early) is Refusal.RECEIPT_CLAIM_OVER
    wrong = await drop_receipt(shop, anna.member_id, anna.account_id, second.id + first + 1)
    assert reason(wrong) is Refusal.RECEIPT_CLAIM_OVER
    assert await drop_receipt(shop, anna.member_id, anna.account_id, second.id) is None
    assert await cast.stand.rows(receipt_claims) == []


async def test_bought_before_the_card_it_does_not_count(cast: Cast, shop: Shop) -> None:
    newcomer = await cast.joined("Вера")
    assert reason(await told(shop, newcomer)) is Refusal.BOUGHT_BEFORE_CARD
    assert seen(await told(shop, newcomer, "№1234 450 сегодня")).claim.receipt == "1234"


async def test_who_works_here_sends_in_nothing_and_nobody_decides_for_himself(
    cast: Cast, shop: Shop, anna: Actor
) -> None:
    claim_id = await sent(shop, anna)

    def write(tx: Connection) -> None:
        staff.hire(tx, anna.member_id, Role.OWNER, 1, None, cast.clock.now(), protected=False)

    await shop.db.write(write)
    assert reason(await approved(shop, anna, claim_id)) is Refusal.RECEIPT_OWN
    assert await next_receipt(shop, anna.member_id) is None
    assert seen(await next_receipt(shop, cast.owner.member_id)).claim.id == claim_id
    await drop_receipt(shop, anna.member_id, anna.account_id, claim_id)
    assert reason(await told(shop, anna)) is Refusal.RECEIPT_OF_STAFF


async def test_nobody_decides_for_his_family(cast: Cast, shop: Shop, anna: Actor) -> None:
    owner, maria = cast.owner, await cast.joined("Мария")
    cast.clock.advance(DAY)
    claim_id = await sent(shop, anna)
    other_id = await sent(shop, maria, "№77 900 сегодня")
    added = await add_family(shop, owner.member_id, owner.account_id, owner.member_id, anna.number)
    assert not isinstance(added, Refused)
    assert reason(await approved(shop, owner, claim_id)) is Refusal.FAMILY_CARD
    assert reason(await decline_receipt(shop, owner.member_id, claim_id, Why.NOT_OURS)) is Refusal.FAMILY_CARD
    assert seen(await next_receipt(shop, owner.member_id)).claim.id == other_id
    await remove_family(shop, owner.member_id, owner.member_id, anna.member_id)
    assert seen(await approved(shop, owner, claim_id)).claim.state is ClaimState.APPROVED


async def test_a_manager_decides_in_his_stores_and_a_cashier_nowhere(
    cast: Cast, shop: Shop, anna: Actor
) -> None:
    other = await shop.db.write(lambda tx: shop_rows.add_store(tx, "Проспект Мира", "Asia/Omsk"))
    here, there = await hired(cast, "Миша", Role.MANAGER), await hired(cast, "Нина", Role.MANAGER, other)
    begun = seen(await begin_receipt(shop, anna.member_id, anna.account_id))
    assert len(begun.stores) == 2
    assert begun.claim.store_id is None
    wrong = await choose_store(shop, anna.member_id, anna.account_id, 999)
    assert reason(wrong) is Refusal.RECEIPT_CLAIM_OVER
    seen(await choose_store(shop, anna.member_id, anna.account_id, other))
    seen(await send_photo(shop, anna.member_id, anna.account_id, "photo"))
    view = seen(await type_receipt(shop, anna.member_id, LINE))
    assert view.store == "Проспект Мира"
    claim_id = view.claim.id
    seen(await send_receipt(shop, anna.member_id, anna.account_id, claim_id))
    team = (cast.owner, cast.lena, here, there)
    asked = [one for one in team if "receipt_asked" in dict(await cast.told(one))]
    assert asked == [cast.owner, there]
    assert isinstance(await approved(shop, here, claim_id), Refused)
    assert await next_receipt(shop, here.member_id) is None
    assert isinstance(await next_receipt(shop, cast.lena.member_id), Refused)
    assert isinstance(await approved(shop, cast.lena, claim_id), Refused)
    assert isinstance(await approved(shop, anna, claim_id), Refused)
    assert seen(await next_receipt(shop, there.member_id)).claim.id == claim_id
    seen(await approved(shop, there, claim_id))
    (row,) = await cast.stand.rows(purchases)
    assert row.store_id == other


async def test_decided_before_it_was_told_of_there_is_nothing_to_tell(
    cast: Cast, shop: Shop, anna: Actor
) -> None:
    claim_id = await sent(shop, anna)
    await drop_receipt(shop, anna.member_id, anna.account_id, claim_id)
    assert "receipt_asked" not in [one.kind for one in await claimed(cast.stand, 10)]
    over = await decline_receipt(shop, cast.owner.member_id, claim_id, Why.COUNTED)
    assert reason(over) is Refusal.RECEIPT_CLAIM_OVER
