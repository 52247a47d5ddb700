"""Puts the parts of a ledger page in their places; knows nothing of what they do."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QStackedWidget, QWidget

from services.access import Right
from services.spec import FieldSpec
from ui.kit.batch_bar import BatchBar
from ui.kit.detail_pane import PANE_WIDTH, DetailPane
from ui.kit.filter_bar import FilterBar, StateChips
from ui.kit.focus import show_face
from ui.kit.form_dialog import FormDialog, FormKit
from ui.kit.ledger_actions import ACTS, LedgerActs
from ui.kit.ledger_model import TICK_COLUMN
from ui.kit.ledger_reading import Ticks
from ui.kit.ledger_table import LedgerTable
from ui.kit.ledger_tools import BatchTool
from ui.kit.parts import button, col, glyph, heading, holder, row, text
from ui.kit.theme import u

if TYPE_CHECKING:
    from ui.kit.ledger_page import LedgerPage

DRAWER_BELOW = 250  # units of page width
NOTHING_FOUND = "没有符合条件的记录"


class LedgerLayout:
    """The widgets of one page, and how they share its room."""

    def __init__(self, page: LedgerPage) -> None:
        self._page, spec = page, page.service.spec
        self.table = LedgerTable(page.model, spec.title)
        self.acts = LedgerActs(page, self.table)
        self.filters = FilterBar(spec)
        self.chips = StateChips(spec)
        self.pane = DetailPane(page.service, page.tools, removed=page.removed)
        self.pane.edit_reason = page.tools.why_not(Right.EDIT)
        self.totals, self.sums, self.order = text("", "strong"), text("", "hint"), text("", "hint")
        for label in (self.sums, self.order):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.order.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._drawer, self._open = False, True
        self._buttons: dict[str, QPushButton] = {}
        self._connect_acts()
        self.batch = BatchBar(spec, self._batch_acts())
        self._build()

    def put_under_heading(self, part: QWidget) -> None:
        """A part of the page's own between its heading and the filters, such as a chart."""
        self._column.insertWidget(1, part)

    # --- room ----------------------------------------------------------------------------
    def fit(self, width: int) -> None:
        """Pane beside the table, or a drawer over it."""
        drawer = width < u(DRAWER_BELOW)
        if drawer != self._drawer:
            self._drawer = drawer
            self._open = not drawer
            if drawer:
                self._beside.removeWidget(self.pane)
            else:
                self._beside.addWidget(self.pane)
            self.pane.setVisible(self._open)
        self._place_drawer()

    def toggle_pane(self) -> None:
        """Ctrl+D."""
        self._open = not self._open
        self.pane.setVisible(self._open)
        self._place_drawer()
        (self.pane if self._open else self.table).setFocus()

    def show_pane(self) -> None:
        """Open the drawer and go into it."""
        if not self._open:
            self.toggle_pane()
        self.pane.setFocus()

    def _place_drawer(self) -> None:
        if self._drawer and self._open:
            self.pane.setParent(self._stack)
            area = self._stack.rect()
            self.pane.setGeometry(area.right() - u(PANE_WIDTH) + 1, 0, u(PANE_WIDTH), area.height())
            self.pane.show()
            self.pane.raise_()

    def heading_corner(self, column: int | None) -> QPoint:
        """Below the heading of a column; below 更多条件 where the column is hidden."""
        if column is None:
            return self.filters.more.mapToGlobal(self.filters.more.rect().bottomLeft())
        header = self.table.horizontalHeader()
        x = max(0, header.sectionViewportPosition(column))
        return header.viewport().mapToGlobal(QPoint(min(x, header.width() - u(20)), header.height() + 1))

    def corner(self, name: str) -> QPoint:
        """Below a button of the heading."""
        made = self._buttons[name]
        return made.mapToGlobal(made.rect().bottomLeft())

    # --- table, or nothing ---------------------------------------------------------------
    def show_state(self, total: int, *, narrowed: bool) -> None:
        """The table, or why there is none; filters and chips stay in reach."""
        self.chips.setVisible(bool(self._page.service.spec.state_field) and (bool(total) or narrowed))
        show_face(self._stack, 0 if total else 2 if narrowed else 1, self._page, self._clear)

    def ask_view_name(self) -> None:
        """The name of a new view."""
        page = self._page
        spec = FieldSpec("name", "视图名称", required=True, max_length=20, example="例如：按到期先后")
        dialog = FormDialog("保存为我的视图", (spec,), {}, page, FormKit(today=page.tools.today))

        def save(values: dict[str, Any]) -> None:
            dialog.saved()
            page.views.save(values["name"])

        dialog.save_requested.connect(save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # --- construction --------------------------------------------------------------------
    def _build(self) -> None:
        page, spec = self._page, self._page.service.spec
        title = f"{spec.title}　回收站" if page.removed else spec.title
        purpose = f"移入回收站的{spec.item}，可以恢复。" if page.removed else spec.purpose
        head = heading(title, purpose, *self._head_buttons())
        foot = row(self.totals, (self.sums, 3), (self.order, 2), gap=4, pad=(2, 1))
        under = holder(col(self.batch, (self.table, 1), foot, gap=1))
        self._beside = row((under, 1), self.pane, gap=3)
        self._stack = QStackedWidget()
        for sheet in (holder(self._beside), self._empty(), self._nothing()):
            self._stack.addWidget(sheet)
        self._column = col(head, self.filters, self.chips, (self._stack, 1), gap=2, pad=(4, 3))
        page.setLayout(col(holder(self._column, ground="window"), gap=0))

    def _head_buttons(self) -> list[QPushButton]:
        names = ("restore",) if self._page.removed else ("import", "export", "print", "new")
        return [self._act_button(name) for name in names if self.acts[name].isVisible()]

    def _act_button(self, name: str, kind: str = "") -> QPushButton:
        act = self.acts[name]
        made = button(act.text(), {"new": "add"}.get(name, name), kind)
        made.setObjectName(f"head.{name}")
        made.setEnabled(act.isEnabled())
        made.setToolTip(act.toolTip())
        made.clicked.connect(act.trigger)
        self._buttons.setdefault(name, made)
        return made

    def _empty(self) -> QFrame:
        spec, page = self._page.service.spec, self._page
        if page.removed:
            return _sheet("delete", "回收站是空的", "移入回收站的记录会列在这里，可以恢复。")
        ways = [self._act_button("import")] if self.acts["import"].isVisible() else []
        ways += [self._act_button("new", "main")] if self.acts["new"].isVisible() else []
        return _sheet(
            "nav-list",
            f"还没有{spec.item}",
            spec.empty_hint or f"点“{self.acts['new'].text()}”登记第一{spec.unit_word}。",
            *ways,
        )

    def _nothing(self) -> QFrame:
        self._clear = button("清除筛选", "filter-off")
        self._clear.clicked.connect(self.filters.clear)
        return _sheet("search", NOTHING_FOUND, "放宽条件，或清除全部筛选。", self._clear)

    def _batch_acts(self) -> list[tuple[Any, str]]:
        if self._page.removed:
            return [(self.acts["restore"], "restore")]
        names = (("batch_edit", "edit"), ("batch_print", "print"), ("batch_export", "export"), ("remove", "delete"))
        kept = [(self.acts[name], picture) for name, picture in names if self.acts[name].isVisible()]
        return [*self._own_batch_acts(), *kept]

    def _own_batch_acts(self) -> Iterator[tuple[QAction, str]]:
        for tool in self._page.tools.batch:
            act = QAction(tool.label, self._page)
            why_not = self._page.tools.why_not(tool.needs)
            act.setEnabled(not why_not)
            act.setToolTip(why_not or tool.label)
            act.triggered.connect(partial(self._run_batch, tool))
            yield act, tool.icon

    def _run_batch(self, tool: BatchTool, _on: bool = False) -> None:
        self._page.commands.with_chosen(tool.run)

    def _connect_acts(self) -> None:
        page, acts = self._page, self.acts
        spec = page.service.spec
        acts["import"].setText(page.tools.import_label or acts["import"].text())
        acts["new"].setText(page.tools.new_label or spec.add_label or f"登记{spec.item}")
        slots = {
            "new": page.new_row, "insert": page.new_row, "open": page.open_current, "edit": page.edit_current,
            "next": page.next_act, "search": page.focus_filter, "reload": page.reload, "export": page.export_page,
            "print": page.print_page, "history": self.pane.show_history, "detail": self.toggle_pane,
            "tick_all": lambda: page.model.set_ticks(Ticks(all_but=True)), "import": self._open_import,
            "remove": lambda: page.commands.remove(), "restore": lambda: page.commands.restore(),
            "copy": lambda: page.commands.copy(), "column_filter": self._filter_here,
            "batch_edit": lambda: page.commands.batch_edit(self.batch.mapToGlobal(QPoint(0, self.batch.height()))),
            "batch_print": lambda: page.commands.print_list(ticked=True),
            "batch_export": lambda: page.commands.export(ticked=True),
        }  # fmt: skip
        for name, slot in slots.items():
            acts.connect(name, slot)
        self._forbid()

    def _forbid(self) -> None:
        tools, acts = self._page.tools, self.acts
        acts.forbid(("new", "insert", "edit", "batch_edit"), tools.why_not(Right.EDIT))
        acts.forbid(("remove", "restore"), tools.why_not(Right.DELETE))
        acts.forbid(("import",), tools.why_not(Right.IMPORT))
        acts.forbid(("export", "batch_export"), "" if tools.export else "这个台账不能导出。")
        acts.forbid(("print", "batch_print"), "" if tools.print_list else "这个台账没有打印格式。")
        acts.hide(*self._without_sense())

    def _without_sense(self) -> list[str]:
        """Acts that this ledger does not have: rows that come from elsewhere are not typed in."""
        if self._page.removed:
            kept = {"open", "next", "restore", "tick_all", "copy", "search", "column_filter", "reload"}
            kept |= {"history", "detail"}
            return [spec.name for spec in ACTS if spec.name not in kept]
        spec, hidden = self._page.service.spec, ["restore"]
        hidden += [] if spec.addable or self._page.tools.new_label else ["new", "insert"]
        hidden += [] if spec.form_fields else ["edit", "batch_edit"]
        hidden += [] if spec.removable else ["remove"]
        return hidden + ([] if self._page.tools.open_import else ["import"])

    def _open_import(self) -> None:
        if self._page.tools.open_import:
            self._page.tools.open_import(self._page.service.spec.name)

    def _filter_here(self) -> None:
        here = self.table.currentIndex().column()
        self.table.filter_requested.emit(here if here > TICK_COLUMN else 1)


def _sheet(picture: str, title: str, words: str, *ways: QWidget) -> QFrame:
    """Icon, what is missing, how to fill it, at most two buttons."""
    mark = row(None, glyph(picture, "text_off", 12), None)
    name, hint = text(title, "section"), text(words, "hint", wrap=True)
    for label in (name, hint):
        _centred(label)
    body = col(None, mark, name, hint, row(None, *ways, None), None, gap=3, pad=(8,))
    return holder(body, box="panel")


def _centred(label: QLabel) -> None:
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
