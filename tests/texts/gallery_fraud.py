"""The screens of alerts, of a manager's word and of what is looked for, at their longest."""

from dataclasses import replace
from datetime import UTC, datetime

from loyalty.stores import MOST_STORES
from loyalty.views import SaleState, SaleView
from loyalty.watch.base import Mode, Rule
from loyalty.watch.settings import SCALES, Setting, Watch
from loyalty.watch.views import (
    AlertPage,
    AlertState,
    AlertView,
    ApprovalState,
    ApprovalView,
    FamilyView,
    WatchView,
)
from texts import alerts, approvals, watch_settings
from texts.screen import Screen
from texts.words import Words

LONG, STORE, MOST = "W" * 64, "Щ" * 40, 99_999_999
AT = datetime(2026, 5, 3, 11, 5, tzinfo=UTC)
_COUNTS = "times points minutes metres people days hours percent usual_percent amount_minor median_minor"
FIGURES = dict.fromkeys(_COUNTS.split(), MOST) | {"stopped": 1, "store": 2, "hour": 23, "minute": 59}
ALERT = AlertView(
    999_999,
    Rule.SPLIT,
    FIGURES,
    AlertState.OPEN,
    AT,
    store=STORE,
    other_store=STORE,
    cashier=LONG,
    customer=LONG,
    card="482100457713",
    member_id=999_999,
    purchase_id=999_999,
    amount_minor=MOST,
    receipt="Z" * 32,
    left=99,
)
ASKED = ApprovalView(
    999_999,
    ApprovalState.OPEN,
    LONG,
    LONG,
    MOST,
    MOST,
    "Z" * 32,
    tuple((rule, FIGURES) for rule in (Rule.LARGE, Rule.SPLIT, Rule.FREQUENT, Rule.HOURS)),
    STORE,
    AT,
    LONG,
)
EVERYTHING = Watch(
    {rule: Setting(Mode.ASK if scale.at_sale else Mode.REPORT, scale.most) for rule, scale in SCALES.items()},
    needs_number=True,
    largest_minor=MOST,
)
PLACES = tuple((number, STORE) for number in range(1, MOST_STORES + 1))
VIEW = WatchView(1, STORE, EVERYTHING, PLACES)
SALE = SaleView("A" * 10, 999, SaleState.MANAGER, LONG, "gold", MOST, MOST, ends_at=AT)


def screens(words: Words) -> list[Screen]:
    """All of them."""
    past = tuple(replace(ALERT, state=state, reviewed_by=LONG) for state in AlertState)
    plain = replace(ALERT, figures={key: FIGURES[key] for key in ("points", "hours", "amount_minor")})
    return [
        *(alerts.alert(words, replace(ALERT, rule=rule), runs=True) for rule in Rule),
        alerts.alert(words, replace(plain, rule=Rule.NEWCOMER, receipt=""), runs=False),
        alerts.alert(words, replace(plain, rule=Rule.MANUAL, purchase_id=0, member_id=0), runs=False),
        alerts.alert(words, replace(ALERT, rule=Rule.HOURS, figures={"numberless": 1}), runs=True),
        alerts.alert(
            words,
            replace(ALERT, rule=Rule.LARGE, figures={"amount_minor": MOST, "largest_minor": MOST}),
            runs=True,
        ),
        alerts.alert(
            words,
            replace(ALERT, rule=Rule.REFUND, figures={"amount_minor": MOST, "minutes": 1440, "points": MOST}),
            runs=True,
        ),
        *(alerts.alert(words, one, runs=True) for one in past),
        *(alerts.alert(words, replace(ALERT, cashier=None, till=till), runs=True) for till in (LONG, "")),
        alerts.alert(words, replace(ALERT, cashier="", customer="", card="erased:7", erased=True), runs=True),
        alerts.none_open(words, runs=True),
        alerts.told(words, {"view": ALERT, "count": 1, "runs": True}),
        alerts.told(words, {"view": ALERT, "count": 99, "runs": True}),
        alerts.history(words, AlertPage((), 0, more=False)),
        alerts.history(words, AlertPage(past, 1, more=True)),
        *(approvals.approval(words, replace(ASKED, state=state)) for state in ApprovalState),
        approvals.manager_asked(words, SALE),
        watch_settings.settings(words, VIEW),
        watch_settings.settings(words, WatchView(1, "", Watch())),
        *(watch_settings.rule_settings(words, VIEW, rule) for rule in SCALES),
        *(watch_settings.rule_settings(words, WatchView(1, "", Watch()), rule) for rule in SCALES),
        *(watch_settings.ask_limit(words, 1, rule) for rule in (None, *SCALES)),
        watch_settings.family(
            words, FamilyView(2, LONG, tuple((one, LONG, "482100457713") for one in range(8)), LONG)
        ),
        watch_settings.ask_family(words, FamilyView(2, LONG, ())),
    ]
