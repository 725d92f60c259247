"""Opening data as the messenger signs it, for the tests of the page."""

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any
from urllib.parse import quote

TOKEN = "42:REHEARSAL"


def key_of(token: str = TOKEN) -> bytes:
    """What checks the data of this bot."""
    return hmac.digest(b"WebAppData", token.encode(), "sha256")


def signed(fields: dict[str, str], token: str = TOKEN) -> str:
    """These fields with the messenger's signature."""
    checked = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    signature = hmac.new(key_of(token), checked.encode(), hashlib.sha256).hexdigest()
    return query({**fields, "hash": signature})


def query(fields: dict[str, str]) -> str:
    return "&".join(f"{quote(name)}={quote(value, safe='')}" for name, value in fields.items())


def fields(external_id: int | str, at: datetime, **more: Any) -> dict[str, str]:
    """What the messenger says of somebody who opens a page at this moment."""
    user = {"id": int(external_id), "first_name": "Лена", "last_name": "", "language_code": "ru"} | more
    return {
        "query_id": "AAHdF6IQAAAAAN0XohDhrOrc",
        "user": json.dumps(user, ensure_ascii=False, separators=(",", ":")),
        "auth_date": str(int(at.timestamp())),
        "signature": "WUVZnYbZAJ3d",
    }


def init_data(external_id: int | str, at: datetime, token: str = TOKEN, **more: Any) -> str:
    """A fresh, sound opening of the page."""
    return signed(fields(external_id, at, **more), token)
