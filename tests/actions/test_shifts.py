"""Shifts and stores on a real database: opened by a sale, closed by hand, by a move, by the night."""

from datetime import timedelta

import pytest

from actions.change_staff import change_stores
from actions.close_shifts import close_for_colleague, list_shifts, show_open_shift
from actions.confirm_sale import confirm_sale
from actions.dismiss_staff import dismiss_staff
from actions.edit_stores import (
    ADDRESS,
    HOURS,
    NAME,
    NEW,
    PLACE,
    ask_about_store,
    close_store,
    our_stores,
    place_store,
    set_hours,
    set_zone,
    show_store,
    tell_about_store,
)
from actions.list_stores import list_stores
from actions.open_sale import open_sale
from actions.shifts import close_at_night, close_shift, open_shift, show_shift, work_in
from actions.today import show_today
from actions.undo_sale import undo_sale
from loyalty.refusals import Refusal, Refused
from loyalty.shifts import OpenShift, ShiftView, TodayView, Totals
from loyalty.staff import Role
from loyalty.store_views import StoreView
from loyalty.stores import MOST_STORES, Place
from loyalty.views import SaleView
from storage.schema import purchases, shifts
from tests.actions.buying import bought
from tests.actions.colleagues import FIRST, colleague, manager, opened_store, reason
from tests.actions.people import Actor, Cast

KREMLIN, NEARBY, FAR = (
    Place(55_751_244, 37_618_423),
    Place(55_757_000, 37_615_000),
    Place(59_938_951, 30_315_635),
)


async def shift_of(cast: Cast, actor: Actor) -> ShiftView:
    view = await show_shift(cast.shop, actor.member_id)
    assert isinstance(view, ShiftView), view
    return view


async def day_of(cast: Cast, actor: Actor) -> TodayView:
    view = await show_today(cast.shop, actor.member_id)
    assert isinstance(view, TodayView), view
    return view


async def test_where_two_sell_the_preview_says_that_it_opens_the_shift(cast: Cast) -> None:
    anna = await cast.joined("Анна")
    preview = await cast.preview(cast.lena, anna, 450_00)
    assert preview.opens_shift
    assert (await shift_of(cast, cast.lena)).opened_at is None
    await bought(cast, anna, 450_00)
    shift = await shift_of(cast, cast.lena)
    assert shift.opened_at == cast.clock.now()
    assert shift.totals == Totals(sales=2 - 1, sum_minor=450_00, given_points=22, ways=shift.totals.ways)
    assert not (await cast.preview(cast.lena, anna, 100_00)).opens_shift
    assert (await cast.preview(cast.boris, anna, 100_00)).opens_shift, "a shift is one person's"
    assert [row.shift_id for row in await cast.stand.rows(purchases)] == [shift.shift_id]


async def test_one_cashier_opens_without_a_word(cast: Cast) -> None:
    await dismiss_staff(cast.shop, cast.owner.member_id, cast.boris.member_id)
    anna = await cast.joined("Анна")
    assert not (await cast.preview(cast.lena, anna, 450_00)).opens_shift
    await bought(cast, anna, 450_00)
    assert (await shift_of(cast, cast.lena)).totals.sales == 1


async def test_a_shift_is_opened_once_and_closed_with_its_totals(cast: Cast) -> None:
    anna = await cast.joined("Анна")
    for _ in range(2):
        assert isinstance(await open_shift(cast.shop, cast.lena.member_id), ShiftView)
    assert len(await cast.stand.rows(shifts)) == 1
    kept, undone = await bought(cast, anna, 1000_00), await bought(cast, anna, 500_00)
    assert isinstance(await undo_sale(cast.shop, cast.lena.member_id, undone), SaleView)
    shift = await shift_of(cast, cast.lena)
    closed = await close_shift(cast.shop, cast.lena.member_id, shift.shift_id)
    assert isinstance(closed, ShiftView)
    assert closed.closed_at == cast.clock.now()
    assert (closed.totals.sales, closed.totals.sum_minor, closed.totals.given_points) == (1, 1000_00, 50)
    again = await close_shift(cast.shop, cast.lena.member_id, shift.shift_id)
    assert reason(again) is Refusal.SHIFT_OVER
    assert kept


