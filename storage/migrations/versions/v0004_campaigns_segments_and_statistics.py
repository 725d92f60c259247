"""Campaigns segments and statistics."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """To version 0004."""
    op.create_table(
        "recipients",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("campaign_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("occasion", sa.Text(), server_default="", nullable=False),
        sa.Column("arm", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notice_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("ended_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("clicked_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("expires_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipients")),
        sa.UniqueConstraint(
            "campaign_id", "member_id", "occasion", name=op.f("uq_recipients_campaign_id_member_id_occasion")
        ),
    )
    with op.batch_alter_table("recipients", schema=None) as batch_op:
        batch_op.create_index(
            "ix_recipients_handed",
            ["campaign_id", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'handed'"),
        )
        batch_op.create_index(
            "ix_recipients_member",
            ["member_id", "ended_at"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_recipients_waiting",
            ["campaign_id", "due_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "campaigns",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("message_class", sa.Integer(), nullable=False),
        sa.Column("segment", sa.Text(), server_default="", nullable=False),
        sa.Column("settings", sa.Text(), server_default="{}", nullable=False),
        sa.Column("gift", sa.Text(), server_default="", nullable=False),
        sa.Column("control_bp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("send_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("by_own_clock", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("paid", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("previewed", sa.Integer(), server_default="-1", nullable=False),
        sa.Column("total", sa.Integer(), server_default="0", nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("author_account_id", sa.BigInteger(), nullable=True),
        sa.Column("screen", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("started_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ended_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("forward_from", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("resumed", sa.Text(), server_default="{}", nullable=False),
        sa.Column("amending", sa.Text(), server_default="", nullable=False),
        sa.Column("amended", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name=op.f("fk_campaigns_author_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
    )
    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.create_index("ix_campaigns_kind", ["kind", "id"], unique=False)
        batch_op.create_index(
            "ix_campaigns_open",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state IN ('queuing', 'running') OR amending != ''"),
        )

    op.create_table(
        "member_counts",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("which", sa.Text(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_member_counts_member_id_members")
        ),
        sa.PrimaryKeyConstraint("member_id", "what", "which", name=op.f("pk_member_counts")),
    )
    with op.batch_alter_table("member_counts", schema=None) as batch_op:
        batch_op.create_index("ix_member_counts_which", ["what", "which", "member_id"], unique=False)

    op.create_table(
        "member_stats",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("months_0", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("months_1", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("months_2", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("first_day", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("revenue_minor", sa.BigInteger(), nullable=False),
        sa.Column("rhythm_days", sa.Integer(), server_default="0", nullable=False),
        sa.Column("recent_days", sa.Text(), server_default="", nullable=False),
        sa.Column("last_store_id", sa.BigInteger(), nullable=False),
        sa.Column("on_monday", sa.Integer(), server_default="0", nullable=False),
        sa.Column("on_tuesday", sa.Integer(), server_default="0", nullable=False),
        sa.Column("on_wednesday", sa.Integer(), server_default="0", nullable=False),
        sa.Column("on_thursday", sa.Integer(), server_default="0", nullable=False),
        sa.Column("on_friday", sa.Integer(), server_default="0", nullable=False),
        sa.Column("on_saturday", sa.Integer(), server_default="0", nullable=False),
        sa.Column("on_sunday", sa.Integer(), server_default="0", nullable=False),
        sa.Column("mornings", sa.Integer(), server_default="0", nullable=False),
        sa.Column("afternoons", sa.Integer(), server_default="0", nullable=False),
        sa.Column("evenings", sa.Integer(), server_default="0", nullable=False),
        sa.Column("nights", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_member_stats_member_id_members")
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_member_stats")),
    )
    with op.batch_alter_table("member_stats", schema=None) as batch_op:
        batch_op.create_index("ix_member_stats_last_day", ["last_day"], unique=False)

    op.create_table(
        "segment_drafts",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expression", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("segment_id", sa.BigInteger(), nullable=True),
        sa.Column("campaign_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_segment_drafts_member_id_members")
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_segment_drafts")),
    )
    op.create_table(
        "segments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("expression", sa.Text(), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ended_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name=op.f("fk_segments_author_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segments")),
    )
    op.create_table(
        "tags",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_tags_member_id_members")),
        sa.PrimaryKeyConstraint("member_id", "tag", name=op.f("pk_tags")),
    )
    with op.batch_alter_table("tags", schema=None) as batch_op:
        batch_op.create_index("ix_tags_tag", ["tag", "member_id"], unique=False)

    op.create_table(
        "campaign_counts",
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("arm", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_campaign_counts_campaign_id_campaigns")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "arm", "what", name=op.f("pk_campaign_counts")),
    )
    op.create_table(
        "contents",
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("variant", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), server_default="", nullable=False),
        sa.Column("media", sa.Text(), server_default="", nullable=False),
        sa.Column("file_id", sa.Text(), server_default="", nullable=False),
        sa.Column("buttons", sa.Text(), server_default="[]", nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_contents_campaign_id_campaigns")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "variant", "language", name=op.f("pk_contents")),
    )
    op.create_table(
        "replies",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recipient_id", sa.BigInteger(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_replies_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_replies_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies")),
        sa.UniqueConstraint("recipient_id", "question", name=op.f("uq_replies_recipient_id_question")),
    )
    with op.batch_alter_table("replies", schema=None) as batch_op:
        batch_op.create_index("ix_replies_campaign", ["campaign_id", "question", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_replies_member_id"), ["member_id"], unique=False)
        batch_op.create_index("ix_replies_question", ["question", "at"], unique=False)

    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index(
            "ix_consents_news",
            ["kind", "member_id", "id", "given"],
            unique=False,
            sqlite_where=sa.text("kind = 'advertising'"),
        )

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.add_column(sa.Column("city", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    """Back to the version before."""
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_column("city")

    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_index("ix_consents_news", sqlite_where=sa.text("kind = 'advertising'"))

    with op.batch_alter_table("replies", schema=None) as batch_op:
        batch_op.drop_index("ix_replies_question")
        batch_op.drop_index(batch_op.f("ix_replies_member_id"))
        batch_op.drop_index("ix_replies_campaign")

    op.drop_table("replies")
    op.drop_table("contents")
    op.drop_table("campaign_counts")
    with op.batch_alter_table("tags", schema=None) as batch_op:
        batch_op.drop_index("ix_tags_tag")

    op.drop_table("tags")
    op.drop_table("segments")
    op.drop_table("segment_drafts")
    with op.batch_alter_table("member_stats", schema=None) as batch_op:
        batch_op.drop_index("ix_member_stats_last_day")

    op.drop_table("member_stats")
    with op.batch_alter_table("member_counts", schema=None) as batch_op:
        batch_op.drop_index("ix_member_counts_which")

    op.drop_table("member_counts")
    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_campaigns_open", sqlite_where=sa.text("state IN ('queuing', 'running') OR amending != ''")
        )
        batch_op.drop_index("ix_campaigns_kind")

    op.drop_table("campaigns")
    with op.batch_alter_table("recipients", schema=None) as batch_op:
        batch_op.drop_index("ix_recipients_waiting", sqlite_where=sa.text("state = 'waiting'"))
        batch_op.drop_index("ix_recipients_member", sqlite_where=sa.text("ended_at IS NOT NULL"))
        batch_op.drop_index("ix_recipients_handed", sqlite_where=sa.text("state = 'handed'"))

    op.drop_table("recipients")
