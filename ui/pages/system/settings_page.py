"""设置: every declared setting with its basis, in groups; all wrong ones are named at once."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QWidget

from services.access import Right
from services.errors import ServiceError, ValidationError
from services.settings import SETTINGS
from ui.context import UiContext
from ui.kit.banner import banner
from ui.kit.controls import button, refuse, text
from ui.kit.layout import bar, col, holder, panel, rolling, row, rule
from ui.kit.parts import heading
from ui.kit.theme import u
from ui.pages.system.rights import why_not
from ui.pages.system.setting_row import SettingRow

AT_NEXT_START = ("bureau_name", "idle_lock_minutes")  # the window reads these once
LEFT_GROUPS = 2  # groups in the left column


class SettingsPage(QWidget):
    """What was typed stays until it is saved or given up; leaving the page with it is asked about."""

    status_changed = Signal(str)
    loaded = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._context = context
        self._banner: QFrame | None = None
        self._saving = False
        self.rows = {key: SettingRow(setting) for key, setting in SETTINGS.items()}
        self._build()
        self._dirty()

    # --- for the window ------------------------------------------------------------------
    def reload(self) -> None:
        """What is stored now; fields that were changed keep what was typed."""
        settings = self._context.desk.settings
        self._context.jobs.read(self, settings.all, self._show)

    def on_changes(self, changes: Any) -> None:
        """Somebody stored settings."""
        if "setting" in getattr(changes, "touched", {}) and not self._saving:
            self.reload()

    def focus_first(self) -> None:
        """The first field."""
        next(iter(self.rows.values())).target.setFocus()

    def can_leave(self) -> bool:
        """Asks where something was typed and not saved."""
        if not any(found.changed for found in self.rows.values()):
            return True
        words = "改过的设置还没有保存。放弃后恢复成原来的值。"
        self._context.notify.question("设置还没有保存", words, "放弃修改", self.give_up, danger=True)
        return False

    def next_act(self) -> None:
        """The filled button (Ctrl+Enter)."""
        self.save()

    # --- acts ----------------------------------------------------------------------------
    def save(self) -> None:
        """Store what was changed; every wrong field is named at once."""
        if self._saving or not self.save_button.isEnabled():
            return
        wanted = {key: found.typed() for key, found in self.rows.items() if found.changed}
        self._clear()
        self._saving = True
        settings = self._context.desk.settings
        self._context.jobs.write(
            self, lambda _job: settings.set_many(wanted), lambda _none: self._saved(wanted), self._refused
        )

    def give_up(self) -> None:
        """Back to what is stored."""
        self._clear()
        for found in self.rows.values():
            found.show_value(self._values[found.setting.key])
        self._dirty()

    def go_next_error(self) -> None:
        """Into the next wrong field, round the end (F8)."""
        wrong = [found for found in self.rows.values() if found.error.words()]
        here = next((n for n, found in enumerate(wrong) if found.target.hasFocus()), -1)
        self._into(wrong[here + 1 :] or wrong)

    def go_first_error(self) -> None:
        """Into the first wrong field."""
        self._into([found for found in self.rows.values() if found.error.words()])

    def _into(self, rows: list[SettingRow]) -> None:
        for found in rows[:1]:
            found.target.setFocus()
            self._roll.ensureWidgetVisible(found, 0, u(4))

    # --- inside --------------------------------------------------------------------------
    def _build(self) -> None:
        self._values: dict[str, Any] = {key: setting.default for key, setting in SETTINGS.items()}
        groups: dict[str, list[SettingRow]] = {}
        for found in self.rows.values():
            groups.setdefault(found.setting.group, []).append(found)
            found.edited.connect(self._dirty)
            found.show_value(found.setting.default)
        parts = [panel(text(name, "section"), *rows, gap=2.5) for name, rows in groups.items()]
        left, right = col(*parts[:LEFT_GROUPS], None, gap=3), col(*parts[LEFT_GROUPS:], None, gap=3)
        sheet = holder(row((left, 1), (right, 1), gap=3), ground="window")
        self._roll = rolling(sheet, gap=0, name="全部设置")
        self._roll.widget().setProperty("box", "")
        self._roll.widget().setProperty("ground", "window")
        self.save_button = button("保存", "save", "main", "Ctrl+S")
        self.leave_button = button("放弃修改")
        self.save_button.clicked.connect(self.save)
        self.leave_button.clicked.connect(self.give_up)
        self._state = text("", "caption")
        self._place = col(gap=0)
        foot = bar(self._state, None, self.leave_button, self.save_button)
        head = heading("设置", "影响提醒、公文和备份的数值，改动记入操作日志。")
        self.setLayout(col(head, self._place, (self._roll, 1), rule(), foot, gap=2, pad=(4, 3)))
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.save)
        QShortcut(QKeySequence("F8"), self).activated.connect(self.go_next_error)
        self._refusal = why_not(self._context, Right.SETTINGS)
        for found in self.rows.values():
            found.lock(self._refusal)

    def _show(self, values: dict[str, Any]) -> None:
        self._values = values
        for key, found in self.rows.items():
            if not found.changed:
                found.show_value(values[key])
        self._dirty()
        self.loaded.emit()

    def _dirty(self) -> None:
        count = sum(found.changed for found in self.rows.values())
        self._state.setText(f"有{count}项改动还没有保存。" if count else "没有未保存的改动。")
        nothing = "" if count else "没有改动，不用保存"
        refuse(self.save_button, self._refusal or nothing)
        refuse(self.leave_button, self._refusal or nothing)
        self.status_changed.emit(f"共{len(self.rows)}项设置")

    def _saved(self, wanted: dict[str, Any]) -> None:
        self._saving = False
        for key, typed in wanted.items():
            found = self.rows[key]
            self._values[key] = found.setting.parse(typed)
            if found.typed() == typed:  # else it was changed again meanwhile
                found.show_value(self._values[key])
        self._dirty()
        later = [SETTINGS[key].label for key in AT_NEXT_START if key in wanted]
        words = f"“{'”“'.join(later)}”在窗口里下次启动时生效。" if later else ""
        self._context.notify.toast(f"已保存{len(wanted)}项设置。{words}")

    def _refused(self, error: ServiceError) -> None:
        self._saving = False
        problems = error.problems if isinstance(error, ValidationError) else {}
        for key, found in self.rows.items():
            found.say(problems.get(key, ""))
        if not problems:
            self._say(str(error))
            return
        first = button("到第一处", kind="link", key="F8")
        first.clicked.connect(self.go_first_error)
        self._say(f"还有{len(problems)}处需要改正，改好后才能保存。一项也没有存。", first)
        self.go_first_error()

    def _say(self, words: str, *actions: QWidget) -> None:
        self._clear()
        self._banner = banner("late", words, *actions)
        self._place.addWidget(self._banner)

    def _clear(self) -> None:
        if self._banner is not None:
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None

    def showEvent(self, event: QShowEvent) -> None:
        """Read at every visit; typed text stays."""
        super().showEvent(event)
        self.reload()
