"""What the messenger says of whoever opened a page: taken only when its bot signed it a moment ago."""

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import unquote_to_bytes

LONGEST_BYTES = 8192
OLDEST = timedelta(minutes=5)
# The messenger's clock may be ahead of ours.
NEWEST = timedelta(seconds=60)
HASH = re.compile(r"[0-9a-f]{64}")
SECONDS = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True, slots=True)
class Opening:
    """A page was opened: by whom (his id in the messenger), in which language, proven by which digest."""

    external_id: str
    language: str
    digest: bytes


def read_init_data(raw: str, key: bytes, now: datetime) -> Opening | None:
    """Who opened the page; None for anything that is not the messenger's own word of the last five minutes.

    key: HMAC-SHA256 of the bot's token under "WebAppData"; https://core.telegram.org/bots/webapps describes
    the rest. A field given twice is refused: two readers could take different ones.
    """
    try:
        fields = _fields(raw)
        signed = fields.pop("hash")
        digest = hmac.digest(key, _checked(fields), "sha256")
        # Bytes, not texts: comparing texts that are not ASCII raises.
        if HASH.fullmatch(signed) is None or not hmac.compare_digest(digest, bytes.fromhex(signed)):
            return None
        if not _is_fresh(fields["auth_date"], now):
            return None
        user = json.loads(fields["user"])
        return Opening(_id_of(user), str(user.get("language_code") or ""), hashlib.sha256(digest).digest())
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError):
        return None


def _fields(raw: str) -> dict[str, str]:
    """The fields of a query string, blank ones too. ValueError for what is no query string of ours."""
    if len(raw.encode()) > LONGEST_BYTES:
        raise ValueError("too long")
    fields: dict[str, str] = {}
    for part in raw.split("&"):
        name, equals, value = part.partition("=")
        name = _decoded(name)
        if not name or not equals or name in fields:
            raise ValueError("a field without a name or a value, or given twice")
        fields[name] = _decoded(value)
    return fields


def _decoded(text: str) -> str:
    return unquote_to_bytes(text.replace("+", " ")).decode()


def _checked(fields: dict[str, str]) -> bytes:
    return "\n".join(f"{name}={value}" for name, value in sorted(fields.items())).encode()


def _is_fresh(auth_date: str, now: datetime) -> bool:
    if SECONDS.fullmatch(auth_date) is None:
        return False
    age = timedelta(seconds=now.timestamp() - int(auth_date))
    return -NEWEST <= age <= OLDEST


def _id_of(user: object) -> str:
    found = user.get("id") if isinstance(user, dict) else None
    if not isinstance(found, int) or isinstance(found, bool) or not 0 < found < 1 << 63:
        raise ValueError("no user")
    return str(found)
