"""Certificates are issued by staff in the chat, shown to be handed over, listed and blocked by the owner."""

from datetime import datetime

from actions.operation import Operation, record
from actions.rights import may
from actions.shop import Shop
from loyalty.cards import StartKind, format_start, start_link
from loyalty.certificates import Certificate
from loyalty.code_views import CertificateView
from loyalty.codes import CERTIFICATE_LENGTH, CODE_ALPHABET
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.staff import Role
from storage import certificates, codes, notices, people, staff
from storage import shop as rows
from storage.database import Connection

QUESTION = "certificate"
SOLD = "certificate_sold"
PAGE_SIZE = 8


async def ask_nominal(shop: Shop, actor_id: int, account_id: int, nominal_minor: int = 0) -> Refused | None:
    """The next text is the certificate's sum; one given is kept until it is confirmed. Refuses NOT_STAFF."""
    now = shop.now()

    def write(tx: Connection) -> Refused | None:
        if refused := may(tx, actor_id, Right.SELL):
            return refused
        people.ask(tx, account_id, QUESTION, str(nominal_minor or ""), now)
        return None

    return await shop.db.write(write)


async def issue_certificate(shop: Shop, actor_id: int, account_id: int) -> CertificateView | Refused:
    """Issue the certificate whose sum was typed last, once. No purchase, nothing is earned (rules.md 12).

    Owners are told when somebody else does it. Refuses NOT_STAFF, SKETCH_GONE.
    """
    now, code = shop.now(), shop.new_code(CODE_ALPHABET, CERTIFICATE_LENGTH)
    issued = await shop.db.write(lambda tx: _issue(tx, shop, actor_id, account_id, code, now))
    shop.wake()
    return issued


async def list_certificates(
    shop: Shop, actor_id: int, page: int
) -> tuple[list[Certificate], int, int] | Refused:
    """Certificates, newest first (one over a page when there are more), how many there are, what is left.

    Refuses NOT_OWNER.
    """

    def read(tx: Connection) -> tuple[list[Certificate], int, int] | Refused:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        return (certificates.newest(tx, page * PAGE_SIZE, PAGE_SIZE + 1), *certificates.totals(tx))

    return await shop.db.read(read)


async def show_certificate(shop: Shop, actor_id: int, certificate_id: int) -> CertificateView | Refused:
    """One certificate. Refuses NOT_OWNER, CODE_UNKNOWN."""
    return await shop.db.read(lambda tx: _view(tx, shop, actor_id, certificate_id))


async def block_certificate(
    shop: Shop, actor_id: int, certificate_id: int, *, blocked: bool
) -> CertificateView | Refused:
    """A blocked certificate pays nothing until it is free again. Refuses NOT_OWNER, CODE_UNKNOWN."""

    def write(tx: Connection) -> CertificateView | Refused:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        certificates.change(tx, certificate_id, blocked=blocked)
        return _view(tx, shop, actor_id, certificate_id)

    return await shop.db.write(write)


def _issue(
    tx: Connection, shop: Shop, actor_id: int, account_id: int, code: str, now: datetime
) -> CertificateView | Refused:
    if refused := may(tx, actor_id, Right.SELL):
        return refused
    speaker = people.speaker_of(tx, actor_id)
    if speaker is None:
        return Refused(Refusal.NOT_STAFF)
    if speaker.question != QUESTION or not speaker.about or codes.taken(tx, [code]):
        return Refused(Refusal.SKETCH_GONE)
    nominal_minor = int(speaker.about)
    people.stop_asking(tx, account_id)
    operation = Operation(f"certificate:{code}", {"nominal_minor": nominal_minor}, actor_id, now)
    operation_id = record(tx, operation, {"nominal_minor": nominal_minor})
    certificate = certificates.issue(tx, code, nominal_minor, operation_id, actor_id, now)
    if may(tx, actor_id, Right.RUN):
        told = {"person": actor_id, "nominal_minor": nominal_minor, "certificate": certificate.id}
        for colleague in staff.colleagues(tx):
            if colleague.role is Role.OWNER:
                notices.queue(tx, colleague.member_id, SOLD, told, now)
    return _seen(tx, shop, certificate)


def _view(tx: Connection, shop: Shop, actor_id: int, certificate_id: int) -> CertificateView | Refused:
    if refused := may(tx, actor_id, Right.RUN):
        return refused
    certificate = certificates.by_id(tx, certificate_id)
    return Refused(Refusal.CODE_UNKNOWN) if certificate is None else _seen(tx, shop, certificate)


def _seen(tx: Connection, shop: Shop, certificate: Certificate) -> CertificateView:
    link = start_link(shop.settings.bot_username, format_start(StartKind.GIFT, certificate.code))
    programme = rows.programme(tx)
    return CertificateView(certificate, link, programme.brand, programme.currency)
