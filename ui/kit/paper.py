"""One page of a PDF on screen: a picture that is asked for when the page is first seen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from ui.kit.theme import colour


class PagePicture(QWidget):
    """White paper until the picture is there; `wanted` asks for it with the page's number from 0."""

    wanted = Signal(int)

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self._picture: QPixmap | None = None
        self._asked = False
        self.setAccessibleName(f"第{number + 1}页")

    def renew(self, width: int, height: int) -> None:
        """Another size or another content: the picture is asked for when the page is next seen."""
        self._asked = False
        self.setFixedSize(width, height)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), colour("panel"))
        if self._picture is not None:
            painter.drawPixmap(self.rect(), self._picture)
        painter.setPen(colour("line_strong"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
        if not self._asked:
            self._asked = True
            self.wanted.emit(self.number)


class Paper(PagePicture):
    """A page that is being written: the old picture stays until the new one is there, so that nothing flickers."""

    def show_picture(self, image: QImage) -> None:
        """The rendered page."""
        self._picture = QPixmap.fromImage(image)
        self.update()
