"""落款: who signs, one line each; several for a joint paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame

from ui.kit.controls import button, field, tool
from ui.kit.focus import tab_before
from ui.kit.layout import col, row
from ui.kit.theme import u


class SignRow(QFrame):
    """Name, 用印, and for a 命令 the post."""

    changed = Signal()

    def __init__(self, item: Mapping[str, Any], *, post: bool) -> None:
        super().__init__()
        self._item = dict(item)
        self.name = field(value=str(item.get("name") or ""), name="落款")
        self.post = field("职务", str(item.get("post") or ""), name="职务")
        self.post.setMaximumWidth(u(24))
        self.seal = QCheckBox("用印")
        self.seal.setChecked(item.get("seal") is True)
        self.drop = tool("close", "去掉这个署名")
        self.setLayout(row((self.post, 0), (self.name, 1), self.seal, self.drop, gap=2))
        self.post.setVisible(post)  # after the layout: a part without a parent would open as a window
        self.seal.setVisible(not post)
        self.name.textChanged.connect(self.changed)
        self.post.textChanged.connect(self.changed)
        self.seal.toggled.connect(self.changed)

    def item(self) -> dict[str, Any]:
        """As it is written now."""
        made = {**self._item, "name": self.name.text().strip()}
        if self.seal.isChecked() or "seal" in self._item:
            made["seal"] = self.seal.isChecked()
        if self.post.text().strip() or "post" in self._item:
            made["post"] = self.post.text().strip()
        return made


class SignList(QFrame):
    """`changed` tells whether lines came or went."""

    changed = Signal(bool)
    restructuring = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[SignRow] = []
        self._post = False
        self._column = col(gap=1.5)
        self.add = button("加一个署名", "add", "quiet")
        self.add.clicked.connect(self._add)
        self.setLayout(col(self._column, row(self.add, None), gap=0.5))

    def items(self) -> list[dict[str, Any]]:
        """Lines with a name."""
        return [item for each in self.rows if (item := each.item())["name"]]

    def show_items(self, items: Sequence[Any], *, post: bool, fixed: str) -> None:
        """Show other signatures; `post` where a person signs by office."""
        wanted = [dict(item) if isinstance(item, Mapping) else {"name": str(item)} for item in items]
        if wanted != self.items() or post != self._post or not self.rows:
            self._post = post
            while self.rows:
                self._drop(self.rows[-1])
            for item in wanted or [{"name": ""}]:
                self._put(item)
        for each in self.rows:
            each.name.setReadOnly(bool(fixed))
            each.post.setReadOnly(bool(fixed))
            for part in (each.seal, each.drop):
                part.setEnabled(not fixed)
                part.setToolTip(fixed or part.accessibleName())
        self.add.setEnabled(not fixed)
        self.add.setToolTip(fixed)

    def _put(self, item: Mapping[str, Any]) -> SignRow:
        made = SignRow(item, post=self._post)
        made.changed.connect(partial(self.changed.emit, False))
        made.drop.clicked.connect(partial(self._remove, made))
        self.rows.append(made)
        self._column.addWidget(made)
        tab_before(self.add, made.post, made.name, made.seal, made.drop)
        return made

    def _add(self) -> None:
        self.restructuring.emit()
        self._put({"name": "", **({} if self._post else {"seal": True})}).name.setFocus()
        self.changed.emit(True)

    def _remove(self, shown: SignRow) -> None:
        self.restructuring.emit()
        self._drop(shown)
        self.add.setFocus()
        self.changed.emit(True)

    def _drop(self, shown: SignRow) -> None:
        self.rows.remove(shown)
        self._column.removeWidget(shown)
        shown.hide()
        shown.deleteLater()
