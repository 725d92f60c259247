"""The ledger: operations, heads, lots, entries."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.schema.base import Id, metadata
from storage.types import Instant

operations = Table(
    "operations",
    metadata,
    Column("id", Id, primary_key=True),
    Column("op_key", Text, nullable=False, unique=True),
    Column("input_hash", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("actor_id", ForeignKey("members.id")),
    Column("at", Instant, nullable=False),
)

heads = Table(
    "heads",
    metadata,
    Column("member_id", ForeignKey("members.id"), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("points", BigInteger, nullable=False),
    Column("debt", BigInteger, nullable=False, server_default="0"),
    CheckConstraint("debt >= 0", name="debt"),
    CheckConstraint("points + debt >= 0", name="points"),
)

lots = Table(
    "lots",
    metadata,
    Column("id", Id, primary_key=True),
    Column("member_id", ForeignKey("members.id"), nullable=False, index=True),
    Column("purchase_id", ForeignKey("purchases.id"), index=True),
    Column("amount", BigInteger, nullable=False),
    Column("remaining", BigInteger, nullable=False),
    Column("active_from", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("kind", Text, nullable=False, server_default="earned"),
    Column("reserved", BigInteger, nullable=False, server_default="0"),
    Column("blocked", Boolean, nullable=False, server_default="0"),
    Column("reminded_at", Instant),
    Column("told_active", Boolean, nullable=False, server_default="1"),
    Column("moved_to", Instant),
    CheckConstraint("amount > 0", name="amount"),
    CheckConstraint("remaining >= 0 AND remaining <= amount", name="remaining"),
    CheckConstraint("reserved >= 0 AND reserved <= remaining", name="reserved"),
    Index("ix_lots_open", "member_id", sqlite_where=text("remaining > 0")),
    Index("ix_lots_expires_at", "expires_at", sqlite_where=text("remaining > 0 AND expires_at IS NOT NULL")),
    Index("ix_lots_waking", "active_from", sqlite_where=text("told_active = 0")),
)

entries = Table(
    "entries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("operation_id", ForeignKey("operations.id"), nullable=False),
    Column("n", Integer, nullable=False),
    Column("member_id", ForeignKey("members.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("points", BigInteger, nullable=False),
    Column("lot_id", ForeignKey("lots.id")),
    Column("purchase_id", ForeignKey("purchases.id"), index=True),
    Column("reverses_seq", Integer),
    Column("reason", Text, nullable=False),
    Column("actor_id", ForeignKey("members.id")),
    Column("at", Instant, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    UniqueConstraint("operation_id", "n"),
    UniqueConstraint("member_id", "seq"),
    CheckConstraint("points <> 0", name="points"),
)
