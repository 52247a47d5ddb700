"""What the acts on tasks ask for."""

from __future__ import annotations

from services.plans.machine import Act
from services.spec import FieldSpec, Kind

PERCENT = FieldSpec("percent", "完成率（%）", Kind.INTEGER, help="0到100之间的整数；不填则不改。")
BY = FieldSpec("by", "核验人", required=True, max_length=50)
MORE_TIME = (
    FieldSpec("new_due_on", "新的时限", Kind.DATE, required=True),
    FieldSpec("reason", "延期理由", Kind.LONG_TEXT, required=True, max_length=500),
    FieldSpec("on", "申请日期", Kind.DATE, required=True, help="延期要在到期以前申请。"),
    FieldSpec("percent", "申请时的完成率（%）", Kind.INTEGER),
)
DECISIONS = {"granted": "同意", "refused": "不同意"}
DECIDE = (
    FieldSpec("granted", "审批意见", Kind.CHOICE, required=True, choices=DECISIONS),
    FieldSpec("approver", "审批人", required=True, max_length=50),
    FieldSpec("on", "审批日期", Kind.DATE, required=True),
    FieldSpec("decision", "说明", Kind.LONG_TEXT, max_length=500, help="不同意的，写明理由。"),
)


def day(label: str) -> FieldSpec:
    """The day on which it happened."""
    return FieldSpec("on", label, Kind.DATE, required=True)


def words(label: str, *, required: bool = True) -> FieldSpec:
    """What happened, or why."""
    return FieldSpec("text", label, Kind.LONG_TEXT, required=required, max_length=2000)


OF_ACT: dict[Act, tuple[FieldSpec, ...]] = {
    Act.PROGRESS: (words("进展情况"), PERCENT, day("日期")),
    Act.REPORT: (words("自评情况"), day("报送日期")),
    Act.PASS: (BY, day("核验日期"), words("核验意见", required=False)),
    Act.RETURN: (words("退回理由"), BY, day("核验日期")),
    Act.EXEMPT: (words("不适用的理由"), day("日期")),
    Act.REOPEN: (words("重新打开的理由"), day("日期")),
}
