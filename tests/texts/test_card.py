"""The card: every camera reads it, every name fits, every text on it can be read."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from math import cos, radians, sin

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageColor, ImageEnhance

from texts.card_drawing import (
    COLOURS,
    FIELD,
    HEIGHT,
    QUIET_MODULES,
    WIDTH,
    card_jpeg,
    card_lines,
    code_mask,
    colours_of,
    ground,
)
from texts.lettering import Line, showable
from texts.pictures import CardFace, card_picture

# Ours, and what an owner may type: bright, pale, dark, the greys that are hardest to write on.
OWN = ("#FF0000", "#FFFF99", "#0B1D51", "#777777", "#808080", "#000000", "#FFFFFF", "#E91E63", "nonsense")
GROUNDS = (*COLOURS, *OWN)
LINK = "https://t.me/kopilka_coffee_bot?start=c-7Ks9dKq2LmPz0aBcDeFgHi"
FACE = CardFace("Кофейня «Маяк»", "Анна", "482100457713", "gold", "Золотой", "7 %", LINK)
FACES = [
    *(replace(FACE, colour=colour) for colour in GROUNDS),
    replace(FACE, brand="Flat White", name="Maximilian Featherstonehaugh", colour="silver"),
    replace(FACE, brand="Қазақ Шайханасы", name="Ґалаған Єлизавета Їжак", colour="dark"),
    replace(FACE, name="Константин " * 6, brand="Пекарня " * 20, link="https://t.me/b?start=c-1"),
    replace(FACE, name="W" * 64, brand="Щ" * 200, link=f"{LINK}--autumn_poster_on_the_corner_1"),
]


def drawn(face: CardFace) -> Image.Image:
    return Image.open(BytesIO(card_jpeg(face))).convert("RGB")


def read(picture: Image.Image) -> str:
    found = zxingcpp.read_barcodes(picture)
    return found[0].text if found else ""


def recompressed(picture: Image.Image) -> Image.Image:
    jpeg = BytesIO()
    picture.save(jpeg, "JPEG", quality=70)
    return Image.open(jpeg)


def small(picture: Image.Image) -> Image.Image:
    return picture.resize((300, 375), Image.Resampling.BILINEAR)


def turned(picture: Image.Image) -> Image.Image:
    return picture.rotate(30, Image.Resampling.BILINEAR, expand=True, fillcolor="#777777")


def seen_from_the_side(picture: Image.Image) -> Image.Image:
    """The card turned 30° about its upright axis, seen from one and a half widths away."""
    distance, half = 1.5 * WIDTH, WIDTH / 2
    edges = [(-half, 0.0), (half, 0.0), (half, HEIGHT), (-half, HEIGHT)]
    seen = []
    for x, y in edges:
        near = distance / (distance + x * sin(radians(30)))
        seen.append((half + x * cos(radians(30)) * near, HEIGHT / 2 + (y - HEIGHT / 2) * near))
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(seen, [(0.0, 0.0), (WIDTH, 0.0), (WIDTH, HEIGHT), (0, HEIGHT)], strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y, u], [0, 0, 0, x, y, 1, -v * x, -v * y, v]]
    system = np.array(rows)
    coefficients = np.linalg.solve(system[:, :8], system[:, 8])
    return picture.transform(
        picture.size, Image.Transform.PERSPECTIVE, tuple(coefficients), Image.Resampling.BILINEAR
    )


def dimmed(picture: Image.Image) -> Image.Image:
    return ImageEnhance.Brightness(picture).enhance(0.25)


def at_a_bad_till(picture: Image.Image) -> Image.Image:
    return recompressed(dimmed(seen_from_the_side(picture)).resize((400, 500), Image.Resampling.BILINEAR))


@pytest.mark.parametrize("face", FACES, ids=lambda face: f"{face.colour} {face.name[:12]}")
@pytest.mark.parametrize(
    "spoil",
    [recompressed, small, turned, seen_from_the_side, dimmed, at_a_bad_till],
    ids=lambda spoil: spoil.__name__,
)
def test_the_code_is_read_from_a_spoiled_picture(
    face: CardFace, spoil: Callable[[Image.Image], Image.Image]
) -> None:
    assert read(spoil(drawn(face))) == face.link


@given(st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-", min_size=1, max_size=64))
@settings(max_examples=25, deadline=None)
def test_every_start_link_is_read_after_a_poor_compression(payload: str) -> None:
    link = f"https://t.me/kopilka_bot?start={payload}"
    assert read(recompressed(drawn(replace(FACE, link=link)))) == link


@given(st.text("abcXYZ019_-", min_size=24, max_size=120))
@settings(max_examples=50)
def test_the_code_is_wide_and_has_a_quiet_zone(tail: str) -> None:
    side = FIELD[2] - FIELD[0]
    code = code_mask(f"https://t.me/{tail}", side)
    # The finder pattern at the corner is seven modules wide.
    module = next(x for x in range(code.width) if not code.getpixel((x, 0))) // 7
    assert code.width >= 0.6 * WIDTH
    assert (side - code.width) // 2 >= QUIET_MODULES * module


def relative_luminance(colour: tuple[int, ...]) -> float:
    """WCAG 2.2: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    channels = [value / 255 for value in colour]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    darker, lighter = sorted((relative_luminance(one), relative_luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colour", GROUNDS)
def test_text_stands_out_from_every_part_of_its_ground(colour: str) -> None:
    colours = colours_of(colour)
    shades = [
        colour for _, colour in ground(colours).getcolors(WIDTH * HEIGHT) or [] if isinstance(colour, tuple)
    ]
    assert shades
    for ink in (colours.ink, colours.soft_ink):
        assert min(contrast(ImageColor.getrgb(ink), shade) for shade in shades) >= 4.5


def inside(line: Line) -> bool:
    left, top, right, bottom = line.ink_box()
    return line.area[0] <= left and line.area[1] <= top and right <= line.area[2] and bottom <= line.area[3]


def lines_of(face: CardFace) -> list[Line]:
    return [line for lines in card_lines(face) for line in lines]


LETTERS = st.text("WwШщЩјjgǺẤ①Ұқ їilI.«»-— ₽", max_size=90)


@given(name=st.text(max_size=90) | LETTERS, brand=st.text(max_size=90) | LETTERS, tier_name=LETTERS)
@settings(max_examples=300, deadline=None)
def test_no_text_leaves_its_area(name: str, brand: str, tier_name: str) -> None:
    lines = lines_of(replace(FACE, name=name, brand=brand, tier_name=tier_name))
    assert [line for line in lines if not inside(line)] == []


def test_areas_of_text_lie_on_the_ground_beside_the_field() -> None:
    for line in lines_of(FACE):
        left, top, right, bottom = line.area
        assert 0 < left < right < WIDTH
        assert 0 < top < bottom < FIELD[1] or FIELD[3] < top < bottom < HEIGHT


@given(st.text("WwШщЩЙЁjgpQ їЇ,«»", max_size=90))
@settings(max_examples=100, deadline=None)
def test_lines_of_text_do_not_touch(name: str) -> None:
    boxes = [line.ink_box() for line in lines_of(replace(FACE, name=name, brand=name))]
    for upper in boxes:
        for lower in boxes:
            assert upper == lower or upper[1] >= lower[3] or lower[1] >= upper[3]


def said(face: CardFace) -> list[str]:
    return [line.text for line in lines_of(face)]


def test_a_card_says_brand_tier_rate_number_and_name_and_nothing_else() -> None:
    assert said(FACE) == ["Кофейня «Маяк»", "4821 0045 7713", "Золотой · 7 %", "Анна"]
    assert said(replace(FACE, tier_name="")) == ["Кофейня «Маяк»", "4821 0045 7713", "7 %", "Анна"]


def test_a_name_that_fits_is_whole_and_a_longer_one_is_cut_with_an_ellipsis() -> None:
    whole = "Константин Константинопольский-Задунайский"
    assert " ".join(said(replace(FACE, name=whole))[3:]) == whole
    cut = said(replace(FACE, name="Ш" * 200))[3:]
    assert len(cut) == 2
    assert cut[1].endswith("…")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Анна 🎉", "Анна"),
        ("👩‍👩‍👧 Семья 👍🏽", "Семья"),
        ("Анна\n\tЯна", "Анна Яна"),
        ("\u202eАнна\u200b\x00", "Анна"),
        ("И\u0306ван", "Йван"),
        ("Z\u0351\u0363algo", "Zalgo"),
        ("Әйгерім Ңұғқөһ", "Әйгерім Ңұғқөһ"),
        ("Ґалаґан Єва Їжак", "Ґалаґан Єва Їжак"),
        ("№ 5 · 100 ₽ ₸ ₴", "№ 5 · 100 ₽ ₸ ₴"),
        ("\u3164\u2800", ""),
        ("李明", ""),
    ],
)
def test_only_what_the_font_can_show_is_drawn(typed: str, shown: str) -> None:
    assert showable(typed) == shown


