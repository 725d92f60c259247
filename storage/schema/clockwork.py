"""Messages in and out, files, runs of the timetable."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text, text

from storage.schema.base import Id, metadata
from storage.types import Instant

inbox = Table(
    "inbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("update_id", BigInteger, nullable=False, unique=True),
    Column("person", Text, nullable=False),
    Column("payload", Text),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_inbox_waiting", "id", sqlite_where=text("state = 'new'")),
)

notices = Table(
    "notices",
    metadata,
    Column("id", Id, primary_key=True),
    Column("member_id", ForeignKey("members.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("tries", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("message_id", Text, nullable=False, server_default=""),
    Column("at", Instant, nullable=False),
    Column("ended_at", Instant),
    # The class of loyalty.messages, 0 goes first.
    Column("priority", Integer, nullable=False, server_default="0"),
    Column("expires_at", Instant),
    # For this account alone; else for the one its member was seen with last.
    Column("account_id", BigInteger),
    Index("ix_notices_due", "due_at", "id", sqlite_where=text("state = 'queued'")),
    Index("ix_notices_turn", "priority", "due_at", "id", sqlite_where=text("state = 'queued'")),
    Index("ix_notices_open", "member_id", "priority", "id", sqlite_where=text("ended_at IS NULL")),
    Index("ix_notices_sending", "id", sqlite_where=text("state = 'sending'")),
    Index("ix_notices_under_way", "member_id", sqlite_where=text("state = 'sending'")),
    Index("ix_notices_ended", "ended_at", sqlite_where=text("ended_at IS NOT NULL")),
    Index("ix_notices_marketing", "member_id", "ended_at", sqlite_where=text("priority >= 3")),
)

files = Table(
    "files",
    metadata,
    Column("content_key", Text, primary_key=True),
    Column("bot_id", BigInteger, primary_key=True),
    Column("file_id", Text, nullable=False),
)

job_runs = Table(
    "job_runs",
    metadata,
    Column("name", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("result", Text, nullable=False),
)
