"""Every screen of the programme at its longest: many lists, long names, large figures."""

from dataclasses import replace
from datetime import UTC, date, datetime

from loyalty.checking import Contradiction
from loyalty.forecast import Cost
from loyalty.forecast_bonuses import Given
from loyalty.outlay import Outlay
from loyalty.programme import (
    Base,
    Bonuses,
    Category,
    Event,
    Expiry,
    HourRule,
    Programme,
    Referral,
    Spending,
    StampCard,
    StoreRate,
    Terms,
    Tier,
    TierMetric,
)
from loyalty.refusals import Refusal, Refused
from loyalty.settings import LISTS, Group, all_settings
from loyalty.settings_diff import differences
from loyalty.settings_lists import NAMED
from loyalty.settings_views import Desk, Preview, RulesView, Saved, VersionLine, VersionPage
from texts import program, program_draft, program_items, program_versions, rules
from texts.screen import Screen
from texts.words import Words

TODAY = date(2026, 5, 3)
AT = datetime(2026, 5, 3, 11, 5, tzinfo=UTC)
LONG = "W<" * 15
PLAIN = Programme(1, "Кофе & Чай", "RUB", "Europe/Moscow")
RICH = Programme(
    7,
    "Щ" * 40,
    "RUB",
    "Europe/Moscow",
    rate_bp=575,
    discount_bp=300,
    visit_points=10,
    step_minor=10_000,
    step_points=5,
    base=Base.EITHER,
    minimum_minor=30_050,
    staff_rate_bp=0,
    spending=Spending(5_000, 10_000_050, 100, 50, 10, with_code=False),
    terms=Terms(14, Expiry.LOT, 24, AT),
    bonuses=Bonuses(100, 50, 50, 500, review_points=10),
    referral=Referral(150, 150, 50_000),
    tiers=tuple(
        Tier(f"t{n}", f"{n}{LONG}"[:30], n * 10_000_000, 1, 700, 5_000, 1_000, perks="&" * 200)
        for n in range(1, 11)
    ),
    categories=tuple(
        Category(f"c{n}", f"{n}{LONG}"[:30], 300 if n % 2 else None, n % 3 > 0, payable=False)
        for n in range(1, 31)
    ),
    hours=tuple(HourRule(f"h{n}", (0, 1, 2, 4, 6), 540, 1439, 700) for n in range(1, 21)),
    stores=tuple(StoreRate(n, 1_000) for n in range(1, 51)),
    events=tuple(
        Event(f"e{n}", f"{n}{LONG}"[:30], TODAY, date(2027, 5, 3), 15_000, "c1" if n % 2 else "")
        for n in range(1, 21)
    ),
    stamps=tuple(
        StampCard(f"s{n}", f"{n}{LONG}"[:30], 5, "<" * 60, "c1" if n % 2 else "", 10_000)
        for n in range(1, 11)
    ),
)
BY_FRIENDS = replace(RICH, tier_metric=TierMetric.FRIENDS, base=Base.GROSS, spending=Spending(0))
SLOW = replace(PLAIN, terms=Terms(1, Expiry.INACTIVITY, 6))
STORES = {n: f"Магазин {n} {LONG}" for n in range(1, 60)}
FAULT = Refused(Refusal.PROGRAMME_CONTRADICTION, {"rule": Contradiction.FRIENDS_OFF.value, "title": ""})


def desk_of(present: Programme, draft: Programme, fault: Refused | None = None) -> Desk:
    """A desk with these rules in force and this draft."""
    return Desk(present, draft, 3, differences(present, draft), fault, STORES, tuple(STORES))


def screens(words: Words) -> list[Screen]:
    """All of them."""
    desks = [
        desk_of(PLAIN, PLAIN),
        desk_of(PLAIN, RICH),
        desk_of(RICH, PLAIN, FAULT),
        desk_of(BY_FRIENDS, SLOW),
    ]
    return [
        *(screen for desk in desks for screen in _of_desk(words, desk)),
        *_of_versions(words),
        program.presets_screen(words),
        program.typed_text_please(words),
        *(program_items.ask_item_name(words, name) for name in NAMED),
    ]


def _of_desk(words: Words, desk: Desk) -> list[Screen]:
    before, after = (
        Outlay(
            Cost(999_999, 99_999_900, 0, 999_999_999, 99_999, 99_999, 0, 9_999),
            Given(999_999, 999_999, 999_999, 999_999, 999_999),
        ),
        Outlay(Cost(0, 0, 99_999_999, 999_999_999, 99_999, 99_999, 99_999, 1), burnt_points=999_999),
    )
    previews = [
        Preview(before, after, (999, 999), 999_999),
        Preview(after, before),
        Preview(before, before),
        Preview(before, replace(before, point_value_minor=200)),
        Preview(Outlay(), Outlay()),
    ]
    items = [
        (name, getattr(one, "key", "") or str(one.store_id))
        for name in LISTS
        for one in getattr(desk.draft, name)[:2]
    ]
    return [
        program.programme_screen(words, desk, TODAY),
        *(program.group_screen(words, desk, group) for group in Group),
        *(program.setting_screen(words, desk, one) for one in all_settings(desk.draft)),
        *(program_items.item_screen(words, desk, *item) for item in items),
        *(program_items.ask_removal(words, desk, *item) for item in items),
        program_items.choose_store(words, desk),
        *(program_draft.draft_screen(words, desk, preview) for preview in previews),
        program_draft.draft_screen(words, desk, None, Refused(Refusal.PROGRAMME_MOVED), reckoning=True),
        program_draft.ask_discard(words, desk),
        program_draft.saved_screen(words, Saved(desk, desk.present, desk.differences)),
    ]


def _of_versions(words: Words) -> list[Screen]:
    lines = tuple(
        VersionLine(after, before, AT, "Щ" * 64, differences(before, after) if before else None)
        for after, before in ((RICH, PLAIN), (PLAIN, RICH), (PLAIN, None)) * 2
    )
    views = [
        RulesView(one, AT, until, "Щ" * 64, 7, STORES)
        for one in (PLAIN, RICH, BY_FRIENDS, SLOW)
        for until in (None, AT)
    ]
    return [
        program_versions.versions_screen(words, VersionPage(lines, 1, 7, STORES), TODAY),
        program_versions.no_such_version(words),
        *(program_versions.version_screen(words, view, TODAY) for view in views),
        *(program_versions.version_drawer(words, view, group) for view in views for group in Group),
        *(rules.rules_screen(words, view, TODAY) for view in views),
        rules.no_such_rules(words),
    ]
