"""Signing in: user, password, one sentence when it did not work."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QLineEdit

from services.errors import ServiceError, StorageError
from ui.jobs import Jobs
from ui.kit.controls import button, choice, text
from ui.kit.layout import col, panel, row, rule
from ui.kit.notes import LabelledField, secret
from ui.kit.theme import u
from ui.start.services import Opened, StartServices

NAME = "执法监督工作台"


class LoginPage(QFrame):
    """`broken` gets a StorageError about the data themselves, for the screen that offers a restore."""

    signed_in = Signal(object)
    broken = Signal(object)
    forgotten = Signal(str)
    other_folder = Signal()
    restore_wanted = Signal()

    def __init__(self, services: StartServices, jobs: Jobs, folder: Path, bureau: str = "", user: str = "") -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._services, self._jobs, self._folder, self._last_user = services, jobs, folder, user
        self.user = choice(name="用户")
        self.password: QLineEdit = secret()
        self.field = LabelledField("密码", self.password)
        self.note = text("", "hint", wrap=True)
        self.note.hide()
        self.enter = button("登录", kind="main", key="Return")
        self.enter.clicked.connect(self.try_password)
        self.password.returnPressed.connect(self.try_password)
        self.forgot = button("忘记密码", kind="link")
        self.forgot.clicked.connect(lambda: self.forgotten.emit(self.user.currentText()))
        self.elsewhere = button("打开其他数据文件夹", kind="link")
        self.elsewhere.clicked.connect(self.other_folder)
        self.restore = button("从备份恢复", kind="link")
        self.restore.clicked.connect(self.restore_wanted)
        self._wait = QTimer(self, singleShot=True)
        self._wait.timeout.connect(lambda: self.enter.setEnabled(True))
        card = panel(
            text(NAME, "accent"),
            text(bureau or "登录", "title", wrap=True),
            self.note,
            1,
            LabelledField("用户", self.user),
            self.field,
            1,
            self.enter,
            row(self.forgot, None, self.restore, None, self.elsewhere),
            rule(),
            text("数据只存在本机，不连接网络。", "caption"),
            gap=2,
            pad=(7, 6),
        )
        card.setFixedWidth(u(96))
        self.setLayout(col(None, row(None, card, None), None))
        jobs.read(self, lambda: services.users(folder), self._show_users)

    def tell(self, words: str) -> None:
        """A sentence above the fields, such as that the password was reset."""
        self.note.setText(words)
        self.note.setVisible(bool(words))

    def try_password(self) -> None:
        """Sign in by a job: hashing and opening take their time."""
        user, password = self.user.currentText(), self.password.text()
        if not self.enter.isEnabled():
            return
        if not password:
            self.field.say("请输入密码。")
            self.password.setFocus()
            return
        self._busy(True)
        services, folder = self._services, self._folder
        self._jobs.read(self, lambda: services.sign_in(folder, user, password), self._opened, self._refused)

    def _show_users(self, users: Sequence[str]) -> None:
        self.user.addItems(list(users))
        if self._last_user in users:
            self.user.setCurrentText(self._last_user)
        self.password.setFocus()

    def _busy(self, busy: bool) -> None:
        self.enter.setEnabled(not busy)
        self.enter.setText("正在打开…" if busy else "登录")
        self.password.setReadOnly(busy)

    def _opened(self, opened: Opened) -> None:
        self.password.clear()
        self._busy(False)
        self.signed_in.emit(opened)

    def _refused(self, error: ServiceError) -> None:
        self._busy(False)
        self.field.say(str(error))
        self.password.selectAll()
        self.password.setFocus()
        wait = int(getattr(error, "wait_seconds", 0))
        if wait > 0:
            self.enter.setEnabled(False)
            self._wait.start(wait * 1000)
        if isinstance(error, StorageError) and not hasattr(error, "holder"):
            self.broken.emit(error)
