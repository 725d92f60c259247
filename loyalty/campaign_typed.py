"""What an owner types into a campaign: a moment, an address, a button, a gift, a share of people."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from loyalty.amounts import parse_rate
from loyalty.benefits import Effect
from loyalty.campaigns import Gift, Knob
from loyalty.characters import plain_characters
from loyalty.coming_days import coming_day
from loyalty.names import clean_name
from loyalty.offer_line import MOST_POINTS, OfferLine, Unit, parse_offer
from loyalty.programme import Category
from loyalty.refusals import Refusal, Refused
from loyalty.templates import fields_of

KnobKind = Literal["link", "copy", "card", "interested"]
LONGEST_KNOB = 30
LONGEST_COPY = 100
LONGEST_ADDRESS = 500
LONGEST_LINE = 200
LONGEST_LIFE_DAYS = 366
USUAL_OFFER_DAYS = 14
FARTHEST = timedelta(days=366)
HOURS_A_HALF, HOURS_A_DAY, MINUTES = 12, 24, 60
# What stands behind an hour, with the hours it adds to those of a clock face.
HALVES = {"am": 0, "утра": 0, "pm": HOURS_A_HALF, "дня": HOURS_A_HALF, "вечера": HOURS_A_HALF}

_HALF = f"(?P<half>{'|'.join(HALVES)})"
_MOMENT = re.compile(
    r"(?:(?:во? |on )?(?P<day>.+?),? (?:в |at )?)?"
    rf"(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d{{2}}))? ?{_HALF}?"
)
# Today or tomorrow: more than a bare number, which may be anything.
_ALONE = re.compile(rf"(?P<at>(?:в|at) )?(?P<hour>\d{{1,2}})(?::(?P<minute>\d{{2}}))?(?: ?{_HALF})?")
_HOST = re.compile(r"[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*\.[^\W\d_][\w-]+")
_MENTION = re.compile(r"@(\w{4,32})")
_POINTS = re.compile(
    r"(?P<points>[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?: ?(?:балл|бонус|point)\w*)?"
    r"(?:,? (?:(?:на|for) )?(?P<days>[0-9]{1,3}) ?(?:д|d)\w*)?"
)
_LIFE = re.compile(r"(?P<offer>.+?),? (?:на|for) (?P<days>[0-9]{1,3}) (?:д\w*|days?)")
_TRAILING = " \t—–-:|,"


def parse_moment(text: str, now: datetime, zone: ZoneInfo) -> datetime | Refused:
    """When it goes: "18:00" (today or, when that is past, tomorrow), "tomorrow at 12", "on Friday 9:30".

    Refuses MOMENT_UNCLEAR, MOMENT_PAST.
    """
    here = now.astimezone(zone)
    plain = plain_characters(text[:LONGEST_LINE]).casefold()
    alone = _ALONE.fullmatch(plain)
    if alone and (alone["at"] or alone["minute"] or alone["half"]):
        at = _time(alone["hour"], alone["minute"], alone["half"])
        return at if isinstance(at, Refused) else _next(at, here)
    found = _MOMENT.fullmatch(plain)
    if found is None or found["day"] is None:
        return Refused(Refusal.MOMENT_UNCLEAR)
    day = coming_day(found["day"], here.date())
    at = _time(found["hour"], found["minute"], found["half"])
    if isinstance(day, Refused) or isinstance(at, Refused):
        return Refused(Refusal.MOMENT_UNCLEAR)
    moment = datetime.combine(day, at, zone)
    if not timedelta() < moment - here <= FARTHEST:
        return Refused(Refusal.MOMENT_PAST)
    return moment.astimezone(UTC)


def moment_of(day: date, hour: int, zone: ZoneInfo) -> datetime:
    """That hour of a day."""
    return datetime.combine(day, time(hour), zone).astimezone(UTC)


def parse_address(text: str) -> str | Refused:
    """Where a button leads: a web address, with or without https, or a @name. Refuses ADDRESS_UNCLEAR."""
    typed = text.strip()
    if mention := _MENTION.fullmatch(typed):
        return f"https://t.me/{mention[1]}"
    address = typed if "://" in typed else f"https://{typed}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        sound = parts.scheme in ("http", "https") and parts.username is None and (parts.port or 1) > 0
    except ValueError:
        return Refused(Refusal.ADDRESS_UNCLEAR)
    odd = len(address) > LONGEST_ADDRESS or any(not one.isprintable() or one in ' "<>\\{}' for one in address)
    return Refused(Refusal.ADDRESS_UNCLEAR) if odd or not sound or not _HOST.fullmatch(host) else address


def parse_knob(kind: KnobKind, text: str, usual: str) -> Knob | Refused:
    """The button a line says; usual: what it is called when the line gives no caption.

    A link: "Our menu cafe.example/menu". A text to copy: its caption and the text in two lines, or the text
    alone; nothing or {code} for the gift's code. The others: a caption. Refuses ADDRESS_UNCLEAR,
    LABEL_UNCLEAR, FIELD_ON_BUTTON: buttons are the same for everybody.
    """
    caption, value = _split(kind, text)
    if kind == "link":
        address = parse_address(value)
        if isinstance(address, Refused):
            return address
        if "://" in caption:  # an address with a space in it, or two
            return Refused(Refusal.ADDRESS_UNCLEAR)
        value = address
    elif kind == "copy":
        copied = "" if _is_code(value) else clean_name(value, LONGEST_COPY)
        if isinstance(copied, Refused):
            return Refused(Refusal.LABEL_UNCLEAR, {"longest": LONGEST_COPY})
        value = copied
    label = clean_name(caption or usual, LONGEST_KNOB)
    if isinstance(label, Refused):
        return Refused(Refusal.LABEL_UNCLEAR, {"longest": LONGEST_KNOB})
    if fields_of(label) or fields_of(value):
        return Refused(Refusal.FIELD_ON_BUTTON)
    return Knob(kind, label, value)


def parse_points(text: str) -> Gift | Refused:
    """ "50", "50 for 14 days". Refuses GIFT_UNCLEAR."""
    found = _POINTS.fullmatch(plain_characters(text[:LONGEST_LINE]))
    points = int(found["points"].replace(" ", "")) if found else 0
    days = int(found["days"] or 0) if found else 0
    if not 0 < points <= MOST_POINTS or days > LONGEST_LIFE_DAYS or (found and found["days"] and not days):
        return Refused(Refusal.GIFT_UNCLEAR)
    return Gift("points", points=points, lifetime_days=days)


def parse_gift_offer(text: str, categories: Sequence[Category], today: date) -> Gift | Refused:
    """A personal offer in one line, as loyalty.offer_line reads it, perhaps "for 10 days". The title is the
    caller's to give. Refuses as parse_offer, COUNT_UNCLEAR with the bounds in days for more than a year."""
    plain = plain_characters(text) if len(text) <= LONGEST_LINE else text
    told = _LIFE.fullmatch(plain.casefold())
    line = parse_offer(told["offer"] if told else text, categories, today)
    if isinstance(line, Refused):
        return line
    days = int(told["days"]) if told else USUAL_OFFER_DAYS
    if line.last_day is not None:
        days = max((line.last_day - today).days, 1)
    if not 0 < days <= LONGEST_LIFE_DAYS:
        return Refused(Refusal.COUNT_UNCLEAR, {"least": 1, "most": LONGEST_LIFE_DAYS})
    return Gift("offer", lifetime_days=days, effect=_effect(line))


