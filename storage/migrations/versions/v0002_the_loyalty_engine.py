"""The loyalty engine."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """To version 0002."""
    op.create_table(
        "cases",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decided_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["members.id"], name=op.f("fk_cases_decided_by_members")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_cases_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index("ix_cases_member", ["member_id", "at"], unique=False)
        batch_op.create_index("ix_cases_open", ["id"], unique=False, sqlite_where=sa.text("state = 'open'"))
        batch_op.create_index(
            "uq_cases_entry", ["member_id", "seq"], unique=True, sqlite_where=sa.text("seq IS NOT NULL")
        )

    op.create_table(
        "certificates",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("holder_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("nominal_minor", sa.BigInteger(), nullable=False),
        sa.Column("balance_minor", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("blocked", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "balance_minor >= 0 AND balance_minor <= nominal_minor",
            name=op.f("ck_certificates_balance_minor"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["members.id"], name=op.f("fk_certificates_author_id_members")
        ),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["members.id"], name=op.f("fk_certificates_holder_id_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
        sa.UniqueConstraint("code", name=op.f("uq_certificates_code")),
    )
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificates_holder_id"), ["holder_id"], unique=False)

    op.create_table(
        "code_campaigns",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("unique_codes", sa.Boolean(), nullable=False),
        sa.Column("total", sa.Integer(), server_default="0", nullable=False),
        sa.Column("per_member", sa.Integer(), server_default="1", nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("tier", sa.Text(), server_default="", nullable=False),
        sa.Column("newcomers_only", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("active", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["members.id"], name=op.f("fk_code_campaigns_author_id_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_campaigns")),
    )
    op.create_table(
        "grants",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("lifetime_days", sa.Integer(), server_default="0", nullable=False),
        sa.Column("silent", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ended_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("points > 0", name=op.f("ck_grants_points")),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name=op.f("fk_grants_author_id_members")),
        sa.ForeignKeyConstraint(["decided_by"], ["members.id"], name=op.f("fk_grants_decided_by_members")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_grants_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
    )
    with op.batch_alter_table("grants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grants_member_id"), ["member_id"], unique=False)

    op.create_table(
        "guesses",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_guesses_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guesses")),
    )
    with op.batch_alter_table("guesses", schema=None) as batch_op:
        batch_op.create_index("ix_guesses_at", ["at"], unique=False)
        batch_op.create_index("ix_guesses_member", ["member_id", "at"], unique=False)

    op.create_table(
        "pay_codes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digits", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expires_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("used_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_pay_codes_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_codes")),
    )
    with op.batch_alter_table("pay_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pay_codes_member_id"), ["member_id"], unique=False)

    op.create_table(
        "programme_drafts",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_programme_drafts_member_id_members")
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_programme_drafts")),
    )
    op.create_table(
        "referral_flags",
        sa.Column("inviter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("flag", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("friends", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["inviter_id"], ["members.id"], name=op.f("fk_referral_flags_inviter_id_members")
        ),
        sa.PrimaryKeyConstraint("inviter_id", "flag", "month", name=op.f("pk_referral_flags")),
    )
    with op.batch_alter_table("referral_flags", schema=None) as batch_op:
        batch_op.create_index("ix_referral_flags_at", ["at"], unique=False)

    op.create_table(
        "remarks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("about_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_remarks_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remarks")),
    )
    with op.batch_alter_table("remarks", schema=None) as batch_op:
        batch_op.create_index("ix_remarks_about", ["about", "about_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_remarks_member_id"), ["member_id"], unique=False)

    op.create_table(
        "rewards",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), server_default="", nullable=False),
        sa.Column("price_points", sa.BigInteger(), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=True),
        sa.Column("per_member", sa.Integer(), server_default="0", nullable=False),
        sa.Column("donation", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("active", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("price_points > 0", name=op.f("ck_rewards_price_points")),
        sa.CheckConstraint("stock >= 0", name=op.f("ck_rewards_stock")),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name=op.f("fk_rewards_author_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rewards")),
    )
    op.create_table(
        "claims",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reward_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("stamp_card", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("operation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("handed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expires_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ended_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["handed_by"], ["members.id"], name=op.f("fk_claims_handed_by_members")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_claims_member_id_members")),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operations.id"], name=op.f("fk_claims_operation_id_operations")
        ),
        sa.ForeignKeyConstraint(["reward_id"], ["rewards.id"], name=op.f("fk_claims_reward_id_rewards")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
    )
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.create_index("ix_claims_member", ["member_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_claims_reward_id"), ["reward_id"], unique=False)
        batch_op.create_index(
            "ix_claims_waiting",
            ["expires_at"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting' AND expires_at IS NOT NULL"),
        )

    op.create_table(
        "occasions",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("operation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("phone_index", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_occasions_member_id_members")),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operations.id"], name=op.f("fk_occasions_operation_id_operations")
        ),
        sa.PrimaryKeyConstraint("member_id", "occasion", name=op.f("pk_occasions")),
    )
    with op.batch_alter_table("occasions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_occasions_phone",
            ["phone_index"],
            unique=False,
            sqlite_where=sa.text("phone_index IS NOT NULL"),
        )

    op.create_table(
        "promo_codes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["code_campaigns.id"], name=op.f("fk_promo_codes_campaign_id_code_campaigns")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promo_codes")),
        sa.UniqueConstraint("code", name=op.f("uq_promo_codes_code")),
    )
    with op.batch_alter_table("promo_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_promo_codes_campaign_id"), ["campaign_id"], unique=False)

    op.create_table(
        "certificate_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("operation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("certificate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("purchase_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("amount_minor <> 0", name=op.f("ck_certificate_entries_amount_minor")),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["members.id"], name=op.f("fk_certificate_entries_actor_id_members")
        ),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificates.id"],
            name=op.f("fk_certificate_entries_certificate_id_certificates"),
        ),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operations.id"], name=op.f("fk_certificate_entries_operation_id_operations")
        ),
        sa.ForeignKeyConstraint(
            ["purchase_id"], ["purchases.id"], name=op.f("fk_certificate_entries_purchase_id_purchases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_entries")),
        sa.UniqueConstraint("certificate_id", "seq", name=op.f("uq_certificate_entries_certificate_id_seq")),
    )
    with op.batch_alter_table("certificate_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_entries_purchase_id"), ["purchase_id"], unique=False)

    op.create_table(
        "offers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("active", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("promo_code_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name=op.f("fk_offers_author_id_members")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_offers_member_id_members")),
        sa.ForeignKeyConstraint(
            ["promo_code_id"], ["promo_codes.id"], name=op.f("fk_offers_promo_code_id_promo_codes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
    )
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offers_member_id"), ["member_id"], unique=False)

    op.create_table(
        "referrals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("friend_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("inviter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("purchase_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("due_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("paid_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("inviter_points", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("operation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["friend_id"], ["members.id"], name=op.f("fk_referrals_friend_id_members")),
        sa.ForeignKeyConstraint(["inviter_id"], ["members.id"], name=op.f("fk_referrals_inviter_id_members")),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operations.id"], name=op.f("fk_referrals_operation_id_operations")
        ),
        sa.ForeignKeyConstraint(
            ["purchase_id"], ["purchases.id"], name=op.f("fk_referrals_purchase_id_purchases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
        sa.UniqueConstraint("friend_id", name=op.f("uq_referrals_friend_id")),
    )
    with op.batch_alter_table("referrals", schema=None) as batch_op:
        batch_op.create_index("ix_referrals_at", ["at"], unique=False)
        batch_op.create_index(
            "ix_referrals_due", ["due_at"], unique=False, sqlite_where=sa.text("state = 'bought'")
        )
        batch_op.create_index("ix_referrals_inviter", ["inviter_id", "at"], unique=False)
        batch_op.create_index(
            "ix_referrals_paid_at", ["paid_at"], unique=False, sqlite_where=sa.text("paid_at IS NOT NULL")
        )
        batch_op.create_index(batch_op.f("ix_referrals_purchase_id"), ["purchase_id"], unique=False)

    op.create_table(
        "refunds",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("operation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("purchase_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("money_minor", sa.BigInteger(), nullable=False),
        sa.Column("returned_points", sa.BigInteger(), nullable=False),
        sa.Column("reversed_points", sa.BigInteger(), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_refunds_amount_minor")),
        sa.ForeignKeyConstraint(["actor_id"], ["members.id"], name=op.f("fk_refunds_actor_id_members")),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operations.id"], name=op.f("fk_refunds_operation_id_operations")
        ),
        sa.ForeignKeyConstraint(
            ["purchase_id"], ["purchases.id"], name=op.f("fk_refunds_purchase_id_purchases")
        ),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_refunds_store_id_stores")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
    )
    with op.batch_alter_table("refunds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_refunds_purchase_id"), ["purchase_id"], unique=False)

    op.create_table(
        "reviews",
        sa.Column("purchase_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_reviews_member_id_members")),
        sa.ForeignKeyConstraint(
            ["purchase_id"], ["purchases.id"], name=op.f("fk_reviews_purchase_id_purchases")
        ),
        sa.PrimaryKeyConstraint("purchase_id", name=op.f("pk_reviews")),
    )
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reviews_member_id"), ["member_id"], unique=False)

    op.create_table(
        "stamps",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("purchase_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("claim_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("taken_back_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_stamps_claim_id_claims")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_stamps_member_id_members")),
        sa.ForeignKeyConstraint(
            ["purchase_id"], ["purchases.id"], name=op.f("fk_stamps_purchase_id_purchases")
        ),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_stamps_store_id_stores")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stamps")),
        sa.UniqueConstraint("card", "purchase_id", name=op.f("uq_stamps_card_purchase_id")),
    )
    with op.batch_alter_table("stamps", schema=None) as batch_op:
        batch_op.create_index(
            "ix_stamps_open",
            ["member_id", "card"],
            unique=False,
            sqlite_where=sa.text("claim_id IS NULL AND taken_back_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_stamps_purchase_id"), ["purchase_id"], unique=False)

    op.create_table(
        "standings",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tier_since", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("warned_on", sa.Date(), nullable=True),
        sa.Column("manual_until", sa.Date(), nullable=True),
        sa.Column("lifted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("before", sa.Text(), server_default="", nullable=False),
        sa.Column("step_carry_minor", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["lifted_by"], ["purchases.id"], name=op.f("fk_standings_lifted_by_purchases")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_standings_member_id_members")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_standings")),
    )
    with op.batch_alter_table("standings", schema=None) as batch_op:
        batch_op.create_index(
            "ix_standings_manual_until",
            ["manual_until"],
            unique=False,
            sqlite_where=sa.text("manual_until IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_standings_review_on",
            ["review_on"],
            unique=False,
            sqlite_where=sa.text("review_on IS NOT NULL"),
        )

    op.create_table(
        "uses",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("which", sa.Text(), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("purchase_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("freed_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_uses_member_id_members")),
        sa.ForeignKeyConstraint(
            ["purchase_id"], ["purchases.id"], name=op.f("fk_uses_purchase_id_purchases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uses")),
    )
    with op.batch_alter_table("uses", schema=None) as batch_op:
        batch_op.create_index(
            "ix_uses_living",
            ["what", "which", "member_id"],
            unique=False,
            sqlite_where=sa.text("freed_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_uses_purchase_id"), ["purchase_id"], unique=False)

    op.create_table(
        "holds",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("draft_id", sa.Text(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("allocation", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("message_id", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expires_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ended_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("points > 0", name=op.f("ck_holds_points")),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["sale_drafts.id"], name=op.f("fk_holds_draft_id_sale_drafts"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_holds_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
    )
    with op.batch_alter_table("holds", schema=None) as batch_op:
        batch_op.create_index("ix_holds_draft", ["draft_id"], unique=False)
        batch_op.create_index("ix_holds_member", ["member_id", "at"], unique=False)
        batch_op.create_index(
            "ix_holds_open", ["expires_at"], unique=False, sqlite_where=sa.text("state = 'open'")
        )
        batch_op.create_index(
            "uq_holds_sale",
            ["member_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open' AND purpose = 'sale'"),
        )

    op.create_table(
        "gifts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("sender_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recipient_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("hold_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expires_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ended_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["hold_id"], ["holds.id"], name=op.f("fk_gifts_hold_id_holds")),
        sa.ForeignKeyConstraint(["recipient_id"], ["members.id"], name=op.f("fk_gifts_recipient_id_members")),
        sa.ForeignKeyConstraint(["sender_id"], ["members.id"], name=op.f("fk_gifts_sender_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gifts")),
        sa.UniqueConstraint("token", name=op.f("uq_gifts_token")),
    )
    with op.batch_alter_table("gifts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_gifts_open", ["expires_at"], unique=False, sqlite_where=sa.text("state = 'offered'")
        )
        batch_op.create_index("ix_gifts_sender", ["sender_id", "at"], unique=False)

    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.alter_column("lot_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_index(batch_op.f("ix_entries_purchase_id"), ["purchase_id"], unique=False)

    with op.batch_alter_table("heads", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_heads_available"), type_="check")
        batch_op.alter_column("available", new_column_name="points", existing_type=sa.BigInteger())
        batch_op.add_column(sa.Column("debt", sa.BigInteger(), server_default="0", nullable=False))
        batch_op.create_check_constraint(op.f("ck_heads_debt"), "debt >= 0")
        batch_op.create_check_constraint(op.f("ck_heads_points"), "points + debt >= 0")

    with op.batch_alter_table("lots", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.Text(), server_default="earned", nullable=False))
        batch_op.add_column(sa.Column("reserved", sa.BigInteger(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("blocked", sa.Boolean(), server_default="0", nullable=False))
        batch_op.add_column(
            sa.Column("reminded_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("told_active", sa.Boolean(), server_default="1", nullable=False))
        batch_op.create_index(
            "ix_lots_expires_at",
            ["expires_at"],
            unique=False,
            sqlite_where=sa.text("remaining > 0 AND expires_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_lots_open", ["member_id"], unique=False, sqlite_where=sa.text("remaining > 0")
        )
        batch_op.create_index(
            "ix_lots_waking", ["active_from"], unique=False, sqlite_where=sa.text("told_active = 0")
        )
        batch_op.create_check_constraint(
            op.f("ck_lots_reserved"),
            "reserved >= 0 AND reserved <= remaining",
        )

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.add_column(sa.Column("invite_token", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("birthday_index", sa.LargeBinary(), nullable=True))
        batch_op.add_column(
            sa.Column("birthday_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_index("ix_members_birthday_index", ["birthday_index"], unique=False)
        batch_op.create_index("uq_members_invite_token", ["invite_token"], unique=True)

    with op.batch_alter_table("purchases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("money_minor", sa.BigInteger(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("spent_points", sa.BigInteger(), server_default="0", nullable=False))
        batch_op.add_column(
            sa.Column("certificate_minor", sa.BigInteger(), server_default="0", nullable=False)
        )
        batch_op.add_column(sa.Column("refunded_minor", sa.BigInteger(), server_default="0", nullable=False))
        batch_op.add_column(
            sa.Column("money_back_minor", sa.BigInteger(), server_default="0", nullable=False)
        )
        batch_op.add_column(sa.Column("returned_points", sa.BigInteger(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("reversed_points", sa.BigInteger(), server_default="0", nullable=False))
        batch_op.drop_index(batch_op.f("ix_purchases_member_id"))
        batch_op.create_index("ix_purchases_at", ["at"], unique=False)
        batch_op.create_index("ix_purchases_member_at", ["member_id", "at"], unique=False)
        batch_op.create_check_constraint(
            op.f("ck_purchases_paid"),
            "spent_points >= 0 AND money_minor >= 0",
        )
        batch_op.create_check_constraint(
            op.f("ck_purchases_refunded_minor"),
            "refunded_minor >= 0 AND refunded_minor <= amount_minor",
        )
        batch_op.create_check_constraint(
            op.f("ck_purchases_money_back_minor"),
            "money_back_minor >= 0 AND money_back_minor <= money_minor",
        )
        batch_op.create_check_constraint(
            op.f("ck_purchases_returned_points"),
            "returned_points >= 0 AND returned_points <= spent_points",
        )
        batch_op.create_check_constraint(
            op.f("ck_purchases_reversed_points"),
            "reversed_points >= 0 AND reversed_points <= earned_points",
        )

    with op.batch_alter_table("sale_drafts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lines", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("spend_points", sa.BigInteger(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("approved", sa.Boolean(), server_default="0", nullable=False))
        batch_op.add_column(
            sa.Column("promo_code_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column("certificate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_sale_drafts_promo_code_id_promo_codes"), "promo_codes", ["promo_code_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_sale_drafts_certificate_id_certificates"),
            "certificates",
            ["certificate_id"],
            ["id"],
        )
    for table in ("entries", "certificate_entries"):
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuse_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    _carry_over()


def _carry_over() -> None:
    """Purchases of version 0001 were all money under one rate; their traces get the figures of today's."""
    connection = op.get_bind()
    # A preview of the old kind can't be confirmed any more: the card is scanned again.
    connection.execute(sa.text("UPDATE sale_drafts SET state = 'ended' WHERE state = 'open'"))
    connection.execute(sa.text("UPDATE sale_drafts SET shown = ''"))
    connection.execute(sa.text("UPDATE purchases SET money_minor = amount_minor"))
    connection.execute(
        sa.text("UPDATE purchases SET reversed_points = earned_points WHERE undone_at IS NOT NULL")
    )
    rows = connection.execute(sa.text("SELECT id, trace FROM purchases")).all()
    for purchase_id, trace in rows:
        connection.execute(
            sa.text("UPDATE purchases SET trace = :trace WHERE id = :id"),
            {"trace": json.dumps(_whole(json.loads(trace)), ensure_ascii=False), "id": purchase_id},
        )


