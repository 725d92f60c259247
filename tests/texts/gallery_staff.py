"""The screens of the team, the stores and the shifts at their longest."""

from dataclasses import asdict, replace
from datetime import UTC, datetime

from loyalty.hours import ALWAYS, Opening, parse_hours
from loyalty.programme import Programme
from loyalty.sale import Way
from loyalty.shifts import OpenShift, SaleLine, ShiftView, TodayView, Totals
from loyalty.staff import Role
from loyalty.store_views import StoreLine, StoreList, StoreView
from loyalty.stores import MOST_STORES, Place, Store
from loyalty.views import StaffLine, StaffList
from texts import shifts, staff, stores
from texts.screen import Screen
from texts.words import Words

LONG = "W" * 64
NAME, ADDRESS = "Щ" * 40, "Ж" * 120
AT = datetime(2026, 5, 3, 11, 5, tzinfo=UTC)
PROGRAMME = Programme(1, "Кофе & Чай", "RUB", "Europe/Moscow")
PLACES = tuple((number, NAME) for number in range(1, MOST_STORES + 1))
TEAM = (
    StaffLine(1, LONG, Role.OWNER, removable=False),
    StaffLine(2, LONG, Role.MANAGER, removable=True, stores=f"{NAME}, {NAME}", store_ids=frozenset({1, 2})),
    *(StaffLine(number, LONG, Role.CASHIER, removable=True, stores=NAME) for number in range(3, 9)),
)
OURS = StaffList(TEAM, runs=True, stores=PLACES)
THEIRS = StaffList(TEAM[2:], runs=False, stores=PLACES[:1])
WEEK = parse_hours("пн 9-10, вт 10-11, ср 11-12, чт 12-13, пт 13-14, сб 14-15, вс 15-16")
STORE = Store(1, NAME, "Asia/Yekaterinburg", ADDRESS, Place(55_751_244, 37_618_423))
TOTALS = Totals(
    sales=9_999,
    sum_minor=99_999_999,
    given_points=999_999,
    taken_points=999_999,
    refunds=99,
    refunded_minor=99_999_999,
    certificates_minor=99_999_999,
    issued=99,
    issued_minor=99_999_999,
    ways=dict.fromkeys([*Way, ""], 9_999),
)


def screens(words: Words) -> list[Screen]:
    """All of them."""
    return [*of_the_team(words), *of_stores(words), *of_shifts(words)]


def of_the_team(words: Words) -> list[Screen]:
    roles, told = (Role.CASHIER, Role.MANAGER), (True, False)
    link = "https://t.me/mayak_bot?start=t-x"
    return [
        staff.staff_list(words, OURS),
        staff.staff_list(words, THEIRS),
        staff.choose_role(words, "link"),
        staff.choose_stores(words, OURS, "link", Role.CASHIER, ()),
        staff.choose_stores(words, OURS, "pick", Role.MANAGER, range(1, MOST_STORES + 1)),
        staff.choose_stores(words, OURS, "at", Role.MANAGER, (1, MOST_STORES), 999_999_999),
        *(staff.invitation(words, link, role, NAME) for role in roles),
        *(staff.pick(words, role, NAME) for role in roles),
        staff.not_picked(words, Role.MANAGER, has_card=True),
        staff.picked_too_late(words, Role.MANAGER, has_card=True),
        *(
            staff.picked_somebody(words, LONG, link, role, Role.OWNER, told=known, has_card=True)
            for role in roles
            for known in told
        ),
        *(staff.candidate(words, 999_999, LONG, "photo", role, NAME) for role in roles),
        *(staff.answered(words, LONG, role, accepted=accepted) for role in roles for accepted in told),
        staff.whom_to_change(words, OURS),
        *(staff.colleague(words, OURS, line) for line in TEAM[:3]),
        *(staff.ask_role(words, TEAM[1], role) for role in roles),
        staff.ask_removal(words, TEAM[1]),
        staff.removed(words, LONG),
        *(staff.hired(words, role, has_card=True, stores=NAME) for role in roles),
        staff.stores_given(words, ""),
        staff.stores_given(words, NAME),
    ]


def of_stores(words: Words) -> list[Screen]:
    view = StoreView(STORE, NAME, only=False, staff=99)
    weekly = replace(STORE, hours=WEEK if isinstance(WEEK, tuple) else None)
    always = replace(STORE, hours=(ALWAYS,) * 7)
    openings = [Opening(is_open=True), Opening(is_open=False), Opening(is_open=True, minute=1_440, days=0)]
    openings += [Opening(is_open=False, minute=540, days=days) for days in range(8)]
    lines = tuple(
        StoreLine(
            STORE,
            NAME,
            told=True,
            today=ALWAYS if opening.is_open else None,
            opening=opening,
            distance_metres=999_999,
        )
        for opening in openings
    )
    listed = (*lines[:10], StoreLine(Store(2, "", "Europe/Moscow", ADDRESS), NAME, distance_metres=450))
    return [
        stores.store_list(words, StoreList(listed[:10])),
        stores.store_list(words, StoreList(lines[1:], near=True, more=10)),
        stores.store_list(words, StoreList(listed[10:])),
        stores.ask_place(words),
        *(stores.keys_back(words, "", has_card=True, sent=sent) for sent in (True, False)),
        stores.our_stores(words, [view] * MOST_STORES),
        stores.store(words, view),
        stores.store(words, StoreView(weekly, NAME, only=True, staff=0)),
        stores.store(words, StoreView(always, NAME, only=True, staff=0)),
        stores.store(
            words, StoreView(Store(1, "", "Europe/Kiev", hours=(None,) * 7), NAME, only=True, staff=0)
        ),
        stores.ask_new(words),
        *(stores.ask_about(words, view, what) for what in ("name", "address", "hours", "place")),
        stores.send_a_place(words),
        stores.zones(words, view, PROGRAMME),
        stores.ask_closing(words, view),
    ]


def of_shifts(words: Words) -> list[Screen]:
    idle = ShiftView(0, NAME, "Europe/Moscow", None, Totals(), PLACES)
    busy = ShiftView(999_999, NAME, "Europe/Moscow", AT, TOTALS, PLACES, open_shifts=999)
    theirs = OpenShift(999_999, "W" * 64, NAME, "Europe/Moscow", AT, TOTALS)
    line = SaleLine(
        999_999,
        AT,
        "W" * 20,
        99_999_999,
        1,
        999_999,
        999_999,
        undone=False,
        undoable=True,
        cashier="W" * 20,
        store=NAME,
    )
    lines = (line, replace(line, undone=True), replace(line, rest_minor=0, earned_points=0), line)
    told = {**asdict(TOTALS), "opened_at": int(AT.timestamp()), "store": NAME, "time_zone": "Europe/Moscow"}
    return [
        shifts.shift(words, idle),
        shifts.shift(words, busy),
        shifts.shift(words, replace(busy, closed_at=AT)),
        *(shifts.closed(words, {**told, "by_night": by_night}) for by_night in (True, False)),
        shifts.closed(words, {**told, "by_night": False, "name": "W" * 64}),
        *(shifts.colleagues(words, found) for found in ((), [theirs] * 30)),
        shifts.ask_close(words, theirs),
        shifts.closed_for(words, replace(theirs, name="", store="")),
        shifts.today(words, TodayView(Totals(), (), leads=False)),
        shifts.today(words, TodayView(TOTALS, lines + lines, leads=True, open_shifts=999)),
    ]
