"""The books of a shop in plain numbers, written from the rules and without a line of loyalty/."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bench.ledger_model.plain_receipts import Price
from bench.ledger_model.plain_tiers import Rank, day_of, midnight, months_on, risen
from bench.ledger_model.rules import DAY, FAR, HOUR, NEAR, Rules

START = 1_777_809_600  # noon in UTC on 3 May 2026
RESTRICTED = ("welcome", "promo")
GIFT_SECONDS = 48 * HOUR
GRACE_DAYS = 14
TOLD_DAYS = 3

# What was answered: a word first, then figures.
Answer = tuple[str | int, ...]
# One member as everybody has to see him: balance, debt, available, locked, pending, reserved, carry, tier
# with its days, and every lot with points.
Picture = tuple[object, ...]


@dataclass(slots=True)
class Lot:
    """Points with one origin and one term. told: when its holder last heard that it burns; safe: until when
    that lets it live. burnt: what was swept of it."""

    number: int
    who: int
    kind: str
    amount: int
    left: int
    start: int
    end: int | None
    held: int = 0
    burnt: int = 0
    told: int | None = None
    safe: int = 0

    @property
    def free(self) -> int:
        return self.left - self.held


@dataclass(slots=True)
class Payment:
    """What one lot paid for a receipt, and what of it came back."""

    lot: Lot
    points: int
    back: int = 0


@dataclass(slots=True)
class Buy:
    """A booked receipt. lot: what it earned. gone: goods that came back, at their price."""

    number: int
    who: int
    price: Price
    money: int
    certificate_minor: int
    certificate: int
    at: int
    paid: list[Payment] = field(default_factory=list)
    lot: Lot | None = None
    gone: int = 0
    money_back: int = 0
    points_back: int = 0
    taken_back: int = 0
    undone: bool = False

    @property
    def living(self) -> bool:
        return not self.undone and self.gone < self.price.amount


@dataclass(slots=True)
class Hold:
    """Points set aside for a sale. state: "open", "paid", "void" or "expired"."""

    points: int
    parts: dict[int, int]
    price: Price
    certificate_minor: int
    goods: tuple[tuple[int, str], ...]
    certificate: int
    at: int
    ends: int
    state: str = "open"


@dataclass(slots=True)
class Gift:
    """Points on their way to a friend."""

    sender: int
    points: int
    parts: dict[int, int]
    at: int
    ends: int
    state: str = "offered"
    friend: int | None = None


@dataclass(slots=True)
class Person:
    """A member's page."""

    lots: list[Lot] = field(default_factory=list)
    buys: list[Buy] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    debt: int = 0
    carry: int = 0
    rank: Rank = field(default_factory=Rank)
    outside: int = 0


