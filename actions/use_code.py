"""A member's own code, typed or by a link: points at once, or a benefit for the next purchase."""

from datetime import datetime

from actions.guess_limit import may_try, wrong_code
from actions.held_benefits import day_of, refused_code
from actions.operation import Operation, record
from actions.points import give, purse
from actions.shop import Shop
from loyalty.code_views import CodeTaken, HeldLine, PromoView, Taken
from loyalty.codes import fold_code, gives_at_once, group_code
from loyalty.joining import Step
from loyalty.ledger import Kind
from loyalty.programme import Programme
from loyalty.refusals import Refusal, Refused
from storage import certificates, codes, ledger, notices, offers, people, uses
from storage import shop as rows
from storage.codes import PromoCode
from storage.database import Connection

QUESTION = "promo"
GIVEN = "promo"


async def show_promo(shop: Shop, member_id: int) -> PromoView:
    """Everything on the member's card that is not points."""
    now = shop.now()

    def read(tx: Connection) -> PromoView:
        programme = rows.programme(tx)
        today = day_of(programme, now)
        held = [
            HeldLine(one.title if one.promo_code_id else "", one.effect, one.last_day)
            for one in offers.alive(tx, member_id, today)
            if _still_holds(tx, one.promo_code_id, member_id, programme, now)
        ]
        return PromoView(tuple(held), tuple(certificates.of_holder(tx, member_id)), today, programme)

    return await shop.db.read(read)


async def ask_code(shop: Shop, account_id: int) -> None:
    """The person's next text is a code."""
    now = shop.now()
    await shop.db.write(lambda tx: people.ask(tx, account_id, QUESTION, "", now))


async def use_code(shop: Shop, member_id: int, account_id: int, text: str) -> CodeTaken | Refused:
    """A member typed a code. Refuses TOO_MANY_CODES, CODE_UNKNOWN and whatever may_use says."""
    now = shop.now()

    def write(tx: Connection) -> CodeTaken | Refused:
        taken = take_code(tx, member_id, fold_code(text), now)
        if isinstance(taken, CodeTaken):
            people.stop_asking_about(tx, account_id, "")
        return taken

    taken = await shop.db.write(write)
    shop.wake()
    return taken


def take_code(tx: Connection, member_id: int, folded: str, now: datetime) -> CodeTaken | Refused:
    """What a folded code brings this member; whoever has not joined yet keeps it for his first purchase.

    A wrong code counts, so the transaction must be committed with the refusal, too.
    """
    if refused := may_try(tx, member_id, now):
        return refused
    programme = rows.programme(tx)
    code = codes.find(tx, folded)
    if code is None:
        return _certificate(tx, member_id, folded, programme, now)
    if refused := refused_code(tx, code, member_id, programme, now):
        return refused
    if gives_at_once(code.campaign.effect) and people.member(tx, member_id).step == Step.JOINED:
        _give(tx, member_id, code, programme, now)
        return CodeTaken(Taken.POINTS, programme, _title(code), code.campaign.effect)
    return _hold(tx, member_id, code, programme, now)


def _still_holds(
    tx: Connection, code_id: int | None, member_id: int, programme: Programme, now: datetime
) -> bool:
    if code_id is None:
        return True
    code = codes.by_id(tx, code_id)
    return code is not None and refused_code(tx, code, member_id, programme, now) is None


def _certificate(
    tx: Connection, member_id: int, folded: str, programme: Programme, now: datetime
) -> CodeTaken | Refused:
    """A certificate goes on the card of whoever has its code last: it is the bearer's."""
    certificate = certificates.find(tx, folded)
    if certificate is None:
        wrong_code(tx, member_id, now)
        return Refused(Refusal.CODE_UNKNOWN)
    if certificate.holder_id not in (None, member_id):
        told = {"code": certificate.code, "balance_minor": certificate.balance_minor}
        notices.queue(tx, certificate.holder_id, "certificate_moved", told, now)
    certificates.change(tx, certificate.id, holder_id=member_id)
    return CodeTaken(Taken.CERTIFICATE, programme, certificate=certificate)


def _give(tx: Connection, member_id: int, code: PromoCode, programme: Programme, now: datetime) -> None:
    points, seq = code.campaign.effect.points, ledger.head(tx, member_id).seq + 1
    use_id = uses.add(tx, uses.CODE, code.id, member_id, None, now)
    uses.add(tx, uses.CAMPAIGN, code.campaign.id, member_id, None, now)
    operation = Operation(f"promo:{use_id}", {"code": code.id, "member": member_id}, member_id, now)
    operation_id = record(tx, operation, {"points": points})
    give(tx, operation_id, member_id, Kind.PROMO, points, programme, now, actor_id=member_id, reason="promo")
    owned = purse(tx, member_id, programme, now)
    told = {"points": points, "available": owned.wallet.available, "locked": not owned.holder.has_paid}
    notices.queue(tx, member_id, GIVEN, {**told, "seq": seq, "title": _title(code)}, now)


def _hold(tx: Connection, member_id: int, code: PromoCode, programme: Programme, now: datetime) -> CodeTaken:
    campaign, title = code.campaign, _title(code)
    held = offers.alive(tx, member_id, day_of(programme, now))
    if code.id not in {one.promo_code_id for one in held}:
        days = (campaign.first_day, campaign.last_day)
        offer = offers.Offer(0, member_id, title, campaign.effect, *days, promo_code_id=code.id)
        offers.add(tx, offer, None, now)
    return CodeTaken(Taken.HELD, programme, title, campaign.effect, campaign.last_day)


def _title(code: PromoCode) -> str:
    return code.campaign.title or group_code(code.code)
