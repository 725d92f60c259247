"""The screens of refunds at their longest."""

from dataclasses import replace
from datetime import UTC, datetime

from loyalty.views import DebtView, RefundFigures, RefundLine, RefundList, RefundState, RefundView
from texts import refund
from texts.screen import Screen
from texts.words import Words

AT = datetime(2026, 5, 3, 11, 5, tzinfo=UTC)
LONG = "W" * 64
MOST = 99_999_999
LINE = RefundLine(999_999, LONG, MOST, MOST - 1, "Z" * 32, AT)
DEBT = DebtView(999_999, LONG, MOST, 999_999)
FIGURES = RefundFigures(MOST, MOST, MOST, MOST, MOST, MOST, MOST, 0, restored=True)
VIEW = RefundView(RefundState.CHOSEN, 999_999, LONG, MOST, MOST - 1, "Z" * 32, AT)
TOLD = {"amount_minor": MOST, "money_minor": MOST, "certificate_minor": MOST, "returned": MOST}
TOLD |= {"taken": MOST, "points": 0, "debt": MOST, "available": 0, "grace_days": 14, "seq": 999_999}
BARE = {**dict.fromkeys(TOLD, 0), "amount_minor": 1, "available": MOST}


def screens(words: Words) -> list[Screen]:
    """All of them, for staff and customers."""
    preview = replace(VIEW, state=RefundState.PREVIEW, figures=FIGURES, code="A" * 10, changed=True)
    return [
        refund.purchases(words, RefundList((LINE,) * 6, searched=True, debtor=DEBT)),
        refund.purchases(words, RefundList((), searched=True)),
        refund.purchases(words, RefundList(())),
        refund.closed(words),
        refund.refund(words, VIEW),
        refund.refund(words, replace(VIEW, rest_minor=MOST, receipt="")),
        refund.refund(words, preview),
        refund.refund(words, replace(preview, state=RefundState.DONE, member_id=999_999)),
        refund.amount_in_digits(words),
        refund.number_in_digits(words),
        refund.debt(words, DEBT),
        refund.debt(words, replace(DEBT, forgiven=True)),
        *(tell(words, told) for tell in refund.NOTICES.values() for told in (TOLD, BARE)),
    ]
