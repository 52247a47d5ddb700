"""Rows on the clipboard: as text, and as a table whose identifiers stay text."""

from __future__ import annotations

import atexit
from functools import lru_cache

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication


def copy_table(words: str, table: str) -> None:
    """`words` are lines of cells with tabs, `table` the same as HTML."""
    mime = QMimeData()
    mime.setText(words)
    mime.setHtml(table)
    QGuiApplication.clipboard().setMimeData(mime)
    _leave_plain_text_at_exit()


@lru_cache(maxsize=1)
def _leave_plain_text_at_exit() -> None:
    """Registered once, and so before PySide takes the application down."""
    atexit.register(leave_plain_text)


def leave_plain_text() -> None:
    """Put the words alone in the place of what was made here.

    Some platforms keep the clipboard until the process ends, and an object made in Python must not outlive Python: it
    would end the process with a crash. Windows takes its own copy when the application closes, table and all.
    """
    if QGuiApplication.instance() is not None and QGuiApplication.platformName() != "windows":
        clipboard = QGuiApplication.clipboard()
        clipboard.setText(clipboard.text())