def _whole(trace: dict[str, Any]) -> dict[str, Any]:
    money = trace["money_minor"]
    line = {
        "amount_minor": money,
        "category": "",
        "quantity": 1,
        "discount_minor": 0,
        "points_minor": 0,
        "base_minor": money,
        "rate_bp": trace["rate_bp"],
        "why": "programme",
        "others": [],
    }
    paid = {"due_minor": money, "spent_points": 0, "points_minor": 0, "base_minor": money, "tier": "plain"}
    return trace | paid | {"percent_points": trace["points"], "lines": [line]}


def downgrade() -> None:
    """Back to the version before."""
    with op.batch_alter_table("sale_drafts", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_sale_drafts_certificate_id_certificates"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_sale_drafts_promo_code_id_promo_codes"), type_="foreignkey")
        batch_op.drop_column("certificate_id")
        batch_op.drop_column("promo_code_id")
        batch_op.drop_column("approved")
        batch_op.drop_column("spend_points")
        batch_op.drop_column("lines")

    with op.batch_alter_table("purchases", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_purchases_paid"), type_="check")
        batch_op.drop_constraint(op.f("ck_purchases_refunded_minor"), type_="check")
        batch_op.drop_constraint(op.f("ck_purchases_money_back_minor"), type_="check")
        batch_op.drop_constraint(op.f("ck_purchases_returned_points"), type_="check")
        batch_op.drop_constraint(op.f("ck_purchases_reversed_points"), type_="check")
        batch_op.drop_index("ix_purchases_member_at")
        batch_op.drop_index("ix_purchases_at")
        batch_op.create_index(batch_op.f("ix_purchases_member_id"), ["member_id"], unique=False)
        batch_op.drop_column("reversed_points")
        batch_op.drop_column("returned_points")
        batch_op.drop_column("money_back_minor")
        batch_op.drop_column("refunded_minor")
        batch_op.drop_column("certificate_minor")
        batch_op.drop_column("spent_points")
        batch_op.drop_column("money_minor")

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_index("uq_members_invite_token")
        batch_op.drop_index("ix_members_birthday_index")
        batch_op.drop_column("birthday_at")
        batch_op.drop_column("birthday_index")
        batch_op.drop_column("invite_token")

    with op.batch_alter_table("lots", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_lots_reserved"), type_="check")
        batch_op.drop_index("ix_lots_waking", sqlite_where=sa.text("told_active = 0"))
        batch_op.drop_index("ix_lots_open", sqlite_where=sa.text("remaining > 0"))
        batch_op.drop_index(
            "ix_lots_expires_at", sqlite_where=sa.text("remaining > 0 AND expires_at IS NOT NULL")
        )
        batch_op.drop_column("told_active")
        batch_op.drop_column("reminded_at")
        batch_op.drop_column("blocked")
        batch_op.drop_column("reserved")
        batch_op.drop_column("kind")

    with op.batch_alter_table("heads", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_heads_points"), type_="check")
        batch_op.drop_constraint(op.f("ck_heads_debt"), type_="check")
        batch_op.alter_column("points", new_column_name="available", existing_type=sa.BigInteger())
        batch_op.drop_column("debt")
        batch_op.create_check_constraint(op.f("ck_heads_available"), "available >= 0")

    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entries_purchase_id"))
        batch_op.alter_column("lot_id", existing_type=sa.INTEGER(), nullable=False)

    with op.batch_alter_table("gifts", schema=None) as batch_op:
        batch_op.drop_index("ix_gifts_sender")
        batch_op.drop_index("ix_gifts_open", sqlite_where=sa.text("state = 'offered'"))

    op.drop_table("gifts")
    with op.batch_alter_table("holds", schema=None) as batch_op:
        batch_op.drop_index("uq_holds_sale", sqlite_where=sa.text("state = 'open' AND purpose = 'sale'"))
        batch_op.drop_index("ix_holds_open", sqlite_where=sa.text("state = 'open'"))
        batch_op.drop_index("ix_holds_member")
        batch_op.drop_index("ix_holds_draft")

    op.drop_table("holds")
    with op.batch_alter_table("uses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_uses_purchase_id"))
        batch_op.drop_index("ix_uses_living", sqlite_where=sa.text("freed_at IS NULL"))

    op.drop_table("uses")
    with op.batch_alter_table("standings", schema=None) as batch_op:
        batch_op.drop_index("ix_standings_review_on", sqlite_where=sa.text("review_on IS NOT NULL"))
        batch_op.drop_index("ix_standings_manual_until", sqlite_where=sa.text("manual_until IS NOT NULL"))

    op.drop_table("standings")
    with op.batch_alter_table("stamps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stamps_purchase_id"))
        batch_op.drop_index(
            "ix_stamps_open", sqlite_where=sa.text("claim_id IS NULL AND taken_back_at IS NULL")
        )

    op.drop_table("stamps")
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reviews_member_id"))

    op.drop_table("reviews")
    with op.batch_alter_table("refunds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_refunds_purchase_id"))

    op.drop_table("refunds")
    with op.batch_alter_table("referrals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referrals_purchase_id"))
        batch_op.drop_index("ix_referrals_paid_at", sqlite_where=sa.text("paid_at IS NOT NULL"))
        batch_op.drop_index("ix_referrals_inviter")
        batch_op.drop_index("ix_referrals_due", sqlite_where=sa.text("state = 'bought'"))
        batch_op.drop_index("ix_referrals_at")

    op.drop_table("referrals")
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offers_member_id"))

    op.drop_table("offers")
    with op.batch_alter_table("certificate_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificate_entries_purchase_id"))

    op.drop_table("certificate_entries")
    with op.batch_alter_table("promo_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_promo_codes_campaign_id"))

    op.drop_table("promo_codes")
    with op.batch_alter_table("occasions", schema=None) as batch_op:
        batch_op.drop_index("ix_occasions_phone", sqlite_where=sa.text("phone_index IS NOT NULL"))

    op.drop_table("occasions")
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_claims_waiting", sqlite_where=sa.text("state = 'waiting' AND expires_at IS NOT NULL")
        )
        batch_op.drop_index(batch_op.f("ix_claims_reward_id"))
        batch_op.drop_index("ix_claims_member")

    op.drop_table("claims")
    op.drop_table("rewards")
    with op.batch_alter_table("remarks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_remarks_member_id"))
        batch_op.drop_index("ix_remarks_about")

    op.drop_table("remarks")
    with op.batch_alter_table("referral_flags", schema=None) as batch_op:
        batch_op.drop_index("ix_referral_flags_at")

    op.drop_table("referral_flags")
    op.drop_table("programme_drafts")
    with op.batch_alter_table("pay_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pay_codes_member_id"))

    op.drop_table("pay_codes")
    with op.batch_alter_table("guesses", schema=None) as batch_op:
        batch_op.drop_index("ix_guesses_member")
        batch_op.drop_index("ix_guesses_at")

    op.drop_table("guesses")
    with op.batch_alter_table("grants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_grants_member_id"))

    op.drop_table("grants")
    op.drop_table("code_campaigns")
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificates_holder_id"))

    op.drop_table("certificates")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index("uq_cases_entry", sqlite_where=sa.text("seq IS NOT NULL"))
        batch_op.drop_index("ix_cases_open", sqlite_where=sa.text("state = 'open'"))
        batch_op.drop_index("ix_cases_member")

    op.drop_table("cases")
    for table in ("entries",):
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuse_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
