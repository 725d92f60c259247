"""What people type is made plain before a rule reads it: digits, spaces and dashes of every keyboard."""

import unicodedata

FULL_WIDTH = range(0xFF01, 0xFF5F)
FULL_WIDTH_OFFSET = 0xFEE0
MINUS_SIGN = "\N{MINUS SIGN}"


def plain_characters(text: str) -> str:
    """`text` with the decimal digits of all scripts and full-width signs as ASCII, any run of spaces as one,
    any dash as "-", and without characters that show nothing. Superscripts stay: 45² is not 452."""
    return " ".join("".join(map(_plain_character, unicodedata.normalize("NFC", text))).split())


def _plain_character(character: str) -> str:
    if character.isascii() and character.isprintable():
        return character
    if ord(character) in FULL_WIDTH:
        return chr(ord(character) - FULL_WIDTH_OFFSET)
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category == "Pd" or character == MINUS_SIGN:
        return "-"
    return "" if category == "Cf" else character
