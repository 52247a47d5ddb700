"""Who stands behind a figure: those who are counted and those who are not, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from services.indicators import Behind
from ui.kit.controls import button, segments, text
from ui.kit.dialog import Dialog
from ui.kit.layout import row
from ui.kit.table import Column, State
from ui.kit.theme import u
from ui.pages.indicators.pick_table import PickTable

COLUMNS = (Column("姓名", 6), Column("单位", 14, stretch=True), Column("计入", 6), Column("说明", 9))
VIEWS = ("全部", "计入", "未计入")


class PeopleDialog(Dialog):
    """`open_officer` goes to somebody's row in the register; None keeps the list as it is."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        people: Sequence[tuple[Behind, str]],
        open_officer: Callable[[int], None],
    ) -> None:
        super().__init__(parent, title, 150)
        self._people, self._open = people, open_officer
        self._shown: list[Behind] = []
        self.table = PickTable(COLUMNS, "人员")
        self.table.setMinimumHeight(u(80))
        self.table.opened.connect(self._opened)
        self.views = segments(VIEWS)
        self.views.chosen.connect(self.show_view)
        self._count = text("", "hint")
        close = button("关闭", kind="main")
        close.clicked.connect(self.accept)
        copy = button("复制", "copy")
        copy.clicked.connect(self.table.copy_all)
        hint = text("双击或按Enter，到人员台账查看。", "hint")
        self.fill((row(self.views, None, self._count), (self.table, 1)), (hint,), (copy, close))
        self.show_view(0)
        self.table.setFocus()

    def show_view(self, place: int) -> None:
        """全部, 计入 or 未计入."""
        wanted = {0: (True, False), 1: (True,), 2: (False,)}[place]
        chosen = [(person, unit) for person, unit in self._people if person.counted in wanted]
        self._shown = [person for person, _unit in chosen]
        self.table.show_rows([_cells(person, unit) for person, unit in chosen])
        self._count.setText(f"{len(chosen):,}人")

    def _opened(self, place: int) -> None:
        officer = self._shown[place].officer_id
        if officer is not None:
            self.accept()
            self._open(officer)


def _cells(person: Behind, unit: str) -> list[object]:
    state = State("done", "计入") if person.counted else State("na", "未计入")
    return [person.name, unit, state, person.words]