def parse_share(text: str, least_bp: int, most_bp: int) -> int | Refused:
    """A share in basis points. Refuses RATE_*, COUNT_UNCLEAR with the bounds in percent."""
    share_bp = parse_rate(text)
    if isinstance(share_bp, int) and not least_bp <= share_bp <= most_bp:
        return Refused(Refusal.COUNT_UNCLEAR, {"least": least_bp // 100, "most": most_bp // 100})
    return share_bp


def _time(hour: str, minute: str | None, half: str | None) -> time | Refused:
    hours, minutes = int(hour), int(minute or 0)
    if half:
        if not 1 <= hours <= HOURS_A_HALF:
            return Refused(Refusal.MOMENT_UNCLEAR)
        hours = hours % HOURS_A_HALF + HALVES[half]
    if hours >= HOURS_A_DAY or minutes >= MINUTES:
        return Refused(Refusal.MOMENT_UNCLEAR)
    return time(hours, minutes)


def _next(at: time, here: datetime) -> datetime:
    today = datetime.combine(here.date(), at, here.tzinfo)
    day = here.date() if today > here else here.date() + timedelta(days=1)
    return datetime.combine(day, at, here.tzinfo).astimezone(UTC)


def _is_code(value: str) -> bool:
    """Whether everybody's own code is meant."""
    places = fields_of(value)
    return not value or (len(places) == 1 and places[0].field == "code" and value[0] + value[-1] == "{}")


def _split(kind: str, text: str) -> tuple[str, str]:
    """(caption, value) of what was typed for a button."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()] or [""]
    if kind not in ("link", "copy"):
        return " ".join(lines), ""
    if len(lines) > 1:
        return " ".join(lines[:-1]), lines[-1]
    if kind == "copy":
        return "", lines[0]
    caption, _, address = lines[0].rpartition(" ")
    return caption.rstrip(_TRAILING), address


def _effect(line: OfferLine) -> Effect:
    return Effect(
        percent_bp=line.value if line.unit is Unit.PERCENT else 0,
        off_minor=line.value if line.unit is Unit.MONEY else 0,
        points=line.value if line.unit is Unit.POINTS else 0,
        category=line.category,
        least_quantity=line.pieces if line.pieces > 1 else 0,
    )
