"""What stands on a card, and the picture of it that is drawn when somebody has to be sent one."""

import hashlib
import json
from dataclasses import astuple, dataclass
from typing import Literal

from texts.screen import Picture

Tier = Literal["plain", "silver", "gold", "dark"]

# Goes up with every change to the drawing: pictures that messengers keep are then drawn anew.
CARD_DESIGN = 1


@dataclass(frozen=True, slots=True)
class CardFace:
    """Everything that is seen on a card; `number` has 12 digits, `link` is what the code holds."""

    brand: str
    name: str
    number: str
    tier: Tier
    tier_name: str
    rate_text: str
    link: str


def card_picture(face: CardFace) -> Picture:
    """The card as a picture: the same face has the same key."""
    content = json.dumps(["card", CARD_DESIGN, *astuple(face)])
    key = hashlib.sha256(content.encode()).hexdigest()[:32]
    return Picture(key, lambda: _drawn(face))


def _drawn(face: CardFace) -> bytes:
    # Pillow and qrcode are loaded with the first card, not with the bot.
    from texts.card_drawing import card_jpeg

    return card_jpeg(face)
