"""Rules for hours, plans, sessions, exemptions, and what units owe in a year."""

import sqlalchemy as sa
from alembic import op

revision = "r0007"
down_revision = "r0006"


def upgrade() -> None:
    """Parents before children; new columns may be empty or have a default."""
    for create in (
        training_rule_set,
        training_constraint,
        training_plan,
        training_plan_item,
        training_session,
        training_exemption,
        quota_rule,
        unit_activity,
    ):
        create()
    alter_training_record()


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


def alter_training_record() -> None:
    for column in (
        sa.Column(
            "mode",
            sa.Enum(
                "classroom",
                "online",
                "on_site",
                "case_study",
                "contest",
                "other",
                name="trainingmode",
                native_enum=False,
                length=20,
            ),
            server_default="classroom",
            nullable=False,
        ),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("start_time", sa.String(length=5), nullable=True),
        sa.Column("end_time", sa.String(length=5), nullable=True),
        sa.Column("hours_raw", sa.String(length=40), nullable=True),
        sa.Column("place", sa.String(length=100), nullable=True),
        sa.Column("rotation", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("makeup", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "status",
            sa.Enum("confirmed", "pending", "void", name="attendancestatus", native_enum=False, length=20),
            server_default="confirmed",
            nullable=False,
        ),
        sa.Column("source", sa.String(length=60), nullable=True),
        sa.Column("external_id", sa.String(length=80), nullable=True),
        sa.Column("evidence", sa.String(length=200), nullable=True),
    ):
        op.add_column("training_record", column)
    op.execute(
        "ALTER TABLE training_record ADD COLUMN session_id INTEGER REFERENCES training_session (id) ON DELETE RESTRICT"
    )
    op.execute(
        "ALTER TABLE training_record ADD COLUMN duplicate_of_id INTEGER"
        " REFERENCES training_record (id) ON DELETE RESTRICT"
    )
    op.create_index("ix_training_record_external_id", "training_record", ["source", "external_id"], unique=False)
    op.create_index(op.f("ix_training_record_session_id"), "training_record", ["session_id"], unique=False)


def training_rule_set() -> None:
    op.create_table(
        "training_rule_set",
        sa.Column("name", sa.String(length=60, collation="PINYIN"), nullable=False),
        sa.Column("region", sa.String(length=60, collation="PINYIN"), nullable=True),
        sa.Column("year_from", sa.Integer(), nullable=True),
        sa.Column("year_to", sa.Integer(), nullable=True),
        sa.Column("unit_minutes", sa.Integer(), server_default="45", nullable=False),
        sa.Column("rotation_month", sa.Integer(), nullable=True),
        sa.Column("rotation_day", sa.Integer(), nullable=True),
        sa.Column("in_force", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=True),
        *recorded(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_rule_set")),
    )
    op.create_index(op.f("ix_training_rule_set_deleted_at"), "training_rule_set", ["deleted_at"], unique=False)


def training_constraint() -> None:
    op.create_table(
        "training_constraint",
        sa.Column("rule_set_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=60, collation="PINYIN"), nullable=False),
        sa.Column("categories", sa.String(length=120), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=True),
        *recorded(),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_training_constraint_minutes_positive")),
        sa.ForeignKeyConstraint(
            ["rule_set_id"],
            ["training_rule_set.id"],
            name=op.f("fk_training_constraint_rule_set_id_training_rule_set"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_constraint")),
    )
    op.create_index(op.f("ix_training_constraint_deleted_at"), "training_constraint", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_training_constraint_rule_set_id"), "training_constraint", ["rule_set_id"], unique=False)


def training_plan() -> None:
    op.create_table(
        "training_plan",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120, collation="PINYIN"), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("opinion", sa.String(length=300), nullable=True),
        sa.Column("responsible", sa.String(length=50, collation="PINYIN"), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["enforcement_agency.id"],
            name=op.f("fk_training_plan_agency_id_enforcement_agency"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_plan")),
    )
    op.create_index("ix_training_plan_agency_id", "training_plan", ["agency_id", "year"], unique=False)
    op.create_index(op.f("ix_training_plan_deleted_at"), "training_plan", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_training_plan_due_on"), "training_plan", ["due_on"], unique=False)
    op.create_index(op.f("ix_training_plan_year"), "training_plan", ["year"], unique=False)


def training_plan_item() -> None:
    op.create_table(
        "training_plan_item",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120, collation="PINYIN"), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "political",
                "public_law",
                "professional",
                "skill",
                "ethics",
                "off_duty",
                "other",
                name="trainingcategory",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("audience", sa.String(length=100), nullable=True),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("content", sa.String(length=500), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "classroom",
                "online",
                "on_site",
                "case_study",
                "contest",
                "other",
                name="trainingmode",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("held_from", sa.Date(), nullable=True),
        sa.Column("held_to", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=100), nullable=True),
        sa.Column("teachers", sa.String(length=200), nullable=True),
        sa.Column("cost", sa.Integer(), nullable=True),
        sa.Column("responsible", sa.String(length=50, collation="PINYIN"), nullable=True),
        *recorded(),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_training_plan_item_minutes_not_negative")),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["training_plan.id"],
            name=op.f("fk_training_plan_item_plan_id_training_plan"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_plan_item")),
    )
    op.create_index(op.f("ix_training_plan_item_deleted_at"), "training_plan_item", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_training_plan_item_plan_id"), "training_plan_item", ["plan_id"], unique=False)


def training_session() -> None:
    op.create_table(
        "training_session",
        sa.Column("title", sa.String(length=120, collation="PINYIN"), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("organiser", sa.String(length=100, collation="PINYIN"), nullable=True),
        sa.Column(
            "category",
            sa.Enum(
                "political",
                "public_law",
                "professional",
                "skill",
                "ethics",
                "off_duty",
                "other",
                name="trainingcategory",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "mode",
            sa.Enum(
                "classroom",
                "online",
                "on_site",
                "case_study",
                "contest",
                "other",
                name="trainingmode",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=True),
        sa.Column("teachers", sa.String(length=200), nullable=True),
        sa.Column("rotation", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("makeup", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("plan_item_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        *recorded(),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_training_session_minutes_not_negative")),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["enforcement_agency.id"],
            name=op.f("fk_training_session_agency_id_enforcement_agency"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["plan_item_id"],
            ["training_plan_item.id"],
            name=op.f("fk_training_session_plan_item_id_training_plan_item"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_session")),
    )
    op.create_index(op.f("ix_training_session_agency_id"), "training_session", ["agency_id"], unique=False)
    op.create_index(op.f("ix_training_session_deleted_at"), "training_session", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_training_session_held_on"), "training_session", ["held_on"], unique=False)
    op.create_index(op.f("ix_training_session_plan_item_id"), "training_session", ["plan_item_id"], unique=False)


def training_exemption() -> None:
    op.create_table(
        "training_exemption",
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "political",
                "public_law",
                "professional",
                "skill",
                "ethics",
                "off_duty",
                "other",
                name="trainingcategory",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("approver", sa.String(length=50, collation="PINYIN"), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        *recorded(),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_training_exemption_minutes_positive")),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["enforcement_officer.id"],
            name=op.f("fk_training_exemption_officer_id_enforcement_officer"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_exemption")),
    )
    op.create_index(op.f("ix_training_exemption_deleted_at"), "training_exemption", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_training_exemption_officer_id"), "training_exemption", ["officer_id"], unique=False)


def quota_rule() -> None:
    op.create_table(
        "quota_rule",
        sa.Column("name", sa.String(length=60, collation="PINYIN"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "lecture",
                "psychological",
                "flexible_case",
                "contest",
                "joint_training",
                name="activitykind",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("leaders_only", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("due_month", sa.Integer(), server_default="12", nullable=False),
        sa.Column("due_day", sa.Integer(), server_default="31", nullable=False),
        sa.Column("year_from", sa.Integer(), nullable=True),
        sa.Column("year_to", sa.Integer(), nullable=True),
        sa.Column("region", sa.String(length=60, collation="PINYIN"), nullable=True),
        sa.Column("in_force", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=True),
        *recorded(),
        sa.CheckConstraint("times > 0", name=op.f("ck_quota_rule_times_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota_rule")),
    )
    op.create_index(op.f("ix_quota_rule_deleted_at"), "quota_rule", ["deleted_at"], unique=False)


def unit_activity() -> None:
    op.create_table(
        "unit_activity",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "lecture",
                "psychological",
                "flexible_case",
                "contest",
                "joint_training",
                name="activitykind",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=120, collation="PINYIN"), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("for_leaders", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("participants", sa.Integer(), nullable=True),
        sa.Column("speaker", sa.String(length=50, collation="PINYIN"), nullable=True),
        sa.Column("evidence", sa.String(length=200), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["enforcement_agency.id"],
            name=op.f("fk_unit_activity_agency_id_enforcement_agency"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_activity")),
    )
    op.create_index("ix_unit_activity_agency_id", "unit_activity", ["agency_id", "held_on"], unique=False)
    op.create_index(op.f("ix_unit_activity_deleted_at"), "unit_activity", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_unit_activity_held_on"), "unit_activity", ["held_on"], unique=False)
