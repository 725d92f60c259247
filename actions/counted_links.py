"""Links of a campaign's messages as they go out: each leads through a door of ours, another for everybody."""

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from actions.campaign_messages import CORRECTED, KIND
from actions.delivery import Delivery
from actions.own_words import OWN, is_worded
from actions.shop import Shop
from loyalty.campaign_links import led

# A token: the recipient, the number of the link, and what only this shop can compute of both. 15 bytes are
# 20 characters without a sign for padding.
RECIPIENT_BYTES, MARK_BYTES = 6, 8
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20}")


def counted(shop: Shop, delivery: Delivery) -> Delivery:
    """The message with doors in place of its links; as it is where the shop has no public address."""
    if not shop.settings.public_url:
        return delivery
    if delivery.kind in (KIND, CORRECTED):
        return replace(delivery, data=_led(shop, delivery.data))
    if is_worded(delivery.data):
        return replace(delivery, data={**delivery.data, OWN: _led(shop, delivery.data[OWN])})
    return delivery


def _led(shop: Shop, message: Mapping[str, Any]) -> Mapping[str, Any]:
    recipient_id = int(message["recipient"])

    def door(number: int) -> str:
        return f"{shop.settings.public_url}/go/{token_of(shop, recipient_id, number)}"

    body, buttons = led(message["body"], message["buttons"], door)
    return {**message, "body": body, "buttons": buttons}


def token_of(shop: Shop, recipient_id: int, number: int) -> str:
    """What stands for this link in this recipient's message."""
    named = recipient_id.to_bytes(RECIPIENT_BYTES) + number.to_bytes(1)
    return urlsafe_b64encode(named + _mark(shop, recipient_id, number)).decode()


def read_token(shop: Shop, token: str) -> tuple[int, int] | None:
    """(recipient, number of the link); None for a token that is not ours."""
    if not _TOKEN.fullmatch(token):
        return None
    whole = urlsafe_b64decode(token)
    recipient_id, number = int.from_bytes(whole[:RECIPIENT_BYTES]), whole[RECIPIENT_BYTES]
    ours = hmac.compare_digest(whole[-MARK_BYTES:], _mark(shop, recipient_id, number))
    return (recipient_id, number) if ours else None


def _mark(shop: Shop, recipient_id: int, number: int) -> bytes:
    return shop.vault.index("recipients.link", f"{recipient_id}:{number}")[:MARK_BYTES]
