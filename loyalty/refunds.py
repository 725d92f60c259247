"""Refunds: what comes back and what has to go, so that all totals stay exact (rules.md 42-55).

Everything is cumulative: what should stand after all refunds, less what stands already. So the last refund
takes every remainder of rounding, and portions in any order end as one refund of the whole would.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from loyalty.benefits import Effect
from loyalty.earning import Quote, percent_points
from loyalty.expiry import day_start, is_over
from loyalty.ledger import UNSTORED, Entry, Kind, Lot, Posting
from loyalty.programme import DebtPolicy, Programme
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Colleague, Right, decide_right
from loyalty.sale import Purchase
from loyalty.wallet import Holder, can_be_taken, is_past, spending_order

# Points given back after their term are usable for so many days more (rules.md 39).
GRACE_DAYS = 14


@dataclass(frozen=True, slots=True)
class Books:
    """What the rules ask about the buyer's points at this moment.

    entries: those of the purchase, oldest first. lots: every lot that holds points, and those the entries
    name. swept: ids of lots that have burnt. policy: what may be taken. grace_until: the end of points that
    come back when their own is over. effects: of the codes and offers the purchase used.
    """

    entries: tuple[Entry, ...]
    lots: tuple[Lot, ...]
    swept: frozenset[int]
    holder: Holder
    policy: DebtPolicy
    now: datetime
    grace_until: datetime
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a refund moves; figures of this refund alone, minor units and points.

    goods_minor: at their price. money_minor: handed back; certificate_minor: back to the certificate.
    bonus_points: of codes and offers, taken back. owed_points: of all that is taken, what becomes debt.
    step_carry_minor: change of what stands towards the next step. opened: lots to be made, numbered from
    UNSTORED. lots, debt: how they stand afterwards.
    """

    goods_minor: int
    money_minor: int
    certificate_minor: int
    returned_points: int
    reversed_points: int
    bonus_points: int
    owed_points: int
    step_carry_minor: int
    whole: bool
    postings: tuple[Posting, ...]
    opened: tuple[Lot, ...]
    lots: tuple[Lot, ...]
    debt: int


@dataclass(slots=True)
class _Walk:
    """The books on the way from posting to posting. void: the sale is undone, it was no refund."""

    purchase_id: int
    void: bool
    books: Books
    lots: dict[int, Lot]
    debt: int
    postings: list[Posting] = field(default_factory=list)
    opened: list[Lot] = field(default_factory=list)

    def move(self, kind: Kind, points: int, lot_id: int | None, reverses_seq: int | None = None) -> None:
        """Put points on a lot (below zero: take them off); without a lot the debt moves."""
        lot = None if lot_id is None else self.lots[lot_id]
        self._write(Posting(kind, points, lot, reverses_seq=reverses_seq))
        if lot is None:
            self.debt -= points
        else:
            self.lots[lot.id] = replace(lot, remaining=lot.remaining + points)

    def restore(self, kind: Kind, points: int, member_id: int, reverses_seq: int) -> int:
        """A new lot for points whose own is over; its id until it is stored."""
        now, ends = self.books.now, self.books.grace_until
        lot = Lot(UNSTORED + len(self.opened), member_id, None, points, points, now, ends, kind.value)
        self.opened.append(lot)
        self.lots[lot.id] = lot
        self._write(Posting(kind, points, lot, opens=True, reverses_seq=reverses_seq))
        return lot.id

    def _write(self, posting: Posting) -> None:
        reason = "undo" if self.void else "refund"
        self.postings.append(replace(posting, reason=reason, purchase_id=self.purchase_id))


def may_take_back(purchase: Purchase, who: Colleague, programme: Programme, now: datetime) -> Refused | None:
    """Why this colleague may not refund this purchase, or None (rules.md 50).

    A cashier: of the store he works in and within refund_days; a manager: of all his stores, an owner of any,
    at any time. Nobody his own purchase.
    """
    if purchase.member_id == who.member_id:
        return Refused(Refusal.OWN_CARD)
    if decide_right(who, Right.REFUND_LATER, purchase.store_id) is None:
        return None
    if purchase.store_id != who.store_id:
        return Refused(Refusal.REFUND_OTHER_STORE)
    if now > purchase.at + timedelta(days=programme.refund_days):
        return Refused(Refusal.REFUND_TOO_LATE, {"days": programme.refund_days})
    return None


def decide_refund(purchase: Purchase, quote: Quote, goods_minor: int, books: Books) -> Plan | Refused:
    """What giving back goods of this price means; quote: the calculation kept with it (rules.md 44).

    Refuses ALREADY_UNDONE, REFUNDED_ALREADY, REFUND_TOO_MUCH (rules.md 51).
    """
    rest_minor = purchase.amount_minor - purchase.refunded_minor
    refused = _nothing_left(purchase)
    if refused is not None:
        return refused
    if not 0 < goods_minor <= rest_minor:
        return Refused(Refusal.REFUND_TOO_MUCH, {"rest_minor": rest_minor})
    return _planned(purchase, quote, goods_minor, books, void=False)


