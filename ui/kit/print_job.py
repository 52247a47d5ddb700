"""Sends pages to a printer one at a time: rendered off the window's thread, drawn in full size, stopped in between."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QImage, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter

from services.errors import ServiceError
from services.printers import NO_SHIFT, Shift
from services.printing.ink_box import Raster
from ui.jobs import Jobs
from ui.kit.ledger_tools import PdfPages
from ui.kit.printers import MM_PER_INCH, PRINT_DPI, Sheet

NO_ANSWER = "打印机没有响应，这次没有打印。检查后再打印一次。"
BROKEN_OFF = "打印机中途报错，已送出{count}页。检查打印机和纸，再从第{next}页起打印。"
FILE_CUT = "没有打印成文件：文件夹不能写入，或磁盘已满，原有文件未动。换一个文件夹再打印一次。"
_END = b"%%EOF"
_STRIP, _LAP = 128, 4  # lines of dots: some ten milliseconds at 600 dots an inch
_WHITE = b"\xff"


@dataclass(frozen=True)
class PrintOrder:
    """`sides` are page numbers from 1 in the order they are sent; None is a blank back."""

    sides: tuple[int | None, ...]
    dpi: int = PRINT_DPI
    shift: Shift = NO_SHIFT
    target: Path | None = None  # printed to this file instead of on paper


def to_image(found: Raster) -> QImage:
    """A copy that owns its pixels."""
    return QImage(found.pixels, found.width, found.height, found.stride, QImage.Format.Format_RGB32).copy()


def sheet_of(found: Raster, dpi: float) -> Sheet:
    """The size of a rendered page."""
    return Sheet(found.width * MM_PER_INCH / dpi, found.height * MM_PER_INCH / dpi)


class PrintJob(QObject):
    """One order on one printer. `ended` says how it went, in a sentence."""

    told = Signal(str)
    ended = Signal(str)

    def __init__(self, file: Path, pages: PdfPages, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._file, self._pages, self._jobs = file, pages, jobs
        self._painter: QPainter | None = None  # before its printer, so that it goes first when both go
        self._printer: QPrinter | None = None
        self._order = PrintOrder(())
        self._laid = QPageLayout()
        self._sent = 0
        self._stopped = False

    def start(self, printer: QPrinter, order: PrintOrder) -> None:
        """Render and send side after side."""
        self._printer, self._order = printer, order
        printer.setResolution(order.dpi)
        printer.setFullPage(True)
        if order.target is not None:
            printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            printer.setOutputFileName(str(_beside(order.target)))
        self._next()

    def stop(self) -> None:
        """After the page that is under way."""
        self._stopped = True

    def _next(self) -> None:
        sides = self._order.sides
        if self._stopped or self._sent >= len(sides):
            self._finish()
            return
        page = sides[self._sent]
        if page is None:
            self._advance(None)
            return
        self.told.emit(f"正在打印第{page}页，已送出{self._sent}/{len(sides)}页")
        work = partial(self._pages.render_page, self._file, page - 1, self._order.dpi)
        self._jobs.read(self, work, self._advance, self._unreadable)

    def _advance(self, found: Raster | None) -> None:
        sheet = sheet_of(found, self._order.dpi) if found is not None else None
        if not self._turn_to(sheet):
            self._break_off()
            return
        if found is None:
            self._drawn(None)
        else:
            self._jobs.read(self, partial(self._draw, found), self._drawn, self._unreadable)

    def _drawn(self, _none: None) -> None:
        self._sent += 1
        self._next()

    def _turn_to(self, sheet: Sheet | None) -> bool:
        """A fresh page of that paper; a driver that keeps its paper for a whole job gets a second job."""
        printer, painter = self._the_printer(), self._painter
        layout = sheet.layout() if sheet is not None else self._laid
        if painter is None:
            return self._begin(layout)
        if not self._lay(layout):
            painter.end()
            return self._begin(layout)
        return printer.newPage() and printer.printerState() is not QPrinter.PrinterState.Error

    def _begin(self, layout: QPageLayout) -> bool:
        self._the_printer().setPageLayout(layout)
        self._laid = layout
        self._painter = QPainter()
        return self._painter.begin(self._the_printer())

    def _lay(self, layout: QPageLayout) -> bool:
        """Paper and orientation of the next page; False where the driver refuses them in the middle of a job."""
        printer, before = self._the_printer(), self._laid
        if before.isEquivalentTo(layout):
            return True  # what was asked for is compared: a driver may have rounded what it took
        if before.pageSize().isEquivalentTo(layout.pageSize()):
            taken = printer.setPageOrientation(layout.orientation())
        else:
            taken = printer.setPageLayout(layout)
        self._laid = layout if taken else before
        return taken

    def _draw(self, found: Raster) -> None:
        """At the very size of the page: a paper that is too small cuts, it never scales.

        Runs in a job, a strip at a time: Python is held as long as a strip is drawn, and with it the window. Strips
        begin and end on whole dots of the printer and lap over, so that no seam shows.
        """
        painter, dots = self._painter, self._the_printer().resolution()
        if painter is None:
            return
        scale, shift = dots / self._order.dpi, self._order.shift
        left, down = (round(mm * dots / MM_PER_INCH) for mm in (shift.right_mm, shift.down_mm))
        # else what is written as PDF is squeezed as a photograph is, with a grey haze round every stroke
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        for first in range(0, found.height, _STRIP):
            last = min(first + _STRIP + _LAP, found.height)
            pixels = found.pixels[first * found.stride : last * found.stride]
            if pixels.count(_WHITE) == len(pixels):
                continue
            strip = QImage(pixels, found.width, last - first, found.stride, QImage.Format.Format_RGB32)
            top, bottom = round(first * scale), round(last * scale)
            painter.drawImage(QRect(left, top + down, round(found.width * scale), bottom - top), strip)

    def _unreadable(self, error: ServiceError) -> None:
        self._abandon()
        sent = f"已送出{self._sent}页。" if self._sent else "这次没有打印。"
        self.ended.emit(f"{error}{sent}")

    def _break_off(self) -> None:
        self._abandon()
        page = next((page for page in self._order.sides[self._sent :] if page is not None), 1)
        words = FILE_CUT if self._order.target else BROKEN_OFF.format(count=self._sent, next=page)
        self.ended.emit(words if self._sent or self._order.target else NO_ANSWER)

    def _abandon(self) -> None:
        if self._painter is not None:
            self._the_printer().abort()
            if self._painter.isActive():
                self._painter.end()
            self._painter = None
        if self._order.target is not None:
            _drop(_beside(self._order.target))

    def _finish(self) -> None:
        whole = self._painter is None or self._painter.end()
        self._painter = None
        count = self._sent
        if self._order.target is not None:
            self.ended.emit(self._filed(self._order.target))
        elif not whole:
            self.ended.emit(BROKEN_OFF.format(count=count, next=1))
        elif self._stopped:
            self.ended.emit(f"已停止，已送出{count}页。")
        else:
            self.ended.emit(f"已送打印机，共{count}页。")

    def _filed(self, target: Path) -> str:
        made = _beside(target)
        if self._stopped:
            _drop(made)
            return "已停止，没有留下文件。"
        if not _is_whole(made):
            _drop(made)
            return FILE_CUT
        try:
            made.replace(target)
        except OSError:
            _drop(made)
            return f"“{target.name}”正被别的程序打开，没有换掉。关闭那个程序，或换一个文件名再打印。"
        return f"已打印到文件“{target.name}”，共{self._sent}页。"

    def _the_printer(self) -> QPrinter:
        assert self._printer is not None
        return self._printer


def _beside(target: Path) -> Path:
    return target.with_name(target.name + ".new")


def _is_whole(made: Path) -> bool:
    """The system's writer does not say that the disk was full; the last line of the file does."""
    try:
        return made.read_bytes()[-64:].rstrip().endswith(_END)
    except OSError:
        return False


def _drop(made: Path) -> None:
    with suppress(OSError):  # what cannot be removed is in nobody's way
        made.unlink(missing_ok=True)
