"""Screens of points on hold at their longest."""

from dataclasses import replace
from datetime import UTC, date, datetime

from loyalty.freezing import FreezeLine
from loyalty.member_views import LONGEST_REASON, MemberView
from loyalty.programme import Programme
from loyalty.refusals import Refusal, Refused
from loyalty.rewards import Reward, RewardLine, Shelf
from loyalty.tiers import Standing
from loyalty.views import CardView, SaleState, SaleView
from loyalty.wallet import Wallet
from texts import card, freezing, member, purchase_notice, refusals, rewards, sale
from texts.keyboards import member_keyboard
from texts.screen import Screen
from texts.words import Words

AT = datetime(2026, 9, 30, 20, 59, tzinfo=UTC)
LONG = "Щ" * 40
MOST = 999_999
PROGRAMME = Programme(1, LONG, "RUB", "Europe/Moscow")
HOLD = FreezeLine(9, AT, LONG, "<" * LONGEST_REASON)
VIEW = MemberView(
    1,
    "W" * 64,
    "482100457713",
    Standing("plain", "", 0, "money", "", "", 0),
    Wallet(blocked=MOST),
    1,
    1_000_00,
    AT,
    "",
    AT,
    date(2026, 9, 30),
    runs=True,
)
CARD = CardView(
    LONG, "482100457713", "plain", 0, "https://t.me/x?start=c-x", PROGRAMME, blocked=MOST, frozen=True
)
SALE = SaleView("d", 0, SaleState.AMOUNT, LONG, "", 0, frozen=True)
EARNED = {"amount_minor": 1_000_00, "points": 50, "available": 0, "purchase_id": 1, "seq": 9, "frozen": True}


def screens(words: Words) -> list[Screen]:
    """All of them, for customers, cashiers and owners."""
    keyboard = member_keyboard(words)
    frozen = Refused(Refusal.POINTS_FROZEN, {"brand": LONG})
    line = RewardLine(Reward(1, LONG, MOST), frozen)
    return [
        freezing.ask_freeze(words, VIEW),
        freezing.ask_reason(words, replace(VIEW, name="")),
        member.member_card(words, VIEW),
        member.member_card(words, replace(VIEW, own=True)),
        member.member_card(words, replace(VIEW, freeze=HOLD)),
        member.member_card(words, replace(VIEW, freeze=replace(HOLD, reason=""))),
        card.card(words, CARD, keyboard),
        card.balance(words, CARD, keyboard),
        sale.sale(words, SALE),
        sale.sale(words, replace(SALE, state=SaleState.PREVIEW, points=50, amount_minor=1_000_00)),
        sale.sale(words, replace(SALE, state=SaleState.BOOKED, points=50, amount_minor=1_000_00)),
        purchase_notice.earned(words, EARNED),
        rewards.shelf(words, Shelf(0, (line,), 0, 1, (), (), gifts_on=True, is_owner=True)),
        *(Screen(refusals.refused(words, one)) for one in (frozen, Refused(Refusal.POINTS_NOT_NOW))),
        Screen(refusals.refused(words, Refused(Refusal.FREEZE_OWN))),
        Screen(refusals.refused(words, Refused(Refusal.FREEZE_REASON, {"longest": LONGEST_REASON}))),
        freezing.NOTICES["frozen"](words, {"brand": LONG}),
        *(
            freezing.NOTICES["unfrozen"](words, {"available": MOST, "moved": moved})
            for moved in (True, False)
        ),
    ]
