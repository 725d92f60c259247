"""The programme: what a rule version says. Set by the owner as a whole, versioned, never edited in place."""

from dataclasses import asdict, dataclass
from typing import Any

from loyalty.refusals import Refusal, Refused

RATE_MAX_BP = 10_000
BRAND_LONGEST = 40
CURRENCIES = (
    "RUB",
    "KZT",
    "UAH",
    "BYN",
    "UZS",
    "KGS",
    "AMD",
    "GEL",
    "AZN",
    "MDL",
    "TRY",
    "PLN",
    "EUR",
    "USD",
)


@dataclass(frozen=True, slots=True)
class Programme:
    """One version of the rules.

    rate_bp: share of the money part given back, in basis points (500 = 5 %).
    point_value_minor: what one point is worth, in minor units of the currency (ISO 4217 code).
    time_zone: IANA name; it decides days for the ledger, limits and reports.
    """

    version: int
    brand: str
    currency: str
    time_zone: str
    rate_bp: int = 500
    point_value_minor: int = 100


def rules_of(programme: Programme) -> dict[str, Any]:
    """The rules as plain values for storing; the version is the row's own key."""
    rules = asdict(programme)
    del rules["version"]
    return rules


def check_programme(programme: Programme) -> Programme | Refused:
    """The programme itself when it holds together as a whole, else what is wrong with it."""
    if not 0 <= programme.rate_bp <= RATE_MAX_BP:
        return Refused(Refusal.RATE_OUT_OF_RANGE)
    if not programme.brand.strip() or len(programme.brand) > BRAND_LONGEST:
        return Refused(Refusal.BRAND_UNCLEAR, {"longest": BRAND_LONGEST})
    if programme.currency not in CURRENCIES:
        return Refused(Refusal.CURRENCY_UNKNOWN)
    return programme
