"""Rewards: what the catalogue holds, who may take what for points now, and the life of a claim."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from loyalty.characters import plain_characters
from loyalty.expiry import day_start
from loyalty.names import clean_name
from loyalty.refusals import Refusal, Refused
from loyalty.stamps import StampProgress

CLAIM_DAYS = 30
NAME_LONGEST = 60
MOST_REWARDS = 100
MOST_POINTS = 1_000_000
LONGEST_TEXT = 100
TYPED_COUNT = re.compile(r"([0-9](?:[ ,.']?[0-9])*) ?[^\W\d]*\.?")


class ClaimState(StrEnum):
    """A question becomes a claim with the customer's yes, which ends in exactly one of the last three."""

    ASKED = "asked"
    DROPPED = "dropped"
    WAITING = "waiting"
    GIVEN = "given"
    RETURNED = "returned"
    EXPIRED = "expired"


class RewardField(StrEnum):
    """What an owner says about a reward, in the order in which he is asked."""

    NAME = "name"
    PRICE = "price"
    STOCK = "stock"
    LIMIT = "limit"


# The least and the most of what is typed as a number; a limit of 0 is none.
RANGES = {
    RewardField.PRICE: (1, MOST_POINTS),
    RewardField.STOCK: (0, 100_000),
    RewardField.LIMIT: (0, 1_000),
}


@dataclass(frozen=True, slots=True)
class Reward:
    """Something to be had for points. stock None: without end; per_member 0: as often as one likes.

    donation: nothing is handed over, the points go to a good cause.
    """

    id: int
    name: str
    price_points: int
    stock: int | None = None
    per_member: int = 0
    donation: bool = False
    active: bool = True


@dataclass(frozen=True, slots=True)
class Claim:
    """A reward taken for points, or a full stamp card's gift (points 0). expires_at None: it stays."""

    id: int
    member_id: int
    reward_id: int | None
    stamp_card: str
    title: str
    points: int
    state: ClaimState
    operation_id: int | None
    at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """What waits for a member at the till. points: what it cost, 0 for a stamp card's gift."""

    id: int
    title: str
    points: int
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class RewardLine:
    """A reward as a member sees it; missing: why it is out of reach, None when it can be had now."""

    reward: Reward
    missing: Refused | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of the catalogue with everything a member has to do with rewards; pages are counted from 0.

    giftable: the most points he may give a friend now. gifts_on: whether the programme knows such gifts.
    """

    available: int
    lines: tuple[RewardLine, ...]
    page: int
    pages: int
    waiting: tuple[ClaimLine, ...]
    stamps: tuple[StampProgress, ...]
    gifts_on: bool
    is_owner: bool


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim as its member sees it. available: his points now; changed: the reward was changed meanwhile."""

    claim: Claim
    donation: bool
    available: int
    brand: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class HandOver:
    """A claim as the till sees it. is_done: it was handed out."""

    claim_id: int
    draft_id: str
    title: str
    first_name: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class RewardDraft:
    """What an owner was asked about a reward; reward_id 0: a new one, with what he said so far."""

    field: RewardField
    reward_id: int = 0
    name: str = ""
    price_points: int = 0
    stock: int | None = None

    def after(self, value: str | int | None) -> "RewardDraft":
        """The next question about a new reward; the last one has none."""
        order = tuple(RewardField)
        asked = replace(self, field=order[order.index(self.field) + 1])
        match self.field:
            case RewardField.NAME:
                return replace(asked, name=str(value))
            case RewardField.PRICE:
                return replace(asked, price_points=int(value or 0))
            case _:
                return replace(asked, stock=None if value is None else int(value))


def decide_claim(reward: Reward | None, living: int, available: int) -> Refused | None:
    """Why a member with so many points can't take the reward now, or None.

    living: his claims of it that were neither given back nor ran out (rules.md 30).
    Refuses REWARD_GONE, REWARD_OUT_OF_STOCK, REWARD_LIMIT, POINTS_SHORT.
    """
    if reward is None or not reward.active:
        return Refused(Refusal.REWARD_GONE)
    if reward.stock == 0:
        return Refused(Refusal.REWARD_OUT_OF_STOCK)
    if reward.per_member and living >= reward.per_member:
        return Refused(Refusal.REWARD_LIMIT, {"most": reward.per_member})
    if available < reward.price_points:
        return Refused(Refusal.POINTS_SHORT, {"points": reward.price_points - available})
    return None


def claim_ends_at(now: datetime, zone: ZoneInfo) -> datetime:
    """Until when a claim waits: thirty days, the last one until its end in the programme's zone."""
    return day_start(now.astimezone(zone).date() + timedelta(days=CLAIM_DAYS + 1), zone)


def is_as_shown(reward: Reward, claim: Claim) -> bool:
    """Whether the reward still is what its question said."""
    return (reward.name, reward.price_points) == (claim.title, claim.points)


def decide_return(claim: Claim | None, member_id: int) -> Refused | None:
    """Why a member can't give this claim back for its points, or None: his own, while it waits."""
    if claim is None or claim.member_id != member_id or claim.state is not ClaimState.WAITING:
        return Refused(Refusal.CLAIM_OVER)
    return None if claim.points else Refused(Refusal.CLAIM_OVER)


def reward_value(field: RewardField, text: str) -> str | int | Refused:
    """What an owner typed about a reward. Refuses REWARD_NAME_UNCLEAR, COUNT_UNCLEAR."""
    if field is not RewardField.NAME:
        return typed_count(text, *RANGES[field])
    name = clean_name(text, NAME_LONGEST)
    unclear = Refused(Refusal.REWARD_NAME_UNCLEAR, {"longest": NAME_LONGEST})
    return unclear if isinstance(name, Refused) else name


def typed_count(text: str, least: int, most: int) -> int | Refused:
    """A whole number from least to most, perhaps with a word after it ("1 000 points").

    Refuses COUNT_UNCLEAR.
    """
    typed = TYPED_COUNT.fullmatch(plain_characters(text)) if len(text) <= LONGEST_TEXT else None
    count = int(re.sub("[^0-9]", "", typed[1])) if typed and _is_whole(typed[1]) else None
    if count is None or not least <= count <= most:
        return Refused(Refusal.COUNT_UNCLEAR, {"least": least, "most": most})
    return count


def _is_whole(number: str) -> bool:
    """Whether signs between the digits can only part thousands: "1.5" is no count."""
    return re.fullmatch("[0-9]+|[0-9]{1,3}(?:[ ,.'][0-9]{3})+", number) is not None
