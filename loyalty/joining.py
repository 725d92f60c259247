"""Joining, step by step: which question comes after which answer."""

from enum import StrEnum


class Step(StrEnum):
    """The question a person has to answer next; JOINED when there is none."""

    CONSENT = "consent"
    ADVERTISING = "advertising"
    NAME = "name"
    PHONE = "phone"
    BIRTHDAY = "birthday"
    JOINED = "joined"


def after(step: Step) -> Step:
    """The step that follows; a joined person stays joined."""
    order = tuple(Step)
    return order[min(order.index(step) + 1, len(order) - 1)]
