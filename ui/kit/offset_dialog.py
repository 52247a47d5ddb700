"""校准打印位置: print a test page, type what a ruler says, keep the shift for this printer and this paper."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTemporaryDir, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from services.errors import ValidationError
from services.printers import MARKS, NO_SHIFT, PAPER_WORDS, PaperKind, Shift, shift_from
from services.printing.test_page import print_test_page
from ui.jobs import Jobs
from ui.kit.dialog import Dialog
from ui.kit.ledger_tools import PdfPages
from ui.kit.notes import LabelledField
from ui.kit.parts import button, row, rule, segments, text
from ui.kit.print_job import NO_ANSWER, PrintJob, PrintOrder
from ui.kit.printers import Printers
from ui.machine import MachineSettings

KINDS = tuple(PaperKind)
HOW = "打一张测试页，用直尺量四个十字离纸边多远，照着填。右边和下边可以不填，填了能看出有没有被缩放。"


class OffsetDialog(Dialog):
    """For one printer. `kept` tells that another shift was stored."""

    kept = Signal()

    def __init__(
        self,
        printer: str,
        kind: PaperKind,
        machine: MachineSettings,
        printers: Printers,
        pages: PdfPages,
        jobs: Jobs,
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent, "校准打印位置", 120)
        self.setObjectName("offset")
        self._printer, self._machine, self._printers = printer, machine, printers
        self._pages, self._jobs = pages, jobs
        self._folder = QTemporaryDir()
        self.kind = segments([PAPER_WORDS[each] for each in KINDS], KINDS.index(kind))
        self.state = text("", "hint", wrap=True)
        self.told = text("", "caption", wrap=True)
        self.fields = {
            mark.key: LabelledField(f"十字离纸{mark.edge}（毫米）", QLineEdit(), mark.needed, f"应为{mark.due:.1f}毫米")
            for mark in MARKS
        }
        self.print_button = button("打印测试页", "print")
        self.clear_button = button("不移动", kind="link", tip="去掉校正，照原位置打印")
        self.keep_button = button("保存校正", "save", "main")
        self._build()
        self._show_shift()

    @property
    def paper(self) -> PaperKind:
        """The paper that is being set right."""
        return KINDS[self.kind.index()]

    @property
    def shift(self) -> Shift:
        """What is stored for it now."""
        return self._machine.shift(self._printer, self.paper)

    def keep(self) -> None:
        """Reckon the shift from the readings and store it; what is wrong is said under its field."""
        for found in self.fields.values():
            found.say("")
        try:
            shift = shift_from({key: self._line(key).text() for key in self.fields}, self.shift)
        except ValidationError as error:
            for key, sentence in error.problems.items():
                self.fields[key].say(sentence)
            self._line(next(iter(error.problems))).setFocus()
            self._grow()
            return
        self._store(shift, f"已保存：{shift.words}。再打一张测试页，量出来应是28和37。")

    def forget(self) -> None:
        """No shift any more."""
        self._store(NO_SHIFT, "已去掉校正，照原位置打印。")

    def print_page(self) -> None:
        """A fresh test page on the printer, moved as every page of that paper is moved now."""
        if self._printer not in self._printers.names():
            self._tell(NO_ANSWER)
            return
        self.print_button.setEnabled(False)
        target = Path(self._folder.path()) / "测试页.pdf"
        shift, kind = self.shift, self.paper
        work = partial(print_test_page, target, self._printer, kind, shift)
        self._jobs.read(self, work, lambda _none: self._send(target, shift), self._not_made)

    def _send(self, target: Path, shift: Shift) -> None:
        job = PrintJob(target, self._pages, self._jobs, self)
        job.told.connect(self._tell)
        job.ended.connect(self._printed)
        job.start(self._printers.open(self._printer), PrintOrder((1,), shift=shift))

    def _printed(self, words: str) -> None:
        self._tell(words)
        self.print_button.setEnabled(True)
        self._line("left").setFocus()

    def _not_made(self, error: Exception) -> None:
        self._tell(str(error))
        self.print_button.setEnabled(True)

    def _store(self, shift: Shift, words: str) -> None:
        self._machine.set_shift(self._printer, self.paper, shift)
        for key in self.fields:
            self._line(key).clear()  # they belong to the sheet before the shift
        self._show_shift()
        self._tell(words)
        self.kept.emit()

    def _tell(self, words: str) -> None:
        self.told.setText(words)
        self.told.setVisible(bool(words))
        self._grow()

    def _show_shift(self) -> None:
        self.state.setText(f"{self._printer}　{PAPER_WORDS[self.paper]}现在的校正：{self.shift.words}")
        self.clear_button.setEnabled(self.shift != NO_SHIFT)

    def _line(self, key: str) -> QLineEdit:
        line = self.fields[key].widget
        assert isinstance(line, QLineEdit)
        return line

    def _grow(self) -> None:
        self.layout().activate()  # type: ignore[union-attr]
        self.resize(self.width(), max(self.height(), self.heightForWidth(self.width())))

    def _build(self) -> None:
        self.told.hide()
        self.kind.chosen.connect(lambda _n: self._show_shift())
        self.print_button.clicked.connect(self.print_page)
        self.clear_button.clicked.connect(self.forget)
        self.keep_button.clicked.connect(self.keep)
        leave = button("关闭")
        leave.clicked.connect(self.reject)
        self.fill(
            [
                row(text("用纸", "field"), self.kind, None, self.print_button),
                self.state,
                text(HOW, wrap=True),
                rule(),
                *self._field_rows(),
                self.told,
                None,
            ],
            [self.clear_button],
            [leave, self.keep_button],
        )

    def _field_rows(self) -> Sequence[QWidget]:
        parts = list(self.fields.values())
        made = []
        for left, right in zip(parts[::2], parts[1::2], strict=True):
            line = QWidget()
            line.setLayout(row((left, 1), (right, 1), gap=3))
            made.append(line)
        return made
