"""Keeps what is typed: every few seconds beside the data file, after a pause in it; nothing typed is ever lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from services.documents.draft_text import DraftText
from services.errors import ConflictError, ServiceError
from ui.jobs import JobContext, Jobs
from ui.kit.ledger_tools import DraftStore

BESIDE_MS, PAUSE_MS = 3_000, 6_000
HANDOVER_SECONDS = 0.08
UNSAVED = "有改动，稍后自动保存"
NOT_KEPT = "还没有存入，填写的内容都在"


class Desk(Protocol):
    """What saving needs of the services."""

    def save(self, draft_id: int, row_version: int, text: DraftText) -> int: ...


@dataclass
class Attempt:
    """One write under way; `broken` where a bug ended it, which is reported elsewhere and must not stop the next."""

    broken: bool = False


class Keeper(QObject):
    """`words_changed` tells the state for the foot; `refused` comes with the reason, the text stays."""

    words_changed = Signal(str)
    refused = Signal(object)
    kept = Signal(int)

    def __init__(self, jobs: Jobs, drafting: Desk, store: DraftStore, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._jobs, self._drafting, self._store, self._now = jobs, drafting, store, now
        self.draft_id, self.row_version = 0, 0
        self._text: Callable[[], DraftText] = lambda: DraftText({}, "other")
        self._stored = self._text()
        self._attempt: Attempt | None = None
        self._stopped, self._conflict, self._typed = True, False, False
        self._then: list[Callable[[], None]] = []
        self._beside = QTimer(self, singleShot=True, interval=BESIDE_MS)
        self._beside.timeout.connect(self.keep_beside)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._start)

    def serve(self, draft_id: int, row_version: int, text: Callable[[], DraftText]) -> None:
        """Look after another draft, whose text is saved as it is now."""
        self.stop()
        self.draft_id, self.row_version, self._text = draft_id, row_version, text
        self._stored, self._attempt = text(), None
        self._stopped = self._conflict = self._typed = False
        self.words_changed.emit("草稿已保存")

    def stop(self) -> None:
        """Nothing is saved any more: the draft was left, or may only be read."""
        self._pause.stop()
        self._beside.stop()
        self._then.clear()
        self._stopped = True

    @property
    def dirty(self) -> bool:
        """Whether something is not in the file yet."""
        return not self._stopped and self._typed and self._text() != self._stored

    @property
    def underway(self) -> bool:
        """Whether a write is running or waits for its turn."""
        return self._attempt is not None and not self._attempt.broken

    def typed(self) -> None:
        """Something was typed."""
        if self._stopped:
            return
        self._typed = True
        if not self._beside.isActive():
            self._beside.start()
        if not self._conflict:
            self._pause.start()
            self.words_changed.emit(UNSAVED)

    def keep_beside(self) -> None:
        """Beside the data file, for the case that the program is cut off."""
        self._beside.stop()
        if not self.dirty:
            return
        key, store = beside_key(self.draft_id), self._store
        value = as_value(self._text(), self._now())
        self._jobs.read(self, lambda: store.put(key, value), lambda _none: None)

    def tell(self) -> None:
        """Say again that everything is kept."""
        self.words_changed.emit(f"草稿已保存　{self._now():%H:%M}")

    def flush(self) -> None:
        """Keep what is not kept, before the page is left. Waits a moment for the write to begin, not for its end."""
        if self.dirty and not self.underway and not self._conflict:
            begun = threading.Event()
            self._start(begun)
            begun.wait(HANDOVER_SECONDS)  # a write that has begun is finished even when the window closes

    def when_kept(self, then: Callable[[], None]) -> None:
        """Run `then` once everything is in the file; where it is refused, the reason comes instead."""
        if not self.dirty and not self.underway:
            then()
            return
        self._then.append(then)
        if not self.underway:
            self._start()

    def forget_beside(self) -> None:
        """What lies beside the data file is not wanted any more."""
        key, store = beside_key(self.draft_id), self._store
        self._jobs.read(self, lambda: store.drop(key), lambda _none: None)

    def _start(self, begun: threading.Event | None = None) -> None:
        self._pause.stop()
        if self._stopped or self.underway or not self.dirty:
            return
        attempt = self._attempt = Attempt()
        draft_id, version, text, drafting = self.draft_id, self.row_version, self._text(), self._drafting

        def work(_job: JobContext) -> int:
            if begun is not None:
                begun.set()
            try:
                return drafting.save(draft_id, version, text)
            except ServiceError:
                raise
            except BaseException:
                attempt.broken = True
                raise

        self.words_changed.emit("正在保存")
        self._jobs.write(
            self, work, lambda version: self._saved(draft_id, version, text), lambda e: self._failed(draft_id, e)
        )

    def _saved(self, draft_id: int, version: int, text: DraftText) -> None:
        if draft_id != self.draft_id:
            return  # another draft was opened meanwhile
        self._attempt, self.row_version, self._stored = None, version, text
        self.kept.emit(version)
        if self.dirty:
            self._start()
            return
        self._beside.stop()
        self.forget_beside()
        self.tell()
        waiting, self._then = self._then, []
        for then in waiting:
            then()

    def _failed(self, draft_id: int, error: ServiceError) -> None:
        if draft_id != self.draft_id:
            return
        self._attempt = None
        self._then.clear()
        self._conflict = isinstance(error, ConflictError)
        self.words_changed.emit(NOT_KEPT)
        self.keep_beside()
        self.refused.emit(error)


def beside_key(draft_id: int) -> str:
    """Under which the unsaved text of a draft lies beside the data file."""
    return f"draft:{draft_id}"


def as_value(text: DraftText, now: datetime) -> dict[str, Any]:
    """The text as plain values, with the time."""
    return {
        "at": f"{now:%m-%d %H:%M}",
        "content": dict(text.content),
        "kind": text.kind,
        "prefix": text.prefix,
        "agency_id": text.agency_id,
        "reply_due_on": text.reply_due_on.isoformat() if text.reply_due_on else None,
    }


def from_value(value: Mapping[str, Any]) -> DraftText:
    """The text that `as_value` made plain."""
    day = value.get("reply_due_on")
    return DraftText(
        value["content"],
        value["kind"],
        value.get("prefix") or "",
        value.get("agency_id"),
        date.fromisoformat(day) if day else None,
    )
