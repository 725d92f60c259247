"""The log on stderr: one readable line an event, without tokens, keys, phones or control characters."""

import logging
import re
import sys
from collections.abc import Iterable
from typing import Any

import structlog

TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}")
PHONE = re.compile(r"(?<![\w.-])(?!\d{4}-\d\d-\d\d)\+?\d(?:[\s()-]{0,2}\d){9,14}(?!\w)")
# A name with a line break or a terminal's escape sequence in it must not write lines of its own.
INJECTED = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160), 0x2028, 0x2029)}
LINE_KEEPING = {code: text for code, text in INJECTED.items() if code not in (9, 10)}
# Loggers that say too much: every update, every job, the whole text of updates they do not know, errors
# that the inbox tells as well.
QUIET = {
    "aiogram": logging.WARNING,
    "aiogram.dispatcher": logging.ERROR,
    "aiogram.event": logging.CRITICAL,
    "aiohttp.access": logging.WARNING,
    "apscheduler": logging.WARNING,
    "alembic": logging.WARNING,
    "asyncio": logging.WARNING,
    "sqlalchemy": logging.WARNING,
}


def redacted(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without the given secrets, bot tokens and what looks like a phone number."""
    for secret in secrets:
        text = text.replace(secret, "[secret]")
    return PHONE.sub("[phone]", TOKEN.sub("[token]", text))


class RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """Renders the record whole (arguments, traceback, stack), then takes out what nobody should read."""

    def __init__(self, secrets: Iterable[str]) -> None:
        shared: list[structlog.typing.Processor] = [
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="%Y-%m-%dT%H:%M:%SZ", utc=True),
            _in_one_line,
        ]
        # The plain traceback: the pretty one prints local variables, and they hold the token.
        plain = structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback, pad_event_to=0, sort_keys=False
        )
        super().__init__(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, plain],
            foreign_pre_chain=shared,
        )
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record), self._secrets).translate(LINE_KEEPING)


def set_up_logs(level: str, secrets: Iterable[str] = ()) -> None:
    """Log to stderr from now on; `secrets` are taken out wherever they appear."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name, least in QUIET.items():
        logging.getLogger(name).setLevel(max(least, logging.getLevelName(level)))


def _in_one_line(_: Any, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    event["event"] = str(event["event"]).translate(INJECTED)
    return event
