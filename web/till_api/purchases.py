"""Purchases, histories and promo codes through the till API."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from actions.till_calls import Answer
from actions.till_promo import Issued, issue_code, list_issuable
from actions.till_purchase import list_history, refund_purchase, show_purchase, void_purchase
from loyalty.codes import Campaign
from loyalty.sale import Purchase
from loyalty.tills import Scope
from loyalty.views import RefundView, SaleState
from web.sale_json import instant_json, refund_json, sale_json
from web.till_api.door import AtTill, InShop, Key, answers, body_of, known, needs, once, shown, told_sale
from web.till_api.shapes import (
    LARGEST,
    CampaignsOut,
    HistoryOut,
    HistoryQuery,
    Nothing,
    PromoIn,
    PromoOut,
    PurchaseOut,
    RefundIn,
    RefundOut,
    SaleOut,
)

PurchaseId = Annotated[int, Path(ge=1, le=LARGEST)]
Number = Annotated[str, Path(pattern="^[0-9]{12}$", description="the card's number")]

router = APIRouter()


@router.get(
    "/purchases/{purchase_id}",
    dependencies=[needs(Scope.LOOKUP)],
    responses=answers(PurchaseOut, 404),
    summary="A purchase of this store",
)
async def look(purchase_id: PurchaseId, shop: InShop, till: AtTill) -> Response:
    """As it was booked, and what came back of it."""
    view, purchase = known(await show_purchase(shop, till, purchase_id))
    return shown(
        {
            **sale_json(view),
            "sold_at": instant_json(purchase.at),
            "rest_minor": purchase.amount_minor - purchase.refunded_minor,
            "refunded_minor": purchase.refunded_minor,
            "returned_points": purchase.returned_points,
        }
    )


@router.post(
    "/purchases/{purchase_id}/void",
    dependencies=[needs(Scope.EARN)],
    responses=answers(SaleOut, 404, 409),
    summary="Undo a sale",
)
async def void(
    request: Request, purchase_id: PurchaseId, key: Key, shop: InShop, body: Nothing | None = None
) -> Response:
    """As if it had not happened: this till's own sale, within five minutes. Its receipt number is free."""
    del body
    told = told_sale(SaleState.UNDONE)
    return await once(request, key, lambda ask: void_purchase(shop, ask, purchase_id, told))


@router.post(
    "/purchases/{purchase_id}/refunds",
    dependencies=[needs(Scope.REFUND)],
    responses=answers(RefundOut, 404, 409),
    summary="Take goods back",
)
async def refund(
    request: Request, purchase_id: PurchaseId, body: RefundIn, key: Key, shop: InShop
) -> Response:
    """Points and money go back as the rules say; without an amount all that is left of the receipt."""

    def told(view: RefundView) -> Answer:
        return Answer(200, body_of(refund_json(view)))

    amount = body.amount_minor
    return await once(request, key, lambda ask: refund_purchase(shop, ask, purchase_id, amount, told))


@router.get(
    "/customers/{number}/history",
    dependencies=[needs(Scope.HISTORY)],
    responses=answers(HistoryOut, 404),
    summary="What a customer bought in this store",
)
async def history(
    number: Number, page: Annotated[HistoryQuery, Query()], shop: InShop, till: AtTill
) -> Response:
    """Newest first, a page at a time."""
    found = known(await list_history(shop, till, number, page.before, page.limit))
    return shown(
        {"purchases": [bought_json(one) for one in found.purchases], "next_before": found.next_before}
    )


@router.get(
    "/promo-campaigns",
    dependencies=[needs(Scope.PROMO)],
    responses=answers(CampaignsOut),
    summary="Campaigns a code can be issued of",
)
async def campaigns(shop: InShop) -> Response:
    """Those with unique codes that hold today."""
    return shown({"campaigns": [campaign_json(one) for one in await list_issuable(shop)]})


@router.post(
    "/promo-codes",
    dependencies=[needs(Scope.PROMO)],
    responses=answers(PromoOut, 404, 409),
    summary="Issue a promo code",
)
async def issue(request: Request, body: PromoIn, key: Key, shop: InShop) -> Response:
    """One more code of a campaign, to be printed on a receipt."""

    def told(issued: Issued) -> Answer:
        return Answer(200, body_of({"code": issued.code, "campaign": campaign_json(issued.campaign)}))

    return await once(request, key, lambda ask: issue_code(shop, ask, body.campaign_id, told))


def bought_json(purchase: Purchase) -> dict[str, Any]:
    """A purchase in a history."""
    return {
        "purchase_id": purchase.id,
        "sold_at": instant_json(purchase.at),
        "amount_minor": purchase.amount_minor,
        "earn_points": purchase.earned_points,
        "spent_points": purchase.spent_points,
        "refunded_minor": purchase.refunded_minor,
        "receipt": purchase.receipt,
        "undone": purchase.undone_at is not None,
    }


def campaign_json(campaign: Campaign) -> dict[str, Any]:
    """A campaign as tills see it."""
    last_day = campaign.last_day.isoformat() if campaign.last_day else None
    return {"id": campaign.id, "title": campaign.title, "last_day": last_day}
