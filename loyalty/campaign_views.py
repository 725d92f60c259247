"""What owners are shown of campaigns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from loyalty.broadcast_forecast import Forecast
from loyalty.campaign_edits import Draft, Question
from loyalty.campaigns import Campaign
from loyalty.programme import Programme


@dataclass(frozen=True, slots=True)
class CampaignDesk:
    """A campaign as it stands now. moved: what was just pressed or typed had another state in mind, and
    nothing was changed. question: what the owner was just asked."""

    draft: Draft
    programme: Programme
    now: datetime
    moved: bool = False
    question: Question | None = None

    @property
    def campaign(self) -> Campaign:
        """The campaign itself."""
        return self.draft.campaign


@dataclass(frozen=True, slots=True)
class BroadcastLine:
    """One of the list. ended: messages that came to an end; total: all of them."""

    campaign: Campaign
    ended: int = 0


@dataclass(frozen=True, slots=True)
class BroadcastList:
    """A page, the newest first. more: there are older ones."""

    lines: Sequence[BroadcastLine]
    more: bool


@dataclass(frozen=True, slots=True)
class Audience:
    """How many people of a segment there are, and why some can't get a message now.

    reachable: with an account that can be written to; without_consent, over_budget, quiet (it is due in
    their quiet hours), busy (a message of another broadcast waits for them): of those reachable. sendable:
    reachable with consent.
    """

    everybody: int = 0
    reachable: int = 0
    without_consent: int = 0
    over_budget: int = 0
    quiet: int = 0
    busy: int = 0

    @property
    def sendable(self) -> int:
        """Who will get it sooner or later."""
        return self.reachable - self.without_consent


@dataclass(frozen=True, slots=True)
class Check:
    """A broadcast before it goes. messages: how many will go in all; forecast None: nothing to go by."""

    desk: CampaignDesk
    audience: Audience
    messages: int
    duration_seconds: int
    forecast: Forecast | None
