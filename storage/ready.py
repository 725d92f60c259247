"""Recipients whose time has come, with everything that decides whether a message may go, in one question."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    literal_column,
    or_,
    select,
)

from loyalty.broadcasts import Facts
from loyalty.campaigns import RecipientState
from loyalty.feedback import RequestKind
from loyalty.joining import Step
from loyalty.messages import BUDGET, BUDGET_TIME, MARKETING
from storage.preferences import CHOSEN, preferences_of
from storage.recipients import Recipient
from storage.schema import accounts, cases, consents, members, notices, preferences, recipients


@dataclass(frozen=True, slots=True)
class Ready:
    """A recipient and the account that would be written to ("" when none can be). name: the whole name.

    busy: another message for the member is under way or due; they go one by one.
    """

    recipient: Recipient
    expires_at: datetime | None
    name: str
    external_id: str
    language: str
    busy: bool
    facts: Facts


_WAITING: ColumnElement[str] = literal_column("'waiting'")
_UNDER_WAY: ColumnElement[str] = literal_column("'sending'")
_account = (
    select(accounts.c.id)
    .where(
        accounts.c.member_id == recipients.c.member_id,
        accounts.c.messenger == bindparam("messenger"),
        accounts.c.reachable,
    )
    .order_by(accounts.c.last_seen.desc(), accounts.c.id.desc())
    .limit(1)
    .correlate(recipients)
    .scalar_subquery()
)
_agreed = (
    select(consents.c.given)
    .where(consents.c.member_id == recipients.c.member_id, consents.c.kind == bindparam("consent"))
    .order_by(consents.c.id.desc())
    .limit(1)
    .correlate(recipients)
    .scalar_subquery()
)
_busy = or_(
    exists().where(notices.c.member_id == recipients.c.member_id, notices.c.state == _UNDER_WAY),
    exists().where(
        notices.c.member_id == recipients.c.member_id,
        notices.c.ended_at.is_(None),
        or_(notices.c.due_at <= bindparam("now"), notices.c.reason != ""),
    ),
)
# Who is interested in something has nothing to complain about.
_complains = exists().where(
    cases.c.member_id == recipients.c.member_id,
    cases.c.state == literal_column("'open'"),
    cases.c.kind != literal_column(f"'{RequestKind.INTEREST.value}'"),
)


def _got(place: int) -> Any:
    """When the member got marketing, counted from the last time; what may have arrived counts."""
    return (
        select(notices.c.ended_at)
        .where(
            notices.c.member_id == recipients.c.member_id,
            notices.c.priority >= literal_column(str(MARKETING.value)),
            notices.c.ended_at > bindparam("since"),
            notices.c.state.in_((literal_column("'sent'"), literal_column("'unknown'"))),
        )
        .order_by(notices.c.ended_at.desc())
        .limit(1)
        .offset(place)
        .correlate(recipients)
        .scalar_subquery()
    )


_READY: Select[*tuple[Any, ...]] = (
    select(
        *(recipients.c[name] for name in Recipient.__slots__),
        recipients.c.expires_at,
        members.c.name,
        members.c.step,
        accounts.c.external_id,
        accounts.c.language,
        _busy.label("busy"),
        _agreed.label("agreed"),
        _complains.label("complains"),
        _got(0).label("last_got"),
        _got(BUDGET - 1).label("first_got"),
        *CHOSEN,
    )
    .select_from(recipients)
    .join(members, members.c.id == recipients.c.member_id)
    .outerjoin(accounts, accounts.c.id == _account)
    .outerjoin(preferences, preferences.c.member_id == recipients.c.member_id)
    .where(
        and_(recipients.c.campaign_id == bindparam("campaign"), recipients.c.state == _WAITING),
        recipients.c.due_at <= bindparam("now"),
    )
    .order_by(recipients.c.due_at, recipients.c.id)
    .limit(bindparam("count", type_=Integer))
)


def ready(
    tx: Connection, campaign_id: int, messenger: str, consent: str, now: datetime, limit: int
) -> list[Ready]:
    """The next recipients of this campaign that are due. consent: the kind of it that marketing needs."""
    values = {"campaign": campaign_id, "messenger": messenger, "consent": consent, "now": now}
    rows = tx.execute(_READY, {**values, "since": now - BUDGET_TIME, "count": limit})
    return [_ready(row) for row in rows]


def _ready(row: Any) -> Ready:
    got = [] if row.last_got is None else [row.last_got]
    if row.first_got is not None:  # those between the two don't matter
        got = [row.first_got] * (BUDGET - 1) + got
    values = {name: getattr(row, name) for name in Recipient.__slots__}
    return Ready(
        recipient=Recipient(**values | {"state": RecipientState(row.state)}),
        expires_at=row.expires_at,
        name=row.name,
        external_id=row.external_id or "",
        language=row.language or "",
        busy=bool(row.busy),
        facts=Facts(
            joined=row.step == Step.JOINED,
            reachable=row.external_id is not None,
            agreed=bool(row.agreed),
            complains=bool(row.complains),
            preferences=preferences_of(row),
            got=tuple(got),
        ),
    )
