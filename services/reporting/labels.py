"""The words and chips of reports, chasing and slips, in one place for tables, papers and messages."""

from __future__ import annotations

from models.reporting import ChaseWay, DayShift, DutyScope

SCOPE_LABELS = {
    DutyScope.ALL.value: "全部执法单位",
    DutyScope.DEPARTMENTS.value: "县级部门",
    DutyScope.TOWNSHIPS.value: "乡镇（街道）",
    DutyScope.GROUP.value: "单位组",
}
SHIFT_LABELS = {
    DayShift.EARLIER.value: "前移",
    DayShift.LATER.value: "顺延",
    DayShift.NONE.value: "不变",
}
FORCE_LABELS = {"on": "在用", "off": "停用"}
FORCE_CHIPS = {"on": "done", "off": "void"}
REPORT_LABELS = {
    "late": "逾期未报",
    "due": "即将到期",
    "back": "退回重报",
    "run": "未报",
    "came_late": "逾期报送",
    "done": "按时报送",
    "exempt": "不用报",
}
REPORT_CHIPS = {
    "late": "late",
    "due": "due",
    "back": "back",
    "run": "todo",
    "came_late": "ask",
    "done": "done",
    "exempt": "na",
}
WAY_LABELS = {
    ChaseWay.PHONE.value: "电话",
    ChaseWay.WECHAT.value: "微信",
    ChaseWay.VISIT.value: "上门",
    ChaseWay.LETTER.value: "催报函",
    ChaseWay.SLIP.value: "督办单",
}
BY_HAND = (ChaseWay.PHONE, ChaseWay.WECHAT, ChaseWay.VISIT)
"""Ways that count as calls: three of them about one matter are grounds in a slip."""
COLOUR_LABELS = {"blue": "蓝色", "yellow": "黄色", "red": "红色"}
COLOUR_CHIPS = {"blue": "run", "yellow": "due", "red": "late"}
