"""One tap 1 to 5 after a purchase, a word with it if one likes, and points for the trouble."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from actions.bonuses import reward
from actions.complain import bad_mark, open_request
from actions.points import purse
from actions.shop import Shop
from loyalty.bonuses import MOST_STARS, of_review
from loyalty.expiry import day_start
from loyalty.feedback import BAD_STARS, RequestKind
from loyalty.programme import Programme
from storage import notices, occasions, people, reviews, sales
from storage import shop as rows
from storage.database import Connection

QUESTION = "review"
LONGEST_COMMENT = 1_000


@dataclass(frozen=True, slots=True)
class Rated:
    """What a purchase was given. again: it had stars before, which stay."""

    purchase_id: int
    stars: int
    again: bool = False


async def may_rate(shop: Shop, member_id: int, purchase_id: int) -> bool:
    """Whether the purchase is the member's own and lives."""
    return await shop.db.read(lambda tx: _is_own(tx, member_id, purchase_id))


async def rate(shop: Shop, member_id: int, account_id: int, purchase_id: int, stars: int) -> Rated | None:
    """Keep the stars and ask for a word; points come once a purchase and once a day.

    None for a purchase that isn't his or was undone, or for stars that are none.
    """
    now = shop.now()
    rated = await shop.db.write(lambda tx: _rate(tx, member_id, account_id, purchase_id, stars, now))
    shop.wake()
    return rated


def _rate(
    tx: Connection, member_id: int, account_id: int, purchase_id: int, stars: int, now: datetime
) -> Rated | None:
    if not 1 <= stars <= MOST_STARS or not _is_own(tx, member_id, purchase_id):
        return None
    if not reviews.add(tx, purchase_id, member_id, stars, now):
        return Rated(purchase_id, reviews.stars(tx, purchase_id) or stars, again=True)
    if stars <= BAD_STARS:
        bad_mark(tx, member_id, stars, MOST_STARS, now)
    people.ask(tx, account_id, QUESTION, str(purchase_id), now)
    _reward(tx, member_id, purchase_id, rows.programme(tx), now)
    return Rated(purchase_id, stars)


def _is_own(tx: Connection, member_id: int, purchase_id: int) -> bool:
    purchase = sales.purchase(tx, purchase_id)
    return purchase is not None and purchase.member_id == member_id and purchase.undone_at is None


def _reward(tx: Connection, member_id: int, purchase_id: int, programme: Programme, now: datetime) -> None:
    zone = ZoneInfo(programme.time_zone)
    midnight = day_start(now.astimezone(zone).date(), zone)
    if occasions.reviews_since(tx, member_id, midnight):
        return
    who = occasions.profile(tx, member_id)
    bonus = of_review(programme.bonuses, purchase_id)
    seq = reward(tx, who, bonus, programme, now)
    if seq is None:
        return
    available = purse(tx, member_id, programme, now).wallet.available
    told = {"parts": [[QUESTION, bonus.points]], "points": bonus.points, "available": available}
    notices.queue(tx, member_id, "bonus", {**told, "locked": False, "seq": seq}, now)


async def comment(shop: Shop, member_id: int, account_id: int, purchase_id: int, text: str) -> bool:
    """Keep a word to the stars, shortened if it is very long; to few stars it is a complaint.

    False when there are no stars of his to go with.
    """
    now = shop.now()

    def write(tx: Connection) -> bool:
        people.stop_asking_about(tx, account_id, str(purchase_id))
        if not _is_own(tx, member_id, purchase_id) or reviews.stars(tx, purchase_id) is None:
            return False
        reviews.add_comment(tx, purchase_id, member_id, text[:LONGEST_COMMENT], now)
        if (reviews.stars(tx, purchase_id) or 0) <= BAD_STARS:
            open_request(tx, RequestKind.COMPLAINT, member_id, text, now)
        return True

    kept = await shop.db.write(write)
    shop.wake()
    return kept


async def no_comment(shop: Shop, account_id: int, purchase_id: int) -> None:
    """The stars say it all."""
    await shop.db.write(lambda tx: people.stop_asking_about(tx, account_id, str(purchase_id)))
