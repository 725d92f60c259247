"""Everything personal about a member taken out of every table; the books stay under an anonymous id."""

import json
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, delete, func, or_, select, update

from loyalty.campaigns import RecipientState
from loyalty.cases import CaseState
from loyalty.joining import Step
from loyalty.member_views import GrantState
from loyalty.sale import DraftState
from loyalty.staff import InvitationState
from storage import recipients, webhooks
from storage.open_drafts import EndedDraft
from storage.schema import (
    accounts,
    cases,
    conversations,
    family,
    files,
    freezes,
    gifts,
    grants,
    inbox,
    invitations,
    lots,
    members,
    merges,
    notices,
    occasions,
    offers,
    page_sessions,
    pay_codes,
    preferences,
    programme_drafts,
    purchases,
    receipt_claims,
    remarks,
    sale_drafts,
    segment_drafts,
    standings,
    tags,
)
from storage.schema import certificates as certificate_rows

# Personal through and through: the rows of a member go as they are.
_GOES: tuple[tuple[Table, ColumnElement[int]], ...] = (
    (remarks, remarks.c.member_id),
    (tags, tags.c.member_id),
    (notices, notices.c.member_id),
    (pay_codes, pay_codes.c.member_id),
    (preferences, preferences.c.member_id),
    (programme_drafts, programme_drafts.c.member_id),
    (segment_drafts, segment_drafts.c.member_id),
    (page_sessions, page_sessions.c.member_id),
    (family, family.c.member_id),
    (family, family.c.staff_id),
)


def accounts_of(tx: Connection, member_id: int) -> list[tuple[str, str]]:
    """(messenger, external id) of every account of a member."""
    query = select(accounts.c.messenger, accounts.c.external_id).where(accounts.c.member_id == member_id)
    return [(row.messenger, row.external_id) for row in tx.execute(query.order_by(accounts.c.id))]


def all_accounts(tx: Connection) -> list[tuple[int, str, str]]:
    """(member, messenger, external id) of every account there is."""
    query = select(accounts.c.member_id, accounts.c.messenger, accounts.c.external_id)
    return [(row[0], row[1], row[2]) for row in tx.execute(query.order_by(accounts.c.id))]


def phones_of(tx: Connection, member_id: int) -> set[bytes]:
    """The keyed hashes of the phone a member gives now and of those he was rewarded under."""
    now = select(members.c.phone_index).where(members.c.id == member_id)
    then = select(occasions.c.phone_index).where(occasions.c.member_id == member_id)
    return {index for index in (*tx.scalars(now), *tx.scalars(then)) if index is not None}


def merged_into(tx: Connection, member_id: int) -> list[int]:
    """Cards that became part of this one, and part of those, oldest first."""
    found = list(tx.scalars(select(members.c.id).where(members.c.merged_into == member_id)))
    return sorted({*found, *(more for one in found for more in merged_into(tx, one))})


def is_erased(tx: Connection, member_id: int) -> bool:
    """Whether the member has had himself erased."""
    return tx.scalar(select(members.c.erased_at).where(members.c.id == member_id)) is not None


def end_drafts(tx: Connection, member_id: int) -> list[EndedDraft]:
    """End the sales that are open for a member, at whichever till."""
    theirs = (sale_drafts.c.member_id == member_id, sale_drafts.c.state == DraftState.OPEN.value)
    query = select(sale_drafts.c.id, sale_drafts.c.cashier_id, sale_drafts.c.message_id).where(*theirs)
    ended = [EndedDraft(*row) for row in tx.execute(query)]
    tx.execute(update(sale_drafts).where(*theirs).values(state=DraftState.ENDED.value))
    return ended


def forget(tx: Connection, member_id: int, now: datetime) -> None:
    """Take out who this was. What the ledger, the receipts and the reports add up stays as it is."""
    _end_open(tx, member_id, now)
    _forget_messages(tx, member_id)
    _forget_offers(tx, member_id)
    for one in recipients.under_way(tx, member_id):
        recipients.end(tx, one, RecipientState.UNKNOWN, now, "erased")
    for table, whose in _GOES:
        tx.execute(delete(table).where(whose == member_id))
    his = select(accounts.c.id).where(accounts.c.member_id == member_id)
    tx.execute(delete(conversations).where(conversations.c.account_id.in_(his)))
    tx.execute(delete(accounts).where(accounts.c.member_id == member_id))
    tx.execute(update(occasions).where(occasions.c.member_id == member_id).values(phone_index=None))
    tx.execute(
        update(certificate_rows).where(certificate_rows.c.holder_id == member_id).values(holder_id=None)
    )
    taken = or_(merges.c.kept_id == member_id, merges.c.other_id == member_id)
    sealed = {"phone": None, "phone_index": None, "birthday": None, "birthday_index": None}
    tx.execute(update(merges).where(taken).values(moved="{}", **sealed))
    # A picture of his card may be known by its id at the messenger: all pictures are drawn anew.
    tx.execute(delete(files))
    _forget_person(tx, member_id, now)


