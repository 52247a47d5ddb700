"""粘贴放假通知: the text, what was read from it beside what is stored, what was not understood, then one act."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from services.access import Right
from services.errors import ServiceError
from services.holiday_entry import CHANGE_LABELS, DayChange, HolidayEntry, NoticePreview, PreviewDay
from services.query import Outcome
from ui.context import UiContext
from ui.kit.dialog import Dialog
from ui.kit.parts import button, labelled, refuse, text
from ui.kit.table import Column, Rows, State, Table
from ui.kit.theme import u
from ui.pages.today.words import weekday

COLUMNS = (
    Column("日期", 6),
    Column("星期", 4),
    Column("放假或上班", 6.5),
    Column("名称", 9),
    Column("与表里相比", 12, stretch=True),
)
HOW = "粘贴国务院办公厅放假通知的全文，标题和文号一起粘贴。先看读到的日子，再存入。"
NOTHING_YET = "还没有读到日子"
NOTHING_NEW = "表里已经和通知一致"
STATES = {DayChange.NEW: "new", DayChange.CHANGED: "change", DayChange.SAME: "same", DayChange.KEPT: "na"}


class NoticeDialog(Dialog):
    """Reading begins as soon as something is pasted; nothing is stored before 存入."""

    def __init__(self, context: UiContext, parent: QWidget | None, entry: HolidayEntry) -> None:
        super().__init__(parent, "粘贴放假通知", 180)
        self.setObjectName("holiday_notice")
        self._context, self._entry = context, entry
        self._asked = 0
        self.found: NoticePreview | None = None
        self.lines = QPlainTextEdit()
        self.lines.setTabChangesFocus(True)
        self.lines.setFixedHeight(u(24))
        self.lines.setAccessibleName("放假通知全文")
        self.lines.textChanged.connect(self.read)
        self._rows = Rows(COLUMNS, [])
        self.table = Table(COLUMNS, self._rows, "读到的日子")
        self.warnings = text("", "hint", wrap=True)
        self.state = text("", wrap=True)
        self.take = button("存入", "save", "main")
        self.take.clicked.connect(self.store)
        refuse(self.take, NOTHING_YET)
        leave = button("取消")
        leave.clicked.connect(self.reject)
        pasted = labelled("通知全文", self.lines, hint=HOW)
        self.fill([pasted, self.state, (self.table, 1), self.warnings], [], [leave, self.take])
        self.resize(self.width(), u(150))
        self.finished.connect(self.deleteLater)

    def read(self) -> None:
        """What the text says, in a job; an empty field says nothing."""
        self._asked += 1
        words = self.lines.toPlainText()
        if not words.strip():
            self._refused(self._asked, ServiceError(""))
            return
        asked = self._asked
        self._context.jobs.read(
            self, partial(self._entry.preview, words), partial(self._show, asked), partial(self._refused, asked)
        )

    def store(self) -> None:
        """One act in the history, with 撤销 in the toast."""
        if self.found is None:
            return
        notice = self.found.notice
        refuse(self.take, "正在存入")
        self._context.jobs.write(self, lambda _job: self._entry.store(notice), self._stored, self._not_stored)

    def _show(self, asked: int, found: NoticePreview) -> None:
        if asked != self._asked:
            return
        self.found = found
        self._rows.replace([_row(day) for day in found.days])
        self.warnings.setText(
            "\n".join(
                f"{problem.where}：{problem.message}" + (f"“{problem.raw}”" if problem.raw else "")
                for problem in found.notice.problems
            )
        )
        rest = sum(not day.working for day in found.notice.days)
        fresh = len(found.to_store)
        doubtful = f"，{len(found.notice.problems)}处要核对" if found.notice.problems else ""
        self.state.setText(
            f"{found.notice.year}年放假{rest}天，调休上班{len(found.notice.days) - rest}天{doubtful}。"
            f"依据：{found.notice.source}"
        )
        why = self._why_not() or ("" if fresh else NOTHING_NEW)
        refuse(self.take, why)
        self.take.setText(f"存入{fresh}天" if fresh else "存入")

    def _refused(self, asked: int, error: ServiceError) -> None:
        if asked != self._asked:
            return
        self.found = None
        self._rows.replace([])
        self.warnings.setText("")
        self.state.setText(str(error))
        self.take.setText("存入")
        refuse(self.take, NOTHING_YET)

    def _stored(self, outcome: Outcome) -> None:
        self.accept()
        self._context.tell(outcome)

    def _not_stored(self, error: ServiceError) -> None:
        self.state.setText(str(error))
        refuse(self.take, "")

    def _why_not(self) -> str:
        return "" if self._context.desk.actor.may(Right.EDIT) else "当前账户没有登记的权限。"


def _row(day: PreviewDay) -> list[object]:
    words = CHANGE_LABELS[day.change] + (f"，原为{day.before}" if day.before else "")
    worked = State("due", "上班") if day.working else State("done", "放假")
    return [f"{day.day:%Y-%m-%d}", weekday(day.day), worked, day.name, State(STATES[day.change], words)]
