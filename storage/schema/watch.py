"""What looked wrong at the till, and what a manager was asked."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, Text, UniqueConstraint, text

from storage.schema.base import Id, metadata
from storage.types import Instant

# One suspicion. occasion: what it is about, so that the same thing is reported once. data: ids and figures.
alerts = Table(
    "alerts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("rule", Text, nullable=False),
    Column("occasion", Text, nullable=False),
    Column("store_id", ForeignKey("stores.id"), nullable=False),
    Column("cashier_id", BigInteger),
    Column("member_id", BigInteger),
    Column("purchase_id", BigInteger),
    Column("data", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("reviewed_at", Instant),
    Column("reviewed_by", BigInteger),
    UniqueConstraint("rule", "occasion"),
    Index("ix_alerts_open", "id", sqlite_where=text("state = 'open'")),
    Index("ix_alerts_store", "store_id", "at"),
)

# A sale that waits for a manager's word. rules: what stopped it.
approvals = Table(
    "approvals",
    metadata,
    Column("id", Id, primary_key=True),
    Column("draft_id", ForeignKey("sale_drafts.id"), nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("store_id", ForeignKey("stores.id"), nullable=False),
    Column("asked_by", ForeignKey("members.id"), nullable=False),
    Column("rules", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("decided_at", Instant),
    Column("decided_by", BigInteger),
    Index("ix_approvals_draft", "draft_id", "id"),
    Index("uq_approvals_draft", "draft_id", unique=True, sqlite_where=text("state = 'open'")),
)
