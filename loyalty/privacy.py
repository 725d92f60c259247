"""What a person may know about himself and have erased: who may go, what it costs, how long a trace stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from loyalty.birthdays import Birthday
from loyalty.bonuses import Bonus
from loyalty.expiry import months_later
from loyalty.joining import Step
from loyalty.ledger import Kind, Lot, Posting
from loyalty.refusals import Refusal, Refused
from loyalty.views import HistoryPage
from loyalty.wallet import Wallet

# The decision "Erasure": so long a keyed hash of phone and account stays, against collecting bonuses again.
REMEMBERED_MONTHS = 12
REASON = "erased"


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """A word on one kind of consent as it stands."""

    kind: str
    given: bool
    text_version: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PrivacyView:
    """What is kept about a member, as he is shown it. phone_end: the last digits, "" without a phone.

    points: everything he owns, spendable or not.
    """

    name: str
    number: str
    phone_end: str
    birthday: Birthday | None
    consents: tuple[ConsentLine, ...]
    purchases: int
    points: int
    joined_at: datetime | None
    advertising: bool
    city: str = ""


@dataclass(frozen=True, slots=True)
class Farewell:
    """What erasing costs a member, and what he has to take along.

    seq: his last entry when this was looked up. wallet: his points, the debt not taken off them; reserved:
    for a sale under way or a friend. claims: rewards that wait, with their points. certificates: code and
    what is left, minor units.
    """

    seq: int
    wallet: Wallet
    debt: int = 0
    claims: tuple[tuple[str, int], ...] = ()
    certificates: tuple[tuple[str, int], ...] = ()

    @property
    def points(self) -> int:
        """Everything that is forfeited: what the lots hold, and the points of rewards not fetched."""
        one = self.wallet
        held = one.available + one.locked + one.pending + one.reserved + one.blocked
        return held + sum(points for _, points in self.claims)


@dataclass(frozen=True, slots=True)
class MyData:
    """Everything kept about a member, to take along: in short, as a story, and table by table; at: when.

    phone: the whole number, "" without one.
    """

    at: datetime
    brand: str
    view: PrivacyView
    phone: str
    history: HistoryPage
    farewell: Farewell
    person: Mapping[str, Any]
    tables: Mapping[str, list[dict[str, Any]]]


def decide_erasure(step: Step, *, works_here: bool) -> Refused | None:
    """Refuses NOT_JOINED, and WORKS_HERE: a role ends first, so that no shop is left without its owner."""
    if step is not Step.JOINED:
        return Refused(Refusal.NOT_JOINED)
    return Refused(Refusal.WORKS_HERE) if works_here else None


def erasing(lots: list[Lot], debt: int) -> list[Posting]:
    """The entries that empty a member's books: every lot to nothing, and what he owes is owed no more."""
    postings = [Posting(Kind.ERASED, -lot.remaining, lot, reason=REASON) for lot in lots if lot.remaining]
    if debt:
        postings.append(Posting(Kind.ERASED, debt, None, reason=REASON))
    return postings


def forgotten_on(day: date) -> date:
    """The first day on which nothing is known any more of somebody erased on this one."""
    return months_later(day, REMEMBERED_MONTHS)


def erased_before(today: date) -> date:
    """Erasures of this day and earlier ones are forgotten."""
    return months_later(today, -REMEMBERED_MONTHS)


def is_for_newcomers(bonus: Bonus) -> bool:
    """Whether a bonus rewards who somebody is: nobody gets it again by leaving. A review is new each time."""
    return bonus.kind is not Kind.REVIEW