@pytest.mark.parametrize("name", ["", " ", "🎉", "\u202e\u200b", "李明"])
def test_a_name_of_which_nothing_is_left_is_a_dash(name: str) -> None:
    assert said(replace(FACE, name=name))[3:] == ["—"]


@given(st.text())
@settings(deadline=None)
def test_showable_text_is_composed_and_has_no_hidden_characters(text: str) -> None:
    shown = showable(text)
    assert shown == unicodedata.normalize("NFC", shown) == showable(shown)
    assert all(char == " " or unicodedata.category(char)[0] in "LNPS" for char in shown)


def test_a_card_is_a_jpeg_of_its_size() -> None:
    picture = Image.open(BytesIO(card_picture(FACE).draw()))
    assert (picture.format, picture.size) == ("JPEG", (1080, 1350))


def test_the_same_card_has_the_same_key_and_bytes_and_any_change_another_key() -> None:
    one, same = card_picture(FACE), card_picture(replace(FACE))
    assert one.key == same.key
    assert one.draw() == same.draw()
    others = [
        replace(FACE, brand="A"),
        replace(FACE, name="A"),
        replace(FACE, number="1" * 12),
        replace(FACE, colour="dark"),
        replace(FACE, tier_name="A"),
        replace(FACE, rate_text="A"),
        replace(FACE, link="A"),
    ]
    keys = {card_picture(face).key for face in [FACE, *others]}
    assert len(keys) == 1 + len(others)
