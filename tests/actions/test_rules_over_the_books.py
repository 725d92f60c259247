"""Lines of the rule list that need a whole shop: one level of friends, visits, reminders, old versions."""

from dataclasses import replace

import pytest

from actions.friends import reward_friends
from actions.join import ADVERTISING, Consent
from actions.open_sale import open_sale
from actions.remind_burning import remind_burning
from actions.set_programme import set_programme
from actions.settle import change_advertising
from actions.shop import Shop
from loyalty.programme import Bonuses, HourRule, Referral
from loyalty.refusals import Refusal, Refused
from storage import shop as shop_rows
from storage import staff
from storage.database import Connection
from storage.schema import lots, stores
from storage.schema import staff as staff_table
from tests.actions import burning
from tests.actions.guests import buys, invitation, joins, points, rules, told_of
from tests.actions.people import Actor, Cast
from tests.actions.refunding import purchase, refunded

HOUR = 3_600.0


async def test_rule_72_there_is_one_level_of_friends(cast: Cast) -> None:
    """Anna invites Vera, Vera invites Dima: what Dima buys is Vera's merit alone, and nobody's share."""
    await rules(cast, rate_bp=0, referral=Referral(inviter_points=150, friend_points=100))
    anna = await cast.joined("Анна")
    vera = await joins(cast, "Вера", await invitation(cast, anna))
    dima = await joins(cast, "Дима", await invitation(cast, vera))
    await buys(cast, dima, 10_000_00)
    await buys(cast, dima, 10_000_00)
    await reward_friends(cast.shop)
    assert [(await points(cast, one))[0] for one in (anna, vera, dima)] == [0, 150, 100]


async def test_rule_33_welcome_friend_gift_and_first_purchase_add_up(cast: Cast) -> None:
    await rules(
        cast, bonuses=Bonuses(welcome_points=100), referral=Referral(inviter_points=150, friend_points=70)
    )
    vera = await joins(cast, "Вера", await invitation(cast, await cast.joined("Анна")))
    await buys(cast, vera, 1_000_00)
    await reward_friends(cast.shop)
    assert await points(cast, vera) == (100 + 70 + 50, 0)


async def test_rule_33_the_owner_may_cap_what_a_newcomer_gets_altogether(cast: Cast) -> None:
    bonuses = Bonuses(welcome_points=100, newcomer_cap_points=120)
    await rules(cast, bonuses=bonuses, referral=Referral(inviter_points=150, friend_points=70))
    vera = await joins(cast, "Вера", await invitation(cast, await cast.joined("Анна")))
    await buys(cast, vera, 1_000_00)
    await reward_friends(cast.shop)
    assert await points(cast, vera) == (120 + 50, 0)


async def second_store(cast: Cast, worker: Actor, time_zone: str = "Europe/Moscow") -> None:
    """Another store, where this cashier works from now on."""

    def write(tx: Connection) -> None:
        store_id = shop_rows.add_store(tx, "Порт", time_zone)
        tx.execute(
            staff_table.update().where(staff_table.c.member_id == worker.member_id).values(store_id=store_id)
        )
        assert staff.store_of(tx, worker.member_id) == store_id

    await cast.shop.db.write(write)


async def test_decision_visits_count_once_per_member_store_and_hours(cast: Cast) -> None:
    await rules(cast, rate_bp=0, visit_points=10, visit_hours=4)
    await second_store(cast, cast.boris)
    anna, dima = await cast.joined("Анна"), await cast.joined("Дима")
    counted = []
    for member, cashier, wait in (
        (anna, cast.lena, 0.0),
        (anna, cast.lena, 4 * HOUR - 1),
        (anna, cast.boris, 0.0),
        (dima, cast.lena, 0.0),
        (anna, cast.lena, 4 * HOUR),
    ):
        cast.clock.advance(wait)
        number = await buys(cast, member, 100_00, cashier)
        counted.append((await purchase(cast, number)).earned_points)
    assert counted[:4] == [10, 0, 10, 10]


