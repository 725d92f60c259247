"""What the scanner page asks for: the same actions as in the chat, answered as JSON."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from actions.ask_spend import offer_points, stop_asking_customer, take_points
from actions.confirm_sale import confirm_sale
from actions.enrol_customer import enrol_customer
from actions.enter_code import enter_code
from actions.identify import identify
from actions.leave_sale import leave_sale
from actions.open_sale import NO_CHAT
from actions.page_session import open_page
from actions.pay_code import expects_code, show_code
from actions.price_sale import price_sale
from actions.read_photo import LARGEST_BYTES, read_photo
from actions.show_sale import show_draft
from actions.undo_sale import undo_sale
from loyalty.amounts import parse_amount
from loyalty.cards import PAY_CODE_DIGITS
from loyalty.identifying import till_phone
from loyalty.receipts import Line
from loyalty.refusals import Refusal, Refused
from loyalty.sale import Way
from loyalty.views import SaleView
from texts.enrolment import CONSENT_VERSION
from texts.scanner import captions, categories, enrolling, figures, shown
from web.init_data import LONGEST_BYTES, read_init_data
from web.problems import ProblemError, problem, words_of
from web.sale_json import instant_json, sale_json
from web.scanner.door import Here, Visitor
from web.scanner.small import SmallRoute
from web.settings import WebSettings

LONGEST_ID = 32
PAY_CODE = re.compile(f"[0-9]{{{PAY_CODE_DIGITS}}}")
LARGEST_ID = (1 << 63) - 1
DraftId = Annotated[str, Path(max_length=LONGEST_ID)]
PurchaseId = Annotated[int, Path(ge=0, le=LARGEST_ID)]

router = APIRouter(prefix="/scan/api", route_class=SmallRoute)


class Body(BaseModel):
    """What the page sends holds nothing unknown."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Opened(Body):
    """What the messenger says of whoever opened the page, and the key his session shall have."""

    init_data: str = Field(max_length=LONGEST_BYTES)
    key: str = Field(pattern=r"^[0-9A-Za-z_-]{32}$")


class Scanned(Body):
    """What a camera read, or was typed."""

    text: str = Field(max_length=512)


class Typed(Body):
    """A receipt as the pad gave it; category: the key of all its goods."""

    amount: str = Field(pattern=r"^[0-9]{1,9}([.,][0-9]{0,2})?$")
    receipt: str = Field(default="", max_length=40)
    category: str = Field(default="", max_length=64)


class Shown(Body):
    """The preview a button stood under."""

    revision: int = Field(ge=0, le=LARGEST_ID)


class Offered(Body):
    """How many points shall be taken."""

    points: int = Field(ge=0, le=LARGEST_ID)


class Coded(Body):
    """A pay code, promo code or certificate."""

    text: str = Field(max_length=100)


@router.post("/session")
async def open_session(request: Request, opened: Opened) -> Response:
    """Begin a session: one for each time the page is opened, however often it is asked for with its key."""
    shop, settings = request.app.state.shop, _settings(request)
    opening = read_init_data(opened.init_data, settings.init_data_key, shop.now())
    if opening is None:
        raise ProblemError(Refused(Refusal.PAGE_OVER))
    refused = await open_page(shop, opening.external_id, opening.digest, opened.key)
    if refused is not None:
        return problem(await words_of(shop, opening.language), refused)
    return Response(status_code=204, headers={"Cache-Control": "no-store"})


@router.get("/session")
async def read_session(here: Here) -> Response:
    """What the page needs to speak and reckon."""
    return JSONResponse(
        {
            "language": here.words.language,
            "brand": here.programme.brand,
            "texts": captions(here.words),
            "figures": figures(here.words),
            "categories": categories(here.programme),
        },
        headers={"Cache-Control": "no-store"},
    )


@router.post("/sales")
async def open_sale(here: Here, scanned: Scanned) -> Response:
    """A customer was named; a phone nobody has can be enrolled: the problem says what to ask first."""
    view = await identify(here.shop, here.me.member_id, NO_CHAT, scanned.text, Way.PAGE)
    if isinstance(view, Refused) and view.reason is Refusal.PHONE_UNKNOWN:
        asked = enrolling(here.words, till_phone(scanned.text), here.programme.brand)
        return problem(here.words, view, more={"enrol": asked})
    return _told(here, view)


