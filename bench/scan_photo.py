"""How many photos of cards are read, and how long it takes: drawn by bench.photos, read as at the till."""

import random
import time
from io import BytesIO

from PIL import Image

from actions.read_photo import read_picture
from bench.photos import Kind, photo
from bench.report import tell
from texts.card_drawing import card_jpeg
from texts.pictures import CardFace

RATE_AIM = 0.99
FACE = CardFace(
    brand="Кофейня «Северное сияние»",
    name="Александра Константинопольская",
    number="493021685574",
    colour="gold",
    tier_name="Золотой",
    rate_text="7,5 %",
    link="https://t.me/severnoe_siyanie_bot?start=c-8fKq2ZtWm4XbN7LpRs3Y12",
)


def run(times: int, seed: int) -> int:
    """Tell scan.rate and scan.ms over `times` photos of each kind; 1 when one is misread."""
    card = drawn_card()
    read_all, wrong_all, spent_all = 0, 0, []
    for kind in Kind:
        chance = random.Random(f"{kind}:{seed}")
        read, spent = 0, []
        for _ in range(times):
            content = photo(card, kind, chance)
            began = time.perf_counter()
            text = read_picture(content)
            spent.append((time.perf_counter() - began) * 1000)
            read += text == FACE.link
            wrong_all += isinstance(text, str) and text != FACE.link
        tell(f"scan.rate.{kind}", read / times, "of 1", f"{times} photos, {sum(spent) / times:.0f} ms each")
        read_all += read
        spent_all += spent
    tell("scan.rate", read_all / len(spent_all), "of 1", f"aim >= {RATE_AIM}")
    tell("scan.ms", sum(spent_all) / len(spent_all), "ms", f"slowest {max(spent_all):.0f} ms")
    tell("scan.misread", wrong_all, "photos", "aim 0")
    return int(wrong_all > 0)


def drawn_card() -> Image.Image:
    """The card as it stands on a customer's screen."""
    return Image.open(BytesIO(card_jpeg(FACE))).convert("RGB")
