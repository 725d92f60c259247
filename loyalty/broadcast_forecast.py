"""What a broadcast may bring, from what earlier ones brought: reach × response × receipt − gifts."""

from collections.abc import Sequence
from dataclasses import dataclass

from loyalty.benefits import Effect
from loyalty.broadcasts import BULK_PER_SECOND, PAID_PER_SECOND

WHOLE_BP = 10_000
# A control group of fewer people says nothing about the others.
LEAST_CONTROL = 30
# So many earlier broadcasts are looked at, and so many of their messages are needed to tell anything.
MOST_PAST = 5
LEAST_PEOPLE = 20
# Who bought within so many days after it came because of it, less those who would have come anyway.
RESPONSE_DAYS = 7


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier broadcast: people who got it and bought afterwards, and the same of its control group."""

    people: int
    buyers: int
    control_people: int = 0
    control_buyers: int = 0


@dataclass(frozen=True, slots=True)
class Response:
    """How many of those reached come. of_past: learnt from so many broadcasts; 0: the owner's guess."""

    share_bp: int
    of_past: int = 0


@dataclass(frozen=True, slots=True)
class Forecast:
    """visits: more than without it; revenue_minor: their receipts; gifts_minor: what their gifts cost."""

    response: Response
    visits: int
    revenue_minor: int
    gifts_minor: int


def learnt(past: Sequence[Past]) -> Response | None:
    """The response of the own broadcasts together, above what their control groups did without them.

    None while they reached too few people. A control group under LEAST_CONTROL is left out of account.
    """
    people = sum(one.people for one in past)
    if people < LEAST_PEOPLE:
        return None
    came = sum(one.buyers * WHOLE_BP for one in past)
    for one in past:
        if one.control_people >= LEAST_CONTROL:
            came -= one.people * one.control_buyers * WHOLE_BP // one.control_people
    return Response(max(0, came // people), len(past))


def forecast(reached: int, response: Response, receipt_minor: int, gift_minor: int) -> Forecast:
    """What so many messages bring; gift_minor: the cost of one gift, for whoever comes."""
    visits = reached * response.share_bp // WHOLE_BP
    return Forecast(response, visits, visits * receipt_minor, visits * gift_minor)


def gift_cost_minor(points: int, point_value_minor: int, effect: Effect, receipt_minor: int) -> int:
    """What a gift costs when it is used: its points at their value, its discount on a usual receipt."""
    discount = effect.off_minor + receipt_minor * effect.percent_bp // WHOLE_BP
    return (points + effect.points) * point_value_minor + discount


def without_control(people: int, control_bp: int) -> int:
    """How many get it when so large a share gets nothing."""
    return people - people * control_bp // WHOLE_BP


def duration_seconds(messages: int, *, paid: bool) -> int:
    """How long they take at least."""
    return -(-messages // (PAID_PER_SECOND if paid else BULK_PER_SECOND))
