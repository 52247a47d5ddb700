"""What the reader was unsure of: counted, filtered, stepped through, and marked as looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.pages.plan_check.sheet import SheetTask

if TYPE_CHECKING:
    from ui.pages.plan_check.page import PlanCheckPage

NO_DOUBT = "没有还要看的疑问。"


class Doubts(QObject):
    """`seen` names doubts by the place of their task and their words, so that they outlive other corrections."""

    def __init__(self, page: PlanCheckPage) -> None:
        super().__init__(page)
        self._page = page
        self.seen: frozenset[tuple[int, str]] = frozenset()
        parts = page.parts
        parts.table.doubt_wanted.connect(self.go)
        parts.table.seen_wanted.connect(self.look_at_next)
        parts.panel.seen_wanted.connect(self.look_at)
        parts.next_doubt.clicked.connect(lambda: self.go(1))
        for chip in parts.filters:
            chip.toggled.connect(self._filtered)

    def seen_of(self, task: SheetTask) -> frozenset[str]:
        """The doubts of a task that were looked at."""
        return frozenset(words for words in task.doubts if (task.start, words) in self.seen)

    def count(self, task: SheetTask) -> int:
        """How many doubts of a task nobody has looked at."""
        return sum(1 for words in task.doubts if (task.start, words) not in self.seen)

    def rows(self) -> list[int]:
        """The tasks with something doubtful that are not checked and not looked at."""
        sheet, checked = self._page.sheet, self._page.checked
        if sheet is None:
            return []
        return [n for n, task in enumerate(sheet.tasks) if n not in checked and self.count(task)]

    def go(self, step: int) -> None:
        """The next such task (the one before with −1), round the end; the current one last."""
        found, here = self.rows(), self._page.row()
        if not found:
            if self._page.sheet is not None:
                self._page.warn(NO_DOUBT)
            return
        ahead = [n for n in found if (n > here if step > 0 else n < here)]
        self._page.parts.table.select((ahead or found)[0 if step > 0 else -1])

    def look_at_next(self) -> None:
        """V: the first doubt of the current task that is open; the next task once none is left."""
        task = self._page.current()
        if task is None or self._page.sheet_now().loaded is None:
            return
        still = [words for words in task.doubts if (task.start, words) not in self.seen]
        if not still:
            self.go(1)
            return
        self.look_at(still[0])

    def look_at(self, words: str) -> None:
        """This doubt was looked at, or is one again."""
        page, task = self._page, self._page.current()
        if task is None:
            return
        page.steps.took(f"疑问“{words}”", page.moment())
        self.seen ^= {(task.start, words)}
        page.task_changed(page.row())
        page.parts.table.picked.emit(page.row())

    def toggle(self) -> None:
        """存疑 only, or all."""
        everything, doubtful, _open = self._page.parts.filters
        (everything if doubtful.isChecked() else doubtful).setChecked(True)

    def refresh(self) -> None:
        """The counts of the filters and what they show."""
        sheet = self._page.sheet
        if sheet is None:
            return
        everything, doubtful, still = self._page.parts.filters
        everything.set_count(len(sheet.tasks))
        doubtful.set_count(len(self.rows()))
        still.set_count(len(sheet.tasks) - len(self._page.checked))
        self._filtered(True)

    def _filtered(self, on: bool) -> None:
        page = self._page
        if not on or page.sheet is None:
            return
        _everything, doubtful, still = page.parts.filters
        shown = set(range(len(page.sheet.tasks)))
        if doubtful.isChecked():
            shown = set(self.rows())
        elif still.isChecked():
            shown -= page.checked
        here = page.row()
        page.parts.table.show_only(shown.__contains__)
        if shown and here not in shown:
            page.parts.table.select(min((n for n in shown if n > here), default=max(shown)))
