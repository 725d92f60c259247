"""The example in the documentation for developers verifies what is really posted."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from actions.deliver_webhooks import SECRET, parcel
from loyalty.webhooks import CHOICE, WAITS
from storage.vault import Vault
from storage.webhooks import Due

DOCS = Path(__file__).parents[1] / "docs"
NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)
HOOK_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
PAGES = ("webhooks.md", "webhooks.ru.md")


def example(page: str) -> Callable[..., bool]:
    text = (DOCS / page).read_text("utf-8")
    [code] = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    room: dict[str, Any] = {}
    exec(compile(code, page, "exec"), room)  # noqa: S102 (our own page)
    verify: Callable[..., bool] = room["verify"]
    return verify


@pytest.mark.parametrize("page", PAGES)
def test_the_example_takes_what_is_posted_and_nothing_else(page: str) -> None:
    vault = Vault(bytes(32))
    due = Due(
        1,
        7,
        "https://x.example",
        vault.seal(SECRET, "7", HOOK_SECRET),
        "purchase-7",
        "purchase",
        {"a": 1},
        NOW,
    )
    sent, verify, now = parcel(vault, due, NOW), example(page), NOW.timestamp()
    headers = dict(sent.headers)
    assert verify(HOOK_SECRET, headers, sent.body, now)
    assert not verify("whsec_" + "A" * 32, headers, sent.body, now)
    assert not verify(HOOK_SECRET, headers, sent.body + b" ", now)
    assert not verify(HOOK_SECRET, {**headers, "webhook-id": "purchase-8"}, sent.body, now)
    assert not verify(HOOK_SECRET, headers, sent.body, (NOW + timedelta(minutes=6)).timestamp())
    assert not verify(HOOK_SECRET, {}, sent.body, now)


@pytest.mark.parametrize("page", PAGES)
def test_every_event_is_explained(page: str) -> None:
    text = (DOCS / page).read_text("utf-8")
    assert all(f"| `{event}` |" in text for event in CHOICE)
    assert len(WAITS) == 7
