"""Names for the log: columns that no table shows, and parts of records that have no table of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from services.meetings.sheet import PRESENCE_LABELS
from services.spec import FieldSpec, Kind, LedgerSpec

REPORT_STATES = {"owed": "未报", "received": "已报", "returned": "退回", "exempt": "不用报"}
FURTHER: Mapping[str, tuple[FieldSpec, ...]] = {  # by table
    "plan_task": (
        FieldSpec("text", "任务内容"),
        FieldSpec("percent", "完成率", Kind.INTEGER),
        FieldSpec("soft", "原则上的时限", Kind.BOOLEAN),
        FieldSpec("strict_on", "从严的日期", Kind.DATE),
    ),
    "plan_deadline": (FieldSpec("due_on", "时限", Kind.DATE), FieldSpec("met_on", "完成日期", Kind.DATE)),
    "unit_report": (FieldSpec("state", "报送情况", Kind.CHOICE, choices=REPORT_STATES),),
    "report_duty": (FieldSpec("active", "使用", Kind.BOOLEAN),),
    "meeting_attendance": (
        FieldSpec("name", "姓名"),
        FieldSpec("duty", "职务"),
        FieldSpec("presence", "参会情况", Kind.CHOICE, choices=dict(PRESENCE_LABELS)),
    ),
    "meeting_matter": (FieldSpec("title", "议题"), FieldSpec("opinions", "意见")),
    "meeting_decision": (
        FieldSpec("text", "议定事项"),
        FieldSpec("lead", "牵头单位"),
        FieldSpec("cooperate", "配合单位"),
        FieldSpec("due_on", "完成时限", Kind.DATE),
    ),
}


def with_parts(entity: str, spec: LedgerSpec | None) -> LedgerSpec | None:
    """The description of a table with the fields that only the log shows; None where there are no names at all."""
    further = FURTHER.get(entity, ())
    if spec is None:
        return LedgerSpec(entity, "", "", further, further[0].key, further[0].key) if further else None
    return replace(spec, fields=(*(f for f in spec.fields if f.key not in {g.key for g in further}), *further))
