"""The screens of receipts sent in afterwards, at their longest."""

from dataclasses import replace
from datetime import UTC, datetime

from loyalty.receipt_claims import ClaimState, ReceiptClaim, ReceiptView, Why
from texts import purchase_notice, receipt_claims
from texts.screen import Screen
from texts.words import Words

AT = datetime(2026, 5, 3, 11, 5, tzinfo=UTC)
NOON = datetime(2026, 5, 3, 9, tzinfo=UTC)
LONG, MOST = "W" * 64, 99_999_999
STORES = ((1, "Щ" * 40), (2, "Проспект Мира"))
EARNED = {
    "purchase_id": 7,
    "amount_minor": MOST,
    "points": MOST,
    "available": MOST,
    "bought_at": 1_780_000_000,
}
BARE = ReceiptClaim(999_999, 7, None, ClaimState.BEGUN, 0, "", "", 0, None, AT)
TOLD = replace(
    BARE, store_id=1, photo_id="photo", receipt="Z" * 32, amount_minor=MOST, bought_at=AT, revision=99
)


def screens(words: Words) -> list[Screen]:
    """All of them, for customers and for those who decide."""
    waiting = replace(TOLD, state=ClaimState.WAITING)
    shown = ReceiptView(waiting, "Щ" * 40, (), LONG, "482100457713", MOST, twin=True)
    declined = [
        replace(shown, claim=replace(TOLD, state=ClaimState.DECLINED, reason=why.value), decided_by=LONG)
        for why in Why
    ]
    return [
        receipt_claims.receipt(words, ReceiptView(BARE, stores=STORES)),
        receipt_claims.receipt(words, ReceiptView(replace(BARE, store_id=1))),
        receipt_claims.receipt(words, ReceiptView(replace(BARE, store_id=1, photo_id="photo"))),
        receipt_claims.receipt(words, ReceiptView(TOLD, "Щ" * 40)),
        receipt_claims.receipt(words, ReceiptView(replace(TOLD, bought_at=NOON))),
        receipt_claims.receipt(words, ReceiptView(waiting, "Щ" * 40)),
        receipt_claims.ask_photo(words, 999_999),
        receipt_claims.dropped(words),
        *(purchase_notice.earned(words, {**EARNED, "receipt": receipt}) for receipt in ("Z" * 32, "")),
        receipt_claims.claimed(words, shown),
        receipt_claims.claimed(words, replace(shown, name="", store="", twin=False)),
        receipt_claims.claimed(words, replace(shown, name="", number="erased:7", erased=True)),
        receipt_claims.claimed(
            words, replace(shown, claim=replace(TOLD, state=ClaimState.APPROVED), decided_by=LONG)
        ),
        *(receipt_claims.claimed(words, view) for view in declined),
        receipt_claims.claimed(words, replace(declined[0], claim=replace(declined[0].claim, reason=""))),
        receipt_claims.ask_why(words, shown),
        receipt_claims.ask_sum(words, shown),
        receipt_claims.none_waits(words),
        receipt_claims.NOTICES["receipt_asked"](words, {"view": shown}),
        *(
            receipt_claims.NOTICES["receipt_declined"](
                words, {"receipt": "Z" * 32, "amount_minor": MOST, "why": why.value}
            )
            for why in Why
        ),
    ]
