"""Text on pictures: Inter in fixed sizes, cleaned of what it cannot show, shrunk or broken until it fits."""

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from PIL import ImageDraw, ImageFont

FONTS = Path(__file__).parent / "fonts"
ELLIPSIS = "…"
# In parts of the size: the tallest letter (Ǻ) over the baseline, the deepest below it, the next baseline.
ASCENT, DESCENT, LINE_STEP = 1.15, 0.35, 1.25
# No font has it: what is drawn for it is drawn for every character that is lacking.
_NO_CHARACTER = "\U0010ffff"

Weight = Literal["Regular", "SemiBold", "Bold"]
Box = tuple[int, int, int, int]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set: the sizes in pixels to try, the largest first, and the lines it may take."""

    weight: Weight
    sizes: tuple[int, ...]
    lines: int = 1
    stands: Literal["top", "bottom"] = "top"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: where its baseline begins, in which type, and the area it has to stay in."""

    text: str
    x: int
    y: int
    weight: Weight
    size: int
    area: Box

    def ink_box(self) -> Box:
        """The pixels the line covers."""
        left, top, right, bottom = font(self.weight, self.size).getbbox(self.text, anchor="ls")
        return int(self.x + left), int(self.y + top), int(self.x + right), int(self.y + bottom)


@lru_cache(maxsize=32)
def font(weight: Weight, size: int) -> ImageFont.FreeTypeFont:
    """Inter, loaded once a weight and size. The plain layout engine looks the same on every machine."""
    path = FONTS / f"Inter-{weight}.otf"
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


def showable(text: str) -> str:
    """Text as Inter can show it: single-spaced, without emoji, loose marks, controls and scripts it lacks."""
    composed = unicodedata.normalize("NFC", text)
    kept = (" " if char.isspace() else char for char in composed if char.isspace() or _is_showable(char))
    return " ".join("".join(kept).split())


def set_text(text: str, style: Style, area: Box) -> list[Line]:
    """Lines that hold a showable text in its area: shrunk, then broken, then cut short."""
    left, top, right, bottom = area
    size, parts = _broken(text, style, right - left, bottom - top)
    step = round(size * LINE_STEP)
    if style.stands == "bottom":
        top = bottom - _height(size, len(parts))
    baseline = top + round(size * ASCENT)
    type_ = font(style.weight, size)
    return [
        Line(part, left - int(type_.getbbox(part)[0]), baseline + n * step, style.weight, size, area)
        for n, part in enumerate(parts)
    ]


def draw_lines(draw: ImageDraw.ImageDraw, lines: Sequence[Line], ink: str) -> None:
    """Draw lines where they were set."""
    for line in lines:
        draw.text((line.x, line.y), line.text, ink, font(line.weight, line.size), anchor="ls")


def _broken(text: str, style: Style, width: int, height: int) -> tuple[int, list[str]]:
    for size in style.sizes:
        type_ = font(style.weight, size)
        lines = _wrapped(text, type_, width)
        fits = len(lines) <= style.lines and _height(size, len(lines)) <= height
        if fits and all(_width(line, type_) <= width for line in lines):
            return size, lines
    smallest = style.sizes[-1]
    return smallest, _cut(text, style.lines, font(style.weight, smallest), width)


def _height(size: int, lines: int) -> int:
    return round(size * ASCENT) + (lines - 1) * round(size * LINE_STEP) + round(size * DESCENT)


def _width(text: str, type_: ImageFont.FreeTypeFont) -> int:
    left, _, right, _ = type_.getbbox(text)
    return int(right - left)


def _wrapped(text: str, type_: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and _width(f"{lines[-1]} {word}", type_) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _cut(text: str, lines: int, type_: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Full lines, broken inside a word where it must be, the last one with an ellipsis."""
    parts: list[str] = []
    while text and len(parts) < lines - 1:
        taken = _fitting(text, "", type_, width)
        space = text.rfind(" ", 0, taken + 1)
        end = space if space > 0 and taken < len(text) else taken
        parts.append(text[:end])
        text = text[end:].lstrip()
    if text and _width(text, type_) > width:
        text = text[: _fitting(text, ELLIPSIS, type_, width)].rstrip() + ELLIPSIS
    return [*parts, text] if text else parts


def _fitting(text: str, tail: str, type_: ImageFont.FreeTypeFont, width: int) -> int:
    """How many characters of a text fit the width with a tail behind them."""
    return bisect_right(range(1, len(text) + 1), width, key=lambda end: _width(text[:end] + tail, type_))


@lru_cache(maxsize=4096)
def _is_showable(char: str) -> bool:
    if unicodedata.category(char)[0] not in "LNPS":
        return False
    mask = font("Regular", 24).getmask(char)
    return mask.getbbox() is not None and bytes(mask) != _missing_glyph()


@lru_cache(maxsize=1)
def _missing_glyph() -> bytes:
    return bytes(font("Regular", 24).getmask(_NO_CHARACTER))
