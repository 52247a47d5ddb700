"""What an import found: rows with values, changes and problems, in the shape of the command line's contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from services.errors import UnreadableError
from services.imports.headers import SkippedRow
from services.imports.mapping import HeaderMapping
from services.problems import Level, Problem
from services.spec import FieldSpec, Kind


class RowAction(StrEnum):
    """What accepting the row would do."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    ERROR = "error"


class ImportRow(NamedTuple):
    """One row of the sheet. `values` are stored values, `labels` the words of references; `changes` hold (old, new)
    as they are shown. `existing_id` and `existing_version` name the row of the ledger that it matches."""

    row: int
    action: RowAction
    values: Mapping[str, Any]
    labels: Mapping[str, str] = MappingProxyType({})
    changes: Mapping[str, tuple[Any, Any]] = MappingProxyType({})
    problems: tuple[Problem, ...] = ()
    existing_id: int | None = None
    existing_version: int = 0

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its problems in their order."""
        return tuple(p.code for p in self.problems)

    def to_json(self, forms: Mapping[str, FieldSpec] | None = None) -> dict[str, Any]:
        """The contract's row; `forms` tell how the values of each field are printed."""
        known = forms or {}
        shown = {key: self.labels.get(key) or printed(known.get(key), value) for key, value in self.values.items()}
        changes = {
            key: [printed(known.get(key), old), printed(known.get(key), new)]
            for key, (old, new) in self.changes.items()
        }
        problems = [p.to_json() for p in self.problems]
        return {"row": self.row, "action": self.action.value, "values": shown, "changes": changes, "problems": problems}


class OtherSheet(NamedTuple):
    """A sheet of the file that was not read; `rows` of it look like rows of this list."""

    name: str
    rows: int
    visible: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """What the file leaves open for all its rows; the answer is an option of the mapping and is remembered with it."""

    key: str
    words: str
    choices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ImportReading:
    """A whole sheet, read and checked, nothing stored. `notes` are about the file, not about a row of it."""

    file: Path
    sheet: str
    mapping: HeaderMapping
    rows: tuple[ImportRow, ...]
    skipped: tuple[SkippedRow, ...] = ()
    forms: Mapping[str, FieldSpec] = field(default_factory=dict)
    other_sheets: tuple[OtherSheet, ...] = ()  # those that also hold such a list
    notes: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)  # the answers under which it was read

    @property
    def header_row(self) -> int:
        """The leaf row of the header."""
        return self.mapping.header_row

    @property
    def counts(self) -> dict[str, int]:
        """Rows by action, all four always present."""
        found = Counter(row.action for row in self.rows)
        return {action.value: found[action] for action in RowAction}

    @property
    def rejected(self) -> tuple[ImportRow, ...]:
        """The rows that go back to the agency."""
        return tuple(row for row in self.rows if row.action is RowAction.ERROR)

    def to_json(self) -> dict[str, Any]:
        """The contract's object."""
        return {
            "file": str(self.file),
            "sheet": self.sheet,
            "header_row": self.header_row,
            "mapping": self.mapping.to_json(),
            "rows": [row.to_json(self.forms) for row in self.rows],
            "skipped": [{"row": s.row, "why": s.why.value} for s in self.skipped],
            "counts": self.counts,
        } | self._aside()

    def _aside(self) -> dict[str, Any]:
        """Keys beside the contract's, only where there is something to say."""
        found: dict[str, Any] = {}
        if self.other_sheets:
            found["other_sheets"] = [{"sheet": other.name, "rows": other.rows} for other in self.other_sheets]
        if self.notes:
            found["notes"] = [note.to_json() for note in self.notes]
        return found


def plain(value: Any) -> Any:
    """A stored value as JSON."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(part) for part in value]
    return value


def printed(spec: FieldSpec | None, value: Any) -> Any:
    """A stored value as a script reads it: the word of a choice, 元 and points with two decimals, else as it is."""
    if spec is None or value is None:
        return plain(value)
    if spec.kind is Kind.CHOICE:
        return spec.choices.get(str(value), str(value))
    if spec.kind in (Kind.MONEY, Kind.POINTS) and isinstance(value, int):
        return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02d}"
    return plain(value)


def unreadable_json(file: Path, error: UnreadableError) -> dict[str, Any]:
    """The contract's object for a file that cannot be read (exit 2)."""
    return {"file": str(file), "error": Problem(Level.ERROR, error.code, file.name, str(error)).to_json()}