def decide_void(purchase: Purchase, quote: Quote, books: Books) -> Plan | Refused:
    """The sale as if it had not happened (rules.md 52): all that is left of it comes back.

    Refuses ALREADY_UNDONE, REFUNDED_ALREADY.
    """
    refused = _nothing_left(purchase)
    if refused is not None:
        return refused
    return _planned(purchase, quote, purchase.amount_minor - purchase.refunded_minor, books, void=True)


def kept_points(quote: Quote, returned_minor: int, money_left_minor: int) -> int:
    """What a receipt still earns when goods of this price have come back (rules.md 43, 47)."""
    if _keeps_nothing(quote, returned_minor, money_left_minor):
        return 0
    left, steps, per_step = quote.amount_minor - returned_minor, *_steps(quote, returned_minor)
    lines = [replace(line, base_minor=line.base_minor * left) for line in quote.lines]
    percent = percent_points(lines, quote.point_value_minor * quote.amount_minor, quote.rounding)
    # A receipt that earned no percentage when it was booked earns none now.
    return min(quote.percent_points, percent) + quote.visit_points + steps * per_step


def kept_carry_minor(quote: Quote, returned_minor: int, money_left_minor: int) -> int:
    """What a receipt still adds to the carry: its base less the steps it was paid for."""
    if not quote.step_minor or _keeps_nothing(quote, returned_minor, money_left_minor):
        return 0
    return _base_left(quote, returned_minor) - _steps(quote, returned_minor)[0] * quote.step_minor


def grace_until(now: datetime, programme: Programme) -> datetime:
    """When points end that were given back after their term: the last of the days is inclusive."""
    zone = ZoneInfo(programme.time_zone)
    return day_start(now.astimezone(zone).date() + timedelta(days=GRACE_DAYS + 1), zone)


def _nothing_left(purchase: Purchase) -> Refused | None:
    if purchase.undone_at is not None:
        return Refused(Refusal.ALREADY_UNDONE)
    if purchase.refunded_minor == purchase.amount_minor:
        return Refused(Refusal.REFUNDED_ALREADY)
    return None


def _planned(purchase: Purchase, quote: Quote, goods_minor: int, books: Books, *, void: bool) -> Plan:
    """Give back first, then take: what comes back may be what has to go."""
    walk = _Walk(purchase.id, void, books, {lot.id: lot for lot in books.lots}, books.holder.debt)
    before, after = purchase.refunded_minor, purchase.refunded_minor + goods_minor
    left_before, left = _money_left(purchase, before), _money_left(purchase, after)
    # A contested spending may have given back more than its share already.
    returned = max(0, _share(purchase, purchase.spent_points, after) - purchase.returned_points)
    _give_back(walk, returned)
    debt = walk.debt
    due = purchase.earned_points - kept_points(quote, after, left) - purchase.reversed_points
    reversed_points = _take(walk, Kind.EARNED, Kind.EARN_REVERSED, due)
    bonus = _take(walk, Kind.PROMO, Kind.PROMO, _bonus_due(quote, after, left, books))
    certificate = _share(purchase, purchase.certificate_minor, after)
    return Plan(
        goods_minor=goods_minor,
        money_minor=_share(purchase, purchase.money_minor, after) - purchase.money_back_minor,
        certificate_minor=certificate - _share(purchase, purchase.certificate_minor, before),
        returned_points=returned,
        reversed_points=reversed_points,
        bonus_points=bonus,
        owed_points=walk.debt - debt,
        step_carry_minor=kept_carry_minor(quote, after, left) - kept_carry_minor(quote, before, left_before),
        whole=after == purchase.amount_minor,
        postings=tuple(walk.postings),
        opened=tuple(walk.opened),
        lots=tuple(walk.lots.values()),
        debt=walk.debt,
    )


def _money_left(purchase: Purchase, returned_minor: int) -> int:
    """What stays paid with money when goods of this price are back; a certificate is money (rules.md 12)."""
    paid = (purchase.money_minor, purchase.certificate_minor)
    return sum(part - _share(purchase, part, returned_minor) for part in paid)


def _share(purchase: Purchase, total: int, goods_minor: int) -> int:
    """The part of a total that belongs to goods of this price, rounded down; of all goods, all of it."""
    return total * goods_minor // purchase.amount_minor


