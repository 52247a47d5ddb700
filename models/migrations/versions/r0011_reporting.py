"""Reports that units owe, chasing, frozen reports, meetings, reminders."""

import sqlalchemy as sa
from alembic import op

revision = "r0011"
down_revision = "r0010"


def upgrade() -> None:
    """New tables only."""
    for create in (
        report_duty,
        unit_report,
        chase_record,
        frozen_report,
        meeting_member,
        meeting,
        meeting_attendance,
        meeting_matter,
        meeting_decision,
        reminder_rule,
        reminder_mark,
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


def report_duty() -> None:
    op.create_table(
        "report_duty",
        sa.Column("title", sa.String(length=100, collation="PINYIN"), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column(
            "scope",
            sa.Enum("all", "departments", "townships", "group", name="dutyscope", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("rule", sa.String(length=120), nullable=True),
        sa.Column(
            "shift", sa.Enum("earlier", "later", "none", name="dayshift", native_enum=False, length=20), nullable=False
        ),
        sa.Column("active", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["group_id"], ["agency_group.id"], name=op.f("fk_report_duty_group_id_agency_group"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["plan_task.id"], name=op.f("fk_report_duty_task_id_plan_task"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_duty")),
    )
    op.create_index(op.f("ix_report_duty_deleted_at"), "report_duty", ["deleted_at"], unique=False)


def unit_report() -> None:
    op.create_table(
        "unit_report",
        sa.Column("duty_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("original_due_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("owed", "received", "returned", "exempt", name="reportstate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["enforcement_agency.id"],
            name=op.f("fk_unit_report_agency_id_enforcement_agency"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["duty_id"], ["report_duty.id"], name=op.f("fk_unit_report_duty_id_report_duty"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_report")),
        sa.UniqueConstraint("duty_id", "period", "agency_id", name=op.f("uq_unit_report_duty_id_period_agency_id")),
    )
    op.create_index("ix_unit_report_agency_id", "unit_report", ["agency_id", "state"], unique=False)
    op.create_index(op.f("ix_unit_report_deleted_at"), "unit_report", ["deleted_at"], unique=False)
    op.create_index("ix_unit_report_due_on", "unit_report", ["due_on", "id"], unique=False)


def chase_record() -> None:
    op.create_table(
        "chase_record",
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("entity", sa.String(length=50), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=200, collation="PINYIN"), nullable=False),
        sa.Column("chased_on", sa.Date(), nullable=False),
        sa.Column(
            "way",
            sa.Enum("phone", "wechat", "visit", "letter", "slip", name="chaseway", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("contact", sa.String(length=50, collation="PINYIN"), nullable=True),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("colour", sa.String(length=10), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["enforcement_agency.id"],
            name=op.f("fk_chase_record_agency_id_enforcement_agency"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["issued_document.id"],
            name=op.f("fk_chase_record_document_id_issued_document"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chase_record")),
    )
    op.create_index("ix_chase_record_agency_id", "chase_record", ["agency_id", "chased_on"], unique=False)
    op.create_index(op.f("ix_chase_record_deleted_at"), "chase_record", ["deleted_at"], unique=False)
    op.create_index("ix_chase_record_subject", "chase_record", ["entity", "entity_id"], unique=False)


def frozen_report() -> None:
    op.create_table(
        "frozen_report",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200, collation="PINYIN"), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["document_draft.id"],
            name=op.f("fk_frozen_report_draft_id_document_draft"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_frozen_report_plan_id_plan"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_report")),
    )
    op.create_index(op.f("ix_frozen_report_deleted_at"), "frozen_report", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_frozen_report_plan_id"), "frozen_report", ["plan_id"], unique=False)


def meeting_member() -> None:
    op.create_table(
        "meeting_member",
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=50, collation="PINYIN"), nullable=False),
        sa.Column("duty", sa.String(length=50, collation="PINYIN"), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=True),
        sa.Column("phone", sa.String(length=30), nullable=True),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["enforcement_agency.id"],
            name=op.f("fk_meeting_member_agency_id_enforcement_agency"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_member")),
    )
    op.create_index(op.f("ix_meeting_member_agency_id"), "meeting_member", ["agency_id"], unique=False)
    op.create_index(op.f("ix_meeting_member_deleted_at"), "meeting_member", ["deleted_at"], unique=False)


def meeting() -> None:
    op.create_table(
        "meeting",
        sa.Column("title", sa.String(length=200, collation="PINYIN"), nullable=False),
        sa.Column("serial", sa.String(length=40), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=100, collation="PINYIN"), nullable=True),
        sa.Column("convener", sa.String(length=50, collation="PINYIN"), nullable=True),
        sa.Column("host", sa.String(length=50, collation="PINYIN"), nullable=True),
        sa.Column("recorder", sa.String(length=50, collation="PINYIN"), nullable=True),
        sa.Column("open_matters", sa.Text(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["document_draft.id"], name=op.f("fk_meeting_draft_id_document_draft"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_meeting_plan_id_plan"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_index(op.f("ix_meeting_deleted_at"), "meeting", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_meeting_held_on"), "meeting", ["held_on"], unique=False)
    op.create_index(op.f("ix_meeting_next_on"), "meeting", ["next_on"], unique=False)


def meeting_attendance() -> None:
    op.create_table(
        "meeting_attendance",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=50, collation="PINYIN"), nullable=False),
        sa.Column("duty", sa.String(length=50, collation="PINYIN"), nullable=True),
        sa.Column(
            "presence",
            sa.Enum("present", "excused", "observer", "absent", name="presence", native_enum=False, length=20),
            nullable=False,
        ),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["enforcement_agency.id"],
            name=op.f("fk_meeting_attendance_agency_id_enforcement_agency"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_attendance_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_attendance")),
    )
    op.create_index(op.f("ix_meeting_attendance_deleted_at"), "meeting_attendance", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_meeting_attendance_meeting_id"), "meeting_attendance", ["meeting_id"], unique=False)


def meeting_matter() -> None:
    op.create_table(
        "meeting_matter",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200, collation="PINYIN"), nullable=False),
        sa.Column("opinions", sa.Text(), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_matter_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_matter")),
    )
    op.create_index(op.f("ix_meeting_matter_deleted_at"), "meeting_matter", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_meeting_matter_meeting_id"), "meeting_matter", ["meeting_id"], unique=False)


def meeting_decision() -> None:
    op.create_table(
        "meeting_decision",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("lead", sa.String(length=200), nullable=True),
        sa.Column("cooperate", sa.String(length=300), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_decision_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["plan_task.id"], name=op.f("fk_meeting_decision_task_id_plan_task"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_decision")),
    )
    op.create_index(op.f("ix_meeting_decision_deleted_at"), "meeting_decision", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_meeting_decision_meeting_id"), "meeting_decision", ["meeting_id"], unique=False)


def reminder_rule() -> None:
    op.create_table(
        "reminder_rule",
        sa.Column("key", sa.String(length=30), nullable=False),
        sa.Column("label", sa.String(length=60, collation="PINYIN"), nullable=False),
        sa.Column("before", sa.String(length=100), nullable=False),
        sa.Column("after", sa.String(length=100), server_default="", nullable=False),
        sa.Column("weekly_after", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("workdays", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("active", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=True),
        *recorded(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_rule")),
        sa.UniqueConstraint("key", name=op.f("uq_reminder_rule_key")),
    )
    op.create_index(op.f("ix_reminder_rule_deleted_at"), "reminder_rule", ["deleted_at"], unique=False)


def reminder_mark() -> None:
    op.create_table(
        "reminder_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entity", sa.String(length=50), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("fell_on", sa.Date(), nullable=False),
        sa.Column("shown_at", sa.DateTime(), nullable=True),
        sa.Column("seen_by", sa.String(length=50), nullable=True),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("acted_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_mark")),
        sa.UniqueConstraint(
            "entity", "entity_id", "due_on", "fell_on", name=op.f("uq_reminder_mark_entity_entity_id_due_on_fell_on")
        ),
    )
    op.create_index("ix_reminder_mark_snoozed_until", "reminder_mark", ["snoozed_until"], unique=False)
