"""Photos of cards: every kind of hard one from a seeded small corpus, and pictures that are none."""

import random
from io import BytesIO

import pytest
from PIL import Image

from actions import read_photo as reading
from actions.read_photo import LARGEST_BYTES, read_photo, read_picture
from bench.photos import Kind, photo
from bench.scan_photo import FACE, drawn_card
from loyalty.refusals import Refusal, Refused
from texts.card_drawing import code_mask

CARD = drawn_card()
EACH = 3


def saved(picture: Image.Image, kind: str = "JPEG") -> bytes:
    out = BytesIO()
    picture.save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", Kind)
def test_photos_of_each_kind_are_read(kind: Kind) -> None:
    chance = random.Random(f"corpus {kind}")
    read = [read_picture(photo(CARD, kind, chance)) for _ in range(EACH)]
    assert read == [FACE.link] * EACH


def test_a_photo_that_is_not_read_at_once_is_read_at_the_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    hard = photo(CARD, Kind.MIXED, random.Random(1025))
    assert read_picture(hard) == FACE.link
    monkeypatch.setattr(reading, "TRIES", ())
    assert read_picture(hard) == Refused(Refusal.PHOTO_UNREADABLE)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_kinds_of_files_are_read(kind: str) -> None:
    assert read_picture(saved(CARD, kind)) == FACE.link


def test_a_large_photo_is_read_reduced() -> None:
    assert read_picture(saved(CARD.resize((4000, 5000)), "PNG")) == FACE.link


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\xff\xd8\xff\xe0 broken", saved(CARD)[:5000]])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    assert read_picture(content) == Refused(Refusal.PHOTO_UNREADABLE)


@pytest.mark.parametrize("size", [(1, 1), (7, 400), (640, 480)])
def test_a_picture_without_a_code_is_refused(size: tuple[int, int]) -> None:
    assert read_picture(saved(Image.new("RGB", size, "grey"))) == Refused(Refusal.PHOTO_UNREADABLE)


def test_a_picture_too_large_to_unpack_is_refused() -> None:
    assert read_picture(b"x" * (LARGEST_BYTES + 1)) == Refused(Refusal.PHOTO_TOO_LARGE)
    bomb = saved(Image.new("1", (6000, 5000)), "PNG")
    assert len(bomb) < 10_000
    assert read_picture(bomb) == Refused(Refusal.PHOTO_TOO_LARGE)


def test_two_codes_on_one_picture_are_not_guessed_between() -> None:
    counter = Image.new("L", (900, 450), 255)
    for number in range(2):
        code = code_mask(f"https://t.me/mayak_bot?start=c-{number}", 400)
        counter.paste(0, (20 + 440 * number, 20), code)
    assert read_picture(saved(counter)) == Refused(Refusal.PHOTO_MANY_CODES)


async def test_reading_goes_on_beside_the_loop() -> None:
    assert await read_photo(saved(CARD)) == FACE.link
