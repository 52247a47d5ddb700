"""分送多单位: which units get a paper of their own, and what to do with the files afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ui.kit.controls import button, field, refuse, text
from ui.kit.dialog import Dialog
from ui.kit.layout import row
from ui.kit.theme import u
from ui.pages.drafting.names_field import TOWN

ID = Qt.ItemDataRole.UserRole
WORDS = "每个单位一份，各编各的文号，文中的{单位}换成单位名称，主送也是它。签发后定稿，不能修改。"


class UnitsDialog(Dialog):
    """`chosen` comes with the ids of the units that are ticked."""

    chosen = Signal(list)

    def __init__(self, parent: QWidget | None, units: Sequence[tuple[int, str]]) -> None:
        super().__init__(parent, "分送多单位", 130)
        self.list = QListWidget()
        self.list.setAccessibleName("单位")
        self.list.setMinimumHeight(u(70))
        for unit_id, name in units:
            item = QListWidgetItem(name, self.list)
            item.setData(ID, unit_id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
        self.search = field("按名称查找", picture="search", name="查找单位")
        self.search.textChanged.connect(self._narrow)
        everything, towns, nothing = (
            button("全选", kind="quiet"),
            button("全部乡镇街道", kind="quiet"),
            button("全不选", kind="quiet"),
        )
        everything.clicked.connect(lambda: self.tick(lambda _name: True))
        towns.clicked.connect(lambda: self.tick(lambda name: bool(TOWN.search(name))))
        nothing.clicked.connect(lambda: self.tick(lambda _name: False))
        cancel, self.sign = button("取消", key="Esc"), button("签发", "sign", "main")
        cancel.clicked.connect(self.reject)
        self.sign.clicked.connect(self._accept)
        self.list.itemChanged.connect(lambda _item: self._count())
        tools = row((self.search, 1), everything, towns, nothing, gap=1)
        self.count = text("", "hint")
        self.fill([text(WORDS, "hint", wrap=True), tools, (self.list, 1)], [self.count], [cancel, self.sign])
        self._count()
        self.finished.connect(self.deleteLater)

    def ids(self) -> list[int]:
        """The units that are ticked."""
        return [item.data(ID) for item in self._items() if item.checkState() is Qt.CheckState.Checked]

    def tick(self, wanted: Callable[[str], bool]) -> None:
        """Tick exactly the units in sight whose name is wanted."""
        self.list.blockSignals(True)
        for item in self._items():
            if not item.isHidden():
                item.setCheckState(Qt.CheckState.Checked if wanted(item.text()) else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        self._count()

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(n) for n in range(self.list.count())]

    def _narrow(self, words: str) -> None:
        for item in self._items():
            item.setHidden(words.strip() not in item.text())

    def _count(self) -> None:
        count = len(self.ids())
        self.count.setText(f"已选{count}个单位" if count else "还没有选单位")
        refuse(self.sign, "" if count else "还没有选单位")

    def _accept(self) -> None:
        self.chosen.emit(self.ids())
        self.accept()


class FilesDialog(Dialog):
    """What was signed for many: look at it as one file, or keep the files."""

    look_wanted = Signal()
    keep_wanted = Signal()

    def __init__(self, parent: QWidget | None, words: str) -> None:
        super().__init__(parent, "已分送", 110)
        look, keep, close = (
            button("看合订文件", "preview", "main"),
            button("存为多个文件", "folder"),
            button("关闭", key="Esc"),
        )
        look.clicked.connect(self.look_wanted)
        keep.clicked.connect(self.keep_wanted)
        close.clicked.connect(self.reject)
        note = "每份都已登记在发文登记里，附着版式文件。"
        self.fill([text(words, "section", wrap=True), text(note, "hint", wrap=True)], [], [close, keep, look])
        self.finished.connect(self.deleteLater)
