"""Doors for other programs: tills with their keys, what they asked, webhooks out, sessions of the page."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.schema.base import Id, metadata
from storage.types import Instant

# One till of a store. key_hash: of the bearer key, which is shown once. scopes: words apart by spaces.
# added_by answers for what the till books.
tills = Table(
    "tills",
    metadata,
    Column("id", Id, primary_key=True),
    Column("store_id", ForeignKey("stores.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("key_hash", LargeBinary, nullable=False, unique=True),
    Column("key_end", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("added_by", ForeignKey("members.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("seen_at", Instant),
    Column("revoked_at", Instant),
    Column("revoked_by", BigInteger),
)

# What a till got done under an idempotency key, and the very bytes it was answered.
api_requests = Table(
    "api_requests",
    metadata,
    Column("till_id", ForeignKey("tills.id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("asked_hash", LargeBinary, nullable=False),
    Column("status", Integer, nullable=False),
    Column("answer", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("till_id", "key"),
    Index("ix_api_requests_at", "at"),
)

# Where events go. secret: sealed; kinds: words apart by spaces; failing_since: nothing was taken since then.
webhooks = Table(
    "webhooks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("url", Text, nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Column("kinds", Text, nullable=False),
    Column("added_by", ForeignKey("members.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("paused_at", Instant),
    Column("removed_at", Instant),
    Column("failing_since", Instant),
)

# One event to one address: the log of deliveries, and the queue of those to come. data: ids and figures.
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("webhook_id", ForeignKey("webhooks.id"), nullable=False),
    Column("event", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("status", Integer, nullable=False, server_default="0"),
    Column("reason", Text, nullable=False, server_default=""),
    Column("due_at", Instant, nullable=False),
    Column("at", Instant, nullable=False),
    Column("ended_at", Instant),
    UniqueConstraint("webhook_id", "event"),
    Index("ix_deliveries_due", "due_at", "id", sqlite_where=text("state = 'queued'")),
    Index("ix_deliveries_waiting", "webhook_id", sqlite_where=text("state = 'queued'")),
    Index("ix_deliveries_failed", "webhook_id", sqlite_where=text("state = 'failed'")),
    Index("ix_deliveries_log", "webhook_id", "id"),
    Index("ix_deliveries_ended", "ended_at", sqlite_where=text("ended_at IS NOT NULL")),
)

# A cashier's quarter of an hour on the scanner page. key_hash: of the session's key; opening: the digest of
# what the messenger said of him, which opens a page once.
page_sessions = Table(
    "page_sessions",
    metadata,
    Column("key_hash", LargeBinary, primary_key=True),
    Column("opening", LargeBinary, nullable=False, unique=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("member_id", ForeignKey("members.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
)