async def test_decision_a_visit_that_came_back_makes_room_for_another(cast: Cast) -> None:
    await rules(cast, rate_bp=0, visit_points=10)
    anna = await cast.joined("Анна")
    first = await buys(cast, anna, 100_00)
    await refunded(cast, first)
    again = await buys(cast, anna, 100_00)
    assert (await purchase(cast, again)).earned_points == 10
    assert await points(cast, anna) == (10, 0)


async def test_decision_reminders_of_burning_points_need_no_advertising_consent(cast: Cast) -> None:
    await burning.rules(cast, burning.MONTHLY)
    anna = await cast.joined("Анна")
    refused = Consent(ADVERTISING, given=False, text_version="2", language="ru")
    await change_advertising(cast.shop, anna.member_id, refused)
    await burning.bought(cast, anna)
    cast.clock.advance(20 * burning.DAY)
    assert await remind_burning(cast.shop) == 1
    assert [kind for kind, _ in await burning.pumped(cast)] == ["burning"]


@pytest.mark.parametrize("typed", ["+79161234567", "9161234567", "79161234567"])
async def test_rule_27_a_phone_opens_no_sale_and_so_takes_nothing(cast: Cast, shop: Shop, typed: str) -> None:
    await joins(cast, "Анна", phone="+79161234567")
    refused = await open_sale(shop, cast.lena.member_id, cast.lena.account_id, number=typed)
    assert isinstance(refused, Refused)
    assert refused.reason is Refusal.CARD_UNKNOWN


async def test_rule_44_a_refund_follows_the_rules_of_its_purchase(cast: Cast) -> None:
    """The rate was halved and a minimum set meanwhile; what goes is what was earned then."""
    anna = await cast.joined("Анна")
    number = await buys(cast, anna, 1_000_00)
    await rules(cast, rate_bp=100, minimum_minor=900_00)
    shown = await refunded(cast, number, 400_00)
    assert shown.figures is not None
    assert shown.figures.taken_points == 20
    assert await points(cast, anna) == (30, 0)
    await refunded(cast, number)
    assert await points(cast, anna) == (0, 0)


async def test_rule_37_new_rules_hold_from_the_next_operation_and_change_no_old_lot(cast: Cast) -> None:
    anna = await cast.joined("Анна")
    await buys(cast, anna, 1_000_00)
    before = await cast.stand.rows(lots)
    await rules(cast, terms=replace(burning.MONTHLY, since=cast.clock.now()), point_value_minor=1_000)
    assert await cast.stand.rows(lots) == before
    await buys(cast, anna, 1_000_00)
    old, new = await cast.stand.rows(lots)
    assert (old.expires_at, old.amount, new.expires_at is None, new.amount) == (None, 50, False, 5)


async def test_rule_54_a_refund_is_told_in_one_message(cast: Cast) -> None:
    anna = await cast.joined("Анна")
    number = await buys(cast, anna, 1_000_00)
    await refunded(cast, number)
    [told] = await told_of(cast, anna, "refunded")
    assert (told["points"], told["money_minor"], told["whole"]) == (-50, 1_000_00, True)
    assert [kind for kind, _ in await cast.told(anna)] == ["earned", "refunded"]


async def test_decision_hours_follow_the_store_and_days_the_programme(cast: Cast, shop: Shop) -> None:
    """It is 15:00 in Moscow and 22:00 in Vladivostok. A shop that moves takes its only store along."""
    await second_store(cast, cast.boris, "Asia/Vladivostok")
    evenings = HourRule("h1", tuple(range(7)), 22 * 60, 23 * 60, 2_000)
    owner = (cast.owner.member_id, cast.owner.account_id)
    saved = await rules(cast, hours=(evenings,))
    anna = await cast.joined("Анна")

    async def earned(cashier: Actor) -> int:
        return (await purchase(cast, await buys(cast, anna, 100_00, cashier))).earned_points

    assert [await earned(cast.lena), await earned(cast.boris)] == [5, 20]
    await set_programme(shop, *owner, rules=replace(saved, time_zone="Asia/Tokyo"))
    zones = {row.time_zone for row in await cast.stand.rows(stores)}
    assert zones == {"Asia/Tokyo", "Asia/Vladivostok"}
    assert await earned(cast.lena) == 5, "it is 21:00 in Tokyo"
    cast.clock.advance(HOUR)
    assert await earned(cast.lena) == 20
