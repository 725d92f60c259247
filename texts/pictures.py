"""What stands on a card, and the picture of it that is drawn when somebody has to be sent one."""

import hashlib
import json
from dataclasses import astuple, dataclass

from texts.screen import Picture

# Goes up with every change to the drawing: pictures that messengers keep are then drawn anew.
CARD_DESIGN = 1


@dataclass(frozen=True, slots=True)
class CardFace:
    """Everything that is seen on a card; `number` has 12 digits, `link` is what the code holds.

    colour: plain, silver, gold, dark, or a tier's own "#RRGGBB".
    """

    brand: str
    name: str
    number: str
    colour: str
    tier_name: str
    rate_text: str
    link: str


@dataclass(frozen=True, slots=True)
class PayFace:
    """Everything that is seen on a pay code; `digits` are six, `until` says when it ends."""

    brand: str
    title: str
    digits: str
    until: str
    link: str


def pay_picture(face: PayFace) -> Picture:
    """The pay code as a picture, which nobody is ever sent twice."""
    return Picture("", lambda: _pay_drawn(face))


def card_picture(face: CardFace) -> Picture:
    """The card as a picture: the same face has the same key."""
    content = json.dumps(["card", CARD_DESIGN, *astuple(face)])
    key = hashlib.sha256(content.encode()).hexdigest()[:32]
    return Picture(key, lambda: _drawn(face))


def _drawn(face: CardFace) -> bytes:
    # Pillow and qrcode are loaded with the first card, not with the bot.
    from texts.card_drawing import card_jpeg

    return card_jpeg(face)


def _pay_drawn(face: PayFace) -> bytes:
    from texts.card_drawing import pay_jpeg  # loaded late, as above

    return pay_jpeg(face)
