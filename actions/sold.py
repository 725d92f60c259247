"""What happened at the till, for everything that follows from it in the same transaction."""

from dataclasses import dataclass
from datetime import datetime

from loyalty.earning import Quote
from loyalty.programme import Programme
from loyalty.sale import Purchase


@dataclass(frozen=True, slots=True)
class Sold:
    """A purchase just booked, with its calculation and the operation that booked it.

    programme: the rules it counts by; in_force: the rules of today, another version only for a receipt that
    was booked later than it was bought. now: when it was booked. till_id: of the program that sold, None for
    people.
    """

    purchase: Purchase
    quote: Quote
    programme: Programme
    operation_id: int
    now: datetime
    actor_id: int | None
    in_force: Programme
    till_id: int | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """Goods of a purchase just came back. purchase: as it is now; quote: the calculation kept with it.

    goods_minor: what came back this time, at its price; whole: nothing of the purchase is left; undone: it
    counts as if it had never happened. till_id: of the program that took them, None for people.
    """

    purchase: Purchase
    quote: Quote
    goods_minor: int
    whole: bool
    undone: bool
    programme: Programme
    operation_id: int
    now: datetime
    actor_id: int | None
    till_id: int | None = None
