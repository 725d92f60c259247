"""What automations ask about recipients: who had what for which occasion, and when each of them wakes."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, delete, func, select

from loyalty.campaigns import RecipientState
from storage.schema import campaigns, members, merges, preferences, recipients

# What went to a card, or would have, counts for the one it was merged into; what it waited for does not.
_TO_THE_CARD = frozenset(
    state.value
    for state in (
        RecipientState.HANDED,
        RecipientState.SENT,
        RecipientState.UNKNOWN,
        RecipientState.CONTROL,
    )
)


# (whose, card): the cards that were merged into those of some members, and into those.
_merged = select(merges.c.kept_id.label("whose"), merges.c.other_id.label("card")).where(
    merges.c.kept_id.in_(bindparam("members", expanding=True)), merges.c.undone_at.is_(None)
)
_cards = _merged.cte("cards", recursive=True)
_cards = _cards.union(
    select(_cards.c.whose, merges.c.other_id).where(
        merges.c.kept_id == _cards.c.card, merges.c.undone_at.is_(None)
    )
)
_CARDS = select(_cards.c.card, _cards.c.whose)
# By the members, or the whole campaign would be read.
_OF_CARDS = select(recipients.c.member_id, recipients.c.occasion, recipients.c.state).where(
    recipients.c.campaign_id == bindparam("campaign"),
    recipients.c.member_id.in_(bindparam("cards", expanding=True)),
)
_OF_A_YEAR = _OF_CARDS.where(
    recipients.c.occasion >= bindparam("begins"), recipients.c.occasion < bindparam("ends")
)


def had_in_year(tx: Connection, campaign_id: int, member_id: int, day: date) -> bool:
    """Whether the member has got, or is to get, this campaign in the year of this day, for another one."""
    cards = [member_id, *_merged_cards(tx, [member_id])]
    year = {"begins": f"{day.year}-", "ends": f"{day.year}."}
    rows = tx.execute(_OF_A_YEAR, {"campaign": campaign_id, "cards": cards, **year})
    return any(
        occasion != day.isoformat()
        and (state != RecipientState.SKIPPED if card == member_id else state in _TO_THE_CARD)
        for card, occasion, state in rows
    )


def _merged_cards(tx: Connection, member_ids: Collection[int]) -> dict[int, int]:
    """Whose each card is now that was merged into one of these members'."""
    return {row[0]: row[1] for row in tx.execute(_CARDS, {"members": list(member_ids)})}


def last_occasion(
    tx: Connection, campaign_id: int, member_id: int, but: str, *, skipped: bool = True
) -> str | None:
    """The occasion the member was due for last in this campaign, another one than this; without `skipped`
    the last one of which he was told, or is to be."""
    mine = (recipients.c.campaign_id == campaign_id, recipients.c.member_id == member_id)
    query = select(recipients.c.occasion).where(*mine, recipients.c.occasion != but)
    if not skipped:
        query = query.where(recipients.c.state != RecipientState.SKIPPED.value)
    found: str | None = tx.scalar(query.order_by(recipients.c.id.desc()).limit(1))
    return found


def known(tx: Connection, campaign_id: int, member_ids: Collection[int]) -> set[tuple[int, str]]:
    """(member, occasion) of every recipient among these members, and of what their other cards got."""
    cards = _merged_cards(tx, member_ids)
    rows = tx.execute(_OF_CARDS, {"campaign": campaign_id, "cards": [*member_ids, *cards]})
    return {
        (cards.get(card, card), occasion)
        for card, occasion, state in rows
        if card not in cards or state in _TO_THE_CARD
    }


def forget_planned(tx: Connection, campaign_id: int, now: datetime) -> None:
    """Nobody waits for a day of his that is still to come."""
    waiting = (recipients.c.campaign_id == campaign_id, recipients.c.state == RecipientState.WAITING.value)
    tx.execute(
        delete(recipients).where(*waiting, recipients.c.due_at > now, recipients.c.expires_at.is_(None))
    )


def begun_at(tx: Connection, campaign_id: int, member_id: int, occasion: str) -> datetime | None:
    """When the member's message for this occasion was due; None when there is none."""
    mine = (recipients.c.campaign_id == campaign_id, recipients.c.member_id == member_id)
    found: datetime | None = tx.scalar(
        select(recipients.c.due_at).where(*mine, recipients.c.occasion == occasion)
    )
    return found


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
