"""Ctrl+Z and Ctrl+Y: the acts of this sitting, newest first."""

from __future__ import annotations

from collections.abc import Callable

from services.errors import NotFoundError
from services.query import Outcome
from services.uow import ChangeSet

DEPTH = 30


class UndoStack:
    """Remembers the history groups of committed acts. An undo is an act of its own, which redo takes back."""

    def __init__(self, undo: Callable[[int], Outcome]) -> None:
        self._undo = undo
        self._done: list[tuple[int, str]] = []
        self._undone: list[tuple[int, str]] = []
        self._busy = False

    def note(self, changes: ChangeSet) -> None:
        """A committed act; a new one ends what could be done again."""
        if self._busy or changes.group is None:
            return
        self._done = [*self._done, (changes.group, changes.reason)][-DEPTH:]
        self._undone.clear()

    def undo(self) -> str:
        """Take the newest act back; the sentence for the toast."""
        return self._move(self._done, self._undone, "已撤销", "没有可以撤销的操作。")

    def redo(self) -> str:
        """Do again what was taken back last."""
        return self._move(self._undone, self._done, "已重做", "没有可以重做的操作。")

    def _move(self, source: list[tuple[int, str]], target: list[tuple[int, str]], verb: str, nothing: str) -> str:
        if not source:
            raise NotFoundError(nothing)
        group, reason = source[-1]
        self._busy = True
        try:
            outcome = self._undo(group)
        finally:
            self._busy = False
        source.pop()
        if outcome.group is not None:
            target.append((outcome.group, reason))
        return f"{verb}：{reason}。"
