"""The stand-in over HTTP: /bot<token>/<method>, /file/bot<token>/<path>, and the page with its control
API."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from sandbox.control import control_routes
from sandbox.errors import ApiError
from sandbox.faults import Fault
from sandbox.methods import METHODS, perform
from sandbox.requests import UPLOAD_LIMIT_BYTES, read_request
from sandbox.telegram import Telegram
from sandbox.views import Desk

LOOPBACK = ("127.0.0.1", "localhost", "::1")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' blob: data:; frame-src http://127.0.0.1:*; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def web_app(telegram: Telegram, desk: Desk | None = None) -> web.Application:
    """The application to serve on a loopback address; `desk` is what only the page needs."""
    app = web.Application(client_max_size=UPLOAD_LIMIT_BYTES, middlewares=[_guard])
    bot_api = _BotApi(telegram)
    app.router.add_route("*", "/bot{token}/{method}", bot_api.call)
    app.router.add_get("/file/bot{token}/{path:.+}", bot_api.download)
    app.add_routes(control_routes(telegram, desk or Desk()))

    async def stop(_app: web.Application) -> None:
        telegram.stop_waiting()

    app.on_shutdown.append(stop)
    app.on_response_prepare.append(_add_headers)
    return app


@asynccontextmanager
async def served(telegram: Telegram, desk: Desk | None = None, port: int = 0) -> AsyncIterator[str]:
    """Serve on loopback while the block runs; the address has no slash at the end. Port 0: a free one."""
    runner = web.AppRunner(web_app(telegram, desk), access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@web.middleware
async def _guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A page from elsewhere in the same browser must drive neither the bot nor the phones, also not under a
    name of its own that resolves to this address."""
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        raise web.HTTPForbidden(text="requests from other pages are refused")
    if not _is_loopback(request.host):
        raise web.HTTPForbidden(text="the sandbox serves this machine only")
    return await handler(request)


def _is_loopback(host: str) -> bool:
    try:
        return urlsplit(f"//{host}").hostname in LOOPBACK
    except ValueError:
        return False


async def _add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)


class _BotApi:
    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram

    async def call(self, request: web.Request) -> web.StreamResponse:
        """One Bot API call, with the fault that was asked for."""
        method = METHODS.get(request.match_info["method"].lower())
        fault: Fault | None = None
        try:
            self._check_token(request)
            if method is None:
                raise ApiError(404, "Not Found: method not found")
            self.telegram.calls[method.name] += 1
            params, uploads = await read_request(request)
            fault = self.telegram.faults.take(method.name)
            if fault is not None and fault.kind == "delay":
                await asyncio.sleep(fault.seconds)
            if fault is not None and fault.before and fault.kind != "delay":
                return _broken(request, fault)
            result = await perform(self.telegram, method, params, uploads)
            response = _json(200, {"ok": True, "result": result})
        except ApiError as error:
            response = _refused(error)
        if fault is not None and fault.kind != "delay":
            return _broken(request, fault)
        return response

    async def download(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a file by its path."""
        try:
            self._check_token(request)
        except ApiError as error:
            return _refused(error)
        for file in self.telegram.state.files.values():
            if file.path == request.match_info["path"]:
                return web.Response(body=self.telegram.file_bytes(file.file_id))
        return _json(404, {"ok": False, "error_code": 404, "description": "Not Found"})

    def _check_token(self, request: web.Request) -> None:
        if request.match_info["token"] != self.telegram.token:
            raise ApiError(401, "Unauthorized")


def _json(status: int, body: dict[str, Any]) -> web.Response:
    encoded = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return web.Response(status=status, body=encoded, content_type="application/json")


def _refused(error: ApiError) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": error.code, "description": error.description}
    if error.retry_after_seconds is not None:
        body["parameters"] = {"retry_after": error.retry_after_seconds}
    return _json(error.code, body)


def _broken(request: web.Request, fault: Fault) -> web.Response:
    if fault.kind == "html":
        page = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
        return web.Response(status=502, text=page, content_type="text/html")
    if fault.kind == "drop" and request.transport is not None:
        request.transport.abort()
    return _json(502, {"ok": False, "error_code": 502, "description": "Bad Gateway"})
