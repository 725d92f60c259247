"""What people see of codes, offers and certificates, as plain values."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from loyalty.benefits import Effect
from loyalty.certificates import Certificate
from loyalty.codes import Campaign
from loyalty.programme import Programme
from loyalty.sketch import Asks, Sketch


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A benefit on a member's card. title: of its code, "" for an offer. last_day None: no end."""

    title: str
    effect: Effect
    last_day: date | None


@dataclass(frozen=True, slots=True)
class PromoView:
    """What is on a member's card beside points."""

    held: tuple[HeldLine, ...]
    certificates: tuple[Certificate, ...]
    today: date
    programme: Programme


NOTHING = Effect()


class Taken(StrEnum):
    """What became of a code: its points came, it waits for a purchase, a certificate is on the card."""

    POINTS = "points"
    HELD = "held"
    CERTIFICATE = "certificate"


@dataclass(frozen=True, slots=True)
class CodeTaken:
    """A code that was typed or came by a link. certificate: only for one."""

    taken: Taken
    programme: Programme
    title: str = ""
    effect: Effect = NOTHING
    last_day: date | None = None
    certificate: Certificate | None = None


@dataclass(frozen=True, slots=True)
class CampaignView:
    """A campaign as its owner sees it. codes: how many; one_code: the shared one, as kept; uses: living."""

    campaign: Campaign
    uses: int
    codes: int
    one_code: str
    link: str
    programme: Programme


@dataclass(frozen=True, slots=True)
class CertificateView:
    """A certificate with the link that puts it on a card."""

    certificate: Certificate
    link: str
    brand: str
    currency: str


@dataclass(frozen=True, slots=True)
class SketchView:
    """A sketch and its open question. customer: first name of whom it is for."""

    sketch: Sketch
    asks: Asks
    programme: Programme
    customer: str = ""


@dataclass(frozen=True, slots=True)
class OfferLine:
    """An offer that can still be withdrawn. first_day None: since it was made; last_day None: no end."""

    id: int
    effect: Effect
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class OffersView:
    """What owners offered one member, newest first."""

    member_id: int
    name: str
    offers: tuple[OfferLine, ...]
    today: date
    programme: Programme


@dataclass(frozen=True, slots=True)
class OfferMade:
    """An offer is on somebody's card. told: whether he was written to, which takes his consent."""

    customer: str
    told: bool
