"""Three columns 10 : 10 : 11; where they do not fit, the right one becomes a tab beside the middle one."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QWidget

from ui.kit.theme import u

SHARES = (10, 10, 11)
THREE = 285
SMALLEST = (200, 78)
GAP = 3


class Bench(QWidget):
    """`right` moves between its own column and a tab; which of both depends on the width alone."""

    def __init__(self, left: QWidget, middle: QWidget, right: QWidget) -> None:
        super().__init__()
        self._right = right
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("打分和案卷")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setAccessibleName("打分和案卷")
        self.tabs.tabBar().setAutoHide(True)
        self.tabs.addTab(middle, "打分")
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(u(GAP))
        for part, share in zip((left, self.tabs, right), SHARES, strict=True):
            self._layout.addWidget(part, share)
        self.wide = True
        self._let_tab_through()

    def minimumSizeHint(self) -> QSize:
        return QSize(u(SMALLEST[0]), u(SMALLEST[1]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(event.size().width() >= u(THREE))

    def _arrange(self, wide: bool) -> None:
        if wide == self.wide:
            return
        self.wide = wide
        if wide:
            self.tabs.removeTab(self.tabs.indexOf(self._right))
            self._layout.addWidget(self._right, SHARES[2])
        else:
            self._layout.removeWidget(self._right)
            self.tabs.addTab(self._right, "案卷")
        self._right.show()
        if not wide:
            self.tabs.setCurrentIndex(0)
        self._let_tab_through()

    def _let_tab_through(self) -> None:
        """A hidden tab bar would hold the focus for ever: Tab has to go past it."""
        policy = Qt.FocusPolicy.NoFocus if self.wide else Qt.FocusPolicy.TabFocus
        self.tabs.setFocusPolicy(policy)
        self.tabs.tabBar().setFocusPolicy(policy)
