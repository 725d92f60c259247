"""What is left of people who had themselves erased."""

from sqlalchemy import Column, Date, Index, LargeBinary, Table, Text

from storage.schema.base import metadata

# Keyed hashes of accounts and phones (field: "account", "phone"), one token an erasure; nothing leads to a
# member. They are looked up when somebody joins, applied again after a restore, forgotten after a year.
erasures = Table(
    "erasures",
    metadata,
    Column("token", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("value_index", LargeBinary, primary_key=True),
    Column("day", Date, nullable=False, index=True),
    Index("ix_erasures_value", "field", "value_index"),
)
