"""What the random games of the ledger found: debts, the order of lots, visits that were taken back."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from actions.answer_spend import Answer, Answered, answer_spend
from actions.ask_spend import take_points
from actions.operation import Operation, record
from actions.points import Term, give
from actions.undo_sale import undo_sale
from loyalty.expiry import visited_at
from loyalty.ledger import Kind, Lot
from loyalty.programme import Expiry, Terms
from loyalty.views import SaleView
from loyalty.wallet import Holder, ends_at, reminded_at
from storage import holds, ledger
from storage import shop as rows
from storage.database import Connection
from storage.expiry import last_activity
from storage.schema import purchases
from tests.actions.people import Actor, Cast, raised
from tests.actions.refunding import bought, refunded, sound
from tests.clockwork.stand import HandClock
from tests.rules.refund_book import AT, DAY, PLAIN, book

LOTS = 11


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def cast(tmp_path: Path, clock: HandClock) -> AsyncIterator[Cast]:
    async with raised(tmp_path / "shop.db", clock) as cast:
        yield cast


async def asked(cast: Cast, member: Actor, amount_minor: int) -> int:
    """A till that waits for the customer; the question's id."""
    view = await cast.preview(cast.lena, member, amount_minor)
    who = (cast.lena.member_id, cast.lena.account_id)
    waiting = await take_points(cast.shop, *who, view.draft_id, view.revision)
    assert isinstance(waiting, SaleView)
    hold = await cast.shop.db.read(lambda tx: holds.open_sale_hold(tx, member.member_id))
    assert hold is not None
    return hold.id


async def test_points_set_aside_pay_nothing_once_they_are_owed(cast: Cast) -> None:
    anna = await cast.joined("Анна")
    first = await bought(cast, anna, 5_000_00)
    hold = await asked(cast, anna, 1_000_00)
    await refunded(cast, first, actor=cast.owner)
    answered = await answer_spend(cast.shop, anna.member_id, hold, yes=True)
    assert answered == Answered(Answer.CHANGED, 250)
    await sound(cast)


async def test_a_refund_gives_back_to_the_lot_taken_last_whatever_its_number(cast: Cast) -> None:
    anna = await cast.joined("Анна")
    now, member_id = cast.clock.now(), anna.member_id
    await bought(cast, anna, 1_00)

    def fill(tx: Connection) -> None:
        operation_id = record(tx, Operation("test:lots", {}, None, now), {})
        for n in range(LOTS):
            term = Term(now + timedelta(days=30 + n))
            give(tx, operation_id, member_id, Kind.MANUAL, 10, rows.programme(tx), now, term=term, n=n)

    await cast.shop.db.write(fill)
    hold = await asked(cast, anna, 5_000_00)
    assert await answer_spend(cast.shop, member_id, hold, yes=True) == Answered(Answer.PAID, 10 * LOTS)
    number = max(row.id for row in await cast.stand.rows(purchases))
    await refunded(cast, number, 500_00, cast.owner)
    left = await cast.shop.db.read(lambda tx: ledger.open_lots(tx, member_id))
    ends = [lot.expires_at for lot in left if lot.kind == Kind.MANUAL]
    assert ends[-1] == now + timedelta(days=30 + LOTS - 1)
    await sound(cast)


async def test_what_paid_for_an_undone_sale_is_no_visit(cast: Cast, clock: HandClock) -> None:
    anna = await cast.joined("Анна")
    await bought(cast, anna, 5_000_00)
    first = clock.now()
    clock.advance(86_400)
    second = await bought(cast, anna, 1_000_00, paying=True)
    assert await cast.shop.db.read(lambda tx: last_activity(tx, anna.member_id)) == clock.now()
    assert isinstance(await undo_sale(cast.shop, cast.lena.member_id, second), SaleView)
    assert await cast.shop.db.read(lambda tx: last_activity(tx, anna.member_id)) == first


def test_points_that_come_back_twice_at_once_are_taken_in_their_order() -> None:
    anna = book()
    anna.give(10, expires_at=AT + DAY)
    anna.give(20, expires_at=AT + 2 * DAY)
    sold = anna.buy(51_00, spend=30)
    anna.spend(1)
    anna.now += 5 * DAY
    anna.refund(sold)
    fresh = [lot for lot in anna.lots.values() if lot.kind == Kind.REFUNDED]
    assert [(lot.amount, lot.remaining) for lot in fresh] == [(20, 19), (10, 10)]


def test_a_reminder_on_the_day_of_a_visit_told_of_the_deadline_before() -> None:
    programme = replace(PLAIN, terms=Terms(expiry=Expiry.INACTIVITY, lifetime_months=1))
    told = Lot(1, 7, None, 10, 10, AT - 20 * DAY, None, reminded_at=AT.replace(hour=21))
    holder = Holder(has_paid=True, deadline=AT + 31 * DAY, visited_at=visited_at(AT, programme))
    assert ends_at(told, holder) is None
    assert ends_at(replace(told, reminded_at=AT + 2 * DAY), holder) == AT + 31 * DAY
    assert visited_at(AT, PLAIN) is None


def test_a_visit_does_not_move_the_own_end_of_a_lot_that_was_told_of() -> None:
    told = Lot(1, 7, None, 10, 10, AT - 20 * DAY, AT + 8 * DAY, reminded_at=AT)
    holder = Holder(has_paid=True, deadline=AT + 31 * DAY, visited_at=AT + DAY)
    assert reminded_at(told, holder) == AT
    assert ends_at(told, holder) == AT + 8 * DAY
