"""What the page of today counts: bands of the table and the figures above it, all from one list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.due.items import DueItem, DueKind
from ui.pages.today.words import span_words

SOON_DAYS = 30
BANDS = {
    "late": "逾期",
    "today": "今天到期",
    "week": "本周到期",
    "later": f"{SOON_DAYS}天内到期",
    "reply": "等待回复",
}
REPORTS = (DueKind.REPORT, DueKind.COLLECTION)
Test = Callable[[DueItem], bool]


@dataclass(frozen=True, slots=True)
class Figure:
    """One tile: its state kind, name, number and short note; `test` tells which rows it counts."""

    key: str
    kind: str
    name: str
    number: int
    note: str
    test: Test


@dataclass(frozen=True, slots=True)
class Board:
    """The due list of one day."""

    items: tuple[DueItem, ...]
    today: date

    @property
    def week_end(self) -> date:
        """Sunday of this week."""
        return self.today + timedelta(days=6 - self.today.weekday())

    def band(self, item: DueItem) -> str:
        """late, today, week or later; reply for a paper that is answered within its time still."""
        if item.state != "soon":
            return item.state
        if item.kind is DueKind.DOCUMENT:
            return "reply"
        return "week" if item.due_on <= self.week_end else "later"

    def bands(self, test: Test | None = None) -> list[tuple[str, tuple[DueItem, ...]]]:
        """Titles with counts and their rows, the latest first; bands without rows are left out."""
        chosen = [item for item in self.items if test is None or test(item)]
        found = [(words, tuple(i for i in chosen if self.band(i) == key)) for key, words in BANDS.items()]
        return [(f"{words}　{len(rows)}项", rows) for words, rows in found if rows]

    def figures(self) -> tuple[Figure, ...]:
        """The tiles; each counts exactly the rows that it leaves in the table."""

        def in_band(key: str) -> Test:
            return lambda item: self.band(item) == key

        return (
            self._figure("late", "late", "逾期未办", in_band("late"), _longest),
            self._figure("today", "due", "今天到期", in_band("today"), _kinds),
            self._figure("week", "run", "本周到期", in_band("week"), self._span),
            self._figure("reply", "wait", "等待回复", lambda i: i.ledger == "documents", _over),
            self._figure("papers", "hold", f"{SOON_DAYS}天内证件到期", _expiring, _units),
            self._figure("reports", "todo", "尚未报送", lambda i: i.kind in REPORTS, _units),
        )

    def _figure(self, key: str, kind: str, name: str, test: Test, note: Callable[[Sequence[DueItem]], str]) -> Figure:
        rows = [item for item in self.items if test(item)]
        return Figure(key, kind, name, len(rows), note(rows) if rows else "", test)

    def _span(self, rows: Sequence[DueItem]) -> str:
        return span_words(min(i.due_on for i in rows), max(i.due_on for i in rows))


def _expiring(item: DueItem) -> bool:
    return item.ledger == "officers" and item.days >= 0


def _longest(rows: Sequence[DueItem]) -> str:
    return f"最久{max(-item.workdays for item in rows):,}个工作日"


def _over(rows: Sequence[DueItem]) -> str:
    late = sum(item.days < 0 for item in rows)
    return f"{late:,}件超过约定" if late else "都在约定时间内"


def _units(rows: Sequence[DueItem]) -> str:
    return f"涉及{len({item.unit for item in rows}):,}个单位"


def _kinds(rows: Sequence[DueItem]) -> str:
    tasks = sum(item.ledger == "tasks" for item in rows)
    return f"其中任务{tasks:,}项" if tasks else ""
