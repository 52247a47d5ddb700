"""Tables in a text: their window is opened from the row, and what it gives goes back into the row."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.kit.controls import button, text
from ui.kit.dialog import Dialog
from ui.kit.layout import rolling, row
from ui.kit.theme import u
from ui.pages.drafting.attachment_rows import AttachmentRow, AttachmentRows
from ui.pages.drafting.body_list import BodyList
from ui.pages.drafting.body_row import BodyRow
from ui.pages.drafting.form_parts import body_items
from ui.pages.drafting.table_dialog import TableDialog


def serve_tables(body: BodyList, parent: QWidget) -> None:
    """插入表格 and the button of a table open the grid."""
    body.table_wanted.connect(partial(_new_table, body, parent))
    body.object_wanted.connect(partial(_edit_table, body, parent))


def serve_appendices(attachments: AttachmentRows, parent: QWidget) -> None:
    """写内容 opens the pages of an 附件."""
    attachments.content_wanted.connect(partial(_edit_appendix, attachments, parent))


def _edit_appendix(attachments: AttachmentRows, parent: QWidget, shown: AttachmentRow) -> None:
    dialog = AppendixDialog(parent, shown.name.text().strip(), shown.appendix)
    dialog.made.connect(partial(attachments.set_content, shown))
    dialog.open()


def _new_table(body: BodyList, parent: QWidget, shown: BodyRow) -> None:
    dialog = TableDialog(parent)
    dialog.made.connect(lambda table: body.insert(body.place_of(shown) + 1, [{"table": table}]))
    dialog.open()


def _edit_table(body: BodyList, parent: QWidget, shown: BodyRow) -> None:
    table = shown.item().get("table")
    if isinstance(table, Mapping):
        dialog = TableDialog(parent, table)
        dialog.made.connect(lambda found: body.change_item(shown, {**shown.item(), "table": found}))
        dialog.open()


class AppendixDialog(Dialog):
    """The pages of one 附件. `made` comes with its content as the exchange form has it."""

    made = Signal(dict)

    def __init__(self, parent: QWidget | None, name: str, appendix: Mapping[str, Any] | None) -> None:
        super().__init__(parent, f"附件内容　{name}" if name else "附件内容", 180)
        content = dict(appendix or {})
        beside = content.pop("table", None)
        self._content = content
        self.body = BodyList()
        self.body.show_items(
            body_items([*(content.get("body") or ()), *([{"table": beside}] if beside else [])]), fixed=False
        )
        serve_tables(self.body, self)
        table, cancel = button("插入表格", "columns"), button("取消", key="Esc")
        done = button("用这些内容", "ok", "main")
        table.clicked.connect(lambda: _new_table(self.body, self, self.body.current() or self.body.rows[-1]))
        cancel.clicked.connect(self.reject)
        done.clicked.connect(self._accept)
        roll = rolling(self.body, None, name="附件内容")
        roll.setMinimumHeight(u(80))
        self.fill(
            [row(text("附件另起一页排在正文后面，全部删空就只列名称。", "hint"), None, table), (roll, 1)],
            [],
            [cancel, done],
        )
        self.body.rows[0].focus_words()
        self.finished.connect(self.deleteLater)

    def _accept(self) -> None:
        body = [item for item in self.body.items() if "text" not in item or str(item["text"]).strip()]
        self.made.emit({**self._content, "body": body})
        self.accept()
