"""The button that opens the scanner page."""

from texts.sale import how_to_sell
from texts.screen import Screen
from texts.words import Words


def screens(words: Words) -> list[Screen]:
    return [how_to_sell(words, "https://till.example.com/scan")]
