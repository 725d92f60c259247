"""Imports from another programme: the job, and what became of each of its rows."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, text

from storage.schema.base import Id, metadata
from storage.types import Instant

# content: the good rows, sealed, until they are worked off; plan: what the dry run found, in figures.
imports = Table(
    "imports",
    metadata,
    Column("id", Id, primary_key=True),
    Column("author_id", ForeignKey("members.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("file_hash", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("mode", Text, nullable=False, server_default=""),
    Column("state", Text, nullable=False),
    Column("plan", Text, nullable=False),
    Column("content", LargeBinary),
    Column("total", Integer, nullable=False),
    Column("done", Integer, nullable=False, server_default="0"),
    Column("figures", Text, nullable=False, server_default="{}"),
    Column("message_id", Text, nullable=False, server_default=""),
    Column("at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index("ix_imports_file_hash", "file_hash"),
    Index("ix_imports_at_work", "id", sqlite_where=text("state IN ('running', 'undoing')")),
)

import_rows = Table(
    "import_rows",
    metadata,
    Column("import_id", ForeignKey("imports.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("member_id", ForeignKey("members.id"), nullable=False),
    Column("created", Boolean, nullable=False),
    Column("operation_id", ForeignKey("operations.id")),
    Column("purchase_id", ForeignKey("purchases.id")),
)
