"""The preview is the file itself, page by page; printing sends the same pages at 300 dpi without scaling."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QMarginsF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QPageLayout, QPageSize, QPainter, QPaintEvent, QPixmap, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QScrollArea, QVBoxLayout, QWidget

from ui.jobs import Jobs
from ui.kit.ledger_tools import PdfPages, Raster
from ui.kit.parts import button, col, holder, row, rule, text, tool
from ui.kit.theme import colour, u

PRINT_DPI = 300
ZOOMS = (50, 75, 100, 125, 150, 200, 300)
SCREEN_DPI = 96
A4_INCHES = (8.27, 11.69)


def to_image(found: Raster) -> QImage:
    """A copy that owns its pixels."""
    return QImage(found.pixels, found.width, found.height, found.stride, QImage.Format.Format_RGB32).copy()


class PageSheet(QWidget):
    """One page on screen; asks for its picture when it is first seen."""

    wanted = Signal(int)

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self._picture: QPixmap | None = None
        self._asked = False
        self.setAccessibleName(f"第{number + 1}页")
        self.zoom(100)

    def zoom(self, percent: int) -> None:
        """Another size: the picture is asked for again, sharp at that size."""
        self._asked = False
        size = self._picture.deviceIndependentSize() if self._picture else None
        wide = size.width() > size.height() if size else False
        width, height = A4_INCHES[::-1] if wide else A4_INCHES
        if size:
            height = width * size.height() / size.width()
        self.setFixedSize(round(width * SCREEN_DPI * percent / 100), round(height * SCREEN_DPI * percent / 100))
        self.update()

    def show_picture(self, image: QImage) -> None:
        """The rendered page."""
        picture = QPixmap.fromImage(image)
        ratio = self.devicePixelRatioF()
        picture.setDevicePixelRatio(ratio)
        self._picture = picture
        self.setFixedSize(QSize(round(image.width() / ratio), round(image.height() / ratio)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """White paper until the picture is there."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("panel"))
        if self._picture is not None:
            painter.drawPixmap(self.rect(), self._picture)
        painter.setPen(colour("line_strong"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
        if not self._asked:
            self._asked = True
            self.wanted.emit(self.number)


class PrintPreview(QDialog):
    """Zoom, page keys, 打印, 另存为, and the system's own reader."""

    def __init__(
        self,
        file: Path,
        pages: PdfPages,
        jobs: Jobs,
        parent: QWidget | None,
        open_file: Callable[[Path], None] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"打印预览　{file.stem}")
        self.setObjectName("preview")
        self._file, self._pages, self._jobs, self._open_file = file, pages, jobs, open_file
        self.sheets: list[PageSheet] = []
        self._zoom = 100
        self._fits = True  # until another size is chosen, a page is never wider than the window
        self._stopped = False
        self._build()
        self._shrink()
        self._jobs.read(self, partial(pages.page_count, file), self._counted)

    # --- pages ---------------------------------------------------------------------------
    def _counted(self, count: int) -> None:
        for number in range(count):
            sheet = PageSheet(number)
            sheet.wanted.connect(self._want)
            self.sheets.append(sheet)
            self._column.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(1)
        self.set_zoom(self._zoom)

    def _want(self, number: int) -> None:
        dpi = round(SCREEN_DPI * self._zoom / 100 * self.devicePixelRatioF())
        work = partial(self._pages.render_page, self._file, number, dpi)
        self._jobs.read(self, work, partial(self._rendered, number, self._zoom))

    def _rendered(self, number: int, zoom: int, found: Raster) -> None:
        if zoom != self._zoom:
            return
        if self._fits and (smaller := self._that_fits(found)) < self._zoom:
            self.set_zoom(smaller)
            return
        self._fits = False
        self.sheets[number].show_picture(to_image(found))

    def _that_fits(self, found: Raster) -> int:
        """The largest size at which this page needs no rolling sideways."""
        room = self._area.viewport().width() - 2 * u(4)
        width = found.width / self.devicePixelRatioF() / self._zoom
        return max((zoom for zoom in ZOOMS if width * zoom <= room), default=ZOOMS[0])

    def set_zoom(self, percent: int) -> None:
        """Between 50 and 300 per cent."""
        self._zoom = max(ZOOMS[0], min(ZOOMS[-1], percent))
        place = self.current_page()
        for sheet in self.sheets:
            sheet.zoom(self._zoom)
        self.go_to(place)
        self._size.setText(f"{self._zoom}%")

    def zoom_by(self, steps: int) -> None:
        """To the next size."""
        self._fits = False
        near = min(range(len(ZOOMS)), key=lambda n: abs(ZOOMS[n] - self._zoom))
        self.set_zoom(ZOOMS[max(0, min(len(ZOOMS) - 1, near + steps))])

    def current_page(self) -> int:
        """The page that fills most of the window."""
        if not self.sheets or (len(self.sheets) > 1 and self.sheets[-1].y() == 0):
            return 0  # not laid out yet
        middle = self._area.verticalScrollBar().value() + self._area.viewport().height() // 3
        return max((n for n, sheet in enumerate(self.sheets) if sheet.y() <= middle), default=0)

    def go_to(self, number: int) -> None:
        """Put a page at the top."""
        if 0 <= number < len(self.sheets):
            self._area.widget().layout().activate()  # type: ignore[union-attr]
            self._area.verticalScrollBar().setValue(max(0, self.sheets[number].y() - u(2)))
            self._show_place()

    def _show_place(self) -> None:
        here, last = self.current_page(), len(self.sheets) - 1
        self._place.setText(f"第{here + 1}页，共{last + 1}页" if self.sheets else "没有页")
        self._before.setEnabled(here > 0)
        self._after.setEnabled(here < last)

    # --- out -----------------------------------------------------------------------------
    def ask_printer(self) -> None:
        """The system's dialog: printer, pages, copies. Full page, no scaling."""
        printer = make_printer()
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, max(1, len(self.sheets)))
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.accepted.connect(partial(self.print_on, printer))
        dialog.setModal(True)
        dialog.show()  # PySide knows no QPrintDialog.open() without a receiver

    def print_on(self, printer: QPrinter) -> None:
        """Render and send page after page, so that the window stays alive and the work can be stopped."""
        first = printer.fromPage() - 1 if printer.fromPage() else 0
        last = printer.toPage() - 1 if printer.toPage() else len(self.sheets) - 1
        self._stopped = False
        self._stop.show()
        self._send(printer, None, first, first, last)

    def _send(self, printer: QPrinter, painter: QPainter | None, number: int, first: int, last: int) -> None:
        if number > last or self._stopped:
            self._finish(painter, number - first)
            return
        self._job.setText(f"正在打印第{number + 1}页，共{last - first + 1}页")
        work = partial(self._pages.render_page, self._file, number, PRINT_DPI)
        self._jobs.read(self, work, partial(self._put, printer, painter, number, first, last))

    def _put(
        self, printer: QPrinter, painter: QPainter | None, number: int, first: int, last: int, found: Raster
    ) -> None:
        image = to_image(found)
        wide = image.width() > image.height()
        orientation = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
        printer.setPageOrientation(orientation)
        if painter is None:
            painter = QPainter()
            if not painter.begin(printer):
                self._finish(None, 0)
                return
        else:
            printer.newPage()
        painter.drawImage(printer.paperRect(QPrinter.Unit.DevicePixel), image)
        self._send(printer, painter, number + 1, first, last)

    def _finish(self, painter: QPainter | None, count: int) -> None:
        self._stop.hide()
        if painter is None:
            self._job.setText("打印机没有响应，这次没有打印。检查后再打印一次。")
            return
        painter.end()
        self._job.setText(f"已停止，已送出{count}页。" if self._stopped else f"已送打印机，共{count}页。")

    def stop(self) -> None:
        """After the page that is under way."""
        self._stopped = True

    def ask_target(self) -> None:
        """另存为."""
        dialog = QFileDialog(self, "另存为")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("版式文件 (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self._file.name)
        dialog.fileSelected.connect(lambda name: self.save_to(Path(name)))
        dialog.open()

    def save_to(self, target: Path) -> None:
        """A copy, written beside and then moved into place."""

        def copy() -> str:
            fresh = target.with_name(target.name + ".new")
            try:
                shutil.copyfile(self._file, fresh)
                fresh.replace(target)
            except OSError:
                return "没有存成：目标文件夹不能写入，或文件正被打开。换一个位置再存。"
            return f"已另存为“{target.name}”。"

        self._jobs.read(self, copy, self._job.setText)

    # --- construction --------------------------------------------------------------------
    def _build(self) -> None:
        self._place, self._size, self._job = text("正在读取…", "hint"), text("100%", "hint"), text("", "hint")
        smaller, larger = tool("zoom-out", "缩小", "Ctrl+-"), tool("zoom-in", "放大", "Ctrl++")
        before, after = tool("arrow-up", "上一页", "PgUp"), tool("arrow-down", "下一页", "PgDown")
        smaller.clicked.connect(lambda: self.zoom_by(-1))
        larger.clicked.connect(lambda: self.zoom_by(1))
        before.clicked.connect(lambda: self.go_to(self.current_page() - 1))
        after.clicked.connect(lambda: self.go_to(self.current_page() + 1))
        self._before, self._after = before, after
        head = holder(row(before, after, self._place, None, smaller, self._size, larger, pad=(3, 1.5)))
        self._column = QVBoxLayout()
        self._column.setSpacing(u(3))
        self._column.setContentsMargins(u(4), u(3), u(4), u(3))
        self._area = QScrollArea()
        self._area.setAccessibleName("页面")
        self._area.setWidgetResizable(True)
        self._area.setWidget(holder(self._column, ground="sunken"))
        self._area.verticalScrollBar().valueChanged.connect(lambda _value: self._show_place())
        self._area.viewport().installEventFilter(self)
        layout = col(head, rule(), (self._area, 1), rule(), self._foot(), gap=0)
        self.setLayout(layout)
        for keys, slot in self._keys():
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        self._area.setFocus()  # the arrow keys roll
        self.setMinimumSize(u(150), u(100))
        self.resize(u(230), u(165))

    def _keys(self) -> tuple[tuple[str, Callable[[], None]], ...]:
        return (
            ("Ctrl+P", self.ask_printer),
            ("Ctrl++", lambda: self.zoom_by(1)),
            ("Ctrl+=", lambda: self.zoom_by(1)),
            ("Ctrl+-", lambda: self.zoom_by(-1)),
            ("PgUp", lambda: self.go_to(self.current_page() - 1)),
            ("PgDown", lambda: self.go_to(self.current_page() + 1)),
            ("Home", lambda: self.go_to(0)),
            ("End", lambda: self.go_to(len(self.sheets) - 1)),
        )

    def _foot(self) -> QWidget:
        self._stop = button("停止", kind="link")
        self._stop.clicked.connect(self.stop)
        self._stop.hide()
        other = button("用系统阅读器打开", "open")
        other.setEnabled(self._open_file is not None)
        other.clicked.connect(lambda: self._open_file(self._file) if self._open_file else None)
        save, send = button("另存为", "download"), button("打印", "print", "main", "Ctrl+P")
        save.clicked.connect(self.ask_target)
        send.clicked.connect(self.ask_printer)
        return holder(row(self._job, self._stop, None, other, save, send, pad=(3, 2)))

    def _shrink(self) -> None:
        """Never larger than the window it stands over."""
        parent = self.parentWidget()
        if parent is not None:
            window = parent.window()
            self.resize(min(self.width(), window.width() - u(8)), min(self.height(), window.height() - u(4)))

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        """Ctrl and the wheel change the size."""
        if event.type() == QEvent.Type.Wheel and event.modifiers() & Qt.KeyboardModifier.ControlModifier:  # type: ignore[attr-defined]
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)  # type: ignore[attr-defined]
            return True
        return super().eventFilter(watched, event)


def make_printer() -> QPrinter:
    """A4, full page, 300 dpi: what stands at 37 mm in the file stands at 37 mm on paper."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(PRINT_DPI)
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))
    return printer
