"""The owner changes the rules: checked as a whole, kept as a version, in force from the next operation."""

from dataclasses import replace
from datetime import datetime

from actions.invite_staff import is_owner
from actions.shop import Shop
from loyalty.programme import Programme, check_programme
from loyalty.refusals import Refusal, Refused
from storage import people
from storage import shop as rows
from storage.database import Connection

QUESTION = "programme"


async def ask_change(shop: Shop, actor_id: int, account_id: int, field: str) -> Refused | None:
    """The owner's next text is the new value of this field (rate_bp, brand). Refuses NOT_OWNER."""
    now = shop.now()

    def write(tx: Connection) -> Refused | None:
        if not is_owner(tx, actor_id):
            return Refused(Refusal.NOT_OWNER)
        people.ask(tx, account_id, QUESTION, field, now)
        return None

    return await shop.db.write(write)


async def leave_change(shop: Shop, account_id: int, field: str) -> None:
    """The owner went on without an answer."""
    await shop.db.write(lambda tx: people.stop_asking_about(tx, account_id, field))


async def set_programme(
    shop: Shop,
    actor_id: int,
    account_id: int,
    *,
    rate_bp: int | None = None,
    brand: str | None = None,
    currency: str | None = None,
) -> Programme | Refused:
    """The new version, or the present one when nothing changes.

    Refuses NOT_OWNER, RATE_OUT_OF_RANGE, BRAND_UNCLEAR, CURRENCY_UNKNOWN, and CURRENCY_FIXED after the
    first sale.
    """
    now = shop.now()
    wanted = {"rate_bp": rate_bp, "brand": brand, "currency": currency}
    changes = {name: value for name, value in wanted.items() if value is not None}
    return await shop.db.write(lambda tx: _set(tx, actor_id, account_id, changes, now))


def _set(
    tx: Connection, actor_id: int, account_id: int, changes: dict[str, int | str], now: datetime
) -> Programme | Refused:
    if not is_owner(tx, actor_id):
        return Refused(Refusal.NOT_OWNER)
    present = rows.programme(tx)
    wanted = check_programme(replace(present, **changes))  # type: ignore[arg-type]  # names and types stand above
    if isinstance(wanted, Refused):
        return wanted
    if wanted.currency != present.currency and rows.has_purchases(tx):
        return Refused(Refusal.CURRENCY_FIXED)
    for field in changes:
        people.stop_asking_about(tx, account_id, field)
    return present if wanted == present else rows.add_programme(tx, wanted, actor_id, now)
