"""The real window on a fresh data folder, driven without a person: go, wait, take a picture."""

from __future__ import annotations

import secrets
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

from PySide6.QtCore import QSize, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from services.clock import local_now
from services.desk import Desk
from services.folder import DataFolder
from services.opening import Setup, create_desk, open_desk
from services.sample.cards import BUREAU
from services.sample.county import COUNTY
from ui.bridge import Bridge
from ui.capture import grab, settle, without_platform_remarks
from ui.collector import Collector
from ui.context import UiContext
from ui.desk_face import DeskFace
from ui.jobs import Jobs
from ui.kit import theme
from ui.machine import MachineSettings
from ui.main_window import MainWindow
from ui.notify import Notify
from ui.pages.registry import page_entries

SIZE = QSize(1366, 768)
STEP_MS, PATIENCE_SECONDS = 40, 60
USER, PERSON = "齐明川", "齐明川"
WidgetT = TypeVar("WidgetT", bound=QWidget)


class Stage:
    """One window, one desk; errors of jobs and pages are kept, not shown."""

    def __init__(self, place: Path, pictures: Path) -> None:
        self._pictures = pictures
        self.taken: list[str] = []
        self.problems: list[str] = []
        self._handler = qInstallMessageHandler(without_platform_remarks)
        application = QApplication.instance() or QApplication(["desk"])
        self.application = cast(QApplication, application)
        self._collector = Collector(self.application)
        theme.translate(self.application)
        theme.apply(self.application, shipped_face=True)
        folder, password = DataFolder(place), secrets.token_urlsafe(12)
        create_desk(folder, Setup(BUREAU, COUNTY, "通用", USER, PERSON, password), local_now())
        opened = open_desk(folder, USER, password, local_now)
        self.desk = Desk(opened)
        self.desk.prepare(sample=True)
        self.notify = Notify(self._bug)
        self.jobs = Jobs(self._failed)
        machine = MachineSettings(place / "window.ini")
        self.context = UiContext(self.desk, self.jobs, self.notify, Bridge(), machine)
        self.desk.database.subscribe(self.context.bridge.publish)
        self.window = MainWindow(self.context, DeskFace(self.desk, opened), page_entries(), machine)
        self.window.resize(SIZE)
        self.window.show()
        self.wait()

    def close(self) -> None:
        """Stop jobs, close the window and the file."""
        self.jobs.shut_down()
        self.window.hide()
        self.window.deleteLater()
        settle()
        self._collector.stop()
        self.desk.close()
        qInstallMessageHandler(self._handler)

    def go(self, key: str, row_id: int | None = None) -> QWidget:
        """Open a page and wait until it has read what it shows."""
        if self.notify.current_toast is not None:
            self.notify.current_toast.dismiss()
        self.context.go(key, row_id)
        self.wait()
        current = self.window.stack.page
        if current is None:
            raise KeyError(key)
        return current

    def wait(self, until: Callable[[], bool] | None = None) -> None:
        """Until no job runs (and `until` holds); a stuck one is a problem of the tour."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        settle(STEP_MS)
        while self.jobs.busy or (until is not None and not until()):
            if time.monotonic() > deadline:
                self.problems.append("等了一分钟，还没有完成。")
                return
            settle(STEP_MS)
        settle(STEP_MS)

    def picture(self, name: str, widget: QWidget | None = None) -> None:
        """The window (or a dialog) as a numbered PNG."""
        shown = widget or self.window
        file = self._pictures / f"{len(self.taken) + 1:02d}-{name}.png"
        grab(shown, file, None if widget else SIZE)
        self.taken.append(file.name)

    def dialog(self, kind: type[WidgetT]) -> WidgetT:
        """The open dialog of that kind; waits for it."""

        def found() -> Sequence[WidgetT]:
            return [w for w in self.application.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]

        self.wait(lambda: bool(found()))
        self.wait()
        return found()[0]

    def _failed(self, _owner: Any, error: BaseException) -> None:
        self.problems.append(str(error) or type(error).__name__)

    def _bug(self, error: BaseException) -> None:
        self.problems.append("".join(traceback.format_exception_only(error)).strip())
