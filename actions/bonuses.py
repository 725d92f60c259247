"""Points for an occasion, once each: the pieces of a transaction, and what joining brings."""

from collections.abc import Sequence
from datetime import datetime

from actions.operation import Operation, record
from actions.points import Term, give, purse
from actions.was_here import is_back
from loyalty.bonuses import Bonus, of_profile
from loyalty.ledger import RESTRICTED
from loyalty.privacy import is_for_newcomers
from loyalty.programme import Programme
from storage import ledger, notices, occasions
from storage import shop as rows
from storage.database import Connection
from storage.occasions import Profile


def reward(
    tx: Connection, who: Profile, bonus: Bonus, programme: Programme, now: datetime, term: Term | None = None
) -> int | None:
    """Give a bonus unless this person had it, also as another member with the same phone.

    The number of the member's first entry about it; None when there is nothing to give.
    """
    if not bonus.points or occasions.had(tx, who.member_id, bonus.occasion, who.phone_index):
        return None
    if is_for_newcomers(bonus) and is_back(tx, who, now):
        return None
    seq = ledger.head(tx, who.member_id).seq + 1
    operation = Operation(f"occasion:{who.member_id}:{bonus.occasion}", {"points": bonus.points}, None, now)
    operation_id = record(tx, operation, {"member_id": who.member_id, "points": bonus.points})
    reason = bonus.occasion.partition(":")[0]
    give(tx, operation_id, who.member_id, bonus.kind, bonus.points, programme, now, term=term, reason=reason)
    occasions.add(tx, who.member_id, bonus.occasion, operation_id, who.phone_index, now)
    return seq


def after_joining(tx: Connection, member_id: int, now: datetime) -> None:
    """Welcome points and those for phone and birthday, told in one message."""
    who, programme = occasions.profile(tx, member_id), rows.programme(tx)
    bonuses = of_profile(programme.bonuses, phone=who.phone_index is not None, birthday=who.birthday)
    _give_all(tx, who, bonuses, programme, now)


def after_telling(tx: Connection, member_id: int, occasion: str, now: datetime) -> None:
    """Points for a phone or a birthday told after joining."""
    who, programme = occasions.profile(tx, member_id), rows.programme(tx)
    told = of_profile(programme.bonuses, phone=True, birthday=True)
    _give_all(tx, who, [bonus for bonus in told if bonus.occasion == occasion], programme, now)


def _give_all(
    tx: Connection, who: Profile, bonuses: Sequence[Bonus], programme: Programme, now: datetime
) -> None:
    given = [(bonus, seq) for bonus in bonuses if (seq := reward(tx, who, bonus, programme, now)) is not None]
    if not given:
        return
    states = purse(tx, who.member_id, programme, now)
    told = {
        "parts": [[bonus.occasion, bonus.points] for bonus, _ in given],
        "points": sum(bonus.points for bonus, _ in given),
        "available": states.wallet.available,
        "locked": any(bonus.kind in RESTRICTED for bonus, _ in given) and not states.holder.has_paid,
        "seq": given[0][1],
    }
    notices.queue(tx, who.member_id, "bonus", told, now)
