"""From start to the first painted window beside a bare QMainWindow, interleaved in one run.

Run: python tests/bench/start_up.py [ROUNDS]. Medians in ms; the ratio is to the bare window of the same run.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event); print("painted", flush=True); QApplication.exit()
app = QApplication([]); window = Window(); window.resize(1366, 768); window.show(); app.exec()
"""
SIGN_IN = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from ui.jobs import Jobs
from ui.kit import theme
from ui.machine import MachineSettings
from ui.start.services import RealServices
from ui.start.window import StartWindow
app = QApplication([])
theme.translate(app); theme.apply(app)
class Window(StartWindow):
    def paintEvent(self, event):
        super().paintEvent(event); print("painted", flush=True); QApplication.exit()
jobs = Jobs(lambda owner, error: None)
window = Window(RealServices(), jobs, MachineSettings(Path(sys.argv[1]) / "w.ini"), Path(sys.argv[1]) / "data")
window.begin(); window.show(); app.exec(); jobs.shut_down()
"""
DESK = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from ui.bridge import Bridge
from ui.context import UiContext
from ui.jobs import Jobs
from ui.kit import theme
from ui.machine import MachineSettings
from ui.notify import Notify
app = QApplication([])
theme.translate(app); theme.apply(app)
from services.clock import local_now
from services.desk import Desk
from services.folder import DataFolder
from services.opening import open_desk
from ui.desk_face import DeskFace
from ui.main_window import MainWindow
from ui.pages.registry import page_entries
opened = open_desk(DataFolder(Path(sys.argv[1]) / "data"), "clerk", sys.argv[2], local_now)
desk = Desk(opened); notify = Notify(lambda error: None); jobs = Jobs(notify.failed)
class Window(MainWindow):
    def paintEvent(self, event):
        super().paintEvent(event); print("painted", flush=True); QApplication.exit()
context, machine = UiContext(desk, jobs, notify, Bridge()), MachineSettings(Path(sys.argv[1]) / "w.ini")
window = Window(context, DeskFace(desk, opened), page_entries(), machine)
window.resize(1366, 768); window.show(); app.exec(); jobs.shut_down()
"""


def painted(code: str, *words: str) -> float:
    """Milliseconds from the process's start to the word that the window prints on its first paint."""
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", code, *words], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        took = (time.perf_counter() - begun) * 1000
        process.wait(30)
    if line.strip() != b"painted":
        raise SystemExit("a window was not painted")
    return took


def main() -> None:
    """Three windows in turn, several rounds."""
    from services.desk import open_for
    from services.folder import DataFolder
    from services.opening import Setup, create_desk

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    rounds, password = int(sys.argv[1]) if len(sys.argv) > 1 else 7, "desk-2026-x"
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "data"
        create_desk(
            DataFolder(root), Setup("示例县司法局", "示例县", "通用", "clerk", "齐明川", password), datetime.now()
        )
        desk = open_for(root, "clerk", password)
        desk.prepare(sample=True)
        desk.close()
        times: dict[str, list[float]] = {"bare QMainWindow": [], "sign-in window": [], "main window, signed in": []}
        for _ in range(rounds):
            for found, code in zip(times.values(), (BARE, SIGN_IN, DESK), strict=True):
                found.append(painted(code, place, password))
        bare = statistics.median(times["bare QMainWindow"])
        for name, found in times.items():
            print(f"{name:24s} {statistics.median(found):7.0f} ms  {statistics.median(found) / bare:4.1f} x")


if __name__ == "__main__":
    main()
