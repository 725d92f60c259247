"""A sale of today never falls into a shift that the night should have closed."""

from actions.edit_stores import set_zone
from actions.shifts import open_shift, show_shift
from loyalty.shifts import ShiftView
from storage.schema import purchases, shifts
from tests.actions.buying import bought
from tests.actions.colleagues import FIRST
from tests.actions.people import Cast

HOUR = 3600


async def test_the_first_sale_after_a_night_off_line_closes_it_with_its_own_totals(cast: Cast) -> None:
    await set_zone(cast.shop, cast.owner.member_id, FIRST, "Asia/Omsk")  # 12:00 UTC is 18:00 there
    anna = await cast.joined("Анна")
    await bought(cast, anna, 1000_00)
    cast.clock.advance(10 * HOUR - 1)  # a second before four: the same shift
    assert not (await cast.preview(cast.lena, anna, 500_00)).opens_shift
    await bought(cast, anna, 500_00)
    cast.clock.advance(1)
    assert (await cast.preview(cast.lena, anna, 300_00)).opens_shift, "the button says so"
    await bought(cast, anna, 300_00)
    first, second = await cast.stand.rows(shifts)
    assert (first.closed_at, first.closed_by, second.closed_at) == (cast.clock.now(), None, None)
    assert [row.shift_id for row in await cast.stand.rows(purchases)] == [first.id, first.id, second.id]
    _, told = next(one for one in reversed(await cast.told(cast.lena)) if one[0] == "shift_closed")
    assert (told["sales"], told["sum_minor"], told["by_night"]) == (2, 1500_00, True)
    view = await show_shift(cast.shop, cast.lena.member_id)
    assert isinstance(view, ShiftView)
    assert (view.totals.sales, view.totals.sum_minor) == (1, 300_00)


async def test_the_button_too_opens_a_new_one(cast: Cast) -> None:
    await open_shift(cast.shop, cast.lena.member_id)
    cast.clock.advance(24 * HOUR)
    view = await open_shift(cast.shop, cast.lena.member_id)
    assert isinstance(view, ShiftView)
    assert view.opened_at == cast.clock.now()
    first, second = await cast.stand.rows(shifts)
    assert (first.closed_by, second.closed_at) == (None, None)
