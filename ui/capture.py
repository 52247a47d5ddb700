"""Pictures of a window as PNG files, for the manual and for looking at the screens."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEventLoop, QMessageLogContext, QSize, QTimer, QtMsgType
from PySide6.QtWidgets import QWidget

from services.commands.output import say


def settle(milliseconds: int = 60) -> None:
    """Let layouts, jobs and queued signals finish."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def grab(window: QWidget, path: Path, size: QSize | None = None) -> Path:
    """Show the window in `size`, take its picture and write it to `path`. OSError when it cannot be written."""
    if size is not None:
        window.resize(size)
    window.show()
    settle()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not window.grab().save(str(path), "PNG"):
        raise OSError(f"cannot write {path}")
    return path


def without_platform_remarks(_kind: QtMsgType, _where: QMessageLogContext, words: str) -> None:
    """A Qt message handler: the platform without a screen says at every window what it cannot do, the rest is said."""
    if not words.startswith("This plugin does not support"):
        say(words)
