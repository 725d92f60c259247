"""What the pump carries: a message under way, and what it may take at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Delivery:
    """A notice under way and whom it goes to: the account, and the words, money and hours of its person.

    paid: it belongs to a campaign whose owner pays for every message.
    """

    notice_id: int
    kind: str
    data: Mapping[str, Any]
    tries: int
    at: datetime
    member_id: int
    external_id: str
    language: str
    currency: str
    time_zone: str
    paid: bool = False


@dataclass(frozen=True, slots=True)
class Claimed:
    """What goes now. more, more_paid: there may be more that is due at this moment. queuing: a broadcast
    waits for its recipients to be written down."""

    deliveries: list[Delivery]
    more: bool
    more_paid: bool = False
    paid_per_second: int = 0
    queuing: bool = False
