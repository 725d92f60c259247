"""Cases, freezes and remarks."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text, text

from storage.schema.base import Id, metadata
from storage.types import Instant

# "That wasn't me", and whatever else an owner has to look at. seq: the contested entry of the member.
cases = Table(
    "cases",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("member_id", ForeignKey("members.id"), nullable=False),
    Column("seq", Integer),
    Column("state", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("decided_at", Instant),
    Column("decided_by", ForeignKey("members.id")),
    Index("ix_cases_member", "member_id", "at"),
    Index("ix_cases_open", "id", sqlite_where=text("state = 'open'")),
    Index("uq_cases_entry", "member_id", "seq", unique=True, sqlite_where=text("seq IS NOT NULL")),
)

# Members whose points an owner has put on hold, from when until when; the reason is a remark about it.
freezes = Table(
    "freezes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("member_id", ForeignKey("members.id"), nullable=False, index=True),
    Column("author_id", ForeignKey("members.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("ended_by", ForeignKey("members.id")),
    Index("uq_freezes_open", "member_id", unique=True, sqlite_where=text("ended_at IS NULL")),
)

# Free words of people (a case's comment, a grant's reason), apart from the ledger so that they can be erased.
remarks = Table(
    "remarks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("about", Text, nullable=False),
    Column("about_id", BigInteger, nullable=False),
    Column("member_id", ForeignKey("members.id"), index=True),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_remarks_about", "about", "about_id"),
)
