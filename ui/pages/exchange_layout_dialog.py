"""导出版式: the platform's workbook and beside each of its headings what goes there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QGridLayout, QLineEdit, QSpinBox, QWidget

from services.errors import ServiceError, ValidationError
from services.exchange.layout_fill import DATE_WORDS, DateForm
from services.exchange.layout_learn import LayoutColumn, Learned
from services.exchange.layouts import NUMBER, LayoutForm, LayoutOffice, LayoutView
from services.spec import FieldSpec
from ui.jobs import Jobs
from ui.kit.controls import button, choice, glyph, text
from ui.kit.dialog import Dialog
from ui.kit.editors import StillComboBox
from ui.kit.layout import col, holder, rolling, row
from ui.kit.notes import LabelledField
from ui.kit.theme import u

BOOKS = "Excel工作簿 (*.xlsx *.xlsm)"
LEFT_ALONE, FIXED = "不填", "固定文字"
HINT = "先选台账，再选平台发下来的空表。表头会按导入用的叫法认出来，核对每一列填什么。"


@dataclass(frozen=True)
class Start:
    """What the dialog begins with: nothing, a saved layout, or a newer workbook with what has changed."""

    view: LayoutView | None = None
    learned: Learned | None = None
    file: Path | None = None
    changed: str = ""


class LayoutDialog(Dialog):
    """Emits `wanted` with the whole form; its owner answers with `accept` or `say`."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None, office: LayoutOffice, jobs: Jobs, start: Start) -> None:
        super().__init__(parent, "导出版式", 200)
        self._office, self._jobs, self._start = office, jobs, start
        self._file, self._learned = start.file, start.learned
        self._boxes: list[tuple[LayoutColumn, QComboBox, QLineEdit]] = []
        self._grid: QWidget | None = None
        self._build()
        if start.learned is not None:
            self._show_columns(start.learned)
        self.resize(self.width(), u(150))

    # --- the workbook ------------------------------------------------------------------------
    def ask_file(self) -> None:
        """The platform's own file."""
        dialog = QFileDialog(self, "选择平台的表", "", BOOKS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.take(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take(self, file: Path, sheet: str | None = None) -> None:
        """Read the headings in a job."""
        ledger = str(self.ledgers.currentData())
        self.state.setText(f"正在读“{file.name}”。")

        def read(found: Learned) -> None:
            self._file = file
            if not self.name.text():
                self.name.setText(file.stem[:80])
            self._show_columns(found)

        self._jobs.read(
            self, partial(self._office.learn, ledger, file, sheet), read, lambda e: self.state.setText(str(e))
        )

    def _again(self) -> None:
        """The same file for another ledger or sheet."""
        if self._file is not None and self._file.exists():
            self.take(self._file, self.sheets.currentText() or None)

    # --- what is decided ---------------------------------------------------------------------
    def form(self) -> LayoutForm | None:
        """What would be stored; None while no workbook was read."""
        if self._learned is None or self._file is None:
            return None
        columns = tuple(_decided(*each) for each in self._boxes)
        learned = replace(self._learned, columns=columns, first_row=self.first.value())
        return LayoutForm(
            self.name.text(),
            str(self.ledgers.currentData()),
            self._file,
            learned,
            DateForm(self.dates.currentData()),
            self.masked.isChecked(),
        )

    def say(self, error: ServiceError) -> None:
        """What is wrong; everything decided stays."""
        problems: Mapping[str, str] = error.problems if isinstance(error, ValidationError) else {"columns": str(error)}
        self.named.say(problems.get("name", ""))
        self.state.setText("".join(problems.get(key, "") for key in ("columns", "first_row")))
        self.act.setEnabled(True)

    def _submit(self) -> None:
        found = self.form()
        if found is None:
            self.state.setText("还没有选平台的表。")
            return
        self.act.setEnabled(False)
        self.wanted.emit(found)

    # --- construction ------------------------------------------------------------------------
    def _build(self) -> None:
        view = self._start.view
        self.name, self.ledgers = QLineEdit(view.name if view else ""), choice(name="台账")
        for key, title in self._office.ledgers():
            self.ledgers.addItem(title, key)
        self.ledgers.setCurrentIndex(max(0, self.ledgers.findData(view.ledger if view else "officers")))
        self.ledgers.setEnabled(view is None)
        self.ledgers.setToolTip("" if view is None else "台账定了就不再改，要换台账另建一个版式。")
        self.ledgers.activated.connect(lambda _n: self._again())
        self.named = LabelledField("名称", self.name, must=True)
        self.sheets = choice(name="工作表")
        self.sheets.activated.connect(lambda _n: self._again())
        choose = button("选择平台的表", "folder")
        choose.clicked.connect(self.ask_file)
        self.file_words = text("还没有选表", "hint", wrap=True)
        self.first, self.masked = QSpinBox(), QCheckBox("证件号码只显示头尾")
        self.first.setRange(1, 10_000)
        self.first.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)  # the arrow keys count too
        self.first.setAccessibleName("数据从第几行开始")
        self.masked.setChecked(bool(view and view.masked))
        self.dates = choice(name="日期写法")
        for form, words in DATE_WORDS.items():
            self.dates.addItem(words, form.value)
        self.dates.setCurrentIndex(max(0, self.dates.findData(view.date_form.value if view else "dash")))
        self.state = text("", "error", wrap=True)
        self._place = col(gap=0)
        cancel, self.act = button("取消", key="Esc"), button("保存版式", "save", "main", "Ctrl+S")
        self.act.setShortcut("Ctrl+S")
        cancel.clicked.connect(self.reject)
        self.act.clicked.connect(self._submit)
        top = row((self.named, 1), (LabelledField("台账", self.ledgers), 1), gap=3)
        book = row(choose, (self.file_words, 1), text("工作表", "field"), self.sheets)
        last = row(
            text("数据从第几行起", "field"), self.first, 2, text("日期写法", "field"), self.dates, 2, self.masked, None
        )
        sheet = holder(self._place, box="panel")
        told = self._start.changed
        lead = row(glyph("st-warn", "due"), (text(told, "strong", wrap=True), 1)) if told else text(HINT, "hint", True)
        self.fill([lead, top, book, (sheet, 1), last], [(self.state, 1)], [cancel, self.act])
        self.finished.connect(self.deleteLater)

    def _show_columns(self, learned: Learned) -> None:
        self._learned = learned
        named = self._file.name if self._file else ""
        self.file_words.setText(f"{named}，表头在第{learned.header_row}行。{''.join(learned.remarks)}")
        self.sheets.clear()
        self.sheets.addItems(list(learned.sheets))
        self.sheets.setCurrentText(learned.sheet)
        self.first.setValue(learned.first_row)
        self.state.setText("")
        fields = [NUMBER, *self._office.fields(str(self.ledgers.currentData()))]
        grid = QGridLayout()
        grid.setHorizontalSpacing(u(3))
        grid.setVerticalSpacing(u(1.5))
        for n, words in enumerate(("列", "平台的表头", "填什么", "固定文字")):
            grid.addWidget(text(words, "strong"), 0, n)
        self._boxes = [self._line(grid, place, column, fields) for place, column in enumerate(learned.columns, start=1)]
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 2)
        grid.setColumnStretch(3, 2)
        if self._grid is not None:
            self._place.removeWidget(self._grid)
            self._grid.deleteLater()
        self._grid = rolling(holder(grid), None, pad=(3, 2), name="每一列填什么")
        self._place.addWidget(self._grid)

    @staticmethod
    def _line(
        grid: QGridLayout, place: int, column: LayoutColumn, fields: Sequence[FieldSpec]
    ) -> tuple[LayoutColumn, QComboBox, QLineEdit]:
        box, fixed = StillComboBox(), QLineEdit(column.fixed)
        box.setAccessibleName(f"{column.letter}列{column.header}填什么")
        fixed.setAccessibleName(f"{column.letter}列{column.header}的固定文字")
        box.addItem(LEFT_ALONE, "")
        for field in fields:
            box.addItem(field.label, field.key)
        box.addItem(FIXED, FIXED)
        box.setCurrentIndex(max(0, box.findData(FIXED if column.fixed else column.key)))
        fixed.setEnabled(bool(column.fixed))
        box.currentIndexChanged.connect(lambda _n: fixed.setEnabled(box.currentData() == FIXED))
        parts: tuple[QWidget, ...] = (text(column.letter, "hint"), text(column.header, wrap=True), box, fixed)
        for n, part in enumerate(parts):
            grid.addWidget(part, place, n)
        return column, box, fixed


def _decided(column: LayoutColumn, box: QComboBox, fixed: QLineEdit) -> LayoutColumn:
    key = str(box.currentData())
    if key == FIXED:
        return replace(column, key="", fixed=fixed.text().strip())
    return replace(column, key=key, fixed="")
