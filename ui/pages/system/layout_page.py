"""版式: the measures of GB/T 9704 for each organ, its own ones, and what of them departs from the standard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStackedWidget, QWidget

from services.access import Right
from services.documents.profiles import EVERY_ORGAN, LayoutProfiles, MeasureLine, Value
from services.errors import ServiceError, ValidationError
from services.printing.profile import Deviation
from services.query import Outcome
from ui.context import UiContext
from ui.kit.controls import button, refuse, text
from ui.kit.empty import nothing_found
from ui.kit.layout import col, holder, rolling, row, rule
from ui.kit.parts import heading
from ui.kit.table import Rows, Table
from ui.kit.theme import u
from ui.pages.system.departures import DepartureList
from ui.pages.system.issuer_dialog import IssuerDialog
from ui.pages.system.layout_filter import LayoutFilter
from ui.pages.system.layout_rows import COLUMNS, cells, own_values, stored_words
from ui.pages.system.measure_panel import MeasurePanel
from ui.pages.system.rights import why_not

SAMPLE_NAME = "版式样张.pdf"
PANEL_WIDTH = 72  # units
SHARED_STAYS = "这是没有单独版式的机关共用的，不能移除"
NOTHING_TYPED = "没有改动，不用保存"


@dataclass(frozen=True, slots=True)
class _Found:
    issuer: str
    issuers: tuple[str, ...]
    lines: tuple[MeasureLine, ...]
    departing: tuple[Deviation, ...]


class LayoutPage(QWidget):
    """What was typed stays, over all measures, until it is saved or given up: some only fit together."""

    status_changed = Signal(str)
    loaded = Signal()

    def __init__(self, context: UiContext, show_pdf: Callable[[Path], None]) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._context, self._show_pdf = context, show_pdf
        self._found: _Found | None = None
        self._lines: list[MeasureLine] = []
        self._typed: dict[str, str] = {}
        self._wrong: dict[str, str] = {}
        self._issuer, self._busy = EVERY_ORGAN, False
        self._refusal = why_not(context, Right.SETTINGS)
        self.dialog: IssuerDialog | None = None
        self._build()
        self._judge()

    # --- for the window ------------------------------------------------------------------
    def reload(self) -> None:
        """What is stored for the organ now (F5); what was typed stays."""
        asked = self._issuer
        self._context.jobs.read(self, partial(_read, self._profiles, asked), partial(self._show, asked))

    def on_changes(self, changes: Any) -> None:
        """Somebody stored a profile."""
        if "layout_profile" in getattr(changes, "touched", {}):
            self.reload()

    def can_leave(self) -> bool:
        """Asks where something was typed and not saved."""
        return self._may_drop(self.give_up)

    def focus_first(self) -> None:
        """The table of measures."""
        self.table.setFocus()

    def focus_filter(self) -> None:
        """The search field (Ctrl+F)."""
        self.filters.search.setFocus()

    def edit_current(self) -> None:
        """Into the field of the chosen measure (F2)."""
        self.panel.target.setFocus()

    def next_act(self) -> None:
        """The filled button (Ctrl+Enter)."""
        self.save()

    def print_page(self) -> None:
        """预览样张 (Ctrl+P): an invented notice set with what stands on the page, saved or not."""
        if self._found is not None:
            target = self._context.desk.scratch() / SAMPLE_NAME
            work = partial(self._profiles.sample, self._issuer, self._values(), target)
            self._context.jobs.read(self, work, self._show_pdf, self._refused)

    # --- acts ----------------------------------------------------------------------------
    def save(self) -> None:
        """Store all that was typed; each wrong value is named at its measure, and nothing is stored then."""
        if self.save_button.isEnabled():
            self._store(self._values())

    def give_up(self) -> None:
        """放弃修改: back to what is stored."""
        self._typed, self._wrong = {}, {}
        self._fill()

    def reset(self) -> None:
        """全部恢复标准: the organ's own values go, at once; 撤销 brings them back."""
        if self.reset_button.isEnabled():
            self._store({})

    def add_issuer(self) -> None:
        """添加发文机关; what was typed for another organ is settled first."""
        if not self._may_drop(self.give_up):
            return
        proposed = self._context.desk.bureau
        known = self._found.issuers if self._found else ()
        self.dialog = IssuerDialog(self._context.notify.dialog_parent(), "" if proposed in known else proposed)
        self.dialog.wanted.connect(partial(self._add, self.dialog))
        self.dialog.open()

    def remove_issuer(self) -> None:
        """移除: the organ's papers take the values for every organ again; 撤销 brings its own back."""
        issuer, remove = self._issuer, self._profiles.remove
        self._context.jobs.write(self, lambda _job: remove(issuer), self._removed)

    @property
    def line(self) -> MeasureLine | None:
        """The measure that the table stands on."""
        place = self.table.currentIndex().row()
        return self._lines[place] if 0 <= place < len(self._lines) else None

    def go_to(self, key: str) -> None:
        """The row of a measure, whatever is filtered."""
        if all(line.key != key for line in self._lines):
            self.filters.clear()
        place = next((n for n, line in enumerate(self._lines) if line.key == key), 0)
        self.table.setCurrentIndex(self.rows.index(place, 0))

    # --- building ------------------------------------------------------------------------
    def _build(self) -> None:
        self.sample_button, self.add_button = button("预览样张", "preview", key="Ctrl+P"), button("添加发文机关", "add")
        self.remove_button, self.reset_button = button("移除", "delete"), button("全部恢复标准", "undo")
        self.save_button = button("保存", "save", "main", "Ctrl+Return")
        self.leave_button = button("放弃修改")
        for act, slot in (
            (self.sample_button, self.print_page),
            (self.add_button, self.add_issuer),
            (self.remove_button, self.remove_issuer),
            (self.reset_button, self.reset),
            (self.save_button, self.save),
            (self.leave_button, self.give_up),
        ):
            act.clicked.connect(slot)
        self.filters = LayoutFilter()
        self.filters.issuer_wanted.connect(self._choose_issuer)
        self.filters.changed.connect(self._fill)
        self.rows = Rows(COLUMNS, [])
        self.table = Table(COLUMNS, self.rows, "版面尺寸", height=7)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_line())
        self.table.doubleClicked.connect(lambda _index: self.edit_current())
        self.departures = DepartureList()
        nothing, clear = nothing_found()
        self._place = QStackedWidget()
        self._place.addWidget(self.table)
        self._place.addWidget(nothing)
        clear.clicked.connect(self.filters.clear)
        left = col((self._place, 1), self.departures, gap=2)
        acts = (self.add_button, self.remove_button, self.reset_button, self.sample_button)
        head = heading("版式", "公文各项尺寸：国家标准和本单位的改动。", *acts)
        body = row((left, 1), self._side(), gap=3)
        self.setLayout(col(head, self.filters, (body, 1), gap=2, pad=(4, 3)))

    def _side(self) -> QFrame:
        self.panel = MeasurePanel()
        self.panel.edited.connect(self._edited)
        self.panel.lock(self._refusal)
        self.state = text("", "caption", wrap=True)
        roll = rolling(self.panel, None, gap=3, pad=(4, 3), name="本单位的值")
        foot = col(self.state, row((self.leave_button, 1), (self.save_button, 1)), pad=(4, 3))
        side = holder(col((roll, 1), rule(), foot, gap=0), box="panel")
        side.setFixedWidth(u(PANEL_WIDTH))
        return side

    # --- showing -------------------------------------------------------------------------
    def _show(self, asked: str, found: _Found) -> None:
        if asked != self._issuer:
            return  # another organ was chosen meanwhile
        if found.issuer != asked:
            self._issuer, self._typed, self._wrong = found.issuer, {}, {}
        self._found = found
        self.filters.show_issuers(found.issuers, found.issuer)
        self.filters.show_counts(found.lines)
        self.departures.show_departures(found.departing)
        self._fill()
        self.loaded.emit()

    def _fill(self) -> None:
        """The rows that the filter leaves; the chosen one stays chosen."""
        held = self.line.key if self.line else ""
        self._lines = self.filters.choose(self._found.lines if self._found else ())
        self.rows.replace([cells(line, self._typed, self._wrong) for line in self._lines])
        place = next((n for n, line in enumerate(self._lines) if line.key == held), 0)
        if self._lines:
            self.table.setCurrentIndex(self.rows.index(place, 0))
        self._place.setCurrentIndex(int(self._found is not None and not self._lines))
        self._show_line()
        self._judge()

    def _show_line(self) -> None:
        if (line := self.line) is not None:
            typed = self._typed.get(line.key, stored_words(line))
            self.panel.show_measure(line, typed, self._wrong.get(line.key, ""))

    def _judge(self) -> None:
        """Which acts are possible, and what waits to be saved."""
        found = self._found
        self.state.setText(f"有{len(self._typed)}项改动还没有保存。" if self._typed else "没有未保存的改动。")
        busy = "" if found is not None and not self._busy else "正在读写版式"
        nothing = "" if self._typed else NOTHING_TYPED
        refuse(self.save_button, self._refusal or busy or nothing)
        refuse(self.leave_button, self._refusal or busy or nothing)
        own = found is not None and any(line.own is not None for line in found.lines)
        refuse(self.reset_button, self._refusal or busy or ("" if own else "没有本单位自己的值"))
        refuse(self.add_button, self._refusal or busy)
        refuse(self.remove_button, self._refusal or busy or ("" if self._issuer else SHARED_STAYS))
        refuse(self.sample_button, "" if found is not None else busy)
        if found is not None:
            self.status_changed.emit(f"共{len(found.lines)}项，显示{len(self._lines)}项")

    # --- inside --------------------------------------------------------------------------
    @property
    def _profiles(self) -> LayoutProfiles:
        profiles: LayoutProfiles = self._context.desk.layout_profiles
        return profiles

    def _values(self) -> dict[str, Value]:
        return own_values(self._found.lines if self._found else (), self._typed)

    def _edited(self, key: str, typed: str) -> None:
        line = next(line for line in (self._found.lines if self._found else ()) if line.key == key)
        self._wrong.pop(key, None)
        if typed == stored_words(line):
            self._typed.pop(key, None)
        else:
            self._typed[key] = typed
        if line in self._lines:
            self._repaint(self._lines.index(line))
        self._judge()

    def _repaint(self, place: int) -> None:
        fresh = cells(self._lines[place], self._typed, self._wrong)
        self.rows.rows = [*self.rows.rows[:place], fresh, *self.rows.rows[place + 1 :]]
        self.rows.dataChanged.emit(self.rows.index(place, 0), self.rows.index(place, len(COLUMNS) - 1))

    def _choose_issuer(self, wanted: str) -> None:
        if self._may_drop(partial(self._open_issuer, wanted)):
            self._open_issuer(wanted)

    def _open_issuer(self, issuer: str) -> None:
        self._issuer, self._typed, self._wrong = issuer, {}, {}
        self.reload()

    def _may_drop(self, then: Callable[[], None]) -> bool:
        if not self._typed:
            return True
        words = "改过的版面尺寸还没有保存。放弃后恢复成原来的值。"
        self._context.notify.question("版式还没有保存", words, "放弃修改", then, danger=True)
        return False

    def _add(self, dialog: IssuerDialog, name: str) -> None:
        add = self._profiles.add
        self._context.jobs.write(
            dialog, lambda _job: add(name), partial(self._added, dialog, name), lambda error: dialog.say(str(error))
        )

    def _added(self, dialog: IssuerDialog, name: str, outcome: Outcome) -> None:
        dialog.accept()
        self._context.tell(outcome)
        self._open_issuer("".join(name.split()))

    def _removed(self, outcome: Outcome) -> None:
        self._context.tell(outcome)
        self._open_issuer(EVERY_ORGAN)

    def _store(self, values: dict[str, Value]) -> None:
        self._busy = True
        self._judge()
        issuer, profiles = self._issuer, self._profiles
        self._context.jobs.write(self, lambda _job: profiles.save(issuer, values), self._saved, self._refused)

    def _saved(self, outcome: Outcome) -> None:
        self._busy, self._typed, self._wrong = False, {}, {}
        self._context.tell(outcome)
        self.reload()

    def _refused(self, error: ServiceError) -> None:
        self._busy = False
        known = {line.key for line in self._found.lines} if self._found else set()
        problems = error.problems if isinstance(error, ValidationError) else {}
        self._wrong = {key: words for key, words in problems.items() if key in known}
        self._fill()
        if not self._wrong:
            self._context.notify.failed(self, error)
            return
        self.go_to(next(iter(self._wrong)))
        self.panel.target.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Read at every visit; what was typed stays."""
        super().showEvent(event)
        self.reload()


def _read(profiles: LayoutProfiles, issuer: str) -> _Found:
    issuers = tuple(profiles.issuers())
    if issuer not in issuers:
        issuer = EVERY_ORGAN  # its row was taken back meanwhile
    departing = tuple(profiles.deviations(issuer))
    return _Found(issuer, issuers, tuple(profiles.lines(issuer)), departing)
