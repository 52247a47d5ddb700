"""The filter of one column, as clerks know it from spreadsheets: values, a range, words, empty or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from services.query import Condition, Operator
from services.spec import NUMBER_KINDS, FieldSpec, Kind
from ui.kit.editors import FieldEditor, NumberEditor, Today, clock_today
from ui.kit.parts import button, choice, col, field, row, text
from ui.kit.theme import u

HOW = ("不限", "只看空白", "只看已填")


class ColumnFilter(QFrame):
    """Emits the new condition of the column, or None where nothing is asked of it any more."""

    applied = Signal(str, object)

    def __init__(self, spec: FieldSpec, old: Condition | None, parent: QWidget, today: Today = clock_today) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("box", "panel")
        self.setObjectName("column_filter")
        self.setAccessibleName(f"按{spec.label}筛选")
        self._spec, self._old = spec, old
        self._ends: list[FieldEditor] = []
        self._words = field(f"包含的文字，如{spec.example}" if spec.example else "包含的文字")
        self._values = QListWidget()
        self._values.setAccessibleName(f"{spec.label}的值")
        self._note = text("正在读取这一列的值…", "caption", wrap=True)
        self._filled = choice(*HOW, name="空白")
        self._make_ends(today)
        self._show_old()
        self._build()

    @property
    def _by_range(self) -> bool:
        return self._spec.kind is Kind.DATE or self._spec.kind in NUMBER_KINDS

    @property
    def _by_words(self) -> bool:
        return self._spec.is_text and not self._spec.reference

    def show_values(self, values: Sequence[tuple[Any, str]], cut: bool) -> None:
        """List the values of the column; those of the old condition are ticked."""
        chosen = self._old.value if self._old and self._old.operator is Operator.IN else ()
        self._values.clear()
        for value, words in values:
            item = QListWidgetItem(words or "（空白）", self._values)
            item.setData(Qt.ItemDataRole.UserRole, value)
            item.setCheckState(Qt.CheckState.Checked if value in chosen else Qt.CheckState.Unchecked)
        self._note.setText("行数较多，只列出前1,000行里的值。" if cut else "")
        self._note.setVisible(bool(cut))
        self._values.setVisible(bool(values))

    def condition(self) -> Condition | None:
        """What is asked of the column now: blank or filled first, then a range, then words, then values."""
        key = self._spec.key
        if self._filled.currentIndex():
            return Condition(key, (Operator.EMPTY, Operator.NOT_EMPTY)[self._filled.currentIndex() - 1])
        if self._by_range and any(end.value() is not None for end in self._ends):
            return Condition(key, Operator.BETWEEN, (self._ends[0].value(), self._ends[1].value()))
        if self._by_words and (words := self._words.text().strip()):
            return Condition(key, Operator.CONTAINS, words)
        items = [self._values.item(n) for n in range(self._values.count())]
        chosen = [i.data(Qt.ItemDataRole.UserRole) for i in items if i.checkState() is Qt.CheckState.Checked]
        return Condition(key, Operator.IN, tuple(chosen)) if chosen else None

    def apply(self) -> None:
        """Use it; an end of a range that cannot be read keeps the popup open and says why."""
        for end in self._ends:
            if problem := end.problem():
                self._note.setText(problem)
                self._note.show()
                end.setFocus()
                return
        self.close()
        self.applied.emit(self._spec.key, self.condition())

    def clear(self) -> None:
        """Ask nothing of the column."""
        self.close()
        self.applied.emit(self._spec.key, None)

    def open_at(self, corner: QPoint) -> None:
        """Open below a heading or button, inside the screen."""
        self.adjustSize()
        area = self.screen().availableGeometry()
        x = max(area.left(), min(corner.x(), area.right() - self.width()))
        self.move(x, max(area.top(), min(corner.y(), area.bottom() - self.height())))
        self.show()
        (self._ends[0] if self._ends else self._words if self._by_words else self._values).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter uses the filter; Esc closes it (Qt does that for popups)."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.apply()
        else:
            super().keyPressEvent(event)

    def _make_ends(self, today: Today) -> None:
        from ui.kit.date_edit import DateEditor

        for name in ("从", "到") if self._by_range else ():
            made: FieldEditor = DateEditor(today) if self._spec.kind is Kind.DATE else NumberEditor(self._spec.kind)
            made.target.setAccessibleName(f"{self._spec.label}{name}")
            self._ends.append(made)

    def _show_old(self) -> None:
        if self._old is None:
            return
        match self._old.operator:
            case Operator.EMPTY | Operator.NOT_EMPTY:
                self._filled.setCurrentIndex(1 if self._old.operator is Operator.EMPTY else 2)
            case Operator.BETWEEN if self._ends:
                for end, value in zip(self._ends, self._old.value, strict=True):
                    end.set_value(value)
            case Operator.CONTAINS:
                self._words.setText(self._old.value)

    def _build(self) -> None:
        use, none = button("筛选", kind="main"), button("清除本列")
        use.clicked.connect(self.apply)
        none.clicked.connect(self.clear)
        parts: list[Any] = [text(f"按{self._spec.label}筛选", "strong")]
        if self._ends:
            parts.append(row(text("从", "field"), (self._ends[0], 1), text("到", "field"), (self._ends[1], 1)))
            self._values.hide()
            self._note.hide()
        if self._by_words:
            parts.append(self._words)
        self._values.setMaximumHeight(u(48))
        self._values.setMinimumWidth(u(64))
        parts += [self._note, self._values, row(text("空白", "field"), (self._filled, 1)), row(None, none, use)]
        self.setLayout(col(*parts, pad=(3,)))


def lists_values(spec: FieldSpec) -> bool:
    """Whether the filter of this column offers a list of its values (ranges do not need one)."""
    return spec.kind is not Kind.DATE and spec.kind not in NUMBER_KINDS


def known_values(spec: FieldSpec) -> list[tuple[Any, str]] | None:
    """Values that need no reading: a code table, 是 and 否."""
    if spec.kind is Kind.CHOICE and spec.choices:
        return list(spec.choices.items())
    return [(True, "是"), (False, "否")] if spec.kind is Kind.BOOLEAN else None


def say_condition(spec: FieldSpec, condition: Condition) -> str:
    """The condition in words, for the tool tip of 更多条件 and for prints."""
    match condition.operator:
        case Operator.EMPTY:
            return f"{spec.label}为空白"
        case Operator.NOT_EMPTY:
            return f"{spec.label}已填"
        case Operator.CONTAINS:
            return f"{spec.label}包含“{condition.value}”"
        case Operator.BETWEEN:
            low, high = (spec.show(value) if value is not None else "" for value in condition.value)
            return f"{spec.label}{f'从{low}' if low else ''}{f'到{high}' if high else ''}"
        case Operator.IN if spec.reference:
            return f"{spec.label}为所选{len(condition.value)}项"
        case Operator.IN:
            return f"{spec.label}为{'、'.join(spec.show(value) for value in condition.value)}"
        case _:
            return f"{spec.label}为{spec.show(condition.value)}" if not spec.reference else f"{spec.label}为所选项"
