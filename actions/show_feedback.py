"""What customers said lately, in figures."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from actions.rights import may
from actions.shop import Shop
from analytics.feedback import net_score
from loyalty.automations import Auto
from loyalty.expiry import day_start, months_later
from loyalty.feedback import FeedbackView, Reasons
from loyalty.refusals import Refused
from loyalty.rights import Right
from storage import replies, requests
from storage import shop as rows
from storage.database import Connection

SCORE_DAYS, STAR_DAYS, REASON_MONTHS = 90, 30, 3


async def show_feedback(shop: Shop, actor_id: int) -> FeedbackView | Refused:
    """The net promoter score, the ratings, why people stay away. Refuses NOT_OWNER."""
    now = shop.now()

    def read(tx: Connection) -> FeedbackView | Refused:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        since = now - timedelta(days=SCORE_DAYS)
        scores = replies.newest(tx, Auto.NPS, since)
        ratings, stars = replies.stars(tx, now - timedelta(days=STAR_DAYS))
        return FeedbackView(
            net_score(int(score) for score in scores if score.isdigit()),
            replies.asked(tx, Auto.NPS, since),
            SCORE_DAYS,
            round(100 * stars / ratings) if ratings else None,
            ratings,
            STAR_DAYS,
            tuple(one for one in _reasons(tx, now) if one.answers),
            requests.count_open(tx),
        )

    return await shop.db.read(read)


def _reasons(tx: Connection, now: datetime) -> Iterator[Reasons]:
    """By calendar month of the programme, this one first."""
    zone = ZoneInfo(rows.programme(tx).time_zone)
    this = now.astimezone(zone).date().replace(day=1)
    for back in range(REASON_MONTHS):
        month, after = months_later(this, -back), months_later(this, 1 - back)
        yield Reasons(month, replies.tally(tx, Auto.WHY, day_start(month, zone), day_start(after, zone)))
