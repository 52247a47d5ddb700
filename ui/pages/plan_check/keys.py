"""Keys of the whole page of plan checking."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

if TYPE_CHECKING:
    from ui.pages.plan_check.page import PlanCheckPage


def page_keys(page: PlanCheckPage) -> None:
    """Answered wherever the focus is on the page; Ctrl+Z and Ctrl+Y come through the window's menu."""
    for keys, act in (
        ("F8", partial(page.next_doubt, 1)),
        ("Shift+F8", partial(page.next_doubt, -1)),
        ("Ctrl+V", page.paste_text),
    ):
        shortcut = QShortcut(QKeySequence(keys), page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
