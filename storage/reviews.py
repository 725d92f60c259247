"""Stars for a purchase; what people say with them stands apart, where it can be erased."""

from datetime import datetime

from sqlalchemy import Connection, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from storage.schema import remarks, reviews

ABOUT = "review"


def add(tx: Connection, purchase_id: int, member_id: int, stars: int, at: datetime) -> bool:
    """Keep the stars for a purchase; False when there were some already."""
    row = {"purchase_id": purchase_id, "member_id": member_id, "stars": stars, "at": at}
    return tx.execute(upsert(reviews).values(row).on_conflict_do_nothing()).rowcount == 1


def stars(tx: Connection, purchase_id: int) -> int | None:
    """The stars a purchase was given."""
    found: int | None = tx.scalar(select(reviews.c.stars).where(reviews.c.purchase_id == purchase_id))
    return found


def add_comment(tx: Connection, purchase_id: int, member_id: int, text: str, at: datetime) -> None:
    """The words to the stars."""
    row = {"about": ABOUT, "about_id": purchase_id, "member_id": member_id, "text": text, "at": at}
    tx.execute(insert(remarks).values(row))
