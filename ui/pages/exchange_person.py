"""选人: which of several officers a row means."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from services.exchange.people_choice import Candidate
from ui.jobs import Jobs
from ui.kit.dialog import Dialog
from ui.kit.parts import button, field, text
from ui.kit.table import Column, Rows, Table
from ui.kit.theme import u

COLUMNS = (Column("姓名", 5), Column("单位", 11, stretch=True), Column("岗位", 9), Column("身份证号", 10))
TYPING_MS = 150
DOWN = (Qt.Key.Key_Down, Qt.Key.Key_Up)


class PersonDialog(Dialog):
    """Emits the officer's id and whether the rows alike mean the same one."""

    chosen = Signal(int, bool)

    def __init__(
        self,
        title: str,
        why: str,
        words: str,
        alike: Sequence[int],
        find: Callable[[str], Sequence[Candidate]],
        jobs: Jobs,
        parent: QWidget | None,
        *,
        together: bool = True,
    ) -> None:
        super().__init__(parent, title, 150)
        self._find, self._jobs = find, jobs
        self._people: Sequence[Candidate] = ()
        self.search = field("姓名、单位或完整号码", words, "search", name="找人")
        self.table = Table(COLUMNS, (), "可能的人")
        self.table.setMinimumHeight(u(50))
        self.also = QCheckBox(f"还有{len(alike)}行写的一样，也是这个人")
        self.also.setChecked(together)
        self.also.setVisible(bool(alike))
        self.use, leave = button("就是这个人", "ok", "main"), button("取消")
        self.use.clicked.connect(self._choose)
        leave.clicked.connect(self.reject)
        self._nobody = text("", "hint", wrap=True)
        self.fill(
            [text(why, wrap=True), self.search, (self.table, 1), self._nobody],
            [self.also] if alike else [],
            [leave, self.use],
        )
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_MS)
        self._pause.timeout.connect(self.look)
        self.search.textChanged.connect(lambda _words: self._pause.start())
        self.table.doubleClicked.connect(lambda _index: self._choose())
        self.table.activated.connect(lambda _index: self._choose())
        self.look()

    def look(self) -> None:
        """Find again what the field says."""
        words = self.search.text()
        self._jobs.read(self, lambda: (words, self._find(words)), self._show)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows move in the list while the clerk types."""
        if event.key() in DOWN and self._people:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.table.selectRow((self.table.currentIndex().row() + step) % len(self._people))
        else:
            super().keyPressEvent(event)

    def _show(self, found: tuple[str, Sequence[Candidate]]) -> None:
        words, people = found
        if words != self.search.text():
            return  # typed on meanwhile; that answer follows
        self._people = people
        model = self.table.model()
        assert isinstance(model, Rows)
        model.replace([[one.name, one.unit, one.post, one.number or "没有登记"] for one in people])
        if people:
            self.table.selectRow(0)
        self._nobody.setText("" if people else "没有找到这样的人。换一个词再找，或先到执法人员里登记。")
        self._nobody.setVisible(not people)
        self.use.setEnabled(bool(people))

    def _choose(self) -> None:
        place = self.table.currentIndex().row()
        if 0 <= place < len(self._people):
            self.chosen.emit(self._people[place].id, self.also.isChecked() and not self.also.isHidden())
            self.accept()
