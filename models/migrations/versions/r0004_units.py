"""What a unit is, was called and may do for others; people who serve for a term; what differs by province."""

import sqlalchemy as sa
from alembic import op

revision = "r0004"
down_revision = "r0003"


def upgrade() -> None:
    """Parents before children; new columns may be empty or have a default."""
    for create in (agency_contact, entrustment, former_name, group_member, subject_notice, province_rule, reason_code):
        create()
    alter_enforcement_agency()


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


def alter_enforcement_agency() -> None:
    for column in (
        sa.Column(
            "state",
            sa.Enum("active", "abolished", name="agencystate", native_enum=False, length=20),
            server_default="active",
            nullable=False,
        ),
        sa.Column("complaint_phone", sa.String(length=40), nullable=True),
        sa.Column("legal_person", sa.String(length=50, collation="PINYIN"), nullable=True),
        sa.Column("founding_basis", sa.String(length=200), nullable=True),
        sa.Column("enforcement_basis", sa.String(length=500), nullable=True),
        sa.Column("domain", sa.String(length=100), nullable=True),
        sa.Column("legal_section", sa.String(length=60), nullable=True),
        sa.Column("legal_head", sa.String(length=50, collation="PINYIN"), nullable=True),
        sa.Column("staff_quota", sa.Integer(), nullable=True),
        sa.Column("enforcer_count", sa.Integer(), nullable=True),
        sa.Column("police_count", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
    ):
        op.add_column("enforcement_agency", column)


def agency_contact() -> None:
    op.create_table(
        "agency_contact",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=50, collation="PINYIN"), nullable=False),
        sa.Column("duty", sa.String(length=60, collation="PINYIN"), nullable=True),
        sa.Column("post", sa.String(length=60, collation="PINYIN"), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["enforcement_agency.id"],
            name=op.f("fk_agency_contact_agency_id_enforcement_agency"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_contact")),
    )
    op.create_index(op.f("ix_agency_contact_agency_id"), "agency_contact", ["agency_id"], unique=False)
    op.create_index(op.f("ix_agency_contact_deleted_at"), "agency_contact", ["deleted_at"], unique=False)


def entrustment() -> None:
    op.create_table(
        "entrustment",
        sa.Column("from_agency_id", sa.Integer(), nullable=False),
        sa.Column("to_agency_id", sa.Integer(), nullable=False),
        sa.Column("doc_no", sa.String(length=60), nullable=True),
        sa.Column("matters", sa.String(length=500), nullable=False),
        sa.Column("powers", sa.String(length=500), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("published_at", sa.String(length=200), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        *recorded(),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_entrustment_term_order")),
        sa.CheckConstraint("from_agency_id <> to_agency_id", name=op.f("ck_entrustment_two_units")),
        sa.ForeignKeyConstraint(
            ["from_agency_id"],
            ["enforcement_agency.id"],
            name=op.f("fk_entrustment_from_agency_id_enforcement_agency"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["to_agency_id"],
            ["enforcement_agency.id"],
            name=op.f("fk_entrustment_to_agency_id_enforcement_agency"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entrustment")),
    )
    op.create_index(op.f("ix_entrustment_deleted_at"), "entrustment", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_entrustment_ends_on"), "entrustment", ["ends_on"], unique=False)
    op.create_index(op.f("ix_entrustment_from_agency_id"), "entrustment", ["from_agency_id"], unique=False)
    op.create_index(op.f("ix_entrustment_to_agency_id"), "entrustment", ["to_agency_id"], unique=False)


def former_name() -> None:
    op.create_table(
        "former_name",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100, collation="PINYIN"), nullable=False),
        sa.Column("used_from", sa.Date(), nullable=True),
        sa.Column("used_to", sa.Date(), nullable=True),
        sa.Column("basis", sa.String(length=200), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["enforcement_agency.id"],
            name=op.f("fk_former_name_agency_id_enforcement_agency"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_name")),
    )
    op.create_index(op.f("ix_former_name_agency_id"), "former_name", ["agency_id"], unique=False)
    op.create_index(op.f("ix_former_name_deleted_at"), "former_name", ["deleted_at"], unique=False)


def group_member() -> None:
    op.create_table(
        "group_member",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["enforcement_agency.id"],
            name=op.f("fk_group_member_agency_id_enforcement_agency"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["agency_group.id"], name=op.f("fk_group_member_group_id_agency_group"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_member")),
    )
    op.create_index(op.f("ix_group_member_agency_id"), "group_member", ["agency_id"], unique=False)
    op.create_index(op.f("ix_group_member_deleted_at"), "group_member", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_group_member_group_id"), "group_member", ["group_id"], unique=False)


def subject_notice() -> None:
    op.create_table(
        "subject_notice",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("confirmed", "adjusted", "withdrawn", name="noticekind", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("doc_no", sa.String(length=60), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=False),
        sa.Column("issuer", sa.String(length=100, collation="PINYIN"), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["enforcement_agency.id"],
            name=op.f("fk_subject_notice_agency_id_enforcement_agency"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_notice")),
    )
    op.create_index(op.f("ix_subject_notice_agency_id"), "subject_notice", ["agency_id"], unique=False)
    op.create_index(op.f("ix_subject_notice_deleted_at"), "subject_notice", ["deleted_at"], unique=False)


def province_rule() -> None:
    op.create_table(
        "province_rule",
        sa.Column("profile", sa.String(length=30, collation="PINYIN"), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=300), nullable=True),
        sa.Column("basis", sa.String(length=300), nullable=True),
        sa.Column("verified", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        *recorded(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_province_rule")),
        sa.UniqueConstraint("profile", "key", name=op.f("uq_province_rule_profile_key")),
    )
    op.create_index(op.f("ix_province_rule_deleted_at"), "province_rule", ["deleted_at"], unique=False)


def reason_code() -> None:
    op.create_table(
        "reason_code",
        sa.Column(
            "group",
            sa.Enum(
                "cancel", "suspend", "revoke", "exit", "discipline", name="reasongroup", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("label", sa.String(length=60, collation="PINYIN"), nullable=False),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("basis", sa.String(length=200), nullable=True),
        sa.Column("retired", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        *recorded(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reason_code")),
        sa.UniqueConstraint("group", "code", name=op.f("uq_reason_code_group_code")),
    )
    op.create_index(op.f("ix_reason_code_deleted_at"), "reason_code", ["deleted_at"], unique=False)
