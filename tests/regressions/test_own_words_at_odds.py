"""Own words in what the programme tells: between two tries, by night, after a merge, gift after gift."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from actions.confirm_sale import confirm_sale
from actions.deliver import record
from actions.expire_points import expire_points
from actions.hold_broadcast import cancel, correct, resume, withdraw
from actions.join import ADVERTISING
from actions.list_automations import who_today
from actions.operation import Operation
from actions.operation import record as record_operation
from actions.outcomes import Outcome, Retry, Unknown
from actions.points import Term, give
from actions.remind_burning import remind_burning
from actions.review_tiers import review_tiers
from actions.set_automation import switch_off, switch_on
from actions.undo_sale import undo_sale
from actions.wake_points import wake_points
from loyalty.automation_views import WhoToday
from loyalty.automations import Auto
from loyalty.broadcasts import Progress, Stop
from loyalty.campaigns import CampaignState, Content, Gift, RecipientState
from loyalty.expiry import day_start
from loyalty.ledger import Kind
from loyalty.programme import Expiry, Terms
from loyalty.refusals import Refusal
from loyalty.views import SaleView
from storage import campaigns, people
from storage import shop as shop_rows
from storage.database import Connection
from tests.actions.burning import DAY, bought, rules
from tests.actions.buying import reason, ruled
from tests.actions.own_words import ARRIVED, GOLD, HELLO, MONTHLY, said, text_of, went
from tests.actions.people import Actor, Cast
from tests.actions.regulars import Regulars
from tests.actions.test_erasure import erased
from tests.actions.test_merge import merged
from tests.clockwork.stand import claimed, queue

FAILED_AT_FIRST = Retry("the messenger is away")


@pytest.fixture
def shop(cast: Cast) -> Regulars:
    return Regulars(cast)


async def begun(cast: Cast, shop: Regulars, outcome: Outcome) -> tuple[int, Actor]:
    """A reminder in its owner's words that did not arrive at the first try: its automation, its member."""
    await rules(cast, MONTHLY)
    first, anna = await shop.running(Auto.BURNING), await cast.joined("Анна")
    await bought(cast, anna)
    await went(cast)
    cast.clock.advance(18 * DAY)
    await remind_burning(cast.shop)
    (one,) = await claimed(cast.stand, 10)
    assert text_of(one).startswith(HELLO)
    await record(cast.shop, one, outcome)
    cast.clock.advance(60)
    return first, anna


async def given_for_25_days(cast: Cast, member: Actor) -> None:
    """Points with a term of their own, from elsewhere than a reminder."""

    def write(tx: Connection) -> None:
        now, programme = cast.clock.now(), shop_rows.programme(tx)
        ends = day_start(now.date() + timedelta(days=25), ZoneInfo(programme.time_zone))
        operation_id = record_operation(tx, Operation("test:25", {}, None, now), {})
        give(tx, operation_id, member.member_id, Kind.GIFT, 50, programme, now, term=Term(ends))

    await cast.shop.db.write(write)


@pytest.mark.parametrize(
    ("outcome", "state"),
    [(FAILED_AT_FIRST, RecipientState.SKIPPED), (Unknown("timeout"), RecipientState.UNKNOWN)],
)
async def test_who_takes_his_consent_back_between_two_tries_is_told_in_the_usual_words(
    cast: Cast, shop: Regulars, outcome: Outcome, state: RecipientState
) -> None:
    first, anna = await begun(cast, shop, outcome)
    now = cast.clock.now()
    await cast.shop.db.write(
        lambda tx: people.consent_again(tx, anna.member_id, ADVERTISING, now, given=False)
    )
    (one,) = await went(cast)
    assert text_of(one).startswith("⏳")
    (recipient,) = await shop.all(first)
    assert (recipient.state, recipient.reason) == (state, "no consent")


async def test_one_that_is_switched_off_between_two_tries_says_nothing_more(
    cast: Cast, shop: Regulars
) -> None:
    first, _ = await begun(cast, shop, FAILED_AT_FIRST)
    await switch_off(cast.shop, cast.owner.member_id, first)
    (one,) = await went(cast)
    assert text_of(one).startswith("⏳")
    (recipient,) = await shop.all(first)
    assert (recipient.state, recipient.reason) == (RecipientState.SKIPPED, "cancelled")


async def test_a_text_that_is_gone_between_two_tries_did_not_arrive(cast: Cast, shop: Regulars) -> None:
    first, _ = await begun(cast, shop, FAILED_AT_FIRST)

    def change(tx: Connection) -> None:
        campaigns.unsay(tx, first, 0, "")
        campaigns.say(tx, first, Content(1, "", "Другое"))

    await cast.shop.db.write(change)
    (one,) = await went(cast)
    assert text_of(one).startswith("⏳")
    (recipient,) = await shop.all(first)
    assert (recipient.state, recipient.reason) == (RecipientState.SKIPPED, "nothing to say")