async def test_nobody_closes_anothers_shift(cast: Cast) -> None:
    await open_shift(cast.shop, cast.lena.member_id)
    shift = await shift_of(cast, cast.lena)
    for actor in (cast.boris, await cast.joined("Анна")):
        refused = await close_shift(cast.shop, actor.member_id, shift.shift_id)
        assert reason(refused) in (Refusal.SHIFT_OVER, Refusal.NOT_STAFF)
    assert (await shift_of(cast, cast.lena)).opened_at is not None


async def test_the_night_closes_by_the_stores_clock_and_tells_the_cashier(cast: Cast) -> None:
    await set_zone(cast.shop, cast.owner.member_id, FIRST, "Asia/Omsk")
    anna = await cast.joined("Анна")
    await bought(cast, anna, 1000_00)  # 12:00 UTC, six in the evening there
    cast.clock.advance(timedelta(hours=9, minutes=59).total_seconds())
    assert await close_at_night(cast.shop) == 0
    cast.clock.advance(60)
    assert await close_at_night(cast.shop) == 1
    assert await close_at_night(cast.shop) == 0
    kind, told = (await cast.told(cast.lena))[-1]
    assert (kind, told["sales"], told["sum_minor"], told["by_night"]) == ("shift_closed", 1, 1000_00, True)
    assert (await shift_of(cast, cast.lena)).opened_at is None


async def test_a_change_of_stores_closes_the_shift_there(cast: Cast) -> None:
    other = await opened_store(cast, "Ленина 5")
    assert reason(await work_in(cast.shop, cast.lena.member_id, other)) is Refusal.NOT_YOUR_STORE
    owner = cast.owner.member_id
    assert await change_stores(cast.shop, owner, cast.lena.member_id, (FIRST, other)) == "Лена"
    assert (await cast.told(cast.lena))[-1] == ("stores_given", {"stores": "Kopilka, Ленина 5"})
    await open_shift(cast.shop, cast.lena.member_id)
    moved = await work_in(cast.shop, cast.lena.member_id, other)
    assert isinstance(moved, ShiftView)
    assert (moved.store, moved.opened_at, moved.stores) == ("Ленина 5", None, ((FIRST, "Kopilka"),))
    kind, told = (await cast.told(cast.lena))[-1]
    assert (kind, told["store"], told["by_night"]) == ("shift_closed", "Kopilka", False)
    assert reason(await work_in(cast.shop, cast.lena.member_id, 99)) is Refusal.NOT_YOUR_STORE
    assert reason(await work_in(cast.shop, owner, 99)) is Refusal.STORE_GONE


async def test_a_draft_of_a_store_taken_away_books_nothing(cast: Cast) -> None:
    other = await opened_store(cast, "Ленина 5")
    anna = await cast.joined("Анна")
    preview = await cast.preview(cast.lena, anna, 450_00)
    await change_stores(cast.shop, cast.owner.member_id, cast.lena.member_id, (other,))
    who = (cast.lena.member_id, cast.lena.account_id)
    done = await confirm_sale(cast.shop, *who, preview.draft_id, preview.revision)
    assert reason(done) is Refusal.NOT_YOUR_STORE
    assert await cast.stand.rows(purchases) == []


async def test_today_is_ones_own_or_the_stores_one_answers_for(cast: Cast) -> None:
    other = await opened_store(cast, "Ленина 5")
    mia, far = await manager(cast, "Мия"), await colleague(cast, "Яна", Role.CASHIER, other)
    anna = await cast.joined("Анна")
    await bought(cast, anna, 100_00, far)
    cast.clock.advance(24 * 3600)
    own = await bought(cast, anna, 450_00)
    theirs, elsewhere = await bought(cast, anna, 300_00, cast.boris), await bought(cast, anna, 200_00, far)
    lena, manager_sees = await day_of(cast, cast.lena), await day_of(cast, mia)
    owner_sees = await day_of(cast, cast.owner)
    assert [line.purchase_id for line in lena.lines] == [own]
    assert (lena.totals.sales, lena.leads) == (1, False)
    assert [line.purchase_id for line in manager_sees.lines] == [theirs, own]
    assert [line.cashier for line in manager_sees.lines] == ["Борис", "Лена"]
    assert [line.purchase_id for line in owner_sees.lines] == [elsewhere, theirs, own]
    assert owner_sees.totals.sum_minor == 950_00
    assert lena.lines[0].undoable
    assert not owner_sees.lines[0].undoable
    assert reason(await show_today(cast.shop, anna.member_id)) is Refusal.NOT_STAFF


