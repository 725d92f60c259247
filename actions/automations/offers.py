"""An offer that was not used yet, some days before it ends."""

from datetime import timedelta

from actions.automations.base import Automation, Found, Look, Values, due_again, found
from loyalty.automations import Auto, Candidate
from loyalty.messages import MessageClass
from storage import automations
from storage.database import Connection


def _unused(tx: Connection, look: Look) -> Found:
    before = timedelta(days=look.number("days"))
    rows = automations.unused_offers(tx, look.first + before, look.last + before, look.page)
    due = [Candidate(who, str(offer_id), ends - before) for who, offer_id, ends, _ in rows]
    return found(look, [row[0] for row in rows], due)


def _offer(tx: Connection, look: Look, candidate: Candidate) -> Values:  # noqa: ARG001 (every automation asks so)
    found_offer = automations.offer(tx, int(candidate.occasion))
    return {} if found_offer is None else {"gift": found_offer[0], "gift_until": found_offer[1].isoformat()}


UNUSED = Automation(Auto.UNUSED, MessageClass.NEWS, _unused, 1, due_again(_unused), values=_offer)
