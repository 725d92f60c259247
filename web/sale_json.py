"""A sale as JSON: the one place where pages and programs get their figures from."""

from datetime import UTC, datetime
from typing import Any

from loyalty.earning import LineQuote, Quote
from loyalty.views import RefundFigures, RefundView, SaleState, SaleView

STILL_OPEN = (SaleState.PREVIEW, SaleState.WAITING, SaleState.MANAGER)


def sale_json(view: SaleView) -> dict[str, Any]:
    """Everything a till shows of a sale. Money in minor units, instants as RFC 3339 in UTC.

    quote: the receipt without points (booked: as it was paid); paying: the same when offered_points pay.
    """
    return {
        "id": view.draft_id or None,
        "revision": view.revision,
        "state": view.state.value,
        "customer": {"first_name": view.first_name, "tier": view.tier, "available_points": view.available},
        "amount_minor": view.amount_minor,
        "receipt": view.receipt,
        "earn_points": view.points,
        "available_after": view.total if view.state in STILL_OPEN else view.available,
        "rate_bp": view.rate_bp,
        "may_spend_points": view.offered_points,
        "spent_points": view.spent_points,
        "pending_points": view.pending_points,
        "certificate_minor": view.certificate_minor,
        "approved": view.approved,
        "changed": view.changed,
        "repeated": view.repeated,
        "frozen": view.frozen,
        "note": view.note,
        "ends_at": None if view.ends_at is None else instant_json(view.ends_at),
        "purchase_id": view.purchase_id,
        "quote": None if view.quote is None else quote_json(view.quote),
        "paying": None if view.paying is None else quote_json(view.paying),
        "rewards": [{"id": one.id, "title": one.title, "points": one.points} for one in view.claims],
        "stamps": [
            {"name": one.name, "have": one.have, "needed": one.needed, "gift": one.gift}
            for one in view.stamps
        ],
    }


def quote_json(quote: Quote) -> dict[str, Any]:
    """A calculation: price, what comes off it and why, how it is paid, what it earns and why.

    due_minor: after discounts; money_minor: left to pay when points and the certificate have paid.
    """
    return {
        "amount_minor": quote.amount_minor,
        "due_minor": quote.due_minor,
        "spent_points": quote.spent_points,
        "points_minor": quote.points_minor,
        "certificate_minor": quote.certificate_minor,
        "money_minor": quote.money_minor - quote.certificate_minor,
        "earn_points": quote.points,
        "rule_version": quote.rule_version,
        "discounts": [
            {"what": one.what, "title": one.title, "off_minor": one.off_minor} for one in quote.discounts
        ],
        "gifts": list(quote.gifts),
        "trace": {
            "percent_points": quote.percent_points,
            "visit_points": quote.visit_points,
            "step_points": quote.step_points,
            "bonus_points": quote.bonus_points,
            "base_minor": quote.base_minor,
            "rate_bp": quote.rate_bp,
            "lines": [_line(one) for one in quote.lines],
        },
    }


def refund_json(view: RefundView) -> dict[str, Any]:
    """What a refund moved and what is left of its purchase."""
    return {
        "purchase_id": view.purchase_id,
        "customer": {"first_name": view.first_name},
        "amount_minor": view.amount_minor,
        "rest_minor": view.rest_minor,
        "receipt": view.receipt,
        "refund": None if view.figures is None else _figures(view.figures),
    }


def instant_json(instant: datetime) -> str:
    """An aware instant as RFC 3339 in UTC, whole seconds."""
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _line(line: LineQuote) -> dict[str, Any]:
    return {
        "amount_minor": line.amount_minor,
        "category": line.category,
        "quantity": line.quantity,
        "discount_minor": line.discount_minor,
        "points_minor": line.points_minor,
        "base_minor": line.base_minor,
        "rate_bp": line.rate_bp,
        "why": line.why,
    }


def _figures(figures: RefundFigures) -> dict[str, Any]:
    return {
        "goods_minor": figures.goods_minor,
        "money_minor": figures.money_minor,
        "certificate_minor": figures.certificate_minor,
        "returned_points": figures.returned_points,
        "taken_points": figures.taken_points,
        "owed_points": figures.owed_points,
        "available_points": figures.available,
        "debt_points": figures.debt,
    }
