"""What a member brings to the till beside his card: offers, codes he typed, the one typed in this sale."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from actions.guess_limit import may_try, wrong_code
from actions.sold import Returned, Sold
from loyalty.benefits import Benefit
from loyalty.certificates import check_usable
from loyalty.codes import Uses, fold_code, group_code, may_use
from loyalty.programme import Programme
from loyalty.refusals import Refusal, Refused
from loyalty.sale import Draft
from storage import certificates, codes, offers, people, sales, uses
from storage.codes import PromoCode
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class Applied:
    """What a code typed at the till is: one of the two goes on the draft."""

    promo_code_id: int | None = None
    certificate_id: int | None = None


@dataclass
class _Person:
    """One member at one moment; what the receipt in hand already uses counts as used."""

    tx: Connection
    member_id: int
    today: date

    def refused(self, code: PromoCode, more_mine: int = 0) -> Refused | None:
        """Why he can't use this code today."""
        campaign = code.campaign
        counted = Uses(
            of_code=uses.count(self.tx, uses.CODE, code.id),
            mine=uses.count(self.tx, uses.CAMPAIGN, campaign.id, self.member_id) + more_mine,
            everybodys=uses.count(self.tx, uses.CAMPAIGN, campaign.id) + more_mine if campaign.total else 0,
        )
        tier = people.member(self.tx, self.member_id).tier if campaign.tier else ""
        has_paid = campaign.newcomers_only and sales.has_paid(self.tx, self.member_id)
        return may_use(campaign, counted, tier, has_paid, self.today)


def day_of(programme: Programme, now: datetime) -> date:
    """Today in the programme's zone."""
    return now.astimezone(ZoneInfo(programme.time_zone)).date()


def refused_code(
    tx: Connection, code: PromoCode, member_id: int, programme: Programme, now: datetime
) -> Refused | None:
    """Why this member can't use this code now: CODE_OVER, _NOT_YET, _USED, _USED_UP, _NOT_FOR_YOU."""
    return _Person(tx, member_id, day_of(programme, now)).refused(code)


def apply_code(
    tx: Connection, draft: Draft, text: str, cashier_id: int, programme: Programme, now: datetime
) -> Applied | Refused:
    """What a cashier typed for the customer of an open draft. Whether the receipt is big enough,
    the quote says.

    Refuses TOO_MANY_CODES (wrong ones count for the cashier, or for the till), CODE_UNKNOWN, what
    refused_code says, CERTIFICATE_BLOCKED, CERTIFICATE_EMPTY. Wrong ones must be committed with the refusal.
    """
    if paused := may_try(tx, cashier_id, now, till_id=draft.till_id):
        return paused
    folded = fold_code(text)
    code = codes.find(tx, folded)
    if code is not None:
        return refused_code(tx, code, draft.member_id, programme, now) or Applied(promo_code_id=code.id)
    certificate = certificates.find(tx, folded)
    if certificate is None:
        wrong_code(tx, cashier_id, now, till_id=draft.till_id)
        return Refused(Refusal.CODE_UNKNOWN)
    return check_usable(certificate) or Applied(certificate_id=certificate.id)


def benefits_of(
    tx: Connection, member_id: int, programme: Programme, now: datetime, promo_code_id: int | None = None
) -> tuple[Benefit, ...]:
    """Everything that holds for this member now: his offers, codes on his card, the one typed in the sale.

    A code whose limit was reached meanwhile, or whose days are over, is simply not among them.
    """
    person = _Person(tx, member_id, day_of(programme, now))
    held = offers.alive(tx, member_id, person.today)
    wanted = [promo_code_id, *(one.promo_code_id for one in held)]
    found = [Benefit(uses.OFFER, one.id, one.title, one.effect) for one in held if one.promo_code_id is None]
    taken: dict[int, int] = {}
    for code_id in dict.fromkeys(code_id for code_id in wanted if code_id is not None):
        code = codes.by_id(tx, code_id)
        if code is None or person.refused(code, taken.get(code.campaign.id, 0)):
            continue
        taken[code.campaign.id] = taken.get(code.campaign.id, 0) + 1
        title = code.campaign.title or group_code(code.code)
        found.append(Benefit(uses.CODE, code.id, title, code.campaign.effect))
    return tuple(found)


def event_uses(tx: Connection, programme: Programme, member_id: int) -> dict[str, tuple[int, int]]:
    """By event key, living purchases under it: (this member's, everybody's). Only events with limits."""
    return {
        event.key: (
            uses.count(tx, uses.EVENT, event.key, member_id) if event.per_member else 0,
            uses.count(tx, uses.EVENT, event.key) if event.total else 0,
        )
        for event in programme.events
        if event.per_member or event.total
    }


def after_purchase(tx: Connection, sold: Sold) -> None:
    """What the receipt used is used."""
    bought = (sold.purchase.member_id, sold.purchase.id, sold.now)
    today = day_of(sold.programme, sold.now)
    held = offers.alive(tx, sold.purchase.member_id, today) if sold.quote.benefits else ()
    for what, which in sold.quote.benefits:
        uses.add(tx, what, which, *bought)
        code = codes.by_id(tx, which) if what == uses.CODE else None
        if code is None:
            continue
        uses.add(tx, uses.CAMPAIGN, code.campaign.id, *bought)
        for one in held:
            if one.promo_code_id == code.id:
                uses.add(tx, uses.OFFER, one.id, *bought)
    for key in sold.quote.events:
        uses.add(tx, uses.EVENT, key, *bought)


def after_refund(tx: Connection, back: Returned) -> None:
    """A purchase that came back whole frees what it used; the offer is on the card again (rules.md 30)."""
    if back.whole:
        uses.free(tx, back.purchase.id, back.now)
