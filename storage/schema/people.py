"""Members, accounts, conversations, consents, staff and their invitations."""

from sqlalchemy import (
    BigInteger,
    Boolean,
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

members = Table(
    "members",
    metadata,
    Column("id", Id, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("card_token", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False, server_default=""),
    Column("tier", Text, nullable=False, server_default="plain"),
    Column("step", Text, nullable=False),
    Column("phone", LargeBinary),
    Column("phone_index", LargeBinary, unique=True),
    Column("birthday", LargeBinary),
    Column("source", Text, nullable=False, server_default=""),
    Column("invited_by", ForeignKey("members.id")),
    Column("created_at", Instant, nullable=False),
    Column("joined_at", Instant),
    Column("invite_token", Text),
    Column("birthday_index", LargeBinary),
    Column("birthday_at", Instant),
    # The card this one went into, if it did.
    Column("merged_into", BigInteger),
    # Who was here before and had himself erased gets no bonuses until then.
    Column("bonuses_from", Instant),
    Column("erased_at", Instant),
    Column("old_card", Text),
    Column("member_since", Date),
    Column("city", Text, nullable=False, server_default=""),
    Index("uq_members_invite_token", "invite_token", unique=True),
    Index("ix_members_old_card", "old_card", sqlite_where=text("old_card IS NOT NULL")),
    Index("ix_members_birthday_index", "birthday_index"),
    # By it everybody with a card is counted without their rows.
    Index(
        "ix_members_living",
        "id",
        "step",
        "erased_at",
        sqlite_where=text("step = 'joined' AND erased_at IS NULL"),
    ),
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("member_id", ForeignKey("members.id"), nullable=False, index=True),
    Column("messenger", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("display_name", Text, nullable=False, server_default=""),
    Column("language", Text, nullable=False),
    Column("reachable", Boolean, nullable=False),
    Column("last_seen", Instant, nullable=False),
    UniqueConstraint("messenger", "external_id"),
    # By it whether somebody can be written to is known without his rows.
    Index("ix_accounts_reachable", "member_id", "reachable", sqlite_where=text("reachable = 1")),
)

# Who is not here gets everything, by day in the programme's zone.
preferences = Table(
    "preferences",
    metadata,
    Column("member_id", ForeignKey("members.id"), primary_key=True),
    Column("muted", Text, nullable=False, server_default=""),
    Column("quiet_from_hour", Integer, nullable=False, server_default="21"),
    Column("quiet_until_hour", Integer, nullable=False, server_default="9"),
    Column("time_zone", Text, nullable=False, server_default=""),
)

conversations = Table(
    "conversations",
    metadata,
    Column("account_id", ForeignKey("accounts.id"), primary_key=True),
    Column("question", Text, nullable=False),
    Column("about", Text, nullable=False, server_default=""),
    Column("at", Instant, nullable=False),
)

consents = Table(
    "consents",
    metadata,
    Column("id", Id, primary_key=True),
    Column("member_id", ForeignKey("members.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("given", Boolean, nullable=False),
    Column("text_version", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("at", Instant, nullable=False),
    # The colleague who asked for it aloud, and said so.
    Column("asked_by", BigInteger),
    # The till whose program wrote it down.
    Column("till_id", ForeignKey("tills.id")),
    # The newest answer of a million people is read without their rows; numbers first, they compare fast.
    Index("ix_consents_news", "member_id", "id", "given", "kind", sqlite_where=text("kind = 'advertising'")),
    Index("ix_consents_asked_by", "asked_by", "at", sqlite_where=text("asked_by IS NOT NULL")),
    Index("ix_consents_till_id", "till_id", "at", sqlite_where=text("till_id IS NOT NULL")),
)

staff = Table(
    "staff",
    metadata,
    Column("id", Id, primary_key=True),
    Column("member_id", ForeignKey("members.id"), nullable=False),
    Column("role", Text, nullable=False),
    Column("store_id", ForeignKey("stores.id"), nullable=False),
    Column("protected", Boolean, nullable=False),
    Column("added_by", ForeignKey("members.id")),
    Column("at", Instant, nullable=False),
    Column("removed_at", Instant),
    Column("removed_by", ForeignKey("members.id")),
    Index("uq_staff_active", "member_id", unique=True, sqlite_where=text("removed_at IS NULL")),
)

# stores: ids of those offered with the role, with commas between them.
invitations = Table(
    "invitations",
    metadata,
    Column("id", Id, primary_key=True),
    Column("token", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("inviter_id", ForeignKey("members.id")),
    Column("external_id", Text, nullable=False, server_default=""),
    Column("candidate_id", ForeignKey("members.id")),
    Column("state", Text, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("at", Instant, nullable=False),
    Column("stores", Text, nullable=False, server_default=""),
    Index("ix_invitations_external_id", "external_id"),
)
