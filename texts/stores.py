"""Stores: where customers find them and whether they are open, and what an owner says about each."""

from collections.abc import Sequence
from urllib.parse import quote

from loyalty.hours import ALWAYS, Opening, Span, Week
from loyalty.programme import Programme
from loyalty.settings import ZONES
from loyalty.store_views import StoreLine, StoreList, StoreView
from loyalty.stores import E6, Store
from texts.admin import back
from texts.catalogue import LANGUAGES
from texts.keyboards import home_keyboard
from texts.program_values import city, time_words, weekdays
from texts.screen import Button, Key, Keyboard, Screen, act, shortened
from texts.words import Html, Words, escaped, words_for

MAP = "https://maps.google.com/?q="
MAPS_SHOWN = 5
NEAR_METRES = 1_000


# --- for everybody ---


def store_list(words: Words, view: StoreList) -> Screen:
    """Where to go: address, today's hours, the way there."""
    head = words.t("<b>The nearest first</b>") if view.near else words.t("<b>Where to find us</b>")
    blocks = [head, *(_line(words, line) for line in view.lines)]
    if view.more:
        blocks.append(words.n("and {count} more", "and {count} more", view.more))
    rows = [
        (Button(shortened(words.t("Map: {store}", store=line.name)), url=link),)
        for line in view.lines
        if (link := map_link(line.store))
    ][:MAPS_SHOWN]
    if not view.near and len(view.lines) > 1 and any(line.store.place for line in view.lines):
        rows.append((Button(words.t("Which is nearest?"), act("near"), style="primary"),))
    return Screen(Html("\n\n".join(blocks)), tuple(rows))


def ask_place(words: Words) -> Screen:
    """The key that shares where one is."""
    rows = ((Key(words.t("Send my location"), location=True),), (Key(words.t("Don't send")),))
    text = words.t("Press the key below, and I show the nearest store. I don't keep where you are.")
    return Screen(text, keyboard=Keyboard(rows, once=True))


def is_not_sending(text: str) -> bool:
    """Whether this is the caption of the key that sends no place, in any language."""
    return any(text.strip() == words_for(one, "UTC", "").t("Don't send") for one in LANGUAGES)


def keys_back(words: Words, role: str, *, has_card: bool, sent: bool) -> Screen:
    """The usual keys come back, whether or not a place was sent."""
    text = words.t("Thank you, I have looked.") if sent else words.t("All right, without a location.")
    return Screen(text, keyboard=home_keyboard(words, role, has_card=has_card))


def map_link(store: Store) -> str:
    """The store on a map: by its place, else by its address; "" when neither is known."""
    if store.place is not None:
        return f"{MAP}{store.place.latitude_e6 / E6:.6f},{store.place.longitude_e6 / E6:.6f}"
    return f"{MAP}{quote(store.address)}" if store.address else ""


def _line(words: Words, line: StoreLine) -> Html:
    name = words.t("<b>{name}</b>", name=line.name)
    if line.distance_metres is not None:
        name = Html(f"{name} · {distance(words, line.distance_metres)}")
    lines = [name]
    if line.store.address:
        lines.append(escaped(line.store.address))
    if line.told and line.opening is not None:
        lines.append(_today(words, line, line.opening))
    return Html("\n".join(lines))


def distance(words: Words, metres: int) -> Html:
    """ "450 m", "2.3 km"."""
    if metres < NEAR_METRES:
        return words.t("{count} m", count=words.number(round(metres, -1)))
    tenths = round(metres / 100)
    figure = words.rate(tenths * 10).removesuffix("%").rstrip(" \N{NO-BREAK SPACE}")
    return words.t("{count} km", count=figure)


def _today(words: Words, line: StoreLine, opening: Opening) -> Html:
    """ "Today 9:00-21:00, open until 21:00"."""
    if opening.days is None:
        return words.t("Open around the clock") if opening.is_open else words.t("Closed at the moment")
    at = time_words(opening.minute % ALWAYS.closes)
    if opening.is_open:
        now = words.t("open until {time}", time=at)
    elif opening.days == 0:
        now = words.t("closed, opens at {time}", time=at)
    elif opening.days == 1:
        now = words.t("closed, opens tomorrow at {time}", time=at)
    else:
        now = _opens_on(words, (line.weekday + opening.days) % len(_week(ALWAYS)), at)
    if line.today is None:
        return words.t("Today a day off, {now}", now=now)
    return words.t("Today {hours}, {now}", hours=span_words(line.today), now=now)


def _opens_on(words: Words, day: int, at: str) -> Html:
    said = (
        words.t("closed, opens on Monday at {time}", time=at),
        words.t("closed, opens on Tuesday at {time}", time=at),
        words.t("closed, opens on Wednesday at {time}", time=at),
        words.t("closed, opens on Thursday at {time}", time=at),
        words.t("closed, opens on Friday at {time}", time=at),
        words.t("closed, opens on Saturday at {time}", time=at),
        words.t("closed, opens on Sunday at {time}", time=at),
    )
    return said[day]


def span_words(span: Span) -> str:
    """ "9:00-21:00"."""
    closes = span.closes if span.closes <= ALWAYS.closes else span.closes - ALWAYS.closes
    return f"{time_words(span.opens)}–{time_words(closes)}"


