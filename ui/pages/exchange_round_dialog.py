"""新建报送: for which ledger, until when, which units; and how the sheets are made when they go out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QListWidget, QListWidgetItem, QWidget

from ui.kit.controls import button, choice, field, text
from ui.kit.date_edit import DateEditor
from ui.kit.dialog import Dialog
from ui.kit.layout import Item, row
from ui.kit.notes import LabelledField
from ui.kit.theme import u
from ui.pages.drafting.names_field import TOWN

ID = Qt.ItemDataRole.UserRole
PREFILLED = "填上现有数据，请单位核对"
BLANK_WORDS = "每个单位一个文件，文件名带单位；另附一张发出清单。收回来的文件程序自己认得是谁报的。"


class RoundDialog(Dialog):
    """Emits `wanted` with kind, title, last day, units and note; its owner answers with `accept` or `say`."""

    wanted = Signal(str, str, object, list, str)

    def __init__(
        self,
        parent: QWidget | None,
        kinds: Sequence[tuple[str, str]],
        units: Sequence[tuple[int, str]],
        today: Callable[[], date],
    ) -> None:
        super().__init__(parent, "新建报送", 130)
        self._today = today
        self.kinds = choice(name="报送的台账")
        for key, title in kinds:
            self.kinds.addItem(title, key)
        self.kinds.setCurrentIndex(max(0, self.kinds.findData("officers")))
        self.title, self.due, self.note = QLineEdit(), DateEditor(today), QLineEdit()
        self.fields = {
            "kind": LabelledField("台账", self.kinds, must=True),
            "title": LabelledField("名称", self.title, must=True, hint="写进催报函和未报名单，如2026年执法人员清理。"),
            "due_on": LabelledField("报送期限", self.due, hint="单位应在这一天以前报回；可以不填。"),
            "agency_ids": LabelledField("单位", self._list(units), must=True),
            "note": LabelledField("备注", self.note),
        }
        self.count = text("", "hint")
        cancel, self.act = button("取消", key="Esc"), button("新建", "ok", "main", "Ctrl+S")
        self.act.setShortcut("Ctrl+S")
        cancel.clicked.connect(self.reject)
        self.act.clicked.connect(self._submit)
        every, towns, none = (button(words, kind="quiet") for words in ("全选", "只选乡镇街道", "全不选"))
        every.clicked.connect(lambda: self.tick(lambda _name: True))
        towns.clicked.connect(lambda: self.tick(lambda name: bool(TOWN.search(name))))
        none.clicked.connect(lambda: self.tick(lambda _name: False))
        top = row((self.fields["kind"], 1), (self.fields["due_on"], 1), gap=3)
        tools = row((self.search, 1), every, towns, none, gap=1)
        body: list[Item] = [top, self.fields["title"], tools, (self.fields["agency_ids"], 1), self.fields["note"]]
        self.fill(body, [self.count], [cancel, self.act])
        self.kinds.currentIndexChanged.connect(lambda _n: self._propose())
        self.finished.connect(self.deleteLater)
        self._propose()
        self._count()

    def ids(self) -> list[int]:
        """The units that are ticked."""
        return [item.data(ID) for item in self._items() if item.checkState() is Qt.CheckState.Checked]

    def tick(self, wanted: Callable[[str], bool]) -> None:
        """Tick exactly the units in sight whose name is wanted."""
        for item in self._items():
            if not item.isHidden():
                item.setCheckState(Qt.CheckState.Checked if wanted(item.text()) else Qt.CheckState.Unchecked)

    def say(self, problems: Mapping[str, str]) -> None:
        """What is wrong, beside each field; everything typed stays."""
        for key, shown in self.fields.items():
            shown.say(problems.get(key, ""))
        self.act.setEnabled(True)

    def _list(self, units: Sequence[tuple[int, str]]) -> QListWidget:
        self.list = QListWidget()
        self.list.setMinimumHeight(u(46))
        for unit_id, name in units:
            item = QListWidgetItem(name, self.list)
            item.setData(ID, unit_id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
        self.list.itemChanged.connect(lambda _item: self._count())
        self.search = field("按名称查找", picture="search", name="查找单位")
        self.search.textChanged.connect(self._narrow)
        return self.list

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(n) for n in range(self.list.count())]

    def _narrow(self, words: str) -> None:
        for item in self._items():
            item.setHidden(words.strip() not in item.text())

    def _count(self) -> None:
        self.count.setText(f"已选{len(self.ids())}个单位")

    def _propose(self) -> None:
        if not self.title.isModified():
            self.title.setText(f"{self._today().year}年{self.kinds.currentText()}填报")

    def _submit(self) -> None:
        if problem := self.due.problem():
            self.say({"due_on": problem})
            return
        self.act.setEnabled(False)
        self.wanted.emit(self.kinds.currentData(), self.title.text(), self.due.value(), self.ids(), self.note.text())


class SendDialog(Dialog):
    """发出空表: blank or with the registered rows; `wanted` comes with the choice, then a folder is asked for."""

    wanted = Signal(bool)

    def __init__(self, parent: QWidget | None, title: str, count: int, why_not_full: str) -> None:
        super().__init__(parent, "发出空表", 110)
        self.full = QCheckBox(PREFILLED)
        self.full.setEnabled(not why_not_full)
        self.full.setToolTip(why_not_full or "文件里有完整的证件号码")
        cancel, act = button("取消", key="Esc"), button("选择文件夹", "folder", "main")
        cancel.clicked.connect(self.reject)
        act.clicked.connect(self._accept)
        head = text(f"{title}　{count}个单位", "section", wrap=True)
        self.fill([head, text(BLANK_WORDS, "hint", wrap=True), self.full], [], [cancel, act])
        self.finished.connect(self.deleteLater)

    def _accept(self) -> None:
        self.accept()
        self.wanted.emit(self.full.isChecked())


class DayDialog(Dialog):
    """One date: another last day of a round, or the day something came."""

    wanted = Signal(object)

    def __init__(
        self, parent: QWidget | None, title: str, label: str, day: date | None, today: Callable[[], date]
    ) -> None:
        super().__init__(parent, title, 96)
        self.day = DateEditor(today)
        self.day.set_value(day)
        self.shown = LabelledField(label, self.day)
        cancel, act = button("取消", key="Esc"), button("保存", "save", "main", "Ctrl+S")
        act.setShortcut("Ctrl+S")
        cancel.clicked.connect(self.reject)
        act.clicked.connect(self._accept)
        self.fill([self.shown], [], [cancel, act])
        self.finished.connect(self.deleteLater)

    def _accept(self) -> None:
        if problem := self.day.problem():
            self.shown.say(problem)
            self.grow()
            return
        self.accept()
        self.wanted.emit(self.day.value())
