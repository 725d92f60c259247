"""A member's books for the tests of refunds: bought and refunded by the rules alone, checked at each step."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from loyalty.benefits import Effect
from loyalty.earning import Visit, quote, quote_of, trace_of
from loyalty.ledger import Entry, Flow, Head, Kind, Lot, Posting, faults, post
from loyalty.programme import Programme
from loyalty.receipts import Line
from loyalty.refunds import Books, Plan, decide_refund, decide_void, grace_until
from loyalty.refusals import Refused
from loyalty.sale import Purchase
from loyalty.wallet import Holder, is_usable, spending_order, wallet

AT = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MEMBER, CASHIER, OWNER, STORE = 7, 1, 2, 5
PLAIN = Programme(1, "Маяк", "RUB", "Europe/Moscow")


@dataclass
class Book:
    """A member's books and purchases, moved by the rules alone."""

    programme: Programme = PLAIN
    now: datetime = AT
    head: Head = field(default_factory=lambda: Head(MEMBER))
    entries: list[Entry] = field(default_factory=list)
    lots: dict[int, Lot] = field(default_factory=dict)
    purchases: dict[int, Purchase] = field(default_factory=dict)
    quotes: dict[int, dict[str, Any]] = field(default_factory=dict)
    carry_minor: int = 0
    effects: tuple[Effect, ...] = ()

    @property
    def holder(self) -> Holder:
        return Holder(has_paid=True, debt=self.head.debt, remind_first=False)

    @property
    def available(self) -> int:
        return wallet(self.lots.values(), self.holder, self.now).available

    @property
    def state(self) -> tuple[int, int, int]:
        return self.head.points, self.head.debt, self.carry_minor

    def write(self, posting: Posting) -> None:
        if posting.lot is not None and not posting.opens:
            posting = replace(posting, lot=self.lots[posting.lot.id])
        n = len(self.entries)
        self.head, entry, lot = post(self.head, posting, operation_id=n, n=0, actor_id=CASHIER, at=self.now)
        self.entries.append(entry)
        if lot is not None:
            self.lots[lot.id] = lot

    def give(
        self, points: int, kind: Kind = Kind.EARNED, purchase_id: int | None = None, **terms: Any
    ) -> Lot:
        """A new lot; a debt is paid first, as actions.points.give does."""
        number = 1 + len(self.lots)
        lot = Lot(number, MEMBER, purchase_id, points, points, self.now, None, kind.value)
        self.write(Posting(kind, points, replace(lot, **terms), opens=True))
        if paid := min(self.head.debt, points):
            self.write(Posting(Kind.DEBT_PAID, -paid, self.lots[number]))
            self.write(Posting(Kind.DEBT_PAID, paid, None))
        return self.lots[number]

    def buy(self, amount_minor: int, spend: int = 0, certificate_minor: int = 0, **terms: Any) -> int:
        """A purchase paid with points as asked; its number."""
        visit = Visit(self.now, STORE, step_carry_minor=self.carry_minor)
        booked = quote([Line(amount_minor)], self.programme, visit, spend)
        number = 1 + len(self.purchases)
        who = (number, MEMBER, CASHIER, STORE, amount_minor, booked.earned_points, "", 1, self.now, None)
        money = booked.money_minor - certificate_minor
        self.purchases[number] = Purchase(*who, money, spend, certificate_minor)
        self.quotes[number] = trace_of(booked)
        for lot in spending_order(self.lots.values()):
            if part := min(lot.free, spend) if is_usable(lot, self.holder, self.now) else 0:
                spend -= part
                self.write(Posting(Kind.SPENT, -part, lot, purchase_id=number))
        assert spend == 0
        if booked.earned_points:
            self.give(booked.earned_points, purchase_id=number, **terms)
        if booked.step_minor:
            steps = max(0, (self.carry_minor + booked.base_minor) // booked.step_minor)
            self.carry_minor += booked.base_minor - steps * booked.step_minor
        return number

    def spend(self, points: int) -> int:
        """A purchase paid with points that earns nothing; its number."""
        earning, self.programme = self.programme, replace(self.programme, rate_bp=0, step_minor=0)
        number = self.buy(points * PLAIN.point_value_minor + 1_00, spend=points)
        self.programme = earning
        return number

    def plan(self, number: int, goods_minor: int | None, *, void: bool = False) -> Plan | Refused:
        entries = tuple(entry for entry in self.entries if entry.purchase_id == number)
        swept = frozenset(entry.lot_id or 0 for entry in self.entries if entry.kind == Kind.EXPIRED)
        lots = tuple(self.lots.values())
        policy, ends = self.programme.debt_policy, grace_until(self.now, self.programme)
        books = Books(entries, lots, swept, self.holder, policy, self.now, ends, self.effects)
        purchase, kept = self.purchases[number], quote_of(self.quotes[number])
        if void:
            return decide_void(purchase, kept, books)
        rest = purchase.amount_minor - purchase.refunded_minor
        return decide_refund(purchase, kept, rest if goods_minor is None else goods_minor, books)

    def refund(self, number: int, goods_minor: int | None = None, *, void: bool = False) -> Plan:
        """Give goods back (None: all that is left) and check that the books are as the plan says."""
        plan = self.plan(number, goods_minor, void=void)
        assert isinstance(plan, Plan), plan
        ids = {lot.id: 1 + len(self.lots) + n for n, lot in enumerate(plan.opened)}
        for posting in plan.postings:
            lot = posting.lot
            self.write(
                posting if lot is None else replace(posting, lot=replace(lot, id=ids.get(lot.id, lot.id)))
            )
        self.carry_minor += plan.step_carry_minor
        before = self.purchases[number]
        self.purchases[number] = replace(
            before,
            refunded_minor=before.refunded_minor + plan.goods_minor,
            money_back_minor=before.money_back_minor + plan.money_minor,
            returned_points=before.returned_points + plan.returned_points,
            reversed_points=before.reversed_points + plan.reversed_points,
            undone_at=self.now if void else None,
        )
        assert plan.debt == self.head.debt
        assert {replace(lot, id=ids.get(lot.id, lot.id)) for lot in plan.lots} == set(self.lots.values())
        self.check()
        return plan

    def check(self) -> None:
        flows = {
            one.id: Flow(one.earned_points, one.reversed_points, one.spent_points, one.returned_points)
            for one in self.purchases.values()
        }
        assert faults(self.head, self.entries, self.lots.values(), flows) == []
        for one in self.purchases.values():
            assert 0 <= one.returned_points <= one.spent_points
            assert 0 <= one.money_back_minor <= one.money_minor
            assert 0 <= one.reversed_points <= one.earned_points


def book(gift: int = 0, **rules: Any) -> Book:
    """The books of somebody who was given points, under these rules."""
    started = Book(replace(PLAIN, **rules))
    if gift:
        started.give(gift, Kind.MANUAL)
    return started
