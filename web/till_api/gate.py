"""What every request of a till passes before it is looked into: key, pace, size and kind of its body."""

from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from actions.shop import Shop
from actions.till_calls import known_till
from texts.problems import Fault
from web.problems import problem, words_of
from web.till_api.limits import Buckets, Pace

LONGEST_BODY = 64 * 1024
OPENAPI = "/openapi.json"
SAFE_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class Gate:
    """Lets requests with a living key in, with `till` and `body` in their state."""

    def __init__(self, app: ASGIApp, shop: Shop, pace: Pace) -> None:
        self._app, self._shop = app, shop
        self._buckets = Buckets(pace)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; the description is open to everybody."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SAFE_HEADERS)
            await send(message)

        if scope["path"].endswith(OPENAPI):
            await self._app(scope, receive, send_safely)
            return
        headers, state = Headers(scope=scope), scope.setdefault("state", {})
        wrong = await self._stopped(headers, state) or await _read_body(headers, state, receive)
        if wrong is None:
            await self._app(scope, _again(state["body"], receive), send_safely)
            return
        fault, told = wrong
        words = await words_of(self._shop, headers.get("accept-language", ""))
        await problem(words, fault, told)(scope, receive, send_safely)

    async def _stopped(self, headers: Headers, state: dict[str, Any]) -> tuple[Fault, dict[str, str]] | None:
        """Why it does not get in."""
        scheme, _, key = headers.get("authorization", "").partition(" ")
        till = await known_till(self._shop, key.strip()) if scheme.lower() == "bearer" else None
        if till is None:
            return Fault.UNAUTHORIZED, {"WWW-Authenticate": "Bearer"}
        seconds = self._buckets.wait_seconds(till.id)
        if seconds:
            return Fault.TOO_MANY, {"Retry-After": str(seconds)}
        state["till"] = till
        return None


async def _read_body(
    headers: Headers, state: dict[str, Any], receive: Receive
) -> tuple[Fault, dict[str, str]] | None:
    """Put the body into the state, or say what is wrong with it."""
    body, more = b"", True
    announced = headers.get("content-length", "")
    if announced.isdigit() and (len(announced) > 9 or int(announced) > LONGEST_BODY):
        return Fault.TOO_LARGE, {"Connection": "close"}
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":  # half a request is none
            return Fault.BAD_REQUEST, {"Connection": "close"}
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > LONGEST_BODY:
            return Fault.TOO_LARGE, {"Connection": "close"}
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if body and kind != "application/json":
        return Fault.NOT_JSON, {}
    state["body"] = body
    return None


def _again(body: bytes, receive: Receive) -> Receive:
    """The body once more, for whoever comes after; then what comes next."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return waiting.pop() if waiting else await receive()

    return receive_again
