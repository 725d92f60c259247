"""Gift certificates: money paid beforehand, kept as a chain of entries that add up to what is left."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from loyalty.ledger import EPOCH, GENESIS, MICROSECOND
from loyalty.refusals import Refusal, Refused

LARGEST_MINOR = 10_000_000


class Move(StrEnum):
    """What an entry of a certificate is."""

    ISSUED = "issued"
    PAID = "paid"
    GIVEN_BACK = "given-back"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate and the end of its chain. holder_id: on whose card it is; who has the code can use it."""

    id: int
    code: str
    holder_id: int | None
    nominal_minor: int
    balance_minor: int
    seq: int = 0
    hash: bytes = GENESIS
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement of a certificate, signed, minor units; `hash` covers it and the entry before."""

    operation_id: int
    certificate_id: int
    seq: int
    kind: str
    amount_minor: int
    purchase_id: int | None
    actor_id: int | None
    at: datetime
    hash: bytes = b""


def sealed(previous: bytes, entry: Entry) -> bytes:
    """The SHA-256 of the entry's content chained to the hash before."""
    content = [
        entry.operation_id,
        entry.certificate_id,
        entry.seq,
        str(entry.kind),
        entry.amount_minor,
        entry.purchase_id,
        entry.actor_id,
        (entry.at - EPOCH) // MICROSECOND,
    ]
    return hashlib.sha256(previous + json.dumps(content, separators=(",", ":")).encode()).digest()


def check_usable(certificate: Certificate) -> Refused | None:
    """Why it can't pay now. Refuses CERTIFICATE_BLOCKED, CERTIFICATE_EMPTY."""
    if certificate.blocked:
        return Refused(Refusal.CERTIFICATE_BLOCKED)
    return None if certificate.balance_minor else Refused(Refusal.CERTIFICATE_EMPTY)


def payable_minor(certificate: Certificate, due_minor: int) -> int:
    """What it pays of this sum: all of it while the balance lasts; nothing when it is blocked."""
    return 0 if certificate.blocked else min(certificate.balance_minor, due_minor)


def move(
    certificate: Certificate,
    kind: Move,
    amount_minor: int,
    *,
    operation_id: int,
    purchase_id: int | None,
    actor_id: int | None,
    at: datetime,
) -> tuple[Certificate, Entry]:
    """The certificate after the movement and the entry to append.

    Raises ValueError when it would hold less than nothing or more than its nominal, or nothing moves.
    """
    balance_minor = certificate.balance_minor + amount_minor
    if not amount_minor or not 0 <= balance_minor <= certificate.nominal_minor:
        raise ValueError(f"a certificate would hold {balance_minor} of {certificate.nominal_minor}")
    entry = Entry(
        operation_id, certificate.id, certificate.seq + 1, kind, amount_minor, purchase_id, actor_id, at
    )
    entry = replace(entry, hash=sealed(certificate.hash, entry))
    return replace(certificate, balance_minor=balance_minor, seq=entry.seq, hash=entry.hash), entry


def faults(certificate: Certificate, entries: Iterable[Entry]) -> list[str]:
    """Everything about one certificate's books that does not add up; empty when all is well."""
    found: list[str] = []
    seq, hash_, balance_minor = 0, GENESIS, 0
    for entry in entries:
        if entry.seq != seq + 1 or sealed(hash_, entry) != entry.hash:
            found.append(f"entry {entry.seq}: the chain is broken")
        if (entry.seq == 1) != (entry.kind == Move.ISSUED):
            found.append(f"entry {entry.seq}: a certificate is issued once, first")
        if entry.kind == Move.ISSUED and entry.amount_minor != certificate.nominal_minor:
            found.append(f"issued with {entry.amount_minor}, the nominal says {certificate.nominal_minor}")
        seq, hash_, balance_minor = entry.seq, entry.hash, balance_minor + entry.amount_minor
    if (seq, hash_) != (certificate.seq, certificate.hash):
        found.append("the certificate is not its last entry")
    if balance_minor != certificate.balance_minor:
        found.append(f"balance {certificate.balance_minor} kept, entries add up to {balance_minor}")
    return found
