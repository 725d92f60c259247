"""A customer had no card with him and sends in the receipt: what he types, and how often he may."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from loyalty.amounts import LONGEST_TEXT, Amount, parse_amount
from loyalty.birthdays import MONTHS
from loyalty.characters import plain_characters
from loyalty.refusals import Refusal, Refused

MAX_AGE = timedelta(days=14)
# So many receipts a person may send in within this time, whatever became of them.
CLAIMS_AT_MOST = 3
CLAIMS_WITHIN = timedelta(days=30)
# Where the receipt's time isn't told, the middle of its day is the same day in every store.
UNTOLD = time(12)
DAYS_AGO = {"today": 0, "сегодня": 0, "yesterday": 1, "вчера": 1, "позавчера": 2}
# A day without its year that is still to come was meant in the year before only just after New Year.
OVER_NEW_YEAR = timedelta(days=60)

# "чек №17 от 12.11 на 450 в 18:30": words that only lead to the next figure.
_LEADING = re.compile(r"(?:^| )(?:от|за|на|в|of|for|from|on|at)(?= )", re.IGNORECASE)
_CLOCK = re.compile(r"(?<![0-9:])(?P<hour>[01]?[0-9]|2[0-3]):(?P<minute>[0-5][0-9])(?![0-9:])")
_WORD = re.compile(rf"(?<!\w)(?:{'|'.join(DAYS_AGO)})(?!\w)", re.IGNORECASE)
_ENDS = r"(?: ?г(?:ода)?)?\.?(?![\w./-])"
_IN_DIGITS = re.compile(
    r"(?<![\w.,/-])(?P<day>[0-9]{1,2})[./](?P<month>[0-9]{1,2})(?:[./](?P<year>(?:[0-9]{2}){1,2}))?"
    rf"{_ENDS}"
)
_IN_WORDS = re.compile(
    r"(?<![\w.,/-])(?P<day>[0-9]{1,2}) (?P<name>[^\W\d_]{3,})\.?(?: (?P<year>20[0-9]{2}))?"
    rf"{_ENDS}"
)


class ClaimState(StrEnum):
    """Begun: the customer is still telling; waiting: the shop has it. The others are ends."""

    BEGUN = "begun"
    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Why(StrEnum):
    """Why a receipt is not counted."""

    UNREADABLE = "unreadable"
    DIFFERENT = "different"
    NOT_OURS = "not_ours"
    COUNTED = "counted"


@dataclass(frozen=True, slots=True)
class ReceiptClaim:
    """A receipt somebody sends in. store_id None, photo_id "", receipt "": not told yet.

    revision counts the corrections of the sum, so that nobody approves a sum he was not shown.
    """

    id: int
    member_id: int
    store_id: int | None
    state: ClaimState
    revision: int
    photo_id: str
    receipt: str
    amount_minor: int
    bought_at: datetime | None
    at: datetime
    decided_by: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TypedReceipt:
    """Number, sum and time of a receipt as a customer typed them."""

    receipt: str
    amount_minor: int
    bought_at: datetime


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A claim as customer and shop see it. stores: to choose from, while the store is not known.

    The shop also sees: name, number of the card; points it would bring; twin: a purchase of the same sum
    stands on the card that day already; decided_by: who decided; erased: the customer had himself erased.
    """

    claim: ReceiptClaim
    store: str = ""
    stores: tuple[tuple[int, str], ...] = ()
    name: str = ""
    number: str = ""
    points: int = 0
    twin: bool = False
    decided_by: str = ""
    erased: bool = False


def parse_claim(text: str, now: datetime, zone: ZoneInfo) -> TypedReceipt | Refused:
    """ "№1234 450 12.11", "чек 17 450,50 вчера 18:30": number, sum, day, perhaps the time, in any order.

    Without a time it was noon, or now if that is earlier. Refuses RECEIPT_LINE_UNCLEAR, _DAY_UNCLEAR,
    RECEIPT_NUMBER_MISSING, DAY_IMPOSSIBLE, BOUGHT_IN_FUTURE, BOUGHT_LONG_AGO, AMOUNT_ZERO, _TOO_LARGE,
    _TOO_FINE.
    """
    if len(text) > LONGEST_TEXT:
        return Refused(Refusal.RECEIPT_LINE_UNCLEAR)
    line, at = _without_clock(_LEADING.sub("", plain_characters(text)))
    today = now.astimezone(zone).date()
    dated = _dated(line, today)
    if isinstance(dated, Refused):
        return dated
    rest, day = dated
    amount = _amount(rest)
    if isinstance(amount, Refused):
        return amount
    bought_at = datetime.combine(day, at or UNTOLD, zone).astimezone(UTC)
    if at is None and day == today:
        bought_at = min(bought_at, now)
    if bought_at > now:
        return Refused(Refusal.BOUGHT_IN_FUTURE)
    if (today - day).days > MAX_AGE.days:
        return Refused(Refusal.BOUGHT_LONG_AGO, {"days": MAX_AGE.days})
    return TypedReceipt(amount.receipt, amount.amount_minor, bought_at)


