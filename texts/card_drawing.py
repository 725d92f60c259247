"""The card, drawn: brand and tier on the tier's ground, the code on a white field, number and name below."""

from functools import lru_cache
from io import BytesIO
from threading import Lock
from typing import NamedTuple

from PIL import Image, ImageColor, ImageDraw
from qrcode.constants import ERROR_CORRECT_L
from qrcode.main import QRCode

from loyalty.cards import group_number
from loyalty.colours import BLACK, WHITE, ink_on, mixed, parse_colour
from texts.lettering import Box, Line, Style, draw_lines, set_text, showable
from texts.pictures import CardFace, PayFace

WIDTH, HEIGHT = 1080, 1350
JPEG_QUALITY = 88
FIELD: Box = (106, 260, 974, 1128)
FIELD_RADIUS = 52
QUIET_MODULES = 4
# How far the ground of an owner's own colour runs away from its ink.
SHADE_PERCENT = 35
CODE_INK = "#101114"
# Any mask decodes; looking for the best of eight is most of the work of making a code.
MASK_PATTERN = 3

BRAND_AREA: Box = (FIELD[0], 28, FIELD[2], 168)
TIER_AREA: Box = (FIELD[0], 164, FIELD[2], 232)
NUMBER_AREA: Box = (FIELD[0], 1134, FIELD[2], 1232)
NAME_AREA: Box = (FIELD[0], 1222, FIELD[2], 1326)
BRAND_STYLE = Style("Bold", (72, 64, 56, 48, 40), lines=2, stands="bottom")
TIER_STYLE = Style("SemiBold", (38, 34, 30, 26))
NUMBER_STYLE = Style("SemiBold", (64,))
NAME_STYLE = Style("Regular", (46, 42, 38, 34, 30), lines=2)


class Colours(NamedTuple):
    """A ground from its top to its bottom colour, and the inks of text on it."""

    top: str
    bottom: str
    ink: str
    soft_ink: str


COLOURS = {
    "plain": Colours("#13755F", "#0A4F42", "#FFFFFF", "#EAF7F3"),
    "silver": Colours("#EEF1F5", "#BFC7D2", "#1B2430", "#38424F"),
    "gold": Colours("#F3D88E", "#D0A03C", "#2B1E05", "#3E2D0B"),
    "dark": Colours("#2B2E37", "#0E0F13", "#F4E3BC", "#D9CDB0"),
    # Of the pay code alone, so that an old screenshot of one is recognised at a glance.
    "pay": Colours("#5B3FC4", "#33208A", "#FFFFFF", "#ECE7FF"),
}


def colours_of(colour: str) -> Colours:
    """The ground and the ink of a tier: one of ours, or made of the owner's own colour "#RRGGBB".

    The ground runs from that colour away from the ink, so text reads as well as on the colour itself.
    """
    if colour in COLOURS:
        return COLOURS[colour]
    own = parse_colour(colour)
    if own is None:
        return COLOURS["plain"]
    ink = ink_on(own)
    far = mixed(own, BLACK if ink == WHITE else WHITE, SHADE_PERCENT)
    top, bottom = (own, far) if ink == WHITE else (far, own)
    return Colours(top, bottom, ink, ink)


# A card on the drawing board takes ten megabytes: cards are drawn one at a time.
_BOARD = Lock()


def card_jpeg(face: CardFace) -> bytes:
    """The card as a JPEG of 1080 by 1350 pixels."""
    with _BOARD:
        return _drawn(face)


def pay_jpeg(face: PayFace) -> bytes:
    """The pay code as a JPEG of the same size on another ground, with the time it ends."""
    strong = [
        *set_text(showable(face.title), BRAND_STYLE, BRAND_AREA),
        *set_text(f"{face.digits[:3]} {face.digits[3:]}", NUMBER_STYLE, NUMBER_AREA),
    ]
    soft = [
        *set_text(showable(face.brand), TIER_STYLE, TIER_AREA),
        *set_text(showable(face.until), NAME_STYLE, NAME_AREA),
    ]
    with _BOARD:
        return sheet(COLOURS["pay"], face.link, strong, soft)


def _drawn(face: CardFace) -> bytes:
    return sheet(colours_of(face.colour), face.link, *card_lines(face))


def sheet(colours: Colours, link: str, strong: list[Line], soft: list[Line]) -> bytes:
    """A ground with the link's code on a white field and lines of text around it, as a JPEG."""
    card = ground(colours)
    card.paste("#FFFFFF", FIELD[:2], _field_mask())
    code = code_mask(link, FIELD[2] - FIELD[0])
    margin = (FIELD[2] - FIELD[0] - code.width) // 2
    card.paste(CODE_INK, (FIELD[0] + margin, FIELD[1] + margin), code)
    draw = ImageDraw.Draw(card)
    draw_lines(draw, strong, colours.ink)
    draw_lines(draw, soft, colours.soft_ink)
    jpeg = BytesIO()
    card.save(jpeg, "JPEG", quality=JPEG_QUALITY)
    return jpeg.getvalue()


def card_lines(face: CardFace) -> tuple[list[Line], list[Line]]:
    """The texts of a card where they stand: those in full ink and those in the softer one."""
    tier = " · ".join(text for text in (showable(face.tier_name), showable(face.rate_text)) if text)
    brand = set_text(showable(face.brand), BRAND_STYLE, BRAND_AREA)
    strong = [*brand, *set_text(group_number(face.number), NUMBER_STYLE, NUMBER_AREA)]
    name = set_text(showable(face.name) or "—", NAME_STYLE, NAME_AREA)
    return strong, [*set_text(tier, TIER_STYLE, TIER_AREA), *name]


def code_mask(link: str, side: int) -> Image.Image:
    """The QR code of a link, ink as 255: as large as `side` pixels allow with a quiet zone around it."""
    # Fewer and larger dots: on a screen nothing is torn off, but photos are blurred (bench scan-photo).
    code = QRCode(error_correction=ERROR_CORRECT_L, border=0, mask_pattern=MASK_PATTERN)
    code.add_data(link)
    code.make()
    modules = code.modules_count
    scale = side // (modules + 2 * QUIET_MODULES)
    dots = bytes(255 if dark else 0 for row in code.modules for dark in row)
    small = Image.frombytes("L", (modules, modules), dots)
    return small.resize((modules * scale, modules * scale), Image.Resampling.NEAREST)


def ground(colours: Colours) -> Image.Image:
    """The ground of a card: its two colours running into each other from corner to corner."""
    # The shade of a pixel is 255 * (x / 4 + y) / (WIDTH / 4 + HEIGHT), read from a ramp of 256 pixels.
    reach = WIDTH / 4 + HEIGHT
    ramp = (0, 0, 0.5, 255 / 4 / reach, 255 / reach, 0)
    shade = Image.linear_gradient("L").transform((WIDTH, HEIGHT), Image.Transform.AFFINE, ramp)
    bands = zip(ImageColor.getrgb(colours.top), ImageColor.getrgb(colours.bottom), strict=True)
    return Image.merge("RGB", [shade.point([a + (b - a) * n // 255 for n in range(256)]) for a, b in bands])


@lru_cache(maxsize=1)
def _field_mask() -> Image.Image:
    """The white field with smooth round corners: drawn four times as large, then reduced."""
    side = FIELD[2] - FIELD[0]
    large = Image.new("L", (side * 4, side * 4))
    ImageDraw.Draw(large).rounded_rectangle((0, 0, side * 4 - 1, side * 4 - 1), FIELD_RADIUS * 4, 255)
    return large.reduce(4)
