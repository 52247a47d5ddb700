"""What is done with accounts: each act asks in a form, runs in a write job and says what happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from services.access import ROLE_LABELS, Role
from services.accounts import AccountInfo
from ui.context import UiContext
from ui.pages.system.account_dialogs import AccountDialog, Asked, CodeDialog

PASSWORD = Asked("password", "新密码", "new")
SIGNED_IN = "已经打开着的窗口不受影响，下次登录时用新密码。"


class AccountActs(QObject):
    """One per page; `done` tells that something was stored."""

    done = Signal()

    def __init__(self, context: UiContext, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._page = context, page

    def create(self) -> None:
        """新建账户."""
        fields = (
            Asked("display_name", "姓名", hint="记在操作日志里，每人一个。"),
            Asked("user_name", "用户名", hint="登录时输入，汉字、字母或数字。"),
            Asked("role", "角色", "role"),
            Asked("password", "密码", "new"),
        )

        def work(typed: dict[str, str]) -> str:
            role, name = Role(typed["role"]), typed["display_name"].strip()
            self._accounts.create(typed["user_name"], name, role, typed["password"])
            return f"已登记账户：{name}，{ROLE_LABELS[role]}。"

        self._ask("新建账户", "密码由本人当面输入，别人不需要知道。", fields, "登记账户", work)

    def change(self, info: AccountInfo, own: bool) -> None:
        """修改姓名和角色."""
        off = "自己的角色由另一位管理员来改。" if own else ""
        fields = (
            Asked("display_name", "姓名", value=info.display_name, hint="以前的操作仍记着原来的姓名。"),
            Asked("role", "角色", "role", value=info.role.value, off=off),
        )

        def work(typed: dict[str, str]) -> str:
            name = typed["display_name"].strip()
            self._accounts.change(info.id, name, Role(typed["role"]))
            return f"已修改账户：{name}，{ROLE_LABELS[Role(typed['role'])]}。"

        self._ask("修改账户", f"用户名“{info.user_name}”不变。", fields, "保存修改", work)

    def reset(self, info: AccountInfo) -> None:
        """重设密码, or 启用账户 for one that was switched off."""
        act = "重设密码" if info.active else "启用账户"
        lead = f"{info.display_name}　{info.user_name}。不需要原来的密码。"

        def work(typed: dict[str, str]) -> str:
            if info.active:
                self._accounts.reset_password(info.id, typed["password"])
            else:
                self._accounts.activate(info.id, typed["password"])
            return f"已{act}：{info.display_name}。"

        self._ask(act, lead, (PASSWORD,), act, work)

    def stop(self, info: AccountInfo) -> None:
        """停用账户, after a question: the password is gone then."""

        def work(_job: Any) -> str:
            self._accounts.deactivate(info.id)
            return f"已停用账户：{info.display_name}。"

        words = f"{info.display_name}不能再登录，密码随之作废；做过的事仍在操作日志里。以后可以启用，到时重设密码。"
        self._context.notify.question("停用这个账户", words, "停用账户", lambda: self._store(work), danger=True)

    def own_password(self) -> None:
        """修改我的密码."""
        fields = (Asked("old", "原密码", "old"), PASSWORD)

        def work(typed: dict[str, str]) -> str:
            self._accounts.change_own_password(typed["old"], typed["password"])
            return "已修改密码，下次登录时用新密码。"

        self._ask("修改我的密码", SIGNED_IN, fields, "修改密码", work)

    def new_code(self) -> None:
        """新恢复码, after a question: the printed one opens nothing any more."""
        words = "原来打印的恢复码会作废。新的恢复码只显示一次，要马上打印或抄好。以前的备份仍用当时的恢复码。"
        self._context.notify.question("更换恢复码", words, "更换恢复码", self._make_code, danger=True)

    @property
    def _accounts(self) -> Any:
        return self._context.desk.accounts

    def _make_code(self) -> None:
        desk = self._context.desk
        self._context.jobs.write(self._page, lambda _job: desk.new_recovery_code(), self._show_code)

    def _show_code(self, code: str) -> None:
        CodeDialog(self._page, code, self._context.desk.bureau).open()

    def _ask(
        self, title: str, lead: str, fields: Sequence[Asked], act: str, work: Callable[[dict[str, str]], str]
    ) -> None:
        dialog = AccountDialog(self._page, title, lead, fields, act)

        def done(words: str) -> None:
            dialog.saved()
            self._told(words)

        dialog.wanted.connect(
            lambda typed: self._context.jobs.write(dialog, lambda _job: work(typed), done, dialog.refused)
        )
        dialog.open()

    def _store(self, work: Callable[[Any], str]) -> None:
        self._context.jobs.write(self._page, work, self._told)

    def _told(self, words: str) -> None:
        self._context.notify.toast(words)
        self.done.emit()
