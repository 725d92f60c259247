"""Living members and enrolments by till."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """To version 0005."""
    # Spelt out: Alembic would build the table anew, and with it lose the triggers that keep it append-only.
    op.execute(
        "ALTER TABLE consents ADD COLUMN till_id INTEGER"
        " CONSTRAINT fk_consents_till_id_tills REFERENCES tills (id)"
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index(
            "ix_consents_till_id",
            ["till_id", "at"],
            unique=False,
            sqlite_where=sa.text("till_id IS NOT NULL"),
        )
        batch_op.drop_index("ix_consents_news", sqlite_where=sa.text("kind = 'advertising'"))
        batch_op.create_index(
            "ix_consents_news",
            ["member_id", "id", "given", "kind"],
            unique=False,
            sqlite_where=sa.text("kind = 'advertising'"),
        )

    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_accounts_reachable",
            ["member_id", "reachable"],
            unique=False,
            sqlite_where=sa.text("reachable = 1"),
        )

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.create_index(
            "ix_members_living",
            ["id", "step", "erased_at"],
            unique=False,
            sqlite_where=sa.text("step = 'joined' AND erased_at IS NULL"),
        )


def downgrade() -> None:
    """Back to the version before."""
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_members_living", sqlite_where=sa.text("step = 'joined' AND erased_at IS NULL")
        )

    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.drop_index("ix_accounts_reachable", sqlite_where=sa.text("reachable = 1"))

    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_index("ix_consents_news", sqlite_where=sa.text("kind = 'advertising'"))
        batch_op.create_index(
            "ix_consents_news",
            ["kind", "member_id", "id", "given"],
            unique=False,
            sqlite_where=sa.text("kind = 'advertising'"),
        )
        batch_op.drop_index("ix_consents_till_id", sqlite_where=sa.text("till_id IS NOT NULL"))

    op.execute("ALTER TABLE consents DROP COLUMN till_id")
