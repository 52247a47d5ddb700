"""Kinds of certificates, everything that happens to them as events, and the exams behind them."""

import sqlalchemy as sa
from alembic import op

revision = "r0006"
down_revision = "r0005"


def upgrade() -> None:
    """Parents before children; new columns may be empty or have a default."""
    for create in (certificate_event, qualification):
        create()
    alter_enforcement_certificate()
    first_events()
    events_stay()


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


def alter_enforcement_certificate() -> None:
    for column in (
        sa.Column(
            "kind",
            sa.Enum(
                "enforcement",
                "old",
                "entrusted",
                "supervision",
                "hearing",
                "ministry",
                name="certificatekind",
                native_enum=False,
                length=20,
            ),
            server_default="enforcement",
            nullable=False,
        ),
        sa.Column("domain", sa.String(length=100), nullable=True),
        sa.Column("region", sa.String(length=60), nullable=True),
        sa.Column("next_check_on", sa.Date(), nullable=True),
        sa.Column("unit_named", sa.String(length=100, collation="PINYIN"), nullable=True),
    ):
        op.add_column("enforcement_certificate", column)
    op.execute(
        "ALTER TABLE enforcement_certificate ADD COLUMN agency_id INTEGER"
        " REFERENCES enforcement_agency (id) ON DELETE RESTRICT"
    )
    op.execute(
        "ALTER TABLE enforcement_certificate ADD COLUMN previous_id INTEGER"
        " REFERENCES enforcement_certificate (id) ON DELETE RESTRICT"
    )
    op.create_index(
        op.f("ix_enforcement_certificate_next_check_on"), "enforcement_certificate", ["next_check_on"], unique=False
    )
    op.create_index("ix_enforcement_certificate_status", "enforcement_certificate", ["status", "id"], unique=False)


def first_events() -> None:
    """A certificate that was there begins with its registration; what was decided since is a second event."""
    columns = "certificate_id, kind, happened_on, status, reason, basis, row_version, sample, deleted_at"
    op.execute(
        f"INSERT INTO certificate_event ({columns})"
        " SELECT id, 'registered', coalesce(issue_date, valid_from, date(created_at)), 'active', NULL, NULL, 1, sample,"
        " deleted_at FROM enforcement_certificate"
    )
    op.execute(
        f"INSERT INTO certificate_event ({columns})"
        " SELECT id, CASE status WHEN 'renewing' THEN 'renewal_begun' ELSE status END,"
        " max(coalesce(decided_on, date(created_at)), coalesce(issue_date, valid_from, date(created_at))), status,"
        " reason, basis, 1, sample, deleted_at FROM enforcement_certificate WHERE status <> 'active'"
    )


def events_stay() -> None:
    """What happened to a certificate is only ever added to: the file itself refuses a change of the facts."""
    op.execute(
        "CREATE TRIGGER certificate_event_stays BEFORE UPDATE OF certificate_id, kind, happened_on, status,"
        " reason_code, reason, basis, decided_by, doc_no, planned_end, due_on, notice_medium, notice_on, notice_text,"
        " card_returned, details, corrects_id ON certificate_event"
        " BEGIN SELECT raise(ABORT, 'certificate events are only appended'); END"
    )


def certificate_event() -> None:
    op.create_table(
        "certificate_event",
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "registered",
                "applied",
                "forwarded",
                "sent_back",
                "rejected",
                "reviewed",
                "approved",
                "issued",
                "checked",
                "suspended",
                "reinstated",
                "revoked",
                "recalled",
                "cancelled",
                "lost",
                "replaced",
                "found",
                "renewal_begun",
                "renewal_dropped",
                "changed",
                "corrected",
                name="eventkind",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "unit_review",
                "bureau_review",
                "superior_review",
                "making",
                "active",
                "renewing",
                "suspended",
                "lost",
                "recalled",
                "cancelled",
                "revoked",
                "replaced",
                "rejected",
                name="certificatestatus",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("reason_code", sa.String(length=10), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("basis", sa.String(length=300), nullable=True),
        sa.Column("decided_by", sa.String(length=100, collation="PINYIN"), nullable=True),
        sa.Column("doc_no", sa.String(length=60), nullable=True),
        sa.Column("planned_end", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("notice_medium", sa.String(length=100), nullable=True),
        sa.Column("notice_on", sa.Date(), nullable=True),
        sa.Column("notice_text", sa.String(length=500), nullable=True),
        sa.Column("card_returned", sa.Boolean(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["enforcement_certificate.id"],
            name=op.f("fk_certificate_event_certificate_id_enforcement_certificate"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"],
            ["certificate_event.id"],
            name=op.f("fk_certificate_event_corrects_id_certificate_event"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_event")),
    )
    op.create_index(
        "ix_certificate_event_certificate_id", "certificate_event", ["certificate_id", "happened_on"], unique=False
    )
    op.create_index(op.f("ix_certificate_event_deleted_at"), "certificate_event", ["deleted_at"], unique=False)
    op.create_index("ix_certificate_event_kind", "certificate_event", ["kind", "happened_on"], unique=False)


def qualification() -> None:
    op.create_table(
        "qualification",
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("public_law", "special", "combined", name="qualificationkind", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("domain", sa.String(length=100), nullable=True),
        sa.Column("exam_on", sa.Date(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("pass_mark", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("waiver_basis", sa.String(length=200), nullable=True),
        sa.Column("certificate_no", sa.String(length=40), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("banned_until", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["enforcement_officer.id"],
            name=op.f("fk_qualification_officer_id_enforcement_officer"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualification")),
    )
    op.create_index(op.f("ix_qualification_deleted_at"), "qualification", ["deleted_at"], unique=False)
    op.create_index("ix_qualification_officer_id", "qualification", ["officer_id", "kind"], unique=False)
