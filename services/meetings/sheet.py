"""A meeting as its editor shows it: head, who came, matters, decisions; checked before it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models.meeting import Presence

PRESENCE_LABELS: Mapping[str, str] = {
    Presence.PRESENT.value: "出席",
    Presence.EXCUSED.value: "请假",
    Presence.OBSERVER.value: "列席",
    Presence.ABSENT.value: "缺席",
}
LONGEST = {"title": 200, "serial": 40, "place": 100, "convener": 50, "host": 50, "recorder": 50}
LONGEST_LEAD, LONGEST_COOPERATE = 200, 300
HEAD_LABELS: Mapping[str, str] = {
    "title": "会议名称",
    "serial": "届次",
    "place": "地点",
    "convener": "召集人",
    "host": "主持人",
    "recorder": "记录人",
}


@dataclass(frozen=True, slots=True)
class AttendanceLine:
    """Who came from which unit; `unit` is the register's name."""

    name: str
    unit: str = ""
    duty: str = ""
    presence: Presence = Presence.PRESENT
    id: int | None = None
    agency_id: int | None = None

    @property
    def empty(self) -> bool:
        """Nothing was written."""
        return not (self.name.strip() or self.unit.strip() or self.duty.strip())


@dataclass(frozen=True, slots=True)
class MatterLine:
    """One matter and what was said about it."""

    title: str
    opinions: str = ""
    id: int | None = None

    @property
    def empty(self) -> bool:
        """Nothing was written."""
        return not (self.title.strip() or self.opinions.strip())


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision. `task_words` say how the task is that it became; it is then changed in the ledger of tasks."""

    text: str
    lead: str = ""
    cooperate: str = ""
    due_on: date | None = None
    id: int | None = None
    task_id: int | None = None
    task_words: str = ""

    @property
    def empty(self) -> bool:
        """Nothing was written."""
        return not (self.text.strip() or self.lead.strip() or self.cooperate.strip() or self.due_on)


@dataclass(frozen=True, slots=True)
class MeetingSheet:
    """`id` None: not stored yet. `head` holds the words of HEAD_LABELS."""

    head: Mapping[str, str]
    held_on: date | None
    next_on: date | None = None
    open_matters: str = ""
    attendance: tuple[AttendanceLine, ...] = ()
    matters: tuple[MatterLine, ...] = ()
    decisions: tuple[DecisionLine, ...] = ()
    id: int | None = None
    row_version: int = 0

    def named(self, presence: Presence) -> tuple[AttendanceLine, ...]:
        """Who was 出席, 请假, 列席 or 缺席."""
        return tuple(line for line in self.attendance if line.presence is presence and not line.empty)

    def faults(self) -> dict[str, str]:
        """What is wrong, by field, all at once; empty where it can be stored."""
        found = {
            key: f"“{HEAD_LABELS[key]}”最多{most}字，现在是{len(self.head.get(key, ''))}字。"
            for key, most in LONGEST.items()
            if len(self.head.get(key, "")) > most
        }
        if not self.head.get("title", "").strip():
            found["title"] = "请填写“会议名称”。"
        if self.held_on is None:
            found["held_on"] = "请填写“会议日期”。"
        elif self.next_on is not None and self.next_on <= self.held_on:
            found["next_on"] = "“下次会议”不晚于这次会议，请改其中一个。"
        for place, line in enumerate(self.attendance, start=1):
            if not line.empty and not line.name.strip():
                found.setdefault("attendance", f"参会人员第{place}行没有姓名。")
        for place, matter in enumerate(self.matters, start=1):
            if not matter.empty and not matter.title.strip():
                found.setdefault("matters", f"议题第{place}行没有写议题。")
        return found | self._decision_faults()

    def _decision_faults(self) -> dict[str, str]:
        for place, line in enumerate(self.decisions, start=1):
            if line.empty:
                continue
            if not line.text.strip():
                return {"decisions": f"议定事项第{place}行没有写事项。"}
            if len(line.lead) > LONGEST_LEAD or len(line.cooperate) > LONGEST_COOPERATE:
                return {"decisions": f"议定事项第{place}行的单位太长，写单位组的名称。"}
            if line.due_on is not None and self.held_on is not None and line.due_on < self.held_on:
                return {"decisions": f"议定事项第{place}行的时限早于会议日期，请核对。"}
        return {}
