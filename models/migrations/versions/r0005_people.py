"""Officers' posts over time, what was judged of them, and people who serve for a term."""

import sqlalchemy as sa
from alembic import op

revision = "r0005"
down_revision = "r0004"


def upgrade() -> None:
    """Parents before children; new columns may be empty or have a default."""
    for create in (officer_post, discipline, annual_assessment, exit_case, role_holder, role_activity):
        create()
    alter_enforcement_officer()
    first_posts()


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


def alter_enforcement_officer() -> None:
    for column in (
        sa.Column("enforcing", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
    ):
        op.add_column("enforcement_officer", column)


def first_posts() -> None:
    """Where every officer works today is the first row of the posts; since when nobody wrote down."""
    columns = "officer_id, agency_id, dept, post, staffing, status, row_version, sample, deleted_at"
    op.execute(
        f"INSERT INTO officer_post ({columns})"
        " SELECT id, agency_id, dept, post, staffing, post_status, 1, sample, deleted_at FROM enforcement_officer"
    )


def officer_post() -> None:
    op.create_table(
        "officer_post",
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("dept", sa.String(length=60, collation="PINYIN"), nullable=True),
        sa.Column("post", sa.String(length=60, collation="PINYIN"), nullable=True),
        sa.Column("staffing", sa.String(length=40), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=80), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "on_post",
                "off_education",
                "seconded_out",
                "moved",
                "retired",
                "resigned",
                "dismissed",
                "expelled",
                "deceased",
                "left",
                name="poststatus",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        *recorded(),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name=op.f("ck_officer_post_term_order")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["enforcement_agency.id"],
            name=op.f("fk_officer_post_agency_id_enforcement_agency"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["enforcement_officer.id"],
            name=op.f("fk_officer_post_officer_id_enforcement_officer"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_post")),
    )
    op.create_index("ix_officer_post_agency_id", "officer_post", ["agency_id", "ends_on"], unique=False)
    op.create_index(op.f("ix_officer_post_deleted_at"), "officer_post", ["deleted_at"], unique=False)
    op.create_index("ix_officer_post_officer_id", "officer_post", ["officer_id", "starts_on"], unique=False)


def discipline() -> None:
    op.create_table(
        "discipline",
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("blocked_until", sa.Date(), nullable=True),
        sa.Column("doc_no", sa.String(length=60), nullable=True),
        sa.Column("decided_by", sa.String(length=100, collation="PINYIN"), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["enforcement_officer.id"],
            name=op.f("fk_discipline_officer_id_enforcement_officer"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discipline")),
    )
    op.create_index(op.f("ix_discipline_blocked_until"), "discipline", ["blocked_until"], unique=False)
    op.create_index(op.f("ix_discipline_deleted_at"), "discipline", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_discipline_officer_id"), "discipline", ["officer_id"], unique=False)


def annual_assessment() -> None:
    op.create_table(
        "annual_assessment",
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "scheme",
            sa.Enum("civil", "institution", "enforcement", name="assessmentscheme", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("grade", sa.String(length=20), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=100, collation="PINYIN"), nullable=True),
        sa.Column("consequence", sa.String(length=200), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["enforcement_officer.id"],
            name=op.f("fk_annual_assessment_officer_id_enforcement_officer"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_assessment")),
    )
    op.create_index(op.f("ix_annual_assessment_deleted_at"), "annual_assessment", ["deleted_at"], unique=False)
    op.create_index("ix_annual_assessment_officer_id", "annual_assessment", ["officer_id", "year"], unique=False)


def exit_case() -> None:
    op.create_table(
        "exit_case",
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("trigger", sa.String(length=10), nullable=False),
        sa.Column("facts", sa.String(length=300), nullable=True),
        sa.Column("measure", sa.String(length=100), nullable=True),
        sa.Column("decider", sa.String(length=100, collation="PINYIN"), nullable=True),
        sa.Column("doc_no", sa.String(length=60), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("required_minutes", sa.Integer(), nullable=False),
        sa.Column("test_passed", sa.Boolean(), nullable=True),
        sa.Column("tested_on", sa.Date(), nullable=True),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.Column("approved_by", sa.String(length=50, collation="PINYIN"), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(length=200), nullable=True),
        sa.Column(
            "state",
            sa.Enum("open", "education", "applied", "returned", "left", name="exitstate", native_enum=False, length=20),
            nullable=False,
        ),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["enforcement_officer.id"],
            name=op.f("fk_exit_case_officer_id_enforcement_officer"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_case")),
    )
    op.create_index(op.f("ix_exit_case_deleted_at"), "exit_case", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_exit_case_due_on"), "exit_case", ["due_on"], unique=False)
    op.create_index("ix_exit_case_officer_id", "exit_case", ["officer_id", "state"], unique=False)
    op.create_index(op.f("ix_exit_case_state"), "exit_case", ["state"], unique=False)


def role_holder() -> None:
    op.create_table(
        "role_holder",
        sa.Column(
            "role",
            sa.Enum(
                "auxiliary",
                "legal_reviewer",
                "public_lawyer",
                "legal_adviser",
                "supervisor",
                "social_supervisor",
                "teacher",
                name="role",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=50, collation="PINYIN"), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("gender", sa.String(length=2), nullable=True),
        sa.Column("birth", sa.Date(), nullable=True),
        sa.Column("id_no", sa.String(length=18), nullable=True),
        sa.Column("politics", sa.String(length=20), nullable=True),
        sa.Column("education", sa.String(length=40), nullable=True),
        sa.Column("post", sa.String(length=60, collation="PINYIN"), nullable=True),
        sa.Column("organisation", sa.String(length=100, collation="PINYIN"), nullable=True),
        sa.Column("sector", sa.String(length=40), nullable=True),
        sa.Column("recommended", sa.String(length=60), nullable=True),
        sa.Column("staffing", sa.String(length=40), nullable=True),
        sa.Column("full_time", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("card_no", sa.String(length=40), nullable=True),
        sa.Column("qualification_no", sa.String(length=40), nullable=True),
        sa.Column("qualified_on", sa.Date(), nullable=True),
        sa.Column("public_lawyer", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=True),
        sa.Column("domain", sa.String(length=100), nullable=True),
        sa.Column("term_from", sa.Date(), nullable=True),
        sa.Column("term_to", sa.Date(), nullable=True),
        sa.Column("contract_no", sa.String(length=60), nullable=True),
        sa.Column("fee", sa.Integer(), nullable=True),
        sa.Column("assessment", sa.String(length=60), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=100), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        *recorded(),
        sa.CheckConstraint(
            "term_to IS NULL OR term_from IS NULL OR term_to >= term_from", name=op.f("ck_role_holder_term_order")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["enforcement_agency.id"],
            name=op.f("fk_role_holder_agency_id_enforcement_agency"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["enforcement_officer.id"],
            name=op.f("fk_role_holder_officer_id_enforcement_officer"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_holder")),
    )
    op.create_index(op.f("ix_role_holder_deleted_at"), "role_holder", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_role_holder_officer_id"), "role_holder", ["officer_id"], unique=False)
    op.create_index("ix_role_holder_role", "role_holder", ["role", "agency_id"], unique=False)
    op.create_index("ix_role_holder_term_to", "role_holder", ["role", "term_to"], unique=False)


def role_activity() -> None:
    op.create_table(
        "role_activity",
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("content", sa.String(length=300), nullable=False),
        sa.Column("opinion", sa.String(length=300), nullable=True),
        sa.Column("feedback", sa.String(length=300), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["role_holder.id"], name=op.f("fk_role_activity_holder_id_role_holder"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_activity")),
    )
    op.create_index(op.f("ix_role_activity_deleted_at"), "role_activity", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_role_activity_holder_id"), "role_activity", ["holder_id"], unique=False)
