"""The till in plain numbers: sales, questions, refunds, gifts, tiers, by rules.md 18-55 and 78."""

from bench.ledger_model.plain import (
    GIFT_SECONDS,
    GRACE_DAYS,
    RESTRICTED,
    Answer,
    Books,
    Buy,
    Gift,
    Hold,
    Lot,
    Payment,
    parted,
)
from bench.ledger_model.plain_receipts import Goods, Price, left_over, payable, place, priced
from bench.ledger_model.plain_tiers import by_hand, day_of, fallen_back, midnight, reviewed
from bench.ledger_model.rules import MINUTE, VISIT_SECONDS

HOLD_SECONDS, UNDO_SECONDS, PATIENCE_SECONDS = 90, 5 * MINUTE, 10 * MINUTE
UNANSWERED = 3


class Plain(Books):
    """The whole shop."""

    # --- sales ---

    def price(self, who: int, goods: Goods, spent: int = 0) -> Price:
        """The receipt as it would be booked now."""
        one = self.people[who]
        since = self.now - VISIT_SECONDS
        visited = any(buy.at > since and buy.living and buy.price.visit for buy in one.buys)
        return priced(
            goods,
            self.rules,
            one.rank.tier,
            visited and self.rules.visit_points > 0,
            one.carry if self.rules.step_minor else 0,
            spent,
        )

    def sell(self, who: int, goods: Goods, certificate: int) -> Answer:
        """A sale paid with money, and perhaps a certificate (its number, 0 for none)."""
        self.free_overdue(who)
        if certificate and not self.balances[certificate - 1]:
            return ("certificate_empty",)
        return self.book(who, goods, certificate, {})

    def ask(self, who: int, goods: Goods, certificate: int, half: bool) -> Answer:
        """The till asks for all the points that are allowed, or half of them."""
        self.free_overdue(who)
        if certificate and not self.balances[certificate - 1]:
            return ("certificate_empty",)
        one, plain = self.people[who], self.price(who, goods)
        points = payable(goods, plain, self.rules, self.spendable(who))
        if half:
            points //= 2
            if points < max(1, self.rules.least_points) or points % self.rules.multiple:
                return ("too_many_points",)
        if any(hold.state == "open" for hold in one.holds):
            return ("other_till",)
        if not points:
            return ("nothing",)
        since = self.now - PATIENCE_SECONDS
        if sum(hold.at > since and hold.state in ("void", "expired") for hold in one.holds) >= UNANSWERED:
            return ("asked_too_often",)
        parts = parted(self.usable(who), points)
        self.set_aside(parts, 1)
        ends = self.now + HOLD_SECONDS
        covers = self.covers(certificate, plain)
        one.holds.append(Hold(points, parts, plain, covers, goods, certificate, self.now, ends))
        return ("asked", points)

    def answer(self, who: int, yes: bool) -> Answer:
        """The customer answers what he was asked last."""
        hold = self.people[who].holds[-1]
        if hold.state == "paid":
            return ("paid", hold.points)
        if hold.state != "open" or hold.ends <= self.now:
            return ("question_over",)
        if not yes:
            self.end_hold(hold, "void")
            return ("declined", hold.points)
        fresh = self.price(who, hold.goods)
        same = (fresh, self.covers(hold.certificate, fresh)) == (hold.price, hold.certificate_minor)
        spendable = self.spendable(who, hold.points)
        if not same or hold.points > payable(hold.goods, fresh, self.rules, spendable):
            self.end_hold(hold, "void")
            return ("changed", hold.points)
        self.end_hold(hold, "paid")
        self.book(who, hold.goods, hold.certificate, hold.parts)
        return ("paid", hold.points)

    def book(self, who: int, goods: Goods, certificate: int, parts: dict[int, int]) -> Answer:
        """The receipt with everything it moves."""
        one, price = self.people[who], self.price(who, goods, sum(parts.values()))
        by_certificate = self.covers(certificate, price)
        if by_certificate:
            self.balances[certificate - 1] -= by_certificate
        money = price.money - by_certificate
        buy = Buy(len(self.buys) + 1, who, price, money, by_certificate, certificate, self.now)
        for number, points in parts.items():
            lot = self.lots[number]
            lot.left -= points
            buy.paid.append(Payment(lot, points))
        if price.earned:
            buy.lot = self.new_lot(who, "earned", price.earned, self.wakes())
        if price.step_minor:
            each = self.rules.step_points
            one.carry += price.base - price.steps // each * price.step_minor
        self.buys.append(buy)
        one.buys.append(buy)
        self.rise(who, buy.number)
        return ("booked", buy.number, money, by_certificate, price.earned)

    def covers(self, certificate: int, price: Price) -> int:
        """What a certificate pays of the money part."""
        return min(self.balances[certificate - 1], price.money) if certificate else 0

    def wakes(self) -> int:
        """When points of now become usable."""
        pending = self.rules.pending_days
        return midnight(day_of(self.now) + pending) if pending else self.now

    def end_holds(self) -> Answer:
        """Questions nobody answered in time end."""
        for who in range(len(self.people)):
            self.free_overdue(who)
        return ("ended",)

    def free_overdue(self, who: int) -> None:
        """Time is over after ninety seconds, and nothing is left behind."""
        for hold in self.people[who].holds:
            if hold.state == "open" and hold.ends <= self.now:
                self.end_hold(hold, "expired")

    def end_hold(self, hold: Hold, state: str) -> None:
        """What was set aside is free again."""
        hold.state = state
        self.set_aside(hold.parts, -1)

    def set_aside(self, parts: dict[int, int], sign: int) -> None:
        for number, points in parts.items():
            self.lots[number].held += sign * points

    # --- goods that come back ---

    def refund(self, number: int, goods: int) -> Answer:
        """Goods of this price come back."""
        buy = self.buys[number - 1]
        if buy.undone:
            return ("already_undone",)
        if not buy.living:
            return ("refunded_already",)
        if not 0 < goods <= buy.price.amount - buy.gone:
            return ("refund_too_much",)
        return ("refunded", *self.take_back(buy, goods, void=False))

    def undo(self, number: int) -> Answer:
        """The sale was a slip."""
        buy = self.buys[number - 1]
        if buy.undone:
            return ("undone",)
        if self.now > buy.at + UNDO_SECONDS:
            return ("undo_too_late",)
        if not buy.living:
            return ("refunded_already",)
        self.take_back(buy, buy.price.amount - buy.gone, void=True)
        buy.undone = True
        one, today = self.people[buy.who], day_of(self.now)
        one.rank = fallen_back(one.rank, buy.number, self.worth(buy.who, today), self.rules, today)
        return ("undone",)

    def take_back(self, buy: Buy, goods: int, *, void: bool) -> tuple[int, int, int, int, int]:
        """Money, certificate and points given back, points taken back, of them owed from now on."""
        one, price = self.people[buy.who], buy.price
        before, gone = buy.gone, buy.gone + goods

        def share(total: int, of: int) -> int:
            return total * of // price.amount

        def kept(of: int) -> tuple[int, int]:
            paid = buy.money - share(buy.money, of) + buy.certificate_minor - share(buy.certificate_minor, of)
            return left_over(price, of, paid)

        certificate = share(buy.certificate_minor, gone) - share(buy.certificate_minor, before)
        money = share(buy.money, gone) - buy.money_back
        points = share(price.spent, gone) - buy.points_back
        self.give_back(buy, points, void=void)
        owed = one.debt
        taken = self.take(buy, price.earned - kept(gone)[0] - buy.taken_back, void=void)
        if certificate:
            self.balances[buy.certificate - 1] += certificate
        one.carry += kept(gone)[1] - kept(before)[1]
        buy.gone, buy.money_back, buy.points_back = gone, buy.money_back + money, buy.points_back + points
        buy.taken_back += taken
        return money, certificate, points, taken, one.debt - owed

    def give_back(self, buy: Buy, points: int, *, void: bool) -> None:
        """Spent points return where they came from, the last lot first, or live some days more."""
        for payment in reversed(buy.paid):
            part = min(points, payment.points - payment.back)
            if part <= 0:
                continue
            points -= part
            payment.back += part
            lot = payment.lot
            if (lot.end is not None and lot.end <= self.now) or lot.burnt or self.over(lot):
                kind = "spend-reversed" if void else "refunded"
                self.new_lot(buy.who, kind, part, self.now, midnight(day_of(self.now) + GRACE_DAYS + 1))
            else:
                lot.left += part
                self.pay_debt(lot, part)

    def take(self, buy: Buy, due: int, *, void: bool) -> int:
        """What the receipt earned goes: from its own lot, from others, as debt; how much went."""
        own = buy.lot
        due = max(0, due - (own.burnt if own else 0))
        left = due
        for lot in self.takeable(buy, void):
            part = min(left, lot.free)
            lot.left -= part
            left -= part
        if self.rules.policy == "negative_allowed":
            self.people[buy.who].debt += left
            left = 0
        return due - left

    def takeable(self, buy: Buy, void: bool) -> list[Lot]:
        """Where to take from, in this order (rules.md 45)."""
        own = [buy.lot] if buy.lot else []
        if self.rules.policy == "only_pending" and not void:
            return [lot for lot in own if lot.start > self.now]
        if self.rules.policy == "only_pending":
            return own
        return own + [lot for lot in self.usable(buy.who) if lot is not buy.lot]

    # --- gifts ---

    def offer(self, who: int, points: int) -> Answer:
        """Points are set aside for a friend."""
        one = self.people[who]
        if not self.has_paid(who):
            return ("gift_after_purchase",)
        if one.debt:
            return ("gift_in_debt",)
        today = midnight(day_of(self.now))
        mine = [gift for gift in self.gifts if gift.sender == who and gift.at >= today]
        given = sum(gift.points for gift in mine if gift.state in ("offered", "accepted"))
        if given >= self.rules.gift_daily:
            return ("gift_day_full",)
        lots = [lot for lot in self.usable(who) if lot.kind not in RESTRICTED and lot.free]
        if points > min(self.rules.gift_daily - given, sum(lot.free for lot in lots)):
            return ("gift_too_much",)
        parts = parted(lots, points)
        ends = [self.ends(self.lots[number]) for number in parts]
        last = min([self.now + GIFT_SECONDS, *(end for end in ends if end is not None)])
        self.set_aside(parts, 1)
        self.gifts.append(Gift(who, points, parts, self.now, last))
        return ("offered", len(self.gifts))

    def take_gift(self, number: int, friend: int, accept: bool) -> Answer:
        """A friend opens the link and answers."""
        gift = self.gifts[number - 1]
        if gift.state != "offered" or gift.ends <= self.now:
            return ("gift_over",)
        if gift.sender == friend:
            return ("gift_own",)
        if not accept:
            self.end_gift(gift, "declined")
            return ("declined",)
        sender = self.people[gift.sender]
        usable = {lot.number for lot in self.usable(gift.sender)}
        if sender.debt or not usable >= gift.parts.keys():
            self.end_gift(gift, "cancelled")
            return ("gift_over",)
        self.end_gift(gift, "accepted")
        for lot_number in sorted(gift.parts):
            lot, points = self.lots[lot_number], gift.parts[lot_number]
            lot.left -= points
            self.new_lot(friend, "transferred-in", points, lot.start, lot.end)
        sender.outside -= gift.points
        self.people[friend].outside += gift.points
        return ("accepted",)

    def cancel_gift(self, number: int) -> Answer:
        """The sender takes it back."""
        gift = self.gifts[number - 1]
        if gift.state not in ("offered", "cancelled"):
            return ("gift_over",)
        if gift.state == "offered":
            self.end_gift(gift, "cancelled")
        return ("cancelled",)

    def expire_gifts(self) -> Answer:
        """Gifts nobody took in time go back."""
        late = [gift for gift in self.gifts if gift.state == "offered" and gift.ends <= self.now]
        for gift in late:
            self.end_gift(gift, "expired")
        return ("expired", len(late))

    def end_gift(self, gift: Gift, state: str) -> None:
        gift.state = state
        self.set_aside(gift.parts, -1)

    # --- tiers ---

    def hand(self, who: int, tier: int, days: int) -> Answer:
        """The owner gives a tier for so many days."""
        if tier != place(self.rules, tier):
            return ("tier_gone",)
        one = self.people[who]
        one.rank = by_hand(one.rank, tier, day_of(self.now) + days)
        return ("by_hand",)

    def review(self) -> Answer:
        """Everybody whose day has come."""
        today = day_of(self.now)
        for who, one in enumerate(self.people):
            day = max(today, one.rank.review or today)
            one.rank = reviewed(one.rank, self.worth(who, day), self.rules, today)
        return ("reviewed",)
