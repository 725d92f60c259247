"""The log on stderr: a line an event, as text or JSON, without tokens, keys, phones or control characters."""

import contextlib
import logging
import re
import sys
import threading
import warnings
from collections.abc import Iterable
from types import TracebackType
from typing import Any

import structlog

# Each of these takes a time that grows with the text, not with its square: what is told may be a stranger's.
TOKEN = re.compile(r"(?<!\d)\d{6,}:[A-Za-z0-9_-]{30,}")
PHONE = re.compile(r"(?<![\w.-])(?!\d{4}-\d\d-\d\d)\+?\d(?:[\s()-]{0,2}\d){9,14}(?!\w)")
# Bearer keys, secrets of webhooks, and what a page inside the messenger is opened with.
KEYS = (
    (re.compile(r"(?i)\b(bearer|authorization:)\s+(?!\[)[^\s'\",;]{6,}"), r"\1 [key]"),
    (re.compile(r"whsec_[A-Za-z0-9+/=_-]{8,}"), "[key]"),
    (re.compile(r"\bkp_[A-Za-z0-9]{8,}"), "[key]"),
    (re.compile(r"(?i)(tgWebAppData=)[^\s'\"]+"), r"\1[init data]"),
    (re.compile(r"\bhash=[0-9a-f]{64}"), "hash=[init data]"),
)
UNBROKEN = re.compile(r"\S+")
UNQUOTED = re.compile(r"[^'\"]+")
FIELD = re.compile(r"\b(?:query_id|auth_date|user|signature|hash)=")
SIGNED = re.compile(r"hash=[0-9a-f]{16,}")
# A name with a line break or a terminal's escape sequence in it must not write lines of its own.
INJECTED = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160), 0x2028, 0x2029)}
LINE_KEEPING = {code: text for code, text in INJECTED.items() if code not in (9, 10)}
# The one control character that JSON leaves as it is.
DELETE = {127: "\\u007f"}
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
    """The text without the given secrets, and without what looks like a token, a key or a phone number."""
    for secret in secrets:
        text = text.replace(secret, "[secret]")
    text = UNBROKEN.sub(_without_init_data, text)
    for pattern, instead in KEYS:
        text = pattern.sub(instead, text)
    return PHONE.sub("[phone]", TOKEN.sub("[token]", text))


def _without_init_data(found: re.Match[str]) -> str:
    """Without what a page was opened with, and without what stands before it: that may be a part of it."""
    text = found[0]
    end = max((part.end() for part in UNQUOTED.finditer(text) if _is_init_data(part[0])), default=0)
    return "[init data]" + text[end:] if end else text


def _is_init_data(text: str) -> bool:
    """Some field of it, and after an ampersand the hash that signs it."""
    field = FIELD.search(text)
    rest = text.find("&", field.end()) if field else -1
    return rest >= 0 and SIGNED.search(text, rest) is not None


class RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """Renders the record whole (arguments, traceback, stack), then takes out what nobody should read."""

    def __init__(self, secrets: Iterable[str], *, as_json: bool = False) -> None:
        self._secrets = tuple(secret for secret in secrets if secret)
        self._json = as_json
        shared: list[structlog.typing.Processor] = [
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="%Y-%m-%dT%H:%M:%SZ", utc=True),
        ]
        super().__init__(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *(self._as_json() if as_json else _as_text()),
            ],
            foreign_pre_chain=shared if as_json else [*shared, _in_one_line],
        )

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        return line.translate(DELETE) if self._json else redacted(line, self._secrets).translate(LINE_KEEPING)

    def _as_json(self) -> list[structlog.typing.Processor]:
        """Every value is redacted by itself: in JSON a secret with a quote in it looks like another text."""
        return [
            structlog.processors.format_exc_info,
            self._redact_values,
            structlog.processors.JSONRenderer(sort_keys=False, default=str, ensure_ascii=True),
        ]

    def _redact_values(
        self, _: Any, __: str, event: structlog.typing.EventDict
    ) -> structlog.typing.EventDict:
        plain = (int, float, bool, type(None))
        return {
            name: value if isinstance(value, plain) else redacted(str(value), self._secrets)
            for name, value in event.items()
        }


class RedactingHandler(logging.StreamHandler[Any]):
    """Says in one plain line that a record could not be written, where Python prints all its arguments."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (the name is logging's)
        """Called by logging when a record can't be rendered or written."""
        error = sys.exc_info()[1]
        with contextlib.suppress(Exception):
            self.stream.write(f"a line of {record.name} could not be logged: {type(error).__name__}\n")


def set_up_logs(level: str, secrets: Iterable[str] = (), *, as_json: bool = False) -> None:
    """Log to stderr from now on; `secrets` are taken out wherever they appear."""
    handler = RedactingHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter(secrets, as_json=as_json))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name, least in QUIET.items():
        logging.getLogger(name).setLevel(max(least, logging.getLevelName(level)))
    logging.captureWarnings(capture=True)
    # aiogram's, which quotes the whole update.
    warnings.filterwarnings("ignore", message="Detected unknown update type")
    sys.excepthook = _ended
    threading.excepthook = lambda told: _ended(told.exc_type, told.exc_value, told.exc_traceback)


def _as_text() -> list[structlog.typing.Processor]:
    # The plain traceback: the pretty one prints local variables, and they hold the token.
    return [
        structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback, pad_event_to=0, sort_keys=False
        )
    ]


def _ended(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    """What nobody caught goes through the log as well: its text may quote an address with the token."""
    if issubclass(kind, KeyboardInterrupt):
        return
    told = (kind, error or kind(), trace)
    logging.getLogger("kopilka").critical("ended by an error", exc_info=told)


def _in_one_line(_: Any, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    event["event"] = str(event["event"]).translate(INJECTED)
    return event
