"""One move at a time on the plain model and on the real thing: answers and figures must be the same."""

from collections.abc import Callable
from random import Random
from typing import Protocol

from bench.ledger_model.plain import Answer, Picture
from bench.ledger_model.plain_receipts import Goods
from bench.ledger_model.plain_till import Plain
from bench.ledger_model.rules import CATEGORIES, DAY, DRAWERS, HOUR, LASTING, Rules, rules_from

PEOPLE = 3
AMOUNTS = (1, 99, 20_00, 100_00, 450_50, 999_99, 1_000_00, 5_000_00)
SECOND = (0, 0, 0, 1, 33_33, 250_00)
POINTS = (1, 7, 50, 120, 333)
KINDS = ("manual", "welcome", "promo")
NOMINALS = (1_00, 500_00, 3_000_00)
MOMENTS = (1, 1, 30, 30, 60, 91, 301, HOUR, 5 * HOUR, 12 * HOUR)
SECONDS = (*MOMENTS, *(days * DAY for days in (1, 3, 9, 16, 32, 100, 335)))
EARLIEST, LATEST = 9, 21
# All the points that are allowed, not half of them; the customer confirms.
ALL, YES = False, True
# Moves that may touch everybody.
EVERYBODY = frozenset(range(PEOPLE))

# A move is a name and numbers below these bounds, so that a game can be written down, repeated and shortened.
MOVES: dict[str, tuple[int, ...]] = {
    "rules": tuple(len(drawer) for drawer in DRAWERS),
    "sell": (PEOPLE, len(AMOUNTS), len(SECOND), 7, 8),
    "ask": (PEOPLE, len(AMOUNTS), len(SECOND), 7, 8, 4),
    "pay": (PEOPLE, len(AMOUNTS), len(SECOND), 7, 8),
    "answer": (PEOPLE, 4),
    "meanwhile": (PEOPLE, len(AMOUNTS), 5),
    "refund": (5, 6),
    "undo": (3,),
    "give": (PEOPLE, len(KINDS), len(POINTS)),
    "offer": (PEOPLE, len(POINTS)),
    "take_gift": (3, PEOPLE, 4),
    "cancel_gift": (3,),
    "expire_gifts": (),
    "end_holds": (),
    "sweep": (),
    "remind": (),
    "review": (),
    "hand": (PEOPLE, 3, 3),
    "issue": (len(NOMINALS),),
    "forgive": (PEOPLE,),
    "wait": (len(SECONDS),),
}
OFTEN = {"sell": 5, "pay": 5, "ask": 3, "answer": 3, "refund": 7, "wait": 7, "undo": 2, "meanwhile": 2}
OFTEN |= {"sweep": 2, "remind": 4, "review": 4, "offer": 3, "take_gift": 3}
NAMES = tuple(name for name in MOVES for _ in range(OFTEN.get(name, 1)))

Move = tuple[str, tuple[int, ...]]


class Real(Protocol):
    """What is tested. Members count from 0; receipts, gifts and certificates from 1, as they are made."""

    def change_rules(self, rules: Rules) -> Answer: ...
    def sell(self, who: int, goods: Goods, certificate: int) -> Answer: ...
    def ask(self, who: int, goods: Goods, certificate: int, half: bool) -> Answer: ...
    def answer(self, who: int, yes: bool) -> Answer: ...
    def refund(self, number: int, goods_minor: int) -> Answer: ...
    def undo(self, number: int) -> Answer: ...
    def give(self, who: int, kind: str, points: int) -> Answer: ...
    def offer(self, who: int, points: int) -> Answer: ...
    def take_gift(self, number: int, friend: int, accept: bool) -> Answer: ...
    def cancel_gift(self, number: int) -> Answer: ...
    def expire_gifts(self) -> Answer: ...
    def end_holds(self) -> Answer: ...
    def sweep(self) -> Answer: ...
    def remind(self) -> Answer: ...
    def review(self) -> Answer: ...
    def hand(self, who: int, tier: int, days: int) -> Answer: ...
    def issue(self, nominal_minor: int) -> Answer: ...
    def forgive(self, who: int) -> Answer: ...
    def wait(self, seconds: int) -> Answer: ...
    def picture(self, who: int) -> Picture: ...
    def nominal_left(self) -> list[int]: ...
    def flaws(self, who: int) -> list[str]: ...
    def faults(self) -> list[str]: ...