@pytest.mark.parametrize("terms", [Terms(expiry=Expiry.NEVER), MONTHLY])
@pytest.mark.parametrize("lifetime_days", [0, 3, 7, 20])
async def test_the_gift_of_a_reminder_brings_no_other_reminder_with_a_gift(
    cast: Cast, shop: Regulars, terms: Terms, lifetime_days: int
) -> None:
    await rules(cast, replace(terms, reminder_days=(14, 5)))
    both = await shop.running(Auto.BURNING), await shop.running(Auto.BURNING_2)
    for one in both:
        await said(shop, one, gift=Gift("points", 30, lifetime_days))
    anna = await cast.joined("Анна")
    if terms.expiry is Expiry.LOT:
        await bought(cast, anna)
    else:
        await given_for_25_days(cast, anna)
    await went(cast)
    for _ in range(90):
        cast.clock.advance(DAY)
        await remind_burning(cast.shop)
        await went(cast)
    assert [len(await shop.all(one)) for one in both] == [1, 1]


async def test_what_was_tried_once_and_has_to_wait_then_holds_nothing_back(
    cast: Cast, shop: Regulars
) -> None:
    await ruled(cast.shop, tiers=(GOLD,))
    up, owner, anna = await shop.running(Auto.TIER_UP, hours=48), cast.owner.member_id, await cast.joined("А")
    await switch_off(cast.shop, owner, up)
    await went(cast)
    await bought(cast, anna, 10_000_00)
    while deliveries := await claimed(cast.stand, 10):
        for one in deliveries:
            await record(cast.shop, one, FAILED_AT_FIRST if one.kind == "tier_up" else ARRIVED)
    await switch_on(cast.shop, owner, up)
    cast.clock.advance(10)
    assert await went(cast) == []
    await queue(cast.stand, anna.member_id, 1, kind="commands")
    assert [one.kind for one in await went(cast)] == ["commands"]


async def test_own_words_that_come_due_by_night_wait_for_the_morning(cast: Cast, shop: Regulars) -> None:
    await ruled(cast.shop, tiers=(GOLD,))
    await shop.running(Auto.TIER_WARNING)
    anna = await cast.joined("Анна")
    await bought(cast, anna, 10_000_00)
    await went(cast)
    cast.clock.moment = datetime(2027, 4, 10, 20, 30, tzinfo=UTC)  # 23:30: the server was away all day
    await review_tiers(cast.shop)
    assert await went(cast) == []
    cast.clock.moment = datetime(2027, 4, 11, 7, 0, tzinfo=UTC)
    (one,) = await went(cast)
    assert text_of(one).startswith(HELLO)


async def test_a_level_that_waits_to_be_told_is_told_after_a_merge(cast: Cast, shop: Regulars) -> None:
    await ruled(cast.shop, tiers=(GOLD,))
    up = await shop.running(Auto.TIER_UP, hours=24)
    anna, twin = await cast.joined("Анна"), await cast.joined("Анна Вторая")
    await bought(cast, twin, 10_000_00)
    await went(cast)
    await merged(cast, anna, twin)
    await went(cast)
    cast.clock.advance(DAY)
    (one,) = await went(cast)
    assert (one.kind, one.member_id) == ("tier_up", anna.member_id)
    (recipient,) = await shop.all(up)
    assert recipient.member_id == anna.member_id


async def test_a_reminder_that_waits_is_told_after_a_merge(cast: Cast, shop: Regulars) -> None:
    await rules(cast, MONTHLY)
    await shop.running(Auto.BURNING, hour=20)
    anna, twin = await cast.joined("Анна"), await cast.joined("Анна Вторая")
    await bought(cast, twin)
    await went(cast)
    cast.clock.advance(18 * DAY)
    await remind_burning(cast.shop)
    assert await went(cast) == []
    await merged(cast, anna, twin)
    cast.clock.advance(5 * 3_600 + 60)
    assert "burning" in [one.kind for one in await went(cast)]


async def test_points_that_became_active_are_told_after_a_merge(cast: Cast, shop: Regulars) -> None:
    await rules(cast, Terms(pending_days=1))
    await shop.running(Auto.ACTIVE, hour=18)
    anna, twin = await cast.joined("Анна"), await cast.joined("Анна Вторая")
    await bought(cast, twin)
    await went(cast)
    cast.clock.advance(DAY)
    await wake_points(cast.shop)
    assert await went(cast) == []
    await merged(cast, anna, twin)
    cast.clock.advance(4 * 3_600)
    (told,) = [text_of(one) for one in await went(cast) if one.kind == "active"]
    assert told == f"{HELLO}\n\n⭐ 50 баллов теперь можно тратить. Всего на карте 50."


