"""The rules games are played by, in whole numbers: a move that changes them takes one out of each drawer."""

from dataclasses import dataclass, replace
from typing import Any

MINUTE, HOUR, DAY = 60, 3_600, 86_400
# Moscow keeps this distance from UTC all the year.
AHEAD = 3 * HOUR

# threshold, keep, rate_bp, cap_bp (-1: the programme's), discount_bp
TierRow = tuple[int, int, int, int, int]

OUT, CASH, WINE = "out", "cash", "wine"
CATEGORIES = ("", OUT, CASH, WINE)
WINE_BP = 200
VISIT_SECONDS = 4 * HOUR
FAR, NEAR = 14 * DAY, 5 * DAY


@dataclass(frozen=True, slots=True)
class Rules:
    """One version. base: "net", "gross" or "either"; expiry: "never", "lot" or "inactivity"."""

    version: int = 1
    rate_bp: int = 500
    value_minor: int = 100
    half_up: bool = False
    base: str = "net"
    minimum_minor: int = 0
    visit_points: int = 0
    step_minor: int = 0
    step_points: int = 0
    discount_bp: int = 0
    cap_bp: int = 3_000
    least_money_minor: int = 100
    kept_points: int = 0
    least_points: int = 1
    multiple: int = 1
    gift_daily: int = 500
    pending_days: int = 0
    expiry: str = "never"
    months: int = 12
    since: int = 0
    remind_first: bool = True
    policy: str = "negative_allowed"
    tiers: tuple[TierRow, ...] = ()


EARNING: tuple[dict[str, Any], ...] = (
    {},
    {"rate_bp": 333, "half_up": True, "visit_points": 7},
    {"rate_bp": 1_000, "base": "gross", "minimum_minor": 200_00},
    {"rate_bp": 0, "step_minor": 100_00, "step_points": 7},
    {"rate_bp": 750, "base": "either", "discount_bp": 1_000},
    {"rate_bp": 500, "step_minor": 77_77, "step_points": 3, "discount_bp": 333, "visit_points": 11},
    {"rate_bp": 300, "value_minor": 37, "minimum_minor": 50_00},
)
SPENDING: tuple[dict[str, Any], ...] = (
    {},
    {"cap_bp": 10_000},
    {"cap_bp": 10_000, "least_money_minor": 0, "gift_daily": 1_000},
    {"cap_bp": 5_000, "kept_points": 30, "least_points": 20, "multiple": 10, "gift_daily": 150},
)
LASTING: tuple[dict[str, Any], ...] = ({}, {"pending_days": 3})
TERMS: tuple[dict[str, Any], ...] = (
    *LASTING,
    {"expiry": "lot", "months": 1, "remind_first": False},
    {"expiry": "lot", "months": 2, "pending_days": 1},
    {"expiry": "inactivity", "months": 1, "remind_first": False},
    {"expiry": "inactivity", "months": 2},
)
TIERS: tuple[dict[str, Any], ...] = (
    {},
    {"tiers": ((1_000_00, 0, 700, -1, 0), (3_000_00, 2_000_00, 1_000, 5_000, 500))},
    {"tiers": ((500_00, 500_00, 0, 10_000, 300), (9_000_00, 4_000_00, 1_500, -1, 0))},
    {"tiers": ((2_000_00, 1_000_00, 900, -1, 0),)},
)
POLICIES: tuple[dict[str, Any], ...] = (
    {},
    {},
    {},
    {"policy": "within_balance"},
    {"policy": "only_pending"},
)
DRAWERS = (EARNING, SPENDING, TERMS, TIERS, POLICIES)


def rules_from(picks: tuple[int, ...], before: Rules, now: int) -> Rules:
    """The next version, or the same when nothing changes; terms begin when switched on (rules.md 37)."""
    values: dict[str, Any] = {}
    for drawer, pick in zip(DRAWERS, picks, strict=True):
        values |= drawer[pick]
    wanted = Rules(version=before.version, **values)
    if wanted.expiry != "never":
        goes_on = wanted.expiry == before.expiry and (
            wanted.expiry == "lot" or wanted.months == before.months
        )
        wanted = replace(wanted, since=before.since if goes_on else now)
    return before if wanted == before else replace(wanted, version=before.version + 1)
