"""A promo code or a personal offer while its owner makes it: one question after another."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from pydantic import TypeAdapter

from loyalty.amounts import MAX_AMOUNT_MINOR, Amount, parse_amount, parse_rate
from loyalty.benefits import Effect
from loyalty.codes import MOST_CODES, Campaign, check_shared_code
from loyalty.coming_days import coming_day
from loyalty.names import clean_name
from loyalty.offer_line import MOST_PIECES, MOST_POINTS, parse_offer
from loyalty.programme import Programme
from loyalty.refusals import Refusal, Refused
from loyalty.rewards import typed_count

MOST_USES = 1_000_000
LONGEST_GIFT = 60
NO_END = "-"
USUAL_DAYS = ("7", "14", "30")


class Gives(StrEnum):
    """What the customer gets."""

    PERCENT = "percent"
    MONEY = "money"
    POINTS = "points"
    GIFT = "gift"


class Asks(StrEnum):
    """The question that is open; READY: none, it can be made."""

    MEMBER = "member"
    GIVES = "gives"
    VALUE = "value"
    CATEGORY = "category"
    PIECES = "pieces"
    FORM = "form"
    WORD = "word"
    COUNT = "count"
    UNTIL = "until"
    SINCE = "since"
    TOTAL = "total"
    MINIMUM = "minimum"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is known so far. personal: an offer to member_id, else a code.

    value: basis points, minor units or points by what it gives. category None: not asked yet. shared: one
    word for all or a list, None: not asked yet. until: ISO day, "-" no end, "" not asked yet. since: ISO
    day, "" at once. tier: "" everybody. later: a question the owner went back to.
    """

    personal: bool = False
    member_id: int = 0
    gives: Gives | None = None
    value: int = 0
    gift: str = ""
    category: str | None = None
    pieces: int = 0
    shared: bool | None = None
    word: str = ""
    count: int = 0
    until: str = ""
    since: str = ""
    tier: str = ""
    total: int = 0
    per_member: int = 1
    minimum_minor: int = 0
    newcomers_only: bool = False
    with_points: bool = True
    later: Asks | None = None


_SKETCH = TypeAdapter(Sketch)


def packed_sketch(sketch: Sketch) -> str:
    """A sketch as it is kept with the question."""
    return _SKETCH.dump_json(sketch, exclude_defaults=True).decode()


def read_sketch(text: str) -> Sketch:
    """The sketch these kept values say. ValueError when they say none."""
    return _SKETCH.validate_json(text)


def asks(sketch: Sketch, programme: Programme) -> Asks:
    """The next question."""
    told = sketch.gift if sketch.gives is Gives.GIFT else sketch.value
    missing = (
        (sketch.personal and not sketch.member_id, Asks.MEMBER),
        (sketch.gives is None, Asks.GIVES),
        (not told, Asks.VALUE),
        (sketch.personal and bool(programme.categories) and sketch.category is None, Asks.CATEGORY),
        (sketch.personal and not sketch.pieces, Asks.PIECES),
        (not sketch.personal and sketch.shared is None, Asks.FORM),
        (bool(sketch.shared) and not sketch.word, Asks.WORD),
        (sketch.shared is False and not sketch.count, Asks.COUNT),
        (not sketch.until, Asks.UNTIL),
    )
    open_ones = [question for is_open, question in missing if is_open]
    return open_ones[0] if open_ones else sketch.later or Asks.READY


def answered(sketch: Sketch, text: str, programme: Programme, today: date) -> Sketch | Refused:
    """The sketch with what the owner typed for its open question, unless that one takes a button only.

    Where an offer begins, all of it may be typed in one line (loyalty.offer_line).
    Refuses RATE_*, AMOUNT_*, COUNT_UNCLEAR, LABEL_UNCLEAR, CODE_UNCLEAR, DAY_UNCLEAR, OFFER_UNCLEAR,
    BUTTONS_ONLY.
    """
    question = asks(sketch, programme)
    match question:
        case Asks.GIVES if sketch.personal:
            return _told_at_once(sketch, text, programme, today)
        case Asks.VALUE:
            return _valued(sketch, text)
        case Asks.WORD:
            word = check_shared_code(text)
            return word if isinstance(word, Refused) else replace(sketch, word=word)
        case Asks.UNTIL | Asks.SINCE:
            return _dated(sketch, question, text, today)
        case Asks.MINIMUM:
            minor = _money(text)
            return minor if isinstance(minor, Refused) else replace(sketch, minimum_minor=minor, later=None)
        case Asks.COUNT | Asks.TOTAL | Asks.PIECES:
            return _counted(sketch, question, text)
    return Refused(Refusal.BUTTONS_ONLY)


def tapped(sketch: Sketch, field: str, said: str, programme: Programme, today: date) -> Sketch | Refused:
    """The sketch with what a button says. Refuses SKETCH_GONE for what no button of ours says now."""
    match field, said:
        case "gives", "percent" | "money" | "points" | "gift":
            return replace(sketch, gives=Gives(said), value=0, gift="")
        case "category", _ if said == NO_END or programme.category(said):
            return replace(sketch, category="" if said == NO_END else said)
        case "pieces", "1" | "2" | "3":
            return replace(sketch, pieces=int(said))
        case "form", "word" | "list":
            return replace(sketch, shared=said == "word", word="", count=0)
        case "until", _ if said == NO_END or said in USUAL_DAYS:
            until = NO_END if said == NO_END else (today + timedelta(days=int(said))).isoformat()
            return replace(sketch, until=until)
        case "later", Asks.SINCE | Asks.TOTAL | Asks.MINIMUM:
            return replace(sketch, later=Asks(said))
        case "turn", _:
            return _turned(sketch, said, programme)
    return Refused(Refusal.SKETCH_GONE)


