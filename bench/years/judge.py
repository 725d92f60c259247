"""What the years brought, held against the model: everything that is amiss, in words."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from bench.years import model
from bench.years.looks import Look, looks_of, planned
from bench.years.model import Due
from bench.years.play import Years
from bench.years.town import HOME, Person

GONE = ("sent", "unknown")
BUSY = timedelta(seconds=5)
LIVES = timedelta(days=7)
Key = tuple[str, int, str]
# When a message went, and how important it was.
Went = tuple[datetime, int]


@dataclass(slots=True)
class Verdict:
    """What is amiss, a line each. due: how many occasions there were."""

    missed: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    outside_window: list[str] = field(default_factory=list)
    without_consent: list[str] = field(default_factory=list)
    due: int = 0

    @property
    def clean(self) -> bool:
        """Whether nothing is."""
        return not (self.missed or self.doubled or self.outside_window or self.without_consent)


def judged(years: Years) -> Verdict:
    """Everything that came due, and everything that went out."""
    verdict = Verdict()
    sent: dict[int, list[Went]] = defaultdict(list)
    told: dict[int, list[date]] = defaultdict(list)
    for (kind, member_id, occasion), (state, at, _) in years.ended.items():
        if state in GONE and at is not None:
            sent[member_id].append((at, rank(kind)))
            if kind == "weekday":
                told[member_id].append(date.fromisoformat(occasion))
    for times in sent.values():
        times.sort()
    known: dict[Key, Due] = {}
    congratulated, looks = _birthdays(years), looks_of(years.town, years.ticks)
    for person in years.town.people:
        for due in _of_person(years, person, looks, told[person.id]):
            known[due.kind, person.id, due.occasion] = due
            had = congratulated[due.kind, person.id, due.occasion[:4]] > 0
            _occasion(verdict, years, due, sent[person.id], had=had)
    verdict.due = len(known)
    _delivered(verdict, years, known)
    return verdict


def rank(kind: str) -> int:
    """Whose message goes first of two that could: birthdays, then those who are missed, then news."""
    if kind in ("birthday", "birthday_before"):
        return 0
    return 1 if kind in ("comeback", "comeback_2", "why_left", "newcomer", "next_purchase") else 2


def _of_person(years: Years, person: Person, looks: Sequence[Look], told: Sequence[date]) -> Iterator[Due]:
    every = (model.occasions(years.town, person, years.ticks), planned(years.town, person, looks, told))
    for due in chain(*every):
        looked = person.joined_at if due.seen is None else model.first_tick(years.ticks, due.seen)
        mine = model.TAG_OF.get(due.kind, "") in ("", person.tag)
        if mine and due.kind in years.kinds and looked is not None and person.joined_at <= looked:
            yield due


def _occasion(verdict: Verdict, years: Years, due: Due, sent: Sequence[Went], *, had: bool) -> None:
    """Whether one occasion ended as the model says. had: he was congratulated in this year, on the birthday
    he told before."""
    key = (due.kind, due.person.id, due.occasion)
    state, at, reason = years.ended.get(key, ("", None, ""))
    went = at if state in GONE else None
    others = list(sent)
    if went is not None:
        others.remove((went, rank(due.kind)))
    expected = _expected(years, due, others)
    if expected is not None and went is None and not had:
        verdict.missed.append(f"{key} was to go at {expected}, it is {state or 'nowhere'} {reason}")
    if went is not None and expected != went:
        verdict.outside_window.append(f"{key} went at {went}, not at {expected}")
    first = _first(years, due)
    silent = first is not None and due.wanted(first) and not state
    if silent and not had and due.kind not in ("thanks", "nps"):
        verdict.missed.append(f"{key} was passed over without a word")


def _first(years: Years, due: Due) -> datetime | None:
    """The first tick at which it could go."""
    return model.first_tick(years.ticks, due.at if due.seen is None else max(due.at, due.seen))


def _expected(years: Years, due: Due, others: Sequence[Went]) -> datetime | None:
    """The tick at which it goes, by everything the model knows; None: it does not."""
    at, mine = _first(years, due), rank(due.kind)
    while at is not None and at < due.until:
        if not model.consents(due.person, at):
            return None
        if any(other == at and place <= mine for other, place in others):
            # Somebody is told one thing at a time, and the more important one first.
            at = model.first_tick(years.ticks, at + BUSY)
            continue
        later = model.may_go_at(due.person, [other for other, _ in others if other < at], at)
        if later == at:
            return at if due.wanted(at) else None
        if later >= due.at + LIVES:
            return None
        at = model.first_tick(years.ticks, later)
    return None


def _birthdays(years: Years) -> Counter[tuple[str, int, str]]:
    """How often each was congratulated in each year."""
    gone = (key for key, (state, _, _) in years.ended.items() if state in GONE)
    return Counter((kind, who, occasion[:4]) for kind, who, occasion in gone if "birthday" in kind)


def _delivered(verdict: Verdict, years: Years, known: Mapping[Key, Due]) -> None:
    """What reached people: each once, by day, with their consent, and about something that was due."""
    people = {person.id: person for person in years.town.people}
    for recipient, number in Counter(recipient for recipient, _ in years.delivered).items():
        if number > 1:
            verdict.doubled.append(f"{years.recipients[recipient]} went {number} times")
    years_of: Counter[tuple[str, int, str]] = Counter()
    for recipient, at in years.delivered:
        key = years.recipients[recipient]
        person = people[key[1]]
        hour = at.astimezone(ZoneInfo(person.zone or HOME)).hour
        if not model.QUIET_UNTIL <= hour < model.QUIET_FROM:
            verdict.outside_window.append(f"{key} went at {hour} o'clock")
        if not model.consents(person, at):
            verdict.without_consent.append(f"{key} went at {at}")
        due = known.get(key)
        if due is None or not due.at <= at < due.until:
            verdict.outside_window.append(f"{key} went at {at}, due {due and (due.at, due.until)}")
        if "birthday" in key[0]:
            years_of[key[0], key[1], key[2][:4]] += 1
    verdict.doubled += [f"{year} had {number} birthdays" for year, number in years_of.items() if number > 1]
