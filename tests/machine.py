"""A shop played at random: the same moves on a plain model and on the real thing, which must always agree.

tests/rules plays it on the rulebook alone, tests/actions through the actions on a real database.
"""

from dataclasses import dataclass, field
from typing import Protocol

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

PEOPLE = 3
FIVE_MINUTES = 300
DAY = 24 * 3600
MOSCOW_AHEAD = 3 * 3600
NOON = 12 * 3600
FIRST_RATE_BP = 500

# A refusal by its name; a preview (revision, points); a purchase (number, points); a sale called off.
Outcome = str | tuple[str, int, int]

WHO = st.integers(0, PEOPLE - 1)
WHICH = st.integers(0, 1_000_000)
AMOUNTS_MINOR = st.sampled_from([1, 19_99, 20_00, 450_00, 450_01, 999_999_99])
RECEIPTS = st.sampled_from(["", "", "17", "18"])
OLDER = st.sampled_from([0, 0, 0, 1, -1])
NEW_RULES_BP = 750
RATES_BP = st.sampled_from([1, 20, 500, 750, 10_000])
SECONDS = st.sampled_from([1, 60, 299, 300, 301, 6 * 3600, DAY])


class Real(Protocol):
    """What is tested: people are numbered from 0, drafts in the order of the scans, purchases from 1."""

    def scan(self, cashier: int, member: int) -> None: ...
    def price(self, draft: int, cashier: int, amount_minor: int, receipt: str) -> Outcome: ...
    def confirm(self, draft: int, cashier: int, revision: int) -> Outcome: ...
    def leave(self, draft: int, cashier: int) -> Outcome: ...
    def undo(self, purchase: int, cashier: int) -> Outcome: ...
    def set_rate(self, rate_bp: int) -> None: ...
    def end_overdue(self) -> int: ...
    def advance(self, seconds: int) -> None: ...
    def balances(self) -> list[int]: ...
    def faults(self) -> list[str]: ...
    def close(self) -> None: ...


@dataclass
class Scan:
    """A draft in the model; purchase 0 means none."""

    cashier: int
    member: int
    ends_at: int
    state: str = "open"
    revision: int = 0
    amount_minor: int = 0
    receipt: str = ""
    version: int = 0
    purchase: int = 0


@dataclass
class Sold:
    """A purchase in the model."""

    number: int
    cashier: int
    member: int
    amount_minor: int
    receipt: str
    points: int
    at: int
    day: int
    undone: bool = False

    def outcome(self) -> Outcome:
        return ("undone" if self.undone else "booked", self.number, self.points)


@dataclass
class Model:
    """The shop in plain numbers: no lots, no chain, no database."""

    now: int = NOON
    rate_bp: int = FIRST_RATE_BP
    version: int = 1
    balances: list[int] = field(default_factory=lambda: [0] * PEOPLE)
    scans: list[Scan] = field(default_factory=list)
    sold: list[Sold] = field(default_factory=list)

    @property
    def day(self) -> int:
        return (self.now + MOSCOW_AHEAD) // DAY

    def points(self, scan: Scan) -> int:
        return scan.amount_minor * self.rate_bp // 1_000_000

    def closed(self, scan: Scan, cashier: int) -> str:
        if scan.cashier != cashier:
            return "not_your_sale"
        if scan.state == "cancelled":
            return "sale_cancelled"
        if scan.state == "ended" or (scan.state == "open" and self.now >= scan.ends_at):
            return "sale_ended"
        return ""

    def clash(self, scan: Scan, amount_minor: int, receipt: str) -> Outcome:
        for one in self.sold:
            if receipt and one.receipt == receipt and one.day == self.day and not one.undone:
                same = (one.member, one.amount_minor) == (scan.member, amount_minor)
                return one.outcome() if same else "receipt_taken"
        return ""

    def show(self, scan: Scan) -> Outcome:
        scan.revision += 1
        scan.version = self.version
        return ("preview", scan.revision, self.points(scan))

    def price(self, scan: Scan, cashier: int, amount_minor: int, receipt: str) -> Outcome:
        if scan.purchase:
            return "no_open_sale"
        refused = self.closed(scan, cashier) or self.clash(scan, amount_minor, receipt)
        if refused:
            return refused
        scan.amount_minor, scan.receipt = amount_minor, receipt
        return self.show(scan)

    def confirm(self, scan: Scan, cashier: int, revision: int) -> Outcome:
        refused: Outcome = self.closed(scan, cashier)
        if not refused and scan.purchase:
            return self.sold[scan.purchase - 1].outcome()
        if not refused and not scan.amount_minor:
            return "no_open_sale"
        refused = refused or self.clash(scan, scan.amount_minor, scan.receipt)
        if refused:
            return refused
        if scan.version != self.version:
            return self.show(scan)
        if revision != scan.revision:
            return ("preview", scan.revision, self.points(scan))
        scan.state, scan.purchase = "booked", len(self.sold) + 1
        sold = Sold(
            scan.purchase,
            cashier,
            scan.member,
            scan.amount_minor,
            scan.receipt,
            self.points(scan),
            self.now,
            self.day,
        )
        self.sold.append(sold)
        self.balances[scan.member] += sold.points
        return sold.outcome()

    def leave(self, scan: Scan, cashier: int) -> Outcome:
        refused = self.closed(scan, cashier)
        if refused and refused != "sale_cancelled":
            return refused
        if scan.purchase:
            return self.sold[scan.purchase - 1].outcome()
        scan.state = "cancelled"
        return "cancelled"

    def undo(self, sold: Sold, cashier: int) -> Outcome:
        if sold.cashier != cashier:
            return "not_your_sale"
        if not sold.undone and self.now > sold.at + FIVE_MINUTES:
            return "undo_too_late"
        if not sold.undone:
            sold.undone = True
            self.balances[sold.member] -= sold.points
        return sold.outcome()

    def end_overdue(self) -> int:
        overdue = [one for one in self.scans if one.state == "open" and self.now >= one.ends_at]
        for one in overdue:
            one.state = "ended"
        return len(overdue)


