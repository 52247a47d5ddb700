"""The acts on an application, step by step (T02 to T05)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from models.certificate import CertificateStatus
from services.benches.application_rules import ENTRUSTMENT, PAPERS
from services.certificates.machine import Transition, transition
from services.query import Action
from services.spec import FieldSpec, Kind

Status = CertificateStatus
BATCH_FIELDS = (
    FieldSpec("on", "日期", Kind.DATE, required=True),
    FieldSpec("decided_by", "核准机关", max_length=100, help="发证机关已核准的填，其他环节不用填。"),
    FieldSpec("doc_no", "批件文号", max_length=60),
)
TICKS = tuple(FieldSpec(paper.key, paper.label, Kind.BOOLEAN) for paper in (*PAPERS, ENTRUSTMENT))


STEPS = ("submit", "forward", "review", "approve")
"""The acts of the state machine that go on; each begins from one state."""
BACK = ("send_back", "reject")
PAPERS_ACT = "papers"


def going_on(status: CertificateStatus) -> Transition | None:
    """The act that takes an application a step further; None where that is done in the register of certificates."""
    return next((act for name in STEPS if (act := transition(name, status)) is not None), None)


def acts_of(status: CertificateStatus, refusal: str, today: date, received: Collection[str]) -> Sequence[Action]:
    """The acts of a step; the one that goes on is the filled button and says what stands against it."""
    on = going_on(status)
    back = [act for name in BACK if (act := transition(name, status)) is not None]
    made = [
        Action(
            act.name,
            act.label,
            act.icon,
            act.fields,
            {field.key: today for field in act.fields if field.key == "on"},
            main=act is on,
            why_not=refusal if act is on else "",
        )
        for act in ((on, *back) if on is not None else back)
    ]
    if status is not Status.MAKING:
        ticks = {field.key: field.key in received for field in TICKS}
        made.append(Action(PAPERS_ACT, "登记收到材料", "attach", TICKS, ticks))
    return made


def ticked(values: Mapping[str, Any]) -> dict[str, Any]:
    """The papers that were ticked, as the event keeps them."""
    return {"papers": [field.key for field in TICKS if values.get(field.key)]}
