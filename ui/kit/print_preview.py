"""The preview is the file itself, page by page; printing sends the same pages without scaling."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from services.errors import ServiceError, StorageError
from services.printers import PaperKind
from services.printing.files import replacing
from services.printing.ink_box import Raster
from services.printing.page_choice import PageChoice, Sides
from ui.jobs import Jobs
from ui.kit.controls import refuse
from ui.kit.ink_reader import InkReader
from ui.kit.ledger_tools import PdfPages
from ui.kit.offset_dialog import OffsetDialog
from ui.kit.page_sheets import PageColumn, PageSheet
from ui.kit.parts import button, col, holder, row, rule, text
from ui.kit.preview_bar import PreviewBar
from ui.kit.print_dialog import PrintDialog
from ui.kit.print_fields import PrintSource
from ui.kit.print_job import PrintJob, PrintOrder, to_image
from ui.kit.printers import DUPLEX, PRINT_DPI, Printers, make_printer
from ui.kit.theme import u
from ui.machine import MachineSettings

__all__ = ["PRINT_DPI", "PageSheet", "PrintPreview", "make_printer"]

STILL_PRINTING = "还在打印。打印完再关，或先点“停止”。"


class PrintPreview(QDialog):
    """Zoom, page keys, 打印, 另存为, and the system's own reader.

    `overprint` makes the black-only file for pre-printed paper; `save_each` writes one file a letter into a folder and
    returns how many. Both run in jobs and may raise ServiceError. `sides` is what the print dialog begins with.
    """

    def __init__(
        self,
        file: Path,
        pages: PdfPages,
        jobs: Jobs,
        parent: QWidget | None,
        open_file: Callable[[Path], None] | None = None,
        *,
        overprint: Callable[[], Path] | None = None,
        save_each: Callable[[Path], int] | None = None,
        sides: Sides = Sides.ONE,
        printers: Printers | None = None,
        machine: MachineSettings | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"打印预览　{file.stem}")
        self.setObjectName("preview")
        self._pages, self._jobs, self._open_file = pages, jobs, open_file
        self._overprint, self._save_each, self._sides = overprint, save_each, sides
        self._printers, self._machine = printers or Printers(), machine or MachineSettings()
        self._files: dict[PaperKind, Path] = {PaperKind.PLAIN: file}
        self._kind = PaperKind.PLAIN
        self._inks = InkReader(pages, jobs, self)
        self._sending: PrintJob | None = None
        self._dialog: PrintDialog | None = None
        self._build()
        self._shrink()
        self._count()

    # --- pages ---------------------------------------------------------------------------
    @property
    def sheets(self) -> list[PageSheet]:
        """The pages on screen."""
        return self.column.sheets

    @property
    def file(self) -> Path:
        """What is shown and printed now."""
        return self._files[self._kind]

    def show_kind(self, kind: PaperKind) -> None:
        """The whole page, or what is printed on paper that carries the red head already."""
        if kind in self._files:
            self._kind = kind
            self._count()
        elif self._overprint is not None:
            self.said.setText("正在生成套打的版面。")
            self._jobs.read(self, self._overprint, self._got_overprint, self._no_overprint)

    def _got_overprint(self, file: Path) -> None:
        self._files[PaperKind.PREPRINTED] = file
        self.said.setText("套打只印黑字，红头和红线留给预先印好的纸。")
        if self.bar.chosen_kind() is PaperKind.PREPRINTED:
            self.show_kind(PaperKind.PREPRINTED)

    def _no_overprint(self, error: ServiceError) -> None:
        self.bar.choose(PaperKind.PLAIN)
        self.said.setText(str(error))

    def _count(self) -> None:
        file = self.file
        self._jobs.read(self, partial(self._pages.page_count, file), partial(self._counted, file), self._tell)

    def _counted(self, file: Path, count: int) -> None:
        if file == self.file:
            self.column.show_pages(count)
            refuse(self.send_button, "" if count else "文件里没有页")
            self.bar.refresh()

    def _want(self, number: int, dpi: int) -> None:
        work = partial(self._pages.render_page, self.file, number, dpi)
        self._jobs.read(self, work, partial(self._rendered, self.file, number, dpi), self._tell)

    def _rendered(self, file: Path, number: int, dpi: int, found: Raster) -> None:
        if file == self.file:
            self.column.show_picture(number, to_image(found), dpi)

    def _tell(self, error: ServiceError) -> None:
        self.said.setText(str(error))

    # --- printing ------------------------------------------------------------------------
    def ask_printer(self) -> None:
        """The program's own dialog."""
        if self._sending is not None or not self.sheets:
            return
        source = PrintSource(len(self.sheets), self.column.current() + 1, self._kind, self._sides)
        dialog = PrintDialog(source, self._printers, self._machine, self._calibrate, self)
        dialog.ordered.connect(self._send)
        dialog.system_wanted.connect(self.ask_system)
        dialog.finished.connect(self._dialog_gone)
        self._inks.measured.connect(dialog.show_inks)
        self._inks.failed.connect(dialog.margins_unknown)
        self._dialog = dialog
        dialog.open()
        self._inks.start(self.file, len(self.sheets))

    def ask_system(self, name: str = "") -> None:
        """The system's dialog, for what only the driver knows: trays, staples, paper kinds."""
        printer = self._printers.open(name) if name else make_printer()
        printer.setDuplex(DUPLEX[self._sides])
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, max(1, len(self.sheets)))
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.accepted.connect(partial(self.print_on, printer))
        dialog.setModal(True)
        dialog.show()  # PySide knows no QPrintDialog.open() without a receiver

    def print_on(self, printer: QPrinter) -> None:
        """What the system's dialog chose."""
        first = printer.fromPage() or 1
        last = min(printer.toPage() or len(self.sheets), len(self.sheets))
        pages = tuple(range(first, last + 1))
        repeats = 1 if printer.supportsMultipleCopies() else printer.copyCount()
        both = printer.duplex() is not QPrinter.DuplexMode.DuplexNone
        made = PageChoice(pages, sides=Sides.LONG if both else Sides.ONE, repeats=repeats)
        self._send(printer, PrintOrder(made.order(), shift=self._machine.shift(printer.printerName(), self._kind)))

    def stop(self) -> None:
        """After the page that is under way."""
        if self._sending is not None:
            self._sending.stop()

    def reject(self) -> None:
        """Esc and the window's cross: never in the middle of a job, whose pages come from this window."""
        if self._sending is not None:
            self.said.setText(STILL_PRINTING)
            return
        super().reject()

    def _send(self, printer: QPrinter, order: PrintOrder) -> None:
        self._sending = PrintJob(self.file, self._pages, self._jobs, self)
        self._sending.told.connect(self.said.setText)
        self._sending.ended.connect(self._sent)
        refuse(self.send_button, "正在打印")
        self.stop_button.show()
        self._sending.start(printer, order)

    def _sent(self, words: str) -> None:
        if self._sending is not None:
            self._sending.deleteLater()
        self._sending = None
        self.stop_button.hide()
        refuse(self.send_button, "")
        self.said.setText(words)

    def _calibrate(self, printer: str, kind: PaperKind) -> None:
        parent = self._dialog or self
        dialog = OffsetDialog(printer, kind, self._machine, self._printers, self._pages, self._jobs, parent)
        if self._dialog is not None:
            dialog.kept.connect(self._dialog.show_shift)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _dialog_gone(self) -> None:
        self._inks.stop()
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = None

    # --- saving --------------------------------------------------------------------------
    def ask_target(self) -> None:
        """另存为."""
        dialog = QFileDialog(self, "另存为")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("版式文件 (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self.file.name)
        dialog.fileSelected.connect(lambda name: self.save_to(Path(name)))
        dialog.open()

    def save_to(self, target: Path) -> None:
        """A copy, written beside and then moved into place."""
        work = partial(_copy, self.file, target)
        self._jobs.read(self, work, lambda _none: self.said.setText(f"已另存为“{target.name}”。"), self._tell)

    def ask_folder(self) -> None:
        """保存为多个文件."""
        dialog = QFileDialog(self, "保存为多个文件")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda name: self.save_each_to(Path(name)))
        dialog.open()

    def save_each_to(self, folder: Path) -> None:
        """Every letter as a file of its own."""
        if self._save_each is None:
            return
        self.said.setText("正在逐份保存。")
        self.each_button.setEnabled(False)
        self._jobs.read(
            self, partial(_save_each, self._save_each, folder), partial(self._saved, folder), self._not_saved
        )

    def _saved(self, folder: Path, count: int) -> None:
        self.each_button.setEnabled(True)
        self.said.setText(f"已保存{count}个文件，在文件夹“{folder.name}”里。")

    def _not_saved(self, error: ServiceError) -> None:
        self.each_button.setEnabled(True)
        self._tell(error)

    # --- construction --------------------------------------------------------------------
    def _build(self) -> None:
        self.said = text("", "hint", wrap=True)
        self.column = PageColumn()
        self.column.picture_wanted.connect(self._want)
        self.bar = PreviewBar(self.column, self._overprint is not None)
        self.bar.kind_chosen.connect(self.show_kind)
        self.bar.wrong_page.connect(self.said.setText)
        self.setLayout(col(self.bar, rule(), (self.column, 1), rule(), self._foot(), gap=0))
        for keys, slot in (("Ctrl+P", self.ask_printer), ("Ctrl+S", self.ask_target), *self.bar.keys()):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        self.column.setFocus()  # the arrow keys roll
        self.setMinimumSize(u(150), u(100))
        self.resize(u(230), u(165))

    def _foot(self) -> QWidget:
        self.stop_button = button("停止", kind="link")
        self.stop_button.clicked.connect(self.stop)
        self.stop_button.hide()
        self.open_button = button("用系统阅读器打开", "open")
        refuse(self.open_button, "" if self._open_file is not None else "这个窗口没有接上系统阅读器")
        self.open_button.clicked.connect(lambda: self._open_file(self.file) if self._open_file else None)
        self.each_button = button("保存为多个文件", "folder")
        self.each_button.setVisible(self._save_each is not None)
        self.each_button.clicked.connect(self.ask_folder)
        save = button("另存为", "download", key="Ctrl+S")
        self.send_button = button("打印", "print", "main", "Ctrl+P")
        save.clicked.connect(self.ask_target)
        self.send_button.clicked.connect(self.ask_printer)
        return holder(
            row(
                (self.said, 1), self.stop_button, self.open_button, self.each_button, save, self.send_button, pad=(3, 2)
            )
        )

    def _shrink(self) -> None:
        """Never larger than the window it stands over."""
        parent = self.parentWidget()
        if parent is not None:
            window = parent.window()
            self.resize(min(self.width(), window.width() - u(8)), min(self.height(), window.height() - u(4)))


def _copy(file: Path, target: Path) -> None:
    if not file.is_file():
        raise StorageError("没有存成：这份文件已被移走。关闭预览，重新生成后再存。")
    with replacing(target) as beside:
        shutil.copyfile(file, beside)


def _save_each(save: Callable[[Path], int], folder: Path) -> int:
    try:
        return save(folder)
    except OSError as error:
        raise StorageError("没有存全：文件夹不能写入，或磁盘已满。换一个文件夹再存。") from error
