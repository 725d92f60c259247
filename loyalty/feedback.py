"""What customers say: recommendations in one figure, complaints, questions, reasons for staying away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

PROMOTER_FROM, PASSIVE_FROM, BEST_SCORE = 9, 7, 10
# Below this many answers a figure for all would be a guess.
FEWEST_SCORES = 30
# So few stars, or so little likely to recommend, is a complaint with or without words.
BAD_STARS, BAD_SCORE = 2, 4
# UTF-16 units, as a messenger counts. With the lines around them they still fit into one message.
LONGEST_WORDS = 3_700


class RequestKind(StrEnum):
    """What a customer wants of the shop."""

    COMPLAINT = "complaint"
    QUESTION = "question"
    INTEREST = "interest"


@dataclass(frozen=True, slots=True)
class Score:
    """Net promoter score: promoters less detractors in percent, -100 to 100, and the 95 % margin of it.

    value None: too few answers to tell.
    """

    answers: int
    value: int | None = None
    margin: int | None = None


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One open request in the list."""

    id: int
    kind: RequestKind
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why people stay away, in a month (its first day): how many gave each answer, the most usual first."""

    month: date
    answers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RequestList:
    """A page of the open requests, newest first; pages are counted from 0, there is always at least one."""

    lines: tuple[RequestLine, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class RequestView:
    """One request with all its words, oldest first."""

    id: int
    kind: RequestKind
    is_open: bool
    name: str
    number: str
    at: datetime
    said: Sequence[str]


@dataclass(frozen=True, slots=True)
class FeedbackView:
    """What customers said lately. asked: how many got the question of the score in its days.

    stars: mean of the ratings of `star_days`, in hundredths, None for none. reasons: why they stay away, by
    month, the newest first; a month without an answer is left out.
    """

    score: Score
    asked: int
    score_days: int
    stars_hundredths: int | None
    ratings: int
    star_days: int
    reasons: Sequence[Reasons]
    open_requests: int
