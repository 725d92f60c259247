"""Selling through the till API: find the customer, quote, take points, book."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from actions.recognise import programme_of
from actions.shop import Shop
from actions.till_calls import Answer
from actions.till_enrol import enrol_by_phone
from actions.till_sale import (
    TillCustomer,
    Wanted,
    cancel_sale,
    commit_sale,
    find_customer,
    quote_sale,
    show_sale,
)
from actions.till_sale import spend_points as take_points
from loyalty.programme import Programme
from loyalty.receipts import Line, total_of
from loyalty.refusals import Refusal, Refused
from loyalty.tills import Scope
from loyalty.views import SaleState
from texts.enrolment import CONSENT_VERSION
from texts.problems import Fault
from web.problems import ProblemError, words_of
from web.sale_json import sale_json
from web.till_api.door import AtTill, InShop, Key, answers, body_of, known, needs, once, shown, told_sale
from web.till_api.shapes import Commit, CustomerOut, Find, LineIn, MemberIn, Nothing, QuoteIn, SaleOut, Spend

QuoteId = Annotated[str, Path(pattern="^[0-9A-Za-z]{10}$")]

router = APIRouter()


@router.post(
    "/customers/find",
    dependencies=[needs(Scope.LOOKUP)],
    responses=answers(CustomerOut, 404),
    summary="Find a customer by card, number or phone",
)
async def find(body: Find, shop: InShop) -> Response:
    """Changes nothing, so it needs no idempotency key. Everything that names nobody is answered alike."""
    return shown(customer_json(known(await find_customer(shop, body.customer))))


@router.post(
    "/members",
    dependencies=[needs(Scope.ENROL)],
    responses=answers(CustomerOut, 409),
    summary="Enrol a customer by phone",
)
async def enrol(request: Request, body: MemberIn, key: Key, shop: InShop, till: AtTill) -> Response:
    """His points wait until he joins the bot with this phone, thirty days at most."""
    words = await words_of(shop, request.headers.get("accept-language", ""))
    agreed = (body.phone, CONSENT_VERSION, words.language)

    def told(customer: TillCustomer) -> Answer:
        return Answer(200, body_of(customer_json(customer)))

    return await once(request, key, lambda ask: enrol_by_phone(shop, ask, till, *agreed, told))


@router.post(
    "/quotes",
    dependencies=[needs(Scope.EARN)],
    responses=answers(SaleOut, 404, 409),
    summary="Quote a receipt",
)
async def quote(body: QuoteIn, shop: InShop, till: AtTill) -> Response:
    """What it would cost and earn. Books nothing, so it needs no idempotency key; good for five minutes."""
    if (body.spend_points or body.code) and Scope.SPEND not in till.scopes:
        raise ProblemError(Fault.FORBIDDEN)
    lines = await lines_of(body, shop)
    sold_at = instant_of(body.sold_at)
    wanted = Wanted(body.customer, lines, body.receipt, sold_at, body.spend_points, body.code)
    return shown(sale_json(known(await quote_sale(shop, till.id, wanted))))


@router.get(
    "/quotes/{quote_id}",
    dependencies=[needs(Scope.EARN)],
    responses=answers(SaleOut, 404),
    summary="The sale as it stands",
)
async def look(quote_id: QuoteId, shop: InShop, till: AtTill) -> Response:
    """Ask every second or two while the customer is being asked."""
    return shown(sale_json(known(await show_sale(shop, till, quote_id))))


@router.post(
    "/quotes/{quote_id}/spend",
    dependencies=[needs(Scope.SPEND)],
    responses=answers(SaleOut, 404, 409),
    summary="Take points",
)
async def spend(request: Request, quote_id: QuoteId, body: Spend, key: Key, shop: InShop) -> Response:
    """With a pay code the sale is booked at once; else the customer is asked for 90 seconds (waiting)."""
    told = told_sale(SaleState.BOOKED, SaleState.WAITING)
    return await once(
        request, key, lambda ask: take_points(shop, ask, quote_id, body.revision, body.pay_code, told)
    )


@router.post(
    "/quotes/{quote_id}/commit",
    dependencies=[needs(Scope.EARN)],
    responses=answers(SaleOut, 404, 409),
    summary="Book the receipt",
)
async def commit(request: Request, quote_id: QuoteId, body: Commit, key: Key, shop: InShop) -> Response:
    """Books exactly what the quote showed, without points; figures that changed are answered 409."""
    told = told_sale(SaleState.BOOKED, SaleState.UNDONE)
    return await once(request, key, lambda ask: commit_sale(shop, ask, quote_id, body.revision, told))


@router.post(
    "/quotes/{quote_id}/cancel",
    dependencies=[needs(Scope.EARN)],
    responses=answers(SaleOut, 404, 409),
    summary="Call the sale off",
)
async def cancel(
    request: Request, quote_id: QuoteId, key: Key, shop: InShop, body: Nothing | None = None
) -> Response:
    """Nothing is booked, and the customer is asked no more. A booked sale stays booked: void the purchase."""
    del body
    told = told_sale(*SaleState)
    return await once(request, key, lambda ask: cancel_sale(shop, ask, quote_id, told))


async def lines_of(body: QuoteIn, shop: Shop) -> tuple[Line, ...]:
    """The receipt's lines. Raises ProblemError for goods no category is called by, and a wrong sum."""
    if not body.lines:
        return (Line(body.amount_minor),)
    programme = await programme_of(shop)
    lines = tuple(Line(one.amount_minor, category_of(one, programme), one.quantity) for one in body.lines)
    if total_of(lines) != body.amount_minor:
        raise ProblemError(Fault.LINES_DIFFER)
    return lines


def category_of(line: LineIn, programme: Programme) -> str:
    """The key of the category a line names, "" for none. Raises ProblemError for an unknown one."""
    named = line.category.strip().casefold()
    if not named:
        return ""
    found = [one.key for one in programme.categories if one.name.casefold() == named]
    if not found:
        example = programme.categories[0].name if programme.categories else ""
        raise ProblemError(Refused(Refusal.LINES_UNCLEAR, {"word": line.category, "example": example}))
    return found[0]


def instant_of(text: str) -> datetime | None:
    """When it was sold, None: now. Raises ProblemError for a day no calendar has."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ProblemError(Refused(Refusal.DAY_IMPOSSIBLE)) from None


def customer_json(customer: TillCustomer) -> dict[str, Any]:
    """A customer as tills see him."""
    return {
        "number": customer.number,
        "first_name": customer.first_name,
        "tier": customer.tier,
        "available_points": customer.available,
        "may_pay": customer.available > 0,
        "askable": customer.askable,
    }