@router.post("/customers")
async def enrol(here: Here, scanned: Scanned) -> Response:
    """A phone is enrolled: the cashier says that its owner agreed."""
    phone = till_phone(scanned.text)
    agreed = (CONSENT_VERSION, here.words.language)
    return _told(here, await enrol_customer(here.shop, here.me.member_id, NO_CHAT, phone, *agreed))


@router.post("/photo")
async def open_sale_by_photo(here: Here, request: Request) -> Response:
    """A customer was named by a picture of his code."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > LARGEST_BYTES:
            return _told(here, Refused(Refusal.PHOTO_TOO_LARGE))
    read = await read_photo(bytes(content))
    if isinstance(read, Refused):
        return _told(here, read)
    return _told(here, await identify(here.shop, here.me.member_id, NO_CHAT, read, Way.PAGE))


@router.get("/sales/{draft_id}")
async def read_sale(here: Here, draft_id: DraftId) -> Response:
    """The sale as it stands: asked for while the customer or a manager is waited for."""
    return _told(here, await show_draft(here.shop, here.me.member_id, draft_id))


@router.post("/sales/{draft_id}/amount")
async def price(here: Here, draft_id: DraftId, typed: Typed) -> Response:
    """The receipt's amount was typed."""
    amount = typed.amount.rstrip(".,")
    read = parse_amount(f"{amount} №{typed.receipt}" if typed.receipt else amount)
    known = {"", *(one.key for one in here.programme.categories)}
    if isinstance(read, Refused) or typed.category not in known:
        return _told(here, read if isinstance(read, Refused) else Refused(Refusal.SETTING_GONE))
    line = Line(read.amount_minor, typed.category)
    return _told(here, await price_sale(here.shop, here.me.member_id, draft_id, [line], read.receipt))


@router.post("/sales/{draft_id}/confirm")
async def confirm(here: Here, draft_id: DraftId, preview: Shown) -> Response:
    """Book the preview without points."""
    return _told(here, await confirm_sale(here.shop, here.me.member_id, NO_CHAT, draft_id, preview.revision))


@router.post("/sales/{draft_id}/points")
async def offer(here: Here, draft_id: DraftId, offered: Offered) -> Response:
    """Another number of points than the preview offers."""
    return _told(here, await offer_points(here.shop, here.me.member_id, NO_CHAT, draft_id, offered.points))


@router.post("/sales/{draft_id}/take")
async def take(here: Here, draft_id: DraftId, preview: Shown) -> Response:
    """Take the points the preview offers: the customer is asked, unless his pay code was shown."""
    return _told(here, await take_points(here.shop, here.me.member_id, NO_CHAT, draft_id, preview.revision))


@router.post("/sales/{draft_id}/without")
async def stop_asking(here: Here, draft_id: DraftId) -> Response:
    """The customer is asked no more."""
    return _told(here, await stop_asking_customer(here.shop, here.me.member_id, draft_id))


@router.post("/sales/{draft_id}/code")
async def code(here: Here, draft_id: DraftId, coded: Coded) -> Response:
    """Six digits where a pay code is expected are one; anything else is a promo code or a certificate."""
    digits, cashier_id = "".join(coded.text.split()), here.me.member_id
    if PAY_CODE.fullmatch(digits) and await expects_code(here.shop, draft_id, digits):
        return _told(here, await show_code(here.shop, cashier_id, NO_CHAT, draft_id, digits))
    return _told(here, await enter_code(here.shop, cashier_id, NO_CHAT, draft_id, coded.text))


@router.post("/sales/{draft_id}/close")
async def close(here: Here, draft_id: DraftId) -> Response:
    """The sale is called off."""
    return _told(here, await leave_sale(here.shop, here.me.member_id, NO_CHAT, draft_id))


@router.post("/purchases/{purchase_id}/undo")
async def undo(here: Here, purchase_id: PurchaseId) -> Response:
    """The purchase just booked was a mistake."""
    return _told(here, await undo_sale(here.shop, here.me.member_id, purchase_id))


def _told(here: Visitor, outcome: SaleView | Refused) -> Response:
    if isinstance(outcome, Refused):
        return problem(here.words, outcome)
    body: dict[str, Any] = {"sale": sale_json(outcome), "shown": shown(here.words, outcome)}
    body["now"] = instant_json(here.shop.now())
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


def _settings(request: Request) -> WebSettings:
    settings: WebSettings = request.app.state.settings
    return settings
