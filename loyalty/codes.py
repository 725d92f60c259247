"""Promo codes: how a typed one is read, how one is made, and whether a member may use it today."""

import re
from dataclasses import dataclass
from datetime import date

from loyalty.benefits import Effect
from loyalty.cards import LONGEST_LINK
from loyalty.characters import plain_characters
from loyalty.refusals import Refusal, Refused

# Without signs that are taken for one another, on paper or by ear; all of them fold to themselves.
CODE_ALPHABET = "23456789ACDEFGHJKMNPQRTUVWXY"
CODE_LENGTH = 9  # 28 ** 9 > 2 ** 43
CERTIFICATE_LENGTH = 12  # 28 ** 12 > 2 ** 57
GROUP_LENGTH = 3
SHORTEST, LONGEST = 4, 20
MOST_CODES = 500

# Letters of the two keyboards that look alike are one letter, and so are a nought and an O.
LOOK_ALIKES = str.maketrans("АВЕЁЗКМНОРСТУХІЈЅ01", "ABEE3KMHOPCTYXIJSOI")
# The other Cyrillic letters in a link, where only ASCII may stand: folded codes have no small letters.
LETTERS = "БГДЖИЙЛПФЦЧШЩЪЫЬЭЮЯЄЇҐЎ"
LINK_LETTERS = "bgdjiylpfchwqvuxekamnro"
TO_LINK = str.maketrans(LETTERS, LINK_LETTERS)
FROM_LINK = str.maketrans(LINK_LETTERS, LETTERS)
SHARED = re.compile(rf"[0-9A-Z{LETTERS}]{{{SHORTEST},{LONGEST}}}")


@dataclass(frozen=True, slots=True)
class Campaign:
    """What a code gives and to whom: one shared code, or a list of unique ones, each good once.

    title: as people say it, "" for a list. total, per_member: uses, 0: no limit. tier "": everybody's.
    newcomers_only: those without a purchase yet. The days are inclusive, in the programme's zone.
    """

    id: int
    title: str
    effect: Effect
    unique_codes: bool = False
    total: int = 0
    per_member: int = 1
    first_day: date | None = None
    last_day: date | None = None
    tier: str = ""
    newcomers_only: bool = False
    active: bool = True


@dataclass(frozen=True, slots=True)
class Uses:
    """Living uses, those a refund has not freed: of this code, of its campaign by this member, by all."""

    of_code: int = 0
    mine: int = 0
    everybodys: int = 0


def fold_code(text: str) -> str:
    """The code as it is kept: upper case, look-alike letters as one, no spaces or dashes. "" for no code."""
    if len(text) > LONGEST_LINK:
        return ""
    return re.sub("[ -]", "", plain_characters(text).upper()).translate(LOOK_ALIKES)


def check_shared_code(text: str) -> str | Refused:
    """A code an owner made up, as people will read it: 4 to 20 letters and digits. Refuses CODE_UNCLEAR."""
    if SHARED.fullmatch(fold_code(text)) is None:
        return Refused(Refusal.CODE_UNCLEAR, {"shortest": SHORTEST, "longest": LONGEST})
    return re.sub("[ -]", "", plain_characters(text).upper())


def group_code(code: str) -> str:
    """A generated code as people read it: "ABC-DEF-GHJ"."""
    return "-".join(code[start : start + GROUP_LENGTH] for start in range(0, len(code), GROUP_LENGTH))


def code_for_link(code: str) -> str:
    """A folded code in the signs a start link may hold."""
    return code.translate(TO_LINK)


def code_of_link(value: str) -> str:
    """The folded code a link says."""
    return fold_code(value.translate(FROM_LINK))


def gives_at_once(effect: Effect) -> bool:
    """Whether the code needs no purchase: it gives points and asks for nothing."""
    return bool(effect.points) and effect == Effect(points=effect.points, with_points=effect.with_points)


def limit_a_member(campaign: Campaign) -> int:
    """How often one member may use it, 0: no limit; points for nothing come once unless told otherwise."""
    return campaign.per_member or (1 if gives_at_once(campaign.effect) else 0)


def may_use(campaign: Campaign, uses: Uses, tier: str, has_paid: bool, today: date) -> Refused | None:
    """Why this member can't use the code today, or None. What the receipt must be like, the quote asks.

    A limit that is reached gives nothing at all, never a part (rules.md 31); a refunded use counts no more
    (rules.md 30). Refuses CODE_OVER, CODE_NOT_YET, CODE_USED, CODE_USED_UP, CODE_NOT_FOR_YOU.
    """
    if not campaign.active or (campaign.last_day is not None and today > campaign.last_day):
        return Refused(Refusal.CODE_OVER)
    if campaign.first_day is not None and today < campaign.first_day:
        return Refused(Refusal.CODE_NOT_YET, {"day": campaign.first_day.isoformat()})
    limit = limit_a_member(campaign)
    if limit and uses.mine >= limit:
        return Refused(Refusal.CODE_USED)
    if (campaign.unique_codes and uses.of_code) or (campaign.total and uses.everybodys >= campaign.total):
        return Refused(Refusal.CODE_USED_UP)
    if (campaign.tier and tier != campaign.tier) or (campaign.newcomers_only and has_paid):
        return Refused(Refusal.CODE_NOT_FOR_YOU)
    return None
