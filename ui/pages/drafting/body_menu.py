"""… at the end of a paragraph: what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from ui.kit.icons import icon

if TYPE_CHECKING:
    from ui.pages.drafting.body_list import BodyList
    from ui.pages.drafting.body_row import BodyRow


def show_menu(body: BodyList, shown: BodyRow) -> QMenu:
    """Open the menu under the button of the row."""
    place = body.place_of(shown)
    menu = QMenu(body)
    acts: tuple[tuple[str, str, str, bool, Callable[[], object]], ...] = (
        ("上移", "arrow-up", "Alt+Shift+Up", place > 0, lambda: body.shift(shown, -1)),
        ("下移", "arrow-down", "Alt+Shift+Down", place + 1 < len(body.rows), lambda: body.shift(shown, 1)),
        ("插入一段", "add", "", True, lambda: body.insert(place + 1, [{"level": 0, "text": ""}])),
        ("插入表格", "columns", "", True, lambda: body.table_wanted.emit(shown)),
        ("删除", "delete", "", True, lambda: body.remove(shown)),
    )
    for words, picture, keys, possible, then in acts:
        act = menu.addAction(icon(picture), words)
        if keys:
            act.setShortcut(keys)
        act.setEnabled(possible)
        act.triggered.connect(lambda _on=False, then=then: then())
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(shown.more.mapToGlobal(QPoint(0, shown.more.height())))
    return menu
