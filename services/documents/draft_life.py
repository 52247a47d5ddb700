"""拟稿 from writing to signing: which act is possible in which state, who may do it, what it leaves behind."""

from __future__ import annotations

from dataclasses import dataclass

from models.drafting import DraftState, Verdict
from services.access import Right

STATE_LABELS = {
    DraftState.DRAFTING.value: "拟稿中",
    DraftState.SUBMITTED.value: "待审核",
    DraftState.RETURNED.value: "退回修改",
    DraftState.APPROVED.value: "待签发",
    DraftState.ISSUED.value: "已签发",
}
STATE_CHIPS = {"drafting": "todo", "submitted": "wait", "returned": "late", "approved": "run", "issued": "done"}
VERDICT_LABELS = {
    Verdict.SUBMITTED.value: "送审",
    Verdict.WITHDRAWN.value: "撤回",
    Verdict.RETURNED.value: "退回修改",
    Verdict.APPROVED.value: "审核同意",
    Verdict.REMARK.value: "批注",
    Verdict.ISSUED.value: "签发",
}
WRITABLE = frozenset({DraftState.DRAFTING, DraftState.RETURNED})


@dataclass(frozen=True, slots=True)
class Step:
    """One act: from which states, to which, with which right; `words_needed` where an opinion must be written."""

    verdict: Verdict
    label: str
    icon: str
    right: Right
    start: frozenset[DraftState]
    end: DraftState
    words_needed: bool = False


STEPS: dict[str, Step] = {
    "submit": Step(Verdict.SUBMITTED, "送审", "send", Right.EDIT, WRITABLE, DraftState.SUBMITTED),
    "withdraw": Step(
        Verdict.WITHDRAWN,
        "撤回",
        "restore",
        Right.EDIT,
        frozenset({DraftState.SUBMITTED, DraftState.APPROVED}),
        DraftState.DRAFTING,
    ),
    "approve": Step(
        Verdict.APPROVED, "审核同意", "ok", Right.APPROVE, frozenset({DraftState.SUBMITTED}), DraftState.APPROVED
    ),
    "give_back": Step(
        Verdict.RETURNED,
        "退回修改",
        "reload",
        Right.APPROVE,
        frozenset({DraftState.SUBMITTED, DraftState.APPROVED}),
        DraftState.RETURNED,
        words_needed=True,
    ),
}


def why_not(step: Step, state: DraftState) -> str:
    """Why the act is not possible in this state; empty where it is."""
    if state in step.start:
        return ""
    return f"这份稿子{STATE_LABELS[state.value]}，不能{step.label}。"
