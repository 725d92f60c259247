"""Doing it twice is doing it once: the operation's key and a hash of its input, looked up before deciding."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from loyalty.refusals import Refusal, Refused
from storage import operations
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing to be done: key names it ("sale:<draft id>"), inputs are what it is done with."""

    key: str
    inputs: Mapping[str, Any]
    actor_id: int | None
    at: datetime

    @property
    def input_hash(self) -> str:
        """SHA-256 of the inputs."""
        return hashlib.sha256(json.dumps(dict(self.inputs), sort_keys=True).encode()).hexdigest()


def earlier(tx: Connection, operation: Operation) -> dict[str, Any] | Refused | None:
    """The stored outcome when this was done before, a refusal when that was with other input, else None."""
    done = operations.find(tx, operation.key)
    if done is None:
        return None
    input_hash, outcome = done
    return outcome if input_hash == operation.input_hash else Refused(Refusal.OTHER_INPUT)


def record(tx: Connection, operation: Operation, outcome: Mapping[str, Any]) -> int:
    """Store the operation as done, with its outcome; its id goes into the entries."""
    return operations.add(tx, operation.key, operation.input_hash, outcome, operation.actor_id, operation.at)
