"""What a cashier types with goods in it: "450 вино", "2x1200 вино + 300", and the receipt's number behind."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loyalty.amounts import LONGEST_TEXT, MAX_AMOUNT_MINOR, parse_amount, split_receipt
from loyalty.characters import plain_characters
from loyalty.programme import Category
from loyalty.receipts import Line
from loyalty.refusals import Refusal, Refused

LINES_AT_MOST = 20
PIECES = re.compile(r"(?P<count>[1-9][0-9]?) ?[xх×*] ?(?P<price>.+)", re.IGNORECASE)
GOODS = re.compile(r"(?P<amount>.*?[0-9](?: ?[^\w\s]| ?(?:р|руб|rub)\.?(?= ))?) ?(?P<word>[^\W\d_].*)")


@dataclass(frozen=True, slots=True)
class Receipt:
    """The lines of a receipt and its number ("" when none was typed)."""

    lines: tuple[Line, ...]
    number: str = ""


def parse_receipt(text: str, categories: Sequence[Category] = ()) -> Receipt | Refused:
    """The receipt a cashier typed; goods are named by the beginning of a category's name.

    Refuses as parse_amount does, and LINES_UNCLEAR for goods no category is called by.
    """
    whole = parse_amount(text)
    if not isinstance(whole, Refused):
        return Receipt((Line(whole.amount_minor),), whole.receipt)
    if whole.reason is not Refusal.AMOUNT_UNCLEAR or len(text) > LONGEST_TEXT:
        return whole
    goods, number = split_receipt(plain_characters(text))
    if isinstance(number, Refused):
        return number
    lines = []
    for part in goods.split("+")[:LINES_AT_MOST]:
        line = _line(part.strip(), categories)
        if isinstance(line, Refused):
            return line
        lines.append(line)
    if sum(line.amount_minor for line in lines) > MAX_AMOUNT_MINOR:
        return Refused(Refusal.AMOUNT_TOO_LARGE, {"max_minor": MAX_AMOUNT_MINOR})
    return Receipt(tuple(lines), number)


def _line(text: str, categories: Sequence[Category]) -> Line | Refused:
    """One part between plus signs: pieces, price, goods."""
    pieces = PIECES.fullmatch(text)
    count, rest = (int(pieces["count"]), pieces["price"]) if pieces else (1, text)
    amount = parse_amount(rest)
    key = ""
    if isinstance(amount, Refused) and (goods := GOODS.fullmatch(rest)) is not None and categories:
        found = _category(goods["word"], categories)
        if found is None:
            detail: dict[str, int | str] = {"word": goods["word"][:20], "example": categories[0].name}
            return Refused(Refusal.LINES_UNCLEAR, detail)
        key, amount = found.key, parse_amount(goods["amount"])
    if isinstance(amount, Refused):
        return amount
    return Line(amount.amount_minor * count, key, count)


def _category(word: str, categories: Sequence[Category]) -> Category | None:
    """The one category whose name begins like this; an exact name wins."""
    typed = word.strip().casefold()
    named = [one for one in categories if one.name.casefold() == typed]
    begun = named or [one for one in categories if one.name.casefold().startswith(typed)]
    return begun[0] if len(begun) == 1 else None
