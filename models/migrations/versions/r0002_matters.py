"""Plans and tasks, problems and complaints, case reviews, documents."""

import sqlalchemy as sa
from alembic import op

revision = "r0002"
down_revision = "r0001"


def upgrade() -> None:
    """Parents before children."""
    for create in (
        plan,
        review_standard,
        case_file,
        complaint,
        issued_document,
        plan_task,
        problem,
        plan_deadline,
        plan_task_unit,
        scoring_sheet,
    ):
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


def plan() -> None:
    op.create_table(
        "plan",
        sa.Column("title", sa.String(length=200, collation="PINYIN"), nullable=False),
        sa.Column("issuer", sa.String(length=100, collation="PINYIN"), nullable=True),
        sa.Column("doc_number", sa.String(length=60), nullable=True),
        sa.Column("issued", sa.Date(), nullable=True),
        sa.Column("source_name", sa.String(length=200), nullable=True),
        sa.Column("source_text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        *recorded(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
    )
    op.create_index(op.f("ix_plan_deleted_at"), "plan", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_plan_sha256"), "plan", ["sha256"], unique=False)


def review_standard() -> None:
    op.create_table(
        "review_standard",
        sa.Column("family", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120, collation="PINYIN"), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("case_type", sa.String(length=30), nullable=False),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "state", sa.Enum("draft", "locked", name="standardstate", native_enum=False, length=20), nullable=False
        ),
        *recorded(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_standard")),
    )
    op.create_index(op.f("ix_review_standard_deleted_at"), "review_standard", ["deleted_at"], unique=False)


def case_file() -> None:
    op.create_table(
        "case_file",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("case_type", sa.String(length=20), nullable=False),
        sa.Column("decision_no", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200, collation="PINYIN"), nullable=False),
        sa.Column("party", sa.String(length=100, collation="PINYIN"), nullable=True),
        sa.Column("officers", sa.String(length=100), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("fine", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["enforcement_agency.id"],
            name=op.f("fk_case_file_agency_id_enforcement_agency"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
    )
    op.create_index("ix_case_file_agency_id", "case_file", ["agency_id", "decided_on"], unique=False)
    op.create_index(op.f("ix_case_file_decision_no"), "case_file", ["decision_no"], unique=False)
    op.create_index(op.f("ix_case_file_deleted_at"), "case_file", ["deleted_at"], unique=False)


def complaint() -> None:
    op.create_table(
        "complaint",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=30), nullable=False),
        sa.Column("complainant", sa.String(length=50, collation="PINYIN"), nullable=True),
        sa.Column("private_enterprise", sa.Boolean(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("received", "handling", "answered", name="complaintstate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        *recorded(),
        sa.CheckConstraint(
            "(state = 'answered') = (answered_on IS NOT NULL)", name=op.f("ck_complaint_answered_has_date")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["enforcement_agency.id"],
            name=op.f("fk_complaint_agency_id_enforcement_agency"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
    )
    op.create_index(op.f("ix_complaint_agency_id"), "complaint", ["agency_id"], unique=False)
    op.create_index(op.f("ix_complaint_deleted_at"), "complaint", ["deleted_at"], unique=False)
    op.create_index("ix_complaint_due_on", "complaint", ["due_on", "id"], unique=False)


def issued_document() -> None:
    op.create_table(
        "issued_document",
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("title", sa.String(length=200, collation="PINYIN"), nullable=False),
        sa.Column("recipients", sa.String(length=300), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("reply_due_on", sa.Date(), nullable=True),
        sa.Column("replied_on", sa.Date(), nullable=True),
        sa.Column("origin_entity", sa.String(length=50), nullable=True),
        sa.Column("origin_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=True),
        sa.Column(
            "state",
            sa.Enum("draft", "issued", "void", name="documentstate", native_enum=False, length=20),
            nullable=False,
        ),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["enforcement_agency.id"],
            name=op.f("fk_issued_document_agency_id_enforcement_agency"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_document")),
    )
    op.create_index(op.f("ix_issued_document_deleted_at"), "issued_document", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_issued_document_issued_on"), "issued_document", ["issued_on"], unique=False)
    op.create_index(op.f("ix_issued_document_number"), "issued_document", ["number"], unique=False)
    op.create_index("ix_issued_document_origin", "issued_document", ["origin_entity", "origin_id"], unique=False)
    op.create_index(op.f("ix_issued_document_reply_due_on"), "issued_document", ["reply_due_on"], unique=False)


def plan_task() -> None:
    op.create_table(
        "plan_task",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("no", sa.String(length=20), nullable=False),
        sa.Column("section", sa.String(length=200), nullable=True),
        sa.Column("summary", sa.String(length=120, collation="PINYIN"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("unit_words", sa.Text(), nullable=True),
        sa.Column("deadline_text", sa.String(length=200), nullable=True),
        sa.Column("deadline_kind", sa.String(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("ongoing", sa.Boolean(), nullable=False),
        sa.Column("source_line", sa.Integer(), nullable=False),
        sa.Column("source_start", sa.Integer(), nullable=False),
        sa.Column("source_end", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.Text(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("todo", "running", "done", "void", name="taskstate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("progress", sa.Text(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_task_plan_id_plan"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_task")),
    )
    op.create_index(op.f("ix_plan_task_deleted_at"), "plan_task", ["deleted_at"], unique=False)
    op.create_index("ix_plan_task_due_on", "plan_task", ["due_on", "id"], unique=False)
    op.create_index("ix_plan_task_plan_id", "plan_task", ["plan_id", "position"], unique=False)


def problem() -> None:
    op.create_table(
        "problem",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300, collation="PINYIN"), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("source", sa.String(length=30), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=True),
        sa.Column("person", sa.String(length=50, collation="PINYIN"), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("original_due_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "registered", "rectifying", "submitted", "closed", name="problemstate", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("reviewer", sa.String(length=50, collation="PINYIN"), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        *recorded(),
        sa.CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name=op.f("ck_problem_closed_has_date")),
        sa.CheckConstraint("closed_on IS NULL OR closed_on >= found_on", name=op.f("ck_problem_closed_after_found")),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["enforcement_agency.id"],
            name=op.f("fk_problem_agency_id_enforcement_agency"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem")),
    )
    op.create_index(op.f("ix_problem_agency_id"), "problem", ["agency_id"], unique=False)
    op.create_index(op.f("ix_problem_deleted_at"), "problem", ["deleted_at"], unique=False)
    op.create_index("ix_problem_due_on", "problem", ["due_on", "id"], unique=False)
    op.create_index("ix_problem_number", "problem", ["number", "id"], unique=False)
    op.create_index("ix_problem_title", "problem", ["title", "id"], unique=False)


def plan_deadline() -> None:
    op.create_table(
        "plan_deadline",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("month", sa.Integer(), nullable=True),
        sa.Column("day", sa.Integer(), nullable=True),
        sa.Column("inline", sa.Boolean(), nullable=False),
        sa.Column("source_text", sa.Text(), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["task_id"], ["plan_task.id"], name=op.f("fk_plan_deadline_task_id_plan_task"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_deadline")),
    )
    op.create_index(op.f("ix_plan_deadline_deleted_at"), "plan_deadline", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_plan_deadline_due_on"), "plan_deadline", ["due_on"], unique=False)
    op.create_index(op.f("ix_plan_deadline_task_id"), "plan_deadline", ["task_id"], unique=False)


def plan_task_unit() -> None:
    op.create_table(
        "plan_task_unit",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("lead", "responsible", "cooperate", name="unitrole", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("printed", sa.String(length=200), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["enforcement_agency.id"],
            name=op.f("fk_plan_task_unit_agency_id_enforcement_agency"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["agency_group.id"], name=op.f("fk_plan_task_unit_group_id_agency_group"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["plan_task.id"], name=op.f("fk_plan_task_unit_task_id_plan_task"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_task_unit")),
    )
    op.create_index(op.f("ix_plan_task_unit_agency_id"), "plan_task_unit", ["agency_id"], unique=False)
    op.create_index(op.f("ix_plan_task_unit_deleted_at"), "plan_task_unit", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_plan_task_unit_task_id"), "plan_task_unit", ["task_id"], unique=False)


def scoring_sheet() -> None:
    op.create_table(
        "scoring_sheet",
        sa.Column("case_file_id", sa.Integer(), nullable=False),
        sa.Column("standard_id", sa.Integer(), nullable=False),
        sa.Column("reviewer", sa.String(length=50, collation="PINYIN"), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("grade", sa.String(length=20), nullable=True),
        sa.Column("veto", sa.Boolean(), nullable=False),
        sa.Column(
            "state", sa.Enum("draft", "submitted", name="sheetstate", native_enum=False, length=20), nullable=False
        ),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["case_file_id"],
            ["case_file.id"],
            name=op.f("fk_scoring_sheet_case_file_id_case_file"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["standard_id"],
            ["review_standard.id"],
            name=op.f("fk_scoring_sheet_standard_id_review_standard"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scoring_sheet")),
    )
    op.create_index(op.f("ix_scoring_sheet_case_file_id"), "scoring_sheet", ["case_file_id"], unique=False)
    op.create_index(op.f("ix_scoring_sheet_deleted_at"), "scoring_sheet", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_scoring_sheet_standard_id"), "scoring_sheet", ["standard_id"], unique=False)
