"""The list of keys (Ctrl+/) and 关于."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout, QWidget

from ui.kit.controls import button, keycap, text
from ui.kit.dialog import Dialog
from ui.kit.keys import KEY_LIST, native
from ui.kit.layout import Item, col, panel, row
from ui.kit.theme import u

LINES = 20
"""Lines of a column of the list of keys, titles counted: what a screen of 640 pixels shows."""


def key_list(parent: QWidget | None) -> Dialog:
    """Groups of keys, each in the first column that has room for it."""
    dialog = Dialog(parent, "键位", 250)
    columns: list[list[Item]] = []
    rooms: list[int] = []
    for title, keys in KEY_LIST:
        lines: list[Item] = [text(title, "section"), *(_key_line(key, words) for key, words in keys)]
        place = next((n for n, room in enumerate(rooms) if room >= len(lines)), len(rooms))
        if place == len(rooms):
            columns.append([])
            rooms.append(LINES)
        rooms[place] -= len(lines)
        columns[place] += [*([1] if columns[place] else []), *lines]
    parts = [panel(*lines, None, gap=1.25, box="plain", pad=(0,)) for lines in columns]
    return _with_close(dialog, [row(*parts, gap=3)])


def _key_line(key: str, words: str) -> QLayout:
    cap = keycap(native(key))
    cap.setMinimumWidth(max(u(18), cap.sizeHint().width()))
    return row(cap, text(words), None, gap=1.5)


def about(parent: QWidget | None, version: str, bureau: str, data: str) -> Dialog:
    """Version, whose data, licences."""
    dialog = Dialog(parent, "关于", 110)
    body = col(
        text("执法监督工作台", "title"),
        text(f"版本{version}", "hint"),
        text(f"{bureau}　{data}", wrap=True),
        text("数据只存在本机，不连接网络。", "caption"),
        text("随程序附带的字体、图标和组件的许可文件在安装文件夹中。", "caption", wrap=True),
        gap=2,
    )
    return _with_close(dialog, [body])


def _with_close(dialog: Dialog, body: list[Item]) -> Dialog:
    close = button("关闭", kind="main", key="Esc")
    close.clicked.connect(dialog.accept)
    dialog.fill(body, [], [close])
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
