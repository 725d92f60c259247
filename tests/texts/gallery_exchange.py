"""The screens of an exchange at their longest."""

from dataclasses import replace

from loyalty.rewards import ClaimLine
from loyalty.stamps import StampProgress
from loyalty.views import RefundState, SaleState, SaleView
from tests.texts.gallery_refund import AT, FIGURES, LONG, MOST, TOLD, VIEW
from texts import exchange
from texts.screen import Screen
from texts.words import Words

SALE = SaleView("x" * 10, 0, SaleState.AMOUNT, LONG, "Щ" * 20, MOST)
FULL = replace(
    SALE,
    claims=(ClaimLine(999_999, "Щ" * 60, 400, AT),) * 6,
    stamps=(StampProgress("c", "Щ" * 20, 9, 10, "Ж" * 40, 1),) * 2,
)
BOUGHT = {"purchase_id": 999_999, "amount_minor": MOST, "points": MOST, "spent": MOST, "available": MOST}
BOUGHT |= {"certificate_minor": MOST, "pending": MOST, "debt": MOST, "seq": 999_999}
NOTHING = dict.fromkeys(BOUGHT, 0)


def screens(words: Words) -> list[Screen]:
    """For the cashier and the customer."""
    done = replace(VIEW, state=RefundState.DONE, figures=FIGURES)
    told = exchange.NOTICES["exchanged"]
    return [
        *(exchange.goods_back(words, done, sale) for sale in (SALE, FULL)),
        told(words, {**BOUGHT, "gifts": ["Ж" * 40] * 2, "rate": True, "back": TOLD}),
        told(words, {**NOTHING, "back": dict.fromkeys(TOLD, 0)}),
    ]
