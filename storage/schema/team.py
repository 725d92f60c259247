"""Who works where: stores of a manager or cashier, shifts, cards of the staff's families."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, PrimaryKeyConstraint, Table, Text, text

from storage.schema.base import Id, metadata
from storage.types import Instant

# Where a manager or a cashier may work; owners may everywhere. staff.store_id is where he works now.
staff_stores = Table(
    "staff_stores",
    metadata,
    Column("member_id", ForeignKey("members.id"), nullable=False),
    Column("store_id", ForeignKey("stores.id"), nullable=False),
    PrimaryKeyConstraint("member_id", "store_id"),
)

# closed_by: the cashier, a manager, or nobody (the night). totals: the figures as they were told at the end.
shifts = Table(
    "shifts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("store_id", ForeignKey("stores.id"), nullable=False),
    Column("cashier_id", ForeignKey("members.id"), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("closed_by", ForeignKey("members.id")),
    Column("totals", Text, nullable=False, server_default=""),
    Index("uq_shifts_open", "cashier_id", unique=True, sqlite_where=text("closed_at IS NULL")),
    Index("ix_shifts_store", "store_id", "opened_at"),
)

# Cards of a colleague's family: sales to them by this colleague are stopped like sales to himself.
family = Table(
    "family",
    metadata,
    Column("staff_id", ForeignKey("members.id"), nullable=False),
    Column("member_id", ForeignKey("members.id"), nullable=False),
    Column("added_by", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("staff_id", "member_id"),
)
