"""How a due thing is called: its state chip, its next act, and dates in the words of a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.due.items import DueItem, DueKind
from services.role_kinds import role_kinds
from services.role_terms import ROLE_LABELS
from services.words import chinese_date
from ui.kit.table import Act, State

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class NextAct:
    """`word` stands in the row, `words` on the filled button; both do the same."""

    word: str
    words: str
    picture: str


CHASE = NextAct("催报", "生成催报函", "chase")
CHASE_REPLY = NextAct("催复", "生成催报函", "chase")
CHECKED = NextAct("检查", "定期检查", "preview")
REACHED = NextAct("登记", "节点完成", "ok")
OF_KIND = {DueKind.CHECK: CHECKED, DueKind.MILESTONE: REACHED}
CHASED_LATE = (DueKind.REPORT, DueKind.OBLIGATION, DueKind.DOCUMENT)
ACTS = {
    "tasks": NextAct("办理", "办理任务", "open"),
    "obligations": NextAct("办理", "办理单位任务", "open"),
    "unit_reports": NextAct("登记", "登记报送", "note"),
    "rounds": NextAct("催报", "催报表格", "chase"),
    "plans": NextAct("评估", "评估计划", "open"),
    "meetings": NextAct("准备", "准备会商", "open"),
    "cleanup_campaigns": NextAct("办理", "办理资格清理", "open"),
    "certificates": NextAct("办理", "办理证件", "open"),
    "problems": NextAct("办理", "办理整改", "open"),
    "complaints": NextAct("答复", "登记答复", "send"),
    "documents": NextAct("登记", "登记回复", "note"),
    "officers": NextAct("换证", "办理换证", "reload"),
    "exits": NextAct("办理", "办理退出事项", "open"),
    "cleanup": NextAct("收回", "收回证件", "st-back"),
    "entrustments": NextAct("续签", "办理续签", "extend"),
    **{kind.name: NextAct("续任", "办理续任", "extend") for kind in role_kinds()},
}
OTHER = NextAct("打开", "打开台账", "open")
COMING = {"documents": "wait", "officers": "hold"}
MATTERS = {
    "problems": "整改：",
    "obligations": "延期后：",
    "unit_reports": "报送：",
    "rounds": "表格：",
    "plans": "计划期满：",
    "meetings": "会商：",
    "complaints": "投诉：",
    "documents": "回复：",
    "officers": "换证：",
    "exits": "退出与返岗：",
    "cleanup": "收回证件：",
    "entrustments": "委托：",
    **{kind.name: f"{ROLE_LABELS[kind.role]}：" for kind in role_kinds()},
}
KIND_MATTERS = {DueKind.MILESTONE: "节点：", DueKind.CHECK: "定期检查："}
UNIT_WORDS = {"tasks": "单位", "problems": "责任单位", "complaints": "承办单位", "documents": "收文单位"}


def next_act(item: DueItem) -> NextAct:
    """What is late is chased; everything else is done by its ledger's own act, or there."""
    if wants_chasing(item):
        return CHASE_REPLY if item.kind is DueKind.DOCUMENT else CHASE
    return OF_KIND.get(item.kind) or ACTS.get(item.ledger, OTHER)


def wants_chasing(item: DueItem) -> bool:
    """A task on its day already; a report, a unit's part and a reply once they are late."""
    return item.days <= 0 if item.kind is DueKind.TASK else item.kind in CHASED_LATE and item.days < 0


def matter(item: DueItem) -> str:
    """What it is about, so that the words stand alone: 整改：现场笔录缺少见证人签名."""
    own = KIND_MATTERS.get(item.kind) or MATTERS.get(item.ledger)
    if own is None:
        own = "" if item.ledger == "tasks" else f"{item.what}："
    return own + item.title


def act_cell(item: DueItem, *, owed: bool = True) -> Act:
    """The link in the row; what no unit owes (the bureau's own task) is nobody to be chased for."""
    act = next_act(item) if owed or not wants_chasing(item) else ACTS.get(item.ledger, OTHER)
    return Act(act.word, act.picture)


def kind_of(item: DueItem) -> str:
    """State kind of the tokens: late and today go before what the thing is."""
    return {"late": "late", "today": "due"}.get(item.state) or COMING.get(item.ledger, "run")


def state_words(item: DueItem) -> str:
    """逾期9天, 今天, 还有3天; a certificate expires."""
    if item.days == 0:
        return "今天"
    if item.state == "today":
        return "今天办"
    if item.days > 0:
        return f"还有{item.days:,}天"
    return f"{'过期' if item.ledger == 'officers' else '逾期'}{-item.days:,}天"


def state_cell(item: DueItem) -> State:
    """The chip in the row."""
    return State(kind_of(item), state_words(item))


def weekday(day: date) -> str:
    """星期一."""
    return f"星期{WEEKDAYS[day.weekday()]}"


def long_date(day: date) -> str:
    """2026年6月15日，星期一."""
    return f"{chinese_date(day)}，{weekday(day)}"


def day_title(day: date, today: date) -> str:
    """今天　6月15日　星期一; another year is named."""
    year = "" if day.year == today.year else f"{day.year}年"
    first = ("今天",) if day == today else ()
    return "　".join((*first, f"{year}{day.month}月{day.day}日", weekday(day)))


def span_words(first: date, last: date) -> str:
    """6月16日—21日; one day alone; the month again where it changes."""
    start = f"{first.month}月{first.day}日"
    if first == last:
        return start
    end = f"{last.day}日" if first.month == last.month else f"{last.month}月{last.day}日"
    return f"{start}—{end}"


def room_words(item: DueItem) -> str:
    """Working days beside the calendar days: 逾期7个工作日 or 还有3个工作日; empty for today."""
    if item.days == 0:
        return ""
    if item.state == "today":
        last = item.act_on
        words = "今天" if item.days == (item.due_on - last).days else f"{last.month}月{last.day}日"
        return f"期限那天休息，最后一个工作日是{words}"
    unknown = "（放假安排未公布，暂按周末推算）" if item.provisional else ""
    return f"{'已过' if item.days < 0 else '还有'}{abs(item.workdays):,}个工作日{unknown}"
