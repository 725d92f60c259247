"""The card and the balance, as their holder sees them."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from actions.points import Purse, purse
from actions.shop import Shop
from actions.tier_changes import standing_of
from loyalty.cards import StartKind, format_start, start_link
from loyalty.expiry import burning
from loyalty.joining import Step
from loyalty.programme import Programme
from loyalty.refusals import Refusal, Refused
from loyalty.views import Batch, CardView
from storage import people
from storage import shop as rows
from storage.database import Connection


async def show_card(shop: Shop, member_id: int) -> CardView | Refused:
    """The member's own card. Refuses NOT_JOINED."""
    now = shop.now()
    return await shop.db.read(lambda tx: _card(tx, shop.settings.bot_username, member_id, now))


async def show_balance(shop: Shop, member_id: int) -> CardView | Refused:
    """The same with what is missing to the next tier. Refuses NOT_JOINED."""
    now = shop.now()
    return await shop.db.read(lambda tx: _balance(tx, shop.settings.bot_username, member_id, now))


def _balance(tx: Connection, bot_username: str, member_id: int, now: datetime) -> CardView | Refused:
    view = _card(tx, bot_username, member_id, now)
    if isinstance(view, Refused) or not view.programme.tiers:
        return view
    return replace(view, standing=standing_of(tx, member_id, view.programme, now))


def _card(tx: Connection, bot_username: str, member_id: int, now: datetime) -> CardView | Refused:
    member, programme = people.member(tx, member_id), rows.programme(tx)
    if member.step != Step.JOINED:
        return Refused(Refusal.NOT_JOINED)
    mine = purse(tx, member_id, programme, now)
    ends = _burning(mine, programme)
    return CardView(
        name=member.name,
        number=member.number,
        tier=member.tier,
        available=mine.wallet.available,
        link=start_link(bot_username, format_start(StartKind.CARD, member.card_token)),
        programme=programme,
        locked=mine.wallet.locked,
        reserved=mine.wallet.reserved,
        blocked=mine.wallet.blocked,
        debt=mine.wallet.debt,
        waking=_waking(mine, programme),
        burning=ends,
        lasting=mine.head.points + mine.head.debt - sum(one.points for one in ends),
        today=now.astimezone(ZoneInfo(programme.time_zone)).date(),
        frozen=mine.holder.frozen_since is not None,
    )


def _waking(mine: Purse, programme: Programme) -> tuple[Batch, ...]:
    zone = ZoneInfo(programme.time_zone)
    by_day: dict[date, Batch] = {}
    for lot in sorted(mine.lots, key=lambda one: one.active_from):
        if lot.active_from > mine.now and not lot.blocked:
            day = lot.active_from.astimezone(zone).date()
            points = by_day[day].points if day in by_day else 0
            by_day[day] = Batch(day, points + lot.free)
    return tuple(by_day.values())


def _burning(mine: Purse, programme: Programme) -> tuple[Batch, ...]:
    return tuple(Batch(one.day, one.points) for one in burning(mine.lots, mine.holder, programme, mine.now))
