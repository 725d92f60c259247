"""What stands on an invitation's poster, and the picture of it, drawn when somebody has to be sent one."""

import hashlib
import json
from dataclasses import astuple, dataclass

from texts.screen import Picture

# Goes up with every change to the drawing: pictures that messengers keep are then drawn anew.
POSTER_DESIGN = 1


@dataclass(frozen=True, slots=True)
class PosterFace:
    """Everything that is seen: three words, the code of the link, one line of benefit, the bot's name."""

    brand: str
    headline: str
    benefit: str
    bot_name: str
    link: str


def poster_picture(face: PosterFace) -> Picture:
    """The poster as a picture: the same face has the same key."""
    content = json.dumps(["poster", POSTER_DESIGN, *astuple(face)])
    key = hashlib.sha256(content.encode()).hexdigest()[:32]
    return Picture(key, lambda: _drawn(face))


def _drawn(face: PosterFace) -> bytes:
    # Pillow and qrcode are loaded with the first picture, not with the bot.
    from texts.poster_drawing import poster_jpeg

    return poster_jpeg(face)
