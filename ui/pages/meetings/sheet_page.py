"""会议记录: a meeting written while it goes on; kept beside the data file as it is typed, stored with Ctrl+S."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget

from services.access import RIGHT_LABELS, Right
from services.errors import ServiceError, ValidationError
from services.meetings.office import MeetingOffice
from services.meetings.sheet import MeetingSheet
from services.query import Outcome
from ui.context import UiContext
from ui.kit.controls import button, refuse, text
from ui.kit.layout import col, row
from ui.kit.parts import banner, heading
from ui.pages.meetings.sheet_form import LABELS, SheetForm, attendance_line, decision_line, matter_line

PAUSE_MS = 2_000
KEPT_KEY = "meeting_sheet"
NEW = "new"
NOT_STORED = "先保存会议，再办这一项。"
ALL_TASKS = "没有还没转为任务的议定事项。"
STORED, TYPED = "已保存", "有改动，还没有保存"


class MeetingSheetPage(QWidget):
    """Opens on a new meeting, or on the one that was asked for."""

    status_changed = Signal(str)
    loaded = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._context = context
        self.office: MeetingOffice = context.desk.meetings
        self._units: tuple[str, ...] = ()
        self._stored = MeetingSheet({}, None)
        self._asked = 0
        self._begun = self._shown = self._saving = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.keep)
        self._build()

    # --- for the window ----------------------------------------------------------------------
    def open_row(self, row_id: object) -> None:
        """A stored meeting, or a new one; what is typed and not stored yet is kept and offered again."""
        self.keep()
        self._begun = True
        self._asked += 1
        wanted = row_id if isinstance(row_id, int) else None
        self._context.jobs.read(self, partial(self._read, wanted), partial(self._show, self._asked), self._not_opened)

    def reload(self) -> None:
        """The state of the tasks anew, where nothing is typed."""
        if not self.typed:
            self.open_row(self._stored.id if self._stored.id is not None else NEW)

    def on_changes(self, changes: object) -> None:
        """A task went on: its words beside the decision."""
        touched = set(getattr(changes, "touched", ()))
        if touched & {"plan_task", "meeting", "meeting_decision"} and self._begun and not self._saving:
            self.reload()

    def new_row(self) -> None:
        """Another meeting."""
        self.open_row(NEW)

    def focus_first(self) -> None:
        """The keyboard starts among those who came."""
        self.form.attendance.setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        """Stops of F6."""
        return (self.form.heads["title"], self.form.grids[min(self.form.parts.index(), 2)])

    def next_act(self) -> None:
        """The filled button."""
        self.save()

    @property
    def typed(self) -> bool:
        """Whether something is written that is not stored."""
        return self._shown and self.form.sheet() != self._stored

    # --- acts --------------------------------------------------------------------------------
    def save(self) -> None:
        """Store the sheet; it stays open."""
        if self._saving or not self.saving.isEnabled():
            return
        sheet = self.form.sheet()
        if problems := {**sheet.faults(), **self.form.unreadable()}:
            self.form.say(problems)
            return
        self._saving = True
        self._context.jobs.write(self, lambda _job: self.office.save(sheet), self._saved, self._refused)

    def minutes(self) -> None:
        """The minutes in the drafting desk."""
        if self._stored.id is not None and self.minuting.isEnabled():
            work = partial(self.office.minutes, self._stored.id)
            self._context.jobs.write(self, lambda _job: work(), lambda draft: self._context.go("drafting", draft))

    def to_tasks(self) -> None:
        """Decisions into tasks."""
        if self._stored.id is not None and self.tasking.isEnabled():
            work = partial(self.office.to_tasks, self._stored.id)
            self._context.jobs.write(self, lambda _job: work(), self._tasked)

    def keep(self) -> None:
        """What is typed, beside the data file; forgotten once it is stored or not wanted any more."""
        self._pause.stop()
        if self.typed:
            self._context.desk.sealed.put(KEPT_KEY, _plain(self.form.sheet()))

    # --- building ----------------------------------------------------------------------------
    def _build(self) -> None:
        self.form = SheetForm(lambda: self._units, lambda: self._context.desk.now().date())
        self.form.changed.connect(self._changed)
        fresh = button("新建会议", "add", key="Ctrl+N")
        fresh.clicked.connect(lambda: self.open_row(NEW))
        ledger = button("会议台账", "nav-list")
        ledger.clicked.connect(lambda: self._context.go("meetings", self._stored.id))
        self.minuting, self.tasking = button("生成会议纪要", "edit"), button("转为任务", "nav-task")
        self.minuting.clicked.connect(self.minutes)
        self.tasking.clicked.connect(self.to_tasks)
        self.saving = button("保存", "save", "main", "Ctrl+S")
        self.saving.clicked.connect(self.save)
        self._state = text("", "hint")
        head = heading("会议记录", "会上边开边记。", fresh, ledger, self.minuting, self.tasking, self.saving)
        self._top = col(gap=0)
        foot = row(self._state, None, text("Alt+1至Alt+4换一部分", "hint"))
        self.setLayout(col(head, self._top, (self.form, 1), foot, gap=2, pad=(4, 3)))
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.save)
        for place in range(len(LABELS)):
            keys = QShortcut(QKeySequence(f"Alt+{place + 1}"), self)
            keys.activated.connect(partial(self.form.show_part, place))
        self._banner: QWidget | None = None

    def _allow(self) -> None:
        may = self._context.desk.actor.may(Right.EDIT)
        why = "" if may else f"当前账户没有“{RIGHT_LABELS[Right.EDIT]}”的权限。需要时由管理员调整账户。"
        unsaved = NOT_STORED if self._stored.id is None or self.typed else ""
        waiting = any(line.task_id is None and not line.empty for line in self._stored.decisions)
        self.form.set_fixed(not may)
        refuse(self.saving, why)
        refuse(self.minuting, why or unsaved)
        refuse(self.tasking, why or unsaved or ("" if waiting else ALL_TASKS))
        self._state.setText(TYPED if self.typed else STORED if self._stored.id is not None else "")

    # --- what arrived ------------------------------------------------------------------------
    def _read(self, meeting_id: int | None) -> tuple[MeetingSheet, tuple[str, ...], Mapping[str, Any] | None]:
        sheet = self.office.blank() if meeting_id is None else self.office.open(meeting_id)
        units = tuple(name for _id, name in self._context.desk.drafting.units())
        return sheet, units, self._context.desk.sealed.get(KEPT_KEY)

    def _show(self, asked: int, found: tuple[MeetingSheet, tuple[str, ...], Mapping[str, Any] | None]) -> None:
        if asked != self._asked:
            return
        sheet, self._units, kept = found
        self.form.show_sheet(sheet)
        self._stored, self._shown = self.form.sheet(), True
        self._clear_banner()
        if kept is not None and self._context.desk.actor.may(Right.EDIT):
            self._offer(kept)
        self._allow()
        self.status_changed.emit(f"参会{len(sheet.attendance)}人，议定{len(self._stored.decisions)}项")
        self.loaded.emit()

    def _not_opened(self, error: ServiceError) -> None:
        self._context.notify.failed(self, error)
        self.open_row(NEW)

    def _offer(self, kept: Mapping[str, Any]) -> None:
        """What was typed the last time and never stored."""
        take, leave = button("接着写"), button("不要了", kind="link")
        take.clicked.connect(lambda: self._take(kept))
        leave.clicked.connect(self._forget)
        title = kept["head"].get("title", "")
        self._banner = banner(
            "info", f"上次没有保存的会议记录还在：{title}，{kept['held_on'] or '没有日期'}。", take, leave
        )
        self._top.addWidget(self._banner)

    def _take(self, kept: Mapping[str, Any]) -> None:
        sheet = _sheet(kept)
        self._clear_banner()
        if sheet.id is not None and sheet.id != self._stored.id:
            self._stored = replace(self._stored, id=sheet.id, row_version=sheet.row_version)
        self.form.show_sheet(sheet)
        self._changed()

    def _forget(self) -> None:
        self._context.desk.sealed.drop(KEPT_KEY)
        self._clear_banner()

    def _clear_banner(self) -> None:
        if self._banner is not None:
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None

    def _changed(self) -> None:
        self._pause.start()
        self._allow()

    def _saved(self, found: tuple[int, Outcome]) -> None:
        meeting_id, outcome = found
        self._saving = False
        self._context.desk.sealed.drop(KEPT_KEY)
        self._stored = self.form.sheet()
        self._context.tell(outcome)
        self.open_row(meeting_id)

    def _refused(self, error: ServiceError) -> None:
        self._saving = False
        if isinstance(error, ValidationError):
            self.form.say(error.problems)
        else:
            self.form.say({"": str(error)})

    def _tasked(self, outcome: Outcome) -> None:
        self._context.tell(outcome)
        self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        """The first visit begins a new meeting."""
        super().showEvent(event)
        if not self._begun:
            self.open_row(NEW)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing that was typed is lost when the clerk looks elsewhere."""
        super().hideEvent(event)
        self.keep()


def _plain(sheet: MeetingSheet) -> dict[str, Any]:
    """As the small store takes it."""
    values = asdict(sheet)
    for key in ("held_on", "next_on"):
        values[key] = values[key].isoformat() if values[key] else None
    for line in values["decisions"]:
        line["due_on"] = line["due_on"].isoformat() if line["due_on"] else None
    return values


def _sheet(values: Mapping[str, Any]) -> MeetingSheet:
    """From the small store."""
    decisions = [{**line, "due_on": _day(line["due_on"])} for line in values["decisions"]]
    return MeetingSheet(
        values["head"],
        _day(values["held_on"]),
        _day(values["next_on"]),
        values["open_matters"],
        tuple(attendance_line(line) for line in values["attendance"]),
        tuple(matter_line(line) for line in values["matters"]),
        tuple(decision_line(line) for line in decisions),
        values["id"],
        values["row_version"],
    )


def _day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None
