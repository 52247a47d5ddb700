"""The words for states and kinds of a plan's life, in one place for tables, papers and notes."""

from __future__ import annotations

from models.obligation import ExtensionState, NoteKind, ObligationState
from models.plan import PlanKind, UnitRole

OBLIGATION_LABELS = {
    ObligationState.TODO.value: "未开始",
    ObligationState.RUNNING.value: "推进中",
    ObligationState.REPORTED.value: "已报送待核",
    ObligationState.DONE.value: "已完成",
    ObligationState.RETURNED.value: "退回",
    ObligationState.ONGOING.value: "持续",
    ObligationState.EXEMPT.value: "不适用",
}
OPEN_OBLIGATIONS = (
    ObligationState.TODO,
    ObligationState.RUNNING,
    ObligationState.REPORTED,
    ObligationState.RETURNED,
)
NOTE_LABELS = {
    NoteKind.PROGRESS.value: "进展",
    NoteKind.REPORT.value: "报送自评",
    NoteKind.CHECK.value: "核验通过",
    NoteKind.RETURN.value: "核验退回",
    NoteKind.PERIODIC.value: "定期检查",
    NoteKind.MILESTONE.value: "节点完成",
    NoteKind.CLOSED.value: "办结",
    NoteKind.REOPENED.value: "重新打开",
    NoteKind.EXEMPT.value: "不适用",
}
EXTENSION_LABELS = {
    ExtensionState.ASKED.value: "待审批",
    ExtensionState.GRANTED.value: "同意",
    ExtensionState.REFUSED.value: "不同意",
}
PLAN_KIND_LABELS = {
    PlanKind.RECEIVED.value: "收到的计划",
    PlanKind.YEARLY.value: "本局年度计划",
    PlanKind.MEETING.value: "会商议定事项",
    PlanKind.MANUAL.value: "自建任务",
}
ROLE_LABELS = {
    UnitRole.LEAD.value: "牵头单位",
    UnitRole.RESPONSIBLE.value: "责任单位",
    UnitRole.COOPERATE.value: "配合单位",
}
