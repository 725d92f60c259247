"""Photos of cards as cashiers take them: tilted, aslant, blurred, squeezed, dark, with glare, from afar."""

import math
import random
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

import numpy
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

WIDTH, HEIGHT = 1280, 960
USUAL_SHARE = 0.7
SMALLEST_SHARE = 0.15
LARGEST_SHARE = 0.9
MOST_DEGREES = 30.0
LEAST_DEGREES = 3.0
MOST_SLANT = 0.2
MOST_BLUR_PIXELS = 2.5
DARKEST = 0.15
NOISE = 4.0
USUAL_QUALITY, WORST_QUALITY = 85, 25
LITTER = 30


class Kind(StrEnum):
    """What makes a photo hard; MIXED is all of it at once, each as strong as it happens to be."""

    ROTATION = "rotation"
    PERSPECTIVE = "perspective"
    BLUR = "blur"
    JPEG = "jpeg"
    DARK = "dark"
    GLARE = "glare"
    SMALL = "small"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Shot:
    """Where the card lies: the centre, its size, and its corners in the photo."""

    x: float
    y: float
    width: float
    height: float
    corners: tuple[tuple[float, float], ...]


def photo(card: Image.Image, kind: Kind, chance: random.Random) -> bytes:
    """A JPEG of 1280 by 960 pixels with the card somewhere on a littered counter."""

    def on(one: Kind) -> bool:
        return kind in (one, Kind.MIXED)

    shot = _aimed(card, kind, chance)
    picture = _laid(card, shot, _counter(chance))
    if on(Kind.GLARE):
        picture = _glared(picture, shot, chance)
    if on(Kind.BLUR):
        picture = picture.filter(ImageFilter.GaussianBlur(chance.uniform(0, MOST_BLUR_PIXELS)))
    if on(Kind.DARK):
        picture = _darkened(picture, chance)
    jpeg = BytesIO()
    picture.save(jpeg, "JPEG", quality=WORST_QUALITY if on(Kind.JPEG) else USUAL_QUALITY)
    return jpeg.getvalue()


def _aimed(card: Image.Image, kind: Kind, chance: random.Random) -> Shot:
    def on(one: Kind) -> bool:
        return kind in (one, Kind.MIXED)

    share = chance.uniform(SMALLEST_SHARE, LARGEST_SHARE) if on(Kind.SMALL) else USUAL_SHARE
    most = MOST_DEGREES if on(Kind.ROTATION) else LEAST_DEGREES
    angle = math.radians(chance.uniform(-most, most))
    slant = MOST_SLANT if on(Kind.PERSPECTIVE) else 0.0
    height = HEIGHT * share
    width = height * card.width / card.height
    x = WIDTH / 2 + chance.uniform(-0.4, 0.4) * max(0.0, WIDTH - width * 1.3)
    y = HEIGHT / 2 + chance.uniform(-0.4, 0.4) * max(0.0, HEIGHT - height * 1.3)
    corners = []
    for across, down in ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)):
        right = across * width * (1 - chance.uniform(0, slant))
        below = down * height * (1 - chance.uniform(0, slant))
        turned = right * math.cos(angle) - below * math.sin(angle)
        corners.append((x + turned, y + right * math.sin(angle) + below * math.cos(angle)))
    return Shot(x, y, width, height, tuple(corners))


def _counter(chance: random.Random) -> Image.Image:
    ground = Image.new("RGB", (WIDTH, HEIGHT), _colour(chance, 60, 200))
    draw = ImageDraw.Draw(ground)
    for _ in range(LITTER):
        left, top = chance.randrange(WIDTH), chance.randrange(HEIGHT)
        size = (chance.randrange(20, 200), chance.randrange(20, 200))
        draw.rectangle((left, top, left + size[0], top + size[1]), fill=_colour(chance, 30, 230))
    return ground


def _colour(chance: random.Random, least: int, most: int) -> tuple[int, int, int]:
    return (chance.randrange(least, most), chance.randrange(least, most), chance.randrange(least, most))


def _laid(card: Image.Image, shot: Shot, ground: Image.Image) -> Image.Image:
    """The card in its place; a small one is reduced first, as a lens does."""
    factor = max(1, int(card.height / shot.height / 1.5))
    small = card.reduce(factor) if factor > 1 else card
    flat = ((0, 0), (small.width, 0), (small.width, small.height), (0, small.height))
    rows, values = [], []
    for (x, y), (u, v) in zip(shot.corners, flat, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    way = numpy.linalg.solve(numpy.array(rows, float), numpy.array(values, float)).tolist()
    how = (ground.size, Image.Transform.PERSPECTIVE, way, Image.Resampling.BICUBIC)
    mask = Image.new("L", small.size, 255).transform(*how)
    ground.paste(small.transform(*how), (0, 0), mask)
    return ground


def _glared(picture: Image.Image, shot: Shot, chance: random.Random) -> Image.Image:
    """A soft white spot somewhere on the card."""
    spot = Image.new("L", (WIDTH // 8, HEIGHT // 8))
    x = (shot.x + chance.uniform(-0.5, 0.5) * shot.width) / 8
    y = (shot.y + chance.uniform(-0.5, 0.5) * shot.height) / 8
    radius = chance.uniform(0.1, 0.3) * shot.height / 8
    lit = (x - radius, y - radius / 2, x + radius, y + radius / 2)
    ImageDraw.Draw(spot).ellipse(lit, fill=chance.randrange(100, 200))
    soft = spot.filter(ImageFilter.GaussianBlur(radius * 0.4)).resize(picture.size)
    return Image.composite(Image.new("RGB", picture.size, "white"), picture, soft)


def _darkened(picture: Image.Image, chance: random.Random) -> Image.Image:
    """Little light, and the noise a sensor makes of it."""
    dim = numpy.asarray(ImageEnhance.Brightness(picture).enhance(chance.uniform(DARKEST, 1)), float)
    noise = numpy.random.default_rng(chance.randrange(1 << 30)).normal(0, NOISE, dim.shape)
    return Image.fromarray((dim + noise).clip(0, 255).astype("uint8"))
