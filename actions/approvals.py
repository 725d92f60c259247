"""A sale that waits for a manager's word: he is asked, the cashier's screen waits, his word frees it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from actions.alerting import note_asked
from actions.answer_candidate import person_name
from actions.asking import refresh_screen
from actions.rights import holders, may, standing
from actions.sale_view import view_of_draft
from actions.shifts import called
from actions.shop import Shop
from loyalty.earning import Quote
from loyalty.names import first_name
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.sale import Draft, DraftState
from loyalty.views import SaleState, SaleView
from loyalty.watch.base import Hit, Rule
from loyalty.watch.views import APPROVAL_LIFETIME, ApprovalState, ApprovalView
from storage import alerts, notices, open_drafts, people, sales, tills
from storage.database import Connection

ASKED = "approval"
SILENT = "edit.manager_silent"
# The sale stays open a little longer than the question, so that the cashier can act on the word.
AFTER_ASKING = timedelta(minutes=2)


# --- inside a sale ---


def ask_manager(
    tx: Connection, draft: Draft, quote: Quote, hits: Sequence[Hit], now: datetime
) -> SaleView | Refused | None:
    """Ask whoever may approve sales here, unless he has said his word on just this; None: go on.

    Owners need nobody's word. The word is about this amount and these points: others are asked about anew.
    Refuses MANAGER_SAID_NO, SALE_STOPPED when there is nobody to ask.
    """
    by_person = draft.till_id is None
    if by_person and may(tx, draft.cashier_id, Right.RUN) is None:
        return None
    terms = _terms(draft, quote, hits)
    for asked in alerts.approvals_of(tx, draft.id):
        if asked.state is ApprovalState.OPEN and (now >= ends_at(asked) or not _covers(asked, terms)):
            alerts.decide(tx, asked, ApprovalState.OVER, None, now)
        elif asked.state is not ApprovalState.OVER and _covers(asked, terms):
            return _as_said(tx, draft, asked, now)
    involved = {draft.member_id, draft.cashier_id} if by_person else {draft.member_id}
    whom = [one for one in holders(tx, Right.APPROVE_SALES, draft.store_id) if one not in involved]
    if not whom:
        return Refused(Refusal.SALE_STOPPED)
    approval_id = alerts.ask(tx, draft.id, draft.revision, draft.store_id, draft.cashier_id, terms, now)
    for hit in hits:
        note_asked(tx, hit, draft.id, now)
    over = now + APPROVAL_LIFETIME
    open_drafts.prolong(tx, draft.id, max(draft.expires_at, over + AFTER_ASKING))
    for member_id in whom:
        notices.queue(tx, member_id, ASKED, {"approval": approval_id}, now)
    notices.queue(tx, draft.cashier_id, SILENT, {"approval": approval_id}, over, due_at=over)
    return waiting(tx, draft, now)


def waiting(tx: Connection, draft: Draft, now: datetime) -> SaleView:
    """The cashier's screen meanwhile."""
    ends = next((ends_at(one) for one in alerts.approvals_of(tx, draft.id)), None)
    return replace(view_of_draft(tx, draft, now), state=SaleState.MANAGER, ends_at=ends)


def seen_by_cashier(tx: Connection, draft: Draft, view: SaleView, now: datetime) -> SaleView:
    """A view for a screen that asks by itself: with the wait for a manager, or with his word."""
    if view.state is not SaleState.PREVIEW:
        return view
    newest = next(iter(alerts.approvals_of(tx, draft.id)), None)
    if newest is None or newest.terms["amount_minor"] != draft.amount_minor:
        return view
    if newest.state is ApprovalState.OPEN and now < ends_at(newest):
        return replace(view, state=SaleState.MANAGER, ends_at=ends_at(newest))
    return replace(view, note=NOTES[newest.state]) if not view.note else view


NOTES: Mapping[ApprovalState, str] = {
    ApprovalState.ALLOWED: "manager_yes",
    ApprovalState.REFUSED: "manager_no",
    ApprovalState.OVER: "manager_silent",
    ApprovalState.OPEN: "manager_silent",
}


def ends_at(asked: alerts.Approval) -> datetime:
    """Until when a manager can say his word."""
    return asked.at + APPROVAL_LIFETIME


def _terms(draft: Draft, quote: Quote, hits: Sequence[Hit]) -> dict[str, Any]:
    return {
        "amount_minor": quote.amount_minor,
        "spent_points": quote.spent_points,
        "receipt": draft.receipt,
        "rules": {hit.rule.value: dict(hit.figures) for hit in hits},
    }


