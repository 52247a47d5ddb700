"""Keeps the marks of the open sheet: a short while after each change, one write at a time, never on this thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from services.errors import ConflictError, ServiceError
from services.reviews.sheet import FilledSheet
from ui.jobs import JobContext, Jobs

PAUSE_MS = 500
HANDOVER_SECONDS = 0.25


class SheetOffice(Protocol):
    """What saving needs of the services."""

    def save(self, sheet_id: int, row_version: int, marks: FilledSheet) -> int: ...


@dataclass
class Attempt:
    """One write under way; `broken` where a bug ended it, which is reported elsewhere and must not stop the next."""

    broken: bool = False


class DraftSaver(QObject):
    """`words_changed` tells the state for the foot; `refused` comes with a conflict or a full disk, marks stay."""

    words_changed = Signal(str)
    refused = Signal(object)

    def __init__(self, jobs: Jobs, office: SheetOffice, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._jobs, self._office, self._now = jobs, office, now
        self._sheet_id, self.row_version = 0, 0
        self._marks: Callable[[], FilledSheet] = FilledSheet
        self._kept = FilledSheet()
        self._attempt: Attempt | None = None
        self._stopped = True
        self._then: list[Callable[[], None]] = []
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._start)

    def serve(self, sheet_id: int, row_version: int, marks: Callable[[], FilledSheet]) -> None:
        """Look after another sheet, whose marks are saved as they are now."""
        self._pause.stop()
        self._then.clear()
        self._sheet_id, self.row_version, self._marks = sheet_id, row_version, marks
        self._kept, self._attempt, self._stopped = marks(), None, False
        self.words_changed.emit("")

    def stop(self) -> None:
        """The sheet was submitted or closed: nothing is saved any more."""
        self._pause.stop()
        self._then.clear()
        self._stopped = True

    @property
    def dirty(self) -> bool:
        """Whether something is not in the file yet."""
        return not self._stopped and self._marks() != self._kept

    @property
    def underway(self) -> bool:
        """Whether a write is running or waits for its turn."""
        return self._attempt is not None and not self._attempt.broken

    def changed(self) -> None:
        """Something was marked or typed: keep it after a short pause."""
        if not self._stopped and self.dirty:
            self._pause.start()
            self.words_changed.emit("有改动，稍后自动保存")

    def flush(self) -> None:
        """Keep what is not kept, before the page is left. Waits a moment for the write to begin, not for its end."""
        if self.dirty and not self.underway:
            begun = threading.Event()
            self._start(begun)
            begun.wait(HANDOVER_SECONDS)  # a write that has begun is finished even when the window closes

    def when_kept(self, then: Callable[[], None]) -> None:
        """Run `then` once everything is in the file."""
        if not self.dirty and not self.underway:
            then()
            return
        self._then.append(then)
        if not self.underway:
            self._start()

    def take_over(self, row_version: int) -> None:
        """Keep these marks over what came into the file meanwhile; asked for by the clerk after a conflict."""
        self.row_version = row_version
        self._start()

    def _start(self, begun: threading.Event | None = None) -> None:
        self._pause.stop()
        if self._stopped or self.underway:
            return
        attempt = self._attempt = Attempt()
        sheet_id, version, marks, office = self._sheet_id, self.row_version, self._marks(), self._office

        def work(_job: JobContext) -> int:
            if begun is not None:
                begun.set()
            try:
                return office.save(sheet_id, version, marks)
            except ServiceError:
                raise
            except BaseException:
                attempt.broken = True
                raise

        self.words_changed.emit("正在保存")
        self._jobs.write(
            self,
            work,
            lambda version: self._saved(sheet_id, version, marks),
            lambda error: self._failed(sheet_id, error),
        )

    def _saved(self, sheet_id: int, version: int, marks: FilledSheet) -> None:
        if sheet_id != self._sheet_id:
            return  # another sheet was opened meanwhile
        self._attempt, self.row_version, self._kept = None, version, marks
        if self.dirty:
            self._start()
            return
        self.words_changed.emit(f"已自动保存　{self._now():%H:%M}")
        waiting, self._then = self._then, []
        for then in waiting:
            then()

    def _failed(self, sheet_id: int, error: ServiceError) -> None:
        if sheet_id != self._sheet_id:
            return
        self._attempt = None
        self._then.clear()
        self.words_changed.emit(
            "还没有存入，填写的内容都在" if isinstance(error, ConflictError) else "这次没有存入，填写的内容都在"
        )
        self.refused.emit(error)
