"""History of records that were created together, one row for many."""

import sqlalchemy as sa
from alembic import op

revision = "r0013"
down_revision = "r0012"


def upgrade() -> None:
    """A new table; what was written before stays entry by entry."""
    op.create_table(
        "audit_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("entity", sa.String(length=50), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("same", sa.JSON(), nullable=False),
        sa.Column("own", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["audit_group.id"], name=op.f("fk_audit_batch_group_id_audit_group"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_batch")),
    )
    op.create_index("ix_audit_batch_entity", "audit_batch", ["entity", "first_id"], unique=False)
    op.create_index(op.f("ix_audit_batch_group_id"), "audit_batch", ["group_id"], unique=False)
