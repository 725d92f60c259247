"""Four weeks of a town under the eyes of the rules: what they found, and whom they blamed."""

from collections import defaultdict, deque
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from heapq import heapify, heappop
from random import Random
from time import process_time

from bench.fraud.patterns import Crime, plotted
from bench.fraud.town import DAYS, LEAST_FRIEND_MINOR, START, STORES, Event, Member, Town
from bench.report import tell
from loyalty.sale import Way
from loyalty.watch.base import Before, Hit, Norm, RefundFacts, Rule, SaleFacts
from loyalty.watch.r12_manual import Giver
from loyalty.watch.r14_ring import FirstBuy
from loyalty.watch.rules import at_refund, at_sale, in_days
from loyalty.watch.settings import USUAL
from loyalty.watch.tally import Sale, tallied

DAY = timedelta(days=1)
QUIET_DAYS = 7
EARNED_BP = 500
POINTS_A_GRANT = 50


@dataclass(slots=True)
class Watchman:
    """The rules at work: their memory of the last days, and every alert once."""

    town: Town
    past: dict[int, deque[Before]] = field(default_factory=lambda: defaultdict(deque))
    norms: dict[int, Norm] = field(default_factory=lambda: defaultdict(Norm))
    rows: deque[tuple[int, list[Sale]]] = field(default_factory=deque)
    grants: list[tuple[datetime, Giver]] = field(default_factory=list)
    friends: list[tuple[datetime, FirstBuy]] = field(default_factory=list)
    told: dict[tuple[Rule, str], int] = field(default_factory=dict)
    alerts: list[Hit] = field(default_factory=list)
    stopped: int = 0

    def tell(self, hits: tuple[Hit, ...], day: int, quiet_days: int = 1) -> None:
        """Keep what was not told about the same card or till a short while ago."""
        for hit in hits:
            key = (hit.rule, hit.subject)
            if day - self.told.get(key, -DAYS) >= quiet_days:
                self.told[key] = day
                self.alerts.append(hit)


def play(seed: int, accruals: int) -> tuple[list[Crime], Watchman]:
    """One town for four weeks."""
    random = Random(seed)
    town = Town(random, accruals)
    crimes = plotted(town, random)
    watchman = Watchman(town)
    planned: dict[int, list[Event]] = defaultdict(list)
    for crime in crimes:
        watchman.grants += crime.grants
        watchman.friends += crime.friends
        for event in crime.events:
            planned[(event.at - START).days].append(event)
    for day in range(DAYS):
        _one_day(watchman, day, [*town.day(day), *planned[day]], random)
        _evening(watchman, day)
    return crimes, watchman


def _one_day(watchman: Watchman, day: int, events: list[Event], random: Random) -> None:
    """Sales in their order; what comes back does so in between, or later."""
    queue = [(event.at, number, event) for number, event in enumerate(events)]
    heapify(queue)
    rows: list[Sale] = []
    while queue:
        at, _, event = heappop(queue)
        if not event.pattern and not _can_be_here(watchman, event, at):
            continue
        facts = _facts(watchman, event, at)
        hits = at_sale(facts, USUAL)
        if any(hit.rule is Rule.OWN for hit in hits):
            watchman.stopped += 1
            continue
        watchman.tell(hits, day)
        _booked(watchman, event, facts, rows)
        if event.returned_after is not None:
            watchman.tell(at_refund(_refund(event, facts, random), USUAL), day)
    watchman.rows.append((day, rows))
    while watchman.rows[0][0] <= day - DAYS:
        watchman.rows.popleft()


def _can_be_here(watchman: Watchman, event: Event, at: datetime) -> bool:
    """Honest people travel no faster than a bus."""
    past = watchman.past.get(event.member.id)
    if not past or past[-1].store_id == event.store.id:
        return True
    way = watchman.town.metres[past[-1].store_id, event.store.id]
    return (at - past[-1].at).total_seconds() > 300 + way * 3600 / 25_000


