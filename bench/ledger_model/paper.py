"""The rulebook in memory: loyalty/ decides, this keeps what it says the way storage and actions do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bench.ledger_model.plain import START, Answer, Picture
from bench.ledger_model.rules import Rules
from bench.ledger_model.translation import programme_from, seen
from loyalty import certificates, ledger
from loyalty.expiry import (
    burning,
    expires_at,
    inactivity_deadline,
    is_over,
    reminder_due,
    told_at,
    visited_at,
)
from loyalty.gifts import Gift
from loyalty.ledger import Entry, Flow, Head, Kind, Lot, Posting
from loyalty.redeeming import Hold, HoldState
from loyalty.sale import Draft, Purchase
from loyalty.tiers import WARNED_BEFORE, Held, counted_from, examined, lifted, rank
from loyalty.wallet import Holder, allocate, is_usable, spending_order, takings, wallet

MOSCOW = ZoneInfo("Europe/Moscow")
STORE, CASHIER = 1, 1000


@dataclass(slots=True)
class Page:
    """One member's books."""

    head: Head
    entries: list[Entry] = field(default_factory=list)
    lots: dict[int, Lot] = field(default_factory=dict)
    holds: list[tuple[Hold, Draft]] = field(default_factory=list)
    held: Held = field(default_factory=Held)
    carry_minor: int = 0


