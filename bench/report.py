"""How a figure is told: one JSON object a line."""

import json
from collections.abc import Callable, Sequence
from statistics import median


def tell(name: str, value: float, unit: str, against: str = "") -> None:
    """Print one figure. `against`: what it is measured by, or the aim."""
    line = {"name": name, "value": round(value, 3), "unit": unit, "against": against}
    print(json.dumps(line, ensure_ascii=False), flush=True)


def alternately(rounds: int, ours: Callable[[], float], echo: Callable[[], float]) -> tuple[float, float]:
    """Medians of both, measured in turn so that a busy moment of the machine meets both."""
    pairs = [(ours(), echo()) for _ in range(rounds)]
    return middle([pair[0] for pair in pairs]), middle([pair[1] for pair in pairs])


def middle(values: Sequence[float]) -> float:
    """The median."""
    return float(median(values))
