"""Pages on screen, one under the other: pictures asked for when they are seen, sizes fixed or fitted to the window."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea

from ui.kit.layout import col, holder
from ui.kit.paper import PagePicture
from ui.kit.theme import u

ZOOMS = (50, 75, 100, 125, 150, 200, 300)
SCREEN_DPI = 96
A4_INCHES = (8.27, 11.69)
_SMALLEST = 10  # a fitted page may be smaller than the steps


class Fit(StrEnum):
    """How the size follows the window."""

    FREE = "free"
    SHRINK = "shrink"  # a step, only as small as the width asks for
    WIDTH = "width"
    PAGE = "page"


class PageSheet(PagePicture):
    """A page at its size on paper."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.inches = A4_INCHES
        self.zoom(100)

    def zoom(self, percent: int) -> None:
        """Another size: the picture is asked for again, sharp at that size."""
        width, height = (round(inches * SCREEN_DPI * percent / 100) for inches in self.inches)
        self.renew(width, height)

    def show_picture(self, image: QImage, percent: int = 100) -> None:
        """The rendered page, at `percent` of its size on paper."""
        picture = QPixmap.fromImage(image)
        ratio = self.devicePixelRatioF()
        picture.setDevicePixelRatio(ratio)
        self._picture = picture
        size = QSize(round(image.width() / ratio), round(image.height() / ratio))
        dots = SCREEN_DPI * percent / 100
        self.inches = (image.width() / ratio / dots, image.height() / ratio / dots)
        self.setFixedSize(size)
        self.update()


class PageColumn(QScrollArea):
    """`picture_wanted` asks for a page at so many dots an inch; `show_picture` brings it."""

    picture_wanted = Signal(int, int)
    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[PageSheet] = []
        self.percent = 100
        self.fit = Fit.SHRINK
        self.setAccessibleName("页面")
        self.setWidgetResizable(True)
        self.setWidget(self._column([]))
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.moved.emit())
        self.viewport().installEventFilter(self)

    def show_pages(self, count: int) -> None:
        """So many pages, none of them rendered yet; the place stays where the file has it."""
        place = self.current()
        self.sheets = [PageSheet(number) for number in range(count)]
        for sheet in self.sheets:
            sheet.zoom(self.percent)
            sheet.wanted.connect(self._want)
        self.setWidget(self._column(self.sheets))  # whole: pages added one by one to what is shown cost a layout each
        self.go_to(min(place, count - 1))
        self.moved.emit()

    def _column(self, sheets: Sequence[PageSheet]) -> QFrame:
        column = col(*sheets, None, gap=3, pad=(4, 3))
        for sheet in sheets:
            column.setAlignment(sheet, Qt.AlignmentFlag.AlignHCenter)
        return holder(column, ground="sunken")

    def show_picture(self, number: int, image: QImage, dpi: int) -> None:
        """A page that was asked for; one of another size than is shown now is too late."""
        if dpi != self._dpi() or number >= len(self.sheets):
            return
        sheet = self.sheets[number]
        before = sheet.inches
        sheet.show_picture(image, self.percent)
        odd_size = any(abs(a - b) > 0.05 for a, b in zip(before, sheet.inches, strict=True))
        if self.fit is Fit.SHRINK or (odd_size and self.fit is not Fit.FREE):
            self._refit()

    # --- size ----------------------------------------------------------------------------
    def set_zoom(self, percent: int) -> None:
        """Between 50 and 300 per cent."""
        self.fit = Fit.FREE
        self._set(max(ZOOMS[0], min(ZOOMS[-1], percent)))

    def zoom_by(self, steps: int) -> None:
        """To the next step above or below the size of now."""
        if steps > 0:
            self.set_zoom(next((zoom for zoom in ZOOMS if zoom > self.percent), ZOOMS[-1]))
        else:
            self.set_zoom(next((zoom for zoom in reversed(ZOOMS) if zoom < self.percent), ZOOMS[0]))

    def fit_to(self, fit: Fit) -> None:
        """Follow the window from now on."""
        self.fit = fit
        self._refit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A fitted page follows the window."""
        super().resizeEvent(event)
        if self.fit in (Fit.WIDTH, Fit.PAGE):
            QTimer.singleShot(0, self, self._refit)

    def _refit(self) -> None:
        percent = self._fitting()
        if percent != self.percent:
            self._set(percent)

    def _fitting(self) -> int:
        if not self.sheets:
            return self.percent
        width, height = self.sheets[self.current()].inches
        # the bar is always reckoned with: its coming and going must not change the size again
        across = self.width() - self.verticalScrollBar().sizeHint().width() - 2 * u(4)
        wide = int(across / width / SCREEN_DPI * 100)
        high = int((self.height() - 2 * u(3)) / height / SCREEN_DPI * 100)
        if self.fit is Fit.SHRINK:
            return min(self.percent, max((zoom for zoom in ZOOMS if zoom <= wide), default=ZOOMS[0]))
        return max(_SMALLEST, min(ZOOMS[-1], wide if self.fit is Fit.WIDTH else min(wide, high)))

    def _set(self, percent: int) -> None:
        place = self.current()
        self.percent = percent
        for sheet in self.sheets:
            sheet.zoom(percent)
        self.go_to(place)
        self.moved.emit()

    def _want(self, number: int) -> None:
        self.picture_wanted.emit(number, self._dpi())

    def _dpi(self) -> int:
        return round(SCREEN_DPI * self.percent / 100 * self.devicePixelRatioF())

    # --- place ---------------------------------------------------------------------------
    def current(self) -> int:
        """The page that fills most of the window, from 0."""
        if not self.sheets or (len(self.sheets) > 1 and self.sheets[-1].y() == 0):
            return 0  # not laid out yet
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        return max((n for n, sheet in enumerate(self.sheets) if sheet.y() <= middle), default=0)

    def go_to(self, number: int) -> None:
        """Put a page at the top."""
        if 0 <= number < len(self.sheets):
            self.widget().layout().activate()  # type: ignore[union-attr]
            QCoreApplication.sendEvent(self, QEvent(QEvent.Type.LayoutRequest))  # the bar learns the new length now
            self.verticalScrollBar().setValue(max(0, self.sheets[number].y() - u(2)))
            self.moved.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl and the wheel change the size."""
        if isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            return True
        return super().eventFilter(watched, event)
