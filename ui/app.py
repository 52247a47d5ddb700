"""Start-up in order: log, application, words, face, theme, data folder, signing in, window."""

from __future__ import annotations

import faulthandler
import importlib
import importlib.util
import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from services.commands.output import NOTHING_DONE, say
from services.errors import ServiceError
from services.folder import default_folder
from ui.bridge import Bridge
from ui.collector import Collector
from ui.context import UiContext
from ui.crash import CrashReporter, log_to
from ui.instance import Instance
from ui.jobs import Jobs
from ui.kit import icons, theme
from ui.kit.icons import FOLDER
from ui.machine import MachineSettings
from ui.main_window import MainWindow
from ui.navigation import PageEntry
from ui.notify import Notify
from ui.start.services import Opened, RealServices, StartServices
from ui.start.window import StartWindow

log = logging.getLogger(__name__)
VERSION = "0.1.0"
REGISTRY = "ui.pages.registry"
LOGS = "日志"


def run(data: Path | None = None) -> int:
    """Show the desk until it is closed. `data` is the data folder; without it the last one, or the usual place."""
    if no_screen(sys.platform, os.environ):
        say("这台电脑没有可用的显示器，打不开窗口。在有显示器的电脑上打开，或用tour命令在后台走一遍。")
        return NOTHING_DONE
    application = QApplication(sys.argv[:1])
    application.setApplicationName("SupervisionDesk")
    collector = Collector(application)
    application.setWindowIcon(QIcon(str(FOLDER / "shield.svg")))
    application.screenAdded.connect(lambda _screen: icons.forget())  # another screen may have another ratio
    config = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppConfigLocation))
    log_file = log_to(config / LOGS)
    machine = MachineSettings()
    theme.translate(application)
    theme.apply(application, machine.scale)
    folder = data or machine.folder or default_folder().root
    instance = Instance.claim(folder)
    if instance is None:
        return 0
    with log_file.with_name("中断.log").open("a", encoding="utf-8") as faults:
        faulthandler.enable(faults)
        try:
            program = Program(RealServices(), machine, folder, page_entries)
            program.crash.install()
            instance.wanted.connect(program.show)
            program.begin()
            code = application.exec()
            program.finish()
        finally:
            faulthandler.disable()
            collector.stop()
            instance.release()
    return code


def no_screen(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether Qt would end the process for want of a display; a chosen platform plugin knows better."""
    shown = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return platform.startswith("linux") and not any(environment.get(name) for name in shown)


def page_entries() -> Sequence[PageEntry]:
    """The pages of `ui.pages.registry`; imported after signing in, because pages bring much with them."""
    if importlib.util.find_spec(REGISTRY) is None:
        return ()
    found: Sequence[PageEntry] = importlib.import_module(REGISTRY).page_entries()
    return found


class Program(QObject):
    """Owns jobs, notices and whichever window is shown."""

    def __init__(
        self,
        services: StartServices,
        machine: MachineSettings,
        folder: Path,
        entries: Callable[[], Sequence[PageEntry]],
    ) -> None:
        super().__init__()
        self._machine, self._entries = machine, entries
        self.crash = CrashReporter(VERSION, self._dialog_parent)
        self.notify = Notify(self.crash.report)
        self.jobs = Jobs(self.notify.failed)
        self.start = StartWindow(services, self.jobs, machine, folder)
        self.start.opened.connect(self._opened)
        self.start.leave.connect(QApplication.quit)
        self.window: MainWindow | None = None
        self._face: Opened | None = None

    def begin(self) -> None:
        """Show the start window."""
        self.start.begin()
        self.start.resize(self.start.sizeHint())
        self.start.show()

    def show(self) -> None:
        """Bring the window that is there to the front."""
        window: QWidget = self.window or self.start
        if window.isMinimized():
            window.showNormal()
        window.show()
        window.raise_()
        window.activateWindow()

    def finish(self) -> None:
        """After the last window: stop jobs, back up what changed, close the file."""
        self.jobs.shut_down()
        opened, self._face = self._face, None
        if opened is None:
            return
        try:
            opened.face.back_up(closing=True)
        except ServiceError:
            log.exception("no backup at closing")  # the status line of the next start shows the age of the last one
        finally:
            opened.face.close()

    def _opened(self, opened: Opened) -> None:
        from services.printing.faces import reload_faces  # the sign-in window comes before what prints

        reload_faces(self._machine.faces)
        bridge = Bridge()
        context = UiContext(opened.desk, self.jobs, self.notify, bridge, self._machine)
        opened.desk.database.subscribe(bridge.publish)
        log_to(opened.face.data_folder / LOGS)
        self._face = opened
        self.window = MainWindow(context, opened.face, self._entries(), self._machine, VERSION)
        if not self.window.restoreGeometry(self._machine.geometry):
            self.window.resize(self.window.sizeHint())
        self.window.show()
        self.window.closed.connect(QApplication.quit)
        self.start.close()
        self.window.edges.check_file()
        self.window.edges.catch_up()
        self.window.edges.back_up()

    def _dialog_parent(self) -> QWidget | None:
        return self.window or self.start
