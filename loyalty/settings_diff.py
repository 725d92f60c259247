"""What differs between two programmes, setting by setting, and how changes of one are laid over another."""

from dataclasses import dataclass
from typing import Any

from loyalty.programme import Programme
from loyalty.settings import (
    LISTS,
    SETTINGS,
    Value,
    changed,
    item,
    item_settings,
    key_of_item,
    value_at,
    with_items,
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One setting that changed; for an item that came or went, path is "tiers.t1" and one side is None."""

    path: str
    before: Value
    after: Value


def differences(before: Programme, after: Programme) -> tuple[Difference, ...]:
    """Every difference, in the order the settings are offered. Items are told by title_of()."""
    found = [_difference(one.path, before, after) for one in SETTINGS]
    for name in LISTS:
        found += _of_list(name, before, after)
    return tuple(one for one in found if one is not None)


def title_of(one: Any) -> str:
    """What an item is called; hours and stores have no name of their own: their key."""
    return str(getattr(one, "name", "")) or key_of_item(one)


def merged(base: Programme, mine: Programme, theirs: Programme) -> Programme:
    """What `mine` changed of `base`, laid over `theirs`: rules that changed while a draft was written.

    A list counts as one thing.
    """
    for one in SETTINGS:
        if value_at(base, one.path) != (value := value_at(mine, one.path)):
            theirs = changed(theirs, one.path, value)
    for name in LISTS:
        if getattr(base, name) != getattr(mine, name):
            theirs = with_items(theirs, name, getattr(mine, name))
    return theirs


def _difference(path: str, before: Programme, after: Programme) -> Difference | None:
    old, new = value_at(before, path), value_at(after, path)
    return Difference(path, old, new) if old != new else None


def _of_list(name: str, before: Programme, after: Programme) -> list[Difference | None]:
    found: list[Difference | None] = []
    for one in getattr(after, name):
        key = key_of_item(one)
        if item(before, name, key) is None:
            found.append(Difference(f"{name}.{key}", None, title_of(one)))
        else:
            found += [_difference(each.path, before, after) for each in item_settings(after, name, key)]
    gone = [one for one in getattr(before, name) if item(after, name, key_of_item(one)) is None]
    return found + [Difference(f"{name}.{key_of_item(one)}", title_of(one), None) for one in gone]