class Books:
    """People, lots, debts, time: everything but the till."""

    def __init__(self, people: int) -> None:
        """A new shop where so many people joined just now."""
        self.now = START
        self.rules = Rules()
        self.people = [Person() for _ in range(people)]
        self.lots: list[Lot] = []
        self.buys: list[Buy] = []
        self.gifts: list[Gift] = []
        self.nominals: list[int] = []
        self.balances: list[int] = []

    # --- what a member has ---

    def picture(self, who: int) -> Picture:
        """How everybody has to see this member now."""
        one, paid = self.people[who], self.has_paid(who)
        sums = {"available": 0, "locked": 0, "pending": 0}
        open_lots = [lot for lot in one.lots if lot.left]
        for lot in open_lots:
            if self.over(lot):
                continue
            if lot.start > self.now:
                sums["pending"] += lot.free
            else:
                sums["locked" if lot.kind in RESTRICTED and not paid else "available"] += lot.free
        total = sum(lot.left for lot in open_lots) - one.debt
        states = (max(0, sums["available"] - one.debt), sums["locked"], sums["pending"])
        rank = (one.rank.tier, one.rank.review, one.rank.hand)
        lots = tuple((lot.kind, lot.amount, lot.left, lot.held, lot.start, lot.end) for lot in open_lots)
        reserved = sum(lot.held for lot in open_lots)
        return total, one.debt, *states, reserved, one.carry, rank, lots

    def has_paid(self, who: int) -> bool:
        """Whether he has a receipt that lives and was paid with money."""
        return any(buy.money > 0 and buy.living for buy in self.people[who].buys)

    def usable(self, who: int) -> list[Lot]:
        """What can pay now, in the order of rules.md 22."""
        paid = self.has_paid(who)
        able = [
            lot
            for lot in self.people[who].lots
            if lot.left
            and lot.start <= self.now
            and (paid or lot.kind not in RESTRICTED)
            and not self.over(lot)
        ]
        return in_order(able)

    def spendable(self, who: int, own: int = 0) -> int:
        """What he could spend now, what he owes aside; own: of it, what is set aside for this very sale."""
        return max(0, sum(lot.free for lot in self.usable(who)) + own - self.people[who].debt)

    # --- terms ---

    def visited(self, who: int) -> int:
        """The last receipt that counts; before there is one, the day he joined."""
        return max((buy.at for buy in self.people[who].buys if buy.living), default=START)

    def term(self, lot: Lot) -> int | None:
        """When the time of a lot is over; None: not in sight."""
        if self.rules.expiry != "inactivity":
            return lot.end
        idle = self.end_of_term(max(self.visited(lot.who), self.rules.since))
        if idle <= lot.start:
            return lot.end
        return idle if lot.end is None else min(idle, lot.end)

    def end_of_term(self, start: int) -> int:
        """The midnight after the last day."""
        return midnight(months_on(day_of(start), self.rules.months) + 1)

    def is_told(self, lot: Lot) -> bool:
        """Whether its holder knows of the present term; a visit of the same day or later changes it.

        A lot's own end does not move, so what he heard of that stays true.
        """
        if lot.told is None or self.term(lot) == lot.end:
            return lot.told is not None
        return day_of(lot.told) > day_of(max(self.visited(lot.who), self.rules.since))

    def ends(self, lot: Lot) -> int | None:
        """When its points are gone: nobody loses what he was not told of three days before."""
        term = self.term(lot)
        if term is None or not self.rules.remind_first:
            return term
        return max(term, lot.safe) if self.is_told(lot) else None

    def over(self, lot: Lot) -> bool:
        """Whether its points are gone by now."""
        ends = self.ends(lot)
        return ends is not None and ends <= self.now

    # --- moves ---

    def wait(self, seconds: int) -> Answer:
        """Time goes by."""
        self.now += seconds
        return ("waited",)

    def change_rules(self, rules: Rules) -> Answer:
        """Another version, from the next operation on."""
        self.rules = rules
        return ("changed",)

    def give(self, who: int, kind: str, points: int) -> Answer:
        """Points for an occasion, usable at once."""
        self.people[who].outside += points
        self.new_lot(who, kind, points, self.now)
        return ("given",)

    def new_lot(self, who: int, kind: str, points: int, start: int, end: int | None = -1) -> Lot:
        """Points arrive; what is owed is paid from them at once (rules.md 46). end -1: by the rules."""
        if end == -1:
            end = self.end_of_term(start) if self.rules.expiry == "lot" else None
        lot = Lot(len(self.lots), who, kind, points, points, start, end)
        self.lots.append(lot)
        self.people[who].lots.append(lot)
        self.pay_debt(lot, points)
        return lot

    def pay_debt(self, lot: Lot, points: int) -> None:
        """What arrived in this lot pays what its holder owes."""
        paid = min(points, self.people[lot.who].debt)
        self.people[lot.who].debt -= paid
        lot.left -= paid

    def forgive(self, who: int) -> Answer:
        """The owner writes a debt off."""
        one = self.people[who]
        if not one.debt:
            return ("no_debt",)
        forgiven, one.debt = one.debt, 0
        one.outside += forgiven
        return ("forgiven", forgiven)

    def sweep(self) -> Answer:
        """What is over leaves the books, save what is set aside."""
        swept = 0
        for lot in self.lots:
            if lot.free and self.over(lot):
                swept += lot.free
                lot.burnt += lot.free
                lot.left = lot.held
        return ("swept", swept)

    def remind(self) -> Answer:
        """Whoever has to be told today is told of all that burns within a fortnight."""
        told = 0
        for who in range(len(self.people)):
            lots = [lot for lot in self.people[who].lots if lot.left and lot.start <= self.now]
            if any(self.reminder_due(lot) for lot in lots):
                told += sum([self.told(lot) for lot in lots]) > 0
        return ("told", told)

    def reminder_due(self, lot: Lot) -> bool:
        """Whether a reminder's day has come that no reminder has met."""
        term = self.term(lot)
        if term is None or self.over(lot):
            return False
        near = max(min(term - NEAR, term - TOLD_DAYS * DAY), lot.start)
        passed = [at for at in (term - FAR, near) if lot.start <= at <= self.now]
        # A reminder stands for its whole day.
        return bool(passed) and not (self.is_told(lot) and midnight(day_of(lot.told or 0) + 1) >= max(passed))

    def told(self, lot: Lot) -> bool:
        """Tell of this lot if it burns soon."""
        term = self.term(lot)
        if term is None or self.over(lot):
            return False
        safe = midnight(day_of(self.now) + 1 + TOLD_DAYS)
        if self.is_told(lot) and lot.safe <= term:
            safe = min(safe, term)
        if day_of(max(safe, term) - 1) > day_of(self.now + FAR):
            return False
        lot.told, lot.safe = self.now, safe
        return True

    # --- tiers ---

    def worth(self, who: int, day: int) -> int:
        """What he bought for in the twelve months that end with a day, less what went back."""
        since = midnight(months_on(day, -12) + 1)
        buys = self.people[who].buys
        return sum(buy.money - buy.money_back for buy in buys if buy.at >= since and not buy.undone)

    def rise(self, who: int, by: int | None) -> None:
        """A higher tier as soon as it is reached."""
        one, today = self.people[who], day_of(self.now)
        one.rank = risen(one.rank, self.worth(who, today), self.rules, today, by) or one.rank

    # --- certificates ---

    def issue(self, nominal: int) -> Answer:
        """A certificate is sold."""
        self.nominals.append(nominal)
        self.balances.append(nominal)
        return ("issued", len(self.balances))


def in_order(lots: Iterable[Lot]) -> list[Lot]:
    """The first to burn pays first, what never burns last; among equals the restricted, then the oldest."""
    return sorted(
        lots,
        key=lambda lot: (lot.end is None, lot.end or 0, lot.kind not in RESTRICTED, lot.start, lot.number),
    )


def parted(lots: Iterable[Lot], points: int) -> dict[int, int]:
    """How much each of these lots gives, by its number."""
    parts: dict[int, int] = {}
    for lot in lots:
        part = min(lot.free, points)
        if part > 0:
            parts[lot.number] = part
            points -= part
    return parts
