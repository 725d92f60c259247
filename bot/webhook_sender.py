"""Posts an event to a webhook's address, and never to an address of a private network."""

import socket
from types import TracebackType
from typing import Self

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from loyalty.refusals import Refused
from loyalty.webhooks import Answer, Parcel, check_url, is_public

TIMEOUT_SECONDS = 10.0
LONGEST_REASON = 100
NAME = "Kopilka"


class PrivateAddressError(OSError):
    """A name leads into a private network."""


class PublicOnly(AbstractResolver):
    """Names as the machine resolves them; one that has a private address is refused whole.

    What is connected to is the very address that was looked at: a name can't change in between.
    """

    def __init__(self) -> None:
        self._names = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """As the machine's; PrivateAddressError."""
        found = await self._names.resolve(host, port, family)
        if not all(is_public(one["host"]) for one in found):
            raise PrivateAddressError("the address is in a private network")
        return found

    async def close(self) -> None:
        """Nothing is kept."""


class WebhookSender:
    """Posts parcels; `local` lets this machine be written to (tests and the sandbox)."""

    def __init__(self, *, local: bool, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self._local = local
        connector = TCPConnector(limit=32, resolver=ThreadedResolver() if local else PublicOnly())
        self._session = ClientSession(
            connector=connector,
            timeout=ClientTimeout(total=timeout_seconds),
            cookie_jar=DummyCookieJar(),
            headers={"user-agent": NAME},
            auto_decompress=False,
        )

    async def post(self, parcel: Parcel) -> Answer:
        """Post it once, following no redirect; never raises. What the receiver writes is not read."""
        if isinstance(check_url(parcel.url, local=self._local), Refused):  # numbers pass no resolver
            return Answer(0, "the address is not allowed")
        try:
            async with self._session.post(
                parcel.url, data=parcel.body, headers=parcel.headers, allow_redirects=False
            ) as response:
                return Answer(response.status, said(response.status))
        except (ClientError, TimeoutError, OSError, ValueError) as error:
            return Answer(0, why(error))

    async def close(self) -> None:
        """Close what is open."""
        await self._session.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def said(status: int) -> str:
    """Why an answer is no yes; "" when it is one."""
    if 200 <= status < 300:
        return ""
    return "a redirect is not followed" if 300 <= status < 400 else f"answered {status}"


def why(error: Exception) -> str:
    """What went wrong, without the address, which may hold a key of the receiver's."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, PrivateAddressError):
            return str(cause)
        cause = cause.__cause__
    return type(error).__name__[:LONGEST_REASON]
