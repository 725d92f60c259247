"""Every error of the HTTP doors as problem details (RFC 9457): one mapping, titles in the asker's words."""

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from actions.recognise import programme_of
from actions.shop import Shop
from loyalty.refusals import Refusal, Refused
from texts.problems import STATUS, Fault, accepted_language, refusal_title, title
from texts.words import Words, words_for

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:kopilka:problem:"
# What a refusal means in HTTP; whatever is not here stands in the way of what was asked: a conflict.
REFUSAL_STATUS: Mapping[Refusal, HTTPStatus] = {
    **dict.fromkeys(
        (
            Refusal.CARD_UNKNOWN,
            Refusal.CUSTOMER_UNKNOWN,
            Refusal.MEMBER_UNKNOWN,
            Refusal.NO_OPEN_SALE,
            Refusal.NOT_YOUR_SALE,
            Refusal.REFUND_UNKNOWN,
            Refusal.REFUND_OTHER_STORE,
            Refusal.CODE_UNKNOWN,
        ),
        HTTPStatus.NOT_FOUND,
    ),
    **dict.fromkeys(
        (Refusal.NOT_STAFF, Refusal.NOT_OWNER, Refusal.NOT_ALLOWED, Refusal.NOT_YOUR_STORE),
        HTTPStatus.FORBIDDEN,
    ),
    Refusal.PAGE_OVER: HTTPStatus.UNAUTHORIZED,
    Refusal.TOO_MANY_CODES: HTTPStatus.TOO_MANY_REQUESTS,
    Refusal.ASKED_TOO_OFTEN: HTTPStatus.TOO_MANY_REQUESTS,
}
FAULTS = {status: fault for fault, status in reversed(STATUS.items())}

log = logging.getLogger(__name__)


class ProblemError(Exception):
    """Raised where a door can't go on; answered as the problem it carries.

    more: members of the answer besides type, title and status.
    """

    def __init__(
        self,
        fault: Fault | Refused,
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(str(fault))
        self.fault = fault
        self.headers = headers or {}
        self.more = more or {}


def problem(
    words: Words,
    fault: Fault | Refused,
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
) -> Response:
    """The answer that says why not. A refusal's figures are told as `figures`."""
    if isinstance(fault, Refused):
        slug, status = fault.reason.replace("_", "-"), refusal_status(fault)
        body: dict[str, Any] = {"type": TYPE + slug, "title": refusal_title(words, fault), "status": status}
        body |= {"figures": dict(fault.detail)} if fault.detail else {}
    else:
        status = STATUS[fault]
        body = {"type": TYPE + fault.value, "title": title(words, fault), "status": status}
    content = json.dumps({**body, **(more or {})}, ensure_ascii=False, separators=(",", ":"))
    told = {"Content-Language": words.language, **(headers or {})}
    return Response(content.encode(), status, told, MEDIA_TYPE)


def refusal_status(refused: Refused) -> HTTPStatus:
    """What a refusal is in HTTP."""
    return REFUSAL_STATUS.get(refused.reason, HTTPStatus.CONFLICT)


async def words_of(shop: Shop, accept_language: str) -> Words:
    """How to speak to whoever asks."""
    programme = await programme_of(shop)
    language = accepted_language(accept_language, shop.settings.default_language)
    return words_for(language, programme.time_zone, programme.currency)


def install(app: FastAPI, shop: Shop) -> None:
    """Answer every error of this application as a problem, those of the framework too."""

    async def words(request: Request) -> Words:
        return await words_of(shop, request.headers.get("accept-language", ""))

    async def told(request: Request, error: Exception) -> Response:
        assert isinstance(error, ProblemError)  # noqa: S101  # the handler is registered for it alone
        return problem(await words(request), error.fault, error.headers, error.more)

    async def unreadable(request: Request, error: Exception) -> Response:
        wrong = _pointers(error) if isinstance(error, RequestValidationError) else []
        return problem(await words(request), Fault.UNREADABLE, None, {"errors": wrong})

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101  # the handler is registered for it alone
        known = FAULTS.get(HTTPStatus(error.status_code), Fault.BAD_REQUEST)
        return problem(await words(request), known, error.headers)

    async def broken(request: Request, error: Exception) -> Response:
        log.error("a request broke at %s", request.url.path, exc_info=error)
        return problem(await words(request), Fault.BROKEN)

    app.add_exception_handler(ProblemError, told)
    app.add_exception_handler(RequestValidationError, unreadable)
    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(Exception, broken)


def _pointers(error: RequestValidationError) -> list[dict[str, str]]:
    """Where the request is wrong and how, without what stood there: it may be somebody's phone."""
    return [
        {"where": "/".join(str(part) for part in one["loc"]), "what": str(one["type"])}
        for one in error.errors()[:20]
    ]