def _facts(watchman: Watchman, event: Event, at: datetime) -> SaleFacts:
    member, store = event.member, event.store
    past = watchman.past[member.id]
    while past and at - past[0].at > DAY:
        past.popleft()
    spent = min(member.balance, event.amount_minor // 100) if event.spends else 0
    before = tuple(
        one if one.store_id == store.id else replace(one, metres=watchman.town.metres[one.store_id, store.id])
        for one in reversed(past)
    )
    return SaleFacts(
        at=at,
        here=at,
        store_id=store.id,
        cashier_id=event.cashier.id,
        member_id=member.id,
        amount_minor=event.amount_minor,
        earned_points=(event.amount_minor // 100 - spent) * EARNED_BP // 10_000,
        spent_points=spent,
        left_points=member.balance - spent,
        own=event.pattern == Rule.OWN,
        before=before,
        hours=store.hours,
        norm=watchman.norms[store.id],
        joined_at=member.joined_at,
        last_at=member.last_at if spent else None,
        granted_at=member.granted_at if spent else None,
    )


def _booked(watchman: Watchman, event: Event, facts: SaleFacts, rows: list[Sale]) -> None:
    member = event.member
    member.balance += facts.earned_points - facts.spent_points
    member.last_at = facts.at
    watchman.past[member.id].append(Before(facts.at, facts.store_id, facts.cashier_id, facts.earned_points))
    rows.append(
        Sale(
            facts.store_id,
            facts.cashier_id,
            member.id,
            facts.amount_minor,
            Way.TYPED if event.typed else Way.LINK,
            facts.at.hour,
            int(facts.at.timestamp()) // 3600,
            facts.at - member.joined_at < DAY,
            event.returned_after is not None,
        )
    )


def _refund(event: Event, facts: SaleFacts, random: Random) -> RefundFacts:
    """The goods come back; now and then their points are spent by then."""
    after = event.returned_after or DAY
    owed = facts.earned_points if random.random() < 0.05 else 0
    return RefundFacts(
        facts.at + after,
        facts.at,
        facts.store_id,
        facts.cashier_id,
        facts.member_id,
        1,
        facts.amount_minor,
        facts.spent_points,
        owed,
    )


def _evening(watchman: Watchman, day: int) -> None:
    """The rules that look at many sales, as the night's job asks them."""
    random, town, evening = watchman.town.random, watchman.town, START + (day + 1) * DAY
    for store in town.stores:
        if random.random() < 2 / DAYS:  # somebody waited too long for his coffee
            watchman.grants.append((evening, Giver(store.manager, store.id, 1, POINTS_A_GRANT)))
            if random.random() < 0.5:
                random.choice(store.guests).granted_at = evening
        if random.random() < 0.3:
            watchman.friends.append((evening, _brought(watchman, random.choice(store.regulars))))
    week = tallied(sale for since, rows in watchman.rows if since > day - QUIET_DAYS for sale in rows)
    month = tallied(sale for _, rows in watchman.rows for sale in rows)
    watchman.norms.update({store.id: month.norm(store.id) for store in town.stores})
    friends = [one for at, one in watchman.friends if at <= evening]
    hits = in_days(week, month, _givers(watchman, evening), friends, USUAL)
    watchman.tell(hits, day, QUIET_DAYS)


def _brought(watchman: Watchman, inviter: Member) -> FirstBuy:
    """An honest friend's first purchase."""
    store = watchman.town.stores[inviter.store - 1]
    amount = max(LEAST_FRIEND_MINOR, watchman.town.amount(store))
    cashier = watchman.town.random.choice(store.cashiers)
    return FirstBuy(inviter.id, id(cashier), store.id, cashier.id, amount, LEAST_FRIEND_MINOR)


def _givers(watchman: Watchman, evening: datetime) -> list[Giver]:
    times: dict[int, int] = defaultdict(int)
    for at, one in watchman.grants:
        times[one.member_id] += at <= evening
    return [
        Giver(store.manager, store.id, times[store.manager], times[store.manager] * POINTS_A_GRANT)
        for store in watchman.town.stores
    ]


def judged(crimes: list[Crime], watchman: Watchman) -> tuple[dict[Rule, bool], dict[Rule, int]]:
    """Which crimes were found by their own rule, and how many alerts of each rule blame the honest."""
    members = {one for crime in crimes for one in crime.members}
    cashiers = {one for crime in crimes for one in crime.cashiers}
    found = {crime.rule: _is_found(crime, watchman) for crime in crimes}
    false: dict[Rule, int] = defaultdict(int)
    for hit in watchman.alerts:
        if hit.member_id not in members and (hit.member_id or hit.cashier_id not in cashiers):
            false[hit.rule] += 1
    return found, false


def _is_found(crime: Crime, watchman: Watchman) -> bool:
    if crime.rule is Rule.OWN:
        return watchman.stopped == crime.attempts
    return any(
        hit.rule is crime.rule
        and (hit.member_id in crime.members or (not hit.member_id and hit.cashier_id in crime.cashiers))
        for hit in watchman.alerts
    )


def run(accruals: int, seeds: int) -> int:
    """fraud.recall, fraud.false_per_store_week, and a line a pattern; 1 when an aim is missed."""
    began, sold = process_time(), 0
    found: dict[Rule, int] = defaultdict(int)
    false: dict[Rule, int] = defaultdict(int)
    for seed in range(1, seeds + 1):
        crimes, watchman = play(seed, accruals)
        one_found, one_false = judged(crimes, watchman)
        sold += sum(len(rows) for _, rows in watchman.rows)
        for rule, was in one_found.items():
            found[rule] += was
        for rule, count in one_false.items():
            false[rule] += count
    weeks = STORES * DAYS // 7 * seeds
    for rule in Rule:
        tell(f"fraud.recall.{rule}", found[rule] / seeds, "share", "of injected patterns")
        tell(f"fraud.false.{rule}", false[rule] / weeks, "alerts", "per store and week")
    recall, blamed = sum(found.values()) / (len(Rule) * seeds), sum(false.values()) / weeks
    tell("fraud.accruals", sold, "sales", f"{seeds} seeds, {STORES * 5} cashiers")
    tell("fraud.recall", recall, "share", "aim >= 0.95")
    tell("fraud.false_per_store_week", blamed, "alerts", "aim <= 2")
    tell("fraud.seconds", process_time() - began, "s", "of one core, aim <= 180")
    return int(recall < 0.95 or blamed > 2)
