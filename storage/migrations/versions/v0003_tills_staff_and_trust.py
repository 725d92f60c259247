"""Tills staff and trust."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """To version 0003."""
    op.create_table(
        "erasures",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value_index", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("token", "field", "value_index", name=op.f("pk_erasures")),
    )
    with op.batch_alter_table("erasures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_erasures_day"), ["day"], unique=False)
        batch_op.create_index("ix_erasures_value", ["field", "value_index"], unique=False)

    op.create_table(
        "alerts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cashier_id", sa.BigInteger(), nullable=True),
        sa.Column("member_id", sa.BigInteger(), nullable=True),
        sa.Column("purchase_id", sa.BigInteger(), nullable=True),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reviewed_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reviewed_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_alerts_store_id_stores")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
        sa.UniqueConstraint("rule", "occasion", name=op.f("uq_alerts_rule_occasion")),
    )
    with op.batch_alter_table("alerts", schema=None) as batch_op:
        batch_op.create_index("ix_alerts_open", ["id"], unique=False, sqlite_where=sa.text("state = 'open'"))
        batch_op.create_index("ix_alerts_store", ["store_id", "at"], unique=False)

    op.create_table(
        "family",
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("added_by", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_family_member_id_members")),
        sa.ForeignKeyConstraint(["staff_id"], ["members.id"], name=op.f("fk_family_staff_id_members")),
        sa.PrimaryKeyConstraint("staff_id", "member_id", name=op.f("pk_family")),
    )
    op.create_table(
        "freezes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ended_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ended_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name=op.f("fk_freezes_author_id_members")),
        sa.ForeignKeyConstraint(["ended_by"], ["members.id"], name=op.f("fk_freezes_ended_by_members")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_freezes_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_freezes")),
    )
    with op.batch_alter_table("freezes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_freezes_member_id"), ["member_id"], unique=False)
        batch_op.create_index(
            "uq_freezes_open", ["member_id"], unique=True, sqlite_where=sa.text("ended_at IS NULL")
        )

    op.create_table(
        "imports",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("file_hash", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), server_default="0", nullable=False),
        sa.Column("figures", sa.Text(), server_default="{}", nullable=False),
        sa.Column("message_id", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ended_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name=op.f("fk_imports_author_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.create_index(
            "ix_imports_at_work",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state IN ('running', 'undoing')"),
        )
        batch_op.create_index("ix_imports_file_hash", ["file_hash"], unique=False)

    op.create_table(
        "preferences",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("muted", sa.Text(), server_default="", nullable=False),
        sa.Column("quiet_from_hour", sa.Integer(), server_default="21", nullable=False),
        sa.Column("quiet_until_hour", sa.Integer(), server_default="9", nullable=False),
        sa.Column("time_zone", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_preferences_member_id_members")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_preferences")),
    )
    op.create_table(
        "shifts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cashier_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("closed_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("closed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("totals", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["cashier_id"], ["members.id"], name=op.f("fk_shifts_cashier_id_members")),
        sa.ForeignKeyConstraint(["closed_by"], ["members.id"], name=op.f("fk_shifts_closed_by_members")),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_shifts_store_id_stores")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shifts")),
    )
    with op.batch_alter_table("shifts", schema=None) as batch_op:
        batch_op.create_index("ix_shifts_store", ["store_id", "opened_at"], unique=False)
        batch_op.create_index(
            "uq_shifts_open", ["cashier_id"], unique=True, sqlite_where=sa.text("closed_at IS NULL")
        )

    op.create_table(
        "staff_stores",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_staff_stores_member_id_members")
        ),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_staff_stores_store_id_stores")),
        sa.PrimaryKeyConstraint("member_id", "store_id", name=op.f("pk_staff_stores")),
    )
    op.create_table(
        "tills",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("key_end", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("added_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seen_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("revoked_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("revoked_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["added_by"], ["members.id"], name=op.f("fk_tills_added_by_members")),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_tills_store_id_stores")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tills")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_tills_key_hash")),
    )
    op.create_table(
        "webhooks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("added_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("paused_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("removed_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("failing_since", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["added_by"], ["members.id"], name=op.f("fk_webhooks_added_by_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
    )
    op.create_table(
        "api_requests",
        sa.Column("till_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("asked_hash", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["till_id"], ["tills.id"], name=op.f("fk_api_requests_till_id_tills")),
        sa.PrimaryKeyConstraint("till_id", "key", name=op.f("pk_api_requests")),
    )
    with op.batch_alter_table("api_requests", schema=None) as batch_op:
        batch_op.create_index("ix_api_requests_at", ["at"], unique=False)

    op.create_table(
        "deliveries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("webhook_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("status", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("due_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ended_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhooks.id"], name=op.f("fk_deliveries_webhook_id_webhooks")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("webhook_id", "event", name=op.f("uq_deliveries_webhook_id_event")),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index(
            "ix_deliveries_due", ["due_at", "id"], unique=False, sqlite_where=sa.text("state = 'queued'")
        )
        batch_op.create_index(
            "ix_deliveries_ended", ["ended_at"], unique=False, sqlite_where=sa.text("ended_at IS NOT NULL")
        )
        batch_op.create_index(
            "ix_deliveries_failed", ["webhook_id"], unique=False, sqlite_where=sa.text("state = 'failed'")
        )
        batch_op.create_index("ix_deliveries_log", ["webhook_id", "id"], unique=False)
        batch_op.create_index(
            "ix_deliveries_waiting", ["webhook_id"], unique=False, sqlite_where=sa.text("state = 'queued'")
        )

    op.create_table(
        "merges",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kept_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("other_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("operation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("moved", sa.Text(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.LargeBinary(), nullable=True),
        sa.Column("birthday", sa.LargeBinary(), nullable=True),
        sa.Column("birthday_index", sa.LargeBinary(), nullable=True),
        sa.Column("birthday_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("undone_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("undone_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["members.id"], name=op.f("fk_merges_by_id_members")),
        sa.ForeignKeyConstraint(["kept_id"], ["members.id"], name=op.f("fk_merges_kept_id_members")),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operations.id"], name=op.f("fk_merges_operation_id_operations")
        ),
        sa.ForeignKeyConstraint(["other_id"], ["members.id"], name=op.f("fk_merges_other_id_members")),
        sa.ForeignKeyConstraint(["undone_by"], ["members.id"], name=op.f("fk_merges_undone_by_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
    )
    with op.batch_alter_table("merges", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_merges_kept_id"), ["kept_id"], unique=False)
        batch_op.create_index(
            "uq_merges_other", ["other_id"], unique=True, sqlite_where=sa.text("undone_at IS NULL")
        )

    op.create_table(
        "page_sessions",
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("opening", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expires_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_page_sessions_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_page_sessions_member_id_members")
        ),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_page_sessions")),
        sa.UniqueConstraint("opening", name=op.f("uq_page_sessions_opening")),
    )
    with op.batch_alter_table("page_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_page_sessions_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "import_rows",
        sa.Column("import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created", sa.Boolean(), nullable=False),
        sa.Column("operation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("purchase_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_import_rows_import_id_imports")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_import_rows_member_id_members")),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operations.id"], name=op.f("fk_import_rows_operation_id_operations")
        ),
        sa.ForeignKeyConstraint(
            ["purchase_id"], ["purchases.id"], name=op.f("fk_import_rows_purchase_id_purchases")
        ),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f("pk_import_rows")),
    )
    op.create_table(
        "receipt_claims",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("photo_id", sa.Text(), server_default="", nullable=False),
        sa.Column("receipt", sa.Text(), server_default="", nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("bought_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decided_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("purchase_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["members.id"], name=op.f("fk_receipt_claims_decided_by_members")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_receipt_claims_member_id_members")
        ),
        sa.ForeignKeyConstraint(
            ["purchase_id"], ["purchases.id"], name=op.f("fk_receipt_claims_purchase_id_purchases")
        ),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_receipt_claims_store_id_stores")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_claims")),
    )
    with op.batch_alter_table("receipt_claims", schema=None) as batch_op:
        batch_op.create_index("ix_receipt_claims_member", ["member_id", "at"], unique=False)
        batch_op.create_index(
            "ix_receipt_claims_open",
            ["member_id"],
            unique=False,
            sqlite_where=sa.text("state IN ('begun', 'waiting')"),
        )
        batch_op.create_index(
            "ix_receipt_claims_waiting", ["id"], unique=False, sqlite_where=sa.text("state = 'waiting'")
        )

    op.create_table(
        "shelved",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("first_seq", sa.Integer(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("merge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_shelved_member_id_members")),
        sa.ForeignKeyConstraint(["merge_id"], ["merges.id"], name=op.f("fk_shelved_merge_id_merges")),
        sa.PrimaryKeyConstraint("member_id", "first_seq", "merge_id", name=op.f("pk_shelved")),
    )
    with op.batch_alter_table("shelved", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shelved_merge_id"), ["merge_id"], unique=False)

    op.create_table(
        "approvals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("draft_id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decided_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["members.id"], name=op.f("fk_approvals_asked_by_members")),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["sale_drafts.id"], name=op.f("fk_approvals_draft_id_sale_drafts")
        ),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_approvals_store_id_stores")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
    )
    with op.batch_alter_table("approvals", schema=None) as batch_op:
        batch_op.create_index("ix_approvals_draft", ["draft_id", "id"], unique=False)
        batch_op.create_index(
            "uq_approvals_draft", ["draft_id"], unique=True, sqlite_where=sa.text("state = 'open'")
        )

    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked_by", sa.BigInteger(), nullable=True))
        batch_op.create_index(
            "ix_consents_asked_by",
            ["asked_by", "at"],
            unique=False,
            sqlite_where=sa.text("asked_by IS NOT NULL"),
        )

    with op.batch_alter_table("guesses", schema=None) as batch_op:
        batch_op.add_column(sa.Column("what", sa.Text(), server_default="code", nullable=False))

    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stores", sa.Text(), server_default="", nullable=False))

    with op.batch_alter_table("lots", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("moved_to", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into", sa.BigInteger(), nullable=True))
        batch_op.add_column(
            sa.Column("bonuses_from", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column("erased_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("old_card", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("member_since", sa.Date(), nullable=True))
        batch_op.create_index(
            "ix_members_old_card", ["old_card"], unique=False, sqlite_where=sa.text("old_card IS NOT NULL")
        )

    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("priority", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(
            sa.Column("expires_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("account_id", sa.BigInteger(), nullable=True))
        batch_op.create_index(
            "ix_notices_marketing",
            ["member_id", "ended_at"],
            unique=False,
            sqlite_where=sa.text("priority >= 3"),
        )
        batch_op.create_index(
            "ix_notices_open",
            ["member_id", "priority", "id"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "ix_notices_turn",
            ["priority", "due_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'queued'"),
        )
        batch_op.create_index(
            "ix_notices_under_way", ["member_id"], unique=False, sqlite_where=sa.text("state = 'sending'")
        )

    with op.batch_alter_table("purchases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("way", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("till_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("shift_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(
            sa.Column("booked_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_index(
            "uq_purchases_till_receipt",
            ["till_id", "receipt"],
            unique=True,
            sqlite_where=sa.text("till_id IS NOT NULL AND receipt <> '' AND undone_at IS NULL"),
        )

    with op.batch_alter_table("sale_drafts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("way", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("till_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("approved_by", sa.BigInteger(), nullable=True))
        batch_op.add_column(
            sa.Column("bought_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )

    with op.batch_alter_table("stores", schema=None) as batch_op:
        batch_op.add_column(sa.Column("address", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("latitude_e6", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("longitude_e6", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("hours", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("watch", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("closed_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )


def downgrade() -> None:
    """Back to the version before."""
    with op.batch_alter_table("stores", schema=None) as batch_op:
        batch_op.drop_column("closed_at")
        batch_op.drop_column("watch")
        batch_op.drop_column("hours")
        batch_op.drop_column("longitude_e6")
        batch_op.drop_column("latitude_e6")
        batch_op.drop_column("address")

    with op.batch_alter_table("sale_drafts", schema=None) as batch_op:
        batch_op.drop_column("bought_at")
        batch_op.drop_column("approved_by")
        batch_op.drop_column("till_id")
        batch_op.drop_column("way")

    with op.batch_alter_table("purchases", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_purchases_till_receipt",
            sqlite_where=sa.text("till_id IS NOT NULL AND receipt <> '' AND undone_at IS NULL"),
        )
        batch_op.drop_column("booked_at")
        batch_op.drop_column("shift_id")
        batch_op.drop_column("till_id")
        batch_op.drop_column("way")

    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index("ix_notices_under_way", sqlite_where=sa.text("state = 'sending'"))
        batch_op.drop_index("ix_notices_turn", sqlite_where=sa.text("state = 'queued'"))
        batch_op.drop_index("ix_notices_open", sqlite_where=sa.text("ended_at IS NULL"))
        batch_op.drop_index("ix_notices_marketing", sqlite_where=sa.text("priority >= 3"))
        batch_op.drop_column("account_id")
        batch_op.drop_column("expires_at")
        batch_op.drop_column("priority")

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_index("ix_members_old_card", sqlite_where=sa.text("old_card IS NOT NULL"))
        batch_op.drop_column("member_since")
        batch_op.drop_column("old_card")
        batch_op.drop_column("erased_at")
        batch_op.drop_column("bonuses_from")
        batch_op.drop_column("merged_into")

    with op.batch_alter_table("lots", schema=None) as batch_op:
        batch_op.drop_column("moved_to")

    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_column("stores")

    with op.batch_alter_table("guesses", schema=None) as batch_op:
        batch_op.drop_column("what")

    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_index("ix_consents_asked_by", sqlite_where=sa.text("asked_by IS NOT NULL"))
        batch_op.drop_column("asked_by")

    with op.batch_alter_table("approvals", schema=None) as batch_op:
        batch_op.drop_index("uq_approvals_draft", sqlite_where=sa.text("state = 'open'"))
        batch_op.drop_index("ix_approvals_draft")

    op.drop_table("approvals")
    with op.batch_alter_table("shelved", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shelved_merge_id"))

    op.drop_table("shelved")
    with op.batch_alter_table("receipt_claims", schema=None) as batch_op:
        batch_op.drop_index("ix_receipt_claims_waiting", sqlite_where=sa.text("state = 'waiting'"))
        batch_op.drop_index("ix_receipt_claims_open", sqlite_where=sa.text("state IN ('begun', 'waiting')"))
        batch_op.drop_index("ix_receipt_claims_member")

    op.drop_table("receipt_claims")
    op.drop_table("import_rows")
    with op.batch_alter_table("page_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_page_sessions_expires_at"))

    op.drop_table("page_sessions")
    with op.batch_alter_table("merges", schema=None) as batch_op:
        batch_op.drop_index("uq_merges_other", sqlite_where=sa.text("undone_at IS NULL"))
        batch_op.drop_index(batch_op.f("ix_merges_kept_id"))

    op.drop_table("merges")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index("ix_deliveries_waiting", sqlite_where=sa.text("state = 'queued'"))
        batch_op.drop_index("ix_deliveries_log")
        batch_op.drop_index("ix_deliveries_failed", sqlite_where=sa.text("state = 'failed'"))
        batch_op.drop_index("ix_deliveries_ended", sqlite_where=sa.text("ended_at IS NOT NULL"))
        batch_op.drop_index("ix_deliveries_due", sqlite_where=sa.text("state = 'queued'"))

    op.drop_table("deliveries")
    with op.batch_alter_table("api_requests", schema=None) as batch_op:
        batch_op.drop_index("ix_api_requests_at")

    op.drop_table("api_requests")
    op.drop_table("webhooks")
    op.drop_table("tills")
    op.drop_table("staff_stores")
    with op.batch_alter_table("shifts", schema=None) as batch_op:
        batch_op.drop_index("uq_shifts_open", sqlite_where=sa.text("closed_at IS NULL"))
        batch_op.drop_index("ix_shifts_store")

    op.drop_table("shifts")
    op.drop_table("preferences")
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.drop_index("ix_imports_file_hash")
        batch_op.drop_index("ix_imports_at_work", sqlite_where=sa.text("state IN ('running', 'undoing')"))

    op.drop_table("imports")
    with op.batch_alter_table("freezes", schema=None) as batch_op:
        batch_op.drop_index("uq_freezes_open", sqlite_where=sa.text("ended_at IS NULL"))
        batch_op.drop_index(batch_op.f("ix_freezes_member_id"))

    op.drop_table("freezes")
    op.drop_table("family")
    with op.batch_alter_table("alerts", schema=None) as batch_op:
        batch_op.drop_index("ix_alerts_store")
        batch_op.drop_index("ix_alerts_open", sqlite_where=sa.text("state = 'open'"))

    op.drop_table("alerts")
    with op.batch_alter_table("erasures", schema=None) as batch_op:
        batch_op.drop_index("ix_erasures_value")
        batch_op.drop_index(batch_op.f("ix_erasures_day"))

    op.drop_table("erasures")
