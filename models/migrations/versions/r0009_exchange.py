"""Rounds of collecting lists from units, what came back, and layouts of superior platforms."""

import sqlalchemy as sa
from alembic import op

revision = "r0009"
down_revision = "r0008"


def upgrade() -> None:
    """New tables only."""
    for create in (collection_round, collection_return, export_layout):
        create()


def recorded() -> "list[sa.Column[object]]":
    """What every ledger table carries."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.Column("search_words", sa.String(), server_default="", nullable=False),
        sa.Column("sample", sa.Boolean(), server_default="0", nullable=False),
    ]


def collection_round() -> None:
    op.create_table(
        "collection_round",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=100, collation="PINYIN"), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        *recorded(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_round")),
    )
    op.create_index(op.f("ix_collection_round_deleted_at"), "collection_round", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_collection_round_due_on"), "collection_round", ["due_on"], unique=False)


def collection_return() -> None:
    counts = ("new_count", "changed_count", "same_count", "error_count")
    op.create_table(
        "collection_return",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("file_name", sa.String(length=200, collation="PINYIN"), nullable=True),
        *(sa.Column(name, sa.Integer(), server_default="0", nullable=False) for name in counts),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["enforcement_agency.id"],
            name=op.f("fk_collection_return_agency_id_enforcement_agency"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["import_batch.id"],
            name=op.f("fk_collection_return_batch_id_import_batch"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["collection_round.id"],
            name=op.f("fk_collection_return_round_id_collection_round"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_return")),
        sa.UniqueConstraint("round_id", "agency_id", name=op.f("uq_collection_return_round_id_agency_id")),
    )
    op.create_index("ix_collection_return_agency_id", "collection_return", ["agency_id"], unique=False)
    op.create_index(op.f("ix_collection_return_deleted_at"), "collection_return", ["deleted_at"], unique=False)


def export_layout() -> None:
    op.create_table(
        "export_layout",
        sa.Column("name", sa.String(length=80, collation="PINYIN"), nullable=False),
        sa.Column("ledger", sa.String(length=40), nullable=False),
        sa.Column("file_name", sa.String(length=200, collation="PINYIN"), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("sheet", sa.String(length=60), nullable=False),
        sa.Column("header_row", sa.Integer(), nullable=False),
        sa.Column("first_row", sa.Integer(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("date_form", sa.String(length=20), server_default="dash", nullable=False),
        sa.Column("masked", sa.Boolean(), server_default="0", nullable=False),
        *recorded(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_layout")),
    )
    op.create_index(op.f("ix_export_layout_deleted_at"), "export_layout", ["deleted_at"], unique=False)
