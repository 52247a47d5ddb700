"""The draft as it will be printed, laid out anew a moment after the last key; only the newest request counts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QVBoxLayout

from services.documents.draft_text import DraftText
from services.documents.papers import Preview, page_sizes
from services.errors import ServiceError
from ui.context import UiContext
from ui.kit.controls import text, tool
from ui.kit.layout import col, holder, row, rule
from ui.kit.paper import Paper
from ui.kit.theme import u
from ui.pages.tools import Pages

REST_MS = 400
POINTS = 72
SCREEN_DPI = 96
ZOOMS = (50, 75, 100, 125, 150, 200)
SEAL_HINT = "用章示意"


class PreviewPane(QFrame):
    """`ready` comes with every finished preview. `file` is the PDF that is shown."""

    ready = Signal(object)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setProperty("box", "panel")
        self.setAccessibleName("预览")
        self._context = context
        self.papers: list[Paper] = []
        self.file: Path | None = None
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._zoom = 0  # as wide as the pane
        self._asked, self._made = 0, 0
        self._next: Callable[[], DraftText] | None = None
        self._busy = False
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._start)
        self._build()

    # --- what is shown -------------------------------------------------------------------
    def show_text(self, shown: Callable[[], DraftText], *, now: bool = False) -> None:
        """Lay out what `shown` gives once the keys rest, or at once."""
        self._next = shown
        self._asked += 1
        if now:
            self._rest.stop()
            self._start()
        else:
            self._rest.start()

    def show_file(self, file: Path) -> None:
        """A PDF that was made already, such as the signed one."""
        self._next = None
        self._rest.stop()
        self._asked += 1
        self._context.jobs.read(
            self, partial(page_sizes, file), partial(self._laid_out_file, self._asked, file), self._broken
        )

    def clear(self) -> None:
        """Nothing to show."""
        self._next, self.file = None, None
        self._rest.stop()
        self._asked += 1
        self._show_pages(())

    def offer_seals(self, possible: bool) -> None:
        """用章示意 is for papers that are not signed yet."""
        self.seals.setEnabled(possible)
        self.seals.setToolTip(
            "在预览里画出印章的位置，打印和存成的文件里没有" if possible else "已签发的按定稿显示，不画示意"
        )

    @property
    def waiting(self) -> bool:
        """Whether a newer preview is on its way."""
        return self._busy or self._rest.isActive() or self._next is not None

    def zoom_by(self, steps: int) -> None:
        """To the next size."""
        here = self._percent()
        sizes = [z for z in ZOOMS if (z > here if steps > 0 else z < here)]
        if sizes:
            self._zoom = sizes[0] if steps > 0 else sizes[-1]
            self._renew()

    # --- laying out ----------------------------------------------------------------------
    def _start(self) -> None:
        if self._busy or self._next is None:
            return
        wanted, self._next, self._busy = self._next(), None, True
        papers, hint, number = self._context.desk.papers, self.seals.isChecked(), self._asked
        target = self._context.desk.scratch() / f"预览{id(self)}-{number}.pdf"
        self._context.jobs.read(
            self,
            lambda: papers.preview(wanted, target, seal_hint=hint),
            partial(self._laid_out, number, target),
            self._broken,
        )

    def _laid_out(self, number: int, target: Path, found: Preview) -> None:
        self._busy = False
        if number == self._asked:
            self._take(target, found)
        else:
            self._forget(target)
        self._go_on()

    def _laid_out_file(self, number: int, file: Path, sizes: tuple[tuple[float, float], ...]) -> None:
        if number == self._asked:
            self._take(file, Preview("", sizes))

    def _take(self, target: Path, found: Preview) -> None:
        if found.sizes:
            self._forget(self.file)
            self.file = target
            self._show_pages(found.sizes)
        self.state.setText(found.refused)
        self.state.setVisible(bool(found.refused))
        self.ready.emit(found)

    def _broken(self, error: ServiceError) -> None:
        self._busy = False
        self.state.setText(str(error))
        self.state.show()
        self._go_on()

    def _go_on(self) -> None:
        if self._next is not None and not self._rest.isActive():
            self._start()

    def _forget(self, file: Path | None) -> None:
        if file is not None and file.name.startswith("预览"):
            self._context.jobs.read(self, partial(_unlink, file), lambda _none: None)

    # --- pages ---------------------------------------------------------------------------
    def _show_pages(self, sizes: tuple[tuple[float, float], ...]) -> None:
        self._sizes = sizes
        while len(self.papers) > len(sizes):
            gone = self.papers.pop()
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self.papers) < len(sizes):
            paper = Paper(len(self.papers))
            paper.wanted.connect(self._want)
            self._column.insertWidget(len(self.papers), paper, 0, Qt.AlignmentFlag.AlignHCenter)
            self.papers.append(paper)
        self._made += 1
        self._renew()

    def _renew(self) -> None:
        scale = self._percent() / 100 * SCREEN_DPI / POINTS
        for paper, (width, height) in zip(self.papers, self._sizes, strict=True):
            paper.renew(round(width * scale), round(height * scale))
        self._show_place()

    def _percent(self) -> float:
        if self._zoom or not self._sizes:
            return self._zoom or 100
        room = max(u(60), self.area.width() - u(10))
        return room / (self._sizes[0][0] * SCREEN_DPI / POINTS) * 100

    def _want(self, number: int) -> None:
        if self.file is None:
            return
        dpi, file = SCREEN_DPI * self._percent() / 100 * self.devicePixelRatioF(), self.file
        self._context.jobs.read(
            self, partial(_picture, file, number, dpi), partial(self._pictured, self._made, number), lambda _gone: None
        )

    def _pictured(self, made: int, number: int, image: QImage) -> None:
        if made == self._made and number < len(self.papers):
            self.papers[number].show_picture(image)

    def _show_place(self) -> None:
        middle = self.area.verticalScrollBar().value() + self.area.viewport().height() // 2
        here, bottom = 0, 0  # reckoned from the sizes: pages that were just added have no place yet
        for paper in self.papers[:-1]:
            bottom += paper.height() + self._column.spacing()
            here += bottom <= middle
        self.place.setText(f"第{here + 1}页，共{len(self.papers)}页" if self.papers else "")

    # --- building ------------------------------------------------------------------------
    def _build(self) -> None:
        self.place, self.state = text(""), text("", "error", wrap=True)
        self.state.hide()
        self.seals = QCheckBox(SEAL_HINT)
        self.offer_seals(True)
        smaller, larger = tool("zoom-out", "缩小", "Ctrl+-"), tool("zoom-in", "放大", "Ctrl++")
        smaller.clicked.connect(lambda: self.zoom_by(-1))
        larger.clicked.connect(lambda: self.zoom_by(1))
        head = row(
            text("预览", "section"), None, self.seals, self.place, smaller, larger, gap=1.5, pad=(4, 1.5, 3, 1.5)
        )
        self._column = QVBoxLayout()
        self._column.setSpacing(u(3))
        self._column.setContentsMargins(u(3), u(0), u(3), u(3))
        self._column.addStretch(1)
        self.area = QScrollArea()
        self.area.setAccessibleName("预览的页面")
        self.area.setWidgetResizable(True)
        self.area.setWidget(holder(self._column, ground="sunken"))
        self.area.verticalScrollBar().valueChanged.connect(lambda _value: self._show_place())
        self.area.viewport().installEventFilter(self)
        note = holder(col(self.state, pad=(4, 0, 4, 1)))
        self.setLayout(col(head, note, rule(), (self.area, 1), gap=0, pad=(0.25,)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl and the wheel change the size; another width fits the pages anew."""
        if event.type() == QEvent.Type.Resize and not self._zoom:
            self._renew()
        if isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            return True
        return super().eventFilter(watched, event)


def _unlink(file: Path) -> None:
    """A file that is still being read stays until the folder is cleared at the end of the sitting."""
    with suppress(OSError):
        file.unlink()


def _picture(file: Path, number: int, dpi: float) -> QImage:
    """A page as a picture that owns its pixels; runs in a job."""
    found: Any = Pages().render_page(file, number, round(dpi))
    return QImage(found.pixels, found.width, found.height, found.stride, QImage.Format.Format_RGB32).copy()
