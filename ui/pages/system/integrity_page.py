"""检查数据: the file, its references, the history's chain and the attachments, with what was found in sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from ui.context import UiContext
from ui.kit.banner import banner
from ui.kit.controls import button, refuse, text
from ui.kit.empty import empty
from ui.kit.layout import col, holder, row
from ui.kit.parts import heading
from ui.kit.table import RIGHT, Column, Rows, State, Table
from ui.pages.system.check_paper import check_rows, print_check

COUNTS = (Column("台账", 9, stretch=True), Column("记录", 5, RIGHT))
FOUND = (Column("轻重", 5), Column("在哪里", 11), Column("是什么", 16, stretch=True), Column("怎么办", 14))
LEVELS = {"error": State("error", "损坏"), "warning": State("ask", "有疑问"), "info": State("info", "说明")}
ADVICE = "检查数据文件、记录之间的联系、操作日志和每个附件。数据多时要几分钟，检查时可以照常使用。"


class IntegrityPage(QWidget):
    """`show_pdf` shows the printed result; without it printing is off."""

    status_changed = Signal(str)
    checked = Signal(bool)

    def __init__(self, context: UiContext, show_pdf: Callable[[Path], None] | None = None) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._context, self._show_pdf = context, show_pdf
        self.result: Mapping[str, Any] = {}
        self._build()

    def next_act(self) -> None:
        """The filled button (Ctrl+Enter)."""
        self.check()

    def check(self) -> None:
        """Look at everything, beside other work."""
        desk = self._context.desk
        refuse(self.check_button, "正在检查")
        self._context.jobs.long_read(self, lambda _job: desk.check(), self._show, self._failed, title="正在检查数据")

    def print_page(self) -> None:
        """The result as a list with a place for a signature."""
        if self._show_pdf is None or not self.result:
            return
        desk = self._context.desk
        work = partial(print_check, self.result, desk.ledgers.values(), desk.bureau, desk.now(), desk.scratch())
        self._context.jobs.read(self, work, self._show_pdf)

    # --- inside --------------------------------------------------------------------------
    def _build(self) -> None:
        self.check_button = button("检查数据", "ok", "main", "Ctrl+Return")
        self.print_button = button("打印检查结果", "print", key="Ctrl+P")
        self.check_button.clicked.connect(self.check)
        self.print_button.clicked.connect(self.print_page)
        refuse(self.print_button, "还没有检查")
        self._verdict = col(gap=0)
        self.counts, self.found = Rows(COUNTS, []), Rows(FOUND, [])
        numbers = Table(COUNTS, self.counts, "各台账的记录数")
        problems = Table(FOUND, self.found, "检查出的问题")
        self._problems = QStackedWidget()
        nothing = empty("ok", "没有发现问题", "数据文件、记录之间的联系、操作日志和附件都完好。")
        for face in (problems, nothing):
            self._problems.addWidget(face)
        left = col(text("记录数", "section"), (numbers, 1), gap=2)
        right = col(text("检查结果", "section"), (self._problems, 1), gap=2)
        shown = holder(col(self._verdict, (row((left, 2), (right, 5), gap=3), 1), gap=3))
        self._middle = QStackedWidget()
        for face in (empty("shield", "还没有检查", ADVICE), shown):
            self._middle.addWidget(face)
        head = heading("数据检查", "数据有没有损坏，有没有在程序之外被改过。", self.print_button, self.check_button)
        self.setLayout(col(head, (self._middle, 1), gap=3, pad=(4, 3)))

    def _show(self, result: Mapping[str, Any]) -> None:
        self.result = result
        refuse(self.check_button, "")
        refuse(self.print_button, "" if self._show_pdf else "这个窗口没有接上打印预览")
        rows = check_rows(result, self._context.desk.ledgers.values())
        self.counts.replace([[name, count] for name, count in rows])
        found = result["problems"]
        self.found.replace([[LEVELS[p["level"]], p["where"], p["message"], p.get("suggest", "")] for p in found])
        self._problems.setCurrentIndex(0 if found else 1)
        self._show_verdict(bool(result["ok"]), len(found))
        self._middle.setCurrentIndex(1)
        self.status_changed.emit(f"检查出{len(found)}处" if found else "没有发现问题")
        self.checked.emit(bool(result["ok"]))

    def _show_verdict(self, ok: bool, count: int) -> None:
        while (item := self._verdict.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        made: QFrame
        if ok:
            count = self.result["attachments"]
            files = f"附件{count}个都读得出来" if count else "还没有附件"
            made = banner("info", f"数据完好。{self._context.desk.now():%H:%M}检查，{files}。")
        else:
            go = button("看备份", "backup")
            go.clicked.connect(lambda: self._context.go("backup"))
            made = banner("late", f"检查出{count}处问题。已经保存的没有动。先不要继续录入，从最近的备份恢复。", go)
        self._verdict.addWidget(made)

    def _failed(self, error: Exception) -> None:
        refuse(self.check_button, "")
        self._context.notify.failed(self, error)
