"""One thing with a date, and the kinds of such things: what the calendar filters by and reminders differ in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from services.due.colours import COLOUR_WORDS, LATE, DueColour


class DueKind(StrEnum):
    """What has a date. The words are those of `KIND_LABELS`."""

    TASK = "task"
    MILESTONE = "milestone"
    OBLIGATION = "obligation"
    CHECK = "check"
    REPORT = "report"
    COLLECTION = "collection"
    PLAN_END = "plan_end"
    MEETING = "meeting"
    PROBLEM = "problem"
    COMPLAINT = "complaint"
    DOCUMENT = "document"
    CERTIFICATE = "certificate"
    OFFICER = "officer"
    CLEANUP = "cleanup"
    TERM = "term"


KIND_LABELS = {
    DueKind.TASK: "计划任务",
    DueKind.MILESTONE: "任务节点",
    DueKind.OBLIGATION: "单位任务",
    DueKind.CHECK: "长期任务检查",
    DueKind.REPORT: "单位报送",
    DueKind.COLLECTION: "表格报送",
    DueKind.PLAN_END: "计划期满",
    DueKind.MEETING: "会商会议",
    DueKind.PROBLEM: "问题整改",
    DueKind.COMPLAINT: "投诉举报",
    DueKind.DOCUMENT: "待回复文书",
    DueKind.CERTIFICATE: "证件",
    DueKind.OFFICER: "退出与返岗",
    DueKind.CLEANUP: "资格清理",
    DueKind.TERM: "任期和委托",
}
PLAN_KINDS = frozenset(
    (DueKind.TASK, DueKind.MILESTONE, DueKind.OBLIGATION, DueKind.CHECK, DueKind.REPORT, DueKind.COLLECTION)
)


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing with a date. `ledger` and `row_id` lead to it; `days` is negative when late.

    `act_on` is the last working day that still meets the date: the date itself unless it is a day of rest and the
    kind is one that is met early. `provisional` says that the year's arrangement of holidays is not known, `expected`
    that a recurring thing will come round then. `since` is the day from which the desk has known of it. `behind` says
    that less is done than the time that has passed would ask for.
    """

    ledger: str
    row_id: int
    kind: DueKind
    what: str
    title: str
    unit: str
    due_on: date
    days: int
    workdays: int
    source: str
    act_on: date
    plan_id: int | None = None
    recurring: bool = False
    provisional: bool = False
    expected: bool = False
    since: date | None = None
    percent: int | None = None
    colour: DueColour = DueColour.GREEN
    behind: bool = False

    @property
    def colour_words(self) -> str:
        """正常, 临期, 滞后, 逾期, 严重逾期, 预计: the word that stands with the colour."""
        return "滞后" if self.behind and self.colour not in LATE else COLOUR_WORDS[self.colour]

    @property
    def state(self) -> str:
        """late, today or soon; today from the last working day on that still meets the date."""
        if self.days < 0:
            return "late"
        return "today" if self.days <= (self.due_on - self.act_on).days else "soon"

    def to_json(self) -> dict[str, Any]:
        """The object of `due --json`."""
        return {
            "ledger": self.ledger,
            "id": self.row_id,
            "kind": self.what,
            "title": self.title,
            "unit": self.unit,
            "due_on": self.due_on.isoformat(),
            "act_on": self.act_on.isoformat(),
            "days": self.days,
            "workdays": self.workdays,
            "state": self.state,
            "source": self.source,
        }
