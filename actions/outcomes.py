"""What became of a message handed to the messenger, in words that every messenger can use."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sent:
    """It is there; `message_id` is the messenger's, "" when it made no new message."""

    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """It was refused for good."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The person cannot be written to: blocked the bot, left, never was there."""

    reason: str


@dataclass(frozen=True, slots=True)
class Pause:
    """It was not taken, and nothing else will be for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Retry:
    """It certainly did not arrive: the way was closed."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have arrived or not."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unauthorized:
    """The messenger does not know us: nothing can be sent any more."""

    reason: str


Outcome = Sent | Failed | Unreachable | Pause | Retry | Unknown | Unauthorized


class TokenRefusedError(Exception):
    """The messenger refuses the bot's token: nothing goes in or out. The message is one clear line."""