def _covers(asked: alerts.Approval, terms: Mapping[str, Any]) -> bool:
    """Whether what was asked is this sale: the amount the same, no more points, no rule besides."""
    return (
        bool(asked.terms["amount_minor"] == terms["amount_minor"])
        and terms["spent_points"] <= asked.terms["spent_points"]
        and set(terms["rules"]) <= set(asked.terms["rules"])
    )


def _as_said(
    tx: Connection, draft: Draft, asked: alerts.Approval, now: datetime
) -> SaleView | Refused | None:
    if asked.state is ApprovalState.OPEN:
        return waiting(tx, draft, now)
    return Refused(Refusal.MANAGER_SAID_NO) if asked.state is ApprovalState.REFUSED else None


def withdraw_question(tx: Connection, draft_id: str, now: datetime) -> None:
    """Nobody waits for a manager's word on this sale any more."""
    for asked in alerts.approvals_of(tx, draft_id):
        alerts.decide(tx, asked, ApprovalState.OVER, None, now)


# --- the manager ---


async def decide_sale(shop: Shop, actor_id: int, approval_id: int, *, allow: bool) -> ApprovalView | Refused:
    """The manager's word; the cashier's screen shows it. The first word stands, later ones see it.

    Refuses APPROVAL_OVER, APPROVAL_OWN, and as rights do.
    """
    now = shop.now()
    view = await shop.db.write(lambda tx: _decide(tx, actor_id, approval_id, allow, now))
    shop.wake()
    return view


def _decide(
    tx: Connection, actor_id: int, approval_id: int, allow: bool, now: datetime
) -> ApprovalView | Refused:
    asked = alerts.approval(tx, approval_id)
    if refused := may(tx, actor_id, Right.APPROVE_SALES, asked.store_id if asked else None):
        return refused
    draft = sales.draft(tx, asked.draft_id) if asked else None
    if asked is None or draft is None:
        return Refused(Refusal.APPROVAL_OVER)
    if actor_id == draft.member_id or (draft.till_id is None and actor_id == draft.cashier_id):
        return Refused(Refusal.APPROVAL_OWN)
    if asked.state is ApprovalState.OPEN:
        over = draft.state is not DraftState.OPEN or now >= ends_at(asked) or _left(tx, draft)
        if over or draft.amount_minor != asked.terms["amount_minor"]:
            alerts.decide(tx, asked, ApprovalState.OVER, None, now)
        else:
            word = ApprovalState.ALLOWED if allow else ApprovalState.REFUSED
            alerts.decide(tx, asked, word, actor_id, now)
            refresh_screen(tx, draft, NOTES[word], now)
    return _view(tx, alerts.approval(tx, approval_id) or asked, draft)


def asked_now(tx: Connection, data: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """What a manager is asked when the message goes; None when it is over."""
    asked = alerts.approval(tx, data["approval"])
    draft = sales.draft(tx, asked.draft_id) if asked else None
    if asked is None or draft is None or asked.state is not ApprovalState.OPEN or now >= ends_at(asked):
        return None
    return {"view": _view(tx, asked, draft)}


def silent_now(tx: Connection, data: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """Nobody said a word in time: the cashier's screen says so, and he can ask again."""
    asked = alerts.approval(tx, data["approval"])
    if asked is None or not alerts.decide(tx, asked, ApprovalState.OVER, None, now):
        return None
    draft, message_id = sales.draft(tx, asked.draft_id), open_drafts.screen_of(tx, asked.draft_id)
    if draft is None or draft.state is not DraftState.OPEN or not message_id:
        return None
    return {"message_id": message_id, "view": view_of_draft(tx, draft, now, note="manager_silent")}


def _left(tx: Connection, draft: Draft) -> bool:
    """Whether the person at the till is in the team no more."""
    return draft.till_id is None and standing(tx, draft.cashier_id) is None


def _at_the_till(tx: Connection, asked: alerts.Approval, draft: Draft) -> str:
    """Who waits for the word: a person, or a till by its name."""
    if draft.till_id is None:
        return person_name(tx, asked.asked_by)
    return tills.name_of(tx, draft.till_id)


def _view(tx: Connection, asked: alerts.Approval, draft: Draft) -> ApprovalView:
    customer = people.member(tx, draft.member_id)
    return ApprovalView(
        approval_id=asked.id,
        state=asked.state,
        cashier=_at_the_till(tx, asked, draft),
        cashier_left=_left(tx, draft),
        customer=first_name(customer.name),
        erased=customer.erased,
        amount_minor=asked.terms["amount_minor"],
        spent_points=asked.terms["spent_points"],
        receipt=asked.terms["receipt"],
        reasons=tuple((Rule(rule), figures) for rule, figures in asked.terms["rules"].items()),
        store=called(tx, asked.store_id),
        ends_at=ends_at(asked),
        decided_by=person_name(tx, asked.decided_by) if asked.decided_by else "",
    )
