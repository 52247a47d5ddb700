"""The one ledger screen: heading, filters, chips, table, totals, detail. Domains hand in a LedgerService."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from services.access import Right
from services.query import Action, Condition, LedgerQuery, LedgerRow, LedgerService, Operator
from services.uow import ChangeSet
from ui.kit.action_runner import ActionRunner
from ui.kit.detail_pane import RESTORE
from ui.kit.filter_popup import ColumnFilter, known_values, lists_values
from ui.kit.initials import load_pinyin
from ui.kit.ledger_commands import LedgerCommands
from ui.kit.ledger_layout import LedgerLayout
from ui.kit.ledger_model import LedgerModel
from ui.kit.ledger_reading import Ticks, column_values
from ui.kit.ledger_tools import LedgerTools
from ui.kit.ledger_views import LedgerViews
from ui.kit.ledger_words import sort_words, totals_words

Opener = Callable[[LedgerRow], None]


class LedgerPage(QWidget):
    """`opener` shows a row in a page of its own; without it Enter opens the form. `watches` names further tables
    whose changes concern this page. With `removed` the page is the ledger's 回收站."""

    status_changed = Signal(str)
    loaded = Signal(int)

    def __init__(
        self,
        service: LedgerService,
        tools: LedgerTools,
        parent: QWidget | None = None,
        *,
        removed: bool = False,
        opener: Opener | None = None,
        watches: Collection[str] = (),
    ) -> None:
        super().__init__(parent)
        self.service, self.tools, self.removed = service, tools, removed
        self._opener, self._watches = opener, {service.entity, *watches}
        self._watches |= {f.reference for f in service.spec.fields if f.reference}
        self._stale = True
        self._looking_for: int | None = None
        self._kept: int | None = None
        self._ask_options = False
        self.setObjectName(f"ledger.{service.spec.name}{'.removed' if removed else ''}")
        self.model = LedgerModel(service, tools.jobs, self)
        self.runner = ActionRunner(service, tools, self)
        self.parts = LedgerLayout(self)
        self.table, self.filters, self.acts, self.pane = (
            self.parts.table,
            self.parts.filters,
            self.parts.acts,
            self.parts.pane,
        )
        self.commands = LedgerCommands(self)
        self.views = LedgerViews(self)
        self._wire()
        self.views.apply(self.views.start)

    # --- for the window ------------------------------------------------------------------
    def new_row(self) -> None:
        """An empty form."""
        self.commands.new()

    def open_row(self, row_id: int) -> None:
        """Go to a row, wherever it stands; the filter is cleared if it hides the row."""
        self._looking_for = row_id
        self.reload(row_id)

    def print_page(self) -> None:
        """The list as pages."""
        self.commands.print_list()

    def export_page(self) -> None:
        """The whole filter into a workbook."""
        self.commands.export()

    def focus_filter(self) -> None:
        """Into the search field."""
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()

    def copy_rows(self) -> None:
        """The ticked rows, else the current one, to the clipboard."""
        self.commands.copy()

    def select_all(self) -> None:
        """Tick all of the filter."""
        self.model.set_ticks(Ticks(all_but=True))

    def remove_selected(self) -> None:
        """The ticked rows, else the current one, into the 回收站."""
        self.commands.remove()

    def show_history(self) -> None:
        """The history of the current row."""
        self.parts.show_pane()
        self.pane.show_history()

    def choose_columns(self) -> None:
        """Which columns are shown."""
        self.views.ask_columns(self.filters.columns_button)

    def focus_first(self) -> None:
        """A page opens with the keyboard in its table."""
        self.table.setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        """Stops of F6 inside the page."""
        return (self.filters, self.table, self.pane)

    def menu_actions(self) -> tuple[QAction, ...]:
        """What the window's menu shows for this page, with its keys."""
        return self.acts.for_menu()

    def reload(self, row_id: int | None = None) -> None:
        """Read again; the row that is current (or the one named) stays current by its id."""
        self._stale = False
        held = self.current_row()
        self._kept = row_id if row_id is not None else self._kept  # until it was read, a second reload must not lose it
        wanted = self._kept if self._kept is not None else held.id if held else self.views.start.row_id
        self.model.load(self._query(), wanted, self.current_place())

    @Slot(object)
    def on_changes(self, changes: ChangeSet) -> None:
        """Something was stored: read again now, or when the page is next shown."""
        if not self.isVisible():
            self._stale = True  # names of other tables may stand in this one's columns
        elif self._watches & set(changes.touched):
            self.reload()

    def current_row(self) -> LedgerRow | None:
        """The row that the keys act on."""
        return self.model.row_at(self.current_place()) if self.table.currentIndex().isValid() else None

    def current_place(self) -> int:
        """Its position in the filter."""
        return max(0, self.table.currentIndex().row())

    def export_corner(self) -> QPoint:
        """Where the question about identity numbers opens."""
        return self.parts.corner("export")

    # --- query ---------------------------------------------------------------------------
    def _query(self) -> LedgerQuery:
        return replace(self.filters.query, removed=self.removed)

    def read_filter(self, _query: object = None) -> None:
        """Another filter or order: read it, keeping the current row where it still shows."""
        self.views.touched()
        row = self.current_row()
        self._stale = False
        self.model.load(self._query(), row.id if row else None, 0)

    def _sort(self, column: int) -> None:
        spec = self.model.field_at(column)
        if spec is not None:
            key, down = self.order()
            query = replace(self.filters.query, sort=spec.key, descending=not down if spec.key == key else False)
            self.filters.show_query(query)
            self.read_filter()

    def order(self) -> tuple[str, bool]:
        """The field that sorts, and whether downwards."""
        query, spec = self.filters.query, self.service.spec
        return (query.sort, query.descending) if query.sort else (spec.default_sort, spec.default_descending)

    def _state_chosen(self, value: str | None) -> None:
        key = self.service.spec.state_field
        self.filters.set_condition(key, None if value is None else Condition(key, Operator.IN, (value,)))

    def ask_column(self, key: str) -> None:
        """The filter of one column, under its heading."""
        spec = self.service.spec.field(key)
        popup = ColumnFilter(spec, self.filters.condition(key), self, self.tools.today)
        popup.applied.connect(self.filters.set_condition)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if (values := known_values(spec)) is not None:
            popup.show_values(values, cut=False)
        elif spec.reference:
            self.tools.jobs.read(popup, partial(self.service.options, key), partial(_show_options, popup))
        elif lists_values(spec):
            work = partial(column_values, self.service, self._query(), spec)
            self.tools.jobs.read(popup, work, lambda found: popup.show_values(*found))
        popup.open_at(self.parts.heading_corner(self.model.column_of(key)))

    # --- what arrived --------------------------------------------------------------------
    def _loaded(self, place: int) -> None:
        wanted, self._looking_for, self._kept = self._looking_for, None, None
        if wanted is not None and place < 0 and self.filters.narrowed:
            self._looking_for = wanted
            self.filters.clear()
            self.model.load(self._query(), wanted, 0)
            return
        if wanted is not None and place < 0:
            self.tools.notify("这条记录已不在台账里，可能被移入了回收站。", None)
        first = place if place >= 0 else min(self.current_place(), self.model.total - 1)
        self.table.select_place(first)
        self._row_changed(first)
        self._show_numbers()
        if self._ask_options:  # after the rows: the clerk looks at those first
            self._ask_options = False
            self._read_options()
        self.loaded.emit(self.model.total)

    def _show_numbers(self) -> None:
        spec, found = self.service.spec, self.model.snapshot
        on = self.filters.condition(spec.state_field)
        value = str(on.value[0]) if on and on.operator is Operator.IN and len(on.value) == 1 else None
        self.parts.chips.show_counts(found.counts, value)
        self.table.show_sort(*self.order())
        self.parts.totals.setText(f"合计{found.total:,}{spec.unit_word}")
        self.parts.sums.setText(totals_words(spec, found.totals))
        self.parts.order.setText(sort_words(spec, *self.order()))
        self.parts.show_state(found.total, narrowed=self.filters.narrowed)
        self._show_status()

    def _show_status(self) -> None:
        total, ticked, unit = self.model.total, self.model.ticked_count, self.service.spec.unit_word
        words = [f"共{total:,}{unit}"]
        words += [f"第{self.current_place() + 1:,}行"] if total and self.table.currentIndex().isValid() else []
        words += [f"已选{ticked:,}{unit}"] if ticked else []
        self.parts.batch.show_count(ticked)
        self.status_changed.emit("，".join(words))

    def _row_changed(self, _place: int) -> None:
        row = self.current_row()
        self.pane.show_row(row)
        self.views.touched()
        self._show_status()

    def _arrived(self, first: int, last: int) -> None:
        if first <= self.current_place() <= last and self.table.currentIndex().isValid():
            self.pane.show_row(self.current_row())

    # --- acts ----------------------------------------------------------------------------
    def open_current(self) -> None:
        """Enter: the row's own page, else the form, else (for readers) the pane."""
        row = self.current_row()
        if row is None:
            return
        if self._opener is not None:
            self._opener(row)
        elif self.removed or self.tools.why_not(Right.EDIT):
            self.parts.show_pane()
        else:
            self.commands.edit(row.id)

    def edit_current(self) -> None:
        """The form of the current row."""
        if row := self.current_row():
            self.commands.edit(row.id)

    def next_act(self) -> None:
        """The filled button of the pane (Ctrl+Enter)."""
        if action := self.pane.main_action():
            self.do(action)

    def do(self, action: Action) -> None:
        """An act of the pane."""
        if self.pane.content is None:
            return
        if action is RESTORE:
            self.commands.restore()
        elif not self.pane.edit_reason:
            self.runner.run(action, self.pane.content.row)

    # --- wiring --------------------------------------------------------------------------
    def _wire(self) -> None:
        self.model.loaded.connect(self._loaded)
        self.model.ticks_changed.connect(self._show_status)
        self.model.row_arrived.connect(self._arrived)
        self.table.row_changed.connect(self._row_changed)
        self.table.open_requested.connect(self.open_current)
        self.table.letters_typed.connect(lambda letter: self.commands.jump(letter))
        self.table.sort_requested.connect(self._sort)
        self.table.columns_resized.connect(self.views.touched)
        self.table.filter_requested.connect(self._filter_column)
        self.filters.query_changed.connect(self.read_filter)
        self.filters.column_wanted.connect(self.ask_column)
        self.filters.columns_wanted.connect(self.views.ask_columns)
        self.filters.view_chosen.connect(self.views.choose)
        self.filters.view_save_wanted.connect(self.parts.ask_view_name)
        self.filters.view_drop_wanted.connect(self.views.drop)
        self.parts.chips.chosen.connect(self._state_chosen)
        self.parts.batch.cleared.connect(lambda: self.model.set_ticks(Ticks()))
        self.runner.done.connect(self.reload)
        self.runner.produced.connect(lambda file: self.commands.preview(file))
        self.pane.act_wanted.connect(self.do)
        self.pane.edit_wanted.connect(self.edit_current)
        self.pane.files_added.connect(lambda files: self.commands.add_files(files))
        self.pane.file_opened.connect(lambda file_id: self.commands.open_attachment(file_id))
        self.pane.file_removed.connect(lambda file_id: self.commands.remove_attachment(file_id))

    def _filter_column(self, column: int) -> None:
        if spec := self.model.field_at(column):
            self.ask_column(spec.key)

    def showEvent(self, event: QShowEvent) -> None:
        """Read when shown for the first time or after a change; the keyboard starts in the table."""
        super().showEvent(event)
        if self._stale:
            self._ask_options = True
            self.reload()
        self.table.setFocus()

    def _read_options(self) -> None:
        keys = self.filters.reference_keys

        def read() -> dict[str, Any]:
            load_pinyin()
            return {key: [option[:2] for option in self.service.options(key)] for key in keys}

        self.tools.jobs.read(self, read, self._fill_options)

    def _fill_options(self, found: dict[str, Any]) -> None:
        for key, options in found.items():
            self.filters.fill_options(key, options)

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember how the page was left."""
        super().hideEvent(event)
        self.views.flush()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The detail pane becomes a drawer where there is no room for it."""
        super().resizeEvent(event)
        self.parts.fit(self.width())


def _show_options(popup: ColumnFilter, options: Sequence[tuple[Any, str]]) -> None:
    popup.show_values([(option[0], option[1]) for option in options], cut=False)


__all__ = ["LedgerPage", "LedgerTools"]
