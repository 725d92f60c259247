"""The poster, drawn: brand and three words, the code on a white field, the benefit and the bot's name."""

from io import BytesIO
from threading import Lock

from PIL import ImageDraw

from texts.card_drawing import CODE_INK, COLOURS, FIELD, FIELD_RADIUS, JPEG_QUALITY, code_mask, ground
from texts.lettering import Box, Line, Style, draw_lines, set_text, showable
from texts.poster import PosterFace

BRAND_AREA: Box = (FIELD[0], 26, FIELD[2], 108)
HEADLINE_AREA: Box = (FIELD[0], 104, FIELD[2], 250)
BENEFIT_AREA: Box = (FIELD[0], 1146, FIELD[2], 1258)
BOT_AREA: Box = (FIELD[0], 1256, FIELD[2], 1336)
BRAND_STYLE = Style("Regular", (46, 42, 38, 34, 30))
HEADLINE_STYLE = Style("Bold", (92, 84, 76, 68, 60, 52), stands="bottom")
BENEFIT_STYLE = Style("SemiBold", (44, 40, 36, 32), lines=2)
BOT_STYLE = Style("Regular", (44, 40, 36, 32, 28))

# A picture on the drawing board takes ten megabytes: posters are drawn one at a time.
_BOARD = Lock()


def poster_jpeg(face: PosterFace) -> bytes:
    """The poster as a JPEG of 1080 by 1350 pixels."""
    with _BOARD:
        return _drawn(face)


def _drawn(face: PosterFace) -> bytes:
    colours = COLOURS["plain"]
    poster = ground(colours)
    draw = ImageDraw.Draw(poster)
    draw.rounded_rectangle(FIELD, FIELD_RADIUS, "#FFFFFF")
    code = code_mask(face.link, FIELD[2] - FIELD[0])
    margin = (FIELD[2] - FIELD[0] - code.width) // 2
    poster.paste(CODE_INK, (FIELD[0] + margin, FIELD[1] + margin), code)
    strong, soft = poster_lines(face)
    draw_lines(draw, strong, colours.ink)
    draw_lines(draw, soft, colours.soft_ink)
    jpeg = BytesIO()
    poster.save(jpeg, "JPEG", quality=JPEG_QUALITY)
    return jpeg.getvalue()


def poster_lines(face: PosterFace) -> tuple[list[Line], list[Line]]:
    """The texts of a poster where they stand: those in full ink and those in the softer one."""
    strong = [
        *set_text(showable(face.headline), HEADLINE_STYLE, HEADLINE_AREA),
        *set_text(showable(face.benefit), BENEFIT_STYLE, BENEFIT_AREA),
    ]
    brand = set_text(showable(face.brand), BRAND_STYLE, BRAND_AREA)
    return strong, [*brand, *set_text(showable(face.bot_name), BOT_STYLE, BOT_AREA)]
