"""Under the table: everything that was read about the current task, and what is doubtful about it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from ui.kit.parts import Chip, Item, button, col, glyph, holder, pairs, rolling, row, text
from ui.kit.theme import u
from ui.pages.plan_check.sheet import STATE_WORDS, Sheet, SheetTask
from ui.pages.plan_check.task_table import state_of


class TaskPanel(QFrame):
    """Shows; its two buttons ask the page."""

    edit_wanted = Signal()
    join_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("box", "panel")
        self.setAccessibleName("当前任务")
        self.setMinimumHeight(u(34))
        self._slot = col(gap=0)
        self.setLayout(self._slot)
        self._body: QWidget | None = None

    def show_task(self, sheet: Sheet, task: SheetTask, *, checked: bool) -> None:
        """One task."""
        state = state_of(task, checked=checked)
        chip = Chip("info", "已存入") if sheet.loaded is None else Chip(state, STATE_WORDS[state])
        line = sheet.text.count("\n", 0, task.start) + 1
        title = f"第{task.no}项" if task.no else task.summary
        acts = [] if sheet.loaded is None else self._acts()
        head = row(text(title, "section"), chip, None, text(f"原文第{line}行", "hint"), *acts, gap=2)
        limit = f"{task.limit}　→　{task.limit_words}" if task.limit and task.limit != task.limit_words else task.limit
        lines = [("任务", task.text), *((role, "、".join(names)) for role, names in task.units)]
        lines += [("完成时限", limit or "原文没有写")]
        lines += [("中间节点", node) for node in task.nodes]
        doubts: list[Item] = [
            row(col(glyph("st-warn", "due", 4), None, pad=(0, 0.5, 0, 0)), (text(words, wrap=True), 1), gap=1.5)
            for words in task.doubts
        ]
        made = rolling(*doubts, pairs(lines, 4), None, gap=2, pad=(4, 0, 4, 3), name="任务内容")
        self._swap(holder(col(holder(col(head, pad=(4, 2.5, 4, 0.5))), (made, 1), gap=1), box="plain"))

    def _acts(self) -> list[QWidget]:
        join, change = button("与上一项合并", "join", "quiet", "H"), button("修改", "edit", "quiet", "F2")
        join.clicked.connect(self.join_wanted)
        change.clicked.connect(self.edit_wanted)
        return [join, change]

    def _swap(self, body: QWidget) -> None:
        if self._body is not None:
            self._slot.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body
        self._slot.addWidget(body)
