"""The clean-up of qualifications: campaigns and decisions; how often and from when education off the post is judged."""

import sqlalchemy as sa
from alembic import op

revision = "r0008"
down_revision = "r0007"


def upgrade() -> None:
    """The campaign before its decisions."""
    cleanup_campaign()
    cleanup_decision()
    op.add_column("exit_case", sa.Column("education_from", sa.Date(), nullable=True))
    op.add_column("exit_case", sa.Column("failed_tests", sa.Integer(), server_default="0", nullable=False))


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


def cleanup_campaign() -> None:
    op.create_table(
        "cleanup_campaign",
        sa.Column("name", sa.String(length=60, collation="PINYIN"), nullable=False),
        sa.Column("doc_no", sa.String(length=60), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("self_check_until", sa.Date(), nullable=True),
        sa.Column("summary_until", sa.Date(), nullable=True),
        sa.Column("announce_on", sa.Date(), nullable=True),
        sa.Column("inspect_until", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        *recorded(),
        sa.CheckConstraint(
            "closed_on IS NULL OR closed_on >= starts_on", name=op.f("ck_cleanup_campaign_closed_after_start")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cleanup_campaign")),
    )
    op.create_index(op.f("ix_cleanup_campaign_closed_on"), "cleanup_campaign", ["closed_on"], unique=False)
    op.create_index(op.f("ix_cleanup_campaign_deleted_at"), "cleanup_campaign", ["deleted_at"], unique=False)


def cleanup_decision() -> None:
    op.create_table(
        "cleanup_decision",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.String(length=120), nullable=False),
        sa.Column(
            "choice",
            sa.Enum("keep", "cancel", "renew", "recall", name="cleanupchoice", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("cards", sa.Integer(), nullable=False),
        sa.Column("executed_on", sa.Date(), nullable=True),
        *recorded(),
        sa.CheckConstraint("cards >= 0", name=op.f("ck_cleanup_decision_cards_not_negative")),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["cleanup_campaign.id"],
            name=op.f("fk_cleanup_decision_campaign_id_cleanup_campaign"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["enforcement_officer.id"],
            name=op.f("fk_cleanup_decision_officer_id_enforcement_officer"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["enforcement_agency.id"],
            name=op.f("fk_cleanup_decision_agency_id_enforcement_agency"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cleanup_decision")),
    )
    op.create_index("ix_cleanup_decision_campaign_id", "cleanup_decision", ["campaign_id", "officer_id"], unique=False)
    op.create_index("ix_cleanup_decision_officer_id", "cleanup_decision", ["officer_id"], unique=False)
    op.create_index(op.f("ix_cleanup_decision_deleted_at"), "cleanup_decision", ["deleted_at"], unique=False)