async def test_a_dismissed_cashiers_shift_ends_with_him(cast: Cast) -> None:
    await open_shift(cast.shop, cast.lena.member_id)
    await dismiss_staff(cast.shop, cast.owner.member_id, cast.lena.member_id)
    assert (await cast.stand.rows(shifts))[0].closed_at == cast.clock.now()
    for outcome in (
        await show_shift(cast.shop, cast.lena.member_id),
        await open_shift(cast.shop, cast.lena.member_id),
        await close_shift(cast.shop, cast.lena.member_id, 1),
        await work_in(cast.shop, cast.lena.member_id, FIRST),
    ):
        assert reason(outcome) is Refusal.NOT_STAFF


async def test_a_manager_closes_a_shift_of_his_store_and_the_cashier_is_told(cast: Cast) -> None:
    other = await opened_store(cast, "Ленина 5")
    mia, far = await manager(cast, "Мия"), await colleague(cast, "Яна", Role.CASHIER, other)
    await bought(cast, await cast.joined("Анна"), 1000_00)
    for actor in (far, mia):
        await open_shift(cast.shop, actor.member_id)
    listed = await list_shifts(cast.shop, mia.member_id)
    assert isinstance(listed, tuple)
    assert [(one.name, one.store, one.totals.sum_minor) for one in listed] == [("Лена", "Kopilka", 1000_00)]
    assert (await shift_of(cast, mia)).open_shifts == (await day_of(cast, mia)).open_shifts == 1
    assert (await shift_of(cast, cast.lena)).open_shifts == 0, "a cashier closes his own only"
    everywhere = await list_shifts(cast.shop, cast.owner.member_id)
    assert isinstance(everywhere, tuple)
    assert [one.name for one in everywhere] == ["Лена", "Яна", "Мия"]
    lenas, farest = everywhere[0].shift_id, everywhere[1].shift_id
    assert reason(await close_for_colleague(cast.shop, mia.member_id, farest)) is Refusal.NOT_YOUR_STORE
    closed = await close_for_colleague(cast.shop, mia.member_id, lenas)
    assert isinstance(closed, OpenShift)
    assert closed.totals.sales == 1
    kind, told = (await cast.told(cast.lena))[-1]
    assert (kind, told["person"], told["sum_minor"]) == ("shift_closed", mia.member_id, 1000_00)
    assert (await cast.stand.rows(shifts))[0].closed_by == mia.member_id
    again = await close_for_colleague(cast.shop, cast.owner.member_id, lenas)
    assert reason(again) is Refusal.SHIFT_OVER
    assert [kind for kind, _ in await cast.told(cast.lena)].count("shift_closed") == 1
    assert reason(await show_open_shift(cast.shop, cast.lena.member_id, farest)) is Refusal.NOT_ALLOWED


# --- stores ---


async def test_a_store_is_opened_described_and_found(cast: Cast) -> None:
    owner = (cast.owner.member_id, cast.owner.account_id)
    other = await opened_store(cast, "Ленина 5")
    for what, text in ((NAME, "На Ленина"), (ADDRESS, "ул. Ленина, 5"), (HOURS, "9-21")):
        assert isinstance(await ask_about_store(cast.shop, *owner, what, other), StoreView)
        assert isinstance(await tell_about_store(cast.shop, *owner, f"{what}:{other}", text), StoreView)
    view = await place_store(cast.shop, *owner, other, NEARBY)
    assert isinstance(view, StoreView)
    assert (view.name, view.store.address, view.store.place) == ("На Ленина", "ул. Ленина, 5", NEARBY)
    await place_store(cast.shop, *owner, FIRST, FAR)
    listed = await list_stores(cast.shop)
    assert [line.name for line in listed.lines] == ["Kopilka", "На Ленина"]
    near = await list_stores(cast.shop, KREMLIN)
    assert next((line.name, line.distance_metres) for line in near.lines) == ("На Ленина", 675)
    assert near.lines[0].opening is not None
    assert near.lines[0].opening.is_open
    assert not near.lines[1].told
    silent = await set_hours(cast.shop, *owner, other, "")
    assert isinstance(silent, StoreView)
    assert silent.store.hours is None


