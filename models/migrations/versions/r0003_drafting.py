"""Drafts with opinions, templates, phrases, 用印登记; what a register of documents says of service and archive."""

import sqlalchemy as sa
from alembic import op

revision = "r0003"
down_revision = "r0002"


def upgrade() -> None:
    """New columns may be empty; numbers that were there before count as those of the old register."""
    for column in (
        sa.Column("handler", sa.String(length=50, collation="PINYIN"), nullable=True),
        sa.Column("approver", sa.String(length=50, collation="PINYIN"), nullable=True),
        sa.Column("copy_count", sa.Integer(), nullable=True),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("service_method", sa.String(length=20), nullable=True),
        sa.Column("archive_no", sa.String(length=60), nullable=True),
        sa.Column("void_reason", sa.String(length=80), nullable=True),
    ):
        op.add_column("issued_document", column)
    op.add_column("number_register", sa.Column("opening_serial", sa.Integer(), server_default="0", nullable=False))
    op.add_column("number_register", sa.Column("issuer", sa.String(length=100, collation="PINYIN"), nullable=True))
    op.execute("UPDATE number_register SET opening_serial = last_serial")
    for create in (document_template, document_draft, draft_opinion, phrase, seal_use, layout_profile):
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


def document_template() -> None:
    op.create_table(
        "document_template",
        sa.Column("name", sa.String(length=80, collation="PINYIN"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("prefix", sa.String(length=30), nullable=True),
        sa.Column("reply_workdays", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=True),
        *recorded(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_template")),
        sa.UniqueConstraint("name", "version", name=op.f("uq_document_template_name_version")),
    )
    op.create_index(op.f("ix_document_template_deleted_at"), "document_template", ["deleted_at"], unique=False)


def document_draft() -> None:
    states = ("drafting", "submitted", "returned", "approved", "issued")
    op.create_table(
        "document_draft",
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("title", sa.String(length=200, collation="PINYIN"), nullable=False),
        sa.Column("recipients", sa.String(length=300), nullable=False),
        sa.Column("prefix", sa.String(length=30), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("reply_due_on", sa.Date(), nullable=True),
        sa.Column("origin_entity", sa.String(length=50), nullable=True),
        sa.Column("origin_id", sa.Integer(), nullable=True),
        sa.Column("origin_words", sa.String(length=200), nullable=True),
        sa.Column("template_name", sa.String(length=80), nullable=True),
        sa.Column("template_version", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("state", sa.Enum(*states, name="draftstate", native_enum=False, length=20), nullable=False),
        sa.Column("drafter", sa.String(length=50, collation="PINYIN"), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("approver", sa.String(length=50, collation="PINYIN"), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        *recorded(),
        sa.CheckConstraint(
            "(state = 'issued') = (document_id IS NOT NULL)", name=op.f("ck_document_draft_issued_has_document")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["enforcement_agency.id"],
            name=op.f("fk_document_draft_agency_id_enforcement_agency"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["issued_document.id"],
            name=op.f("fk_document_draft_document_id_issued_document"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_draft")),
    )
    op.create_index(op.f("ix_document_draft_deleted_at"), "document_draft", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_document_draft_state"), "document_draft", ["state"], unique=False)
    op.create_index("ix_document_draft_origin", "document_draft", ["origin_entity", "origin_id"], unique=False)


def draft_opinion() -> None:
    verdicts = ("submitted", "withdrawn", "returned", "approved", "remark", "issued")
    op.create_table(
        "draft_opinion",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Enum(*verdicts, name="verdict", native_enum=False, length=20), nullable=False),
        sa.Column("person", sa.String(length=50, collation="PINYIN"), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["document_draft.id"],
            name=op.f("fk_draft_opinion_draft_id_document_draft"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_opinion")),
    )
    op.create_index(op.f("ix_draft_opinion_deleted_at"), "draft_opinion", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_draft_opinion_draft_id"), "draft_opinion", ["draft_id"], unique=False)


def phrase() -> None:
    op.create_table(
        "phrase",
        sa.Column("category", sa.String(length=30, collation="PINYIN"), nullable=False),
        sa.Column("text", sa.String(length=500, collation="PINYIN"), nullable=False),
        *recorded(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrase")),
    )
    op.create_index(op.f("ix_phrase_deleted_at"), "phrase", ["deleted_at"], unique=False)


def seal_use() -> None:
    op.create_table(
        "seal_use",
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.Column("seal", sa.String(length=60, collation="PINYIN"), nullable=False),
        sa.Column("matter", sa.String(length=200, collation="PINYIN"), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("copy_count", sa.Integer(), nullable=False),
        sa.Column("applicant", sa.String(length=50, collation="PINYIN"), nullable=False),
        sa.Column("approver", sa.String(length=50, collation="PINYIN"), nullable=False),
        sa.Column("keeper", sa.String(length=50, collation="PINYIN"), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["issued_document.id"],
            name=op.f("fk_seal_use_document_id_issued_document"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal_use")),
    )
    op.create_index(op.f("ix_seal_use_deleted_at"), "seal_use", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_seal_use_used_on"), "seal_use", ["used_on"], unique=False)


def layout_profile() -> None:
    op.create_table(
        "layout_profile",
        sa.Column("issuer", sa.String(length=100, collation="PINYIN"), nullable=False),
        sa.Column("overrides", sa.JSON(), nullable=False),
        *recorded(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_layout_profile")),
        sa.UniqueConstraint("issuer", name=op.f("uq_layout_profile_issuer")),
    )
    op.create_index(op.f("ix_layout_profile_deleted_at"), "layout_profile", ["deleted_at"], unique=False)
