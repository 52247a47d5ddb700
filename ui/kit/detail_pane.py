"""Right pane of a ledger: name and state stay, fields, sources and history scroll, the next acts stay in sight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QLayout, QMenu, QPushButton, QScrollArea, QTabWidget, QWidget

from services.query import Action, Detail, LedgerRow, LedgerService
from services.spec import FieldSpec, LedgerSpec
from ui.kit.attachment_list import AttachmentList
from ui.kit.controls import tip_of
from ui.kit.history_view import HistoryView, history_entries
from ui.kit.icons import icon
from ui.kit.ledger_tools import AttachmentLike, HistoryLike, LedgerTools
from ui.kit.parts import Chip, button, col, holder, pairs, rolling, row, rule, text
from ui.kit.theme import u

PANE_WIDTH = 76  # units
PAUSE_MS = 60  # while ↓ is held down only the row it stops at is read
LABEL_CHARS = (4, 7)
IN_SIGHT = 5  # acts beside the filled one; of more, the last stand in a menu
CLOSER_FROM = 5  # rows of acts: from here on they stand closer, so that a low screen takes them all
NO_ACT = "这一行只供查看，没有要办的事。"


@dataclass(frozen=True)
class PaneContent:
    """All that the pane shows about one row."""

    row: LedgerRow
    details: Sequence[Detail]
    history: Sequence[HistoryLike]
    actions: Sequence[Action]
    files: Sequence[AttachmentLike]
    labels: Mapping[str, Mapping[Any, str]]


def read_pane(service: LedgerService, tools: LedgerTools, found: LedgerRow, *, removed: bool) -> PaneContent:
    """Everything about one row, read in a job."""
    history = tools.history(service.entity, found.id)
    touched = {key for entry in history for key in entry.changes}
    references = [f.key for f in service.spec.fields if f.reference and f.key in touched]
    labels = {key: {option[0]: option[1] for option in service.options(key)} for key in references}
    actions = [RESTORE] if removed else [*tools.acts(found), *service.actions(found), *tools.late_acts(found)]
    files = tools.attachments.of(service.entity, found.id) if tools.attachments else ()
    return PaneContent(found, service.details(found), history, actions, files, labels)


RESTORE = Action("restore", "恢复", "restore", main=True)


class DetailPane(QFrame):
    """Shows one row; emits the act that was chosen. An empty pane says what to do."""

    act_wanted = Signal(object)
    edit_wanted = Signal()
    files_added = Signal(list)
    file_opened = Signal(int)
    file_removed = Signal(int)
    shown = Signal(int)

    def __init__(self, service: LedgerService, tools: LedgerTools, *, removed: bool = False) -> None:
        super().__init__()
        self.setProperty("box", "panel")
        self.setObjectName("detail")
        self.setAccessibleName("详情")
        self.setFixedWidth(u(PANE_WIDTH))
        self._service, self._tools, self._removed = service, tools, removed
        self.content: PaneContent | None = None
        self._wanted: LedgerRow | None = None
        self._generation = 0
        self._tab = 0
        self.edit_reason = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._read)
        self._roll: QScrollArea | None = None
        self._history: QWidget | None = None
        self._slot = col(gap=0)
        self.setLayout(self._slot)
        self._body: QWidget | None = None
        self._swap(holder(col(None)))

    def show_row(self, found: LedgerRow | None) -> None:
        """Show this row once the keys rest."""
        self._generation += 1
        self._wanted = found
        if self.content is not None and (found is None or found.id != self.content.row.id):
            self.content = None  # no act may reach a row that is no longer the current one
        if found is None:
            self._pause.stop()
            self._show_nothing()
        else:
            self._pause.start()

    def main_action(self) -> Action | None:
        """The next act: the first main one."""
        return next((a for a in self.content.actions if a.main), None) if self.content else None

    def show_history(self) -> None:
        """Roll to the history (Ctrl+H)."""
        if self._roll is not None and self._history is not None:
            self._tabs.setCurrentIndex(0)
            self._roll.verticalScrollBar().setValue(self._history.y())
            self._roll.setFocus()

    def _read(self) -> None:
        if self._wanted is not None:
            work = partial(read_pane, self._service, self._tools, self._wanted, removed=self._removed)
            self._tools.jobs.read(self, work, partial(self._show, self._generation))

    def _show(self, generation: int, found: PaneContent) -> None:
        if generation != self._generation:
            return
        held = self._roll.verticalScrollBar().value() if self._roll and self._same(found) else 0
        self.content = found
        self._swap(holder(col(self._head(found), (self._middle(found), 1), rule(), self._foot(found), gap=0)))
        if self._roll is not None:
            self._roll.verticalScrollBar().setValue(held)
        self.shown.emit(found.row.id)

    def _same(self, found: PaneContent) -> bool:
        return self.content is not None and self.content.row.id == found.row.id

    def _show_nothing(self) -> None:
        self._roll = self._history = None
        self._swap(
            holder(col(None, text("选中一行，这里显示它的资料、历史和下一步。", "hint", wrap=True), None, pad=(6,)))
        )

    def _swap(self, body: QWidget) -> None:
        if self._body is not None:
            self._slot.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body
        self._slot.addWidget(body)

    # --- parts ---------------------------------------------------------------------------
    def _head(self, found: PaneContent) -> QLayout:
        spec, shown = self._service.spec, found.row
        name = text(shown.show(spec.field(spec.title_field)) or spec.item, "section", wrap=True)
        name.setObjectName("detail_name")
        parts: list[Any] = [name]
        if spec.state_field:
            state = spec.field(spec.state_field)
            words = shown.show(state)
            kind = state.states.get(str(shown.values.get(state.key)), "")
            if words:
                parts.append(row(Chip(kind, words) if kind else text(words, "hint"), None))
        return col(*parts, gap=1.5, pad=(4, 3, 4, 1))

    def _middle(self, found: PaneContent) -> QWidget:
        self._roll = rolling(*self._facts(found), None, gap=2.5, pad=(0, 3, 1, 3), name="资料")
        self._tabs = QTabWidget()
        self._tabs.setMinimumHeight(u(18))  # it rolls; a row with many acts must still fit a low screen
        for part in (self._tabs, self._tabs.tabBar()):
            part.setAccessibleName("详情")
        self._tabs.addTab(self._roll, "资料")
        if self._tools.attachments is not None:
            self._tabs.addTab(self._files(found), f"附件{len(found.files)}" if found.files else "附件")
            self._tabs.setCurrentIndex(min(self._tab, 1))
        self._tabs.currentChanged.connect(self._remember_tab)
        return holder(col(self._tabs, pad=(4, 0, 1, 0)), box="plain")

    def _remember_tab(self, place: int) -> None:
        self._tab = place

    def _facts(self, found: PaneContent) -> list[Any]:
        spec = self._service.spec
        skipped = {spec.title_field, spec.state_field}
        lines = [
            (f.label, found.row.show(f, masked=True)) for f in spec.fields if f.key not in skipped and in_pane(f, spec)
        ]
        lines = [line for line in lines if line[1]]
        parts: list[Any] = [pairs(lines, label_width(lines))]
        for detail in found.details:
            parts += [rule(), text(detail.title, "strong"), pairs(list(detail.lines), label_width(detail.lines))]
        self._history = holder(col(text("历史", "strong"), self._entries(found), gap=2))
        return [*parts, rule(), self._history]

    def _entries(self, found: PaneContent) -> QWidget:
        return HistoryView(history_entries(self._service.spec, found.history, found.labels))

    def _files(self, found: PaneContent) -> QWidget:
        made = AttachmentList(found.files, self.edit_reason)
        made.add_wanted.connect(self.files_added)
        made.open_wanted.connect(self.file_opened)
        made.remove_wanted.connect(self.file_removed)
        return rolling(made, None, pad=(0, 3, 1, 3), name="附件")

    def _foot(self, found: PaneContent) -> QLayout:
        main = self.main_action()
        lines: list[Any] = [self._act_button(main, "main")] if main is not None else []
        side = [a for a in found.actions if a is not main]
        rare = side[IN_SIGHT - 1 :] if len(side) > IN_SIGHT else []
        others: list[QWidget] = [self._act_button(a, "") for a in side[: len(side) - len(rare)]]
        if not self._removed and self._service.spec.form_fields:
            edit = button("修改", "edit", key="F2")
            edit.setEnabled(not self.edit_reason)
            edit.setToolTip(self.edit_reason or tip_of("修改", "F2"))
            edit.clicked.connect(lambda: self.edit_wanted.emit())
            others.insert(0, edit)
        if rare:
            others.append(self._more_button(rare))
        for n in range(0, len(others), 2):
            lines.append(
                row(
                    *((made, 1) for made in others[n : n + 2]),
                    *([(QWidget(), 1)] if n and n + 1 == len(others) else []),
                )
            )
        title = text("下一步", "strong") if lines else text(NO_ACT, "caption", wrap=True)
        return col(title, *lines, gap=2 if len(lines) < CLOSER_FROM else 1, pad=(4, 3))

    def _act_button(self, action: Action, kind: str) -> QWidget:
        made = button(action.label, action.icon, kind, "Ctrl+Return" if kind == "main" else "")
        why_not = action.why_not or (self.edit_reason if action is not RESTORE else "")
        made.setEnabled(not why_not)
        if why_not:
            made.setToolTip(why_not)
            made.setAccessibleDescription(why_not)
        made.setObjectName(f"act.{action.name}")
        made.clicked.connect(partial(self._send, action))
        return made

    def _more_button(self, rare: Sequence[Action]) -> QPushButton:
        """The acts that would leave no room for what is known of the row; each still says why it is off."""
        made = button("更多办理", "more")
        made.setObjectName("act.more")
        menu = QMenu(made)
        menu.setToolTipsVisible(True)
        for action in rare:
            why_not = action.why_not or self.edit_reason
            entry = menu.addAction(icon(action.icon, "text2", u(4.5)), action.label)
            entry.setObjectName(f"act.{action.name}")
            entry.setEnabled(not why_not)
            entry.setToolTip(why_not or action.label)
            entry.triggered.connect(partial(self._send, action))
        made.setMenu(menu)
        return made

    def _send(self, action: Action, _on: bool = False) -> None:
        self.act_wanted.emit(action)


def in_pane(spec: FieldSpec, ledger: LedgerSpec) -> bool:
    """Fields of the form or of the table; others are for queries only."""
    return spec.in_form or spec.in_table or spec.key in ledger.match_on


def label_width(lines: Sequence[tuple[str, str]]) -> int:
    """Width of the names in characters: as the longest one needs, within reason."""
    low, high = LABEL_CHARS
    return max(low, min(high, max((len(name) for name, _value in lines), default=low)))
