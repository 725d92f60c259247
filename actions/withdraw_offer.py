"""The owner looks at what was offered to one member, and takes an offer back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from actions.held_benefits import day_of
from actions.rights import may
from actions.shop import Shop
from loyalty.code_views import OfferLine, OffersView
from loyalty.joining import Step
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from storage import offers, people
from storage import shop as rows
from storage.database import Connection

KIND = "offer"


def offered_now(tx: Connection, data: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """What the member is told of a new offer; None when it was withdrawn, used, or ended meanwhile."""
    offer = offers.find(tx, data["offer"]) if "offer" in data else None
    if offer is None:  # queued by an earlier version
        return data
    left = offers.withdrawable(tx, offer.member_id, day_of(rows.programme(tx), now))
    return data if any(one.id == offer.id for one in left) else None


async def list_offers(shop: Shop, actor_id: int, member_id: int) -> OffersView | Refused:
    """The member's offers that can still be withdrawn. Refuses NOT_OWNER, MEMBER_UNKNOWN."""
    now = shop.now()
    return await shop.db.read(lambda tx: _view(tx, actor_id, member_id, now))


async def show_offer(shop: Shop, actor_id: int, offer_id: int) -> OffersView | Refused:
    """This offer alone. Refuses NOT_OWNER, OFFER_OVER."""
    now = shop.now()
    return await shop.db.read(lambda tx: _one(tx, actor_id, offer_id, now))


async def withdraw_offer(shop: Shop, actor_id: int, offer_id: int) -> OffersView | Refused:
    """The offer holds no more, also in a sale that is not booked yet; what is left.

    Refuses NOT_OWNER, OFFER_OVER when it was used or withdrawn before.
    """
    now = shop.now()

    def write(tx: Connection) -> OffersView | Refused:
        view = _one(tx, actor_id, offer_id, now)
        if isinstance(view, Refused):
            return view
        offers.withdraw(tx, offer_id)
        return _view(tx, actor_id, view.member_id, now)

    return await shop.db.write(write)


def _one(tx: Connection, actor_id: int, offer_id: int, now: datetime) -> OffersView | Refused:
    if refused := may(tx, actor_id, Right.RUN):
        return refused
    offer = offers.find(tx, offer_id)
    view = Refused(Refusal.OFFER_OVER) if offer is None else _view(tx, actor_id, offer.member_id, now)
    if isinstance(view, Refused):
        return view
    found = tuple(one for one in view.offers if one.id == offer_id)
    if not found:
        return Refused(Refusal.OFFER_OVER)
    return OffersView(view.member_id, view.name, found, view.today, view.programme)


def _view(tx: Connection, actor_id: int, member_id: int, now: datetime) -> OffersView | Refused:
    if refused := may(tx, actor_id, Right.RUN):
        return refused
    member, programme = people.find_member(tx, "id", member_id), rows.programme(tx)
    if member is None or member.step != Step.JOINED:
        return Refused(Refusal.MEMBER_UNKNOWN)
    today = day_of(programme, now)
    lines = tuple(
        OfferLine(one.id, one.effect, one.first_day, one.last_day)
        for one in offers.withdrawable(tx, member_id, today)
    )
    return OffersView(member_id, member.name, lines, today, programme)
