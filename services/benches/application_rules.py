"""What an application for a card needs, and what bars it (certificates note §1.3, T01 to T04)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from models.certificate import CertificateKind, CertificateStatus
from models.officer import PostStatus
from services.province_rules import excluded_word

Status = CertificateStatus


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of the list; a kept file whose name holds one of the words is taken for it."""

    key: str
    label: str
    words: tuple[str, ...]


PHOTO = Paper("photo", "照片", ("照片", "相片"))
ENTRUSTMENT = Paper("entrustment", "委托书", ("委托书", "委托协议"))
PAPERS = (
    Paper("form", "申领审批表", ("审批表", "申领表")),
    Paper("sheet", "信息采集表", ("采集表", "信息表")),
    PHOTO,
    Paper("staffing", "编制证明", ("编制",)),
    Paper("conduct", "考核处分情况", ("考核", "处分")),
)
CLOCKS = {
    Status.DRAFT: "correction_workdays",  # only after it was sent back
    Status.BUREAU_REVIEW: "bureau_review_workdays",
    Status.SUPERIOR_REVIEW: "superior_review_workdays",
    Status.MAKING: "making_workdays",
}
"""The rule that gives the working days of a step; the unit's own review has none."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """What the rules look at of one application."""

    today: date
    kind: CertificateKind
    photo: bool
    file_names: tuple[str, ...]
    received: frozenset[str]  # papers that were ticked as handed in
    missing_fields: tuple[str, ...]
    post_status: PostStatus
    staffing: str
    excluded_staff: tuple[str, ...]
    blocked_until: date | None
    banned_until: date | None


def papers_for(kind: CertificateKind) -> tuple[Paper, ...]:
    """The list of papers; staff of an entrusted organisation hand in the 委托书 as well."""
    return (*PAPERS, ENTRUSTMENT) if kind is CertificateKind.ENTRUSTED else PAPERS


def has_paper(paper: Paper, applicant: Applicant) -> bool:
    """Ticked, kept as a file, or (the photo) in the register."""
    named = any(word in name for word in paper.words for name in applicant.file_names)
    return paper.key in applicant.received or named or (paper is PHOTO and applicant.photo)


def missing(applicant: Applicant) -> tuple[str, ...]:
    """Papers and entries of the register that are not there."""
    papers = [paper.label for paper in papers_for(applicant.kind) if not has_paper(paper, applicant)]
    return (*papers, *applicant.missing_fields)


def obstacles(applicant: Applicant) -> Iterator[str]:
    """Why no card may be issued now, whatever papers there are."""
    if applicant.post_status is not PostStatus.ON_POST:
        yield "人员不在岗，不能申领。"
    word = excluded_word(applicant.excluded_staff, applicant.staffing)
    if word:
        yield f"编制性质登记为“{applicant.staffing}”，属于不能持证的人员（{word}）。"
    if not applicant.staffing:
        yield "没有登记编制性质。核对编制证明后补上。"
    if applicant.blocked_until and applicant.blocked_until >= applicant.today:
        yield f"处分期到{applicant.blocked_until:%Y-%m-%d}为止，期满后再申领。"
    if applicant.banned_until and applicant.banned_until >= applicant.today:
        yield f"证件被吊销后{applicant.banned_until:%Y-%m-%d}以前不能再申领。"


def refusal(status: CertificateStatus, applicant: Applicant) -> str:
    """Why the application cannot go on from this step; empty where it can."""
    if barred := next(obstacles(applicant), ""):
        return barred
    if status in (Status.DRAFT, Status.UNIT_REVIEW, Status.BUREAU_REVIEW) and (lacking := missing(applicant)):
        return f"还缺{'、'.join(lacking)}。补齐或登记收到后再往下办。"
    return ""
