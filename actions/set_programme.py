"""The owner changes the rules: checked as a whole, kept as a version, in force from the next operation."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from actions.rights import may
from actions.shop import Shop
from loyalty.checking import check_programme
from loyalty.programme import Expiry, Programme, same_rules
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from storage import people
from storage import shop as rows
from storage.database import Connection

QUESTION = "programme"


async def ask_change(shop: Shop, actor_id: int, account_id: int, about: str) -> Refused | None:
    """The owner's next text is the new value of this setting, or the name of a new item ("add.tiers").

    Refuses NOT_OWNER.
    """
    now = shop.now()

    def write(tx: Connection) -> Refused | None:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        people.ask(tx, account_id, QUESTION, about, now)
        return None

    return await shop.db.write(write)


async def leave_change(shop: Shop, account_id: int, about: str) -> None:
    """The owner went on without an answer."""
    await shop.db.write(lambda tx: people.stop_asking_about(tx, account_id, about))


async def set_programme(
    shop: Shop,
    actor_id: int,
    account_id: int,
    *,
    rate_bp: int | None = None,
    brand: str | None = None,
    currency: str | None = None,
    rules: Programme | None = None,
) -> Programme | Refused:
    """In one step, without a draft: the new version, or the present one when nothing changes.

    rules: a whole programme, its number aside. Refuses NOT_OWNER and what put_in_force() refuses.
    """
    now = shop.now()
    wanted: dict[str, Any] = {"rate_bp": rate_bp, "brand": brand, "currency": currency}
    changes = {name: value for name, value in wanted.items() if value is not None}

    def write(tx: Connection) -> Programme | Refused:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        saved = put_in_force(tx, replace(rules or rows.programme(tx), **changes), actor_id, now)
        if not isinstance(saved, Refused):
            for about in changes:
                people.stop_asking_about(tx, account_id, about)
        return saved

    return await shop.db.write(write)


def put_in_force(tx: Connection, wanted: Programme, author_id: int, now: datetime) -> Programme | Refused:
    """The next version, or the present one when it says the same.

    Refuses what check_programme() refuses, and CURRENCY_FIXED after the first sale.
    """
    present = rows.programme(tx)
    checked = check_programme(wanted)
    if isinstance(checked, Refused):
        return checked
    if checked.currency != present.currency and rows.has_purchases(tx):
        return Refused(Refusal.CURRENCY_FIXED)
    if checked.time_zone != present.time_zone:
        rows.move_stores(tx, present.time_zone, checked.time_zone)
    checked = replace(checked, terms=replace(checked.terms, since=_since(present, checked, now)))
    return present if same_rules(checked, present) else rows.add_programme(tx, checked, author_id, now)


def _since(present: Programme, wanted: Programme, now: datetime) -> datetime | None:
    """When the way of burning began: now, if it was switched on or its clock changed (rules.md 37)."""
    before, after = present.terms, wanted.terms
    if after.expiry is Expiry.NEVER:
        return None
    same_clock = after.expiry is Expiry.LOT or after.lifetime_months == before.lifetime_months
    return before.since if after.expiry is before.expiry and same_clock else now
