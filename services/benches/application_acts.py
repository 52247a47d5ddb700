"""The acts on an application, step by step (T02 to T05)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.certificate import CertificateStatus, EventKind
from services.benches.application_rules import ENTRUSTMENT, PAPERS
from services.benches.cards import APPLYING, REVIEWS, Decision
from services.query import Action
from services.spec import FieldSpec, Kind

Status = CertificateStatus
WHY = FieldSpec("reason", "理由", Kind.LONG_TEXT, required=True, max_length=300)
ON = FieldSpec("on", "日期", Kind.DATE, required=True)
BODY = FieldSpec("decided_by", "核准机关", required=True, max_length=100)
PAPER_NO = FieldSpec("doc_no", "批件文号", required=True, max_length=60)
BATCH_FIELDS = (
    ON,
    FieldSpec("decided_by", "核准机关", max_length=100, help="发证机关已核准的填，其他环节不用填。"),
    FieldSpec("doc_no", "批件文号", max_length=60),
)
TICKS = tuple(FieldSpec(paper.key, paper.label, Kind.BOOLEAN) for paper in (*PAPERS, ENTRUSTMENT))


@dataclass(frozen=True, slots=True)
class ApplicationAct:
    """`goes_on` acts ask whether everything is there; `papers` is the tick list."""

    name: str
    label: str
    icon: str
    kind: EventKind
    sources: frozenset[CertificateStatus]
    fields: tuple[FieldSpec, ...] = (ON,)
    goes_on: bool = False

    def decision(self, today: date, values: Mapping[str, Any]) -> Decision:
        """What the event says."""
        if self.kind is EventKind.CHANGED:
            ticked = [field.key for field in TICKS if values.get(field.key)]
            return Decision(self.kind, today, reason="登记收到材料", details={"papers": ticked})
        return Decision(
            self.kind,
            values["on"],
            reason=values.get("reason"),
            decided_by=values.get("decided_by"),
            doc_no=values.get("doc_no"),
        )


ALL_ACTS = (
    ApplicationAct("submit", "送单位审核", "send", EventKind.FORWARDED, frozenset({Status.DRAFT}), goes_on=True),
    ApplicationAct("report", "上报司法局", "send", EventKind.FORWARDED, frozenset({Status.UNIT_REVIEW}), goes_on=True),
    ApplicationAct(
        "review", "初审通过", "st-done", EventKind.REVIEWED, frozenset({Status.BUREAU_REVIEW}), goes_on=True
    ),
    ApplicationAct(
        "approve",
        "登记核准",
        "st-done",
        EventKind.APPROVED,
        frozenset({Status.SUPERIOR_REVIEW}),
        (ON, BODY, PAPER_NO),
        goes_on=True,
    ),
    ApplicationAct("send_back", "退回补正", "st-back", EventKind.SENT_BACK, REVIEWS, (ON, WHY)),
    ApplicationAct("reject", "不予核准", "st-void", EventKind.REJECTED, REVIEWS, (ON, WHY)),
    ApplicationAct("papers", "登记收到材料", "attach", EventKind.CHANGED, APPLYING - {Status.MAKING}, TICKS),
)
ACTS = {act.name: act for act in ALL_ACTS}


def acts_of(status: CertificateStatus, refusal: str, today: date, received: Collection[str]) -> Sequence[Action]:
    """The acts of a step; the one that goes on is the filled button and says what stands against it."""
    start: dict[str, Any] = {"on": today} | {field.key: field.key in received for field in TICKS}
    return [
        Action(
            act.name,
            act.label,
            act.icon,
            act.fields,
            {field.key: start[field.key] for field in act.fields if field.key in start},
            main=act.goes_on,
            why_not=refusal if act.goes_on else "",
        )
        for act in ALL_ACTS
        if status in act.sources
    ]
