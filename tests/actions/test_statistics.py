"""The statistics of members are kept with each purchase, refund, merge and import, and are always true."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from actions import statistics
from actions.confirm_sale import confirm_sale
from actions.edit_stores import set_zone
from actions.import_work import run_imports
from actions.open_sale import open_sale
from actions.price_sale import price_sale
from actions.profile import change_phone
from actions.sold import Sold
from actions.statistics import Checked, are_complete, check_statistics, rebuild_statistics
from actions.undo_import import undo_import
from actions.undo_merge import undo_merge
from actions.undo_sale import undo_sale
from loyalty.merging import MergeView
from loyalty.programme import Category
from loyalty.receipts import Line
from loyalty.refusals import Refused
from loyalty.statistics import CATEGORY, STORE, Tally
from loyalty.views import SaleView
from scheduler.timetable import check_figures
from storage import shop as shop_rows
from storage import stats
from storage.database import Connection
from storage.schema import members
from tests.actions.buying import ruled
from tests.actions.importing import imported, table
from tests.actions.people import Actor, Cast, raised
from tests.actions.refunding import purchase, refunded
from tests.actions.stats import kept, true
from tests.actions.test_erasure import erased
from tests.actions.test_merge import merged
from tests.clockwork.stand import HandClock

DAY = 86_400.0
GOODS = ("", "вино", "кофе")


async def buys(cast: Cast, who: Actor, *lines: Line, ago: timedelta | None = None, receipt: str = "") -> int:
    """A purchase of these goods, perhaps of some time ago; its number."""
    lena = cast.lena
    scan = await open_sale(cast.shop, lena.member_id, lena.account_id, card_token=who.card_token)
    assert isinstance(scan, SaleView), scan
    bought_at = None if ago is None else cast.clock.now() - ago
    view = await price_sale(cast.shop, lena.member_id, scan.draft_id, list(lines), receipt, bought_at)
    assert isinstance(view, SaleView), view
    done = await confirm_sale(cast.shop, lena.member_id, lena.account_id, view.draft_id, view.revision)
    assert isinstance(done, SaleView), done
    assert done.purchase_id
    return done.purchase_id


async def with_goods(cast: Cast) -> Actor:
    """A shop that knows kinds of goods, and Anna."""
    kinds = tuple(Category(name, name) for name in GOODS if name)
    await ruled(cast.shop, categories=kinds)
    return await cast.joined("Анна")


async def test_a_purchase_is_counted_with_its_day_hour_goods_and_store(cast: Cast) -> None:
    anna = await with_goods(cast)
    await buys(cast, anna, Line(300_00, "вино"), Line(200_00, "вино"), Line(100_00))
    cast.clock.advance(5 * DAY)
    await buys(cast, anna, Line(100_00, "кофе"))
    figures = await kept(cast, anna)
    assert (figures.orders, figures.days, figures.revenue_minor, figures.rhythm_days) == (2, 2, 700_00, 5)
    assert figures.weekdays == (0, 0, 0, 0, 1, 0, 1)  # 3 May 2026 is a Sunday
    assert figures.parts == (0, 2, 0, 0)  # 15:00 in the shop
    assert figures.last_at == cast.clock.now()
    today = cast.clock.now().toordinal()
    assert await cast.shop.db.read(lambda tx: stats.tallies(tx, anna.member_id)) == {
        (CATEGORY, "вино"): Tally(1, today - 5),
        (CATEGORY, "кофе"): Tally(1, today),
        (STORE, "1"): Tally(2, today),
    }
    await true(cast)


async def test_the_day_is_that_of_the_store(cast: Cast) -> None:
    anna = await cast.joined("Анна")
    cast.clock.moment = datetime(2026, 5, 31, 22, 30, tzinfo=UTC)  # half past one on 1 June in Moscow
    await buys(cast, anna, Line(100_00))
    figures = await kept(cast, anna)
    assert figures.last_day == datetime(2026, 6, 1, tzinfo=UTC).toordinal()
    assert figures.months == 1 << 12 * 6 + 5
    assert figures.parts == (0, 0, 0, 1)


async def test_what_comes_back_is_no_revenue_and_what_all_comes_back_was_never_bought(cast: Cast) -> None:
    anna = await with_goods(cast)
    first = await buys(cast, anna, Line(500_00, "вино"))
    cast.clock.advance(DAY)
    second = await buys(cast, anna, Line(300_00, "кофе"))
    await refunded(cast, second, 100_00)
    figures = await kept(cast, anna)
    assert (figures.orders, figures.days, figures.revenue_minor) == (2, 2, 700_00)
    await refunded(cast, second)
    figures = await kept(cast, anna)
    assert (figures.orders, figures.days, figures.revenue_minor) == (1, 1, 500_00)
    assert figures.last_day == cast.clock.now().toordinal() - 1
    await true(cast)
    await refunded(cast, first, actor=cast.owner)
    assert await cast.shop.db.read(lambda tx: stats.of_member(tx, anna.member_id)) is None
    await true(cast)


async def test_an_earlier_receipt_moves_the_first_day(cast: Cast) -> None:
    anna = await cast.joined("Анна")
    cast.clock.advance(20 * DAY)
    await buys(cast, anna, Line(100_00))
    before = await kept(cast, anna)
    await buys(cast, anna, Line(100_00), ago=timedelta(days=3))
    after = await kept(cast, anna)
    assert (after.first_day, after.last_day) == (before.first_day - 3, before.last_day)
    assert after.last_at == before.last_at
    await true(cast)


SECONDS = (1, 60, 7 * 3600, 24 * 3600, 40 * 24 * 3600)
MOVES = st.lists(
    st.one_of(
        st.tuples(
            st.just("buy"), st.integers(0, 1), st.sampled_from([1, 450_00, 9_999_99]), st.sampled_from(GOODS)
        ),
        st.tuples(st.just("late"), st.integers(0, 1), st.integers(1, 25), st.sampled_from(GOODS)),
        st.tuples(st.just("back"), st.integers(0, 50), st.booleans(), st.just("")),
        st.tuples(st.just("undo"), st.integers(0, 50), st.just(0), st.just("")),
        st.tuples(
            st.just("wait"), st.sampled_from([1, 60, 7 * 3600, 86_400, 40 * 86_400]), st.just(0), st.just("")
        ),
        st.tuples(st.just("merge"), st.just(0), st.just(0), st.just("")),
    ),
    min_size=4,
    max_size=14,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MOVES)
def test_they_are_true_after_every_move_of_a_random_history(moves: list[tuple[str, int, int, str]]) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(played(Path(folder) / "shop.db", moves))


async def played(path: Path, moves: list[tuple[str, int, int, str]]) -> None:
    async with raised(path, HandClock()) as cast:
        people = [await with_goods(cast), await cast.joined("Борис")]
        cast.clock.advance(30 * DAY)
        sold: list[int] = []
        merge: MergeView | None = None
        for move, which, how, goods in moves:
            match move:
                case "buy":
                    sold.append(await buys(cast, people[0 if merge else which], Line(how, goods)))
                case "late":
                    who = people[0 if merge else which]
                    sold.append(await buys(cast, who, Line(100_00, goods), ago=timedelta(days=how, hours=3)))
                case "back" if sold:
                    await comes_back(cast, sold[which % len(sold)], whole=bool(how))
                case "undo" if sold:
                    await undo_sale(cast.shop, cast.lena.member_id, sold[which % len(sold)])
                case "wait":
                    cast.clock.advance(which)
                case "merge" if merge is None:
                    merge = await merged(cast, people[0], people[1])
                case "merge" if merge is not None:
                    parted = await undo_merge(cast.shop, cast.owner.member_id, merge.merge_id)
                    merge = merge if isinstance(parted, Refused) else None
            await true(cast)


async def comes_back(cast: Cast, purchase_id: int, *, whole: bool) -> None:
    """Some of a purchase, or all of it, unless nothing is left or it is undone."""
    found = await purchase(cast, purchase_id)
    left_minor = found.amount_minor - found.refunded_minor
    if found.undone_at is None and left_minor:
        await refunded(cast, purchase_id, None if whole else 1, cast.owner)


async def test_past_purchases_count_and_count_no_more_when_they_are_taken_back(cast: Cast) -> None:
    phone = "+79161234567"
    await imported(cast, table(f"{phone};Павел;100"))
    content = f"Телефон;Дата;Сумма;Чек\n{phone};30.04.2026;1 240,50;17\n{phone};29.04.2026;100;\n".encode()
    view = await imported(cast, content)
    pavel = max(row.id for row in await cast.stand.rows(members))
    figures = await cast.shop.db.read(lambda tx: stats.of_member(tx, pavel))
    assert figures is not None
    assert (figures.orders, figures.days, figures.revenue_minor) == (2, 2, 1_340_50)
    assert figures.last_day == figures.first_day + 1
    await true(cast)
    # Whoever has a card of his own and shows the phone gets what was bought.
    anna = await cast.joined("Анна")
    await change_phone(cast.shop, anna.member_id, anna.account_id, phone)
    assert (await kept(cast, anna)).orders == 2
    await true(cast)
    await undo_import(cast.shop, cast.owner.member_id, view.import_id, "78")
    await run_imports(cast.shop)
    assert await cast.shop.db.read(lambda tx: stats.of_member(tx, anna.member_id)) is None
    await true(cast)


async def test_the_figures_of_an_erased_member_stay_without_him(cast: Cast) -> None:
    anna = await cast.joined("Анна")
    await buys(cast, anna, Line(100_00))
    await erased(cast.shop, anna)
    assert (await kept(cast, anna)).orders == 1
    await true(cast)


async def test_a_sale_takes_four_statements_more(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = await with_goods(cast)
    await buys(cast, anna, Line(100_00))
    asked: list[int] = []
    plain = statistics.after_purchase

    def counted(tx: Connection, sold: Sold) -> None:
        statements: list[str] = []

        def note(_: object, __: object, statement: str, *___: object) -> None:
            statements.append(statement)

        event.listen(tx, "before_cursor_execute", note)
        plain(tx, sold)
        event.remove(tx, "before_cursor_execute", note)
        asked.append(len(statements))

    from actions import book

    monkeypatch.setattr(book, "HOOKS", (counted, *book.HOOKS[1:]))
    await buys(cast, anna, Line(100_00, "вино"), Line(50_00, "кофе"))
    assert asked == [4]


# --- made anew, and proven ---


def forgotten(tx: Connection) -> None:
    """A database that comes from a version without statistics."""
    for table_name in ("member_stats", "member_counts"):
        tx.exec_driver_sql(f"DELETE FROM {table_name}")  # noqa: S608 (our own names)
    tx.exec_driver_sql("DELETE FROM meta WHERE key = ?", (statistics.MADE_WITH,))


async def crowd(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> list[Actor]:
    """A few people with purchases, too many for one turn."""
    monkeypatch.setattr(statistics, "AT_ONCE", 2)
    monkeypatch.setattr(statistics, "TURNS", 1)
    people = [await cast.joined(name) for name in ("Анна", "Вера", "Глеб")]
    for who in people:
        await buys(cast, who, Line(100_00))
    return people


async def test_a_database_without_them_is_filled_in_bit_by_bit(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = await crowd(cast, monkeypatch)
    await cast.shop.db.write(forgotten)
    assert not await cast.shop.db.read(are_complete)
    assert await check_statistics(cast.shop) == Checked(0, ())
    assert await rebuild_statistics(cast.shop) == 2
    # What is bought meanwhile counts with what was bought before.
    await buys(cast, people[2], Line(50_00))
    assert (await kept(cast, people[2])).orders == 2
    turns = 1
    while await rebuild_statistics(cast.shop):
        turns += 1
    assert turns >= 3
    assert await cast.shop.db.read(are_complete)
    await true(cast)


async def test_another_zone_of_a_store_makes_them_anew_and_a_new_store_does_not(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = await crowd(cast, monkeypatch)
    while await rebuild_statistics(cast.shop):
        pass
    store_id = await cast.shop.db.read(shop_rows.first_store)
    await set_zone(cast.shop, cast.owner.member_id, store_id, "Asia/Vladivostok")
    assert await rebuild_statistics(cast.shop) == 2
    while await rebuild_statistics(cast.shop):
        pass
    assert (await kept(cast, people[0])).parts == (0, 0, 0, 1)
    await open_second(cast)
    assert await rebuild_statistics(cast.shop) == 0
    assert await cast.shop.db.read(are_complete)


async def open_second(cast: Cast) -> None:
    await cast.shop.db.write(lambda tx: shop_rows.add_store(tx, "Вторая", "Asia/Omsk"))


async def test_what_is_wrong_is_found_at_night_told_and_mended(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    anna, vera = await cast.joined("Анна"), await cast.joined("Вера")
    for who in (anna, vera):
        await buys(cast, who, Line(100_00))
    await rebuild_statistics(cast.shop)
    assert (await check_figures(cast.shop)).endswith("0 mended")
    for spoil in ("UPDATE member_stats SET rhythm_days = 3", "DELETE FROM member_counts"):
        await cast.shop.db.write(
            lambda tx, spoil=spoil: tx.exec_driver_sql(f"{spoil} WHERE member_id = {vera.member_id}")  # type: ignore[misc]
        )
        caplog.clear()
        assert (await check_figures(cast.shop)).endswith("1 mended")
        assert [record.args for record in caplog.records] == [(vera.member_id,)]
        await true(cast)
