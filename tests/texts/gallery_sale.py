"""Screens of naming a customer and of a sale's extras at their longest."""

from dataclasses import replace

from loyalty.hints import Hint, HintKind
from loyalty.programme import Category
from loyalty.refusals import Refusal, Refused
from loyalty.rewards import Reward
from loyalty.views import SaleState, SaleView
from texts import enrolment, refusals, sale
from texts.screen import Screen
from texts.words import Words

LONG = "Щ" * 40
MOST = 99_999_999
UNTIL = 1_790_000_000
VIEW = SaleView(
    "D" * 10,
    999,
    SaleState.PREVIEW,
    LONG,
    LONG,
    MOST,
    MOST,
    points=MOST,
    total=MOST,
    offered_points=MOST,
    opens_shift=True,
    hint=Hint(HintKind.TIER, LONG, MOST),
    rewards=tuple(Reward(number, LONG, 999_999) for number in range(3)),
    categories=tuple(Category(f"category{number}", LONG) for number in range(9)),
    category="category1",
)


def screens(words: Words) -> list[Screen]:
    """What the till shows of it."""
    waits = replace(VIEW, first_name="", waits=True, offered_points=0, rewards=())
    refused = [
        Refused(Refusal.CARD_MISTYPED),
        Refused(Refusal.NOT_A_CARD),
        Refused(Refusal.PHONE_UNKNOWN),
        Refused(Refusal.STILL_JOINING),
        Refused(Refusal.TOO_MANY_UNKNOWN, {"until": UNTIL}),
        *(Refused(Refusal.TOO_MANY_ENROLLED, {"most": count}) for count in (1, 2, 20)),
        Refused(Refusal.LINES_TYPED),
        Refused(Refusal.PHOTO_UNREADABLE),
        Refused(Refusal.PHOTO_TOO_LARGE),
        Refused(Refusal.PHOTO_LOST),
        Refused(Refusal.PHOTO_MANY_CODES),
    ]
    return [
        *(sale.sale(words, replace(view, state=state)) for view in (VIEW, waits) for state in SaleState),
        *(sale.sale(words, replace(VIEW, hint=Hint(kind, LONG, MOST))) for kind in HintKind),
        sale.ask_undo(words, waits),
        sale.ask_code(words, waits),
        enrolment.offer(words, "+79001234567"),
        enrolment.ask_consent(words, LONG),
        enrolment.left(words),
        *(Screen(refusals.refused(words, one)) for one in refused),
    ]
