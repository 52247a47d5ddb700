"""插入字段 and 常用语: menus whose entries go to the cursor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QPushButton

from services.documents.fields import fill

LONGEST = 30


def field_menu(
    at: QPushButton, names: Sequence[str], values: Mapping[str, str], insert: Callable[[str], None]
) -> QMenu:
    """Every field with its value; one that is not known goes in as {字段}, to be filled in later."""
    menu = QMenu(at)
    for name in names:
        value = values.get(name) or ""
        shown = f"{name}　{_short(value)}" if value else f"{name}　还不知道"
        act = menu.addAction(shown.replace("&", "&&"))
        act.triggered.connect(lambda _on=False, words=value or f"{{{name}}}": insert(words))
    return _open(menu, at)


def phrase_menu(
    at: QPushButton, phrases: Mapping[str, Sequence[str]], values: Mapping[str, str], insert: Callable[[str], None]
) -> QMenu:
    """Phrases by category, their fields filled in as far as they are known."""
    menu = QMenu(at)
    for category, several in phrases.items():
        inner = menu.addMenu(category)
        for phrase in several:
            words = fill(phrase, values)
            inner.addAction(_short(words).replace("&", "&&")).triggered.connect(
                lambda _on=False, words=words: insert(words)
            )
    return _open(menu, at)


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def _open(menu: QMenu, at: QPushButton) -> QMenu:
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(at.mapToGlobal(QPoint(0, at.height())))
    return menu
