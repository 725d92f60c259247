"""What happened since the process began, counted for /metrics in plain numbers."""

from collections import Counter
from collections.abc import Mapping

# The process's own, like its log: by name and by one label from a short list.
_COUNTS: Counter[tuple[str, str]] = Counter()


def count(name: str, label: str = "", times: int = 1) -> None:
    """It happened once more. label: one of a few words of ours, never an id or somebody's text."""
    _COUNTS[name, label] += times


def counted() -> Mapping[tuple[str, str], int]:
    """Everything counted so far, by name and label."""
    return dict(_COUNTS)
