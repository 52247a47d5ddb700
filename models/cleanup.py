"""资格清理: a campaign with its phases, and what was decided about each officer in it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record, stored
from models.types import words


class CleanupChoice(StrEnum):
    """What happens with an officer's card."""

    KEEP = "keep"
    CANCEL = "cancel"
    RENEW = "renew"
    RECALL = "recall"


class CleanupCampaign(Record):
    """One clean-up from the units' own check to the inspection, on the bureau's own days (certificates note §2.4)."""

    term = "资格清理工作"
    searched: ClassVar[tuple[str, ...]] = ("name", "doc_no")
    __tablename__ = "cleanup_campaign"
    __table_args__ = (CheckConstraint("closed_on IS NULL OR closed_on >= starts_on", name="closed_after_start"),)

    name: Mapped[str] = mapped_column(words(60))
    doc_no: Mapped[str | None] = mapped_column(String(60), default=None)
    starts_on: Mapped[date]
    self_check_until: Mapped[date | None] = mapped_column(default=None)  # 自查
    summary_until: Mapped[date | None] = mapped_column(default=None)  # 汇总
    announce_on: Mapped[date | None] = mapped_column(default=None)  # 公告
    inspect_until: Mapped[date | None] = mapped_column(default=None)  # 检查
    closed_on: Mapped[date | None] = mapped_column(default=None, index=True)
    note: Mapped[str | None] = mapped_column(String(300), default=None)

    @property
    def settled(self) -> bool:
        """Closed: its figures stay as they are."""
        return self.closed_on is not None


class CleanupDecision(Record):
    """The decision on one officer, with the reasons as they were found on that day."""

    term = "清理意见"
    searched: ClassVar[tuple[str, ...]] = ("note",)
    part_of = "campaign_id"
    __tablename__ = "cleanup_decision"
    __table_args__ = (
        Index("ix_cleanup_decision_campaign_id", "campaign_id", "officer_id"),
        Index("ix_cleanup_decision_officer_id", "officer_id"),
        CheckConstraint("cards >= 0", name="cards_not_negative"),
    )

    campaign_id: Mapped[int] = mapped_column(ForeignKey("cleanup_campaign.id", ondelete="RESTRICT"))
    officer_id: Mapped[int] = mapped_column(ForeignKey("enforcement_officer.id", ondelete="RESTRICT"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("enforcement_agency.id", ondelete="RESTRICT"))
    reasons: Mapped[str] = mapped_column(String(120))  # codes, joined by commas, the chief one first
    choice: Mapped[CleanupChoice] = mapped_column(stored(CleanupChoice))
    note: Mapped[str | None] = mapped_column(String(300), default=None)
    decided_on: Mapped[date]
    cards: Mapped[int] = mapped_column(default=0)  # how many the decision ends; known for good once carried out
    executed_on: Mapped[date | None] = mapped_column(default=None)
