"""Where every bug ends: a log file, and one dialog for each distinct traceback."""

from __future__ import annotations

import hashlib
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from services.clock import local_now
from ui.kit.controls import button, glyph, text
from ui.kit.dialog import Dialog
from ui.kit.layout import col, row
from ui.kit.parts import pairs
from ui.kit.theme import u

log = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parents[1]
FRAMES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class CrashReport:
    """What may be copied and sent: places in the program and the kind of error, never the data in its message."""

    number: str
    moment: datetime
    kind: str
    frames: tuple[str, ...]
    version: str

    def words(self) -> str:
        """The report as it is shown and copied."""
        places = "\n　　　　　".join(self.frames[-FRAMES_SHOWN:])
        return (
            f"错误编号　{self.number}\n发生时间　{self.moment:%Y-%m-%d %H:%M:%S}\n"
            f"错误种类　{self.kind}\n程序版本　{self.version}\n所在位置　{places}"
        )


def report_of(error: BaseException, moment: datetime, version: str) -> CrashReport:
    """File names, lines and functions only; the error's own message may hold names or numbers of persons."""
    frames = tuple(
        f"{Path(frame.filename).name} 第{frame.lineno}行 {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    )
    kind = type(error).__name__
    mark = hashlib.sha256("\n".join((kind, *frames)).encode()).hexdigest()[:4].upper()
    return CrashReport(f"{moment:%Y%m%d-%H%M%S}-{mark}", moment, kind, frames, version)


class CrashDialog(Dialog):
    """What happened, what was kept, what to do; the report can be copied."""

    def __init__(self, report: CrashReport, parent: QWidget | None = None) -> None:
        super().__init__(parent, "执法监督工作台", 150)
        self.report = report
        shown = QPlainTextEdit(report.words())
        shown.setReadOnly(True)
        shown.setFixedHeight(u(38))
        shown.setAccessibleName("错误报告")
        shown.setTabChangesFocus(True)
        self.copy = button("复制详情", "copy", "quiet")
        self.copy.clicked.connect(self._copy)
        words = [
            ("发生了什么", "程序遇到没有料到的情况，刚才这一步没有做完。"),
            ("留下了什么", "已经保存的数据没有改动，正在填写的内容还在。"),
            ("现在做什么", "可以继续使用。若再次出现，请复制详情交给管理员。"),
        ]
        title = row(text("错误报告", "strong"), text("不含姓名、证号等内容", "caption"), None, self.copy, gap=2)
        inner = col(text("刚才的操作没有完成", "title"), pairs(words, 5), title, shown, gap=2.5)
        leave = button("关闭程序", kind="quiet")
        leave.clicked.connect(self._leave)
        go_on = button("继续使用", kind="main", key="Return")
        go_on.clicked.connect(self.accept)
        self.fill([row(col(glyph("st-late", "late", 7), None), (inner, 1), gap=4)], [leave], [go_on])
        go_on.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report.words())
        self.copy.setText("已复制")

    def _leave(self) -> None:
        self.reject()
        QApplication.quit()


class CrashReporter(QObject):
    """`report` may be called on any thread. The same traceback is shown once in a session, and logged every time."""

    happened = Signal(object)

    def __init__(self, version: str, parent_of: Callable[[], QWidget | None] = lambda: None) -> None:
        super().__init__()
        self._version = version
        self._parent_of = parent_of
        self._seen: set[tuple[str, ...]] = set()
        self.dialogs: list[CrashDialog] = []
        self.happened.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Become the last resort of the interpreter and of its threads; slots of Qt end there as well."""
        sys.excepthook = self._hook
        threading.excepthook = lambda args: self.report(args.exc_value) if args.exc_value else None

    def report(self, error: BaseException) -> None:
        """Log it and show it, unless it is the clerk's own Ctrl+C in a console."""
        if isinstance(error, KeyboardInterrupt | SystemExit):
            QApplication.quit()
            return
        # without the error's own message: what a log holds must not name a person
        log.critical("unexpected error\n%s", report_of(error, local_now(), self._version).words())
        self.happened.emit(error)

    def _hook(self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        self.report(error)

    @Slot(object)
    def _show(self, error: BaseException) -> None:
        report = report_of(error, local_now(), self._version)
        mark = (report.kind, *report.frames)
        if mark in self._seen:
            return
        self._seen.add(mark)
        dialog = CrashDialog(report, self._parent_of())
        self.dialogs.append(dialog)
        dialog.finished.connect(lambda: self.dialogs.remove(dialog))
        dialog.open()


def log_to(folder: Path) -> Path:
    """Write the program's log to `folder`, half a megabyte in each of three files; returns the newest file."""
    from logging.handlers import RotatingFileHandler

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "运行.log"
    handler = RotatingFileHandler(path, maxBytes=512 * 1024, backupCount=2, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.INFO)
    return path
