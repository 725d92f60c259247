"""Whom a campaign goes to: written down by the thousand, taken by the pump a few at a time, counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    text,
    update,
)

from loyalty.campaigns import CONTROL, CampaignState, RecipientState
from loyalty.messages import MessageClass
from storage.campaigns import count
from storage.schema import campaigns, notices, recipients
from storage.schema.campaigns import OPEN
from storage.types import to_microseconds


@dataclass(frozen=True, slots=True)
class Recipient:
    """One message of a campaign to one member. reason: why it was not sent."""

    id: int
    campaign_id: int
    member_id: int
    occasion: str
    arm: int
    state: RecipientState
    due_at: datetime
    notice_id: int | None
    message_id: str
    reason: str
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """A campaign the pump has to look at. first_due_at: of those who wait, None when nobody does.

    amending: what is being done with the messages that went ("", "correct", "withdraw").
    """

    id: int
    kind: str
    state: CampaignState
    revision: int
    message_class: MessageClass
    paid: bool
    amending: str
    amended: int
    first_due_at: datetime | None


# Spelt out, not bound: SQLite takes a partial index only when it sees the index's own condition.
_WAITING: ColumnElement[str] = literal_column("'waiting'")
_HANDED: ColumnElement[str] = literal_column("'handed'")
_COLUMNS = tuple(recipients.c[name] for name in Recipient.__slots__)
_BY_ID = select(*_COLUMNS).where(recipients.c.id == bindparam("recipient"))
_OF_NOTICE = (
    select(*_COLUMNS)
    .join(notices, recipients.c.id == func.json_extract(notices.c.data, "$.recipient"))
    .where(notices.c.id == bindparam("notice"))
)
_waits = recipients.alias("waits")
_FIRST_DUE = (
    select(_waits.c.due_at)
    .where(_waits.c.campaign_id == campaigns.c.id, _waits.c.state == _WAITING)
    .order_by(_waits.c.due_at)
    .limit(1)
    .correlate(campaigns)
    .scalar_subquery()
)
_OPEN = select(
    campaigns.c.id,
    campaigns.c.kind,
    campaigns.c.state,
    campaigns.c.revision,
    campaigns.c.message_class,
    campaigns.c.paid,
    campaigns.c.amending,
    campaigns.c.amended,
    _FIRST_DUE.label("first_due_at"),
).where(text(OPEN))
FAR_AHEAD = datetime.max.replace(tzinfo=UTC)
_SOME_WAITING = (
    select(recipients.c.id, recipients.c.arm)
    .where(
        recipients.c.campaign_id == bindparam("campaign"),
        recipients.c.state == _WAITING,
        recipients.c.due_at <= bindparam("until"),
    )
    .limit(bindparam("count", type_=Integer))
)
_SOME_OF = (
    select(recipients.c.id)
    .where(recipients.c.campaign_id == bindparam("campaign"))
    .limit(bindparam("count", type_=Integer))
)
_HANDED_NOW = select(func.count()).where(
    recipients.c.campaign_id == bindparam("campaign"), recipients.c.state == _HANDED
)
# By his notices: there are few of them, and many recipients.
_UNDER_WAY = (
    select(*_COLUMNS)
    .join(notices, recipients.c.id == func.json_extract(notices.c.data, "$.recipient"))
    .where(
        notices.c.member_id == bindparam("member"),
        notices.c.ended_at.is_(None),
        recipients.c.member_id == bindparam("member"),
        recipients.c.state == _HANDED,
    )
)
_WITHOUT_NOTICE = (
    select(*_COLUMNS)
    .outerjoin(notices, notices.c.id == recipients.c.notice_id)
    .where(
        recipients.c.campaign_id == bindparam("campaign"),
        recipients.c.state == _HANDED,
        or_(notices.c.id.is_(None), notices.c.ended_at.is_not(None)),
    )
)
# By member: of several messages of one campaign to him all are looked at together.
_SENT_AFTER = (
    select(*_COLUMNS)
    .where(recipients.c.campaign_id == bindparam("campaign"), recipients.c.member_id > bindparam("after"))
    .order_by(recipients.c.member_id, recipients.c.occasion)
    .limit(bindparam("count", type_=Integer))
)
_NEWEST_SENT = (
    select(*_COLUMNS)
    .where(
        recipients.c.member_id == bindparam("member"),
        recipients.c.ended_at >= bindparam("since"),
        recipients.c.ended_at.is_not(None),
        recipients.c.state == literal_column("'sent'"),
    )
    .order_by(recipients.c.ended_at.desc())
    .limit(1)
)
_NEW = insert(recipients).prefix_with("OR IGNORE")
_ONE = update(recipients).where(recipients.c.id == bindparam("recipient"))
_HAND = _ONE.values(state="handed", notice_id=bindparam("notice"))
_LATER = _ONE.values(due_at=bindparam("at"), expires_at=bindparam("until"))
_AGAIN = _ONE.values(state="waiting", notice_id=None)
_ENDED = _ONE.values(
    state=bindparam("new_state"),
    reason=bindparam("why"),
    message_id=bindparam("message"),
    ended_at=bindparam("now"),
)
# Many at once go past SQLAlchemy's own binding, which takes longer than the row itself.
_MANY = (
    "INSERT OR IGNORE INTO recipients (campaign_id, member_id, occasion, arm, state, due_at)"
    " VALUES (?, ?, '', ?, ?, ?)"
)


def add(tx: Connection, campaign_id: int, member_id: int, occasion: str, arm: int, due_at: datetime) -> bool:
    """The member is to get it on this occasion, or belongs to the control group. False: he was there."""
    state = RecipientState.CONTROL if arm == CONTROL else RecipientState.WAITING
    row = {"campaign_id": campaign_id, "member_id": member_id, "occasion": occasion, "arm": arm}
    new = tx.execute(_NEW, {**row, "state": state.value, "due_at": due_at}).rowcount == 1
    if new and arm == CONTROL:
        count(tx, campaign_id, arm, state.value)
    return new


def add_many(tx: Connection, campaign_id: int, rows: Sequence[tuple[int, int, datetime]]) -> int:
    """Everybody of a broadcast's next part: (member, arm, due at), in the order they are to be written to.

    How many were not there before. The control group among them is counted.
    """
    states = (RecipientState.WAITING.value, RecipientState.CONTROL.value)
    moments = {due_at: to_microseconds(due_at) for due_at in {row[2] for row in rows}}
    values = [
        (campaign_id, member_id, arm, states[arm == CONTROL], moments[due_at])
        for member_id, arm, due_at in rows
    ]
    added = tx.exec_driver_sql(_MANY, values).rowcount if values else 0
    if control := sum(arm == CONTROL for _, arm, _ in rows):
        count(tx, campaign_id, CONTROL, RecipientState.CONTROL.value, control)
    return added


def drop_some(tx: Connection, campaign_id: int, limit: int) -> int:
    """Take away what an interrupted try has queued, so many rows; how many there were."""
    some = list(tx.scalars(_SOME_OF, {"campaign": campaign_id, "count": limit}))
    if some:
        tx.execute(delete(recipients).where(recipients.c.id.in_(some)))
    return len(some)


def find(tx: Connection, recipient_id: int) -> Recipient | None:
    """The recipient with this id."""
    return _recipient(tx.execute(_BY_ID, {"recipient": recipient_id}).one_or_none())


def of_notice(tx: Connection, notice_id: int) -> Recipient | None:
    """Whose message this notice is."""
    return _recipient(tx.execute(_OF_NOTICE, {"notice": notice_id}).one_or_none())


def newest_sent(tx: Connection, member_id: int, since: datetime) -> Recipient | None:
    """The last message of any campaign the member got since then."""
    return _recipient(tx.execute(_NEWEST_SENT, {"member": member_id, "since": since}).one_or_none())


def open_campaigns(tx: Connection) -> list[Open]:
    """What is being queued, runs, or is being amended."""
    return [
        Open(
            row.id,
            row.kind,
            CampaignState(row.state),
            row.revision,
            MessageClass(row.message_class),
            row.paid,
            row.amending,
            row.amended,
            row.first_due_at,
        )
        for row in tx.execute(_OPEN)
    ]


def first_due_at(tx: Connection, campaign_id: int) -> datetime | None:
    """When the first of those who wait is due."""
    found: datetime | None = tx.scalar(select(_FIRST_DUE).where(campaigns.c.id == campaign_id))
    return found


def handed(tx: Connection, campaign_id: int) -> int:
    """How many of its messages are under way."""
    return tx.scalar(_HANDED_NOW, {"campaign": campaign_id}) or 0


def under_way(tx: Connection, member_id: int) -> list[Recipient]:
    """The member's messages that are under way; he has hardly ever more than one."""
    rows = tx.execute(_UNDER_WAY, {"member": member_id})
    return [one for row in rows if (one := _recipient(row)) is not None]


