"""Every screen of the bot at its longest: long names, large figures, every state of a sale."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from loyalty.benefits import Benefit, Effect
from loyalty.birthdays import Birthday
from loyalty.earning import Visit, quote
from loyalty.joining import Step
from loyalty.programme import Programme
from loyalty.receipts import Line
from loyalty.rewards import ClaimLine
from loyalty.stamps import StampProgress
from loyalty.views import CardView, SaleState, SaleView, SettingsView, Verification
from tests.texts import (
    gallery_automations,
    gallery_broadcast,
    gallery_cases,
    gallery_codes,
    gallery_effect,
    gallery_exchange,
    gallery_expiry,
    gallery_feedback,
    gallery_fraud,
    gallery_freezing,
    gallery_friends,
    gallery_import,
    gallery_merge,
    gallery_messages,
    gallery_page,
    gallery_privacy,
    gallery_programme,
    gallery_receipts,
    gallery_refund,
    gallery_rewards,
    gallery_sale,
    gallery_segments,
    gallery_staff,
    gallery_tiers,
    gallery_tills,
    gallery_webhooks,
)
from texts import admin, birthday, books, card, common, joining, preview, sale, settings, spending, staff
from texts.keyboards import member_keyboard
from texts.screen import Screen
from texts.words import Words

PROGRAMME = Programme(1, "Кофе & Чай", "RUB", "Europe/Moscow", 500, 100)
VIEW = CardView("Анна <b>", "482100457713", "gold", 1234, "https://t.me/mayak_bot?start=c-x", PROGRAMME)
AT = datetime(2026, 5, 3, 11, 5, tzinfo=UTC)
LONG = "W" * 64
# A family of screens has a file of its own beside this one.
ROOMS = (
    gallery_automations,
    gallery_broadcast,
    gallery_cases,
    gallery_codes,
    gallery_effect,
    gallery_exchange,
    gallery_expiry,
    gallery_feedback,
    gallery_freezing,
    gallery_fraud,
    gallery_friends,
    gallery_import,
    gallery_privacy,
    gallery_messages,
    gallery_merge,
    gallery_page,
    gallery_programme,
    gallery_receipts,
    gallery_refund,
    gallery_rewards,
    gallery_sale,
    gallery_segments,
    gallery_staff,
    gallery_tiers,
    gallery_tills,
    gallery_webhooks,
)


@cache
def screens(words: Words) -> tuple[Screen, ...]:
    """All of them, for everybody; made once a language."""
    ours = [*of_customers(words), *of_joining(words), *of_the_till(words), *of_owners(words)]
    return (*ours, *(screen for more in ROOMS for screen in more.screens(words)))


def of_customers(words: Words) -> list[Screen]:
    keyboard = member_keyboard(words)
    return [
        card.card(words, VIEW, keyboard, joining.done(words, LONG, Birthday(29, 2))),
        settings.settings(words, LONG, SettingsView("2233", Birthday(29, 2, 2000), advertising=True)),
        settings.settings(words, LONG, SettingsView("", None, advertising=False)),
        settings.settings(words, LONG, SettingsView("", None, advertising=False, city="Ж" * 64)),
        settings.ask_city(words, known=True),
        settings.city_please(words),
        settings.confirm_birthday(words, Birthday(29, 9, 2000), late=True),
        settings.phone_kept(words, works_here=True),
        settings.phone_left(words, works_here=False),
        birthday.ask_month(words, Birthday(29, 9, 2000), "settings"),
        birthday.ask_day(words, 9, "settings"),
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
    views = [_sale(state, full=full) for state in SaleState for full in (True, False)]
    views += [replace(_sale(SaleState.PREVIEW), note=note) for note in ("declined", "no_answer", "changed")]
    repeated = SaleView(
        "", 0, SaleState.BOOKED, "Анна", "plain", 22, 45_000, "17", points=22, purchase_id=7, repeated=True
    )
    return [
        *(sale.sale(words, view) for view in (*views, repeated)),
        *(sale.ask_undo(words, view) for view in views),
        preview.preview(words, views[2]),
        preview.waiting(words, views[4]),
        preview.booked(words, views[6]),
        sale.ask_points(words, views[2]),
        sale.ask_code(words, views[2]),
        sale.how_to_sell(words),
        sale.amount_in_digits(words),
        sale.ended(words),
        common.staff_home(words, "cashier", has_card=False),
        staff.picked(words),
        staff.hired(words, "cashier", has_card=True),
        staff.dismissed(words, has_card=True),
        staff.dismissed(words, has_card=False),
        spending.pay_code(words, "Щ" * 40, "482913", "https://t.me/mayak_bot?start=c-x--482913", AT, 999_999),
        spending.question(
            words,
            {
                "hold_id": 999_999,
                "spend": 999_999,
                "amount_minor": 99_999_999,
                "store": "Щ" * 40,
                "ends_at": int(AT.timestamp()),
            },
        ),
        spending.paid(words, 999_999),
        spending.declined(words, 999_999),
        spending.changed(words, 999_999),
        spending.over(words, {"points": 999_999}),
    ]


def _sale(state: SaleState, *, full: bool = True) -> SaleView:
    """A sale at its longest, or with hardly anything in it."""
    if not full:
        return SaleView("x" * 10, 99, state, "W" * 20, "Золотой", 999_999, 99_999_999, purchase_id=7)
    visit = Visit(
        AT, benefits=(Benefit("offer", 1, "Щ" * 40, Effect(percent_bp=1_000, gift="Ж" * 40, points=50)),)
    )
    lines = [Line(99_999_999)]
    return SaleView(
        "x" * 10,
        99,
        state,
        "W" * 20,
        "Щ" * 20,
        999_999,
        99_999_999,
        "Z" * 32,
        quote=quote(lines, PROGRAMME, visit),
        paying=quote(lines, PROGRAMME, visit, 299_999),
        points=49_999,
        rate_bp=500,
        offered_points=299_999,
        spent_points=299_999,
        pending_points=49_999,
        certificate_minor=10_000_00,
        approved=True,
        purchase_id=999_999,
        changed=True,
        ends_at=AT,
        claims=(ClaimLine(999_999, "Щ" * 60, 400, AT),) * 6,
        stamps=(StampProgress("c", "Щ" * 20, 9, 10, "Ж" * 40, 1),) * 2,
    )


def of_owners(words: Words) -> list[Screen]:
    figures = (999_999, 999_999, 999_999_999, "f" * 64)
    return [
        admin.menu(words),
        admin.menu(words, runs=False),
        common.staff_home(words, "manager", has_card=True),
        common.help_text(words, "manager", joined=True),
        common.staff_home(words, "owner", has_card=True),
        common.help_text(words, "owner", joined=True),
        staff.hired(words, "owner", has_card=False),
        books.checking(words),
        books.verified(words, Verification(*figures, 0, ()), PROGRAMME),
        books.verified(words, Verification(*figures, 12, ("482100457713: head",) * 10), PROGRAMME),
    ]
