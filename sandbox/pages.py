"""Pages inside the messenger: what an app puts behind a page's address, signed as Telegram signs it."""

import hashlib
import hmac
import json
import socket
from collections.abc import Mapping
from urllib.parse import quote

from sandbox.state import Json, Person
from sandbox.telegram import Telegram

VERSION = "9.1"


def launch_url(telegram: Telegram, person: Person, url: str, theme: Mapping[str, str]) -> str:
    """The address a person's phone opens when he taps a button that leads to a page."""
    params = {
        "tgWebAppData": init_data(telegram, person),
        "tgWebAppVersion": VERSION,
        "tgWebAppPlatform": "android",
        "tgWebAppThemeParams": json.dumps(theme),
    }
    return f"{url}#{_query(params)}"


def init_data(telegram: Telegram, person: Person) -> str:
    """Who opened the page and when, with the signature that only the bot's token can check."""
    telegram.record("setting", key="openings", value=openings(telegram) + 1)
    fields = {
        "query_id": f"AA{openings(telegram):020d}",
        "user": json.dumps(person.as_user(), ensure_ascii=False, separators=(",", ":")),
        "auth_date": str(telegram.now_seconds()),
    }
    checked = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    key = hmac.digest(b"WebAppData", telegram.token.encode(), "sha256")
    signature = hmac.new(key, checked.encode(), hashlib.sha256).hexdigest()
    return _query({**fields, "hash": signature})


def openings(telegram: Telegram) -> int:
    """How often a page was opened on any phone."""
    return int(telegram.state.settings.get("openings", 0))


def menu_button(telegram: Telegram, person: Person) -> Json | None:
    """The button beside the input field, when the bot has put a page there."""
    for chat in (str(person.id), ""):
        button: Json | None = telegram.state.settings.get(f"menu|{chat}")
        if button and button.get("type") != "default":
            return {"text": button["text"], "url": button["web_app"]["url"]} if "web_app" in button else None
    return None


def free_port(wanted: int) -> int:
    """This port of the loopback address when it is free, else any other."""
    for port in (wanted, 0):
        try:
            with socket.create_server(("127.0.0.1", port if 0 <= port <= 65_535 else 0)) as door:
                return int(door.getsockname()[1])
        except OSError:
            continue
    raise OSError("no port is free")


def _query(fields: Mapping[str, str]) -> str:
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in fields.items())
