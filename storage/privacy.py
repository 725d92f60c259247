"""Everything the tables hold about one member, read for himself: what he is shown and takes along."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, select

from loyalty.privacy import ConsentLine
from storage.schema import (
    accounts,
    cases,
    certificates,
    claims,
    consents,
    entries,
    gifts,
    grants,
    lots,
    member_counts,
    member_stats,
    members,
    offers,
    preferences,
    purchases,
    receipt_claims,
    referrals,
    refunds,
    remarks,
    replies,
    reviews,
    stamps,
    tags,
)

_FIGURES = tuple(column.name for column in member_stats.c if not column.primary_key)
# What is his own in each table: whose rows, and the columns that say something about him. Other people's
# ids and the machinery's own columns are left out.
_TABLES: Mapping[str, tuple[Table, ColumnElement[int], tuple[str, ...]]] = {
    "accounts": (
        accounts,
        accounts.c.member_id,
        ("messenger", "external_id", "display_name", "language", "last_seen"),
    ),
    "consents": (consents, consents.c.member_id, ("kind", "given", "text_version", "language", "at")),
    "preferences": (
        preferences,
        preferences.c.member_id,
        ("muted", "quiet_from_hour", "quiet_until_hour", "time_zone"),
    ),
    "entries": (
        entries,
        entries.c.member_id,
        ("seq", "kind", "points", "lot_id", "purchase_id", "reason", "at"),
    ),
    "lots": (lots, lots.c.member_id, ("id", "kind", "amount", "remaining", "active_from", "expires_at")),
    "purchases": (
        purchases,
        purchases.c.member_id,
        (
            *("id", "at", "store_id", "receipt", "amount_minor", "money_minor", "certificate_minor"),
            *("spent_points", "earned_points", "refunded_minor", "undone_at", "trace"),
        ),
    ),
    "sent_receipts": (
        receipt_claims,
        receipt_claims.c.member_id,
        ("state", "receipt", "amount_minor", "bought_at", "at", "decided_at", "reason"),
    ),
    "claims": (claims, claims.c.member_id, ("title", "points", "state", "at", "expires_at", "ended_at")),
    "stamps": (stamps, stamps.c.member_id, ("card", "purchase_id", "at", "taken_back_at")),
    "certificates": (
        certificates,
        certificates.c.holder_id,
        ("code", "nominal_minor", "balance_minor", "at"),
    ),
    "gifts": (gifts, gifts.c.sender_id, ("points", "state", "at", "ended_at")),
    "grants": (grants, grants.c.member_id, ("points", "state", "at", "ended_at")),
    "offers": (offers, offers.c.member_id, ("title", "first_day", "last_day", "active", "at")),
    "reviews": (reviews, reviews.c.member_id, ("purchase_id", "stars", "at")),
    "answers": (replies, replies.c.member_id, ("question", "answer", "at")),
    "complaints": (cases, cases.c.member_id, ("kind", "seq", "state", "at", "decided_at")),
    "remarks": (remarks, remarks.c.member_id, ("about", "text", "at")),
    "tags": (tags, tags.c.member_id, ("tag", "at")),
    "statistics": (member_stats, member_stats.c.member_id, _FIGURES),
    "counts": (member_counts, member_counts.c.member_id, ("what", "which", "orders", "last_day")),
    "friends": (referrals, referrals.c.inviter_id, ("state", "inviter_points", "at")),
}
_PERSON = (
    *("id", "number", "name", "city", "tier", "source", "old_card"),
    *("member_since", "created_at", "joined_at"),
)


def consents_now(tx: Connection, member_id: int) -> tuple[ConsentLine, ...]:
    """The member's newest word on each kind of consent."""
    newest = (
        select(func.max(consents.c.id)).where(consents.c.member_id == member_id).group_by(consents.c.kind)
    )
    columns = (consents.c.kind, consents.c.given, consents.c.text_version, consents.c.at)
    query = select(*columns).where(consents.c.id.in_(newest)).order_by(consents.c.kind.desc())
    return tuple(ConsentLine(*row) for row in tx.execute(query))


def count_purchases(tx: Connection, member_id: int) -> int:
    """How many receipts are kept, those taken back too."""
    return tx.scalar(select(func.count()).where(purchases.c.member_id == member_id)) or 0


def person(tx: Connection, member_id: int) -> dict[str, Any]:
    """The member's own row, without what is sealed."""
    columns = [members.c[name] for name in _PERSON]
    return _plain(tx.execute(select(*columns).where(members.c.id == member_id)).one()._asdict())


def tables(tx: Connection, member_id: int) -> dict[str, list[dict[str, Any]]]:
    """Every row about the member in each table, oldest first, times in ISO 8601."""
    found = {}
    for title, (table, whose, names) in _TABLES.items():
        query = select(*(table.c[name] for name in names)).where(whose == member_id)
        rows = tx.execute(query.order_by(*table.primary_key))
        found[title] = [_plain(row._asdict()) for row in rows]
    his = select(purchases.c.id).where(purchases.c.member_id == member_id)
    names = ("purchase_id", "amount_minor", "money_minor", "returned_points", "reversed_points", "at")
    back = select(*(refunds.c[name] for name in names)).where(refunds.c.purchase_id.in_(his))
    found["refunds"] = [_plain(row._asdict()) for row in tx.execute(back.order_by(refunds.c.id))]
    return found


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _said(value) for name, value in row.items()}


def _said(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
