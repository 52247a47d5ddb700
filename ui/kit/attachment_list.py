"""The files kept with a record: open, add, take away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QWidget

from ui.kit.ledger_tools import AttachmentLike
from ui.kit.parts import button, col, glyph, row, text, tool

PICTURES = {
    "pdf": "file-pdf", "doc": "file-doc", "docx": "file-doc", "wps": "file-doc", "xls": "file-xls", "xlsx": "file-xls",
    "et": "file-xls", "csv": "file-xls", "zip": "file-zip", "rar": "file-zip", "jpg": "file-image",
    "jpeg": "file-image", "png": "file-image", "bmp": "file-image", "tif": "file-image",
}  # fmt: skip


def size_words(size: int) -> str:
    """820字节, 34KB as 34千字节, 1.2兆."""
    if size < 1_000:
        return f"{size}字节"
    if size < 1_000_000:
        return f"{size // 1_000}千字节"
    return f"{size // 100_000 / 10:.1f}兆".replace(".0兆", "兆")


def elided(name: str, most: int = 16) -> str:
    """A long name without its middle; the ending stays."""
    return name if len(name) <= most else f"{name[: most - 8]}…{name[-7:]}"


class AttachmentList(QFrame):
    """Files can also be dropped on it. Emits what is wanted; its owner does the work in jobs."""

    add_wanted = Signal(list)
    open_wanted = Signal(int)
    remove_wanted = Signal(int)

    def __init__(self, files: Sequence[AttachmentLike], why_not: str) -> None:
        super().__init__()
        self.setAccessibleName("附件")
        self._why_not = why_not
        self.setAcceptDrops(not why_not)
        add = button("添加附件", "attach")
        add.setEnabled(not why_not)
        add.setToolTip(why_not or "选择文件，或把文件拖到这里")
        add.clicked.connect(self.ask_files)
        lines = [self._line(file) for file in files]
        if not lines:
            lines = [text("还没有附件。可以把文件拖到这里。", "hint", wrap=True)]
        self.setLayout(col(*lines, row(add, None), None))

    def ask_files(self) -> None:
        """The system's dialog for choosing files, without holding the window."""
        dialog = QFileDialog(self, "添加附件")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.add_wanted.emit([Path(name) for name in names]))
        dialog.open()

    def _line(self, file: AttachmentLike) -> QWidget:
        kind = PICTURES.get(Path(file.name).suffix.lower().lstrip("."), "file-text")
        opened = button(elided(file.name), kind="link")
        opened.setAccessibleName(file.name)
        opened.setToolTip(f"打开{file.name}")
        opened.clicked.connect(partial(_send, self.open_wanted.emit, file.id))
        away = tool("delete", f"移除{file.name}")
        away.setEnabled(not self._why_not)
        if self._why_not:
            away.setToolTip(self._why_not)
        away.clicked.connect(partial(_send, self.remove_wanted.emit, file.id))
        about = text(f"{size_words(file.size)}　{file.at:%Y-%m-%d}", "caption")
        made = QFrame()
        made.setLayout(row(glyph(kind), (col(opened, about, gap=0), 1), away))
        return made

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files only."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Files of this computer."""
        names = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if names:
            self.add_wanted.emit([Path(name) for name in names])


def _send(emit: Callable[[int], None], attachment_id: int, _on: bool = False) -> None:
    emit(attachment_id)
