"""What pages of evaluations and of periodic reports have in common: figures of now or frozen, compared, on paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QLayout, QWidget

from services.access import RIGHT_LABELS, Right
from services.errors import ServiceError
from services.evaluation.office import EvaluationOffice, FrozenChoice
from services.evaluation.report import Report, ReportKind
from services.query import Outcome
from ui.context import UiContext
from ui.kit.controls import button, choice, refuse, text
from ui.kit.layout import col, row
from ui.kit.parts import heading
from ui.pages.evaluation.report_view import ReportView
from ui.pages.tools import open_file

WORKBOOK = "Excel工作簿 (*.xlsx)"
NO_PREVIEW = "这个窗口没有接上打印预览"
PRESENT, NOT_COMPARED = "现在的数", "不对比"
NO_FIGURES = "还没有数，先选计划。"
DRAFTED = "已生成报告，在拟稿里接着写。"


@dataclass(frozen=True, slots=True)
class Read:
    """What a page reads in one job: the figures, those they are set against, and what was frozen."""

    report: Report | None
    earlier: Report | None
    frozen: Sequence[FrozenChoice]


class ReportPage(QWidget):
    """Subclasses give `title`, `purpose`, `kinds` and `watched`, their choices and how present figures are counted.

    `show_pdf` shows what was printed; without it printing is off.
    """

    title, purpose, freeze_label, draft_label = "", "", "", ""
    kinds: tuple[ReportKind, ...] = ()
    watched: frozenset[str] = frozenset()
    status_changed = Signal(str)
    loaded = Signal()

    def __init__(self, context: UiContext, show_pdf: Callable[[Path], None] | None = None) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._context, self._show_pdf = context, show_pdf
        self.office: EvaluationOffice = context.desk.evaluation
        self.report: Report | None = None
        self._asked, self._stale = 0, True
        self._build()

    # --- for subclasses --------------------------------------------------------------------
    def choices(self) -> QLayout:
        """The row in which the clerk says what is counted."""
        raise NotImplementedError

    def counting(self) -> Callable[[], Report | None]:
        """Work for a job that counts what is chosen now; None where nothing can be counted yet."""
        raise NotImplementedError

    def plan_id(self) -> int | None:
        """The plan whose frozen evaluations are offered."""
        return None

    # --- for the window ----------------------------------------------------------------------
    def reload(self) -> None:
        """Count again, or load what was frozen."""
        self._stale = False
        self._asked += 1
        work = partial(
            _read, self.office, self.counting(), self.source.currentData(), self.against.currentData(), self.kinds,
            self.plan_id(),
        )  # fmt: skip
        self._context.jobs.read(self, work, partial(self._show, self._asked), self._refused)

    def open_row(self, row_id: object) -> None:
        """A frozen report, from the ledger of them."""
        if isinstance(row_id, int):
            _offer(self.source, PRESENT, (), row_id)
            self.reload()

    def on_changes(self, changes: object) -> None:
        """Something was stored that is counted here."""
        if not self.watched & set(getattr(changes, "touched", self.watched)):
            return
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def on_day(self, _day: object) -> None:
        """A new day: what is late has changed."""
        self.reload()

    def focus_first(self) -> None:
        """The keyboard starts in the figures."""
        self.view.focus_first()

    def regions(self) -> tuple[QWidget, ...]:
        """Stops of F6."""
        return (self.source, self.view.grid)

    def copy_rows(self) -> None:
        """The table that is shown."""
        self.view.copy_rows()

    def next_act(self) -> None:
        """The filled button (Ctrl+Enter)."""
        if self.freezing.isEnabled():
            self.freeze()

    def print_page(self) -> None:
        """Bars and tables, A4 lying."""
        report = self.view.report
        if self._show_pdf is None or report is None:
            return
        target: Path = self._context.desk.scratch() / f"{self.title}{report.last_day:%Y%m%d}.pdf"

        def work() -> Path:
            self.office.print(report, target)
            return target

        self._context.jobs.read(self, work, self._show_pdf)

    def export_page(self) -> None:
        """Ask where the workbook goes."""
        if self.view.report is None:
            return
        name = f"{self.title}{self.view.report.last_day:%Y%m%d}.xlsx"
        dialog = QFileDialog(self, "存放到", name, WORKBOOK)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(lambda file: self.export_to(Path(file)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export_to(self, target: Path) -> None:
        """Tables and the list behind them, in a job."""
        report = self.view.report
        if report is not None:
            words = f"已导出{len(report.tables)}张表和明细到“{target.name}”。"
            done = partial(self._context.notify.toast, words, partial(open_file, target), "打开")
            self._context.jobs.read(self, partial(self.office.export, report, target), lambda _rows: done())

    # --- acts --------------------------------------------------------------------------------
    def freeze(self) -> None:
        """Keep the figures as they are now."""
        report = self.report
        if report is not None:
            self._context.jobs.write(self, lambda _job: self.office.freeze(report), self._frozen)

    def draft(self) -> None:
        """The report as a paper in 拟稿, opened there."""
        report = self.report
        if report is not None:
            self._context.jobs.write(self, lambda _job: self.office.draft(report), self._drafted)

    def _frozen(self, outcome: Outcome) -> None:
        self._context.tell(outcome)
        self.reload()

    def _drafted(self, draft_id: int) -> None:
        self._context.notify.toast(DRAFTED)
        self._context.go("drafting", draft_id)

    # --- building ----------------------------------------------------------------------------
    def _build(self) -> None:
        printing, exporting = button("打印", "print", key="Ctrl+P"), button("导出", "export", key="Ctrl+E")
        printing.clicked.connect(self.print_page)
        exporting.clicked.connect(self.export_page)
        refuse(printing, "" if self._show_pdf is not None else NO_PREVIEW)
        self.drafting = button(self.draft_label, "edit")
        self.drafting.clicked.connect(self.draft)
        self.freezing = button(self.freeze_label, "lock", "main", "Ctrl+Return")
        self.freezing.clicked.connect(self.freeze)
        self.source, self.against = choice(PRESENT, name="看哪一份"), choice(NOT_COMPARED, name="对比")
        for box in (self.source, self.against):
            box.setItemData(0, None)
            box.currentIndexChanged.connect(self.reload)
            box.setMinimumContentsLength(14)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.view = ReportView(self._context)
        self._state = text("", "strong")
        head = heading(self.title, self.purpose, exporting, printing, self.drafting, self.freezing)
        kept = row(text("看哪一份", "field"), (self.source, 1), text("对比", "field"), (self.against, 1), self._state)
        self.setLayout(col(head, self.choices(), kept, (self.view, 1), gap=2, pad=(4, 3)))
        self._allow()

    def _allow(self) -> None:
        """Which acts can be done now, with the reason where one cannot."""
        may = "" if self._context.desk.actor.may(Right.EDIT) else _no_right(Right.EDIT)
        nothing = "" if self.report is not None else NO_FIGURES
        frozen = "这份已经冻结。回到“现在的数”再冻结新的一份。" if self.report and self.report.frozen_id else ""
        refuse(self.drafting, may or nothing)
        refuse(self.freezing, may or nothing or frozen)

    # --- what arrived ------------------------------------------------------------------------
    def _show(self, asked: int, found: Read) -> None:
        if asked != self._asked:
            return
        self.report = found.report
        _offer(self.source, PRESENT, found.frozen, self.source.currentData())
        _offer(self.against, NOT_COMPARED, found.frozen, self.against.currentData())
        self._allow()
        if found.report is not None:
            self.view.show_report(found.report.compared(found.earlier))
            frozen = found.report.frozen_words.rpartition("，")[2]
            self._state.setText(frozen or f"截至{found.report.last_day:%Y-%m-%d}")
            self.status_changed.emit(f"{len(found.report.tables)}张表")
        self.loaded.emit()

    def _refused(self, error: ServiceError) -> None:
        self._context.notify.failed(self, error)
        self.loaded.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Count at the first visit and after changes that happened meanwhile."""
        super().showEvent(event)
        if self._stale:
            self.reload()


def _read(
    office: EvaluationOffice,
    counting: Callable[[], Report | None],
    frozen_id: int | None,
    against_id: int | None,
    kinds: Sequence[ReportKind],
    plan_id: int | None,
) -> Read:
    report = counting() if frozen_id is None else office.load(frozen_id)
    earlier = office.load(against_id) if against_id is not None and against_id != frozen_id else None
    return Read(report, earlier, office.frozen(kinds, plan_id))


def _offer(box: QComboBox, first: str, frozen: Sequence[FrozenChoice], held: object) -> None:
    """The choices anew; what is held stays, even where the list does not name it."""
    box.blockSignals(True)
    box.clear()
    box.addItem(first, None)
    for each in frozen:
        box.addItem(each.words, each.id)
    if held is not None and box.findData(held) < 0:
        box.addItem("存档的一份", held)
    box.setCurrentIndex(max(0, box.findData(held)) if held is not None else 0)
    box.blockSignals(False)


def _no_right(right: Right) -> str:
    return f"当前账户没有“{RIGHT_LABELS[right]}”的权限。需要时由管理员调整账户。"
