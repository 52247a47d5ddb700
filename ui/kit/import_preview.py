"""The preview of an import: chips, rows with old → new and marked cells, and below the reason of the chosen row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QWidget

from services.problems import Level, Problem
from services.spec import FieldSpec, LedgerSpec
from ui.kit.import_asks import ImportAsks
from ui.kit.import_model import ACTIONS, ImportFile, preview_columns, table_columns, table_row, wrong_fields
from ui.kit.parts import Chip, FilterChip, bar, button, choice, col, holder, panel, row, text
from ui.kit.table import Column, Rows, Table, column_width

KEYS = {Qt.Key.Key_1: "new", Qt.Key.Key_2: "changed", Qt.Key.Key_3: "same", Qt.Key.Key_4: "error", Qt.Key.Key_5: ""}
CHIPS = (("", "", "全部"), *((key, kind, word) for key, (kind, word) in ACTIONS.items()))


class PreviewTable(Table):
    """Single keys act while the table has the keyboard; a Chinese input method does not swallow them."""

    next_error_wanted = Signal()
    filter_wanted = Signal(str)
    skip_wanted = Signal()
    correct_wanted = Signal()
    values_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(table_columns(()), (), "预览")
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def show_rows(self, columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> None:
        """Other columns and rows."""
        model = self.model()
        assert isinstance(model, Rows)
        model.columns = columns
        model.replace(rows)
        self._fit()

    def _fit(self) -> None:
        """A column takes free room only where there is some; otherwise the table scrolls instead of squeezing it."""
        model = self.model()
        assert isinstance(model, Rows)
        roomy = sum(column_width(c) for c in model.columns) <= self.viewport().width()
        self.set_columns(model.columns if roomy else [replace(c, stretch=False) for c in model.columns])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns follow the window."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """E next error, 1…5 filters, Del leaves the row out, F2 corrects, F4 answers the strip."""
        key = Qt.Key(event.key())
        if event.modifiers() not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_E:
            self.next_error_wanted.emit()
        elif key in KEYS:
            self.filter_wanted.emit(KEYS[key])
        elif key == Qt.Key.Key_Delete:
            self.skip_wanted.emit()
        elif key == Qt.Key.Key_F2:
            self.correct_wanted.emit()
        elif key == Qt.Key.Key_F4:
            self.values_wanted.emit()
        else:
            super().keyPressEvent(event)


class ImportPreview(QWidget):
    """Shows one file. Leaving rows out is done here; correcting is asked of the page."""

    changed = Signal()
    mapping_wanted = Signal()
    correct_wanted = Signal(object, list)
    person_wanted = Signal(object)
    sheet_wanted = Signal(str)

    def __init__(self, can_correct: bool) -> None:
        super().__init__()
        self._can_correct = can_correct
        self.asks_person: Callable[[Any], bool] = lambda _row: False  # whether choosing somebody answers the row
        self._file: ImportFile | None = None
        self._spec: LedgerSpec | None = None
        self._fields: list[FieldSpec] = []
        self._rows: list[Any] = []
        self._only = ""
        self._reason_body: QWidget | None = None
        self.table = PreviewTable()
        self.chips: dict[str, FilterChip] = {}
        self._group = QButtonGroup(self)
        for key, kind, word in CHIPS:
            chip = FilterChip(kind, word, 0, on=not key)
            chip.clicked.connect(partial(self._chip_clicked, key))
            self._group.addButton(chip)
            self.chips[key] = chip
        self._header = text("", "hint")
        look = button("看对应", "columns", "link")
        look.clicked.connect(self.mapping_wanted)
        self.sheets = choice(name="读哪张表")
        self.sheets.setToolTip("这个文件里有几张名单")
        self.sheets.activated.connect(lambda _n: self.sheet_wanted.emit(self.sheets.currentText()))
        self.sheets.hide()
        head = bar(*self.chips.values(), None, self._header, self.sheets, look, gap=1.5)
        self.asks = ImportAsks()
        self._reason = panel(gap=2)
        self.setLayout(col(head, self.asks, (self.table, 1), self._reason, gap=2))
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _old: self._show_reason())
        self.table.next_error_wanted.connect(self.next_error)
        self.table.filter_wanted.connect(self.show_only)
        self.table.skip_wanted.connect(self.skip_row)
        self.table.correct_wanted.connect(self._put_right)
        self.table.values_wanted.connect(self.asks.begin)

    def show_file(self, spec: LedgerSpec, file: ImportFile, row_number: int | None = None) -> None:
        """Another file, or the same one after a correction; the row stays by its number."""
        self._file, self._spec = file, spec
        self._fields = preview_columns(spec, file.reading)
        named = sum(1 for c in file.reading.mapping.columns if c.name)
        self._header.setText(f"表头第{file.reading.header_row}行，对应{named}列")
        self._offer_sheets(file.reading)
        self._fill(row_number)

    def _offer_sheets(self, reading: Any) -> None:
        """A choice where the file has several lists and its page can read another of them."""
        others = getattr(reading, "other_sheets", ())
        self.sheets.clear()
        self.sheets.addItems([reading.sheet, *(other.name for other in others)] if others else [])
        self.sheets.setVisible(bool(others))

    def show_only(self, action: str) -> None:
        """One kind of row, or all."""
        self._only = action
        self.chips[action].setChecked(True)
        row = self.current()
        self._fill(row.row if row else None)

    def current(self) -> Any:
        """The chosen row of the sheet."""
        place = self.table.currentIndex().row()
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def next_error(self) -> None:
        """The next row with an error, round the end (E)."""
        here = self.table.currentIndex().row()
        errors = [n for n, row in enumerate(self._rows) if str(row.action) == "error"]
        after = [n for n in errors if n > here] or errors
        if after:
            self.table.selectRow(after[0])

    def skip_row(self) -> None:
        """Leave the row out, or take it in again (Del)."""
        row = self.current()
        if row is not None and self._file is not None and not self._file.stored:
            self._file.skipped ^= {row.row}
            self._fill(row.row)
            self.changed.emit()

    # --- inside --------------------------------------------------------------------------
    def _fill(self, row_number: int | None) -> None:
        file = self._file
        if file is None:
            return
        counts: Mapping[str, int] = {key: file.count(key) for key in ACTIONS}
        for key, chip in self.chips.items():
            chip.set_count(counts[key] if key else len(file.reading.rows))
        self._rows = [row for row in file.reading.rows if not self._only or str(row.action) == self._only]
        cells = [table_row(row, self._fields, file.reading, file.skipped) for row in self._rows]
        self.table.show_rows(table_columns(self._fields, file.reading.rows), cells)
        place = next((n for n, row in enumerate(self._rows) if row.row == row_number), 0)
        if self._rows:
            self.table.selectRow(place)
        self._show_reason()

    def _chip_clicked(self, key: str, _on: bool = False) -> None:
        self.show_only(key)

    def _put_right(self) -> None:
        """F2: choose who is meant, where that is open, else put the cells right."""
        row = self.current()
        stored = self._file is not None and bool(self._file.stored)
        if row is not None and not stored and self.asks_person(row):
            self.person_wanted.emit(row)
        else:
            self._correct()

    def _correct(self) -> None:
        row = self.current()
        if row is not None and self._file is not None and self._can_correct and not self._file.stored:
            wrong = wrong_fields(row, self._fields, self._file.reading)
            self.correct_wanted.emit(row, wrong or self._fields)

    def _show_reason(self) -> None:
        row = self.current()
        layout = self._reason.layout()
        if self._reason_body is not None and layout is not None:
            layout.removeWidget(self._reason_body)
            self._reason_body.hide()
            self._reason_body.deleteLater()
        self._reason_body = self._say(row) if row is not None else text("没有这样的行。", "hint")
        if layout is not None:
            layout.addWidget(self._reason_body)

    def _say(self, found: Any) -> QFrame:
        kind, word = ACTIONS[str(found.action)]
        name = self._name(found)
        problems = sorted(found.problems, key=lambda p: list(Level).index(p.level))
        first = problems[0] if problems else None
        code = [text(f"代码{first.code}", "caption")] if first else []
        head = row(Chip(kind, word), text(f"第{found.row}行　{name}", "section"), None, *code)
        advice = "可能是" if self.asks_person(found) else "可改为"
        lines = [text(_sentence(p, advice), wrap=True) for p in problems[:3]]
        lines = lines or [text(_harmless(str(found.action)), "hint", wrap=True)]
        more = [text(f"这一行还有{len(problems) - 3}处提示。", "caption")] if len(problems) > 3 else []
        return holder(col(head, *lines, *more, self._buttons(found), gap=1.5))

    def _buttons(self, found: Any) -> QWidget:
        skipped = self._file is not None and found.row in self._file.skipped
        person = self.asks_person(found)
        correct, skip = (
            button("在预览中改正", "edit", key="" if person else "F2"),
            button("重新导入这一行" if skipped else "这一行不导入", "close", "quiet", "Delete"),
        )
        stored = self._file is not None and bool(self._file.stored)
        acts = [correct, skip]
        if person:
            choose = button("选人", "person", key="F2")
            choose.setEnabled(not stored)
            choose.clicked.connect(lambda: self.person_wanted.emit(found))
            acts.insert(0, choose)
        skip.setEnabled(not stored)
        correct.setEnabled(self._can_correct and not stored and str(found.action) == "error")
        if not self._can_correct:
            correct.setToolTip("在原文件里改正后重新读取。")
        correct.clicked.connect(self._correct)
        skip.clicked.connect(self.skip_row)
        return holder(row(*acts, None))

    def _name(self, found: Any) -> str:
        spec = self._spec
        return str(found.values.get(spec.title_field) or "") if spec else ""


def _sentence(problem: Problem, before: str) -> str:
    place = f"{problem.where}：" if problem.where else ""
    advice = f"　{before}“{problem.suggest}”。" if problem.suggest else ""
    return f"{place}{problem.message}{advice}"


def _harmless(action: str) -> str:
    return {
        "new": "名册里还没有，接受后登记为新的一条。",
        "changed": "名册里已有，接受后按新值修改，旧值留在历史里。",
        "same": "与名册一致，不会改动。",
    }.get(action, "")
