"""Alerts looked at by owners and managers, who say what came of them; never those about themselves."""

from collections.abc import Collection

from actions.alerting import view_of
from actions.rights import may, standing
from actions.shop import Shop
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right, decide_right
from loyalty.watch.views import AlertPage, AlertState, AlertView
from storage import alerts
from storage.database import Connection

ON_A_PAGE = 6
_WORDS = (AlertState.REVIEWED, AlertState.FALSE_ALARM)


async def next_alert(shop: Shop, actor_id: int, after: int = 0) -> AlertView | Refused | None:
    """The oldest open alert behind this one, from the beginning again after the last. None: all are reviewed.

    Refuses as rights do.
    """

    def read(tx: Connection) -> AlertView | Refused | None:
        stores = _stores(tx, actor_id)
        if isinstance(stores, Refused):
            return stores
        found = alerts.next_open(tx, actor_id, stores, after) or alerts.next_open(tx, actor_id, stores, 0)
        return None if found is None else view_of(tx, found, alerts.count_open(tx, actor_id, stores) - 1)

    return await shop.db.read(read)


async def show_alert(shop: Shop, actor_id: int, alert_id: int) -> AlertView | Refused:
    """An alert as it stands. Refuses ALERT_GONE (also for what is about oneself), and as rights do."""
    return await shop.db.read(lambda tx: _show(tx, actor_id, alert_id))


async def review_alert(shop: Shop, actor_id: int, alert_id: int, state: AlertState) -> AlertView | Refused:
    """Say that it was looked into, or was a false alarm; the first word stands.

    Refuses as show_alert does.
    """
    now = shop.now()

    def write(tx: Connection) -> AlertView | Refused:
        view = _show(tx, actor_id, alert_id)
        if isinstance(view, Refused) or state not in _WORDS:
            return view if isinstance(view, Refused) else Refused(Refusal.ALERT_GONE)
        alerts.review(tx, alert_id, state, actor_id, now)
        return _show(tx, actor_id, alert_id)

    return await shop.db.write(write)


async def old_alerts(shop: Shop, actor_id: int, page: int) -> AlertPage | Refused:
    """What was reviewed, and sales a manager decided on, newest first. Refuses as rights do."""

    def read(tx: Connection) -> AlertPage | Refused:
        stores = _stores(tx, actor_id)
        if isinstance(stores, Refused):
            return stores
        found = alerts.history(tx, actor_id, stores, page * ON_A_PAGE, ON_A_PAGE + 1)
        views = tuple(view_of(tx, one) for one in found[:ON_A_PAGE])
        return AlertPage(views, page, more=len(found) > ON_A_PAGE)

    return await shop.db.read(read)


def _show(tx: Connection, actor_id: int, alert_id: int) -> AlertView | Refused:
    stores = _stores(tx, actor_id)
    if isinstance(stores, Refused):
        return stores
    alert = alerts.find(tx, alert_id)
    if alert is None or actor_id in (alert.hit.cashier_id, alert.hit.member_id):
        return Refused(Refusal.ALERT_GONE)
    if refused := may(tx, actor_id, Right.SEE_ALERTS, alert.hit.store_id):
        return refused
    return view_of(tx, alert, alerts.count_open(tx, actor_id, stores))


def _stores(tx: Connection, actor_id: int) -> Collection[int] | Refused | None:
    """The stores whose alerts he may see; None: all."""
    who = standing(tx, actor_id)
    if (refused := decide_right(who, Right.SEE_ALERTS)) is not None:
        return refused
    return None if who is None else who.looks_after
