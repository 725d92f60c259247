"""What the page sends is small: a longer body is not read to its end."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import HTTPException, Request, Response
from fastapi.routing import APIRoute

LONGEST_BODY = 32 * 1024


class SmallRequest(Request):
    """A request whose body is refused beyond its limit, whatever its headers say."""

    async def body(self) -> bytes:
        """All of it. HTTPException 413."""
        if not hasattr(self, "_body"):
            content = bytearray()
            async for chunk in self.stream():
                content += chunk
                if len(content) > LONGEST_BODY:
                    raise HTTPException(413, headers={"Connection": "close"})
            self._body = bytes(content)
        return self._body


class SmallRoute(APIRoute):
    """A route that reads small requests."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's own, given a request of ours."""
        handle = super().get_route_handler()

        async def handle_small(request: Request) -> Response:
            return await handle(SmallRequest(request.scope, request.receive))

        return handle_small
