"""The index of training records holds all that a year's sums ask for, so that the records themselves are not read."""

from alembic import op

revision = "r0012"
down_revision = "r0011"

NAME = "ix_training_record_officer_id"
ASKED = ["officer_id", "held_on", "minutes", "category", "ends_on", "status", "deleted_at", "duplicate_of_id"]


def upgrade() -> None:
    """The same index with more columns."""
    op.drop_index(NAME, "training_record")
    op.create_index(NAME, "training_record", ASKED, unique=False)
