"""Every table once. Times are INTEGER microseconds (UTC), money is minor units, points are integers."""

from sqlalchemy import (
    DDL,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    event,
    text,
)

from storage.types import Instant

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = BigInteger().with_variant(Integer, "sqlite")

# --- the shop ---

meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

programmes = Table(
    "programmes",
    metadata,
    Column("version", Integer, primary_key=True),
    Column("rules", Text, nullable=False),
    Column("author_id", ForeignKey("members.id")),
    Column("at", Instant, nullable=False),
)

stores = Table(
    "stores",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("time_zone", Text, nullable=False),
)

# --- people ---

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
    Index("ix_invitations_external_id", "external_id"),
)

# --- the ledger ---

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
    Column("available", BigInteger, nullable=False),
    CheckConstraint("available >= 0", name="available"),
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
    CheckConstraint("amount > 0", name="amount"),
    CheckConstraint("remaining >= 0 AND remaining <= amount", name="remaining"),
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
    Column("lot_id", ForeignKey("lots.id"), nullable=False),
    Column("purchase_id", ForeignKey("purchases.id")),
    Column("reverses_seq", Integer),
    Column("reason", Text, nullable=False),
    Column("actor_id", ForeignKey("members.id")),
    Column("at", Instant, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    UniqueConstraint("operation_id", "n"),
    UniqueConstraint("member_id", "seq"),
    CheckConstraint("points <> 0", name="points"),
)

# --- the till ---

sale_drafts = Table(
    "sale_drafts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("cashier_id", ForeignKey("members.id"), nullable=False),
    Column("member_id", ForeignKey("members.id"), nullable=False),
    Column("store_id", ForeignKey("stores.id"), nullable=False),
    Column("state", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("amount_minor", BigInteger),
    Column("receipt", Text, nullable=False, server_default=""),
    Column("shown", Text, nullable=False, server_default=""),
    Column("message_id", Text, nullable=False, server_default=""),
    Column("purchase_id", ForeignKey("purchases.id")),
    Column("at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Index("ix_sale_drafts_open", "expires_at", sqlite_where=text("state = 'open'")),
)

purchases = Table(
    "purchases",
    metadata,
    Column("id", Id, primary_key=True),
    Column("store_id", ForeignKey("stores.id"), nullable=False),
    Column("till", Text, nullable=False, server_default=""),
    Column("member_id", ForeignKey("members.id"), nullable=False, index=True),
    Column("cashier_id", ForeignKey("members.id"), nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("earned_points", BigInteger, nullable=False),
    Column("receipt", Text, nullable=False),
    Column("business_day", Date, nullable=False),
    Column("rule_version", ForeignKey("programmes.version"), nullable=False),
    Column("trace", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("undone_at", Instant),
    CheckConstraint("amount_minor > 0", name="amount_minor"),
    CheckConstraint("earned_points >= 0", name="earned_points"),
    Index(
        "uq_purchases_receipt",
        "store_id",
        "till",
        "business_day",
        "receipt",
        unique=True,
        sqlite_where=text("receipt <> '' AND undone_at IS NULL"),
    ),
)

# --- messages in and out, the clockwork ---

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
    Index("ix_notices_due", "due_at", "id", sqlite_where=text("state = 'queued'")),
    Index("ix_notices_sending", "id", sqlite_where=text("state = 'sending'")),
    Index("ix_notices_ended", "ended_at", sqlite_where=text("ended_at IS NOT NULL")),
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

# Append-only is the database's own law: whoever writes, an entry stays as it was written.
APPEND_ONLY = tuple(
    DDL(  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
        f"CREATE TRIGGER {table.name}_refuse_{verb.lower()} BEFORE {verb} ON {table.name} "
        f"BEGIN SELECT RAISE(ABORT, '{table.name} is append-only'); END"
    )
    for table in (entries, operations, consents, programmes)
    for verb in ("UPDATE", "DELETE")
)
for _trigger in APPEND_ONLY:
    event.listen(metadata, "after_create", _trigger)
