"""Between HTTP and the actions: who asks, what for, under which key, and the answer's bytes."""

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Header, Request, Response

from actions.shop import Shop
from actions.till_calls import Answer, Ask, kept_answer
from loyalty.refusals import Refusal, Refused
from loyalty.tills import Scope, Till
from loyalty.views import SaleState, SaleView
from texts.problems import Fault
from web.problems import ProblemError
from web.sale_json import sale_json

T = TypeVar("T")
Responses = dict[int | str, dict[str, Any]]
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=128,
        pattern="^[0-9A-Za-z_.:-]+$",
        description="a new one for every thing to be done, the same one when the same thing is asked again",
    ),
]


# Coroutines, for FastAPI sends plain functions to a thread and back.
async def shop_of(request: Request) -> Shop:
    """The shop behind the door."""
    shop: Shop = request.app.state.shop
    return shop


async def till_of(request: Request) -> Till:
    """Who asks."""
    till: Till = request.state.till
    return till


InShop = Annotated[Shop, Depends(shop_of)]
AtTill = Annotated[Till, Depends(till_of)]


def needs(scope: Scope) -> Any:
    """A door that only keys with this scope open."""

    async def check(till: AtTill) -> None:
        if scope not in till.scopes:
            raise ProblemError(Fault.FORBIDDEN)

    return Depends(check)


def ask_of(request: Request, key: str) -> Ask:
    """What is asked under this idempotency key."""
    asked = f"{request.method} {request.url.path}\n".encode() + request.state.body
    return Ask(request.state.till.id, key, hashlib.sha256(asked).digest())


async def once(
    request: Request, key: str, do: Callable[[Ask], Awaitable[Answer | Refused | None]]
) -> Response:
    """Have it done under its key; the same request at the same moment is told to wait until it is done."""
    ask, in_flight = ask_of(request, key), request.app.state.in_flight
    mine = (ask.till_id, ask.key)
    if mine in in_flight:
        # It may be done already, and be asked for again by somebody else at this moment.
        kept = await kept_answer(request.app.state.shop, ask)
        if kept is None:
            raise ProblemError(Fault.IN_FLIGHT, {"Retry-After": "1"})
        return _response(known(kept))
    in_flight.add(mine)
    try:
        answer = known(await do(ask))
    finally:
        in_flight.discard(mine)
    if not answer.done:
        sale = json.loads(answer.body)
        waits = sale["state"] == SaleState.MANAGER
        raise ProblemError(Fault.MANAGER if waits else Fault.CHANGED, None, {"sale": sale})
    return _response(answer)


def _response(answer: Answer) -> Response:
    headers = {"Idempotency-Replayed": "true"} if answer.repeated else None
    return Response(answer.body, answer.status, headers, "application/json")


def known(answer: T | Refused | None) -> T:
    """The answer, when there is one. Raises ProblemError for a refusal and a revoked key."""
    if answer is None:
        raise ProblemError(Fault.UNAUTHORIZED, {"WWW-Authenticate": "Bearer"})
    if isinstance(answer, Refused):
        raise ProblemError(Fault.KEY_REUSED if answer.reason is Refusal.OTHER_INPUT else answer)
    return answer


def body_of(values: Mapping[str, Any]) -> bytes:
    """The JSON of an answer."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def shown(values: Mapping[str, Any]) -> Response:
    """An answer that changed nothing."""
    return Response(body_of(values), media_type="application/json")


def told_sale(*good: SaleState) -> Callable[[SaleView], Answer]:
    """How a sale is told: done when it came to one of these states, else its figures have changed."""

    def told(view: SaleView) -> Answer:
        done = view.state in good and not view.changed
        return Answer(200, body_of(sale_json(view)), done=done)

    return told


def answers(model: type, *statuses: int) -> Responses:
    """What OpenAPI says of a door's answers."""
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemOut"}}}
    titles = {
        400: "The body can't be read at all",
        401: "No key, a wrong or a revoked one",
        403: "The key has not this scope",
        404: "Unknown, also when it is another store's",
        409: "The rules of the programme stand in the way",
        413: "Body over 64 kB",
        415: "Body not JSON",
        422: "A part of the request is missing, unknown or wrong",
        429: "Too many requests",
    }
    refused = {status: {"description": titles[status], "content": problem} for status in titles}
    usual = (400, 401, 403, 413, 415, 422, 429, *statuses)
    found: Responses = {200: {"model": model, "description": "Done"}}
    return found | {status: refused[status] for status in sorted(usual)}
