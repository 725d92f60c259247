"""The program at the counter: what the page asks of the till API, with a real key of the demo shop."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from actions.shop import Shop
from actions.tills import add_till
from loyalty.tills import Preset
from sandbox.demo_till import speaker_of, went
from sandbox.state import Person

TIMEOUT_SECONDS = 10
NAME = "POS"
# The demo shop begins with one.
FIRST_STORE = 1
# What the program on the page may ask for.
PATHS = re.compile(
    r"/customers/find|/quotes(/[0-9A-Za-z]{10}(/(spend|commit|cancel))?)?|/purchases/\d{1,15}/(refunds|void)"
)


@dataclass(frozen=True, slots=True)
class Till:
    """Where the till API is, and this till's key."""

    url: str
    key: str

    async def ask(
        self, method: str, path: str, body: dict[str, Any], idempotency_key: str, language: str
    ) -> dict[str, Any]:
        """Status and body of the answer; status 0 when nobody answers."""
        headers = {"Authorization": f"Bearer {self.key}", "Accept-Language": language}
        if idempotency_key:
            headers["Idempotency-Key"] = idempotency_key
        sent = body if method == "POST" else None
        try:
            async with (
                ClientSession(timeout=ClientTimeout(total=TIMEOUT_SECONDS)) as session,
                session.request(method, self.url + path, headers=headers, json=sent) as response,
            ):
                return {"status": response.status, "body": json.loads(await response.text() or "null")}
        except (ClientError, TimeoutError, ValueError):
            return {"status": 0, "body": None}


async def till_of(shop: Shop, owner: Person, url: str, folder: Path) -> Till:
    """The till of this sandbox: made at its first start, its key kept beside the journal."""
    kept = folder / "till.key"
    if not kept.exists():
        me = await speaker_of(shop, owner)
        made = went(await add_till(shop, me.member_id, me.account_id, FIRST_STORE, Preset.SPEND, NAME))
        kept.touch(mode=0o600)
        kept.write_text(made.key, "ascii")
    return Till(url, kept.read_text("ascii"))
