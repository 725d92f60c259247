"""What customers say, in one figure."""

from collections.abc import Iterable
from math import sqrt

from loyalty.feedback import FEWEST_SCORES, PASSIVE_FROM, PROMOTER_FROM, Score


def net_score(scores: Iterable[int]) -> Score:
    """Of answers 0 to 10, one a customer. SE = sqrt((p + d - (p - d)²) / n), reports.md 2.3."""
    given = list(scores)
    if len(given) < FEWEST_SCORES:
        return Score(len(given))
    promoters = sum(score >= PROMOTER_FROM for score in given) / len(given)
    detractors = sum(score < PASSIVE_FROM for score in given) / len(given)
    net = promoters - detractors
    error = sqrt(max(0.0, promoters + detractors - net**2) / len(given))
    return Score(len(given), round(100 * net), round(196 * error))