class DisagreedError(AssertionError):
    """The model and the real thing disagree, or the books don't add up."""


def drawn(dice: Random, name: str = "") -> Move:
    """Any move, or any of this name."""
    name = name or dice.choice(NAMES)
    return name, tuple(dice.randrange(bound) for bound in MOVES[name])


class Game:
    """A model and a real shop, moved together."""

    def __init__(self, real: Real) -> None:
        """`real` is fresh, with PEOPLE members."""
        self.plain = Plain(PEOPLE)
        self.real = real
        # Whether points never burn and every debt is written down, by the first rules and so by the others:
        # then refunds leave nothing behind.
        self.exact: bool | None = None
        self.sound = True

    def play(self, move: Move) -> None:
        """Do a move on both sides. Raises DisagreedError."""
        name, numbers = move
        self.sound = False
        act: Callable[..., frozenset[int]] = getattr(self, f"_{name}")
        for who in act(*numbers):
            self.compare(f"member {who}", self.real.picture(who), self.plain.picture(who))
            self.compare("flaws", self.real.flaws(who), [])
        self.compare("certificates", self.real.nominal_left(), self.plain.balances)
        self.sound = True

    def finish(self) -> int:
        """Everything that can come back does, in two portions, and the books are proven; how many moves.

        Nothing more is done with a game that went wrong.
        """
        moves = 0
        if not self.sound:
            return moves
        for buy in reversed(self.plain.buys):
            for portions in (3, 1):
                goods = (buy.price.amount - buy.gone) // portions
                if goods and not buy.undone:
                    moves += 1
                    self.both("refund", buy.number, goods)
        self.compare("faults", self.real.faults(), [])
        for who, one in enumerate(self.plain.people):
            picture = self.real.picture(who)
            self.compare(f"member {who}", picture, self.plain.picture(who))
            if self.exact:
                self.compare("as if nothing had been bought", (picture[0], picture[6]), (one.outside, 0))
        if self.exact:
            self.compare("certificates", self.real.nominal_left(), self.plain.nominals)
        return moves

    def both(self, name: str, *values: object) -> Answer:
        """The same on both sides, with the same answer."""
        expected: Answer = getattr(self.plain, name)(*values)
        self.compare(f"{name}{values}", getattr(self.real, name)(*values), expected)
        return expected

    def compare(self, what: str, found: object, expected: object) -> None:
        """Both sides say the same."""
        if found != expected:
            raise DisagreedError(f"{what}: {found}, the plain model says {expected}")

    # --- moves, from the numbers that name them ---

    def _rules(self, *picks: int) -> frozenset[int]:
        if self.exact:
            picks = (*picks[:2], picks[2] % len(LASTING), picks[3], 0)
        rules = rules_from(picks, self.plain.rules, self.plain.now)
        if self.exact is None:
            self.exact = rules.expiry == "never" and rules.policy == "negative_allowed"
        self.both("change_rules", rules)
        return EVERYBODY

    def _sell(self, who: int, amount: int, second: int, kinds: int, paper: int) -> frozenset[int]:
        self.both("sell", who, goods_of(amount, second, kinds), self.certificate(paper))
        return frozenset({who})

    def _ask(self, who: int, amount: int, second: int, kinds: int, paper: int, half: int) -> frozenset[int]:
        self.both("ask", who, goods_of(amount, second, kinds), self.certificate(paper), half == 0)
        return frozenset({who})

    def _pay(self, who: int, amount: int, second: int, kinds: int, paper: int) -> frozenset[int]:
        """A question answered with yes at once."""
        asked = self.both("ask", who, goods_of(amount, second, kinds), self.certificate(paper), ALL)
        if asked[0] == "asked":
            self.both("answer", who, YES)
        return frozenset({who})

    def _answer(self, who: int, yes: int) -> frozenset[int]:
        if self.plain.people[who].holds:
            self.both("answer", who, yes > 0)
        return frozenset({who})

    def _meanwhile(self, who: int, amount: int, what: int) -> frozenset[int]:
        """He is asked, something else happens, then he says yes."""
        asked = self.both("ask", who, goods_of(amount, 0, 6), 0, ALL)
        mine = self.plain.people[who].buys
        if what == 0 and mine and mine[-1].living:
            self.both("refund", mine[-1].number, mine[-1].price.amount - mine[-1].gone)
        elif what == 1 and mine:
            self.both("undo", mine[-1].number)
        elif what == 2:
            self.both("sell", who, goods_of(amount, 0, 6), 0)
        elif what == 3:
            self.both("wait", SECONDS[amount])
        if asked[0] == "asked":
            self.both("answer", who, YES)
        return EVERYBODY

    def _refund(self, back: int, part: int) -> frozenset[int]:
        if not self.plain.buys:
            return frozenset()
        buy = self.plain.buys[max(0, len(self.plain.buys) - 1 - back * back)]
        rest = buy.price.amount - buy.gone
        self.both(
            "refund", buy.number, (rest, (rest + 1) // 2, 1, rest // 3, min(rest, 100_00), rest + 1)[part]
        )
        return frozenset({buy.who})

    def _undo(self, back: int) -> frozenset[int]:
        if not self.plain.buys:
            return frozenset()
        buy = self.plain.buys[max(0, len(self.plain.buys) - 1 - back)]
        self.both("undo", buy.number)
        return frozenset({buy.who})

    def _give(self, who: int, kind: int, points: int) -> frozenset[int]:
        self.both("give", who, KINDS[kind], POINTS[points])
        return frozenset({who})

    def _offer(self, who: int, points: int) -> frozenset[int]:
        self.both("offer", who, POINTS[points])
        return frozenset({who})

    def _take_gift(self, back: int, friend: int, accept: int) -> frozenset[int]:
        if self.plain.gifts:
            self.both("take_gift", max(1, len(self.plain.gifts) - back), friend, accept > 0)
        return EVERYBODY

    def _cancel_gift(self, back: int) -> frozenset[int]:
        if self.plain.gifts:
            self.both("cancel_gift", max(1, len(self.plain.gifts) - back))
        return EVERYBODY

    def _expire_gifts(self) -> frozenset[int]:
        self.both("expire_gifts")
        return EVERYBODY

    def _end_holds(self) -> frozenset[int]:
        self.both("end_holds")
        return EVERYBODY

    def _sweep(self) -> frozenset[int]:
        self.both("sweep")
        return EVERYBODY

    def _remind(self) -> frozenset[int]:
        """At night nobody is told of anything."""
        if EARLIEST * HOUR <= (self.plain.now + 3 * HOUR) % DAY < LATEST * HOUR:
            self.both("end_holds")
            self.both("remind")
        return EVERYBODY

    def _review(self) -> frozenset[int]:
        self.both("review")
        return EVERYBODY

    def _hand(self, who: int, tier: int, days: int) -> frozenset[int]:
        self.both("hand", who, tier, days * 200)
        return frozenset({who})

    def _issue(self, nominal: int) -> frozenset[int]:
        self.both("issue", NOMINALS[nominal])
        return frozenset()

    def _forgive(self, who: int) -> frozenset[int]:
        self.both("forgive", who)
        return frozenset({who})

    def _wait(self, seconds: int) -> frozenset[int]:
        self.both("wait", SECONDS[seconds])
        return EVERYBODY

    def certificate(self, paper: int) -> int:
        """One of the last certificates in three sales of eight, if there are any."""
        issued = len(self.plain.balances)
        return issued - paper if paper < min(3, issued) else 0


def goods_of(amount: int, second: int, kinds: int) -> Goods:
    """A receipt of one line or two; most goods are of no special kind."""
    first = (AMOUNTS[amount], CATEGORIES[kinds] if kinds < len(CATEGORIES) else "")
    more = SECOND[second]
    return (first, (more, CATEGORIES[(kinds + 1) % len(CATEGORIES)])) if more else (first,)
