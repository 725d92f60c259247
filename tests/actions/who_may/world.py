"""The people of the world and what is theirs, for whoever makes it and whoever goes through it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from storage.people import Speaker
from tests.actions.people import Actor
from tests.clockwork.stand import HandClock

Values = dict[str, Any]
"""Arguments of an action by the names of its parameters."""

PEOPLE = {
    "stranger": "yan",
    "member": "anna",
    "cashier": "lena",
    "manager": "mila",
    "owner": "olga",
    "dismissed": "dan",
}
# Who stands for another one of the same store and of another one.
SELLERS = {"other": "kira", "foreign": "boris"}
HOME, AWAY = 1, 2


@dataclass
class World:
    """The database as bytes, the people in it by name, and everybody's things: (kind, whose) -> arguments."""

    database: bytes = b""
    moment: datetime = HandClock().moment
    people: dict[str, Actor] = field(default_factory=dict)
    speakers: dict[str, Speaker] = field(default_factory=dict)
    things: dict[tuple[str, str], Values] = field(default_factory=dict)
    seqs: dict[str, int] = field(default_factory=dict)