async def test_a_level_that_other_purchases_keep_is_told_of(cast: Cast, shop: Regulars) -> None:
    await ruled(cast.shop, tiers=(GOLD,))
    await shop.running(Auto.TIER_UP, hours=24)
    anna = await cast.joined("Анна")
    preview = await cast.preview(cast.lena, anna, 10_000_00)
    who = cast.lena.member_id, cast.lena.account_id
    view = await confirm_sale(cast.shop, *who, preview.draft_id, preview.revision)
    assert isinstance(view, SaleView)
    assert view.purchase_id is not None
    await bought(cast, anna, 10_000_00)
    await undo_sale(cast.shop, cast.lena.member_id, view.purchase_id)
    await went(cast)
    cast.clock.advance(DAY)
    (told,) = await went(cast)
    assert text_of(told).startswith(HELLO)


async def test_a_level_won_again_while_the_first_time_waits_is_told_once(cast: Cast, shop: Regulars) -> None:
    await ruled(cast.shop, tiers=(GOLD,))
    up, anna = await shop.running(Auto.TIER_UP, hours=24), await cast.joined("Анна")
    preview = await cast.preview(cast.lena, anna, 10_000_00)
    who = cast.lena.member_id, cast.lena.account_id
    view = await confirm_sale(cast.shop, *who, preview.draft_id, preview.revision)
    assert isinstance(view, SaleView)
    assert view.purchase_id is not None
    await went(cast)
    await undo_sale(cast.shop, cast.lena.member_id, view.purchase_id)
    cast.clock.advance(60)
    await bought(cast, anna, 10_000_00)
    await went(cast)
    cast.clock.advance(2 * DAY)
    told = [one for one in await went(cast) if one.kind == "tier_up"]
    assert [text_of(one).startswith(HELLO) for one in told] == [True]
    assert len(await shop.all(up)) == 1


async def test_who_has_himself_erased_between_two_tries_is_under_way_no_more(
    cast: Cast, shop: Regulars
) -> None:
    first, anna = await begun(cast, shop, FAILED_AT_FIRST)
    await erased(cast.shop, anna)
    assert await went(cast) == []
    (recipient,) = await shop.all(first)
    assert (recipient.state, recipient.reason) == (RecipientState.UNKNOWN, "erased")


async def test_one_that_stopped_by_itself_goes_on_and_is_not_ended_like_a_broadcast(
    cast: Cast, shop: Regulars
) -> None:
    first, owner = await shop.running(Auto.BURNING), cast.owner.member_id
    content = Content(0, "", "Новое")

    def change(tx: Connection) -> None:
        campaigns.change(tx, first, state=CampaignState.PAUSED.value, reason=Stop.BROKEN.value)

    await cast.shop.db.write(change)
    for refused in (
        await cancel(cast.shop, owner, first),
        await withdraw(cast.shop, owner, first),
        await correct(cast.shop, owner, first, content),
    ):
        assert reason(refused) is Refusal.CAMPAIGN_UNKNOWN
    assert isinstance(await resume(cast.shop, owner, first), Progress)
    one = await cast.shop.db.read(lambda tx: campaigns.find(tx, first))
    assert one is not None
    assert one.state is CampaignState.RUNNING


async def test_who_hears_it_today_when_points_burn_on_several_days(cast: Cast, shop: Regulars) -> None:
    await rules(cast, MONTHLY)
    both, owner = [await shop.running(one) for one in (Auto.BURNING, Auto.BURNING_2)], cast.owner.member_id
    anna = await cast.joined("Анна")
    for day in range(50):
        if day in (0, 1, 3, 9, 10):
            await bought(cast, anna)
        if day == 12:
            await given_for_25_days(cast, anna)
        await went(cast)
        cast.clock.advance(DAY)
        await expire_points(cast.shop)
        found = [await who_today(cast.shop, owner, one) for one in both]
        before = [len(await shop.all(one)) for one in both]
        await remind_burning(cast.shop)
        await went(cast)
        heard = [len(await shop.all(one)) - was for one, was in zip(both, before, strict=True)]
        again = [await who_today(cast.shop, owner, one) for one in both]
        for view, number in zip([*found, *again], heard * 2, strict=True):
            assert isinstance(view, WhoToday)
            assert view.people == number, day
    assert [len(await shop.all(one)) for one in both] == [1, 3]
