"""The fields and grids of a meeting, to and from its sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QStackedWidget

from services.meetings.sheet import (
    HEAD_LABELS,
    PRESENCE_LABELS,
    AttendanceLine,
    DecisionLine,
    MatterLine,
    MeetingSheet,
)
from ui.kit.controls import Growing, segments, text
from ui.kit.date_edit import DateEditor
from ui.kit.layout import Item, col, holder, panel, rolling, row
from ui.kit.notes import ErrorLine
from ui.kit.theme import u
from ui.pages.meetings.line_grid import LineGrid
from ui.pages.meetings.line_model import Cell, LineColumn, LineModel

PARTS = ("attendance", "matters", "decisions", "rest")
LABELS = ("参会人员", "议题和意见", "议定事项", "遗留问题和下次会议")
HINTS = (
    "回车到下一格，空格换出席、请假、列席、缺席，Ctrl+Del删一行，Alt+上下移一行。",
    "一行一个议题；意见里Shift+回车另起一行，写成“单位：意见”。",
    "一行一项；单位用顿号隔开，可以写单位组。保存后“转为任务”，已转的在任务台账里改。",
    "没有议定的写在遗留问题里；下次会议的日期会列入期限日历。",
)
ATTENDANCE = (
    LineColumn("name", "姓名", chars=6),
    LineColumn("unit", "单位", Cell.UNIT),
    LineColumn("duty", "职务", chars=10),
    LineColumn("presence", "出席情况", Cell.CHOICE, 6, PRESENCE_LABELS),
)
MATTERS = (LineColumn("title", "议题", chars=18), LineColumn("opinions", "各单位意见", Cell.LONG))
DECISIONS = (
    LineColumn("text", "议定事项", Cell.LONG),
    LineColumn("lead", "牵头单位", Cell.UNITS, 9),
    LineColumn("cooperate", "配合单位", Cell.UNITS, 9),
    LineColumn("due_on", "时限", Cell.DAY, 6.5),
    LineColumn("task_words", "任务", Cell.SHOWN, 12.5),
)
SIZES = {"title": 3, "serial": 2, "place": 3, "host": 1, "convener": 1, "recorder": 1}


class SheetForm(QFrame):
    """`changed` comes with every change that is typed. `units` names the register's units."""

    changed = Signal()

    def __init__(self, units: Callable[[], Sequence[str]], today: Callable[[], date]) -> None:
        super().__init__()
        self._sheet = MeetingSheet({}, None)
        self._filling = False
        self.error = ErrorLine()
        self.heads = {key: QLineEdit() for key in HEAD_LABELS}
        self.held_on, self.next_on = DateEditor(today), DateEditor(today)
        self.open_matters = Growing("", "遗留问题")
        empty = {"presence": "present", "id": None, "agency_id": None}
        self.attendance = LineGrid(LineModel(ATTENDANCE, empty), "参会人员", units)
        self.matters = LineGrid(LineModel(MATTERS, {"id": None}), "议题和意见", units)
        self.decisions = LineGrid(LineModel(DECISIONS, {"id": None}, "task_id"), "议定事项", units)
        self.grids = (self.attendance, self.matters, self.decisions)
        for grid in self.grids:
            grid.lines.today = today
            grid.changed.connect(self._tell)
        self._build()

    # --- values ------------------------------------------------------------------------------
    def show_sheet(self, sheet: MeetingSheet) -> None:
        """Show another meeting, or the same one after it was stored."""
        self._filling = True
        self._sheet = sheet
        for key, line in self.heads.items():
            line.setText(sheet.head.get(key, ""))
        self.held_on.set_value(sheet.held_on)
        self.next_on.set_value(sheet.next_on)
        self.open_matters.setPlainText(sheet.open_matters)
        self.attendance.lines.show([_row(line, presence=line.presence.value) for line in sheet.attendance])
        self.matters.lines.show([_row(line) for line in sheet.matters])
        self.decisions.lines.show([_row(line) for line in sheet.decisions])
        for grid in self.grids:
            grid.setCurrentIndex(grid.lines.index(0, 0))
        self.say({})
        self._filling = False

    def sheet(self) -> MeetingSheet:
        """As it is written now."""
        return replace(
            self._sheet,
            head={key: line.text().strip() for key, line in self.heads.items()},
            held_on=self.held_on.value(),
            next_on=self.next_on.value(),
            open_matters=self.open_matters.toPlainText().strip(),
            attendance=tuple(attendance_line(line) for line in self.attendance.lines.lines()),
            matters=tuple(matter_line(line) for line in self.matters.lines.lines()),
            decisions=tuple(decision_line(line) for line in self.decisions.lines.lines()),
        )

    def unreadable(self) -> dict[str, str]:
        """Dates that are none."""
        found = {key: field.problem() for key, field in (("held_on", self.held_on), ("next_on", self.next_on))}
        found["decisions"] = self.decisions.lines.unreadable()
        return {key: words for key, words in found.items() if words}

    def say(self, problems: Mapping[str, str]) -> None:
        """What is wrong; the first part that has something wrong is shown."""
        self.error.say("　".join(problems.values()))
        place = next((n for n, part in enumerate(PARTS) if part in problems), None)
        if place is not None:
            self.parts.choose(place)
        elif "next_on" in problems:
            self.parts.choose(PARTS.index("rest"))

    def set_fixed(self, fixed: bool) -> None:
        """Only to be read."""
        for line in self.heads.values():
            line.setReadOnly(fixed)
        for field in (self.held_on, self.next_on):
            field.setEnabled(not fixed)
        self.open_matters.set_fixed(fixed)
        for grid in self.grids:
            grid.lines.read_only = fixed

    def show_part(self, place: int) -> None:
        """One of the grids, with the keyboard in it."""
        self.parts.choose(place)
        (self.grids[place] if place < len(self.grids) else self.open_matters).setFocus()

    # --- building ----------------------------------------------------------------------------
    def _build(self) -> None:
        for key, line in self.heads.items():
            line.setAccessibleName(HEAD_LABELS[key])
            line.textEdited.connect(self._tell)
        for field, name in ((self.held_on, "会议日期"), (self.next_on, "下次会议")):
            field.target.setAccessibleName(name)
            field.changed.connect(self._tell)
            field.setMaximumWidth(u(40))
        self.held_on.setMinimumWidth(u(34))
        self.open_matters.textChanged.connect(self._tell)
        first = row(*self._field("title"), *self._field("serial"), text("会议日期", "field"), self.held_on)
        second = row(*(item for key in ("place", "host", "convener", "recorder") for item in self._field(key)))
        self.parts = segments(LABELS)
        self.parts.chosen.connect(self._show_part)
        self.hint = text(HINTS[0], "hint", wrap=True)
        rest = panel(
            text("遗留问题", "field"),
            self.open_matters,
            row(text("下次会议", "field"), self.next_on, None),
            None,
            gap=2,
        )
        self._stack = QStackedWidget()
        for part in (*self.grids, rolling(rest, name="遗留问题和下次会议", ground="window")):
            self._stack.addWidget(part)
        head = holder(col(first, second, gap=1.5))
        self.setLayout(col(head, row(self.parts, (self.hint, 1)), self.error, (self._stack, 1), gap=2))

    def _field(self, key: str) -> tuple[Item, ...]:
        return (text(HEAD_LABELS[key], "field"), (self.heads[key], SIZES[key]))

    def _show_part(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self.hint.setText(HINTS[place])

    def _tell(self, *_what: object) -> None:
        if not self._filling:
            self.changed.emit()


def attendance_line(values: Mapping[str, Any]) -> AttendanceLine:
    """A line of the grid as the service takes it."""
    kind = type(AttendanceLine("").presence)
    return AttendanceLine(
        _text(values, "name"),
        _text(values, "unit"),
        _text(values, "duty"),
        kind(values["presence"]),
        values.get("id"),
        values.get("agency_id"),
    )


def matter_line(values: Mapping[str, Any]) -> MatterLine:
    """A line of the grid as the service takes it."""
    return MatterLine(_text(values, "title"), _text(values, "opinions"), values.get("id"))


def decision_line(values: Mapping[str, Any]) -> DecisionLine:
    """A line of the grid as the service takes it; what is no date is said by `unreadable`."""
    due = values.get("due_on")
    return DecisionLine(
        _text(values, "text"),
        _text(values, "lead"),
        _text(values, "cooperate"),
        due if isinstance(due, date) else None,
        values.get("id"),
        values.get("task_id"),
        _text(values, "task_words"),
    )


def _text(values: Mapping[str, Any], key: str) -> str:
    return str(values.get(key) or "")


def _row(line: AttendanceLine | MatterLine | DecisionLine, **more: Any) -> dict[str, Any]:
    return {name: getattr(line, name) for name in line.__slots__} | more
