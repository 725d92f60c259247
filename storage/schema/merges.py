"""Cards that became one: the log by which that can be undone, and entries that count no more."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

from storage.schema.base import Id, metadata
from storage.types import Instant

# other_id went into kept_id. moved: JSON of everything that changed hands, with what stood there before.
# What the other card told of its person is sealed for that card still, and kept for the undoing alone.
merges = Table(
    "merges",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kept_id", ForeignKey("members.id"), nullable=False, index=True),
    Column("other_id", ForeignKey("members.id"), nullable=False),
    Column("operation_id", ForeignKey("operations.id"), nullable=False),
    Column("by_id", ForeignKey("members.id"), nullable=False),
    Column("moved", Text, nullable=False),
    Column("phone", LargeBinary),
    Column("phone_index", LargeBinary),
    Column("birthday", LargeBinary),
    Column("birthday_index", LargeBinary),
    Column("birthday_at", Instant),
    Column("at", Instant, nullable=False),
    Column("undone_at", Instant),
    Column("undone_by", ForeignKey("members.id")),
    Index("uq_merges_other", "other_id", unique=True, sqlite_where=text("undone_at IS NULL")),
)

# Entries of a member, first_seq to last_seq, that stand in another member's books, or that a later stretch
# takes back altogether: the chain holds them for good, no figure counts them.
shelved = Table(
    "shelved",
    metadata,
    Column("member_id", ForeignKey("members.id"), nullable=False),
    Column("first_seq", Integer, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("merge_id", ForeignKey("merges.id"), nullable=False, index=True),
    PrimaryKeyConstraint("member_id", "first_seq", "merge_id"),
)
