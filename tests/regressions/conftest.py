"""The shop and its people, for faults that were found in the actions."""

from tests.actions.conftest import cast, clock, shop

__all__ = ["cast", "clock", "shop"]
