"""The poster: every camera reads it, no text leaves its area."""

from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from sandbox.camera import read_code
from texts.card_drawing import FIELD, HEIGHT, WIDTH
from texts.lettering import Line
from texts.poster import PosterFace, poster_picture
from texts.poster_drawing import poster_lines

LINK = "https://t.me/kopilka_coffee_bot?start=i-7Ks9dKq2LmPz0aBcDeFgHi"
FACE = PosterFace(
    "Кофейня «Маяк»", "Вас ждут баллы", "150 баллов после первой покупки", "@kopilka_coffee_bot", LINK
)
LONG = replace(
    FACE, brand="Щ" * 40, headline="Длинные слова " * 9, benefit="99 999 баллов " * 9, bot_name="@" * 33
)


def jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=70)
    return out.getvalue()


@pytest.mark.parametrize("face", [FACE, LONG], ids=["usual", "long"])
def test_the_code_is_read_also_small_and_compressed(face: PosterFace) -> None:
    drawn = poster_picture(face).draw()
    assert read_code(drawn) == LINK
    with Image.open(BytesIO(drawn)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (WIDTH, HEIGHT))
        assert read_code(jpeg(picture.resize((300, 375), Image.Resampling.BILINEAR))) == LINK


def test_the_same_poster_has_the_same_key_and_any_change_another() -> None:
    names = ("brand", "headline", "benefit", "bot_name", "link")
    keys = {poster_picture(replace(FACE, **{name: "A"})).key for name in names}
    assert poster_picture(FACE).key == poster_picture(replace(FACE)).key
    assert len({*keys, poster_picture(FACE).key}) == 1 + len(names)


def lines_of(face: PosterFace) -> list[Line]:
    return [line for lines in poster_lines(face) for line in lines]


@given(st.text(max_size=90), st.text("WwШщЙЁjgpQ їЇ,«»₽", max_size=90))
@settings(max_examples=100, deadline=None)
def test_no_text_leaves_its_area(one: str, other: str) -> None:
    for line in lines_of(replace(FACE, brand=one, headline=other, benefit=one, bot_name=other)):
        left, top, right, bottom = line.ink_box()
        assert line.area[0] <= left
        assert line.area[1] <= top
        assert right <= line.area[2]
        assert bottom <= line.area[3]


def test_texts_lie_on_the_ground_beside_the_field() -> None:
    for line in lines_of(LONG):
        _, top, _, bottom = line.area
        assert 0 < top < bottom < FIELD[1] or FIELD[3] < top < bottom < HEIGHT
