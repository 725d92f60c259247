"""The rulebook alone, played at random against a plain model: 20,000 moves."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings

from loyalty.earning import Visit
from loyalty.ledger import Entry, Head, Kind, Lot, Posting, faults, post
from loyalty.programme import Programme
from loyalty.receipts import Line
from loyalty.refusals import Refusal, Refused
from loyalty.sale import (
    DRAFT_LIFETIME,
    Book,
    Draft,
    DraftState,
    Purchase,
    Requote,
    SamePurchase,
    Till,
    decide_confirm,
    decide_open,
    decide_receipt,
    decide_undo,
)
from tests.machine import FIRST_RATE_BP, PEOPLE, Outcome, TillMachine

# Watching its lines would take longer than the game; that every branch is tested, plain tests must prove.
pytestmark = pytest.mark.no_cover

MOSCOW = ZoneInfo("Europe/Moscow")


@dataclass
class Books:
    """One member's page."""

    head: Head
    entries: list[Entry] = field(default_factory=list)
    lots: dict[int, Lot] = field(default_factory=dict)

    def write(self, posting: Posting, operation_id: int, at: datetime) -> None:
        self.head, entry, lot = post(self.head, posting, operation_id=operation_id, n=0, actor_id=None, at=at)
        self.entries.append(entry)
        assert lot is not None
        self.lots[lot.id] = lot


