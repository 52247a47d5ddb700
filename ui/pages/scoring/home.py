"""The scoring page without a sheet: case files that wait, the standard for the chosen one, and the start."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QTableView, QWidget

from services.access import Right
from ui.context import UiContext
from ui.kit.focus import show_face
from ui.kit.parts import button, choice, col, empty, field, heading, holder, panel, refuse, row, text
from ui.kit.table import RIGHT, Column, Rows, State, Table
from ui.pages.scoring.elided import Elided
from ui.pages.scoring.open_cases import OpenCase, OpenCases, read_open_cases

COLUMNS = (
    Column("案件名称", 16, stretch=True),
    Column("决定书文号", 14),
    Column("办案单位", 12),
    Column("案卷类型", 9),
    Column("决定日期", 6),
    Column("评查", 5.5),
    Column("其他评分", 4.5, RIGHT),
)
PAUSE_MS = 250
READER = "当前账户只能查看，不能打分"


class CasePicker(QWidget):
    """Emits the sheet that was begun or continued."""

    sheet_wanted = Signal(int)
    status_changed = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._shown = OpenCases()
        self._wanted_case = 0
        self._case_id = 0
        self._beside = (0, 0)
        self._reading = 0
        self._model = Rows(COLUMNS, ())
        self.table = Table(COLUMNS, self._model, "待评案卷")
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.search = field("案件名称、文号、单位、当事人", picture="search", width=72)
        self.search.setMaximumWidth(self.search.minimumWidth() * 2)
        self.standard = choice(name="评查标准", width=80)
        self.start = button("开始打分", "nav-review", "main", "Ctrl+Return")
        self._case = Elided("strong")
        self._more = text("", "caption")
        self._build()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.reload)
        self.search.textEdited.connect(lambda _words: self._pause.start())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_case())
        self.table.activated.connect(lambda _index: self.go_on())
        self.start.clicked.connect(self.begin)
        self._show_case()

    def _build(self) -> None:
        nothing = empty("nav-review", "没有待评的案卷", "在案卷目录里登记或者导入案卷，然后回到这里打分。")
        none_found = empty("search", "没有符合条件的案卷", "换一个名称或者文号再找。")
        self._faces = QStackedWidget()
        for face in (self.table, nothing, none_found):
            self._faces.addWidget(face)
        pick = panel(
            row((self._case, 1), text("评查标准", "field"), self.standard, self.start, gap=2.5), gap=0, pad=(4, 2.5)
        )
        filters = row(self.search, None, self._more, gap=2)
        head = heading("评查打分", "选一卷案卷和它适用的标准，开始打分；打过一部分的接着打。")
        self.setLayout(col(head, filters, (self._faces, 1), holder(col(pick)), gap=2.5))

    def reload(self) -> None:
        """Read the list again; the newest answer counts."""
        desk, words = self._context.desk, self.search.text().strip()
        self._reading += 1
        work = partial(
            read_open_cases, desk.ledgers["cases"], desk.ledgers["sheets"], desk.scoring, desk.actor.name, words
        )
        number = self._reading
        self._context.jobs.read(self, work, lambda found: self._show(number, found))

    def choose(self, case_file_id: int) -> None:
        """Open its draft, or put the case under the cursor once the list is there."""
        self._wanted_case = case_file_id
        self.search.clear()
        self.reload()

    def choose_beside(self, sheet_id: int, by: int) -> None:
        """The case before or after the one of a sheet, once the list is there; its draft is opened."""
        self._beside = (sheet_id, by)
        self.reload()

    def current(self) -> OpenCase | None:
        """The case under the cursor."""
        n = self.table.currentIndex().row()
        return self._shown.cases[n] if 0 <= n < len(self._shown.cases) else None

    def _show(self, number: int, found: OpenCases) -> None:
        if number != self._reading:
            return
        before = self.current()
        self._shown = found
        self._model.replace([self._cells(case) for case in found.cases])
        show_face(self._faces, 0 if found.cases else 2 if self.search.text().strip() else 1, self)
        self._more.setText("还有更早的案卷，输入名称可以找到" if found.more else "")
        wanted = self._next_to(found.cases) or self._wanted_case or (before.id if before else 0)
        rows = [n for n, case in enumerate(found.cases) if case.id == wanted]
        if found.cases:
            self.table.selectRow(rows[0] if rows else 0)
        self._show_case()
        begun = sum(bool(case.sheet_id) for case in found.cases)
        self.status_changed.emit(f"待评{len(found.cases) - begun}卷，打分中{begun}卷")
        self._go_to_wanted(bool(rows))

    def _next_to(self, cases: Sequence[OpenCase]) -> int:
        (sheet_id, by), self._beside = self._beside, (0, 0)
        places = [n for n, case in enumerate(cases) if sheet_id and case.sheet_id == sheet_id]
        if places:
            self._wanted_case = cases[max(0, min(len(cases) - 1, places[0] + by))].id
        return self._wanted_case

    def _go_to_wanted(self, there: bool) -> None:
        wanted, self._wanted_case = self._wanted_case, 0
        if not wanted:
            return
        case = self.current()
        if not there:
            self._context.notify.warn("这一卷不在待评的案卷里，可能已经提交评分。")
        elif case is not None and case.sheet_id:
            self.sheet_wanted.emit(case.sheet_id)
        else:
            self.standard.setFocus()

    @staticmethod
    def _cells(case: OpenCase) -> list[object]:
        state = State("run", "打分中") if case.sheet_id else State("todo", "未评")
        decided = f"{case.decided_on:%Y-%m-%d}" if case.decided_on else ""
        others = f"{case.others}份" if case.others else ""
        return [case.name, case.decision_no, case.agency, case.type_words, decided, state, others]

    def _show_case(self) -> None:
        case = self.current()
        chosen = self.standard.currentData() if case and case.id == self._case_id else None
        self._case_id = case.id if case else 0
        self.standard.clear()
        for standard_id, name in self._shown.standards.get(case.case_type, ()) if case else ():
            self.standard.addItem(name, standard_id)
        if chosen is not None:  # the list was read again; what was chosen stays
            self.standard.setCurrentIndex(max(0, self.standard.findData(chosen)))
        begun = case is not None and bool(case.sheet_id)
        self._case.say(case.name if case else "")
        self.start.setText("继续打分" if begun else "开始打分")
        self.start.setAccessibleName(self.start.text())
        refuse(self.standard, "已经按选定的标准开始打分" if begun else "" if case else "先选一卷案卷")
        refuse(self.start, self._why_not(case, begun))

    def _why_not(self, case: OpenCase | None, begun: bool) -> str:
        if not self._context.desk.actor.may(Right.EDIT):
            return READER
        if case is None:
            return "先选一卷案卷"
        return "" if begun or self.standard.count() else "还没有评查标准。先在评查标准页导入。"

    def go_on(self) -> None:
        """Enter or a double click: open a draft; where none is begun, the standard is chosen first."""
        case = self.current()
        if case is not None and case.sheet_id:
            self.begin()
        elif case is not None and self.standard.isEnabled():
            self.standard.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def begin(self) -> None:
        """Start a sheet for the case under the cursor, or go on with its draft."""
        case = self.current()
        if case is None or not self.start.isEnabled():
            return
        if case.sheet_id:
            self.sheet_wanted.emit(case.sheet_id)
            return
        office, standard_id = self._context.desk.scoring, self.standard.currentData()
        self.start.setEnabled(False)
        self._context.jobs.write(self, lambda _job: office.start(case.id, standard_id), self._begun, self._failed)

    def _begun(self, sheet_id: int) -> None:
        self._show_case()
        self.sheet_wanted.emit(sheet_id)

    def _failed(self, error: Exception) -> None:
        self._show_case()
        self._context.notify.failed(self, error)
