"""Run service calls off the UI thread and bring results back to it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot
from shiboken6 import isValid

from services.errors import ServiceError

log = logging.getLogger(__name__)

PROGRESS_GAP_SECONDS = 0.05
BROKEN = "程序出错，这次没有做成。填写的内容都在。"

T = TypeVar("T")


class JobCancelledError(Exception):
    """Raised inside a job when the clerk pressed 停止; the open transaction rolls back with it."""


@dataclass
class JobContext:
    """Given to a job function: report progress, notice cancellation. No Qt object inside."""

    report: Callable[[int, int, str], None]
    stop: threading.Event = field(default_factory=threading.Event)
    _last: float = 0.0

    def progress(self, done: int, total: int, note: str = "") -> None:
        """`done` of `total` and what is being done. Raises JobCancelledError once the clerk pressed 停止."""
        if self.stop.is_set():
            raise JobCancelledError
        now = time.monotonic()
        if done >= total or now - self._last >= PROGRESS_GAP_SECONDS:
            self._last = now  # thousands of queued signals would freeze the window by themselves
            self.report(done, total, note)


Failed = Callable[[ServiceError], None]
OnProgress = Callable[[int, int, str], None]
OnError = Callable[[QObject | None, BaseException], None]


@dataclass
class RunningJob:
    """One job as the status line shows it; `title` is what is being done, empty for work that nobody waits for."""

    owner: QObject
    deliver: Callable[[Any], None]
    failed: Failed | None = None
    on_progress: OnProgress | None = None
    title: str = ""
    stopped: Callable[[], None] | None = None
    done: int = 0
    total: int = 0
    note: str = ""
    context: JobContext = field(init=False)

    @property
    def words(self) -> str:
        """正在导入　620/1,000行: title, note and share done."""
        share = f"{self.done:,}/{self.total:,}" if self.total else ""
        return "　".join(filter(None, (self.title, self.note, share)))

    def cancel(self) -> None:
        """Ask it to stop; it stops at its next progress report and leaves nothing half done."""
        self.context.stop.set()


class Jobs(QObject):
    """Owner of both pools and of the only signals that cross threads."""

    busy_changed = Signal(bool)
    running_changed = Signal()
    _finished = Signal(object, object, object)
    _progressed = Signal(object, int, int, str)

    def __init__(self, on_error: OnError) -> None:
        super().__init__()
        self._on_error = on_error
        self._writes = QThreadPool(self)
        self._writes.setMaxThreadCount(1)  # SQLite has one writer; queue instead of waiting for locks
        self._reads = QThreadPool(self)
        self._running: dict[object, RunningJob] = {}
        self._finished.connect(self._settle)
        self._progressed.connect(self._forward_progress)

    @property
    def running(self) -> tuple[RunningJob, ...]:
        """Jobs with a title that are not finished, oldest first."""
        return tuple(job for job in self._running.values() if job.title)

    @property
    def busy(self) -> bool:
        """Whether anything at all is under way."""
        return bool(self._running)

    def read(
        self, owner: QObject, work: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None
    ) -> None:
        """Run `work` beside others; `done` gets its result on the UI thread unless `owner` is gone."""
        self._start(self._reads, RunningJob(owner, done, failed), lambda _context: work())

    def write(
        self,
        owner: QObject,
        work: Callable[[JobContext], T],
        done: Callable[[T], None],
        failed: Failed | None = None,
        progress: OnProgress | None = None,
        title: str = "",
        stopped: Callable[[], None] | None = None,
    ) -> Callable[[], None]:
        """Start a serialised job; returns a function that asks it to stop.

        `failed` gets expected errors (a form puts them beside its fields); without it they
        go to the one central place, as bugs always do. With a `title` the status line shows it with 停止;
        `stopped` is called when the clerk pressed it and the work noticed.
        """
        return self._start(self._writes, RunningJob(owner, done, failed, progress, title, stopped), work)

    def long_read(
        self,
        owner: QObject,
        work: Callable[[JobContext], T],
        done: Callable[[T], None],
        failed: Failed | None = None,
        progress: OnProgress | None = None,
        title: str = "",
        stopped: Callable[[], None] | None = None,
    ) -> Callable[[], None]:
        """As write, but beside others: for work that stores nothing (printing, checking a file)."""
        return self._start(self._reads, RunningJob(owner, done, failed, progress, title, stopped), work)

    def shut_down(self, timeout_ms: int = 10_000) -> bool:
        """Ask jobs to stop and wait for them; False when one is still running after the time.

        What was typed is stored by short jobs without a title: those in the queue still run.
        """
        for job in self.running:
            job.cancel()
        return self._reads.waitForDone(timeout_ms) and self._writes.waitForDone(timeout_ms)

    def _start(self, pool: QThreadPool, job: RunningJob, work: Callable[[JobContext], Any]) -> Callable[[], None]:
        token = object()
        job.context = JobContext(lambda done, total, note: self._tell_progress(token, done, total, note))
        self._running[token] = job
        if len(self._running) == 1:
            self.busy_changed.emit(True)
        if job.title:
            self.running_changed.emit()
        pool.start(_Task(work, job.context, lambda result, error: self._tell_end(token, result, error)))
        return job.cancel

    # The next two run on the worker's thread. A job that outlives the window has nobody left to tell.

    def _tell_progress(self, token: object, done: int, total: int, note: str) -> None:
        if isValid(self):
            self._progressed.emit(token, done, total, note)

    def _tell_end(self, token: object, result: Any, error: BaseException | None) -> None:
        if isValid(self):
            self._finished.emit(token, result, error)

    @Slot(object, object, object)
    def _settle(self, token: object, result: Any, error: BaseException | None) -> None:
        job = self._running.pop(token)
        if job.title:
            self.running_changed.emit()
        if not self._running:
            self.busy_changed.emit(False)
        if not isinstance(error, ServiceError | JobCancelledError | None):
            log.error("job failed: %s", type(error).__name__)  # a bug is reported even when its page is gone
            self._on_error(None, error)
            if job.failed and isValid(job.owner):
                job.failed(ServiceError(BROKEN))  # its page must not wait for ever
        elif not isValid(job.owner):
            return  # page closed
        elif isinstance(error, JobCancelledError):
            if job.stopped is not None:
                job.stopped()
        elif error is None:
            job.deliver(result)
        elif job.failed:
            job.failed(error)
        else:
            self._on_error(job.owner, error)

    @Slot(object, int, int, str)
    def _forward_progress(self, token: object, done: int, total: int, note: str) -> None:
        job = self._running.get(token)
        if job is None:
            return
        job.done, job.total, job.note = done, total, note
        if job.title:
            self.running_changed.emit()
        if job.on_progress and isValid(job.owner):
            job.on_progress(done, total, note)


class _Task(QRunnable):
    def __init__(
        self,
        work: Callable[[JobContext], Any],
        context: JobContext,
        report: Callable[[Any, BaseException | None], None],
    ) -> None:
        super().__init__()
        self._work, self._context, self._report = work, context, report

    def run(self) -> None:
        result, error = None, None
        try:
            if self._context.stop.is_set():
                raise JobCancelledError
            result = self._work(self._context)
        except BaseException as raised:  # noqa: BLE001 - every outcome must reach the UI thread
            error = raised
        self._report(result, error)
