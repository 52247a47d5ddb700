"""附件: their names under the text, each with its own pages where they are written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from ui.kit.controls import button, field, tool
from ui.kit.focus import tab_before
from ui.kit.layout import col, row

Appendix = dict[str, Any]


class AttachmentRow(QFrame):
    """Name of one 附件; `appendix` is its content, None where it is only named."""

    changed = Signal()

    def __init__(self, name: str, appendix: Appendix | None) -> None:
        super().__init__()
        self.appendix = appendix
        self.name = field("附件名称", name, name="附件名称")
        self.opener = button("", "file-text", "quiet")
        self.drop = tool("close", "去掉这个附件")
        self.setLayout(row((self.name, 1), self.opener, self.drop, gap=1))
        self.name.textChanged.connect(self.changed)
        self.show_content(appendix)

    def show_content(self, appendix: Appendix | None) -> None:
        """Its pages changed."""
        self.appendix = appendix
        words = "改内容" if appendix is not None else "写内容"
        self.opener.setText(words)
        self.opener.setAccessibleName(f"附件{words}")
        self.opener.setToolTip("附件的正文和表格，另起页排在后面")


class AttachmentRows(QFrame):
    """Names and contents as `attachments` and `appendices` of the exchange form."""

    changed = Signal(bool)
    restructuring = Signal()
    content_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[AttachmentRow] = []
        self._named = True
        self._column = col(gap=1.5)
        self.add = button("加一个附件", "attach", "quiet")
        self.add.clicked.connect(self._add)
        self.setLayout(col(self._column, row(self.add, None), gap=0.5))

    def attachments(self) -> list[str]:
        """The names as the text lists them; none where the titles of what is attached say it already."""
        rows = [each for each in self.rows if each.name.text().strip()]
        if not self._named and all(each.appendix is not None for each in rows):
            return []
        return [each.name.text().strip() for each in rows]

    def appendices(self) -> list[Appendix]:
        """What is attached, each under its name."""
        return [{**each.appendix, "title": each.name.text().strip()} for each in self.rows if each.appendix is not None]

    def show_items(self, names: Sequence[Any], appendices: Sequence[Any], *, fixed: str) -> None:
        """Show other attachments."""
        wanted = [str(name) for name in names]
        contents = [dict(each) for each in appendices if isinstance(each, Mapping)]
        if (wanted, contents) != (self.attachments(), self.appendices()):
            self._named = bool(wanted)
            while self.rows:
                self._drop(self.rows[-1])
            for name, content in paired(wanted, contents):
                self._put(name, content)
        for each in self.rows:
            each.name.setReadOnly(bool(fixed))
            for part in (each.opener, each.drop):
                part.setEnabled(not fixed)
                part.setToolTip(fixed or part.accessibleName())
        self.add.setEnabled(not fixed)
        self.add.setToolTip(fixed)

    def set_content(self, shown: AttachmentRow, appendix: Appendix) -> None:
        """What was written in the window of its own."""
        self.restructuring.emit()
        empty = not appendix.get("body") and not appendix.get("table")
        shown.show_content(None if empty else appendix)
        self.changed.emit(True)

    def _put(self, name: str, appendix: Appendix | None) -> AttachmentRow:
        made = AttachmentRow(name, appendix)
        made.changed.connect(partial(self.changed.emit, False))
        made.opener.clicked.connect(partial(self.content_wanted.emit, made))
        made.drop.clicked.connect(partial(self._remove, made))
        self.rows.append(made)
        self._column.addWidget(made)
        tab_before(self.add, made.name, made.opener, made.drop)
        return made

    def _add(self) -> None:
        self.restructuring.emit()
        self._named = True
        self._put("", None).name.setFocus()
        self.changed.emit(True)

    def _remove(self, shown: AttachmentRow) -> None:
        self.restructuring.emit()
        self._drop(shown)
        self.add.setFocus()
        self.changed.emit(True)

    def _drop(self, shown: AttachmentRow) -> None:
        self.rows.remove(shown)
        self._column.removeWidget(shown)
        shown.hide()
        shown.deleteLater()


def paired(names: Sequence[str], contents: Sequence[Appendix]) -> list[tuple[str, Appendix | None]]:
    """Each name with its content: in order where there are as many, else by title; what no name fits comes last."""
    if len(names) == len(contents):
        return list(zip(names, contents, strict=True))
    left = list(contents)
    found: list[tuple[str, Appendix | None]] = []
    for name in names:
        own = next((each for each in left if str(each.get("title") or "") == name), None)
        if own is not None:
            left.remove(own)
        found.append((name, own))
    return [*found, *((str(each.get("title") or ""), each) for each in left)]
