"""What Telegram answers when it refuses a request, in its own words."""

from dataclasses import dataclass


@dataclass(slots=True)
class ApiError(Exception):
    """A refusal: HTTP status, description, and for a flood the seconds to wait."""

    code: int
    description: str
    retry_after_seconds: int | None = None


def bad_request(description: str) -> ApiError:
    """A 400 with Telegram's prefix."""
    return ApiError(400, f"Bad Request: {description}")


def forbidden(description: str) -> ApiError:
    """A 403 with Telegram's prefix."""
    return ApiError(403, f"Forbidden: {description}")
