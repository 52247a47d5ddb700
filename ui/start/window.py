"""The window before the desk: login, first start, forgotten password, trouble with the data."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from services.errors import ServiceError
from ui.jobs import Jobs
from ui.machine import MachineSettings
from ui.start.login import NAME, LoginPage
from ui.start.recovery import RecoveryPage
from ui.start.services import Opened, StartServices
from ui.start.trouble import RestoreWishError, TroublePage
from ui.start.wizard import Wizard

CHOOSE_BACKUP = "选一份备份。现在的数据会先另存为一份备份，恢复后还能换回来。"


class StartWindow(QStackedWidget):
    """One page at a time; `opened` carries the signed-in desk and who signed in."""

    opened = Signal(object)
    leave = Signal()

    def __init__(self, services: StartServices, jobs: Jobs, machine: MachineSettings, folder: Path) -> None:
        super().__init__()
        self.setWindowTitle(NAME)
        self.setProperty("ground", "window")
        self._services, self._jobs, self._machine = services, jobs, machine
        self.folder = folder

    def sizeHint(self) -> QSize:
        return QSize(1100, 680)

    def begin(self) -> None:
        """Login where the folder holds a desk; the first start where there never was one; else trouble."""
        services, folder = self._services, self.folder
        self._jobs.read(self, lambda: services.exists(folder), self._begin)

    def login(self, words: str = "") -> LoginPage:
        """Ask for user and password; `words` say what happened before."""
        machine = self._machine
        bureau = machine.bureau if machine.folder == self.folder else ""
        page = LoginPage(self._services, self._jobs, self.folder, bureau, machine.user)
        page.tell(words)
        page.signed_in.connect(self._signed_in)
        page.broken.connect(self.trouble)
        page.forgotten.connect(self._recover)
        page.other_folder.connect(self._choose_folder)
        page.restore_wanted.connect(lambda: self.trouble(RestoreWishError(CHOOSE_BACKUP), page.user.currentText()))
        self._put(page)
        return page

    def wizard(self) -> Wizard:
        """The first start."""
        page = Wizard(self._services, self._jobs, self.folder)
        page.finished.connect(lambda opened: self._made(page, opened))
        page.found.connect(self._open_folder)
        page.leave.connect(self.leave)
        self._put(page)
        return page

    def trouble(self, error: ServiceError, user: str = "") -> TroublePage:
        """Say what is wrong with the data and offer the backups."""
        page = TroublePage(self._services, self._jobs, self.folder, error, user or self._machine.user)
        page.restored.connect(self.login)
        page.retry.connect(lambda: self.login())
        page.other_folder.connect(self._choose_folder)
        page.leave.connect(self.leave)
        self._put(page)
        return page

    def _begin(self, exists: bool) -> None:
        if exists:
            self.login()
        elif self._machine.folder == self.folder and self._machine.user:
            self.trouble(
                MissingDataError(f"上次用的数据不在“{self.folder}”了，没有新建。找到原来的文件夹，或从备份恢复。")
            )
        else:
            self.wizard()

    def _recover(self, user: str) -> None:
        page = RecoveryPage(self._services, self._jobs, self.folder, user)
        page.recovered.connect(self.login)
        page.back.connect(lambda: self.login())
        self._put(page)

    def _choose_folder(self) -> None:
        place = QFileDialog.getExistingDirectory(self, "工作台的数据文件夹", str(self.folder))
        if place:
            self._open_folder(Path(place))

    def _open_folder(self, folder: object) -> None:
        self.folder = Path(str(folder))
        self.begin()

    def _made(self, page: Wizard, opened: Opened) -> None:
        self.folder = page.place.folder()
        self._machine.user = page.admin.values()["admin_user"]
        self._tell(opened)

    def _signed_in(self, opened: Opened) -> None:
        page = self.currentWidget()
        if isinstance(page, LoginPage):
            self._machine.user = page.user.currentText()
        self._tell(opened)

    def _tell(self, opened: Opened) -> None:
        self._machine.folder = self.folder
        self._machine.bureau = opened.face.bureau
        self._machine.sync()
        self.opened.emit(opened)

    def _put(self, page: QWidget) -> None:
        old = self.currentWidget()
        self.addWidget(page)
        self.setCurrentWidget(page)
        if old is not None:
            self.removeWidget(old)
            old.deleteLater()


class MissingDataError(ServiceError):
    """The folder that was used last is not there any more."""

    title = "没有找到数据"