class TillMachine(RuleBasedStateMachine):
    """Random moves; every answer of the real thing is the model's, and the books agree after each."""

    def __init__(self, real: Real) -> None:
        """`real` is fresh; a game of its own ends with its close()."""
        super().__init__()
        self.model = Model()
        self.real = real

    def teardown(self) -> None:
        self.real.close()

    @rule(cashier=WHO, member=WHO)
    def scan(self, cashier: int, member: int) -> None:
        self.model.scans.append(Scan(cashier, member, self.model.now + FIVE_MINUTES))
        self.real.scan(cashier, member)

    @precondition(lambda self: self.model.scans)
    @rule(back=st.integers(0, 3), stranger=st.integers(0, 9), amount=AMOUNTS_MINOR, receipt=RECEIPTS)
    def price(self, back: int, stranger: int, amount: int, receipt: str) -> None:
        draft, cashier = self.recent(back, stranger)
        expected = self.model.price(self.model.scans[draft], cashier, amount, receipt)
        assert self.real.price(draft, cashier, amount, receipt) == expected

    @precondition(lambda self: self.model.scans)
    @rule(back=st.integers(0, 3), stranger=st.integers(0, 9), older=OLDER)
    def confirm(self, back: int, stranger: int, older: int) -> None:
        draft, cashier = self.recent(back, stranger)
        revision = self.model.scans[draft].revision - older
        expected = self.model.confirm(self.model.scans[draft], cashier, revision)
        assert self.real.confirm(draft, cashier, revision) == expected

    @rule(who=WHO, member=WHO, amount=AMOUNTS_MINOR, receipt=RECEIPTS, older=OLDER, rate_bp=RATES_BP)
    def sell(self, who: int, member: int, amount: int, receipt: str, older: int, rate_bp: int) -> None:
        """A whole sale, sometimes with new rules just before the tap, and always with a second tap."""
        self.scan(who, member)
        self.price(0, 1, amount, receipt)
        if rate_bp == NEW_RULES_BP:
            self.set_rate(rate_bp)
        self.confirm(0, 1, older)
        self.confirm(0, 1, 0)

    @precondition(lambda self: self.model.scans)
    @rule(back=st.integers(0, 3), stranger=st.integers(0, 9))
    def leave(self, back: int, stranger: int) -> None:
        draft, cashier = self.recent(back, stranger)
        assert self.real.leave(draft, cashier) == self.model.leave(self.model.scans[draft], cashier)

    @precondition(lambda self: self.model.sold)
    @rule(which=WHICH, stranger=st.integers(0, 9))
    def undo(self, which: int, stranger: int) -> None:
        sold = self.model.sold[which % len(self.model.sold)]
        cashier = (sold.cashier + (stranger == 0)) % PEOPLE
        assert self.real.undo(sold.number, cashier) == self.model.undo(sold, cashier)

    @rule(rate_bp=RATES_BP)
    def set_rate(self, rate_bp: int) -> None:
        self.model.version += rate_bp != self.model.rate_bp
        self.model.rate_bp = rate_bp
        self.real.set_rate(rate_bp)

    @rule(seconds=SECONDS)
    def advance(self, seconds: int) -> None:
        self.model.now += seconds
        self.real.advance(seconds)

    @rule()
    def end_overdue(self) -> None:
        assert self.real.end_overdue() == self.model.end_overdue()

    @invariant()
    def the_books_agree(self) -> None:
        assert self.real.balances() == self.model.balances
        assert self.real.faults() == []

    def recent(self, back: int, stranger: int) -> tuple[int, int]:
        """One of the last drafts, and mostly the cashier who scanned it."""
        draft = max(0, len(self.model.scans) - 1 - back)
        return draft, (self.model.scans[draft].cashier + (stranger == 0)) % PEOPLE
