"""The filter row of a ledger (search, choices, more, clear, views, columns) and the chips of its states below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QHBoxLayout, QMenu, QWidget

from services.query import Condition, LedgerQuery, Operator
from services.spec import FieldSpec, Kind, LedgerSpec
from ui.kit.filter_popup import say_condition
from ui.kit.parts import FilterChip, button, field, row, text, tool
from ui.kit.theme import u

TYPING_PAUSE_MS = 200
MOST_BOXES = 3
OWN_VIEW = "我的视图"


class FilterBar(QFrame):
    """Emits the changed query; never asks the service itself."""

    query_changed = Signal(object)
    column_wanted = Signal(str)
    columns_wanted = Signal(QWidget)
    view_chosen = Signal(str)
    view_save_wanted = Signal()
    view_drop_wanted = Signal(str)

    def __init__(self, spec: LedgerSpec) -> None:
        super().__init__()
        self._spec = spec
        self._query = LedgerQuery()
        self._quiet = False
        self._boxes: dict[str, QComboBox] = {}
        self.search = field(self._search_hint(), picture="search", width=44)
        self.search.setObjectName("ledger_search")
        self.search.setClearButtonEnabled(True)
        words = self.search.fontMetrics().horizontalAdvance(self.search.placeholderText())
        self.search.setMaximumWidth(max(u(60), min(u(80), words + u(16))))  # the icon, the cross and the padding
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._search_now)
        self.search.textChanged.connect(lambda _words: None if self._quiet else self._pause.start())
        self.search.returnPressed.connect(self._search_now)
        self._build()

    # --- the query -----------------------------------------------------------------------
    @property
    def query(self) -> LedgerQuery:
        """Text and conditions as the row shows them."""
        return self._query

    def show_query(self, query: LedgerQuery) -> None:
        """Show a query that came from elsewhere, without emitting."""
        self._query = query
        self._quiet = True
        if self.search.text().strip() != query.text:
            self.search.setText(query.text)
        for key, box in self._boxes.items():
            box.setCurrentIndex(max(0, box.findData(self._single(key))))
        self._quiet = False
        self._show_more()

    def set_condition(self, key: str, condition: Condition | None) -> None:
        """Replace what is asked of one column."""
        rest = tuple(c for c in self._query.conditions if c.key != key)
        self._emit(conditions=(*rest, condition) if condition else rest)

    def condition(self, key: str) -> Condition | None:
        """What is asked of one column now."""
        return next((c for c in self._query.conditions if c.key == key), None)

    def clear(self) -> None:
        """No text, no conditions; the order stays."""
        self._pause.stop()
        self._quiet = True
        self.search.clear()
        self._quiet = False
        self._emit(text="", conditions=())

    @property
    def narrowed(self) -> bool:
        """Whether anything is filtered."""
        return bool(self._query.text or self._query.conditions)

    def fill_options(self, key: str, options: Sequence[tuple[Any, str]]) -> None:
        """The rows that a reference box offers, once they are read."""
        box = self._boxes[key]
        self._quiet = True
        while box.count() > 1:
            box.removeItem(1)
        for value, words in options:
            box.addItem(words, value)
        box.setCurrentIndex(max(0, box.findData(self._single(key))))
        self._quiet = False

    @property
    def reference_keys(self) -> tuple[str, ...]:
        """Boxes whose rows must be read."""
        return tuple(key for key in self._boxes if self._spec.field(key).reference)

    # --- views ---------------------------------------------------------------------------
    def show_views(self, names: Sequence[str], current: str = "") -> None:
        """List the named views."""
        self._quiet = True
        self._views.clear()
        self._views.addItem(OWN_VIEW, "")
        for name in names:
            self._views.addItem(f"{OWN_VIEW}：{name}", name)
        self._views.insertSeparator(self._views.count())
        self._views.addItem("保存为视图…", None)
        if current:
            self._views.addItem("移除这个视图", None)
        self._views.setCurrentIndex(max(0, self._views.findData(current)) if current else 0)
        self._quiet = False
        self._view = current

    def _view_picked(self, place: int) -> None:
        if self._quiet:
            return
        words, name = self._views.itemText(place), self._views.itemData(place)
        self._quiet = True
        self._views.setCurrentIndex(max(0, self._views.findData(self._view)) if self._view else 0)
        self._quiet = False
        if words == "保存为视图…":
            self.view_save_wanted.emit()
        elif words == "移除这个视图":
            self.view_drop_wanted.emit(self._view)
        else:
            self.view_chosen.emit(name or "")

    # --- inside --------------------------------------------------------------------------
    def _emit(self, **changes: Any) -> None:
        self._query = replace(self._query, **changes)
        self.show_query(self._query)
        self.query_changed.emit(self._query)

    def _search_now(self) -> None:
        self._pause.stop()
        words = self.search.text().strip()
        if words != self._query.text:
            self._emit(text=words)

    def _single(self, key: str) -> Any:
        found = self.condition(key)
        if found is None:
            return None
        if found.operator is Operator.EQUALS:
            return found.value
        return found.value[0] if found.operator is Operator.IN and len(found.value) == 1 else None

    def _box_changed(self, key: str, box: QComboBox, _place: int) -> None:
        if not self._quiet:
            value = box.currentData()
            self.set_condition(key, None if value is None else Condition(key, Operator.IN, (value,)))

    def _search_hint(self) -> str:
        names = [f.label for f in self._spec.fields if f.is_text and f.kind is not Kind.LONG_TEXT and not f.computed]
        return "、".join([*names[:2], "拼音首字母"])

    def _build(self) -> None:
        for spec in self._spec.fields:
            boxable = spec.choices or spec.reference or spec.kind is Kind.BOOLEAN
            if spec.in_filter and boxable and spec.key != self._spec.state_field and len(self._boxes) < MOST_BOXES:
                self._boxes[spec.key] = self._box(spec)
        self.more = button("更多条件", "filter", "quiet", tip="按任何一列筛选")
        self._menu = QMenu(self.more)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.more.clicked.connect(self._open_menu)
        self.clear_button = button("清除", "filter-off", "quiet", tip="清除全部筛选条件")
        self.clear_button.clicked.connect(self.clear)
        self._view = ""
        self._views: QComboBox = QComboBox()
        self._views.setAccessibleName(OWN_VIEW)
        self._views.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._views.setMinimumWidth(u(28))
        self._views.setMaximumWidth(u(56))
        self._views.activated.connect(self._view_picked)
        self.columns_button = columns = tool("columns", "列设置")
        columns.clicked.connect(lambda: self.columns_wanted.emit(columns))
        layout = row(self.search, *self._boxes.values(), self.more, self.clear_button, None, self._views, columns)
        layout.setStretchFactor(self.search, 4)
        self.setLayout(layout)
        self.show_views(())
        self._show_more()

    def _box(self, spec: FieldSpec) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(spec.label)
        box.setMinimumWidth(u(24))  # may shrink below its longest word, the list stays wide
        box.setMaximumWidth(u(40))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.addItem(f"全部{spec.label}", None)
        pairs: Sequence[tuple[Any, str]] = tuple(spec.choices.items())
        if spec.kind is Kind.BOOLEAN:
            pairs = ((True, f"{spec.label}：是"), (False, f"{spec.label}：否"))
        for value, words in pairs:
            box.addItem(words, value)
        box.currentIndexChanged.connect(partial(self._box_changed, spec.key, box))
        return box

    def _open_menu(self) -> None:
        self._menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _fill_menu(self) -> None:
        self._menu.clear()
        for spec in self._spec.columns:
            found = self.condition(spec.key)
            act = QAction(say_condition(spec, found) if found else spec.label, self._menu)
            act.setCheckable(True)
            act.setChecked(found is not None)
            act.triggered.connect(partial(self._ask_column, spec.key))
            self._menu.addAction(act)

    def _ask_column(self, key: str, _on: bool = False) -> None:
        self.column_wanted.emit(key)

    def _show_more(self) -> None:
        boxed = {*self._boxes, self._spec.state_field}
        hidden = [c for c in self._query.conditions if c.key not in boxed or self._several(c)]
        self.more.setText(f"更多条件　{len(hidden)}" if hidden else "更多条件")
        words = "\n".join(say_condition(self._spec.field(c.key), c) for c in hidden)
        self.more.setToolTip(words or "按任何一列筛选")
        self.clear_button.setEnabled(self.narrowed)

    def _several(self, condition: Condition) -> bool:
        return condition.key in self._boxes and self._single(condition.key) is None


class StateChips(QWidget):
    """全部 and one chip per state that occurs, with its count; one Tab stop, the arrow keys move."""

    chosen = Signal(object)  # the state, or None for all

    def __init__(self, spec: LedgerSpec) -> None:
        super().__init__()
        self._field: FieldSpec | None = spec.field(spec.state_field) if spec.state_field else None
        self._layout: QHBoxLayout = row(gap=1.5)
        self.setLayout(self._layout)
        self._note = text("", "hint")
        self._chips: dict[str | None, FilterChip] = {}
        self._group = QButtonGroup(self)
        self._shown: tuple[Any, ...] = ()
        self.setVisible(self._field is not None)

    def show_counts(self, counts: Mapping[str, int], on: str | None) -> None:
        """New numbers; the chip that is on stays even at 0, and the keyboard stays where it was."""
        if self._field is None:
            return
        order = [*self._field.choices, *(key for key in counts if key not in self._field.choices)]
        states = [key for key in order if key not in ("None", "") and (counts.get(key) or key == on)]
        shown = (on, tuple((key, counts.get(key, 0)) for key in states), sum(counts.values()))
        if shown == self._shown:
            return
        self._shown = shown
        if [None, *states] == list(self._chips):
            for key, chip in self._chips.items():
                chip.set_count(sum(counts.values()) if key is None else counts.get(key, 0))
                chip.setChecked(key == on)
            return
        held = next((key for key, chip in self._chips.items() if chip.hasFocus()), "nothing")
        self._rebuild([(None, "", "全部", sum(counts.values())), *(self._look(key, counts) for key in states)], on)
        if held in self._chips:
            self._chips[held].setFocus()

    def chip(self, key: str | None) -> FilterChip:
        """The chip of one state (None: 全部)."""
        return self._chips[key]

    def _look(self, key: str, counts: Mapping[str, int]) -> tuple[str, str, str, int]:
        assert self._field is not None
        return (key, self._field.states.get(key, ""), self._field.choices.get(key, key), counts.get(key, 0))

    def _rebuild(self, looks: Sequence[tuple[str | None, str, str, int]], on: str | None) -> None:
        for old in self._chips.values():
            self._group.removeButton(old)
            self._layout.removeWidget(old)
            old.hide()
            old.deleteLater()
        while self._layout.count():
            self._layout.takeAt(0)
        self._chips = {}
        for key, kind, word, count in looks:
            chip = FilterChip(kind, word, count, on=key == on)
            chip.clicked.connect(partial(self._clicked, key))
            self._group.addButton(chip)
            self._layout.addWidget(chip)
            self._chips[key] = chip
        self._layout.addStretch(1)

    def _clicked(self, key: str | None, _on: bool = False) -> None:
        self.chosen.emit(key)
