"""What an owner sees while he says who is meant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from loyalty.audience_tree import EVERYBODY, Node
from loyalty.price_bands import PriceBandsView

LONGEST_NAME = 40
MOST_SAVED = 30


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people fit, how many of them can be written to, and how many of those want news."""

    people: int
    reachable: int
    wanting: int


@dataclass(frozen=True, slots=True)
class Segment:
    """An audience under a name of its own; expression: English words, with keys of the shop's things."""

    id: int
    name: str
    expression: str


@dataclass(frozen=True, slots=True)
class AudienceDraft:
    """An audience somebody is putting together. segment_id: the saved one it began with, campaign_id: whose
    it is to become; 0: none."""

    expression: str = ""
    revision: int = 0
    segment_id: int = 0
    campaign_id: int = 0


@dataclass(frozen=True, slots=True)
class AudienceDesk:
    """The draft and whom it means. node: with the names of the shop's things. names: of each kind of thing,
    by key. saved: the segment it began with; changed: it says something else by now. campaign_kind: of the
    campaign it is chosen for, "" for none. bands: where the price bands begin, if it asks for one."""

    node: Node
    reach: Reach
    today: date
    draft: AudienceDraft = field(default_factory=AudienceDraft)
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    saved: Segment | None = None
    changed: bool = False
    campaign_kind: str = ""
    bands: PriceBandsView | None = None

    @property
    def is_everybody(self) -> bool:
        """Whether nothing is asked."""
        return self.node == EVERYBODY


@dataclass(frozen=True, slots=True)
class AudienceList:
    """The saved ones by name. begun: a draft lies there."""

    saved: tuple[Segment, ...]
    begun: bool = False
    campaign_id: int = 0
    campaign_kind: str = ""


@dataclass(frozen=True, slots=True)
class AudienceExamples:
    """How many people are meant, and some of them by name and card number."""

    count: int
    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AudienceChosen:
    """The campaign has got this audience."""

    desk: AudienceDesk
    campaign_id: int
    campaign_kind: str
