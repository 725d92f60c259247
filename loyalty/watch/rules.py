"""All rules together: what a sale, a refund, a week and a month give rise to, by the store's settings."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from loyalty.watch import (
    r01_frequent,
    r02_close,
    r03_own,
    r04_hours,
    r05_refund,
    r06_split,
    r07_round,
    r08_large,
    r09_newcomer,
    r10_transfer,
    r11_travel,
    r12_manual,
    r13_dormant,
    r14_ring,
    r15_typed,
)
from loyalty.watch.base import Hit, Mode, RefundFacts, Rule, SaleFacts
from loyalty.watch.settings import Watch
from loyalty.watch.tally import Tally

AT_SALE: Mapping[Rule, Callable[[SaleFacts, Watch], Hit | None]] = {
    Rule.OWN: lambda sale, _: r03_own.check(sale),
    Rule.FREQUENT: lambda sale, watch: r01_frequent.check(sale, watch.of(Rule.FREQUENT).limit),
    Rule.HOURS: lambda sale, watch: r04_hours.check(
        sale, watch.of(Rule.HOURS).limit, needs_number=watch.needs_number
    ),
    Rule.SPLIT: lambda sale, watch: r06_split.check(sale, watch.of(Rule.SPLIT).limit),
    Rule.LARGE: lambda sale, watch: r08_large.check(sale, watch.of(Rule.LARGE).limit, watch.largest_minor),
    Rule.NEWCOMER: lambda sale, _: r09_newcomer.check(sale),
    Rule.TRANSFER: lambda sale, watch: r10_transfer.check(sale, watch.of(Rule.TRANSFER).limit),
    Rule.TRAVEL: lambda sale, watch: r11_travel.check(sale, watch.of(Rule.TRAVEL).limit),
    Rule.MANUAL: lambda sale, _: r12_manual.check(sale),
    Rule.DORMANT: lambda sale, watch: r13_dormant.check(sale, watch.of(Rule.DORMANT).limit),
}
_STRICTEST = (Mode.STOP, Mode.ASK, Mode.REPORT)


def at_sale(sale: SaleFacts, watch: Watch) -> tuple[Hit, ...]:
    """Everything the rules that are on find in a sale."""
    found = (check(sale, watch) for rule, check in AT_SALE.items() if watch.mode(rule) is not Mode.OFF)
    return tuple(hit for hit in found if hit is not None)


def mode_of(hit: Hit, watch: Watch) -> Mode:
    """What a hit does; a receipt above the owner's own limit needs a manager at least."""
    mode = watch.mode(hit.rule)
    return Mode.ASK if "largest_minor" in hit.figures and mode is Mode.REPORT else mode


def strictest(hits: Iterable[Hit], watch: Watch) -> Mode:
    """What several hits do together; OFF when there are none."""
    modes = {mode_of(hit, watch) for hit in hits}
    return next((mode for mode in _STRICTEST if mode in modes), Mode.OFF)


def at_refund(refund: RefundFacts, watch: Watch) -> tuple[Hit, ...]:
    """What a refund gives rise to."""
    setting = watch.of(Rule.REFUND)
    hit = r05_refund.check(refund, setting.limit) if setting.mode is not Mode.OFF else None
    return () if hit is None else (hit,)


def in_days(
    week: Tally,
    month: Tally,
    givers: Sequence[r12_manual.Giver],
    friends: Sequence[r14_ring.FirstBuy],
    watch: Watch,
) -> tuple[Hit, ...]:
    """What the last seven and twenty-eight days give rise to, by one store's settings, in all stores."""
    found: Mapping[Rule, Callable[[int], Iterable[Hit]]] = {
        Rule.CLOSE: lambda limit: r02_close.check(month, limit),
        Rule.REFUND: lambda _: r05_refund.check_month(month),
        Rule.ROUND: lambda limit: r07_round.check(week, limit),
        Rule.NEWCOMER: lambda limit: r09_newcomer.check_week(week, limit),
        Rule.MANUAL: lambda limit: r12_manual.check_month(givers, limit),
        Rule.RING: lambda limit: r14_ring.check(friends, limit),
        Rule.TYPED: lambda limit: r15_typed.check(week, limit),
    }
    on = (rule for rule in found if watch.of(rule).mode is not Mode.OFF)
    return tuple(hit for rule in on for hit in found[rule](watch.of(rule).limit))
