"""Rewards: the catalogue, claims, stamps, promo codes, offers, certificates."""

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
    UniqueConstraint,
    text,
)

from storage.schema.base import Id, metadata
from storage.types import Instant

rewards = Table(
    "rewards",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("about", Text, nullable=False, server_default=""),
    Column("price_points", BigInteger, nullable=False),
    Column("stock", Integer),
    Column("per_member", Integer, nullable=False, server_default="0"),
    Column("donation", Boolean, nullable=False, server_default="0"),
    Column("active", Boolean, nullable=False, server_default="1"),
    Column("author_id", ForeignKey("members.id")),
    Column("at", Instant, nullable=False),
    CheckConstraint("price_points > 0", name="price_points"),
    CheckConstraint("stock >= 0", name="stock"),
)

# A reward bought for points, or a full stamp card's gift (reward_id NULL, stamp_card says which).
claims = Table(
    "claims",
    metadata,
    Column("id", Id, primary_key=True),
    Column("member_id", ForeignKey("members.id"), nullable=False),
    Column("reward_id", ForeignKey("rewards.id"), index=True),
    Column("stamp_card", Text, nullable=False, server_default=""),
    Column("title", Text, nullable=False),
    Column("points", BigInteger, nullable=False),
    Column("operation_id", ForeignKey("operations.id")),
    Column("state", Text, nullable=False),
    Column("handed_by", ForeignKey("members.id")),
    Column("at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("ended_at", Instant),
    Index("ix_claims_member", "member_id", "state"),
    Index(
        "ix_claims_waiting", "expires_at", sqlite_where=text("state = 'waiting' AND expires_at IS NOT NULL")
    ),
)

stamps = Table(
    "stamps",
    metadata,
    Column("id", Id, primary_key=True),
    Column("member_id", ForeignKey("members.id"), nullable=False),
    Column("card", Text, nullable=False),
    Column("purchase_id", ForeignKey("purchases.id"), nullable=False, index=True),
    Column("store_id", ForeignKey("stores.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("claim_id", ForeignKey("claims.id")),
    Column("taken_back_at", Instant),
    UniqueConstraint("card", "purchase_id"),
    Index(
        "ix_stamps_open", "member_id", "card", sqlite_where=text("claim_id IS NULL AND taken_back_at IS NULL")
    ),
)

promo_codes = Table(
    "promo_codes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("campaign_id", ForeignKey("code_campaigns.id"), nullable=False, index=True),
    Column("code", Text, nullable=False, unique=True),
    Column("at", Instant, nullable=False),
)

# What a promo code says: one shared code, or a list of unique ones. effect: JSON of loyalty.benefits.Effect.
code_campaigns = Table(
    "code_campaigns",
    metadata,
    Column("id", Id, primary_key=True),
    Column("title", Text, nullable=False),
    Column("effect", Text, nullable=False),
    Column("unique_codes", Boolean, nullable=False),
    Column("total", Integer, nullable=False, server_default="0"),
    Column("per_member", Integer, nullable=False, server_default="1"),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("tier", Text, nullable=False, server_default=""),
    Column("newcomers_only", Boolean, nullable=False, server_default="0"),
    Column("active", Boolean, nullable=False, server_default="1"),
    Column("author_id", ForeignKey("members.id")),
    Column("at", Instant, nullable=False),
)

offers = Table(
    "offers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("member_id", ForeignKey("members.id"), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("effect", Text, nullable=False),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("active", Boolean, nullable=False, server_default="1"),
    Column("promo_code_id", ForeignKey("promo_codes.id")),
    Column("author_id", ForeignKey("members.id")),
    Column("at", Instant, nullable=False),
)

# Each use of something limited, by what it was ("code", "offer", "event") and which; freed by a full refund.
uses = Table(
    "uses",
    metadata,
    Column("id", Id, primary_key=True),
    Column("what", Text, nullable=False),
    Column("which", Text, nullable=False),
    Column("member_id", ForeignKey("members.id"), nullable=False),
    Column("purchase_id", ForeignKey("purchases.id"), index=True),
    Column("at", Instant, nullable=False),
    Column("freed_at", Instant),
    Index("ix_uses_living", "what", "which", "member_id", sqlite_where=text("freed_at IS NULL")),
)

# Money that pays like money. The code is the bearer's; the balance is what its entries add up to.
certificates = Table(
    "certificates",
    metadata,
    Column("id", Id, primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("holder_id", ForeignKey("members.id"), index=True),
    Column("nominal_minor", BigInteger, nullable=False),
    Column("balance_minor", BigInteger, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("blocked", Boolean, nullable=False, server_default="0"),
    Column("author_id", ForeignKey("members.id")),
    Column("at", Instant, nullable=False),
    CheckConstraint("balance_minor >= 0 AND balance_minor <= nominal_minor", name="balance_minor"),
)

certificate_entries = Table(
    "certificate_entries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("operation_id", ForeignKey("operations.id"), nullable=False),
    Column("certificate_id", ForeignKey("certificates.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("purchase_id", ForeignKey("purchases.id"), index=True),
    Column("actor_id", ForeignKey("members.id")),
    Column("at", Instant, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    UniqueConstraint("certificate_id", "seq"),
    CheckConstraint("amount_minor <> 0", name="amount_minor"),
)