def without_notice(tx: Connection, campaign_id: int) -> list[Recipient]:
    """Those whose message was under way and is no more."""
    rows = tx.execute(_WITHOUT_NOTICE, {"campaign": campaign_id})
    return [one for row in rows if (one := _recipient(row)) is not None]


def after_member(tx: Connection, campaign_id: int, member_id: int, limit: int) -> list[Recipient]:
    """Recipients in the order of their members, from the next one on."""
    rows = tx.execute(_SENT_AFTER, {"campaign": campaign_id, "after": member_id, "count": limit})
    return [one for row in rows if (one := _recipient(row)) is not None]


def hand(tx: Connection, handed: Mapping[int, int]) -> None:
    """Their messages are notices now: notices by recipients."""
    if handed:
        tx.execute(_HAND, [{"recipient": one, "notice": notice_id} for one, notice_id in handed.items()])


def all_sent(tx: Connection, sent: Sequence[tuple[int, str]], now: datetime) -> None:
    """They got it: (recipient, the messenger's id of the message). Counting is the caller's."""
    values = {"new_state": RecipientState.SENT.value, "why": "", "now": now}
    tx.execute(_ENDED, [{"recipient": one, "message": message, **values} for one, message in sent])


def put_off(tx: Connection, recipient_id: int, due_at: datetime, expires_at: datetime | None) -> None:
    """He waits for a better time, until it is too late."""
    tx.execute(_LATER, {"recipient": recipient_id, "at": due_at, "until": expires_at})


