"""Accounts, history, settings, units, officers, certificates, training, numbers, imports."""

import sqlalchemy as sa
from alembic import op

revision = "r0001"
down_revision = None


def upgrade() -> None:
    """Parents before children."""
    for create in (
        account,
        agency_group,
        attachment,
        audit_group,
        audit_head,
        enforcement_agency,
        holiday_day,
        import_batch,
        import_mapping,
        number_register,
        setting,
        audit_entry,
        enforcement_officer,
        enforcement_certificate,
        training_record,
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


def account() -> None:
    op.create_table(
        "account",
        sa.Column("user_name", sa.String(length=30), nullable=False),
        sa.Column("display_name", sa.String(length=50), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("active", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("password_at", sa.DateTime(), nullable=False),
        *recorded(),
        sa.CheckConstraint("role IN ('administrator', 'head', 'clerk', 'reader')", name=op.f("ck_account_role_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("user_name", name=op.f("uq_account_user_name")),
    )
    op.create_index(op.f("ix_account_deleted_at"), "account", ["deleted_at"], unique=False)


def agency_group() -> None:
    op.create_table(
        "agency_group",
        sa.Column("name", sa.String(length=100, collation="PINYIN"), nullable=False),
        sa.Column("aliases", sa.String(length=300), nullable=True),
        sa.Column(
            "covers",
            sa.Enum("all", "departments", "townships", name="groupcover", native_enum=False, length=20),
            nullable=False,
        ),
        *recorded(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_group")),
    )
    op.create_index(op.f("ix_agency_group_deleted_at"), "agency_group", ["deleted_at"], unique=False)


def attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("entity", sa.String(length=50), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(length=200), server_default="", nullable=False),
        *recorded(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_deleted_at"), "attachment", ["deleted_at"], unique=False)
    op.create_index("ix_attachment_entity_entity_id", "attachment", ["entity", "entity_id"], unique=False)
    op.create_index(op.f("ix_attachment_sha256"), "attachment", ["sha256"], unique=False)


def audit_group() -> None:
    op.create_table(
        "audit_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(length=50), nullable=False),
        sa.Column("reason", sa.String(length=100), nullable=False),
        sa.Column("needed", sa.String(length=20), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("entry_hash", sa.String(length=64), nullable=False),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["audit_group.id"], name=op.f("fk_audit_group_undone_by_audit_group"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_group")),
    )


def audit_head() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("groups", sa.Integer(), nullable=False),
        sa.Column("last_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )


def enforcement_agency() -> None:
    op.create_table(
        "enforcement_agency",
        sa.Column("name", sa.String(length=100, collation="PINYIN"), nullable=False),
        sa.Column("short_name", sa.String(length=30, collation="PINYIN"), nullable=True),
        sa.Column("aliases", sa.String(length=300), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "department",
                "township",
                "vertical",
                "authorised",
                "entrusted",
                "other",
                name="agencykind",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("credit_code", sa.String(length=18), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("contact", sa.String(length=50, collation="PINYIN"), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["enforcement_agency.id"],
            name=op.f("fk_enforcement_agency_parent_id_enforcement_agency"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enforcement_agency")),
    )
    op.create_index(op.f("ix_enforcement_agency_deleted_at"), "enforcement_agency", ["deleted_at"], unique=False)
    op.create_index("ix_enforcement_agency_name", "enforcement_agency", ["name", "id"], unique=False)


def holiday_day() -> None:
    op.create_table(
        "holiday_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=30, collation="PINYIN"), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=True),
        *recorded(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday_day")),
    )
    op.create_index(op.f("ix_holiday_day_day"), "holiday_day", ["day"], unique=False)
    op.create_index(op.f("ix_holiday_day_deleted_at"), "holiday_day", ["deleted_at"], unique=False)


def import_batch() -> None:
    op.create_table(
        "import_batch",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("file_name", sa.String(length=200, collation="PINYIN"), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("new_count", sa.Integer(), nullable=False),
        sa.Column("changed_count", sa.Integer(), nullable=False),
        sa.Column("same_count", sa.Integer(), nullable=False),
        sa.Column("error_count", sa.Integer(), nullable=False),
        *recorded(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_index(op.f("ix_import_batch_deleted_at"), "import_batch", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_import_batch_sha256"), "import_batch", ["sha256"], unique=False)


def import_mapping() -> None:
    op.create_table(
        "import_mapping",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=100), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        *recorded(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_mapping")),
        sa.UniqueConstraint("kind", "unit", "fingerprint", name=op.f("uq_import_mapping_kind_unit_fingerprint")),
    )
    op.create_index(op.f("ix_import_mapping_deleted_at"), "import_mapping", ["deleted_at"], unique=False)


def number_register() -> None:
    op.create_table(
        "number_register",
        sa.Column("name", sa.String(length=60, collation="PINYIN"), nullable=False),
        sa.Column("prefix", sa.String(length=30), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last_serial", sa.Integer(), nullable=False),
        *recorded(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_register")),
        sa.UniqueConstraint("prefix", "year", name=op.f("uq_number_register_prefix_year")),
    )
    op.create_index(op.f("ix_number_register_deleted_at"), "number_register", ["deleted_at"], unique=False)


def setting() -> None:
    op.create_table(
        "setting",
        sa.Column("key", sa.String(length=50), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        *recorded(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
        sa.UniqueConstraint("key", name=op.f("uq_setting_key")),
    )
    op.create_index(op.f("ix_setting_deleted_at"), "setting", ["deleted_at"], unique=False)


def audit_entry() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("entity", sa.String(length=50), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["audit_group.id"], name=op.f("fk_audit_entry_group_id_audit_group"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index("ix_audit_entry_entity_entity_id", "audit_entry", ["entity", "entity_id"], unique=False)
    op.create_index(op.f("ix_audit_entry_group_id"), "audit_entry", ["group_id"], unique=False)


def enforcement_officer() -> None:
    op.create_table(
        "enforcement_officer",
        sa.Column("name", sa.String(length=50, collation="PINYIN"), nullable=False),
        sa.Column("gender", sa.String(length=2), nullable=True),
        sa.Column("id_no", sa.String(length=18), nullable=True),
        sa.Column("birth", sa.Date(), nullable=True),
        sa.Column("nation", sa.String(length=20), nullable=True),
        sa.Column("politics", sa.String(length=20), nullable=True),
        sa.Column("education", sa.String(length=20), nullable=True),
        sa.Column("degree", sa.String(length=20), nullable=True),
        sa.Column("major", sa.String(length=60), nullable=True),
        sa.Column("school", sa.String(length=80), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("dept", sa.String(length=60, collation="PINYIN"), nullable=True),
        sa.Column("post", sa.String(length=60, collation="PINYIN"), nullable=True),
        sa.Column("rank", sa.String(length=40), nullable=True),
        sa.Column("staffing", sa.String(length=40), nullable=True),
        sa.Column("domain", sa.String(length=100), nullable=True),
        sa.Column("region", sa.String(length=60), nullable=True),
        sa.Column("exam_public", sa.String(length=20), nullable=True),
        sa.Column("exam_special", sa.String(length=20), nullable=True),
        sa.Column("exam_score", sa.String(length=20), nullable=True),
        sa.Column("exam_date", sa.Date(), nullable=True),
        sa.Column("exam_certificate", sa.String(length=40), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("photo", sa.String(length=120), nullable=True),
        sa.Column(
            "post_status",
            sa.Enum(
                "on_post", "off_education", "moved", "retired", "left", name="poststatus", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=500), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["enforcement_agency.id"],
            name=op.f("fk_enforcement_officer_agency_id_enforcement_agency"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enforcement_officer")),
    )
    op.create_index("ix_enforcement_officer_agency_id", "enforcement_officer", ["agency_id", "id"], unique=False)
    op.create_index(op.f("ix_enforcement_officer_deleted_at"), "enforcement_officer", ["deleted_at"], unique=False)
    op.create_index("ix_enforcement_officer_id_no", "enforcement_officer", ["id_no", "id"], unique=False)
    op.create_index("ix_enforcement_officer_name", "enforcement_officer", ["name", "id"], unique=False)


def enforcement_certificate() -> None:
    op.create_table(
        "enforcement_certificate",
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("cert_no", sa.String(length=40), nullable=True),
        sa.Column("old_cert_no", sa.String(length=40), nullable=True),
        sa.Column("min_cert_no", sa.String(length=40), nullable=True),
        sa.Column("issuer", sa.String(length=100, collation="PINYIN"), nullable=True),
        sa.Column("issue_date", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("valid_forever", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "renewing",
                "suspended",
                "lost",
                "recalled",
                "cancelled",
                "revoked",
                "replaced",
                name="certificatestatus",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("basis", sa.String(length=200), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        *recorded(),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from",
            name=op.f("ck_enforcement_certificate_valid_range"),
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["enforcement_officer.id"],
            name=op.f("fk_enforcement_certificate_officer_id_enforcement_officer"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enforcement_certificate")),
    )
    op.create_index("ix_enforcement_certificate_cert_no", "enforcement_certificate", ["cert_no", "id"], unique=False)
    op.create_index(
        op.f("ix_enforcement_certificate_deleted_at"), "enforcement_certificate", ["deleted_at"], unique=False
    )
    op.create_index(
        "ix_enforcement_certificate_officer_id", "enforcement_certificate", ["officer_id", "current"], unique=False
    )
    op.create_index("ix_enforcement_certificate_valid_to", "enforcement_certificate", ["valid_to", "id"], unique=False)


def training_record() -> None:
    op.create_table(
        "training_record",
        sa.Column("officer_id", sa.Integer(), nullable=False),
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
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("organiser", sa.String(length=100, collation="PINYIN"), nullable=True),
        sa.Column("score", sa.String(length=20), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        *recorded(),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_training_record_minutes_not_negative")),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["enforcement_officer.id"],
            name=op.f("fk_training_record_officer_id_enforcement_officer"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_record")),
    )
    op.create_index(op.f("ix_training_record_deleted_at"), "training_record", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_training_record_held_on"), "training_record", ["held_on"], unique=False)
    op.create_index("ix_training_record_officer_id", "training_record", ["officer_id", "held_on"], unique=False)