def week_words(words: Words, week: Week) -> str:
    """ "Mon-Fri 9:00-21:00, Sat, Sun 10:00-20:00"."""
    if all(span == ALWAYS for span in week):
        return words.t("around the clock")
    spans = sorted({span for span in week if span}, key=week.index)
    parts = [
        f"{weekdays(words, [day for day, one in enumerate(week) if one == span])} {span_words(span)}"
        for span in spans
    ]
    return ", ".join(parts) or str(words.t("closed every day"))


def _week(span: Span | None) -> Week:
    return (span,) * 7


# --- for owners ---


def our_stores(words: Words, stores: Sequence[StoreView]) -> Screen:
    """Every store, each with its button."""
    lines = [words.t("<b>Your stores</b>"), *(_short(words, view) for view in stores)]
    rows = [(Button(shortened(view.name), act("store", view.store.id)),) for view in stores]
    return Screen(
        Html("\n".join(lines)),
        (
            *rows,
            (Button(words.t("Add a store"), act("store.new"), style="primary"),),
            (Button(words.t("As customers see it"), act("stores.seen")),),
            back(words),
        ),
    )


def _short(words: Words, view: StoreView) -> Html:
    if view.store.address:
        return words.t("{name}: {address}", name=view.name, address=view.store.address)
    return escaped(view.name)


def store(words: Words, view: StoreView) -> Screen:
    """One store and what can be changed."""
    one = view.store
    hours = week_words(words, one.hours) if one.hours else words.t("not told")
    lines = [
        words.t("<b>{name}</b>", name=view.name),
        words.t("Address: {address}", address=one.address or words.t("not told")),
        words.t("Hours: {hours}", hours=hours),
        words.t("On the map: {answer}", answer=words.t("yes") if one.place else words.t("no")),
        words.t("Time zone: {city}", city=city(words, one.time_zone)),
        words.t("Cashiers and managers: {count}", count=words.number(view.staff)),
    ]
    rows = [
        (
            Button(words.t("Name"), act("store.ask", "name", one.id)),
            Button(words.t("Address"), act("store.ask", "address", one.id)),
        ),
        (
            Button(words.t("Hours"), act("store.ask", "hours", one.id)),
            Button(words.t("On the map"), act("store.ask", "place", one.id)),
        ),
        (Button(words.t("Time zone"), act("store.zones", one.id)),),
    ]
    if not view.only:
        rows.append((Button(words.t("Close for good"), act("store.close", one.id)),))
    return Screen(Html("\n".join(lines)), (*rows, back(words, "stores")))


def ask_new(words: Words) -> Screen:
    """What is the new store called?"""
    text = words.t("What is the new store called? Customers see the name, for example a street or a place.")
    return Screen(text, (back(words, "stores"),))


def ask_about(words: Words, view: StoreView, what: str) -> Screen:
    """What is typed or sent next?"""
    to_store = _to_store(words, view)
    if what == "hours":
        presets = [
            (Button(label, act("store.hours", view.store.id, index)),)
            for index, label in enumerate(preset_labels(words))
        ]
        text = words.t(
            "When is {store} open? Choose, or type it: Mon-Fri 9-21, Sat-Sun 10-20", store=view.name
        )
        return Screen(text, (*presets, to_store))
    said = {
        "name": words.t("What shall {store} be called?", store=view.name),
        "address": words.t("Type the address of {store}, as people find it.", store=view.name),
        "place": words.t(
            "Send the location of {store}: the paper clip, then “Location”. You can move the pin.",
            store=view.name,
        ),
    }
    return Screen(said[what], (to_store,))


# What the buttons say is read like what people type.
PRESETS = ("daily 9-21", "daily 10-22", "mon-fri 9-18", "24/7", "")


def preset_labels(words: Words) -> tuple[str, ...]:
    """The captions of PRESETS."""
    every = weekdays(words, range(7))
    return (
        f"{every} 9–21",
        f"{every} 10–22",
        f"{weekdays(words, range(5))} 9–18",
        words.t("Around the clock"),
        words.t("Don't show hours"),
    )


def send_a_place(words: Words) -> Screen:
    """Something else came where a location was asked for."""
    return Screen(words.t("I am waiting for a location: the paper clip, then “Location”."))


def zones(words: Words, view: StoreView, programme: Programme) -> Screen:
    """By which clock does the store live? The shop's own first."""
    others = [zone for zone in ZONES if zone != programme.time_zone]
    cities = [Button(city(words, zone), act("store.zone", view.store.id, zone)) for zone in others]
    rows = [tuple(cities[start : start + 2]) for start in range(0, len(cities), 2)]
    shop = Button(
        shortened(city(words, programme.time_zone)),
        act("store.zone", view.store.id, programme.time_zone),
        style="primary",
    )
    text = words.t("By which clock does {store} live? Hours, days and shifts follow it.", store=view.name)
    return Screen(text, ((shop,), *rows, _to_store(words, view)))


def ask_closing(words: Words, view: StoreView) -> Screen:
    """For good: asked about first."""
    text = words.t(
        "Close {store} for good? Nothing can be sold there any more, its purchases stay in the books.",
        store=view.name,
    )
    yes = Button(words.t("Yes, close"), act("store.close.ok", view.store.id), style="danger")
    return Screen(text, ((yes,), _to_store(words, view)))


def _to_store(words: Words, view: StoreView) -> tuple[Button, ...]:
    return (Button(words.t("‹ Back"), act("store", view.store.id)),)
