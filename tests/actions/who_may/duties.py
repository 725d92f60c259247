"""What the table of rights is written in: duties, who has them, and how far they reach."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from loyalty.rights import HOLDERS, Right
from loyalty.staff import Role

ROLES = ("stranger", "member", "cashier", "manager", "owner", "dismissed")


class Audience(StrEnum):
    """Doors that ask for no right of staff, or for more than one."""

    PERSON = "person"
    MEMBER = "member"
    CUSTOMER = "customer"


AUDIENCES: Mapping[Audience, frozenset[str]] = {
    Audience.PERSON: frozenset(ROLES),
    Audience.MEMBER: frozenset(ROLES) - {"stranger"},
    Audience.CUSTOMER: frozenset({"member", "dismissed"}),
}

Reach = frozenset[str]
"""To what: own things, another's of the same store or another member's, those of a foreign store."""

SELF: Reach = frozenset({"self", "shop"})
OWN: Reach = SELF | {"own"}
STORE: Reach = OWN | {"other"}
OTHERS: Reach = frozenset({"other", "foreign"})
OTHER: Reach = frozenset({"other"})
ALL: Reach = STORE | {"foreign"}
NOTHING: Reach = frozenset()


class Kind(StrEnum):
    """What an action is about. NOTHING: about whoever acts, or about the whole shop."""

    NOTHING = ""
    DRAFT = "draft"
    PURCHASE = "purchase"
    SOLD_CASE = "sold case"
    OTHER_CASE = "other case"
    SHIFT = "shift"
    CANDIDATE = "candidate"
    GRANT = "grant"
    ASKED_GRANT = "asked grant"
    COLLEAGUE = "colleague"
    CLIENT = "client"
    STORE = "store"
    RECEIPT = "receipt"
    REWARD = "reward"
    CAMPAIGN = "campaign"
    CERTIFICATE = "certificate"
    OFFER = "offer"
    FREEZE = "freeze"
    MERGE = "merge"
    TWINS = "twins"
    DEBT = "debt"
    IMPORT = "import"
    WEBHOOK = "webhook"
    DELIVERY = "delivery"
    TILL = "till"
    ALERT = "alert"
    APPROVAL = "approval"
    RELATIVES = "relatives"
    EMPTY_STORE = "empty store"
    BOUGHT = "bought"
    ENTRY = "entry"
    RATED = "rated"
    CASE = "case"
    ASKED_CLAIM = "asked claim"
    WAITING_CLAIM = "waiting claim"
    BEGUN_RECEIPT = "begun receipt"
    QUESTION = "question"
    GIFT = "gift"
    OWN_GIFT = "own gift"
    AUDIENCE = "audience"
    BROADCAST = "broadcast"
    SENT_BROADCAST = "sent broadcast"
    MESSAGE = "message"
    REQUEST = "request"
    AUTOMATION = "automation"


@dataclass(frozen=True, slots=True)
class Duty:
    """Something people do, in plain words, by these actions about these things.

    reach: one for everybody, or by role; a role it doesn't name reaches nothing.
    """

    en: str
    ru: str
    who: Right | Audience
    reach: Reach | Mapping[str, Reach]
    actions: tuple[tuple[str, Kind], ...]

    def holders(self) -> frozenset[str]:
        """The roles that have it, as the rules say now."""
        if isinstance(self.who, Audience):
            return AUDIENCES[self.who]
        return frozenset(role.value for role in Role if role in HOLDERS[self.who])

    def allows(self, role: str, relation: str) -> bool:
        """Whether this role does it to a thing of this relation."""
        reach = self.reach.get(role, NOTHING) if isinstance(self.reach, Mapping) else self.reach
        return role in self.holders() and relation in reach


def about(kind: Kind, *actions: str) -> tuple[tuple[str, Kind], ...]:
    """These actions, all about this kind of thing."""
    return tuple((action, kind) for action in actions)
