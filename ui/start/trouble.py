"""The data are missing, damaged or from a newer program: say so, and offer the backups."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QFrame, QLineEdit

from services.errors import ServiceError
from ui.jobs import Jobs
from ui.kit.controls import button, field, glyph, text
from ui.kit.layout import col, panel, row, rule
from ui.kit.notes import LabelledField, secret
from ui.kit.table import RIGHT, Column, Rows, State, Table
from ui.kit.theme import u
from ui.start.services import StartServices

if TYPE_CHECKING:
    from services.backup_file import BackupInfo

COLUMNS = (
    Column("备份时间", 8),
    Column("缘由", 6),
    Column("大小（兆）", 6, RIGHT),
    Column("状态", 8, stretch=True),
)
RESTORED = "已从备份恢复，原来的文件另存为一份备份。用备份那天的密码登录。"


class RestoreWishError(ServiceError):
    """Nothing is wrong: somebody wants an earlier state back."""

    title = "从备份恢复"


class TroublePage(QFrame):
    """`restored` carries the sentence for the login page; `retry` opens the same folder again."""

    restored = Signal(str)
    retry = Signal()
    other_folder = Signal()
    leave = Signal()

    def __init__(self, services: StartServices, jobs: Jobs, folder: Path, error: ServiceError, user: str = "") -> None:
        super().__init__()
        self.setProperty("ground", "window")
        wished = isinstance(error, RestoreWishError)  # nothing is wrong then, and the way back is to the login
        self._services, self._jobs, self._folder = services, jobs, folder
        self._infos: list[BackupInfo] = []
        self.model = Rows(COLUMNS, [])
        self.table = Table(COLUMNS, self.model, "备份")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)  # one state comes back, not two
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._allow())
        self.user, self.password = field(value=user), secret()
        self.code = QLineEdit()
        self.user_field = LabelledField("用户", self.user)
        self.password_field = LabelledField("备份那天的密码", self.password)
        self.code_field = LabelledField("或者恢复码", self.code)
        self.act = button("从选中的备份恢复", "backup", "main")
        self.act.clicked.connect(self.restore)
        more = button("找别处的备份", "folder", "quiet")
        more.clicked.connect(self._find)
        again, other, leave = (
            button("返回登录", "arrow-left") if wished else button("重试", "reload"),
            button("打开其他数据文件夹", kind="quiet"),
            button("退出", kind="quiet"),
        )
        again.clicked.connect(self.retry)
        other.clicked.connect(self.other_folder)
        leave.clicked.connect(self.leave)
        self.words = text(str(error), wrap=True)
        card = panel(
            row(
                glyph("backup", "text2", 6) if wished else glyph("st-late", "late", 6),
                (text(error.title, "title"), 1),
                gap=3,
            ),
            self.words,
            rule(),
            row(text("可以恢复的备份", "section"), None, more),
            (self.table, 1),
            row((self.user_field, 1), (self.password_field, 1), (self.code_field, 1), gap=3),
            text("恢复前，现在的文件会另存为一份备份。", "caption"),
            row(leave, other, None, again, self.act),
            gap=2,
            pad=(6, 5),
        )
        card.setFixedWidth(u(190))
        self.setLayout(col(row(None, card, None), pad=(4, 8)))
        self._allow()
        jobs.read(self, lambda: services.backups(folder), self.show_backups)

    def show_backups(self, infos: Sequence[BackupInfo]) -> None:
        """Newest first; broken ones say why."""
        self._infos = list(infos)
        rows = []
        for info in self._infos:
            state = State("error", info.problem) if info.problem else State("done", "可以恢复")
            rows.append([f"{info.at:%Y-%m-%d %H:%M}", info.label.value, f"{info.size / 1_048_576:.1f}", state])
        self.model.replace(rows)
        if rows:
            self.table.selectRow(0)
            (self.password if self.user.text().strip() else self.user).setFocus()
        self._allow()

    def restore(self) -> None:
        """In a write job; the sentence of an error stands under the password."""
        info = self._chosen()
        if info is None:
            return
        user, password, code = self.user.text(), self.password.text(), self.code.text()
        services, folder = self._services, self._folder
        self.act.setEnabled(False)

        def work() -> None:
            if code.strip():
                services.restore_by_code(info.path, folder, code)
            else:
                services.restore(info.path, folder, user, password)

        self._jobs.write(
            self, lambda _job: work(), lambda _nothing: self.restored.emit(RESTORED), self._refused, title="正在恢复"
        )

    def _refused(self, error: ServiceError) -> None:
        self.act.setEnabled(True)
        (self.code_field if self.code.text().strip() else self.password_field).say(str(error))

    def _chosen(self) -> BackupInfo | None:
        rows = self.table.selectionModel().selectedRows()
        return self._infos[rows[0].row()] if rows else None

    def _allow(self) -> None:
        info = self._chosen()
        self.act.setEnabled(info is not None and not info.problem)
        self.act.setToolTip("" if self._infos else "没有找到备份")

    def _find(self) -> None:
        place = QFileDialog.getExistingDirectory(self, "备份所在的文件夹")
        if place:
            services, folder = self._services, self._folder
            self._jobs.read(self, lambda: services.backups(folder, Path(place)), self.show_backups)
