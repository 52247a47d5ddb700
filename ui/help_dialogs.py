"""The list of keys (Ctrl+/) and 关于."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.kit.controls import button, keycap, text
from ui.kit.dialog import Dialog
from ui.kit.keys import KEY_LIST, native
from ui.kit.layout import Item, col, panel, row
from ui.kit.theme import u


def key_list(parent: QWidget | None) -> Dialog:
    """Three columns: everywhere, ledgers, forms."""
    dialog = Dialog(parent, "键位", 190)
    columns: list[Item] = []
    for title, keys in KEY_LIST:
        lines: list[Item] = []
        for key, words in keys:
            cap = keycap(native(key))
            cap.setMinimumWidth(u(22))
            lines.append(row(cap, (text(words), 1), gap=2))
        columns.append((panel(text(title, "section"), *lines, None, gap=1.5, box="plain", pad=(0,)), 1))
    return _with_close(dialog, [row(*columns, gap=4)])


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