class Ledger:
    """Members' books and what happens to them without a till."""

    def __init__(self, people: int) -> None:
        """A new shop where so many people joined just now."""
        self.now = datetime.fromtimestamp(START, UTC)
        self.joined = self.now
        self.programme = programme_from(Rules())
        self.pages = [Page(Head(who)) for who in range(people)]
        self.purchases: list[Purchase] = []
        self.gifts: list[Gift] = []
        self.gift_times: list[datetime] = []
        self.certificates: list[certificates.Certificate] = []
        self.certificate_entries: dict[int, list[certificates.Entry]] = {}
        self.lot_count = 0
        self.operations = 0

    # --- keeping ---

    def post(self, who: int, postings: Iterable[Posting]) -> None:
        """Write the entries of one operation."""
        self.operations += 1
        page = self.pages[who]
        for n, posting in enumerate(postings):
            if posting.lot is not None and not posting.opens:
                posting = replace(posting, lot=page.lots[posting.lot.id])
            page.head, entry, lot = ledger.post(
                page.head, posting, operation_id=self.operations, n=n, actor_id=CASHIER, at=self.now
            )
            page.entries.append(entry)
            if lot is not None:
                page.lots[lot.id] = lot

    def new_lot(
        self,
        who: int,
        kind: Kind,
        points: int,
        start: datetime,
        end: datetime | None,
        purchase_id: int | None = None,
    ) -> Lot:
        """A lot that counts once an entry opens it."""
        self.lot_count += 1
        return Lot(self.lot_count, who, purchase_id, points, points, start, end, kind.value)

    def open(self, lot: Lot, reason: str = "") -> None:
        """The lot arrives; a debt is paid first."""
        debt = self.pages[lot.member_id].head.debt
        postings = [Posting(Kind(lot.kind), lot.amount, lot, opens=True, reason=reason)]
        if paid := min(debt, lot.free):
            postings.append(Posting(Kind.DEBT_PAID, -paid, lot))
            postings.append(Posting(Kind.DEBT_PAID, paid, None, purchase_id=lot.purchase_id))
        self.post(lot.member_id, postings)

    def reserve(self, who: int, allocation: dict[int, int], sign: int) -> None:
        lots = self.pages[who].lots
        for lot_id, points in allocation.items():
            lots[lot_id] = replace(lots[lot_id], reserved=lots[lot_id].reserved + sign * points)

    def open_lots(self, who: int) -> list[Lot]:
        """What still holds points, oldest first."""
        return [lot for lot in self.pages[who].lots.values() if lot.remaining]

    def living(self, who: int) -> list[Purchase]:
        """Purchases that count."""
        return [
            one
            for one in self.purchases
            if one.member_id == who and one.undone_at is None and one.refunded_minor < one.amount_minor
        ]

    def holder(self, who: int) -> Holder:
        """What the lots don't say."""
        living = self.living(who)
        paid = any(one.money_minor > 0 for one in living)
        last = max((one.at for one in living), default=self.joined)
        deadline, visited = inactivity_deadline(last, self.programme), visited_at(last, self.programme)
        remind_first = self.programme.terms.remind_first
        return Holder(paid, self.pages[who].head.debt, deadline, remind_first, visited)

    def usable(self, who: int, holder: Holder) -> list[Lot]:
        """The lots that can pay, in the order in which they do."""
        return spending_order(lot for lot in self.open_lots(who) if is_usable(lot, holder, self.now))

    # --- moves ---

    def wait(self, seconds: int) -> Answer:
        """Time goes by."""
        self.now += timedelta(seconds=seconds)
        return ("waited",)

    def change_rules(self, rules: Rules) -> Answer:
        """Another version."""
        self.programme = programme_from(rules)
        return ("changed",)

    def give(self, who: int, kind: str, points: int) -> Answer:
        """Points for an occasion."""
        self.open(self.new_lot(who, Kind(kind), points, self.now, expires_at(self.now, self.programme)))
        return ("given",)

    def forgive(self, who: int) -> Answer:
        """The owner writes a debt off."""
        debt = self.pages[who].head.debt
        if not debt:
            return ("no_debt",)
        self.post(who, [Posting(Kind.FORGIVEN, debt, None)])
        return ("forgiven", debt)

    def sweep(self) -> Answer:
        """The nightly sweep."""
        swept = 0
        for who in range(len(self.pages)):
            holder = self.holder(who)
            over = [lot for lot in self.open_lots(who) if lot.free and is_over(lot, holder, self.now)]
            points = sum(lot.free for lot in over)
            if points:
                swept += points
                self.post(who, takings(Kind.EXPIRED, over, allocate(over, points), ""))
        return ("swept", swept)

    def remind(self) -> Answer:
        """The morning's reminders, all of them delivered."""
        told = 0
        until = (self.now + timedelta(days=14)).astimezone(MOSCOW).date()
        for who, page in enumerate(self.pages):
            holder, lots = self.holder(who), self.open_lots(who)
            if not any(reminder_due(lot, holder, self.programme.terms, self.now) for lot in lots):
                continue
            active = [lot for lot in lots if lot.active_from <= self.now]
            days = [one for one in burning(active, holder, self.programme, self.now) if one.day <= until]
            told += bool(days)
            for lot_id in (lot_id for one in days for lot_id in one.lots):
                lot = page.lots[lot_id]
                page.lots[lot_id] = replace(lot, reminded_at=told_at(lot, holder, self.programme, self.now))
        return ("told", told)

    # --- tiers ---

    @property
    def today(self) -> date:
        return self.now.astimezone(MOSCOW).date()

    def worth(self, who: int, day: date) -> int:
        """The metric over the twelve months that end with this day."""
        since = counted_from(day, MOSCOW)
        return sum(
            one.money_minor - one.money_back_minor
            for one in self.purchases
            if one.member_id == who and one.at >= since and one.undone_at is None
        )

    def rise(self, who: int, purchase_id: int | None = None) -> None:
        """A higher tier as soon as it is reached."""
        page = self.pages[who]
        if rank(self.programme, page.held.tier) < len(self.programme.tiers):
            value = self.worth(who, self.today)
            page.held = lifted(page.held, value, self.programme, self.today, purchase_id) or page.held

    def review(self) -> Answer:
        """Everybody whose day has come."""
        today = self.today
        for who, page in enumerate(self.pages):
            if is_due(page.held, today):
                value = self.worth(who, max(page.held.review_on or today, today))
                page.held = examined(page.held, value, self.programme, today)[0]
        return ("reviewed",)

    # --- certificates ---

    def issue(self, nominal_minor: int) -> Answer:
        """A certificate is sold."""
        number = len(self.certificates) + 1
        self.certificates.append(certificates.Certificate(number, f"C{number}", None, nominal_minor, 0))
        self.move_certificate(number, certificates.Move.ISSUED, nominal_minor)
        return ("issued", number)

    def move_certificate(
        self, number: int, kind: certificates.Move, amount_minor: int, purchase_id: int | None = None
    ) -> None:
        """One more entry of a certificate."""
        before = self.certificates[number - 1]
        after, entry = certificates.move(
            before,
            kind,
            amount_minor,
            operation_id=self.operations,
            purchase_id=purchase_id,
            actor_id=CASHIER,
            at=self.now,
        )
        self.certificates[number - 1] = after
        self.certificate_entries.setdefault(number, []).append(entry)

    # --- what is seen, and what is wrong ---

    def picture(self, who: int) -> Picture:
        """How this member is seen, in the plain model's figures."""
        page = self.pages[who]
        lots = self.open_lots(who)
        states = wallet(lots, self.holder(who), self.now)
        return seen(page.head, states, page.carry_minor, page.held, lots)

    def nominal_left(self) -> list[int]:
        """What is left on each certificate."""
        return [one.balance_minor for one in self.certificates]

    def flaws(self, who: int) -> list[str]:
        """What does not add up in a member's page at this moment, without walking his chain."""
        page = self.pages[who]
        found = []
        if page.head.points != sum(lot.remaining for lot in page.lots.values()) - page.head.debt:
            found.append(f"member {who}: balance, lots and debt are not one figure")
        if page.head.debt < 0 or any(not 0 <= lot.reserved <= lot.remaining for lot in page.lots.values()):
            found.append(f"member {who}: something is below zero")
        if {lot.id: lot.reserved for lot in page.lots.values() if lot.reserved} != self.reserved(who):
            found.append(f"member {who}: what is set aside is not what the holds say")
        return found

    def reserved(self, who: int) -> dict[int, int]:
        """Points of a member's open holds and gifts, by lot."""
        sums: dict[int, int] = {}
        open_ones = [hold.allocation for hold, _ in self.pages[who].holds if hold.state is HoldState.OPEN]
        open_ones += [
            gift.allocation for gift in self.gifts if gift.sender_id == who and gift.state == "offered"
        ]
        for allocation in open_ones:
            for lot_id, points in allocation.items():
                sums[lot_id] = sums.get(lot_id, 0) + points
        return sums

    def faults(self) -> list[str]:
        """Every chain walked, every figure added up again."""
        found = []
        for who, page in enumerate(self.pages):
            flows = {
                one.id: Flow(one.earned_points, one.reversed_points, one.spent_points, one.returned_points)
                for one in self.purchases
                if one.member_id == who
            }
            lots: Sequence[Lot] = list(page.lots.values())
            found += ledger.faults(page.head, page.entries, lots, flows, self.reserved(who))
        for one in self.certificates:
            found += certificates.faults(one, self.certificate_entries[one.id])
        return found


def is_due(held: Held, today: date) -> bool:
    """Whether a held tier has to be looked at, as the nightly job's query says."""
    if held.manual_until is not None and held.manual_until < today:
        return True
    soon = timedelta() if held.warned_on is not None else WARNED_BEFORE
    return held.review_on is not None and held.review_on <= today + soon
