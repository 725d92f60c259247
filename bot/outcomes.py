"""What an error of the Bot API means for the message that was being sent: one row an error."""

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError

from actions.outcomes import Failed, Outcome, Pause, Retry, Sent, Unauthorized, Unknown, Unreachable

NOBODY_THERE = ("chat not found", "peer_id_invalid")
# What was asked for is so already.
DONE_ALREADY = ("message is not modified", "message to delete not found")
LONGEST_REASON = 200


def outcome_of(error: Exception) -> Outcome:
    """The outcome an exception of a send stands for. What we do not know may have been delivered."""
    reason = _reason(error)
    match error:
        case TelegramRetryAfter():
            return Pause(float(error.retry_after))
        case TelegramForbiddenError():
            return Unreachable(reason)
        case TelegramBadRequest():
            return _bad_request(error.message.lower(), reason)
        case TelegramUnauthorizedError():
            return Unauthorized(reason)
        case TelegramNotFound():
            # A token of a wrong form was found out at the start: it is the method that this server lacks.
            return Failed(reason)
        case TelegramEntityTooLarge():  # to aiogram a network error, which it is not
            return Failed(reason)
        case TelegramNetworkError():
            return _network(error, reason)
        case TelegramServerError() | ClientDecodeError():
            return Unknown(reason)
        case TelegramAPIError():
            return Retry(reason) if "too many requests" in error.message.lower() else Failed(reason)
    return Unknown(reason)


def _bad_request(said: str, reason: str) -> Outcome:
    if any(word in said for word in DONE_ALREADY):
        return Sent()
    return Unreachable(reason) if any(word in said for word in NOBODY_THERE) else Failed(reason)


def _network(error: TelegramNetworkError, reason: str) -> Outcome:
    """Refused or not resolved: it never left. Everything else may have arrived before the line broke."""
    return Retry(reason) if isinstance(error.__cause__, ClientConnectorError) else Unknown(reason)


def _reason(error: Exception) -> str:
    # The whole text of a ClientDecodeError quotes the answer, with the person and the message in it.
    said = error.message if isinstance(error, TelegramAPIError | ClientDecodeError) else str(error)
    return f"{type(error).__name__}: {said}"[:LONGEST_REASON]