class Paper:
    """A shop kept on paper by the rules of loyalty/."""

    def __init__(self) -> None:
        self.now = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
        self.rules = Programme(1, "Маяк", "RUB", "Europe/Moscow", FIRST_RATE_BP)
        self.books = [Books(Head(member)) for member in range(PEOPLE)]
        self.drafts: list[Draft] = []
        self.purchases: list[Purchase] = []
        self.points: dict[int, int] = {}
        self.operations = 0
        self.touched: set[int] = set()

    def scan(self, cashier: int, member: int) -> None:
        ends = self.now + DRAFT_LIFETIME
        name = str(len(self.drafts))
        self.drafts.append(Draft(name, cashier, member, 1, DraftState.OPEN, 0, "", ends))

    def price(self, draft: int, cashier: int, amount_minor: int, receipt: str) -> Outcome:
        before = self.drafts[draft]
        if before.purchase_id is not None:
            return str(Refusal.NO_OPEN_SALE)
        refused = decide_open(before, cashier, self.now)
        if refused is not None:
            return str(refused.reason)
        priced = replace(before, lines=(Line(amount_minor),), receipt=receipt)
        clash = decide_receipt(priced, self._same_receipt(priced))
        if clash is not None:
            return str(clash.reason) if isinstance(clash, Refused) else self._sold(clash.purchase.id)
        return self._show(draft, priced)

    def confirm(self, draft: int, cashier: int, revision: int) -> Outcome:
        known = self.drafts[draft]
        refused = decide_open(known, cashier, self.now)
        if refused is not None:
            return str(refused.reason)
        if known.purchase_id is not None:
            return self._sold(known.purchase_id)
        match decide_confirm(known, revision, self.till, self._same_receipt(known)):
            case Refused(reason):
                return str(reason)
            case SamePurchase(purchase):
                return self._sold(purchase.id)
            case Requote(figures, _) if figures == known.shown:
                return ("preview", known.revision, figures.points)
            case Requote():
                return self._show(draft, known)
            case Book(figures):
                return self._book(draft, figures.points)

    def leave(self, draft: int, cashier: int) -> Outcome:
        known = self.drafts[draft]
        refused = decide_open(known, cashier, self.now)
        if refused is not None and refused.reason is not Refusal.SALE_CANCELLED:
            return str(refused.reason)
        if known.purchase_id is not None:
            return self._sold(known.purchase_id)
        self.drafts[draft] = replace(known, state=DraftState.CANCELLED)
        return "cancelled"

    def undo(self, purchase: int, cashier: int) -> Outcome:
        sold = self.purchases[purchase - 1]
        refused = decide_undo(sold, cashier, self.now)
        if refused is None:
            self.purchases[purchase - 1] = replace(sold, undone_at=self.now)
            books = self.books[sold.member_id]
            for lot in [one for one in books.lots.values() if one.purchase_id == purchase]:
                self._write(sold.member_id, Posting(Kind.EARN_REVERSED, -lot.remaining, lot, reason="undo"))
        elif refused.reason is not Refusal.ALREADY_UNDONE:
            return str(refused.reason)
        return self._sold(purchase)

    def set_rate(self, rate_bp: int) -> None:
        if rate_bp != self.rules.rate_bp:
            self.rules = replace(self.rules, rate_bp=rate_bp, version=self.rules.version + 1)

    def end_overdue(self) -> int:
        overdue = [
            number
            for number, one in enumerate(self.drafts)
            if one.state is DraftState.OPEN and self.now >= one.expires_at
        ]
        for number in overdue:
            self.drafts[number] = replace(self.drafts[number], state=DraftState.ENDED)
        return len(overdue)

    def advance(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    def balances(self) -> list[int]:
        for member in self.touched:
            books = self.books[member]
            assert books.head.points == sum(entry.points for entry in books.entries)
            assert books.head.points == sum(lot.remaining for lot in books.lots.values())
        return [books.head.points for books in self.books]

    def faults(self) -> list[str]:
        touched, self.touched = self.touched, set()
        return [
            fault
            for member in touched
            for fault in faults(
                self.books[member].head, self.books[member].entries, self.books[member].lots.values()
            )
        ]

    def close(self) -> None:
        """Paper needs no closing."""

    @property
    def till(self) -> Till:
        return Till(self.rules, Visit(self.now.astimezone(MOSCOW), store_id=1), 0)

    def _show(self, draft: int, priced: Draft) -> Outcome:
        shown = self.till.plain(priced)
        self.drafts[draft] = replace(priced, shown=shown, revision=priced.revision + 1)
        return ("preview", priced.revision + 1, shown.points)

    def _book(self, draft: int, points: int) -> Outcome:
        known, number = self.drafts[draft], len(self.purchases) + 1
        assert known.amount_minor is not None
        self.purchases.append(
            Purchase(
                number,
                known.member_id,
                known.cashier_id,
                known.store_id,
                known.amount_minor,
                points,
                known.receipt,
                self.rules.version,
                self.now,
                None,
                known.amount_minor,
            )
        )
        self.points[number] = points
        self.drafts[draft] = replace(known, state=DraftState.BOOKED, purchase_id=number)
        if points:
            lot = Lot(number, known.member_id, number, points, points, self.now, None)
            self._write(known.member_id, Posting(Kind.EARNED, points, lot, opens=True))
        return self._sold(number)

    def _write(self, member: int, posting: Posting) -> None:
        self.operations += 1
        self.books[member].write(posting, self.operations, self.now)
        self.touched.add(member)

    def _sold(self, number: int) -> Outcome:
        undone = self.purchases[number - 1].undone_at is not None
        return ("undone" if undone else "booked", number, self.points[number])

    def _same_receipt(self, draft: Draft) -> Purchase | None:
        alike = [
            one
            for one in self.purchases
            if draft.receipt
            and one.receipt == draft.receipt
            and one.undone_at is None
            and business_day(one.at) == business_day(self.now)
        ]
        assert len(alike) <= 1
        return alike[0] if alike else None


def business_day(at: datetime) -> date:
    return at.astimezone(MOSCOW).date()


class RulebookMachine(TillMachine):
    """The rulebook, fresh for every game."""

    def __init__(self) -> None:
        super().__init__(Paper())


TestRulebook = RulebookMachine.TestCase
TestRulebook.settings = settings(
    max_examples=220,
    stateful_step_count=100,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
