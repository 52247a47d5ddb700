"""What stands over the desk while it is locked; nothing of the desk is visible or reachable."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QLineEdit

from services.access import ROLE_LABELS
from services.errors import ServiceError
from ui.context import DeskServices
from ui.jobs import Jobs
from ui.kit.controls import button, mark, text
from ui.kit.layout import col, panel, row, rule
from ui.kit.notes import ErrorLine
from ui.kit.theme import u

WRONG = "密码不对。请检查大写锁定。"


class LockScreen(QFrame):
    """Asks for the password again; `unlocked` when it was right."""

    unlocked = Signal()

    def __init__(self, desk: DeskServices, jobs: Jobs) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._desk, self._jobs = desk, jobs
        actor = desk.actor
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName("密码")
        self.password.returnPressed.connect(self.try_password)
        self.error = ErrorLine()
        self.enter = button("解除锁定", kind="main", key="Return")
        self.enter.clicked.connect(self.try_password)
        self._wait = QTimer(self, singleShot=True)
        self._wait.timeout.connect(lambda: self.enter.setEnabled(True))
        card = panel(
            text("执法监督工作台", "accent"),
            text("已锁定", "title"),
            1,
            text(f"{ROLE_LABELS[actor.role]}　{actor.name}", "strong"),
            text("密码", "field"),
            self.password,
            self.error,
            1,
            self.enter,
            rule(),
            text("没有保存的内容都在，解除后接着办。", "caption"),
            gap=2,
            pad=(7, 6),
        )
        card.setFixedWidth(u(96))
        self.setLayout(col(None, row(None, card, None), None))

    def start(self) -> None:
        """Empty the field and wait for typing."""
        self.password.clear()
        self._say("")
        self.password.setFocus()

    def try_password(self) -> None:
        """Check off the UI thread: hashing takes its time on purpose."""
        password = self.password.text()
        if not password:
            self._say("请输入密码。")
            return
        if not self.enter.isEnabled():
            return
        self.enter.setEnabled(False)
        check = self._desk.password_matches
        self._jobs.read(self, lambda: check(password), self._answer, self._refused)

    def _answer(self, right: bool) -> None:
        self.enter.setEnabled(True)
        self.password.clear()
        self._say("" if right else WRONG)
        if right:
            self.unlocked.emit()
        else:
            self.password.setFocus()

    def _refused(self, error: ServiceError) -> None:
        wait = int(getattr(error, "wait_seconds", 0))
        self.enter.setEnabled(wait == 0)
        if wait > 0:
            self._wait.start(wait * 1000)
        self.password.clear()
        self._say(str(error))
        self.password.setFocus()

    def _say(self, words: str) -> None:
        self.error.say(words)
        mark(self.password, "error" if words else "")
        self.password.setAccessibleDescription(words)
