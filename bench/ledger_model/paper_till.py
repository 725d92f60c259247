"""The till on paper: loyalty/ decides on sales, refunds and gifts, and what it says is kept."""

from dataclasses import replace
from datetime import timedelta

from bench.ledger_model.paper import CASHIER, MOSCOW, STORE, Ledger
from bench.ledger_model.plain import Answer
from bench.ledger_model.plain_receipts import Goods
from loyalty.certificates import Move, check_usable
from loyalty.earning import Quote, Visit
from loyalty.expiry import active_from, day_start, expires_at
from loyalty.gifts import (
    Gift,
    GiftState,
    can_move,
    decide_answer,
    decide_gift,
    gift_ends_at,
    gift_limits,
    gift_lots,
)
from loyalty.ledger import Kind
from loyalty.programme import BASIC
from loyalty.receipts import Line
from loyalty.redeeming import HOLD_LIFETIME, UNANSWERED, UNANSWERED_WITHIN, Hold, HoldState
from loyalty.refunds import Books, Plan, decide_refund, decide_void, grace_until
from loyalty.refusals import Refusal, Refused
from loyalty.sale import (
    DRAFT_LIFETIME,
    Book,
    Draft,
    DraftState,
    Purchase,
    Till,
    decide_confirm,
    decide_undo,
)
from loyalty.tiers import by_hand, never_lifted
from loyalty.wallet import allocate, spendable, takings


