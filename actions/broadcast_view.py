"""How far a broadcast is, for its owner; the message that shows it changes by itself while there is news."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from actions.rights import may
from actions.shop import Shop
from loyalty.broadcasts import BULK_PER_SECOND, Progress, figures_of, paid_rate, totals
from loyalty.campaigns import Campaign, CampaignState
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from storage import campaigns, notices, people, recipients
from storage.database import Connection

PROGRESS = "edit.broadcast"
EVERY = timedelta(seconds=3)
# How fast it goes is reckoned once it has gone for so long.
SETTLED_SECONDS = 10.0
GOING = frozenset({CampaignState.QUEUING, CampaignState.RUNNING})


async def show_progress(shop: Shop, actor_id: int, campaign_id: int) -> Progress | Refused:
    """Refuses NOT_OWNER, CAMPAIGN_UNKNOWN."""
    now = shop.now()

    def read(tx: Connection) -> Progress | Refused:
        found = owned(tx, actor_id, campaign_id)
        return found if isinstance(found, Refused) else view_of(tx, found, now)

    return await shop.db.read(read)


async def told_in(shop: Shop, campaign_id: int, message_id: str) -> None:
    """From now on this message of its author's chat shows how far it is, in place of a former one."""
    now = shop.now()

    def write(tx: Connection) -> None:
        campaigns.change(tx, campaign_id, screen=message_id)
        found = campaigns.find(tx, campaign_id)
        if found is not None:
            tell_on(tx, found, now + EVERY, now)

    await shop.db.write(write)
    shop.wake()


async def told_no_more(shop: Shop, account_id: int, message_id: str) -> None:
    """That message of this person's chat shows something else now: it is left alone."""
    if await shop.db.read(lambda tx: campaigns.told_in(tx, account_id, message_id)):
        await shop.db.write(lambda tx: campaigns.untell(tx, account_id, message_id))


def owned(tx: Connection, actor_id: int, campaign_id: int) -> Campaign | Refused:
    """The campaign, if this person may see it. Refuses NOT_OWNER, CAMPAIGN_UNKNOWN."""
    if refused := may(tx, actor_id, Right.RUN):
        return refused
    return campaigns.find(tx, campaign_id) or Refused(Refusal.CAMPAIGN_UNKNOWN)


def view_of(tx: Connection, one: Campaign, now: datetime) -> Progress:
    """The campaign's figures at this moment."""
    counts = campaigns.counts(tx, one.id)
    figures, begun = figures_of(counts), campaigns.resumed(tx, one.id)
    left = max(one.total - figures.ended, 0)
    expected = paid_rate(int(one.settings.get("per_second", 0))) if one.paid else BULK_PER_SECOND
    per_second = float(expected)
    if one.state is CampaignState.RUNNING:
        gone = figures.since(begun.figures)
        per_second = speed(gone.sent, (now - begun.at).total_seconds(), expected)
    due = recipients.first_due_at(tx, one.id)
    return Progress(
        campaign_id=one.id,
        revision=one.revision,
        title=one.title,
        state=one.state,
        total=one.total,
        counts=totals(counts),
        left=left,
        per_second=per_second,
        left_seconds=left / per_second,
        next_at=due if due is not None and due > now else None,
        reason=one.reason,
        amending=campaigns.amending(tx, one.id),
    )


def progress_now(tx: Connection, data: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """The message as it is when it goes; None when another one has taken its place, or it is none of his
    business any more."""
    found = campaigns.find(tx, data["campaign"])
    if found is None or found.screen != data["message_id"] or not _may_see(tx, found):
        return None
    return {**data, "view": view_of(tx, found, now)}


def told_again(tx: Connection, data: Mapping[str, Any], _: str, now: datetime) -> None:
    """It has changed; while there is news it changes again soon, and when nothing is due, with the first."""
    found = campaigns.find(tx, data["campaign"])
    if found is None or found.author_id is None:
        return
    notices.forget_ended(tx, found.author_id, PROGRESS)
    view: Progress = data["view"]
    if found.screen == data["message_id"] and has_news(view):
        tell_on(tx, found, max(now + EVERY, view.next_at or now), now)


def _may_see(tx: Connection, one: Campaign) -> bool:
    return one.author_id is not None and may(tx, one.author_id, Right.RUN) is None


def speed(gone: int, seconds: float, expected: float) -> float:
    """Messages a second: as it went so far, or as expected while there is little to go by."""
    if seconds < SETTLED_SECONDS or not gone:
        return expected
    return min(gone / seconds, expected)


def has_news(view: Progress) -> bool:
    """Whether its figures change by themselves."""
    return view.state in GOING or bool(view.amending)


def tell_on(tx: Connection, one: Campaign, at: datetime, now: datetime) -> None:
    """Its screen changes then; one change at a time, and none for somebody who can't be reached."""
    speaker = people.speaker_of(tx, one.author_id) if one.author_id is not None else None
    if speaker is None or not speaker.reachable or not one.screen:
        return
    data = {"campaign": one.id, "message_id": one.screen}
    if not notices.is_open(tx, speaker.member_id, PROGRESS, data):
        account_id = one.author_account_id
        notices.queue(tx, speaker.member_id, PROGRESS, data, now, at, account_id=account_id)
