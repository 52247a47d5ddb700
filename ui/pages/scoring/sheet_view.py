"""The sheet as it prints: running totals above, items by section with what was deducted and earned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

from services.reviews.item_scoring import ItemResult
from services.reviews.office import OpenSheet
from services.reviews.scoring import ScoreResult
from services.reviews.standard import fixed
from ui.kit.parts import Chip, col, row, rule, text
from ui.kit.table import RIGHT, Column, Rows, Table, Wrong
from ui.pages.scoring.elided import Elided
from ui.pages.scoring.sheet_lines import Line, LineKind
from ui.pages.scoring.sheet_model import MarksEditor

COLUMNS = (
    Column("序号", 2.5),
    Column("评查项目", 7, stretch=True),
    Column("标准分", 3, RIGHT),
    Column("扣分", 2.5, RIGHT),
    Column("得分", 3.75, RIGHT),
)
Index = QModelIndex | QPersistentModelIndex


class SheetRows(Rows):
    """Rows that change in place; bands cannot be chosen."""

    def revise(self, rows: Sequence[Sequence[Any]]) -> None:
        """Other values in the same rows; selection and place stay."""
        self.rows = rows
        self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self.columns) - 1))

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.NoItemFlags if index.row() in self.bands else super().flags(index)


class SheetTable(Table):
    """All items of the sheet. Keys go to the page, which knows what they mean here."""

    line_chosen = Signal(str)

    def __init__(self) -> None:
        self._model = SheetRows(COLUMNS, ())
        super().__init__(COLUMNS, self._model, "评分项目", height=7)
        self._rows: list[str] = []
        self._quiet = False
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentRowChanged.connect(self._moved)

    def serve(self, editor: MarksEditor, result: ScoreResult, digits: int) -> None:
        """Another sheet."""
        self._quiet = True
        rows, self._rows = _table(editor, result, digits)
        self._model.replace(rows, [n for n, key in enumerate(self._rows) if not key])
        self._quiet = False

    def refresh(self, editor: MarksEditor, result: ScoreResult, digits: int) -> None:
        """The same sheet with other marks."""
        self._model.revise(_table(editor, result, digits)[0])

    def show_current(self, key: str) -> None:
        """Highlight a line; none where the line is not in the table."""
        self._quiet = True
        if key in self._rows:
            place = self._model.index(self._rows.index(key), 0)
            self.setCurrentIndex(place)
            self.scrollTo(place)
        else:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        self._quiet = False

    def words(self, key: str) -> list[str]:
        """What stands in the row of a line."""
        n = self._rows.index(key)
        return [str(self._model.index(n, c).data() or "") for c in range(len(COLUMNS))]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def _moved(self, now: Index, _before: Index) -> None:
        if not self._quiet and now.isValid() and (key := self._rows[now.row()]):
            self.line_chosen.emit(key)


def _table(editor: MarksEditor, result: ScoreResult, digits: int) -> tuple[list[list[Any]], list[str]]:
    rows: list[list[Any]] = []
    keys: list[str] = []
    section = ""
    got = {found.id: found for found in result.items}
    errors = editor.errors(result)
    for line in editor.lines:
        if line.kind is LineKind.VETO:
            continue
        if line.section != section:
            section = line.section
            rows.append([section])
            keys.append("")
        broken = line.key in errors
        found = got.get(line.code) if line.kind.is_item else None
        rows.append(
            _item_row(editor, line, found, digits, broken) if found else _whole_row(line, result, digits, broken)
        )
        keys.append(line.key)
    return rows, keys


def _item_row(editor: MarksEditor, line: Line, found: ItemResult, digits: int, broken: bool) -> list[Any]:
    most = "" if line.most is None else fixed(line.most, digits)
    deducted = fixed(found.deducted, digits) if found.deducted else ""
    earned: Any = fixed(found.earned, digits) if line.most is not None else ""
    if broken:
        earned = Wrong("待补")
    elif found.left_out:
        earned = "不适用"
    elif not editor.seen(line.key):
        earned = "未评"
    return [line.code, line.name, most, deducted, earned]


def _whole_row(line: Line, result: ScoreResult, digits: int, broken: bool) -> list[Any]:
    sums = {LineKind.BASE: result.base, LineKind.BONUS: result.bonus, LineKind.MINUS: result.minus}
    value = sums[line.kind]
    bonus = line.kind is LineKind.BONUS
    deducted = fixed(value, digits) if value and not bonus else ""
    earned: Any = f"加{fixed(value, digits)}" if value and bonus else ""
    return ["", line.name, "", deducted, Wrong("待补") if broken else earned]


class GradeChip(Chip):
    """A chip whose word changes."""

    def say(self, kind: str, word: str) -> None:
        """Another state."""
        self._kind, self._word = kind, word
        self.setAccessibleName(word)
        self.updateGeometry()
        self.update()


class TotalsStrip(QFrame):
    """Case, how far the work is, and the score as it would be now."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("box", "panel")
        self.name, self._about = Elided("section"), Elided("caption")
        self.seen, self.deducted, self.applicable = text("", "section"), text("", "section"), text("", "section")
        self.score = text("", "figure")
        self.score_name = text("暂计得分", "hint")
        self.grade = GradeChip("todo", "")
        parts = (("已评", self.seen), ("扣分", self.deducted), ("适用标准分", self.applicable))
        figures = [part for name, value in parts for part in (row(text(name, "hint"), value, gap=1.5), rule("v"))]
        last = row(self.score_name, self.score, self.grade, gap=2)
        words = col(self.name, self._about, gap=0.5)
        self.setLayout(row((words, 1), *figures, last, gap=3.5, pad=(4, 2)))

    def show_case(self, sheet: OpenSheet) -> None:
        """The case of the sheet."""
        self.name.say(sheet.head.name)
        self._about.say("　".join(filter(None, (sheet.head.decision_no, sheet.head.agency))))
        self.score_name.setText("得分" if sheet.submitted else "暂计得分")

    def refresh(self, editor: MarksEditor, result: ScoreResult, digits: int) -> None:
        """The sums of the marks as they are now."""
        self.seen.setText(f"{editor.seen_count}/{len(editor.items)}项")
        lost = sum((found.deducted for found in result.items), result.base + result.minus)
        self.deducted.setText(fixed(lost, digits))
        self.applicable.setText(fixed(result.applicable_total, 0 if result.applicable_total % 1 == 0 else digits))
        self.score.setText("—" if result.score is None else fixed(result.score, result.digits))
        self.grade.say(*_grade(editor, result))


def _grade(editor: MarksEditor, result: ScoreResult) -> tuple[str, str]:
    if result.broken:
        return "ask", "有待补"
    if result.veto:
        return "late", result.grade or "否决"
    bands = sorted(editor.standard.bands, key=lambda band: band.start)
    band = next((band for band in bands if band.name == result.grade), None)
    if band is None:
        return "void", "不计分"
    return ("done" if band is bands[-1] else "run" if band.passes else "late"), band.name