def _keeps_nothing(quote: Quote, returned_minor: int, money_left_minor: int) -> bool:
    """Whether everything is back, or what is left is too little to earn while the receipt was not."""
    if returned_minor >= quote.amount_minor:
        return True
    return money_left_minor < quote.minimum_minor <= quote.money_minor


def _bonus_due(quote: Quote, returned_minor: int, money_left_minor: int, books: Books) -> int:
    """Points of codes and offers that have to go: all with the whole purchase, else those whose own minimum
    is no longer there (rules.md 47, 49)."""
    given = {entry.seq for entry in books.entries if entry.kind == Kind.PROMO and entry.points > 0}
    promo = [one.points for one in books.entries if one.seq in given or one.reverses_seq in given]
    if _keeps_nothing(quote, returned_minor, money_left_minor):
        return sum(promo)
    left_minor = quote.amount_minor - returned_minor
    lost = 0
    for effect in books.effects:
        goods = sum(line.amount_minor for line in quote.lines if effect.category in ("", line.category))
        if goods * left_minor < effect.minimum_minor * quote.amount_minor:
            lost += effect.points
    return lost + sum(points for points in promo if points < 0)


def _base_left(quote: Quote, returned_minor: int) -> int:
    return quote.base_minor * (quote.amount_minor - returned_minor) // quote.amount_minor


def _steps(quote: Quote, returned_minor: int) -> tuple[int, int]:
    """How many steps are still full, with the carry there was then, and the points of one."""
    if not quote.step_minor or not quote.step_points:
        return 0, 0
    then = (quote.step_carry_minor + quote.base_minor) // quote.step_minor
    still = (quote.step_carry_minor + _base_left(quote, returned_minor)) // quote.step_minor
    return max(0, still), quote.step_points // then


def _give_back(walk: _Walk, points: int) -> None:
    """Spent points return to their lots, the last one taken first; they pay a debt before anything else."""
    kind, books = Kind.SPEND_REVERSED if walk.void else Kind.REFUNDED, walk.books
    back: dict[int | None, int] = {}
    for entry in books.entries:
        if entry.kind in (Kind.REFUNDED, Kind.SPEND_REVERSED):
            back[entry.reverses_seq] = back.get(entry.reverses_seq, 0) + entry.points
    for spent in reversed([entry for entry in books.entries if entry.kind == Kind.SPENT]):
        part = min(points, -spent.points - back.get(spent.seq, 0))
        if not part:
            continue
        points -= part
        lot = walk.lots[spent.lot_id or 0]
        if _has_ended(lot, books):
            lot_id = walk.restore(kind, part, lot.member_id, spent.seq)
        else:
            lot_id = lot.id
            walk.move(kind, part, lot_id, spent.seq)
        if paid := min(part, walk.debt):
            walk.move(Kind.DEBT_PAID, -paid, lot_id)
            walk.move(Kind.DEBT_PAID, paid, None)


def _has_ended(lot: Lot, books: Books) -> bool:
    """Whether points in this lot could not be used any more: it burnt, or its day is past."""
    ended = is_past(lot, books.holder, books.now) or is_over(lot, books.holder, books.now)
    return ended or lot.id in books.swept


def _take(walk: _Walk, given: Kind, kind: Kind, due: int) -> int:
    """Take points back that the purchase gave, as far as the policy goes (rules.md 45); how many it were.

    What burnt meanwhile can't be taken a second time.
    """
    entries = walk.books.entries
    own = {entry.lot_id: entry.seq for entry in entries if entry.kind == given and entry.points > 0}
    burnt = -sum(entry.points for entry in entries if entry.kind == Kind.EXPIRED and entry.lot_id in own)
    due = rest = max(0, due - burnt)
    first = min(own.values(), default=None)
    for lot in _takeable(walk, own):
        if part := min(rest, lot.free):
            rest -= part
            walk.move(kind, -part, lot.id, own.get(lot.id, first))
    if rest and walk.books.policy is DebtPolicy.NEGATIVE_ALLOWED:
        walk.move(kind, -rest, None, first)
        rest = 0
    return due - rest


def _takeable(walk: _Walk, own: Collection[int | None]) -> list[Lot]:
    """The lots to take from: what the purchase gave and is still pending, its active rest, then others."""
    now, holder, policy = walk.books.now, walk.books.holder, walk.books.policy
    mine = [lot for lot in walk.lots.values() if lot.id in own]
    pending = [lot for lot in mine if lot.active_from > now]
    active = spending_order(lot for lot in mine if lot.active_from <= now)
    others = [lot for lot in walk.lots.values() if lot.id not in own and can_be_taken(lot, holder, now)]
    if policy is DebtPolicy.ONLY_PENDING:
        # An undone sale never was: what it gave itself goes even when it is active.
        return [*pending, *active] if walk.void else pending
    return [*pending, *active, *spending_order(others)]
