"""Spending: holds, pay codes, wrong guesses, gifts of points."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, text

from storage.schema.base import Id, metadata
from storage.types import Instant

# Points set aside: for a sale until the customer says yes, or for a friend until he accepts.
holds = Table(
    "holds",
    metadata,
    Column("id", Id, primary_key=True),
    Column("member_id", ForeignKey("members.id"), nullable=False),
    Column("draft_id", ForeignKey("sale_drafts.id", ondelete="SET NULL")),
    Column("purpose", Text, nullable=False),
    Column("points", BigInteger, nullable=False),
    Column("allocation", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("revision", Integer, nullable=False, server_default="0"),
    Column("message_id", Text, nullable=False, server_default=""),
    Column("at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("ended_at", Instant),
    CheckConstraint("points > 0", name="points"),
    Index("ix_holds_member", "member_id", "at"),
    Index("ix_holds_draft", "draft_id"),
    Index("ix_holds_open", "expires_at", sqlite_where=text("state = 'open'")),
    Index(
        "uq_holds_sale", "member_id", unique=True, sqlite_where=text("state = 'open' AND purpose = 'sale'")
    ),
)

pay_codes = Table(
    "pay_codes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("member_id", ForeignKey("members.id"), nullable=False, index=True),
    Column("digits", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

# Wrong codes and unknown customers (what: "code", "customer"), by whoever typed them; old rows are pruned.
guesses = Table(
    "guesses",
    metadata,
    Column("id", Id, primary_key=True),
    Column("member_id", ForeignKey("members.id"), nullable=False),
    Column("at", Instant, nullable=False),
    # "code", "customer"; "code@7": typed by the program of the till 7, which the member added.
    Column("what", Text, nullable=False, server_default="code"),
    Index("ix_guesses_member", "member_id", "at"),
    Index("ix_guesses_at", "at"),
)

# Points on their way to a friend; the hold keeps them until he answers.
gifts = Table(
    "gifts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("token", Text, nullable=False, unique=True),
    Column("sender_id", ForeignKey("members.id"), nullable=False),
    Column("recipient_id", ForeignKey("members.id")),
    Column("points", BigInteger, nullable=False),
    Column("hold_id", ForeignKey("holds.id"), nullable=False),
    Column("state", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index("ix_gifts_sender", "sender_id", "at"),
    Index("ix_gifts_open", "expires_at", sqlite_where=text("state = 'offered'")),
)
