"""An alert is kept once and told: to owners and managers of its store, never to whom it is about."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from actions.answer_candidate import person_name
from actions.rights import holders, standing
from actions.shifts import called
from loyalty.names import first_name
from loyalty.rights import Right, decide_right
from loyalty.staff import Role
from loyalty.watch.base import Hit
from loyalty.watch.views import AlertState, AlertView
from storage import alerts, notices, people, sales, till_purchases, tills
from storage import shop as rows
from storage.database import Connection

TOLD = "alerts"
# However much is found, nobody hears of it more often.
AT_MOST_EVERY = timedelta(minutes=10)


def report(tx: Connection, hit: Hit, occasion: str, now: datetime) -> None:
    """Keep an alert and tell of it, unless this occasion was told before."""
    alert_id = alerts.add(tx, hit, f"{hit.subject}:{occasion}", now)
    if alert_id is None:
        return
    for member_id in holders(tx, Right.SEE_ALERTS, hit.store_id):
        if member_id not in (hit.cashier_id, hit.member_id):
            _tell(tx, member_id, alert_id, now)


def _tell(tx: Connection, member_id: int, alert_id: int, now: datetime) -> None:
    """One message for everything found in ten minutes: a message that has not gone yet tells this, too."""
    key = f"{TOLD}:{member_id}"
    kept = rows.fact(tx, key)
    due_at = datetime.fromtimestamp(json.loads(kept), now.tzinfo) if kept else None
    if due_at is not None and due_at > now:
        return
    due_at = now if due_at is None else max(now, due_at + AT_MOST_EVERY)
    rows.remember(tx, key, json.dumps(due_at.timestamp()))
    notices.queue(tx, member_id, TOLD, {"to": member_id, "first": alert_id}, now, due_at=due_at)


def told_now(tx: Connection, data: Mapping[str, Any], _: datetime) -> Mapping[str, Any] | None:
    """What a message about alerts says when it goes: the first that is still open, and how many are."""
    who = standing(tx, data["to"])
    if who is None or decide_right(who, Right.SEE_ALERTS) is not None:
        return None
    stores = who.looks_after
    count = alerts.count_open(tx, who.member_id, stores, data["first"])
    found = alerts.next_open(tx, who.member_id, stores, data["first"] - 1)
    if found is None:
        return None
    return {"view": view_of(tx, found), "count": count, "runs": who.role is Role.OWNER}


def view_of(tx: Connection, alert: alerts.Alert, left: int = 0) -> AlertView:
    """An alert with the names of everybody and everything in it."""
    hit = alert.hit
    member = people.find_member(tx, "id", hit.member_id) if hit.member_id else None
    purchase = sales.purchase(tx, hit.purchase_id) if hit.purchase_id else None
    return AlertView(
        alert_id=alert.id,
        rule=hit.rule,
        figures=hit.figures,
        state=alert.state,
        at=alert.at,
        store=called(tx, hit.store_id),
        other_store=called(tx, hit.figures["store"]) if "store" in hit.figures else "",
        cashier=person_name(tx, hit.cashier_id) if hit.cashier_id else None,
        till=_till(tx, hit),
        customer=first_name(member.name) if member else "",
        erased=bool(member and member.erased),
        card=member.number if member else "",
        member_id=member.id if member else 0,
        purchase_id=purchase.id if purchase else 0,
        amount_minor=purchase.amount_minor if purchase else 0,
        receipt=purchase.receipt if purchase else "",
        reviewed_by=person_name(tx, alert.reviewed_by) if alert.reviewed_by else "",
        left=left,
    )


def _till(tx: Connection, hit: Hit) -> str:
    till_id = till_purchases.till_of(tx, hit.purchase_id) if hit.purchase_id else None
    return "" if till_id is None else tills.name_of(tx, till_id)


def note_asked(tx: Connection, hit: Hit, draft_id: str, now: datetime) -> None:
    """A manager is asked because of this: history, for his word follows at once."""
    alerts.add(tx, hit, f"draft:{draft_id}", now, AlertState.ASKED)
