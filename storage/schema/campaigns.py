"""Messages that bring people back: segments, campaigns, what they say, who gets them, what came of it."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.schema.base import Id, metadata
from storage.types import Instant

# Who is meant, as an expression of loyalty.audience.
segments = Table(
    "segments",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("expression", Text, nullable=False),
    Column("author_id", ForeignKey("members.id")),
    Column("at", Instant, nullable=False),
    Column("ended_at", Instant),
)

# What the pump has to look at: spelt as in its question, or SQLite does not take the index.
OPEN = "state IN ('queuing', 'running') OR amending != ''"

# An audience somebody is putting together. segment_id: the saved one it began with; campaign_id: whose it
# is to become.
segment_drafts = Table(
    "segment_drafts",
    metadata,
    Column("member_id", ForeignKey("members.id"), primary_key=True),
    Column("expression", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("segment_id", BigInteger),
    Column("campaign_id", BigInteger),
    Column("at", Instant, nullable=False),
)

# A broadcast, or an automation that goes on. settings, gift: JSON. send_at: when it goes, by the programme's
# zone; by_own_clock: at that wall time of each member. total: people it was frozen for, the control group
# among them. forward_from: what happened before is not written about. screen: the author's chat message
# that shows how far it is. resumed: JSON, the figures when it began to go or went on. amending: what is done
# with the messages that went ("", "correct" or "withdraw"), amended: the last member it was done for.
campaigns = Table(
    "campaigns",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False, server_default=""),
    Column("state", Text, nullable=False),
    Column("revision", Integer, nullable=False, server_default="0"),
    Column("message_class", Integer, nullable=False),
    Column("segment", Text, nullable=False, server_default=""),
    Column("settings", Text, nullable=False, server_default="{}"),
    Column("gift", Text, nullable=False, server_default=""),
    Column("control_bp", Integer, nullable=False, server_default="0"),
    Column("send_at", Instant),
    Column("by_own_clock", Boolean, nullable=False, server_default="0"),
    Column("paid", Boolean, nullable=False, server_default="0"),
    Column("previewed", Integer, nullable=False, server_default="-1"),
    Column("total", Integer, nullable=False, server_default="0"),
    Column("author_id", ForeignKey("members.id")),
    Column("author_account_id", BigInteger),
    Column("screen", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
    Column("at", Instant, nullable=False),
    Column("started_at", Instant),
    Column("ended_at", Instant),
    Column("forward_from", Instant),
    Column("resumed", Text, nullable=False, server_default="{}"),
    Column("amending", Text, nullable=False, server_default=""),
    Column("amended", BigInteger, nullable=False, server_default="0"),
    Index("ix_campaigns_open", "id", sqlite_where=text(OPEN)),
    Index("ix_campaigns_kind", "kind", "id"),
)

# What a campaign says: by variant (0, 1, ...) and language ("" for everybody else). body: our HTML with
# {fields}. media: "", "photo" or "video"; buttons: JSON.
contents = Table(
    "contents",
    metadata,
    Column("campaign_id", ForeignKey("campaigns.id"), primary_key=True),
    Column("variant", Integer, primary_key=True),
    Column("language", Text, primary_key=True),
    Column("body", Text, nullable=False, server_default=""),
    Column("media", Text, nullable=False, server_default=""),
    Column("file_id", Text, nullable=False, server_default=""),
    Column("buttons", Text, nullable=False, server_default="[]"),
)

# Whom a campaign goes to, once for each occasion. arm: the variant, or -1 for the control group. expires_at:
# of one that had to wait, when it is too late for it. A million rows are written at once: no foreign key is
# looked up for each.
recipients = Table(
    "recipients",
    metadata,
    Column("id", Id, primary_key=True),
    Column("campaign_id", BigInteger, nullable=False),
    Column("member_id", BigInteger, nullable=False),
    Column("occasion", Text, nullable=False, server_default=""),
    Column("arm", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("notice_id", BigInteger),
    Column("message_id", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
    Column("ended_at", Instant),
    Column("clicked_at", Instant),
    Column("expires_at", Instant),
    UniqueConstraint("campaign_id", "member_id", "occasion"),
    Index("ix_recipients_waiting", "campaign_id", "due_at", "id", sqlite_where=text("state = 'waiting'")),
    Index("ix_recipients_handed", "campaign_id", "id", sqlite_where=text("state = 'handed'")),
    Index("ix_recipients_member", "member_id", "ended_at", sqlite_where=text("ended_at IS NOT NULL")),
)

# How many recipients of each arm came to each end, and what they did; kept with each change.
campaign_counts = Table(
    "campaign_counts",
    metadata,
    Column("campaign_id", ForeignKey("campaigns.id"), primary_key=True),
    Column("arm", Integer, primary_key=True),
    Column("what", Text, primary_key=True),
    Column("number", Integer, nullable=False),
)

# What a member said to a campaign's question: a rating, a reason for staying away, "I'm interested".
replies = Table(
    "replies",
    metadata,
    Column("id", Id, primary_key=True),
    Column("campaign_id", ForeignKey("campaigns.id"), nullable=False),
    Column("member_id", ForeignKey("members.id"), nullable=False, index=True),
    Column("recipient_id", BigInteger, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("recipient_id", "question"),
    Index("ix_replies_campaign", "campaign_id", "question", "at"),
    Index("ix_replies_question", "question", "at"),
)

# Words the owner keeps members together by.
tags = Table(
    "tags",
    metadata,
    Column("member_id", ForeignKey("members.id"), primary_key=True),
    Column("tag", Text, primary_key=True),
    Column("at", Instant, nullable=False),
    Index("ix_tags_tag", "tag", "member_id"),
)

# What a member bought, kept in each purchase's transaction; equal to what the purchases themselves say.
# first_day, last_day: ordinals of business days. months_*: bit i of the n-th word: bought in month
# FIRST_MONTH + 63 n + i. days: different days of purchases, recent_days: the last of them, with spaces
# between; rhythm_days: the median of the intervals between those, 0 with none. on_*: purchases by weekday;
# mornings .. nights: by time of day.
member_stats = Table(
    "member_stats",
    metadata,
    Column("member_id", ForeignKey("members.id"), primary_key=True),
    Column("months_0", BigInteger, nullable=False, server_default="0"),
    Column("months_1", BigInteger, nullable=False, server_default="0"),
    Column("months_2", BigInteger, nullable=False, server_default="0"),
    Column("first_day", Integer, nullable=False),
    Column("last_day", Integer, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("orders", Integer, nullable=False),
    Column("days", Integer, nullable=False),
    Column("revenue_minor", BigInteger, nullable=False),
    Column("rhythm_days", Integer, nullable=False, server_default="0"),
    Column("recent_days", Text, nullable=False, server_default=""),
    Column("last_store_id", BigInteger, nullable=False),
    *(
        Column(name, Integer, nullable=False, server_default="0")
        for name in (
            "on_monday",
            "on_tuesday",
            "on_wednesday",
            "on_thursday",
            "on_friday",
            "on_saturday",
            "on_sunday",
            "mornings",
            "afternoons",
            "evenings",
            "nights",
        )
    ),
    Index("ix_member_stats_last_day", "last_day"),
)

# Purchases of a member by category of goods and by store. what: "category" or "store"; which: its name or id.
member_counts = Table(
    "member_counts",
    metadata,
    Column("member_id", ForeignKey("members.id"), primary_key=True),
    Column("what", Text, primary_key=True),
    Column("which", Text, primary_key=True),
    Column("orders", Integer, nullable=False),
    Column("last_day", Integer, nullable=False),
    Index("ix_member_counts_which", "what", "which", "member_id"),
)
