"""What automations ask about recipients: who had what for which occasion, and when each of them wakes."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, and_, func, select

from storage.schema import campaigns, members, preferences, recipients


def had_in_year(tx: Connection, campaign_id: int, member_id: int, day: date) -> bool:
    """Whether the member has got, or is to get, this campaign in the year of this day, for another one."""
    mine = (recipients.c.campaign_id == campaign_id, recipients.c.member_id == member_id)
    year = (recipients.c.occasion >= f"{day.year}-", recipients.c.occasion < f"{day.year}.")
    others = and_(recipients.c.occasion != day.isoformat(), recipients.c.state != "skipped")
    return tx.execute(select(recipients.c.id).where(*mine, *year, others).limit(1)).first() is not None


def last_occasion(tx: Connection, campaign_id: int, member_id: int, but: str) -> str | None:
    """The occasion the member was due for last in this campaign, another one than this."""
    mine = (recipients.c.campaign_id == campaign_id, recipients.c.member_id == member_id)
    query = select(recipients.c.occasion).where(*mine, recipients.c.occasion != but)
    found: str | None = tx.scalar(query.order_by(recipients.c.id.desc()).limit(1))
    return found


def known(tx: Connection, campaign_id: int, member_ids: Collection[int]) -> set[tuple[int, str]]:
    """(member, occasion) of every recipient among these members."""
    mine = (recipients.c.campaign_id == campaign_id, recipients.c.member_id.in_(member_ids))
    rows = tx.execute(select(recipients.c.member_id, recipients.c.occasion).where(*mine))
    return {(row[0], row[1]) for row in rows}


def recipient_of(tx: Connection, campaign_id: int, member_id: int, occasion: str) -> int:
    """The id of the recipient for this occasion. Raises LookupError when there is none."""
    mine = (recipients.c.campaign_id == campaign_id, recipients.c.member_id == member_id)
    found = tx.scalar(select(recipients.c.id).where(*mine, recipients.c.occasion == occasion))
    if found is None:
        raise LookupError("no such recipient")
    return int(found)


def zones(tx: Connection, member_ids: Collection[int]) -> dict[int, str]:
    """The time zones that these members chose, of those who did."""
    chosen = (preferences.c.member_id.in_(member_ids), preferences.c.time_zone != "")
    rows = tx.execute(select(preferences.c.member_id, preferences.c.time_zone).where(*chosen))
    return {row[0]: row[1] for row in rows}


def states_since(tx: Connection, kinds: Collection[str], since: datetime) -> dict[int, dict[str, int]]:
    """How many recipients of each automation came to each end from this instant on, by campaign and state."""
    query = (
        select(recipients.c.campaign_id, recipients.c.state, func.count())
        .join(campaigns, campaigns.c.id == recipients.c.campaign_id)
        .where(campaigns.c.kind.in_(kinds), recipients.c.due_at >= since)
        .group_by(recipients.c.campaign_id, recipients.c.state)
    )
    found: dict[int, dict[str, int]] = {}
    for campaign_id, state, number in tx.execute(query):
        found.setdefault(campaign_id, {})[state] = number
    return found


def names(tx: Connection, member_ids: Sequence[int]) -> list[str]:
    """The names of these members, in this order."""
    found = dict(
        tuple[int, str](row)
        for row in tx.execute(select(members.c.id, members.c.name).where(members.c.id.in_(member_ids)))
    )
    return [found.get(member_id, "") for member_id in member_ids]