def effect_of(sketch: Sketch) -> Effect:
    """What it will do to a receipt."""
    return Effect(
        percent_bp=sketch.value if sketch.gives is Gives.PERCENT else 0,
        off_minor=sketch.value if sketch.gives is Gives.MONEY else 0,
        points=sketch.value if sketch.gives is Gives.POINTS else 0,
        gift=sketch.gift,
        category=sketch.category or "",
        minimum_minor=sketch.minimum_minor,
        least_quantity=sketch.pieces if sketch.pieces > 1 else 0,
        with_points=sketch.with_points,
    )


def last_day_of(sketch: Sketch) -> date | None:
    """Its last day; None: no end."""
    return None if sketch.until in ("", NO_END) else date.fromisoformat(sketch.until)


def first_day_of(sketch: Sketch) -> date | None:
    """Its first day; None: at once."""
    return date.fromisoformat(sketch.since) if sketch.since else None


def campaign_of(sketch: Sketch) -> Campaign:
    """The campaign a finished sketch of a code says; its id is yet to come."""
    return Campaign(
        id=0,
        title=sketch.word,
        effect=effect_of(sketch),
        unique_codes=not sketch.shared,
        total=sketch.total,
        per_member=sketch.per_member,
        first_day=first_day_of(sketch),
        last_day=last_day_of(sketch),
        tier=sketch.tier,
        newcomers_only=sketch.newcomers_only,
    )


def _turned(sketch: Sketch, said: str, programme: Programme) -> Sketch | Refused:
    """One of the switches of a finished sketch."""
    match said:
        case "each":
            return replace(sketch, per_member=0 if sketch.per_member else 1)
        case "new":
            return replace(sketch, newcomers_only=not sketch.newcomers_only)
        case "tier":
            keys = ["", *(tier.key for tier in programme.tiers)]
            at = keys.index(sketch.tier) if sketch.tier in keys else 0
            return replace(sketch, tier=keys[(at + 1) % len(keys)])
        case "since":
            return replace(sketch, since="", later=None)
        case "points":
            return replace(sketch, with_points=not sketch.with_points)
        case "total":
            return replace(sketch, total=0, later=None)
        case "minimum":
            return replace(sketch, minimum_minor=0, later=None)
    return Refused(Refusal.SKETCH_GONE)


def _told_at_once(sketch: Sketch, text: str, programme: Programme, today: date) -> Sketch | Refused:
    """Everything the line says; its last day is asked for when it does not."""
    line = parse_offer(text, programme.categories, today)
    if isinstance(line, Refused):
        return line
    return replace(
        sketch,
        gives=Gives(line.unit),
        value=line.value,
        category=line.category,
        pieces=line.pieces,
        until=line.last_day.isoformat() if line.last_day else "",
    )


def _valued(sketch: Sketch, text: str) -> Sketch | Refused:
    if sketch.gives is Gives.GIFT:
        gift = clean_name(text, LONGEST_GIFT)
        if isinstance(gift, Refused):
            return Refused(Refusal.LABEL_UNCLEAR, {"longest": LONGEST_GIFT})
        return replace(sketch, gift=gift)
    value = _value(sketch.gives, text)
    if value == 0:
        return Refused(Refusal.VALUE_ZERO)
    return value if isinstance(value, Refused) else replace(sketch, value=value)


def _value(gives: Gives | None, text: str) -> int | Refused:
    if gives is Gives.PERCENT:
        return parse_rate(text)
    if gives is Gives.MONEY:
        return _money(text)
    return typed_count(text, 1, MOST_POINTS)


def _money(text: str) -> int | Refused:
    amount = parse_amount(text, MAX_AMOUNT_MINOR)
    if isinstance(amount, Amount):
        return Refused(Refusal.AMOUNT_UNCLEAR) if amount.receipt else amount.amount_minor
    return amount


def _counted(sketch: Sketch, question: Asks, text: str) -> Sketch | Refused:
    most = {Asks.COUNT: MOST_CODES, Asks.TOTAL: MOST_USES, Asks.PIECES: MOST_PIECES}[question]
    count = typed_count(text, 1, most)
    if isinstance(count, Refused):
        return count
    if question is Asks.TOTAL:
        return replace(sketch, total=count, later=None)
    return replace(sketch, count=count) if question is Asks.COUNT else replace(sketch, pieces=count)


def _dated(sketch: Sketch, question: Asks, text: str, today: date) -> Sketch | Refused:
    """The last or the first day; a first one after the last makes no sense."""
    day = coming_day(text, today)
    if isinstance(day, Refused):
        return day
    if question is Asks.UNTIL:
        return replace(sketch, until=day.isoformat())
    last = last_day_of(sketch)
    if last is not None and day > last:
        return Refused(Refusal.DAY_UNCLEAR)
    return replace(sketch, since=day.isoformat(), later=None)
