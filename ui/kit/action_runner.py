"""Does an act on a row: asks for its fields, runs it in a write job, says what happened, offers to take it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from services.query import Action, LedgerRow, LedgerService, Outcome
from services.spec import FieldSpec
from ui.kit.form_dialog import FormDialog, FormKit
from ui.kit.initials import Named, with_initials
from ui.kit.ledger_tools import LedgerTools


class ActionRunner(QObject):
    """One per page. `done` tells that something was stored; `produced` names a file that an act made."""

    done = Signal()
    produced = Signal(Path)

    def __init__(self, service: LedgerService, tools: LedgerTools, page: QWidget) -> None:
        super().__init__(page)
        self._service, self._tools, self._page = service, tools, page

    def run(self, action: Action, row: LedgerRow) -> None:
        """Ask first where the act has fields, otherwise do it at once."""
        if not action.enabled:
            return
        if not action.fields:
            work = partial(self._service.perform, action.name, row, dict(action.values))
            self.store(lambda _context: work())
            return
        title = f"{action.label}　{row.show(self._service.spec.field(self._service.spec.title_field))}"
        self.with_options(action.fields, partial(self._ask, action, row, title), row)

    def with_options(
        self,
        fields: Sequence[FieldSpec],
        then: Callable[[Mapping[str, Sequence[Named]]], None],
        row: LedgerRow | None = None,
    ) -> None:
        """Read what the reference fields may point to (with pinyin), then go on; what `row` has stays on offer."""
        held = {f.key: row.values.get(f.key) if row is not None else None for f in fields if f.reference}

        def read() -> dict[str, Sequence[Named]]:
            return {
                key: with_initials(self._service.choices(key, () if value is None else (value,)))
                for key, value in held.items()
            }

        self._tools.jobs.read(self._page, read, then)

    def store(self, work: Callable[[Any], Outcome], dialog: FormDialog | None = None) -> None:
        """Run `work` in the write queue; without a form, errors go to the one central place."""
        self._tools.jobs.write(
            dialog or self._page,
            work,
            done=partial(self._stored, dialog),
            failed=dialog.refused if dialog else None,
        )

    def tell(self, outcome: Outcome) -> None:
        """The toast; with 撤销 where the act can be taken back."""
        undo = partial(self._undo, outcome.group) if outcome.group is not None else None
        self._tools.notify(outcome.message, undo)

    def _ask(self, action: Action, row: LedgerRow, title: str, options: Mapping[str, Sequence[Named]]) -> None:
        key = f"{self._service.spec.name}.{action.name}.{row.id}"
        kit = FormKit(self._tools.drafts, key, save_label=action.label, save_icon=action.icon, today=self._tools.today)
        dialog = FormDialog(title, action.fields, options, self._page, kit)
        dialog.fill(action.values)
        dialog.save_requested.connect(partial(self._perform, action, row, dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _perform(self, action: Action, row: LedgerRow, dialog: FormDialog, values: dict[str, Any]) -> None:
        self.store(lambda _context: self._service.perform(action.name, row, {**action.values, **values}), dialog)

    def _stored(self, dialog: FormDialog | None, outcome: Outcome) -> None:
        if dialog is not None:
            dialog.saved()
        self.tell(outcome)
        if outcome.file:
            self.produced.emit(Path(outcome.file))
        self.done.emit()

    def _undo(self, group: int) -> None:
        self._tools.jobs.write(self._page, lambda _context: self._tools.undo(group), done=self._undone)

    def _undone(self, outcome: Outcome) -> None:
        self._tools.notify(outcome.message, None)
        self.done.emit()
