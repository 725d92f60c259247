"""What a member reaches: standing, friends, bonuses."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    text,
)

from storage.schema.base import Id, metadata
from storage.types import Instant

# What a member has reached beside his points. step_carry_minor: money towards the next step, or owed to it.
standings = Table(
    "standings",
    metadata,
    Column("member_id", ForeignKey("members.id"), primary_key=True),
    Column("tier_since", Instant),
    Column("review_on", Date),
    Column("warned_on", Date),
    Column("manual_until", Date),
    Column("lifted_by", ForeignKey("purchases.id")),
    Column("before", Text, nullable=False, server_default=""),
    Column("step_carry_minor", BigInteger, nullable=False, server_default="0"),
    Index("ix_standings_review_on", "review_on", sqlite_where=text("review_on IS NOT NULL")),
    Index("ix_standings_manual_until", "manual_until", sqlite_where=text("manual_until IS NOT NULL")),
)

# Points an owner gives by hand, from the first figure to the end; the reason is a remark about the grant.
grants = Table(
    "grants",
    metadata,
    Column("id", Id, primary_key=True),
    Column("member_id", ForeignKey("members.id"), nullable=False, index=True),
    Column("author_id", ForeignKey("members.id"), nullable=False),
    Column("points", BigInteger, nullable=False),
    Column("lifetime_days", Integer, nullable=False, server_default="0"),
    Column("silent", Boolean, nullable=False, server_default="0"),
    Column("state", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("asked_at", Instant),
    Column("ended_at", Instant),
    Column("decided_by", ForeignKey("members.id")),
    CheckConstraint("points > 0", name="points"),
)

referrals = Table(
    "referrals",
    metadata,
    Column("id", Id, primary_key=True),
    Column("friend_id", ForeignKey("members.id"), nullable=False, unique=True),
    Column("inviter_id", ForeignKey("members.id"), nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("purchase_id", ForeignKey("purchases.id"), index=True),
    Column("due_at", Instant),
    Column("at", Instant, nullable=False),
    Column("paid_at", Instant),
    Column("inviter_points", BigInteger, nullable=False, server_default="0"),
    Column("operation_id", ForeignKey("operations.id")),
    Index("ix_referrals_inviter", "inviter_id", "at"),
    Index("ix_referrals_due", "due_at", sqlite_where=text("state = 'bought'")),
    Index("ix_referrals_at", "at"),
    Index("ix_referrals_paid_at", "paid_at", sqlite_where=text("paid_at IS NOT NULL")),
)

# What looked made up about somebody's friends, once a month each.
referral_flags = Table(
    "referral_flags",
    metadata,
    Column("inviter_id", ForeignKey("members.id"), primary_key=True),
    Column("flag", Text, primary_key=True),
    Column("month", Text, primary_key=True),
    Column("friends", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_referral_flags_at", "at"),
)

# One row per occasion that was rewarded: "welcome", "phone", "birthday:2026", "review:<purchase>".
# phone_index: of the member at that time, so that nobody is rewarded again by joining anew.
occasions = Table(
    "occasions",
    metadata,
    Column("member_id", ForeignKey("members.id"), primary_key=True),
    Column("occasion", Text, primary_key=True),
    Column("operation_id", ForeignKey("operations.id"), nullable=False),
    Column("phone_index", LargeBinary),
    Column("at", Instant, nullable=False),
    Index("ix_occasions_phone", "phone_index", sqlite_where=text("phone_index IS NOT NULL")),
)

reviews = Table(
    "reviews",
    metadata,
    Column("purchase_id", ForeignKey("purchases.id"), primary_key=True),
    Column("member_id", ForeignKey("members.id"), nullable=False, index=True),
    Column("stars", Integer, nullable=False),
    Column("at", Instant, nullable=False),
)
