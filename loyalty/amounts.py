"""What a cashier types at the till: an amount, perhaps with the receipt's number, and the owner's percentage.

A text that can be read in two ways is refused: a wrong guess costs somebody money, asking costs a second.
"""

import re
from dataclasses import dataclass

from loyalty.characters import plain_characters
from loyalty.programme import RATE_MAX_BP
from loyalty.refusals import Refusal, Refused

MAX_AMOUNT_MINOR = 99_999_999
MINOR_PER_UNIT = 100
LONGEST_TEXT = 100
LONGEST_RECEIPT = 32

CURRENCY = r"(?:₽|руб(?:л(?:ь|я|ей))?|р|rub|rur|₸|тг|тенге|kzt|₴|грн|uah|\$|usd|€|eur)\.?"
NUMBER = r"[0-9](?:[0-9 .,'’ʼ`´]*[0-9])?"
AMOUNT = re.compile(
    rf"(?P<sign>[+-]?) ?(?:{CURRENCY} ?)?(?P<number>{NUMBER})(?: ?{CURRENCY})?", re.IGNORECASE
)
# A word announces a receipt only when it stands alone or before a digit: "450 nothing" has no receipt THING.
ALONE = r"(?![^\W\d_]|[-/])"
MARKER = (
    rf"(?:(?:(?:чек|receipt)[ .:]*)?(?:№|#|(?:номер|n[oо]?){ALONE})[ .:]*"  # "№", "чек №", "no."
    rf"|(?:чек|receipt){ALONE}[ .:]*)"
)
RECEIPT_AFTER = re.compile(rf"(?P<amount>.*?)[ ,;:]*{MARKER}(?P<receipt>.*)", re.IGNORECASE)
RECEIPT_BEFORE = re.compile(rf"{MARKER}(?P<receipt>[^ ,;:]+)[,;:]? (?P<amount>.+)", re.IGNORECASE)
RECEIPT = re.compile(rf"[0-9A-Z\u0400-\u04FF][0-9A-Z\u0400-\u04FF/-]{{0,{LONGEST_RECEIPT - 1}}}")
LOOK_ALIKES = str.maketrans("АВЕЁКМНОРСТУҮХІЈЅ", "ABEEKMHOPCTYYXIJS")

WHOLE = r"(?:[1-9][0-9]{0,2}(?P<thousands>[ .,'])[0-9]{3}(?:(?P=thousands)[0-9]{3})*|0|[1-9][0-9]*)"
PARTS = re.compile(rf"(?P<whole>{WHOLE})(?:(?P<point>[.,])(?P<decimals>[0-9]+))?")
RATE = re.compile(
    r"(?P<sign>-?)(?P<whole>0|[1-9][0-9]*)(?:[.,](?P<decimals>[0-9]{1,2}))?"
    r"(?: ?(?:%|процент(?:а|ов)?|percent))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money in minor units, and the receipt's number as typed beside it ("" when there was none)."""

    amount_minor: int
    receipt: str = ""


def parse_amount(text: str, max_minor: int = MAX_AMOUNT_MINOR) -> Amount | Refused:
    """The sale a cashier typed: "450", "1 200,50 ₽", "450 №17". Between 1 and `max_minor` minor units.

    Refuses with AMOUNT_UNCLEAR, _ZERO, _NEGATIVE, _TOO_LARGE, _TOO_FINE, or RECEIPT_UNCLEAR.
    The receipt comes back in upper case and Latin look-alikes, so that equal receipts are equal texts.
    """
    if len(text) > LONGEST_TEXT:
        return Refused(Refusal.AMOUNT_UNCLEAR)
    amount_text, receipt_text = _split(plain_characters(text))
    if (typed := AMOUNT.fullmatch(amount_text)) is None:
        return Refused(Refusal.AMOUNT_UNCLEAR)
    amount_minor = _minor(re.sub("[’ʼ`´]", "'", typed["number"]))
    if isinstance(amount_minor, Refused):
        return amount_minor
    if amount_minor == 0:
        return Refused(Refusal.AMOUNT_ZERO)
    if typed["sign"] == "-":
        return Refused(Refusal.AMOUNT_NEGATIVE)
    if amount_minor > max_minor:
        return Refused(Refusal.AMOUNT_TOO_LARGE, {"max_minor": max_minor})
    if receipt_text is None:
        return Amount(amount_minor)
    receipt = _receipt(receipt_text)
    return receipt if isinstance(receipt, Refused) else Amount(amount_minor, receipt)


def parse_rate(text: str) -> int | Refused:
    """A percentage in basis points, 0 to 10,000: "7,5 %" is 750.

    Refuses with RATE_UNCLEAR or RATE_OUT_OF_RANGE.
    """
    if len(text) > LONGEST_TEXT:
        return Refused(Refusal.RATE_UNCLEAR)
    if (typed := RATE.fullmatch(plain_characters(text))) is None:
        return Refused(Refusal.RATE_UNCLEAR)
    rate_bp = int(typed["whole"]) * 100 + int((typed["decimals"] or "").ljust(2, "0"))
    if rate_bp > RATE_MAX_BP or (typed["sign"] and rate_bp):
        return Refused(Refusal.RATE_OUT_OF_RANGE, {"max_bp": RATE_MAX_BP})
    return rate_bp


def split_receipt(text: str) -> tuple[str, str | Refused]:
    """The goods' part of a typed text and the receipt's number ("" when none is announced).

    RECEIPT_UNCLEAR in place of a number that can't be read.
    """
    goods, number = _split(text)
    return goods, "" if number is None else _receipt(number)


def _split(text: str) -> tuple[str, str | None]:
    """The amount's text and the receipt's, None when no receipt is announced."""
    if before := RECEIPT_BEFORE.fullmatch(text):
        return before["amount"].strip(), before["receipt"]
    if after := RECEIPT_AFTER.fullmatch(text):
        return after["amount"], after["receipt"]
    return text, None


def _minor(number: str) -> int | Refused:
    if (parts := PARTS.fullmatch(number)) is None:
        return Refused(Refusal.AMOUNT_UNCLEAR)
    decimals = parts["decimals"] or ""
    if parts["point"] and parts["point"] == parts["thousands"]:
        return Refused(Refusal.AMOUNT_UNCLEAR)
    whole = re.sub("[^0-9]", "", parts["whole"])
    if parts["thousands"] in {".", ","} and not decimals and len(whole) <= 6:
        # "1.200" is 1,200 to one cashier and 1.20 with a slip of the finger to another.
        return Refused(Refusal.AMOUNT_UNCLEAR)
    if len(decimals) > 2:
        return Refused(Refusal.AMOUNT_TOO_FINE)
    return int(whole) * MINOR_PER_UNIT + int(decimals.ljust(2, "0"))


def _receipt(text: str) -> str | Refused:
    receipt = text.upper().translate(LOOK_ALIKES)
    return receipt if RECEIPT.fullmatch(receipt) else Refused(Refusal.RECEIPT_UNCLEAR)
