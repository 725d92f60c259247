"""The shop: remembered facts, rule versions and their drafts, stores."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Table, Text

from storage.schema.base import Id, metadata
from storage.types import Instant

meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

programmes = Table(
    "programmes",
    metadata,
    Column("version", Integer, primary_key=True),
    Column("rules", Text, nullable=False),
    Column("author_id", ForeignKey("members.id")),
    Column("at", Instant, nullable=False),
)

# Rules an owner is writing: changed setting by setting, saved as a version or thrown away.
programme_drafts = Table(
    "programme_drafts",
    metadata,
    Column("member_id", ForeignKey("members.id"), primary_key=True),
    Column("base_version", Integer, nullable=False),
    Column("rules", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("at", Instant, nullable=False),
)

# hours: opening hours by weekday; watch: what is looked for at its tills; closed_at: given up.
stores = Table(
    "stores",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("address", Text, nullable=False, server_default=""),
    Column("latitude_e6", BigInteger),
    Column("longitude_e6", BigInteger),
    Column("hours", Text, nullable=False, server_default=""),
    Column("watch", Text, nullable=False, server_default=""),
    Column("closed_at", Instant),
)
