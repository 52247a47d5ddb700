"""A plan's life: recurrence, targets, what each unit owes, progress, extensions."""

import sqlalchemy as sa
from alembic import op

revision = "r0010"
down_revision = "r0009"


def upgrade() -> None:
    """New tables and columns."""
    for table, column in added():
        op.add_column(table, column)
    op.execute("ALTER TABLE plan ADD COLUMN follows_id INTEGER REFERENCES plan (id) ON DELETE RESTRICT")
    op.create_index(op.f("ix_plan_task_next_check_on"), "plan_task", ["next_check_on"], unique=False)
    for create in (plan_target, task_obligation, task_note, due_extension):
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


def plan_target() -> None:
    op.create_table(
        "plan_target",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("source_text", sa.Text(), nullable=False),
        sa.Column("amount_hundredths", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("at_least", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("period", sa.String(length=10), server_default="once", nullable=False),
        sa.Column("per", sa.String(length=10), server_default="", nullable=False),
        sa.Column("within_id", sa.Integer(), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["task_id"], ["plan_task.id"], name=op.f("fk_plan_target_task_id_plan_task"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["within_id"], ["plan_target.id"], name=op.f("fk_plan_target_within_id_plan_target"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_target")),
    )
    op.create_index(op.f("ix_plan_target_deleted_at"), "plan_target", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_plan_target_task_id"), "plan_target", ["task_id"], unique=False)


def task_obligation() -> None:
    op.create_table(
        "task_obligation",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("printed", sa.String(length=200, collation="PINYIN"), nullable=False),
        sa.Column(
            "role",
            sa.Enum("lead", "responsible", "cooperate", name="unitrole", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "todo",
                "running",
                "reported",
                "done",
                "returned",
                "ongoing",
                "exempt",
                name="obligationstate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("original_due_on", sa.Date(), nullable=True),
        sa.Column("percent", sa.Integer(), server_default="0", nullable=False),
        sa.Column("progress", sa.Text(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("self_assessment", sa.Text(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by", sa.String(length=50, collation="PINYIN"), nullable=True),
        sa.Column("check_note", sa.Text(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("returns", sa.Integer(), server_default="0", nullable=False),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["enforcement_agency.id"],
            name=op.f("fk_task_obligation_agency_id_enforcement_agency"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["agency_group.id"],
            name=op.f("fk_task_obligation_group_id_agency_group"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["plan_task.id"], name=op.f("fk_task_obligation_task_id_plan_task"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_obligation")),
    )
    op.create_index("ix_task_obligation_agency_id", "task_obligation", ["agency_id", "state"], unique=False)
    op.create_index(op.f("ix_task_obligation_deleted_at"), "task_obligation", ["deleted_at"], unique=False)
    op.create_index("ix_task_obligation_due_on", "task_obligation", ["due_on", "id"], unique=False)
    op.create_index(op.f("ix_task_obligation_task_id"), "task_obligation", ["task_id"], unique=False)


def task_note() -> None:
    op.create_table(
        "task_note",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "progress",
                "report",
                "check",
                "return",
                "periodic",
                "milestone",
                "closed",
                "reopened",
                "exempt",
                name="notekind",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("noted_by", sa.String(length=50, collation="PINYIN"), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["obligation_id"],
            ["task_obligation.id"],
            name=op.f("fk_task_note_obligation_id_task_obligation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["plan_task.id"], name=op.f("fk_task_note_task_id_plan_task"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_note")),
    )
    op.create_index(op.f("ix_task_note_deleted_at"), "task_note", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_task_note_noted_on"), "task_note", ["noted_on"], unique=False)
    op.create_index(op.f("ix_task_note_obligation_id"), "task_note", ["obligation_id"], unique=False)
    op.create_index(op.f("ix_task_note_task_id"), "task_note", ["task_id"], unique=False)


def due_extension() -> None:
    op.create_table(
        "due_extension",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("old_due_on", sa.Date(), nullable=False),
        sa.Column("new_due_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("asked", "granted", "refused", name="extensionstate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("approver", sa.String(length=50, collation="PINYIN"), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["obligation_id"],
            ["task_obligation.id"],
            name=op.f("fk_due_extension_obligation_id_task_obligation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["plan_task.id"], name=op.f("fk_due_extension_task_id_plan_task"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_extension")),
    )
    op.create_index(op.f("ix_due_extension_deleted_at"), "due_extension", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_due_extension_obligation_id"), "due_extension", ["obligation_id"], unique=False)
    op.create_index(op.f("ix_due_extension_task_id"), "due_extension", ["task_id"], unique=False)


def added() -> "list[tuple[str, sa.Column[object]]]":
    """Columns that tables of older files lack."""
    return [
        (
            "plan",
            sa.Column(
                "kind",
                sa.Enum("received", "yearly", "meeting", "manual", name="plankind", native_enum=False, length=20),
                server_default="received",
                nullable=False,
            ),
        ),
        ("plan", sa.Column("starts_on", sa.Date(), nullable=True)),
        ("plan", sa.Column("ends_on", sa.Date(), nullable=True)),
        ("plan", sa.Column("closed_on", sa.Date(), nullable=True)),
        ("plan", sa.Column("reader_version", sa.String(length=20), nullable=True)),
        ("plan_deadline", sa.Column("rule", sa.String(length=120), nullable=True)),
        ("plan_deadline", sa.Column("soft", sa.Boolean(), server_default="0", nullable=False)),
        ("plan_deadline", sa.Column("strict_on", sa.Date(), nullable=True)),
        ("plan_deadline", sa.Column("trigger", sa.String(length=200), nullable=True)),
        ("plan_deadline", sa.Column("offset_days", sa.Integer(), nullable=True)),
        ("plan_deadline", sa.Column("workdays", sa.Boolean(), server_default="0", nullable=False)),
        ("plan_deadline", sa.Column("met_on", sa.Date(), nullable=True)),
        ("plan_task", sa.Column("percent", sa.Integer(), server_default="0", nullable=False)),
        ("plan_task", sa.Column("leader", sa.String(length=100, collation="PINYIN"), nullable=True)),
        ("plan_task", sa.Column("measures", sa.Text(), nullable=True)),
        ("plan_task", sa.Column("original_due_on", sa.Date(), nullable=True)),
        ("plan_task", sa.Column("soft", sa.Boolean(), server_default="0", nullable=False)),
        ("plan_task", sa.Column("strict_on", sa.Date(), nullable=True)),
        ("plan_task", sa.Column("check_rule", sa.String(length=120), nullable=True)),
        ("plan_task", sa.Column("next_check_on", sa.Date(), nullable=True)),
    ]
