"""Editing the marks of one sheet, with undo: no widget here, every state is a value."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from services.problems import Level
from services.reviews.scoring import ScoreResult, score
from services.reviews.sheet import FilledSheet, ItemMarks
from services.reviews.standard import Standard
from ui.pages.scoring.mark_access import BLANK, Mark, item_marks, put_item, read_mark, write_mark
from ui.pages.scoring.sheet_lines import Amount, Line, lines_of

STEPS_KEPT = 400
MOST = Decimal("9999")


@dataclass(frozen=True, slots=True)
class _Step:
    """A state to go back to; `line` is where something changes, `merge` joins what is typed in one field."""

    marks: FilledSheet
    line: str
    merge: str = ""


class MarksEditor:
    """The marks of one sheet. Every change is one step of undo; typing in one field is a single step."""

    def __init__(self, standard: Standard, marks: FilledSheet) -> None:
        self.standard, self.marks = standard, marks
        self.lines = lines_of(standard)
        self._by_key = {line.key: line for line in self.lines}
        self._order = tuple(item.id for item in standard.items())
        self._entries = {entry.id: line.key for line in self.lines for entry in line.entries}
        self._undo: list[_Step] = []
        self._redo: list[_Step] = []

    # ---- reading

    def line(self, key: str) -> Line:
        """The line of that key; KeyError where there is none."""
        return self._by_key[key]

    @property
    def items(self) -> tuple[Line, ...]:
        """The lines that are items of the sheet."""
        return tuple(line for line in self.lines if line.kind.is_item)

    def mark(self, line: str, entry: str) -> Mark:
        """How one entry is marked."""
        found = self._by_key[line]
        return read_mark(self.marks, found, found.entry(entry))

    def item(self, line: str) -> ItemMarks:
        """The marks of an item, empty ones where nobody looked at it yet."""
        found = self._by_key[line]
        return item_marks(self.marks, found) or ItemMarks(found.code)

    def seen(self, line: str) -> bool:
        """Whether the item was looked at; one that was not counts as full marks."""
        return item_marks(self.marks, self._by_key[line]) is not None

    @property
    def seen_count(self) -> int:
        """How many items were looked at."""
        known = {line.code for line in self.items}
        return sum(marks.id in known for marks in self.marks.items)

    def closed(self, line: str) -> bool:
        """Whether the entries of the line cannot be marked now, because it is left out or missing as a whole."""
        if not self._by_key[line].kind.is_item:
            return False
        marks = self.item(line)
        return marks.not_applicable or marks.absent

    def result(self) -> ScoreResult:
        """The score of the marks as they are."""
        return score(self.standard, self.marks)

    def place(self, where: str) -> str:
        """Key of the line that the place of a problem is on; empty where it is about the sheet."""
        item_key = f"item:{where}"
        return item_key if item_key in self._by_key else self._entries.get(where, "")

    def errors(self, result: ScoreResult) -> dict[str, list[str]]:
        """Sentences by line about marks that cannot be used."""
        return self._sorted(result, Level.ERROR)

    def doubts(self, result: ScoreResult) -> dict[str, list[str]]:
        """Sentences by line about marks that did not count."""
        return self._sorted(result, Level.WARNING)

    def _sorted(self, result: ScoreResult, level: Level) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for problem in result.problems:
            if problem.level is level:
                found.setdefault(self.place(problem.where), []).append(problem.message)
        return found

    # ---- changing

    def toggle(self, line: str, entry: str) -> bool:
        """Mark an entry or take its mark back; answers whether it is marked now. Nothing happens on a closed line."""
        if self.closed(line):
            return False
        found, before = self._by_key[line].entry(entry), self.mark(line, entry)
        counted = Decimal(1) if found.amount is Amount.COUNT else None
        after = BLANK if before.on else Mark(True, counted)
        self._set(line, entry, after)
        return after.on

    def set_amount(self, line: str, entry: str, amount: Decimal | None) -> None:
        """Occurrences or points of a marked entry; None where the field is empty."""
        self._revise(line, entry, replace(self.mark(line, entry), amount=amount), "amount")

    def set_page(self, line: str, entry: str, page: str) -> None:
        """Page reference of a marked entry, as it was typed."""
        self._revise(line, entry, replace(self.mark(line, entry), page=page.strip()), "page")

    def set_note(self, line: str, entry: str, note: str) -> None:
        """The fact behind a marked entry, or the reason of a criterion that is left out."""
        self._revise(line, entry, replace(self.mark(line, entry), note=note.strip()), "note")

    def leave_out_entry(self, line: str, entry: str) -> bool:
        """Criterion not applicable, or applicable again; answers whether it is left out now."""
        if self.closed(line) or not self._by_key[line].entry(entry).may_be_left_out:
            return False
        left_out = not self.mark(line, entry).left_out
        self._set(line, entry, Mark(left_out=left_out))
        return left_out

    def leave_out(self, line: str) -> bool:
        """Item not applicable, or applicable again; other marks of the item go with it. Answers the new state."""
        found = self._by_key[line]
        if not found.may_be_left_out:
            return False
        now = not self.item(line).not_applicable
        self._put(line, ItemMarks(found.code, not_applicable=now))
        return now

    def set_reason(self, line: str, reason: str) -> None:
        """Why the item does not apply."""
        marks = self.item(line)
        if marks.not_applicable and marks.reason != reason.strip():
            self._put(line, replace(marks, reason=reason.strip()), f"{line}/reason")

    def set_absent(self, line: str) -> bool:
        """The document is missing, or is there after all; other marks of the item go with it."""
        found = self._by_key[line]
        if not found.may_be_absent:
            return False
        now = not self.item(line).absent
        self._put(line, ItemMarks(found.code, absent=now))
        return now

    def full_marks(self, line: str) -> None:
        """Nothing to deduct: the item was looked at and carries no mark."""
        found = self._by_key[line]
        if found.kind.is_item:
            self._put(line, ItemMarks(found.code))

    def look_at(self, line: str) -> None:
        """Note that the item was looked at; its marks stay."""
        if self._by_key[line].kind.is_item and not self.seen(line):
            self.full_marks(line)

    def restore(self, marks: FilledSheet) -> None:
        """Other marks as a whole, as one step of undo."""
        self._remember("", "", marks)

    # ---- undo

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back."""
        return bool(self._redo)

    def undo(self) -> str:
        """Take the last step back; answers the line it was on, empty where there was none."""
        return self._swap(self._undo, self._redo)

    def redo(self) -> str:
        """Do the step again that was taken back last."""
        return self._swap(self._redo, self._undo)

    def _swap(self, source: list[_Step], target: list[_Step]) -> str:
        if not source:
            return ""
        step = source.pop()
        target.append(_Step(self.marks, step.line))
        self.marks = step.marks
        return step.line

    def _revise(self, line: str, entry: str, mark: Mark, field: str) -> None:
        before = self.mark(line, entry)
        if before != mark and (before.on or before.left_out):
            self._set(line, entry, mark, f"{line}/{entry}/{field}")

    def _set(self, line: str, entry: str, mark: Mark, merge: str = "") -> None:
        found = self._by_key[line]
        self._remember(line, merge, write_mark(self.marks, found, found.entry(entry), mark, self._order))

    def _put(self, line: str, marks: ItemMarks, merge: str = "") -> None:
        self._remember(line, merge, put_item(self.marks, marks, self._order))

    def _remember(self, line: str, merge: str, after: FilledSheet) -> None:
        if after == self.marks:
            return
        if not (merge and self._undo and self._undo[-1].merge == merge and not self._redo):
            self._undo.append(_Step(self.marks, line, merge))
            del self._undo[:-STEPS_KEPT]
        self._redo.clear()
        self.marks = after


def read_amount(words: str) -> Decimal | None:
    """A count or points as clerks type them (1, 1.5, １．５); None for nothing or what is no number."""
    text = unicodedata.normalize("NFKC", words).strip().replace("。", ".")
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 <= value <= MOST else None
