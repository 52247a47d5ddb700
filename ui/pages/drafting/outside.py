"""检查外来公文: what the check finds in a .docx that was written elsewhere. The file is read, never changed."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLayout, QScrollArea, QWidget

from services.documents.outside import LEVEL_WORDS, OutsideLine, examine, summary
from services.problems import Level
from ui.context import UiContext
from ui.kit.chips import Chip
from ui.kit.dialog import Dialog
from ui.kit.layout import col
from ui.kit.parts import button, holder, row, text
from ui.kit.theme import u

TITLE = "检查外来公文"
STATES = {Level.ERROR: "late", Level.WARNING: "due", Level.INFO: "wait"}


def choose_outside(context: UiContext, page: QWidget) -> None:
    """Ask for the file, read it in a job, show what was found."""
    dialog = QFileDialog(page, TITLE, "", "文字文档 (*.docx)")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda file: check_outside(context, page, Path(file)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def check_outside(context: UiContext, page: QWidget, file: Path) -> None:
    """A file that cannot be read is refused with its sentence."""
    shown = partial(_show, page, file)
    context.jobs.long_read(page, lambda _job: examine(file), shown, title="正在检查")


def _show(page: QWidget, file: Path, lines: tuple[OutsideLine, ...]) -> None:
    OutsideDialog(page, file, lines).open()


class OutsideDialog(Dialog):
    """The findings under each other, the most binding first."""

    def __init__(self, parent: QWidget, file: Path, lines: tuple[OutsideLine, ...]) -> None:
        super().__init__(parent, f"{TITLE}　{file.name}", 170)
        self.setObjectName("outside")
        self.lines = [line.words for line in lines]
        found = QScrollArea()
        found.setAccessibleName("检查结果")
        found.setWidgetResizable(True)
        shown = [_line(line) for line in lines]
        found.setWidget(holder(col(*shown, None, gap=1.5, pad=(1,))))
        found.setMinimumHeight(u(60) if lines else u(10))
        close = button("关闭", kind="main", key="Esc")
        close.clicked.connect(self.reject)
        head = [text(file.name, "section"), text(summary(lines) + "只检查，没有改动文件。", "hint", wrap=True)]
        self.fill([*head, found], [], [close])
        self.finished.connect(self.deleteLater)


def _line(line: OutsideLine) -> QLayout:
    return row(Chip(STATES[line.level], LEVEL_WORDS[line.level]), (text(line.words, wrap=True), 1), gap=1.5)
