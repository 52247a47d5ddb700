"""账户: who may sign in, in which role; passwords and the recovery code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLabel, QVBoxLayout, QWidget

from services.access import PERMISSIONS, RIGHT_LABELS, ROLE_LABELS, Right
from services.accounts import AccountInfo
from ui.context import UiContext
from ui.kit.controls import button, refuse, text
from ui.kit.layout import col, holder, row, rule
from ui.kit.parts import Chip, heading, pairs
from ui.kit.table import Column, Rows, State, Table
from ui.kit.theme import u
from ui.pages.system.account_acts import AccountActs
from ui.pages.system.rights import why_not

COLUMNS = (
    Column("姓名", 7, stretch=True),
    Column("用户名", 8),
    Column("角色", 5),
    Column("状态", 7),
    Column("密码日期", 6),
)
OWN = "自己的账户由另一位管理员来停用"
CODE_BY_ADMINISTRATOR = "恢复码由管理员更换"


class AccountsPage(QWidget):
    """A list and, beside it, what can be done with the chosen account."""

    status_changed = Signal(str)
    loaded = Signal(int)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._context = context
        self._infos: Sequence[AccountInfo] = ()
        self.acts = AccountActs(context, self)
        self.acts.done.connect(self.reload)
        self._build()

    # --- for the window ------------------------------------------------------------------
    def reload(self) -> None:
        """Read the accounts again; the chosen one stays chosen."""
        desk = self._context.desk
        self._context.jobs.read(self, lambda: desk.accounts.all(), self._show)

    def on_changes(self, changes: Any) -> None:
        """Somebody changed an account."""
        if "account" in getattr(changes, "touched", {}):
            self.reload()

    def new_row(self) -> None:
        """Ctrl+N."""
        if self.create_button.isEnabled():
            self.acts.create()

    def edit_current(self) -> None:
        """F2."""
        if (info := self.current) and self.change_button.isEnabled():
            self.acts.change(info, self._is_own(info))

    def focus_first(self) -> None:
        """The keyboard starts in the table."""
        self.table.setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        """Stops of F6."""
        return (self.table, self.pane)

    def _reset(self) -> None:
        if self.current:
            self.acts.reset(self.current)

    def _stop(self) -> None:
        if self.current:
            self.acts.stop(self.current)

    @property
    def current(self) -> AccountInfo | None:
        """The chosen account."""
        place = self.table.currentIndex().row()
        return self._infos[place] if 0 <= place < len(self._infos) else None

    # --- inside --------------------------------------------------------------------------
    def _build(self) -> None:
        self.create_button = button("新建账户", "add", key="Ctrl+N")
        self.own_button = button("修改我的密码", "lock")
        self.code_button = button("新恢复码", "shield")
        for act, slot in (
            (self.create_button, self.new_row),
            (self.own_button, self.acts.own_password),
            (self.code_button, self.acts.new_code),
        ):
            act.clicked.connect(slot)
        self._refusal = why_not(self._context, Right.ACCOUNTS)
        if self._refusal:
            refuse(self.create_button, self._refusal)
            refuse(self.code_button, CODE_BY_ADMINISTRATOR)
        self.rows = Rows(COLUMNS, [])
        self.table = Table(COLUMNS, self.rows, "账户")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_current())
        self.table.doubleClicked.connect(lambda _index: self.edit_current())
        head = heading("账户", "谁能登录，能做什么。", self.own_button, self.code_button, self.create_button)
        self.setLayout(col(head, (row((self.table, 1), self._pane(), gap=3), 1), gap=3, pad=(4, 3)))

    def _pane(self) -> QFrame:
        self.change_button = button("修改姓名和角色", "edit", key="F2")
        self.reset_button = button("重设密码", "reload")
        self.stop_button = button("停用账户", "lock", "danger")
        self.change_button.clicked.connect(self.edit_current)
        self.reset_button.clicked.connect(self._reset)
        self.stop_button.clicked.connect(self._stop)
        self._facts: QVBoxLayout = col(gap=0, pad=(4, 3))
        foot = col(
            text("可以做的", "strong"), self.change_button, self.reset_button, self.stop_button, gap=2, pad=(4, 3)
        )
        self.pane = holder(col((self._facts, 1), rule(), foot, gap=0), box="panel")
        self.pane.setFixedWidth(u(76))
        return self.pane

    def _show(self, infos: Sequence[AccountInfo]) -> None:
        held = self.current.id if self.current else None
        self._infos = infos
        self.rows.replace([_cells(info) for info in infos])
        place = next((n for n, info in enumerate(infos) if info.id == held), 0)
        if infos:
            self.table.selectRow(place)
            self.table.setCurrentIndex(self.rows.index(place, 0))
        self._show_current()
        self.status_changed.emit(f"共{len(infos)}个账户，{sum(info.active for info in infos)}个能用")
        self.loaded.emit(len(infos))

    def _show_current(self) -> None:
        while (item := self._facts.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        info = self.current
        if info is None:
            return
        can = "、".join(RIGHT_LABELS[right] for right in Right if right in PERMISSIONS[info.role])
        name: QLabel = text(info.display_name + ("（本人）" if self._is_own(info) else ""), "section", wrap=True)
        state = _state(info)
        facts = pairs(
            [
                ("用户名", info.user_name),
                ("角色", ROLE_LABELS[info.role]),
                ("密码日期", f"{info.password_at:%Y-%m-%d}"),
                ("能做", can),
            ],
            4,
        )
        self._facts.addWidget(holder(col(name, Chip(state.kind, state.word), facts, None, gap=2)))
        own = self._is_own(info)
        refuse(self.change_button, self._refusal)
        self.reset_button.setText("重设密码" if info.active else "启用账户")
        self.reset_button.setAccessibleName(self.reset_button.text())
        refuse(self.reset_button, self._refusal or ("用上面的“修改我的密码”" if own else ""))
        refuse(self.stop_button, self._refusal or (OWN if own else "" if info.active else "已经停用"))

    def _is_own(self, info: AccountInfo) -> bool:
        return bool(info.display_name == self._context.desk.actor.name)

    def showEvent(self, event: QShowEvent) -> None:
        """Read at every visit."""
        super().showEvent(event)
        self.reload()


def _state(info: AccountInfo) -> State:
    if not info.active:
        return State("void", "已停用")
    return State("done", "能登录") if info.can_sign_in else State("ask", "要重设密码")


def _cells(info: AccountInfo) -> list[object]:
    return [info.display_name, info.user_name, ROLE_LABELS[info.role], _state(info), f"{info.password_at:%Y-%m-%d}"]
