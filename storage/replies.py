"""What members answered to campaigns."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from loyalty.campaigns import RecipientState
from storage.recipients import Recipient
from storage.schema import campaigns, recipients, replies, reviews


def add(tx: Connection, recipient: Recipient, question: str, answer: str, at: datetime) -> bool:
    """Keep an answer; False when this one's message has its answer already, which stays."""
    row = upsert(replies).values(
        campaign_id=recipient.campaign_id,
        member_id=recipient.member_id,
        recipient_id=recipient.id,
        question=question,
        answer=answer,
        at=at,
    )
    return tx.execute(row.on_conflict_do_nothing()).rowcount == 1


def clicked(tx: Connection, recipient_id: int, at: datetime) -> bool:
    """A button was pressed; whether it was the first of this message."""
    first = update(recipients).where(recipients.c.id == recipient_id, recipients.c.clicked_at.is_(None))
    return tx.execute(first.values(clicked_at=at)).rowcount == 1


def newest(tx: Connection, question: str, since: datetime) -> list[str]:
    """The latest answer of each member since then."""
    last = (
        select(func.max(replies.c.id))
        .where(replies.c.question == question, replies.c.at >= since)
        .group_by(replies.c.member_id)
    )
    return list(tx.scalars(select(replies.c.answer).where(replies.c.id.in_(last))))


def asked(tx: Connection, question: str, since: datetime) -> int:
    """How many members were asked since then."""
    got = recipients.c.state.in_((RecipientState.SENT.value, RecipientState.UNKNOWN.value))
    query = (
        select(func.count(recipients.c.member_id.distinct()))
        .join(campaigns, campaigns.c.id == recipients.c.campaign_id)
        .where(campaigns.c.kind == question, got, recipients.c.ended_at >= since)
    )
    return int(tx.scalar(query) or 0)


def tally(tx: Connection, question: str, since: datetime, until: datetime) -> Mapping[str, int]:
    """How many gave each answer from then until then, the most frequent first."""
    number = func.count()
    query = (
        select(replies.c.answer, number)
        .where(replies.c.question == question, replies.c.at >= since, replies.c.at < until)
        .group_by(replies.c.answer)
        .order_by(number.desc(), replies.c.answer)
    )
    return {row[0]: row[1] for row in tx.execute(query)}


def stars(tx: Connection, since: datetime) -> tuple[int, int]:
    """(how many ratings, their sum) since then."""
    query = select(func.count(), func.coalesce(func.sum(reviews.c.stars), 0)).where(reviews.c.at >= since)
    number, total = tx.execute(query).one()
    return int(number), int(total)