async def test_slips_about_a_store_are_explained_and_the_question_stays(cast: Cast) -> None:
    owner = (cast.owner.member_id, cast.owner.account_id)
    other = await opened_store(cast, "Ленина 5")
    for what, text, why in (
        (NEW, "", Refusal.LABEL_UNCLEAR),
        (NAME, "W" * 41, Refusal.LABEL_UNCLEAR),
        (NAME, "KOPILKA", Refusal.STORE_NAME_TAKEN),
        (ADDRESS, "\u200b", Refusal.LABEL_UNCLEAR),
        (HOURS, "когда как", Refusal.HOURS_UNCLEAR),
        (HOURS, "9-25", Refusal.HOURS_IMPOSSIBLE),
        (PLACE, "там", Refusal.BUTTONS_ONLY),
    ):
        assert reason(await tell_about_store(cast.shop, *owner, f"{what}:{other}", text)) is why
    assert reason(await set_hours(cast.shop, *owner, other, "x")) is Refusal.HOURS_UNCLEAR
    assert reason(await set_zone(cast.shop, owner[0], other, "Mars/Base")) is Refusal.STORE_GONE


async def test_only_owners_touch_stores(cast: Cast) -> None:
    mia = await manager(cast, "Мия")
    for actor in (mia, cast.lena, await cast.joined("Анна")):
        who = (actor.member_id, actor.account_id)
        for outcome in (
            await our_stores(cast.shop, actor.member_id),
            await show_store(cast.shop, actor.member_id, FIRST),
            await ask_about_store(cast.shop, *who, NEW),
            await tell_about_store(cast.shop, *who, f"{NAME}:{FIRST}", "Моя"),
            await place_store(cast.shop, *who, FIRST, FAR),
            await set_hours(cast.shop, *who, FIRST, "9-21"),
            await set_zone(cast.shop, actor.member_id, FIRST, "Asia/Omsk"),
            await close_store(cast.shop, actor.member_id, FIRST),
        ):
            assert reason(outcome) is Refusal.NOT_OWNER


async def test_a_store_is_given_up_when_its_people_have_another(cast: Cast) -> None:
    owner = cast.owner.member_id
    assert reason(await close_store(cast.shop, owner, FIRST)) is Refusal.STORE_LAST
    other = await opened_store(cast, "Ленина 5")
    refused = await close_store(cast.shop, owner, FIRST)
    assert refused == Refused(Refusal.STORE_STAFFED, {"names": "Лена, Борис"})
    await open_shift(cast.shop, cast.lena.member_id)
    await change_stores(cast.shop, owner, cast.lena.member_id, (FIRST, other))
    await change_stores(cast.shop, owner, cast.boris.member_id, (other,))
    left = await close_store(cast.shop, owner, FIRST)
    assert isinstance(left, tuple)
    assert [view.name for view in left] == ["Ленина 5"]
    assert (await shift_of(cast, cast.lena)).store == "Ленина 5"
    assert (await shift_of(cast, cast.owner)).store == "Ленина 5", "an owner works where there is a store"
    assert all(row.closed_at for row in await cast.stand.rows(shifts))
    assert reason(await close_store(cast.shop, owner, FIRST)) is Refusal.STORE_GONE
    assert reason(await show_store(cast.shop, owner, FIRST)) is Refusal.STORE_GONE
    anna = await cast.joined("Анна")
    who = (cast.lena.member_id, cast.lena.account_id)
    assert isinstance(await open_sale(cast.shop, *who, card_token=anna.card_token), SaleView)


async def test_there_is_room_for_so_many_stores(cast: Cast) -> None:
    for number in range(2, MOST_STORES + 1):
        await opened_store(cast, f"Магазин {number}")
    owner = (cast.owner.member_id, cast.owner.account_id)
    assert reason(await ask_about_store(cast.shop, *owner, NEW)) is Refusal.LIST_FULL
    assert reason(await tell_about_store(cast.shop, *owner, f"{NEW}:0", "Ещё")) is Refusal.LIST_FULL
    listed = await list_stores(cast.shop)
    assert (len(listed.lines), listed.more) == (10, MOST_STORES - 10)


@pytest.mark.parametrize("stores", [(), (99,)])
async def test_somebody_without_a_store_is_not_left_behind(cast: Cast, stores: tuple[int, ...]) -> None:
    outcome = await change_stores(cast.shop, cast.owner.member_id, cast.lena.member_id, stores)
    assert reason(outcome) is Refusal.STORE_NOT_CHOSEN
