"""Papers of the sample county: what was sent, what is being written, sealings, phrases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.document import DocumentState, IssuedDocument, NumberRegister
from models.drafting import DocumentDraft, DraftOpinion, DraftState, Phrase, SealUse, Verdict
from services.documents.fields import fill
from services.documents.kinds import recipient_words
from services.documents.phrases import SHIPPED
from services.documents.registers import numbered
from services.documents.templates import shipped

PREFIX, REGISTER = "示司监函", "监督函"
HANDLER, HEAD = "容知秋", "岑望舒"

# title, place of the unit, days since issue, days until the reply (0: none asked), answered after, why void
SENT = (
    ("示例县司法局关于商请提供执法事项目录的函", 1, 62, 20, 15, ""),
    ("示例县司法局关于召开会商会议的函", 2, 40, 0, 0, "会议改期，重新发文"),
    ("示例县司法局关于报送年度培训安排的函", 4, 12, 30, 0, ""),
)
# template, what fills it, place of the unit, state
WRITTEN: tuple[tuple[str, Mapping[str, str], int, DraftState], ...] = (
    ("案卷评查通知", {"起止日期": "上年11月1日至本年10月31日"}, 0, DraftState.SUBMITTED),
    (
        "督办函",
        {"事项": "示例镇辖区重复检查问题整改", "原时限": "上月底"},
        2,
        DraftState.RETURNED,
    ),
    ("通报", {"事项": "本季度行政执法培训"}, 0, DraftState.DRAFTING),
)
RETURNED_WORDS = "请写明前两次催办的日期，再送审。"


def add_papers(session: Session, units: Sequence[EnforcementAgency], today: date) -> None:
    """Everything on the pages of 监督文书."""
    session.add(NumberRegister(name=REGISTER, prefix=PREFIX, year=today.year, last_serial=len(SENT), sample=True))
    for serial, paper in enumerate(SENT, start=1):
        _sent(session, units, today, serial, paper)
    for template, words, unit, state in WRITTEN:
        _draft(session, units[unit], today, template, words, state)
    session.add_all(Phrase(category=category, text=text, sample=True) for category, text in SHIPPED)


def _sent(
    session: Session,
    units: Sequence[EnforcementAgency],
    today: date,
    serial: int,
    paper: tuple[str, int, int, int, int, str],
) -> None:
    title, unit, ago, limit, answered, void = paper
    issued_on = max(today - timedelta(days=ago), date(today.year, 1, 1))
    document = IssuedDocument(
        number=numbered(PREFIX, today.year, serial),
        kind="letter",
        title=title,
        recipients=units[unit].name,
        agency_id=units[unit].id,
        issued_on=issued_on,
        reply_due_on=issued_on + timedelta(days=limit) if limit else None,
        replied_on=min(issued_on + timedelta(days=answered), today) if answered else None,
        handler=HANDLER,
        approver=HEAD,
        copy_count=2,
        served_on=None if void else issued_on,
        service_method=None if void else "exchange",
        content={},
        state=DocumentState.VOID if void else DocumentState.ISSUED,
        void_reason=void or None,
        sample=True,
    )
    session.add(document)
    session.flush()
    if not void:
        session.add(
            SealUse(
                used_on=issued_on,
                seal="示例县司法局行政章",
                matter=title,
                number=document.number,
                document_id=document.id,
                copy_count=2,
                applicant=HANDLER,
                approver=HEAD,
                keeper="宓景行",
                sample=True,
            )
        )


def _draft(
    session: Session,
    unit: EnforcementAgency,
    today: date,
    template: str,
    words: Mapping[str, str],
    state: DraftState,
) -> None:
    found = shipped()[template]
    sender = {"本单位": "示例县司法局", "年份": str(today.year), "联系人": HANDLER, "电话": "0000-0000000"}
    content: dict[str, Any] = fill(found.content, {**sender, "单位": unit.name, **words})
    draft = DocumentDraft(
        kind=found.kind,
        title=content["title"],
        recipients=recipient_words(content),
        prefix=PREFIX,
        agency_id=unit.id if content["to"] == [unit.name] else None,
        template_name=template,
        template_version=found.version,
        content=content,
        state=state,
        drafter=HANDLER,
        changed_on=today - timedelta(days=1),
        sample=True,
    )
    session.add(draft)
    session.flush()
    if state is not DraftState.DRAFTING:
        _opinion(session, draft, Verdict.SUBMITTED, HANDLER, "")
    if state is DraftState.RETURNED:
        _opinion(session, draft, Verdict.RETURNED, HEAD, RETURNED_WORDS)


def _opinion(session: Session, draft: DocumentDraft, verdict: Verdict, person: str, words: str) -> None:
    session.add(DraftOpinion(draft_id=draft.id, verdict=verdict, person=person, opinion=words, sample=True))
