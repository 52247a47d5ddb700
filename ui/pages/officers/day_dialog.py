"""某日是否持证: one officer or a pasted list, the answers with the event that each rests on, ready to be copied."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from services.certificates.asked import DayAnswer, answer_lines
from ui.context import UiContext
from ui.kit.clipboard import copy_table
from ui.kit.dialog import Dialog
from ui.kit.parts import button, labelled, text
from ui.kit.table import Column, Rows, State, Table
from ui.kit.theme import u

COLUMNS = (
    Column("姓名", 5),
    Column("单位", 8),
    Column("日期", 6),
    Column("是否持证", 8),
    Column("依据", 14, stretch=True),
)
HOW = "一行一人：姓名、单位、日期，用空格或制表符隔开。不写日期的查今天；多人用顿号隔开。"


class DayDialog(Dialog):
    """Paste, ask, copy."""

    def __init__(self, context: UiContext, parent: QWidget | None, people: Sequence[str] = ()) -> None:
        super().__init__(parent, "某日是否持证", 200)
        self.setObjectName("day_dialog")
        self._context = context
        self._today = context.desk.now().date()
        self._answers: Sequence[DayAnswer] = ()
        self.lines = QPlainTextEdit("\n".join(f"{words} {self._today:%Y-%m-%d}" for words in people))
        self.lines.setTabChangesFocus(True)
        self.lines.setFixedHeight(u(26))
        self.lines.setAccessibleName("人员和日期")
        self._rows = Rows(COLUMNS, [])
        table = Table(COLUMNS, self._rows, "查询结果")
        self.state = text("", "hint", wrap=True)
        self.copy_button = button("复制结果", "copy")
        self.copy_button.setEnabled(False)
        self.copy_button.clicked.connect(self.copy)
        ask = button("查询", "search", "main")
        ask.clicked.connect(self.ask)
        leave = button("关闭")
        leave.clicked.connect(self.reject)
        self.fill(
            [labelled("人员和日期", self.lines, hint=HOW), (table, 1)],
            [(self.state, 1)],
            [leave, self.copy_button, ask],
        )
        self.resize(self.width(), u(130))
        self.finished.connect(self.deleteLater)
        if people:
            self.ask()

    def ask(self) -> None:
        """Answer every line, in a job."""
        work = partial(answer_lines, self._context.desk.database, self.lines.toPlainText(), self._today)
        self._context.jobs.read(self, work, self._show)

    def copy(self) -> None:
        """The answers as lines and as a table."""
        rows = [[column.title for column in COLUMNS], *(_cells(answer) for answer in self._answers)]
        lines = ["\t".join(cells) for cells in rows]
        cells = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
        copy_table("\n".join(lines), f'<meta charset="utf-8"><table>{cells}</table>')
        self.state.setText(f"已复制{len(self._answers)}行。")

    def _show(self, answers: Sequence[DayAnswer]) -> None:
        self._answers = answers
        self._rows.replace([_row(answer) for answer in answers])
        self.copy_button.setEnabled(bool(answers))
        if answers:
            open_lines = sum(answer.certified is None for answer in answers)
            yes = sum(answer.certified is True for answer in answers)
            no = len(answers) - yes - open_lines
            self.state.setText(f"持证{yes}行，不持证{no}行" + (f"，{open_lines}行没有答案。" if open_lines else "。"))


def _cells(answer: DayAnswer) -> list[str]:
    return [answer.name, answer.unit, f"{answer.day:%Y-%m-%d}" if answer.day else "", answer.words, answer.reference]


def _row(answer: DayAnswer) -> list[object]:
    cells: list[object] = list(_cells(answer))
    kind = {True: "done", False: "late", None: "ask"}[answer.certified]
    cells[3] = State(kind, answer.words)
    return cells
