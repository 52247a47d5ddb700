"""忘记密码: what can be done, and a new password by the recovery code."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLineEdit

from services.errors import ServiceError, ValidationError
from ui.jobs import Jobs
from ui.kit.controls import button, text
from ui.kit.layout import col, panel, row, rule
from ui.kit.notes import LabelledField, secret
from ui.kit.theme import u
from ui.start.services import StartServices

DIFFERENT = "两次输入的密码不一样。请再输一次。"
DONE = "密码已重设，用新密码登录。恢复码仍然有效。"


class RecoveryPage(QFrame):
    """`recovered` carries the sentence for the login page."""

    recovered = Signal(str)
    back = Signal()

    def __init__(self, services: StartServices, jobs: Jobs, folder: Path, user: str) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._services, self._jobs, self._folder = services, jobs, folder
        self.user, self.code = QLineEdit(user), QLineEdit()
        self.first, self.second = secret(), secret()
        self.fields = {
            "user": LabelledField("用户", self.user),
            "code": LabelledField("恢复码", self.code, hint="设立时打印或抄下的8组字符，横线可以不输。"),
            "password": LabelledField("新密码", self.first, hint="至少8位。"),
            "second": LabelledField("再输一次", self.second),
        }
        self.act = button("重设密码", kind="main", key="Return")
        self.act.clicked.connect(self.try_code)
        self.second.returnPressed.connect(self.try_code)
        self.leave = button("返回登录", key="Esc")
        self.leave.clicked.connect(self.back)
        card = panel(
            text("忘记密码", "title"),
            text("先请另一位管理员在“账户”里重设密码。没有别的管理员时，用恢复码重设。", wrap=True),
            text("密码和恢复码都没有的，数据打不开，也没有别的办法能打开。", "hint", wrap=True),
            rule(),
            *self.fields.values(),
            1,
            row(None, self.leave, self.act),
            gap=2,
            pad=(7, 5),
        )
        card.setFixedWidth(u(110))
        self.setLayout(col(None, row(None, card, None), None))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.code.setFocus()

    def try_code(self) -> None:
        """Check in a job."""
        for field in self.fields.values():
            field.say("")
        if self.first.text() != self.second.text():
            self.fields["second"].say(DIFFERENT)
            self.second.setFocus()
            return
        user, code, password = self.user.text().strip(), self.code.text(), self.first.text()
        self.act.setEnabled(False)
        services, folder = self._services, self._folder
        self._jobs.read(self, lambda: services.recover(folder, code, user, password), self._done, self._refused)

    def _done(self, _nothing: object) -> None:
        self.act.setEnabled(True)
        self.recovered.emit(DONE)

    def _refused(self, error: ServiceError) -> None:
        self.act.setEnabled(True)
        problems = error.problems if isinstance(error, ValidationError) else {"code": str(error)}
        for key, sentence in problems.items():
            self.fields.get(key, self.fields["code"]).say(sentence)
