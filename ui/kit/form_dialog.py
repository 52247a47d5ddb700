"""The form: stays open with every typed character until the save has succeeded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QFrame, QPushButton, QVBoxLayout, QWidget

from services.clock import local_now
from services.errors import ServiceError, ValidationError
from services.spec import FieldSpec
from ui.kit.editors import Today, clock_today
from ui.kit.form_fields import FieldGrid, Options, check_fields
from ui.kit.ledger_tools import DraftStore
from ui.kit.parts import banner, button, col, holder, rolling, row, rule, text
from ui.kit.theme import u

DRAFT_PAUSE_MS = 2_000
HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
WIDE, NARROW, HIGHEST = 180, 120, 150  # units


@dataclass(frozen=True)
class FormKit:
    """What a form needs beside its fields. `again` offers 保存后继续登记; `draft_key` names its draft."""

    drafts: DraftStore | None = None
    draft_key: str = ""
    again: bool = False
    save_label: str = "保存"
    save_icon: str = "save"
    check: Callable[[Mapping[str, Any]], Mapping[str, str]] | None = None
    today: Today = clock_today
    now: Callable[[], datetime] = local_now


class FormDialog(QDialog):
    """Emits `save_requested` with the values; its owner answers with `saved` or `refused`."""

    save_requested = Signal(dict)

    def __init__(
        self,
        title: str,
        fields: Sequence[FieldSpec],
        options: Options,
        parent: QWidget | None,
        kit: FormKit | None = None,
    ) -> None:
        super().__init__(parent)
        self._fields, self._kit = tuple(fields), kit or FormKit()
        self._saving = self._again_now = self._left = False
        self._start: dict[str, Any] = {}
        self.continued = False
        self.setWindowTitle(title)
        self.setObjectName("form")
        self.grid = FieldGrid(self._fields, options, self._kit.today)
        self._build()
        self._start = self.grid.raw()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DRAFT_PAUSE_MS)
        self._pause.timeout.connect(self.keep_draft)
        self.grid.changed.connect(self._edited)
        QTimer.singleShot(0, self, self._offer_draft)

    # --- values --------------------------------------------------------------------------
    def fill(self, values: Mapping[str, Any]) -> None:
        """Show stored values; they count as not typed."""
        self.grid.fill(values)
        self._start = self.grid.raw()

    def values(self) -> dict[str, Any]:
        """What would be stored."""
        return self.grid.values()

    def typed(self) -> bool:
        """Whether the clerk changed anything."""
        return self.grid.raw() != self._start

    # --- saving --------------------------------------------------------------------------
    def submit(self) -> None:
        """Check, then ask the owner to save; nothing happens while a save is under way."""
        if self._saving:
            return
        values = self.grid.values()
        problems = {**check_fields(self._fields, values), **self.grid.unreadable()}
        if not problems and self._kit.check:
            problems = dict(self._kit.check(values))
        if problems:
            self._again_now = False
            self._show_problems(problems)
            return
        self._clear_banner()
        self._saving = True
        self.save_button.setEnabled(False)
        self.save_requested.emit(values)

    def submit_and_next(self) -> None:
        """Save, then stay open for the next one."""
        self._again_now = self._kit.again
        self.submit()

    def saved(self) -> None:
        """The owner has stored the values: forget the draft, close or start the next one."""
        self._saving = False
        self.save_button.setEnabled(True)
        self._drop_draft()
        self.continued = self._again_now or self._again.isChecked()
        self._again_now = False
        if not self.continued:
            self._left = True
            self.accept()
            return
        self.grid.fill({})
        self.grid.mark({})
        self._start = self.grid.raw()
        self._pause.stop()
        self._say("info", "已保存，可以继续登记下一条。")
        self._focus_first()

    def refused(self, error: ServiceError) -> None:
        """Nothing was stored: every typed character stays."""
        self._saving = self._again_now = False
        self.save_button.setEnabled(True)
        if isinstance(error, ValidationError):
            self._show_problems(error.problems)
        else:
            self._say("late", str(error))

    def _show_problems(self, problems: Mapping[str, str]) -> None:
        count = self.grid.mark(problems)
        loose = [sentence for key, sentence in problems.items() if key not in self.grid.rows]
        words = f"还有{count}处需要改正，改好后才能保存。" if count else ""
        first = [button("到第一处", kind="link", key=_native("F8"))] if count else []
        for found in first:
            found.clicked.connect(self.go_first_error)
        self._say("late", "　".join([*loose, *([words] if words else [])]), *first)
        self.go_first_error()

    # --- errors --------------------------------------------------------------------------
    def go_first_error(self) -> None:
        """Into the first wrong field."""
        self._into(self.grid.wrong()[:1])

    def go_next_error(self) -> None:
        """Into the next wrong field, round the end (F8)."""
        wrong = self.grid.wrong()
        here = next((n for n, found in enumerate(wrong) if found.editor.target.hasFocus()), -1)
        self._into(wrong[here + 1 :] or wrong)

    def _into(self, rows: Sequence[Any]) -> None:
        if rows:
            rows[0].editor.setFocus()
            self._roll.ensureWidgetVisible(rows[0], 0, u(4))

    # --- drafts --------------------------------------------------------------------------
    def keep_draft(self) -> None:
        """Write what was typed to the draft store."""
        if self._kit.drafts and self._kit.draft_key and self.typed():
            now = self._kit.now()
            self._kit.drafts.put(self._kit.draft_key, {"at": f"{now:%m-%d %H:%M}", "values": self.grid.raw()})
            self._state.setText(f"草稿已保存　{now:%H:%M}")

    def _offer_draft(self) -> None:
        stored = self._kit.drafts.get(self._kit.draft_key) if self._kit.drafts and self._kit.draft_key else None
        if not stored or stored.get("values") == self._start:
            return
        take, leave = button("接着填", kind=""), button("不要了", kind="link")
        take.clicked.connect(lambda: self._take_draft(stored.get("values", {})))
        leave.clicked.connect(self._refuse_draft)
        self._say("info", f"上次没有保存的内容还在（{stored.get('at', '')}）。", take, leave)

    def _take_draft(self, raw: Mapping[str, Any]) -> None:
        self._clear_banner()
        self.grid.fill_raw(raw)
        self._focus_first()

    def _refuse_draft(self) -> None:
        self._drop_draft()
        self._clear_banner()

    def _drop_draft(self) -> None:
        self._pause.stop()
        if self._kit.drafts and self._kit.draft_key:
            self._kit.drafts.drop(self._kit.draft_key)
        self._state.clear()

    def _edited(self, _key: str) -> None:
        self._pause.start()
        if not self.grid.wrong() and self._banner_kind == "late":
            self._clear_banner()

    # --- leaving -------------------------------------------------------------------------
    def reject(self) -> None:
        """Esc and 取消 ask only if something was typed; the question stands in the form."""
        if self._saving:
            return
        if self._left or not self.typed():
            self._left = True
            super().reject()
            return
        stay, leave = button("继续填写"), button("放弃修改", kind="danger")
        stay.clicked.connect(self._clear_banner)
        leave.clicked.connect(self.give_up)
        self._say("due", "填写的内容还没有保存。", stay, leave)
        stay.setFocus()

    def give_up(self) -> None:
        """Close without saving, and forget the draft."""
        self._drop_draft()
        self._left = True
        super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next field, or presses the button that has the keyboard; it never saves by surprise."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.modifiers() & HELD:
            super().keyPressEvent(event)
            return
        focus = self.focusWidget()
        if isinstance(focus, QPushButton | QCheckBox):
            focus.click()
        else:
            self.focusNextChild()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's own cross is the same as 取消."""
        if self._left or not self.typed():
            super().closeEvent(event)
        else:
            event.ignore()
            self.reject()

    # --- construction --------------------------------------------------------------------
    def _build(self) -> None:
        self._banner: QFrame | None = None
        self._banner_kind = ""
        self._head = col(gap=0, pad=(5, 4, 5, 0))
        head = holder(self._head, box="plain")
        self._roll = rolling(self.grid, None, pad=(5, 3, 5, 4), name="表单")
        self._again = QCheckBox("保存后继续登记")
        self._again.setVisible(self._kit.again)
        self.save_button = button(self._kit.save_label, self._kit.save_icon, "main", _native("Ctrl+S"))
        self.save_button.setObjectName("save")
        self.save_button.clicked.connect(self.submit)
        cancel = button("取消", key=_native("Esc"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self._state = text("", "caption")
        must = row(text("带", "caption"), text("*", "error"), text("的必须填写。", "caption"), self._state, gap=0.75)
        needed = any(f.required for f in self._fields)
        left = holder(must if needed else row(self._state))
        foot = holder(row(left, None, self._again, cancel, self.save_button, gap=3, pad=(5, 3)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self._roll, 1)
        layout.addWidget(rule())
        layout.addWidget(foot)
        for keys, slot in (
            ("Ctrl+S", self.submit),
            ("Ctrl+Shift+S", self.submit_and_next),
            ("F8", self.go_next_error),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    def showEvent(self, event: QShowEvent) -> None:
        """As wide as the fields need, never higher than the window it stands over."""
        width = u(WIDE if self.grid.wide else NARROW)
        self.setMinimumWidth(width)
        self.resize(width, u(60))
        super().showEvent(event)
        self._grow()
        QTimer.singleShot(0, self, self._grow)  # long texts know their height only once they have a width
        self._focus_first()

    def _grow(self) -> None:
        """Higher, never lower: a field must not jump away while it is being corrected."""
        inner, whole = self._roll.widget().layout(), self.layout()
        if inner is None or whole is None:
            return
        whole.activate()
        content = max(inner.totalHeightForWidth(self._roll.viewport().width()), inner.sizeHint().height())
        need = self.height() - self._roll.viewport().height() + content
        parent = self.parentWidget()
        room = max(u(60), parent.window().height() - u(8)) if parent is not None else u(HIGHEST)
        if self.isVisible() and need > self.height():
            self.resize(self.width(), max(self.height(), min(need, u(HIGHEST), room)))

    def _focus_first(self) -> None:
        """The first field that must be filled in: numbers that come by themselves are skipped."""
        must = [f.key for f in self._fields if f.required and f.key in self.grid.rows]
        key = next(iter([*must, *self.grid.rows]), "")
        if key:
            self.grid.rows[key].editor.setFocus()

    def _say(self, kind: str, words: str, *actions: QWidget) -> None:
        self._clear_banner()
        self._banner, self._banner_kind = banner(kind, words, *actions), kind
        self._banner.setObjectName("banner")
        self._banner.setAccessibleName(words)
        self._head.addWidget(self._banner)
        QTimer.singleShot(0, self, self._grow)

    def _clear_banner(self) -> None:
        if self._banner is not None:
            self._banner.hide()
            self._banner.deleteLater()
        self._banner, self._banner_kind = None, ""


def _native(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
