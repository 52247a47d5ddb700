"""Where the keyboard goes when a page opens, or when what held it leaves the screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QPushButton, QScrollArea, QStackedWidget, QWidget

TAB = Qt.FocusPolicy.TabFocus


def takes_focus(widget: QWidget) -> bool:
    """Whether Tab would stop at the widget now."""
    return bool(widget.focusPolicy() & TAB) and widget.isEnabled() and widget.isVisible()


def tab_before(after: QWidget, *stops: QWidget) -> None:
    """Tab reaches `stops`, which were made later, one by one before it comes to `after`."""
    here = after.previousInFocusChain()
    while here is not None and (not here.focusPolicy() & TAB or here in stops):
        here = here.previousInFocusChain()
    for stop in stops:
        if here is not None:
            QWidget.setTabOrder(here, stop)
        here = stop


def holds_keyboard(part: QWidget) -> bool:
    """Whether the keyboard is at something of this part that can be seen and used."""
    focus = part.window().focusWidget()
    return focus is not None and focus is not part and part.isAncestorOf(focus) and takes_focus(focus)


def starting_place(page: QWidget) -> QWidget | None:
    """The table with rows, else the filled button, else the first field or button; None where nothing can be done."""
    stops = [w for w in page.findChildren(QWidget) if takes_focus(w) and not isinstance(w, QScrollArea)]
    for found in stops:
        model = found.model() if isinstance(found, QAbstractItemView) else None
        if model is not None and model.rowCount():
            return found
    filled = (w for w in stops if isinstance(w, QPushButton) and w.property("kind") == "main")
    fields = (w for w in stops if not isinstance(w, QAbstractButton))
    return next(filled, None) or next(fields, None) or next(iter(stops), None)


def start_in(page: QWidget) -> None:
    """Put the keyboard at the starting place; at the page itself where there is none."""
    (starting_place(page) or page).setFocus()


def show_face(stack: QStackedWidget, number: int, page: QWidget, first: QWidget | None = None) -> None:
    """Another sheet of the stack; a keyboard that was in the one that leaves goes on in the page, at `first`."""
    leaving, focus = stack.currentWidget(), page.window().focusWidget()
    inside = leaving is not None and focus is not None and (focus is leaving or leaving.isAncestorOf(focus))
    stack.setCurrentIndex(number)
    if inside and first is not None and takes_focus(first):
        first.setFocus()
    elif inside and not holds_keyboard(page):
        start_in(page)
