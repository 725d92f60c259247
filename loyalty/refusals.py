"""Refusals are values: every reason a rule can say no, worded in texts/refusals.py in each language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Refusal(StrEnum):
    """Why something was not done. Each member has a text in every language."""

    AMOUNT_UNCLEAR = "amount_unclear"
    AMOUNT_ZERO = "amount_zero"
    AMOUNT_NEGATIVE = "amount_negative"
    AMOUNT_TOO_LARGE = "amount_too_large"
    AMOUNT_TOO_FINE = "amount_too_fine"
    RECEIPT_UNCLEAR = "receipt_unclear"
    RECEIPT_TAKEN = "receipt_taken"
    RATE_UNCLEAR = "rate_unclear"
    RATE_OUT_OF_RANGE = "rate_out_of_range"
    BIRTHDAY_UNCLEAR = "birthday_unclear"
    BIRTHDAY_IMPOSSIBLE = "birthday_impossible"
    BIRTHDAY_IN_FUTURE = "birthday_in_future"
    BIRTHDAY_TOO_OLD = "birthday_too_old"
    NAME_EMPTY = "name_empty"
    NAME_TOO_LONG = "name_too_long"
    PHONE_FOREIGN = "phone_foreign"
    PHONE_UNCLEAR = "phone_unclear"
    PHONE_TAKEN = "phone_taken"
    NOT_STAFF = "not_staff"
    NOT_OWNER = "not_owner"
    NOT_JOINED = "not_joined"
    OWN_CARD = "own_card"
    CARD_UNKNOWN = "card_unknown"
    NO_OPEN_SALE = "no_open_sale"
    SALE_ENDED = "sale_ended"
    SALE_CANCELLED = "sale_cancelled"
    NOT_YOUR_SALE = "not_your_sale"
    UNDO_TOO_LATE = "undo_too_late"
    ALREADY_UNDONE = "already_undone"
    LINK_DEAD = "link_dead"
    ALREADY_STAFF = "already_staff"
    CANNOT_REMOVE_SELF = "cannot_remove_self"
    CANNOT_REMOVE_PROTECTED = "cannot_remove_protected"
    BRAND_UNCLEAR = "brand_unclear"
    CURRENCY_FIXED = "currency_fixed"
    CURRENCY_UNKNOWN = "currency_unknown"
    OTHER_INPUT = "other_input"


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal with the figures its text needs (minor units, points, names; no ids)."""

    reason: Refusal
    detail: Mapping[str, int | str] = field(default_factory=lambda: MappingProxyType({}))
