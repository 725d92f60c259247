"""Every error of the Bot API and what it means for a message under way."""

from typing import Any

import pytest
from aiogram.exceptions import (
    ClientDecodeError,
    RestartingTelegram,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetMe, TelegramMethod
from aiohttp import ClientConnectorDNSError, ClientConnectorError, ClientOSError, ServerDisconnectedError
from aiohttp.client_reqrep import ConnectionKey

from actions.outcomes import Failed, Outcome, Pause, Retry, Sent, Unauthorized, Unknown, Unreachable
from bot.outcomes import outcome_of

METHOD: TelegramMethod[Any] = GetMe()
SERVER = ConnectionKey(
    host="api.telegram.org",
    port=443,
    is_ssl=True,
    ssl=True,
    proxy=None,
    proxy_auth=None,
    proxy_headers_hash=None,
)


def said(error: type[TelegramAPIError], message: str) -> TelegramAPIError:
    return error(method=METHOD, message=message)


def network(cause: BaseException) -> TelegramNetworkError:
    error = TelegramNetworkError(method=METHOD, message=str(cause))
    error.__cause__ = cause
    return error


TABLE: list[tuple[Exception, type[Any]]] = [
    (TelegramRetryAfter(METHOD, "Too Many Requests", 35), Pause),
    (said(TelegramAPIError, "Too Many Requests: retry later"), Retry),
    (said(TelegramForbiddenError, "Forbidden: bot was blocked by the user"), Unreachable),
    (said(TelegramForbiddenError, "Forbidden: user is deactivated"), Unreachable),
    (said(TelegramForbiddenError, "Forbidden: bot can't initiate conversation with a user"), Unreachable),
    (said(TelegramBadRequest, "Bad Request: chat not found"), Unreachable),
    (said(TelegramBadRequest, "Bad Request: PEER_ID_INVALID"), Unreachable),
    (said(TelegramBadRequest, "Bad Request: message is not modified: specified new message ..."), Sent),
    (said(TelegramBadRequest, "Bad Request: message to delete not found"), Sent),
    (said(TelegramBadRequest, "Bad Request: message to edit not found"), Failed),
    (said(TelegramBadRequest, "Bad Request: message can't be edited"), Failed),
    (said(TelegramBadRequest, "Bad Request: can't parse entities: unsupported start tag"), Failed),
    (said(TelegramBadRequest, "Bad Request: wrong file identifier/HTTP URL specified"), Failed),
    (said(TelegramBadRequest, "Bad Request: message is too long"), Failed),
    (TelegramMigrateToChat(METHOD, "Bad Request: group chat was upgraded", -100), Failed),
    (said(TelegramAPIError, "Not Acceptable"), Failed),
    (said(TelegramConflictError, "Conflict"), Failed),
    (said(TelegramEntityTooLarge, "Request Entity Too Large"), Failed),
    (said(TelegramUnauthorizedError, "Unauthorized"), Unauthorized),
    (said(TelegramNotFound, "Not Found"), Failed),
    (said(TelegramServerError, "Internal Server Error"), Unknown),
    (said(RestartingTelegram, "Bad Gateway: restart"), Unknown),
    (ClientDecodeError("Failed to decode object", ValueError("no JSON"), "<html>502</html>"), Unknown),
    (ClientDecodeError("Failed to deserialize object", ValueError("new field"), {"ok": True}), Unknown),
    (network(TimeoutError()), Unknown),
    (network(ServerDisconnectedError()), Unknown),
    (network(ClientOSError(104, "Connection reset by peer")), Unknown),
    (network(ClientConnectorError(SERVER, OSError(111, "Connection refused"))), Retry),
    (network(ClientConnectorDNSError(SERVER, OSError(-2, "Name or service not known"))), Retry),
    (ConnectionResetError("Cannot write to closing transport"), Unknown),
    (ValueError("a bug of ours"), Unknown),
]


@pytest.mark.parametrize(("error", "expected"), TABLE, ids=lambda value: str(value)[:60])
def test_every_error_has_its_row(error: Exception, expected: type[Outcome]) -> None:
    assert isinstance(outcome_of(error), expected)


def test_a_pause_lasts_as_long_as_telegram_says() -> None:
    assert outcome_of(TelegramRetryAfter(METHOD, "Too Many Requests", 10_072)) == Pause(10_072)


def test_a_reason_is_short() -> None:
    assert outcome_of(said(TelegramBadRequest, "x" * 5000)) == Failed("TelegramBadRequest: " + "x" * 180)
