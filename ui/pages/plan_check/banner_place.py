"""Room for one banner inside a page."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from ui.kit.parts import banner, col


class BannerPlace(QFrame):
    """No height while it is empty; `words` is what it says now."""

    def __init__(self) -> None:
        super().__init__()
        self._box = col(gap=0)
        self.setLayout(self._box)
        self.words = ""
        self.hide()

    def show_banner(self, kind: str, words: str, *acts: QWidget) -> None:
        """Instead of what stood here."""
        self.clear()
        self.words = words
        self._box.addWidget(banner(kind, words, *acts))
        self.show()

    def clear(self) -> None:
        """Nothing to say."""
        while (old := self._box.takeAt(0)) is not None:
            if widget := old.widget():
                widget.hide()
                widget.deleteLater()
        self.words = ""
        self.hide()
