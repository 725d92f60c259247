"""An owner puts a member's points on hold while he looks into something: nothing is spent, nothing burns."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from loyalty.ledger import Lot
from loyalty.refusals import Refusal, Refused

# What rounding up to a whole day may add to the time one freeze lasted, with a change of clocks.
_ROUNDING = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Freeze:
    """One time a member's points were on hold; until None: they are now."""

    id: int
    member_id: int
    since: datetime
    until: datetime | None = None

    def stood_still(self, begins: datetime) -> timedelta:
        """How long a clock that began to run at this instant stood still; nothing before the freeze's end."""
        if self.until is None:
            return timedelta()
        return max(timedelta(), self.until - max(self.since, begins))


@dataclass(frozen=True, slots=True)
class FreezeLine:
    """A freeze that lasts: since when, by whom and why; only owners are told why."""

    freeze_id: int
    since: datetime
    author: str
    reason: str


def frozen_since(freezes: Iterable[Freeze]) -> datetime | None:
    """Since when the points are on hold; None: they aren't."""
    return next((one.since for one in freezes if one.until is None), None)


def decide_freeze(actor_id: int, member_id: int) -> Refused | None:
    """Why this owner can't freeze this member, or None. Refuses FREEZE_OWN."""
    return Refused(Refusal.FREEZE_OWN) if actor_id == member_id else None


def decide_unfreeze(actor_id: int, member_id: int, *, colleagues: bool) -> Refused | None:
    """Why this owner can't set this member's points free, or None: his own while there is another owner.

    Refuses FREEZE_OWN.
    """
    return decide_freeze(actor_id, member_id) if colleagues else None


def move_faults(lots: Iterable[Lot], freezes: Iterable[Freeze]) -> list[str]:
    """Lots whose end was moved further than their holder's freezes allow, or back; empty when all is well."""
    ended = [(one.until - one.since) + _ROUNDING for one in freezes if one.until is not None]
    most = sum(ended, timedelta())
    return [
        f"lot {lot.id}: its end was moved without a freeze"
        for lot in lots
        if lot.moved_to is not None
        and (lot.expires_at is None or not timedelta() <= lot.moved_to - lot.expires_at <= most)
    ]