def wait_again(tx: Connection, recipient_id: int) -> None:
    """His message was not sent after all: his turn comes again."""
    tx.execute(_AGAIN, {"recipient": recipient_id})


def end(
    tx: Connection,
    recipient: Recipient,
    state: RecipientState,
    now: datetime,
    reason: str = "",
    message_id: str = "",
) -> None:
    """It came to an end and counts as such."""
    values = {"new_state": state.value, "why": reason, "message": message_id, "now": now}
    tx.execute(_ENDED, {"recipient": recipient.id, **values})
    count(tx, recipient.campaign_id, recipient.arm, state.value)


def note(tx: Connection, recipient_id: int, reason: str) -> None:
    """What became of his message afterwards."""
    tx.execute(_ONE.values(reason=bindparam("why")), {"recipient": recipient_id, "why": reason})


def skip_some(tx: Connection, campaign_id: int, limit: int, now: datetime, reason: str) -> int:
    """So many of those who wait get nothing; how many there were."""
    return _end_some(tx, campaign_id, limit, FAR_AHEAD, RecipientState.SKIPPED, now, reason)


def doubt_some(tx: Connection, campaign_id: int, limit: int, now: datetime, reason: str) -> int:
    """So many of those whose time has come may have got it, nobody knows; how many there were."""
    return _end_some(tx, campaign_id, limit, now, RecipientState.UNKNOWN, now, reason)


def _end_some(
    tx: Connection,
    campaign_id: int,
    limit: int,
    due_until: datetime,
    state: RecipientState,
    now: datetime,
    reason: str,
) -> int:
    some = tx.execute(_SOME_WAITING, {"campaign": campaign_id, "count": limit, "until": due_until}).all()
    if not some:
        return 0
    tx.execute(
        update(recipients)
        .where(recipients.c.id.in_([row.id for row in some]))
        .values(state=state.value, reason=reason, ended_at=now)
    )
    arms = [row.arm for row in some]
    for arm in set(arms):
        count(tx, campaign_id, arm, state.value, arms.count(arm))
    return len(some)


def _recipient(row: Any) -> Recipient | None:
    if row is None:
        return None
    values = {name: getattr(row, name) for name in Recipient.__slots__}
    return Recipient(**values | {"state": RecipientState(row.state)})
