"""Every screen of the bot at its longest: long names, large figures, every state of a sale."""

from datetime import UTC, datetime

from loyalty.birthdays import Birthday
from loyalty.joining import Step
from loyalty.ledger import Kind
from loyalty.programme import Programme
from loyalty.staff import Role
from loyalty.views import (
    CardView,
    HistoryLine,
    HistoryPage,
    SaleState,
    SaleView,
    StaffLine,
    Verification,
)
from texts import admin, birthday, books, card, common, history, joining, program, sale, settings, staff
from texts.keyboards import member_keyboard
from texts.screen import Screen
from texts.words import Words

PROGRAMME = Programme(1, "Кофе & Чай", "RUB", "Europe/Moscow", 500, 100)
VIEW = CardView("Анна <b>", "482100457713", "gold", 1234, "https://t.me/mayak_bot?start=c-x", PROGRAMME)
AT = datetime(2026, 5, 3, 11, 5, tzinfo=UTC)
LINE = HistoryLine(AT, Kind.EARNED, 99_999, 99_999_999, "Z" * 32)
LONG = "W" * 64
TEAM = [StaffLine(1, LONG, Role.OWNER, removable=False), StaffLine(2, LONG, Role.CASHIER, removable=True)]


def screens(words: Words) -> list[Screen]:
    """All of them, for everybody."""
    return [*of_customers(words), *of_joining(words), *of_the_till(words), *of_owners(words)]


def of_customers(words: Words) -> list[Screen]:
    keyboard = member_keyboard(words)
    return [
        card.card(words, VIEW, keyboard, joining.done(words, LONG, Birthday(29, 2))),
        card.balance(words, VIEW, keyboard),
        history.history(words, HistoryPage((LINE,) * 6, 1, 3)),
        settings.settings(words, LONG, advertising=True),
        settings.settings(words, LONG, advertising=False),
        common.member_home(words, VIEW, works_here=True),
        common.no_card(words),
        common.something_broke(words),
        common.stale_button(words),
        common.not_understood(words, "", joined=True),
        common.candidate(words),
        common.language_chosen(words, "", joined=True),
        common.help_text(words, "", joined=True),
        common.led(common.other_card(words), common.stale_button(words)),
    ]


def of_joining(words: Words) -> list[Screen]:
    guest = joining.Guest(PROGRAMME, LONG, Birthday(29, 2, 2000), works_here=True, host="Я" * 20)
    return [
        *(joining.question(words, step, guest) for step in Step if step is not Step.JOINED),
        joining.consent(words, joining.Guest(PROGRAMME)),
        joining.consent_text(words, "Щ" * 40),
        joining.advertising(words),
        joining.ask_name(words, ""),
        joining.ask_phone(words, works_here=False),
        birthday.ask_month(words, None),
        *(birthday.ask_day(words, month) for month in range(1, 13)),
    ]


def of_the_till(words: Words) -> list[Screen]:
    views = [
        SaleView("x" * 10, 99, state, "W" * 20, "gold", 999_999, 99_999_999, receipt, points, 500, 7, changed)
        for state in SaleState
        for receipt, points, changed in (("Z" * 32, 999_999, True), ("", 0, False))
    ]
    repeated = SaleView(
        "", 0, SaleState.BOOKED, "Анна", "plain", 22, 45_000, "17", 22, purchase_id=7, repeated=True
    )
    return [
        *(sale.sale(words, view) for view in (*views, repeated)),
        *(sale.ask_undo(words, view) for view in views),
        sale.how_to_sell(words),
        sale.check_number(words),
        sale.amount_in_digits(words),
        sale.ended(words),
        common.staff_home(words, "cashier", has_card=False),
        staff.picked(words),
        staff.hired(words, "cashier", has_card=True),
        staff.dismissed(words, has_card=True),
        staff.dismissed(words, has_card=False),
    ]


def of_owners(words: Words) -> list[Screen]:
    figures = (999_999, 999_999, 999_999_999, "f" * 64)
    other = Programme(2, "Щ" * 40, "KZT", "Asia/Almaty", 750, 100)
    return [
        admin.menu(words),
        common.staff_home(words, "owner", has_card=True),
        common.help_text(words, "owner", joined=True),
        staff.hired(words, "owner", has_card=False),
        books.checking(words),
        books.verified(words, Verification(*figures, 0, ()), PROGRAMME),
        books.verified(words, Verification(*figures, 12, ("482100457713: head",) * 10), PROGRAMME),
        program.programme_screen(words, PROGRAMME),
        program.ask_rate(words, PROGRAMME),
        program.ask_brand(words, other),
        program.ask_currency(words, PROGRAMME),
        program.changed(words, PROGRAMME, other),
        program.typed_text_please(words),
        staff.staff_list(words, TEAM),
        staff.invitation(words, "https://t.me/mayak_bot?start=t-x"),
        staff.pick(words),
        staff.not_picked(words, has_card=True),
        *(
            staff.picked_somebody(words, LONG, "https://t.me/mayak_bot", told=told, has_card=True)
            for told in (True, False)
        ),
        staff.whom_to_remove(words, TEAM),
        staff.ask_removal(words, TEAM[1]),
        staff.removed(words, LONG),
        staff.candidate(words, 999_999, LONG, "photo"),
        *(staff.answered(words, LONG, accepted=accepted) for accepted in (True, False)),
    ]