def _forget_person(tx: Connection, member_id: int, now: datetime) -> None:
    webhooks.forget_number(tx, member_id)
    anonymous = f"erased:{member_id}"  # a colon: no link and no typed number can say that
    tx.execute(
        update(members)
        .where(members.c.id == member_id)
        .values(
            number=anonymous,
            card_token=anonymous,
            invite_token=None,
            old_card=None,
            member_since=None,
            name="",
            city="",
            step=Step.CONSENT.value,
            source="",
            phone=None,
            phone_index=None,
            birthday=None,
            birthday_index=None,
            birthday_at=None,
            bonuses_from=None,
            erased_at=now,
        )
    )


def _end_open(tx: Connection, member_id: int, now: datetime) -> None:
    """Nothing of his waits for anybody: complaints, receipts sent in, grants, roles offered, a freeze."""
    open_case = (cases.c.member_id == member_id, cases.c.state == CaseState.OPEN.value)
    tx.execute(update(cases).where(*open_case).values(state=CaseState.LEFT.value, decided_at=now))
    sent_in = update(receipt_claims).where(receipt_claims.c.member_id == member_id)
    tx.execute(sent_in.values(photo_id="", reason=""))
    tx.execute(sent_in.where(receipt_claims.c.state.in_(("begun", "waiting"))).values(state="withdrawn"))
    waiting = grants.c.state.in_((GrantState.DRAFT.value, GrantState.WAITING.value))
    dropped = update(grants).where(grants.c.member_id == member_id, waiting)
    tx.execute(dropped.values(state=GrantState.DROPPED.value, ended_at=now))
    frozen = (freezes.c.member_id == member_id, freezes.c.ended_at.is_(None))
    tx.execute(update(freezes).where(*frozen).values(ended_at=now))
    tx.execute(update(lots).where(lots.c.member_id == member_id).values(blocked=False, told_active=True))
    days = {"review_on": None, "warned_on": None, "manual_until": None}
    tx.execute(update(standings).where(standings.c.member_id == member_id).values(**days))
    offered = (gifts.c.recipient_id == member_id, gifts.c.state == "offered")
    tx.execute(update(gifts).where(*offered).values(recipient_id=None))
    ids = select(accounts.c.external_id).where(accounts.c.member_id == member_id)
    tx.execute(
        update(invitations)
        .where(or_(invitations.c.external_id.in_(ids), invitations.c.candidate_id == member_id))
        .values(external_id="", state=_ended_invitation())
    )


def _ended_invitation() -> ColumnElement[str]:
    """Accepted ones were, the others can't be any more."""
    accepted = InvitationState.ACCEPTED.value
    return func.iif(invitations.c.state == accepted, accepted, InvitationState.DECLINED.value)


def _forget_messages(tx: Connection, member_id: int) -> None:
    """What he wrote, and what was written to colleagues about him as a candidate, with his portrait.

    An update that is being handled keeps its content until it is: then it is forgotten like all others.
    """
    ids = select(accounts.c.external_id).where(accounts.c.member_id == member_id)
    his = inbox.c.person.in_(ids)
    tx.execute(update(inbox).where(his, inbox.c.state != "new").values(payload=None))
    tx.execute(update(inbox).where(his).values(person=""))
    portrait = (notices.c.kind == "candidate", func.json_extract(notices.c.data, "$.person") == member_id)
    tx.execute(delete(notices).where(*portrait))


def _forget_offers(tx: Connection, member_id: int) -> None:
    """What was made for this very person; its name may stand in the calculations of his purchases, too."""
    own = (offers.c.member_id == member_id, offers.c.title != "")
    for title in tx.scalars(select(offers.c.title).where(*own, offers.c.promo_code_id.is_(None))).all():
        written = json.dumps(title, ensure_ascii=False)
        for table, column in ((purchases, purchases.c.trace), (sale_drafts, sale_drafts.c.shown)):
            without = func.replace(column, written, '""')
            tx.execute(update(table).where(table.c.member_id == member_id).values({column: without}))
    tx.execute(update(offers).where(offers.c.member_id == member_id).values(title="", active=False))
