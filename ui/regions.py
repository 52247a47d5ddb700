"""F6 and Shift+F6: from one region of the window to the next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from ui.kit.focus import takes_focus


def next_region(regions: Sequence[QWidget], by: int) -> QWidget | None:
    """Move the focus `by` regions on, round at the end; returns what got it."""
    there = [(region, target) for region in regions if (target := first_stop(region)) is not None]
    if not there:
        return None
    focus = QApplication.focusWidget()
    here = next((n for n, (r, _t) in enumerate(there) if focus is r or (focus and r.isAncestorOf(focus))), None)
    number = (here + by) % len(there) if here is not None else (0 if by > 0 else len(there) - 1)
    target = there[number][1]
    target.setFocus(Qt.FocusReason.ShortcutFocusReason)
    return target


def first_stop(region: QWidget) -> QWidget | None:
    """The first widget of the region that takes the focus."""
    if takes_focus(region):
        return region
    return next((w for w in region.findChildren(QWidget) if takes_focus(w)), None)
