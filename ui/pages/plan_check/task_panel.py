"""Under the table: everything that was read about the current task, and what is doubtful about it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from ui.kit.parts import Chip, Item, button, col, glyph, holder, pairs, rolling, row, text
from ui.kit.theme import u
from ui.pages.plan_check.sheet import STATE_WORDS, Sheet, SheetTask
from ui.pages.plan_check.task_table import state_of

SHORT = 16  # signs of a time limit beside which its chips have room


class TaskPanel(QFrame):
    """Shows; its buttons ask the page. `seen_wanted` names the doubt that was looked at."""

    edit_wanted = Signal()
    join_wanted = Signal()
    seen_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("box", "panel")
        self.setAccessibleName("当前任务")
        self.setMinimumHeight(u(34))
        self._slot = col(gap=0)
        self.setLayout(self._slot)
        self._body: QWidget | None = None

    def show_task(self, sheet: Sheet, task: SheetTask, *, checked: bool, seen: Collection[str] = ()) -> None:
        """One task; `seen` are its doubts that were looked at."""
        stored = sheet.loaded is None
        state = state_of(len(set(task.doubts) - set(seen)), checked=checked)
        chip = Chip("info", "已存入") if stored else Chip(state, STATE_WORDS[state])
        line = sheet.text.count("\n", 0, task.start) + 1
        title = f"第{task.no}项" if task.no else task.summary
        acts = [] if stored else self._acts()
        head = row(text(title, "section"), chip, None, text(f"原文第{line}行", "hint"), *acts, gap=2)
        lines: list[tuple[str, str | QWidget]] = [(role, _units(names, sheet.meanings)) for role, names in task.units]
        lines += [("完成时限", _limits(task))]
        lines += [("中间节点", node) for node in task.nodes]
        if task.targets:
            lines += [("目标", "、".join(task.targets))]
        lines += [("任务", task.text)]  # last: it stands in the source beside it, the others may need a correction
        doubts = [self._doubt(words, words in seen, stored) for words in task.doubts]
        made = rolling(*doubts, pairs(lines, 4), None, gap=2, pad=(4, 0, 4, 3), name="任务内容")
        self._swap(holder(col(holder(col(head, pad=(4, 2.5, 4, 0.5))), (made, 1), gap=1), box="plain"))

    def _doubt(self, words: str, seen: bool, stored: bool) -> Item:
        sign = glyph("st-done", "done", 4) if seen else glyph("st-warn", "due", 4)
        sentence = text(words, "hint" if seen else "", wrap=True)
        if stored:
            return row(col(sign, None, pad=(0, 0.5, 0, 0)), (sentence, 1), gap=1.5)
        act = button("恢复疑问" if seen else "已看过", kind="link", key="" if seen else "V")
        act.setAccessibleName(f"{act.text()}：{words}")
        act.clicked.connect(partial(self.seen_wanted.emit, words))
        return row(col(sign, None, pad=(0, 0.5, 0, 0)), (sentence, 1), act, gap=1.5)

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


def _units(names: Sequence[str], meanings: Mapping[str, str]) -> str:
    """县市监局（县市场监督管理局）、各执法单位（单位组，32个单位）."""
    return "、".join(f"{name}（{meanings[name]}）" if name in meanings else name for name in names)


def _limits(task: SheetTask) -> str | QWidget:
    """The plan's own words, then what they mean."""
    if not task.limit:
        return "原文没有写"
    chips = [Chip(kind, words) for kind, words in task.limits]
    if not chips:
        return task.limit if task.limit == task.limit_words else f"{task.limit}　→　{task.limit_words}"
    if len(task.limit) <= SHORT and len(chips) < 3:
        return holder(row(text(task.limit), *chips, None, gap=2))
    return holder(col(text(task.limit, wrap=True), row(*chips, None, gap=1.5), gap=1))