def decide_claim(*, works_here: bool, sent: int) -> Refused | None:
    """Why this person can't send in a receipt now, or None. sent: claims of his within CLAIMS_WITHIN.

    Who works here could pick up receipts of others. Refuses RECEIPT_OF_STAFF, RECEIPT_CLAIMS_FULL.
    """
    if works_here:
        return Refused(Refusal.RECEIPT_OF_STAFF)
    if sent >= CLAIMS_AT_MOST:
        return Refused(Refusal.RECEIPT_CLAIMS_FULL, {"most": CLAIMS_AT_MOST, "days": CLAIMS_WITHIN.days})
    return None


def decide_send(typed: TypedReceipt, joined_at: datetime, counted: bool, zone: ZoneInfo) -> Refused | None:
    """Why this receipt can't be sent in, or None. counted: its number stands in the books of that day.

    Refuses BOUGHT_BEFORE_CARD, RECEIPT_COUNTED.
    """
    if typed.bought_at.astimezone(zone).date() < joined_at.astimezone(zone).date():
        return Refused(Refusal.BOUGHT_BEFORE_CARD)
    return Refused(Refusal.RECEIPT_COUNTED, {"receipt": typed.receipt}) if counted else None


def _without_clock(line: str) -> tuple[str, time | None]:
    """The line without a time of day, and that time."""
    found = _CLOCK.search(line)
    if found is None:
        return line, None
    return _cut(line, found), time(int(found["hour"]), int(found["minute"]))


def _dated(line: str, today: date) -> tuple[str, date] | Refused:
    """The line without its day, and that day; of several dates the last one, for a sum may look like one."""
    if word := _WORD.search(line):
        return _cut(line, word), today - timedelta(days=DAYS_AGO[word[0].casefold()])
    named = [one for one in _IN_WORDS.finditer(line) if one["name"].casefold() in MONTHS]
    found = [*named, *_IN_DIGITS.finditer(line)]
    if not found:
        return Refused(Refusal.RECEIPT_DAY_UNCLEAR)
    days = [(one, _day(one, today)) for one in found]
    read = [(one, day) for one, day in days if isinstance(day, date)]
    if not read:
        return Refused(Refusal.DAY_IMPOSSIBLE)
    one, day = max(read, key=lambda pair: pair[0].start())
    return _cut(line, one), day


def _day(found: re.Match[str], today: date) -> date | None:
    """The day a date says; None when there is none in the calendar."""
    groups = found.groupdict()
    month = MONTHS[groups["name"].casefold()] if "name" in groups else int(groups["month"])
    year = groups["year"] or ""
    if year:
        return _calendar(int(year) + (2000 if len(year) == 2 else 0), month, int(groups["day"]))
    this_year = _calendar(today.year, month, int(groups["day"]))
    before = _calendar(today.year - 1, month, int(groups["day"]))
    is_over_new_year = before is not None and today - before <= OVER_NEW_YEAR
    return before if is_over_new_year and (this_year is None or this_year > today) else this_year


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _amount(rest: str) -> Amount | Refused:
    """Sum and number of what is left of the line; what is said at a till does not fit here."""
    amount = parse_amount(rest)
    if isinstance(amount, Amount):
        return amount if amount.receipt else Refused(Refusal.RECEIPT_NUMBER_MISSING)
    clear = (Refusal.AMOUNT_ZERO, Refusal.AMOUNT_TOO_LARGE, Refusal.AMOUNT_TOO_FINE)
    return amount if amount.reason in clear else Refused(Refusal.RECEIPT_LINE_UNCLEAR)


def _cut(line: str, found: re.Match[str]) -> str:
    """The line without this part, and without what stood around it."""
    return " ".join(f"{line[: found.start()].rstrip(' ,;')} {line[found.end() :].lstrip(' ,;')}".split())
