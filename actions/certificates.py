"""Paying with a certificate inside a sale, and giving back to it when goods come back."""

from datetime import datetime

from loyalty.certificates import Certificate, Move, payable_minor
from storage import certificates
from storage.database import Connection


def certificate_left(tx: Connection, certificate_id: int | None) -> int:
    """What the certificate on a draft could pay, minor units; 0 without one, or when it is blocked."""
    certificate = None if certificate_id is None else certificates.by_id(tx, certificate_id)
    return 0 if certificate is None else payable_minor(certificate, certificate.balance_minor)


def pay(
    tx: Connection,
    operation_id: int,
    certificate_id: int,
    minor: int,
    purchase_id: int,
    actor_id: int | None,
    now: datetime,
) -> int:
    """Take what the quote says, in the same transaction; what is left.

    Raises LookupError for no such certificate and ValueError when it holds less: then nothing may be booked.
    """
    certificate = _known(tx, certificate_id)
    if payable_minor(certificate, minor) != minor:
        raise ValueError("the certificate does not pay that much")
    return certificates.post(
        tx, certificate, Move.PAID, -minor, operation_id, purchase_id, actor_id, now
    ).balance_minor


def give_back(
    tx: Connection, operation_id: int, purchase_id: int, minor: int, actor_id: int | None, now: datetime
) -> int | None:
    """Put this part of a purchase's price back on the certificate that paid it, blocked or not; what is left.

    None when no certificate paid. Raises ValueError when it would hold more than its nominal.
    """
    certificate_id = certificates.paid_by(tx, purchase_id)
    if certificate_id is None:
        return None
    certificate = _known(tx, certificate_id)
    return certificates.post(
        tx, certificate, Move.GIVEN_BACK, minor, operation_id, purchase_id, actor_id, now
    ).balance_minor


def _known(tx: Connection, certificate_id: int) -> Certificate:
    certificate = certificates.by_id(tx, certificate_id)
    if certificate is None:
        raise LookupError("no such certificate")
    return certificate