class Paper(Ledger):
    """The whole shop on paper."""

    def __init__(self, people: int) -> None:
        """A new shop."""
        super().__init__(people)
        self.quotes: dict[int, Quote] = {}
        self.paid_by: dict[int, int] = {}

    # --- sales ---

    def till(self, who: int, certificate: int | None, own: int = 0) -> Till:
        """What the rules ask about a sale; own: points of the draft's own hold."""
        holder, lots = self.holder(who), self.open_lots(who)
        since = self.now - timedelta(hours=self.programme.visit_hours)
        rewarded = any(one.at > since and self.quotes[one.id].visit_points for one in self.living(who))
        visited = self.programme.visit_points > 0 and rewarded
        carry_minor = self.pages[who].carry_minor if self.programme.step_minor else 0
        at, tier = self.now.astimezone(MOSCOW), self.pages[who].held.tier
        visit = Visit(at, STORE, tier, visited=visited, step_carry_minor=carry_minor)
        left = self.certificates[certificate - 1].balance_minor if certificate else 0
        return Till(self.programme, visit, spendable(lots, holder, self.now, own), left)

    def draft(self, who: int, goods: Goods, certificate: int) -> Draft | Refused:
        """A priced sale, its certificate on it."""
        self.free_overdue(who)
        refused = check_usable(self.certificates[certificate - 1]) if certificate else None
        if refused is not None:
            return refused
        ends, lines = self.now + DRAFT_LIFETIME, tuple(Line(minor, kind) for minor, kind in goods)
        draft = Draft("", CASHIER, who, STORE, DraftState.OPEN, 1, "", ends, lines)
        draft = replace(draft, certificate_id=certificate or None)
        till = self.till(who, draft.certificate_id)
        return replace(draft, shown=till.plain(draft), offered_points=till.allowed(draft))

    def sell(self, who: int, goods: Goods, certificate: int) -> Answer:
        """A sale without points."""
        draft = self.draft(who, goods, certificate)
        if isinstance(draft, Refused):
            return (str(draft.reason),)
        decided = decide_confirm(draft, draft.revision, self.till(who, draft.certificate_id), None)
        assert isinstance(decided, Book), decided
        return self.book(draft, decided.quote, {})

    def ask(self, who: int, goods: Goods, certificate: int, half: bool) -> Answer:
        """The till asks for points."""
        draft, spending = self.draft(who, goods, certificate), self.programme.spending
        if isinstance(draft, Refused):
            return (str(draft.reason),)
        if half:
            points = draft.offered_points // 2
            if points < max(1, spending.least_points) or points % spending.multiple_points:
                return (str(Refusal.TOO_MANY_POINTS),)
            draft = replace(draft, offered_points=points)
        holds = self.pages[who].holds
        if any(hold.state is HoldState.OPEN for hold, _ in holds):
            return (str(Refusal.OTHER_TILL),)
        decided = decide_confirm(
            draft, draft.revision, self.till(who, draft.certificate_id), None, draft.offered_points
        )
        if not isinstance(decided, Book) or not draft.offered_points:
            return ("nothing",)
        since, ended = self.now - UNANSWERED_WITHIN, (HoldState.VOID, HoldState.EXPIRED)
        if sum(hold.at > since and hold.state in ended for hold, _ in holds) >= UNANSWERED:
            return (str(Refusal.ASKED_TOO_OFTEN),)
        taken = allocate(self.usable(who, self.holder(who)), draft.offered_points)
        self.reserve(who, taken, 1)
        points, ends = draft.offered_points, self.now + HOLD_LIFETIME
        hold = Hold(len(holds), who, draft.id, points, taken, HoldState.OPEN, 1, "", self.now, ends)
        holds.append((hold, draft))
        return ("asked", points)

    def answer(self, who: int, yes: bool) -> Answer:
        """The customer answers what he was asked last."""
        hold, draft = self.pages[who].holds[-1]
        if hold.state is HoldState.COMMITTED:
            return ("paid", hold.points)
        if hold.state is not HoldState.OPEN or self.now >= hold.expires_at:
            return (str(Refusal.QUESTION_OVER),)
        if not yes:
            self.end_hold(who, -1, HoldState.VOID)
            return ("declined", hold.points)
        till = self.till(who, draft.certificate_id, hold.points)
        decided = decide_confirm(draft, hold.revision, till, None, hold.points)
        if not isinstance(decided, Book):
            self.end_hold(who, -1, HoldState.VOID)
            return ("changed", hold.points)
        self.end_hold(who, -1, HoldState.COMMITTED)
        self.book(draft, decided.quote, hold.allocation)
        return ("paid", hold.points)

    def book(self, draft: Draft, quote: Quote, taken: dict[int, int]) -> Answer:
        """The purchase with everything it moves."""
        number, who, page = len(self.purchases) + 1, draft.member_id, self.pages[draft.member_id]
        paying = self.certificates[draft.certificate_id - 1] if draft.certificate_id else None
        by_certificate = quote.certificate_minor
        money = quote.money_minor - by_certificate
        about = (number, who, CASHIER, STORE, quote.amount_minor, quote.earned_points, "", quote.rule_version)
        self.purchases.append(
            Purchase(*about, self.now, None, money, quote.spent_points, certificate_minor=by_certificate)
        )
        self.quotes[number] = quote
        lots = [page.lots[lot_id] for lot_id in sorted(taken)]
        self.post(who, takings(Kind.SPENT, lots, taken, "tap", number))
        if quote.earned_points:
            begins = active_from(self.now, self.programme)
            ends = expires_at(begins, self.programme)
            self.open(self.new_lot(who, Kind.EARNED, quote.earned_points, begins, ends, number))
        if paying and by_certificate:
            self.move_certificate(paying.id, Move.PAID, -by_certificate, number)
            self.paid_by[number] = paying.id
        if quote.step_minor:
            steps = quote.step_points // self.programme.step_points
            page.carry_minor += quote.base_minor - steps * quote.step_minor
        self.rise(who, number)
        return ("booked", number, money, by_certificate, quote.earned_points)

    def end_holds(self) -> Answer:
        """Questions nobody answered in time end."""
        for who in range(len(self.pages)):
            self.free_overdue(who)
        return ("ended",)

    def free_overdue(self, who: int) -> None:
        """A hold whose time is over leaves nothing behind."""
        for n, (hold, _) in enumerate(self.pages[who].holds):
            if hold.state is HoldState.OPEN and self.now >= hold.expires_at:
                self.end_hold(who, n, HoldState.EXPIRED)

    def end_hold(self, who: int, n: int, state: HoldState) -> None:
        hold, draft = self.pages[who].holds[n]
        self.pages[who].holds[n] = (replace(hold, state=state), draft)
        self.reserve(who, hold.allocation, -1)

    # --- goods that come back ---

    def refund(self, number: int, goods_minor: int) -> Answer:
        """Goods of this price come back."""
        purchase = self.purchases[number - 1]
        plan = decide_refund(purchase, self.quotes[number], goods_minor, self.books(purchase))
        if isinstance(plan, Refused):
            return (str(plan.reason),)
        self.carry_out(purchase, plan, undone=False)
        moved = (plan.money_minor, plan.certificate_minor, plan.returned_points, plan.reversed_points)
        return ("refunded", *moved, plan.owed_points)

    def undo(self, number: int) -> Answer:
        """The sale was a slip."""
        purchase = self.purchases[number - 1]
        refused = decide_undo(purchase, CASHIER, self.now)
        if refused is not None:
            return ("undone",) if refused.reason is Refusal.ALREADY_UNDONE else (str(refused.reason),)
        plan = decide_void(purchase, self.quotes[number], self.books(purchase))
        if isinstance(plan, Refused):
            return (str(plan.reason),)
        self.carry_out(purchase, plan, undone=True)
        page = self.pages[purchase.member_id]
        value = self.worth(purchase.member_id, self.today)
        page.held = never_lifted(page.held, number, value, self.programme, self.today) or page.held
        return ("undone",)

    def books(self, purchase: Purchase) -> Books:
        """What the rules of refunds ask."""
        page = self.pages[purchase.member_id]
        entries = tuple(entry for entry in page.entries if entry.purchase_id == purchase.id)
        named = {entry.lot_id for entry in entries}
        swept = {entry.lot_id for entry in page.entries if entry.kind == Kind.EXPIRED} & named
        return Books(
            entries=entries,
            lots=tuple(lot for lot in page.lots.values() if lot.remaining or lot.id in named),
            swept=frozenset(lot_id for lot_id in swept if lot_id is not None),
            holder=self.holder(purchase.member_id),
            policy=self.programme.debt_policy,
            now=self.now,
            grace_until=grace_until(self.now, self.programme),
        )

    def carry_out(self, purchase: Purchase, plan: Plan, *, undone: bool) -> None:
        """Do what a plan says."""
        who, page = purchase.member_id, self.pages[purchase.member_id]
        fresh = {
            lot.id: self.new_lot(who, Kind(lot.kind), lot.amount, lot.active_from, lot.expires_at)
            for lot in plan.opened
        }
        self.post(
            who,
            [replace(one, lot=fresh.get(one.lot.id, one.lot)) if one.lot else one for one in plan.postings],
        )
        self.purchases[purchase.id - 1] = replace(
            purchase,
            refunded_minor=purchase.refunded_minor + plan.goods_minor,
            money_back_minor=purchase.money_back_minor + plan.money_minor,
            returned_points=purchase.returned_points + plan.returned_points,
            reversed_points=purchase.reversed_points + plan.reversed_points,
            undone_at=self.now if undone else None,
        )
        if plan.certificate_minor:
            paid_by = self.paid_by[purchase.id]
            self.move_certificate(paid_by, Move.GIVEN_BACK, plan.certificate_minor, purchase.id)
        page.carry_minor += plan.step_carry_minor

    # --- gifts ---

    def offer(self, who: int, points: int) -> Answer:
        """Points are set aside for a friend."""
        holder, lots = self.holder(who), self.open_lots(who)
        day = day_start(self.today, MOSCOW)
        counted = (GiftState.OFFERED, GiftState.ACCEPTED)
        given = sum(
            gift.points
            for gift, at in zip(self.gifts, self.gift_times, strict=True)
            if gift.sender_id == who and at >= day and gift.state in counted
        )
        limits = gift_limits(lots, holder, self.now, self.programme.gift_daily_points, given)
        refused = decide_gift(points, limits, holder)
        if refused is not None:
            return (str(refused.reason),)
        able = gift_lots(lots, holder, self.now)
        taken = allocate(able, points)
        ends = gift_ends_at([lot for lot in able if lot.id in taken], holder, self.now)
        self.reserve(who, taken, 1)
        number = len(self.gifts) + 1
        self.gifts.append(Gift(number, "", who, None, points, 0, taken, GiftState.OFFERED, ends))
        self.gift_times.append(self.now)
        return ("offered", number)

    def take_gift(self, number: int, friend: int, accept: bool) -> Answer:
        """A friend opens the link and answers."""
        gift = self.gifts[number - 1]
        refused = decide_answer(gift, friend, self.now)
        if refused is not None:
            return (str(refused.reason),)
        if not accept:
            self.end_gift(gift, GiftState.DECLINED)
            return ("declined",)
        sender = self.pages[gift.sender_id]
        lots = [sender.lots[lot_id] for lot_id in sorted(gift.allocation)]
        if not can_move(lots, self.holder(gift.sender_id), self.now):
            self.end_gift(gift, GiftState.CANCELLED)
            return (str(Refusal.GIFT_OVER),)
        self.end_gift(gift, GiftState.ACCEPTED)
        self.post(gift.sender_id, takings(Kind.TRANSFERRED_OUT, lots, gift.allocation, "gift"))
        for lot in lots:
            points = gift.allocation[lot.id]
            self.open(self.new_lot(friend, Kind.TRANSFERRED_IN, points, lot.active_from, lot.expires_at))
        return ("accepted",)

    def cancel_gift(self, number: int) -> Answer:
        """The sender takes it back."""
        gift = self.gifts[number - 1]
        if gift.state not in (GiftState.OFFERED, GiftState.CANCELLED):
            return (str(Refusal.GIFT_OVER),)
        if gift.state is GiftState.OFFERED:
            self.end_gift(gift, GiftState.CANCELLED)
        return ("cancelled",)

    def expire_gifts(self) -> Answer:
        """Gifts nobody took in time go back."""
        late = [one for one in self.gifts if one.state is GiftState.OFFERED and self.now >= one.expires_at]
        for gift in late:
            self.end_gift(gift, GiftState.EXPIRED)
        return ("expired", len(late))

    def end_gift(self, gift: Gift, state: GiftState) -> None:
        self.gifts[gift.id - 1] = replace(gift, state=state)
        self.reserve(gift.sender_id, gift.allocation, -1)

    # --- tiers ---

    def hand(self, who: int, tier: int, days: int) -> Answer:
        """The owner gives a tier for so many days."""
        key, page = f"t{tier}" if tier else BASIC, self.pages[who]
        if tier and self.programme.tier(key) is None:
            return (str(Refusal.TIER_GONE),)
        until = self.today + timedelta(days=days)
        if (page.held.tier, page.held.manual_until) != (key, until):
            page.held = by_hand(page.held, key, until)
        return ("by_hand",)
