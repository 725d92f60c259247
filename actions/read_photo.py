"""What the codes on a photo say: read as it is, then its likeliest parts enlarged and sharpened.

The work is bounded by the number of tries, not by a clock: the same photo always reads the same.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageChops, ImageFilter, ImageOps

from loyalty.refusals import Refusal, Refused

LARGEST_BYTES = 5 * 2**20
MOST_PIXELS = 25_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
# Photos larger than that are read at half, a quarter ...: a code people aim at is large enough there.
LONGEST_SIDE = 2048
# So many parts are looked at closely, at twice their size.
PARTS = 4
ENLARGED = 2
CELL = 16
# How far around a code its finder looks for the next one.
APART = 180
# Against noise: a blur of this radius before a larger one is taken back.
CALMED = 0.8


@dataclass(frozen=True, slots=True)
class Try:
    """One way to look at a part: its side in pixels; the radius of the blur taken back, and how often."""

    side: int
    radius: float
    times: int
    calmed: bool = False


# Found on blurred, dark, small codes: each reads some that the ones before it don't.
TRIES = (Try(360, 2.0, 2), Try(200, 1.5, 8), Try(200, 2.5, 2, calmed=True), Try(360, 2.5, 4, calmed=True))

Box = tuple[int, int, int, int]
# A large photo takes forty megabytes: they are read one at a time.
_DARKROOM = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reading")


async def read_photo(content: bytes) -> str | Refused:
    """What the one code on a picture says, read beside the loop.

    Refuses PHOTO_TOO_LARGE, PHOTO_UNREADABLE (no picture, or no code on it), PHOTO_MANY_CODES.
    """
    return await asyncio.get_running_loop().run_in_executor(_DARKROOM, read_picture, content)


def read_picture(content: bytes) -> str | Refused:
    """The work of read_photo."""
    if len(content) > LARGEST_BYTES:
        return Refused(Refusal.PHOTO_TOO_LARGE)
    try:
        picture = _opened(content)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return Refused(Refusal.PHOTO_UNREADABLE)
    if picture is None:
        return Refused(Refusal.PHOTO_TOO_LARGE)
    texts = _texts(picture) or _closely(picture)
    if len(texts) > 1:
        return Refused(Refusal.PHOTO_MANY_CODES)
    return texts.pop() if texts else Refused(Refusal.PHOTO_UNREADABLE)


def _opened(content: bytes) -> Image.Image | None:
    """The picture in shades of grey; None when it is too large to unpack."""
    with Image.open(BytesIO(content), formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            return None
        picture.draft("L", (LONGEST_SIDE, LONGEST_SIDE))
        grey = picture.convert("L")
    factor = -(-max(grey.size) // LONGEST_SIDE)
    return grey.reduce(factor) if factor > 1 else grey


def _texts(picture: Image.Image) -> set[str]:
    # Loaded with the first photo, not with the bot.
    import zxingcpp

    only = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return {code.text for code in zxingcpp.read_barcodes(picture, only)}


def _closely(picture: Image.Image) -> set[str]:
    """The first try that reads something."""
    places = _likely(picture)
    for way in TRIES:
        for x, y in places:
            part = picture.crop(_around(picture, x, y, way.side // 2))
            if texts := _texts(_restored(part, way)):
                return texts
    return set()


def _likely(picture: Image.Image) -> list[tuple[int, int]]:
    """Where a code could be: where there is the most of light and dark side by side, the strongest first."""
    edges = ImageOps.autocontrast(picture, cutoff=1).filter(ImageFilter.FIND_EDGES)
    busy = edges.reduce(CELL).filter(ImageFilter.BoxBlur(2))
    near = APART // CELL // 2
    found = []
    for _ in range(PARTS):
        cells = busy.tobytes()
        place = cells.index(max(cells))
        row, column = divmod(place, busy.width)
        found.append((column * CELL + CELL // 2, row * CELL + CELL // 2))
        busy.paste(0, (column - near, row - near, column + near + 1, row + near + 1))
    return found


def _around(picture: Image.Image, x: int, y: int, reach: int) -> Box:
    return (
        max(0, x - reach),
        max(0, y - reach),
        min(picture.width, x + reach),
        min(picture.height, y + reach),
    )


def _restored(part: Image.Image, way: Try) -> Image.Image:
    """Enlarged, in full contrast, and less blurred: what blurring it again would change is put back
    (van Cittert's iteration; the limits of black and white keep it from running away)."""
    if way.calmed:
        part = part.filter(ImageFilter.GaussianBlur(CALMED))
    size = (part.width * ENLARGED, part.height * ENLARGED)
    seen = ImageOps.autocontrast(part.resize(size, Image.Resampling.BICUBIC), cutoff=1)
    sharp = seen
    for _ in range(way.times):
        blurred = sharp.filter(ImageFilter.GaussianBlur(way.radius * ENLARGED))
        sharp = ImageChops.add(sharp, ImageChops.subtract(seen, blurred, 1, 128), 1, -128)
    return sharp
