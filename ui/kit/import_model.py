"""What the import page asks of the import service, and the words and cells it makes of a reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from services.errors import UnreadableError
from services.problems import Level, Problem
from services.query import Outcome
from services.spec import FieldSpec, Kind, LedgerSpec
from ui.kit.table import LEFT, RIGHT, Changed, Column, State, Wrong

ACTIONS = {"new": ("new", "新增"), "changed": ("change", "变更"), "same": ("same", "相同"), "error": ("error", "错误")}
STEPS = ("选择文件", "核对列", "预览", "完成")
MOST_CHARS = 14
LOOKED_AT = 500  # rows whose changes decide the widths


class RowLike(Protocol):
    """One row of the sheet and what accepting it would do (new, changed, same, error)."""

    @property
    def row(self) -> int: ...
    @property
    def action(self) -> str: ...
    @property
    def values(self) -> Mapping[str, Any]: ...
    @property
    def labels(self) -> Mapping[str, str]: ...
    @property
    def changes(self) -> Mapping[str, tuple[Any, Any]]: ...
    @property
    def problems(self) -> Sequence[Problem]: ...


class ReadingLike(Protocol):
    """A sheet, read and checked; a frozen dataclass, so that rows can be left out."""

    @property
    def file(self) -> Path: ...
    @property
    def header_row(self) -> int: ...
    @property
    def mapping(self) -> Any: ...
    @property
    def rows(self) -> Sequence[Any]: ...
    @property
    def counts(self) -> Mapping[str, int]: ...


class ImportService(Protocol):
    """Reads without storing; `accept` stores new and changed rows, all or none.

    A service may also offer `correct(kind, reading, row, name, text)`, which answers a new reading.
    """

    def kinds(self) -> Sequence[tuple[str, str]]: ...
    def units(self) -> Sequence[tuple[Any, str]]: ...
    def spec(self, kind: str) -> LedgerSpec: ...
    def read(
        self,
        kind: str,
        file: Path,
        unit: str | None = None,
        mapping: Mapping[str, str | None] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Any: ...
    def accept(self, kind: str, reading: Any, progress: Callable[[int, int], None] | None = None) -> Outcome: ...
    def write_rejects(self, reading: Any, target: Path) -> Path: ...


@dataclass
class ImportFile:
    """One chosen file on its way: waiting, read, refused, stored.

    `raw` is the file as it was read by itself, `line` the same beside the other files of the run; `ticked` says whether
    it is taken when all are. `sent_by`, `sheet`, `mapping` and `corrections` (row and column of a cell) are what the
    clerk decided about it.
    """

    path: Path
    reading: Any = None
    error: str = ""
    stored: str = ""
    group: int | None = None
    storing: bool = False
    skipped: set[int] = field(default_factory=set)
    kind: str = ""
    raw: Any = None
    line: Any = None
    ticked: bool = True
    sent_by: str = ""
    sheet: str | None = None
    mapping: dict[str, str | None] | None = None
    part: str = ""
    corrections: dict[tuple[int, int], str] = field(default_factory=dict)
    people: dict[int, int] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    _counted: tuple[tuple[int, frozenset[int]], Counter[str]] | None = None  # a table of 40 files asks often

    @property
    def key(self) -> tuple[Path, str]:
        """What tells it from the other files of the run."""
        return self.path, self.part

    def forget_rows(self) -> None:
        """Another sheet has other rows: what was decided about single ones goes."""
        self.corrections.clear()
        self.people.clear()
        self.skipped.clear()

    def refuse(self, error: Exception) -> None:
        """The file cannot be read."""
        code = f"（{error.code}）" if isinstance(error, UnreadableError) else ""
        self.error = f"{error}{code}"

    def count(self, action: str) -> int:
        """Rows of one kind; skipped rows no longer count as new or changed."""
        if self.reading is None:
            return 0
        state = (id(self.reading), frozenset(self.skipped))
        if self._counted is None or self._counted[0] != state:
            found = Counter(str(row.action) for row in self.reading.rows if row.row not in self.skipped)
            self._counted = (state, found)
        return self._counted[1][action]

    @property
    def to_store(self) -> int:
        """Rows that accepting would store."""
        return self.count("new") + self.count("changed")

    def accepted(self) -> Any:
        """The reading without the skipped rows."""
        rows = tuple(row for row in self.reading.rows if row.row not in self.skipped)
        return replace(self.reading, rows=rows)


def preview_columns(spec: LedgerSpec, reading: ReadingLike) -> list[FieldSpec]:
    """The fields that the sheet brings, in the order of its columns, then the required ones that hold for all its rows;
    nothing else would be checked by eye. Columns that only helped to find somebody show nothing and stay out."""
    known = {f.key: f for f in spec.fields}
    named = dict.fromkeys(c.name for c in reading.mapping.columns if c.name in known)
    kept = {key for row in reading.rows for key in row.values}
    told = {_letters(p.where) for row in reading.rows for p in row.problems if p.level is Level.ERROR}
    wrong = {c.name for c in reading.mapping.columns if c.letter in told}
    brought = [known[key] for key in named if key in kept or key in wrong]
    filled = {key for row in reading.rows for key, value in row.values.items() if value not in (None, "")}
    common = [f for f in spec.import_fields if f.required and not f.reference and f.key not in named]
    return [*brought, *(f for f in common if f.key in filled)] or list(spec.import_fields)


def table_columns(fields: Sequence[FieldSpec], rows: Sequence[RowLike] = ()) -> list[Column]:
    """Row number, what happens, then the fields; wide enough for old → new; one column of words takes the free room."""
    words = (Kind.TEXT, Kind.LONG_TEXT, Kind.REFERENCE)
    widest = max(range(len(fields)), key=lambda n: (fields[n].kind in words, fields[n].width_chars), default=0)
    made = []
    for n, f in enumerate(fields):
        chars = max(min(MOST_CHARS, max(f.width_chars, 4)) + 1, _room_for_changes(f, rows))
        made.append(Column(f.label, chars, RIGHT if f.is_number else LEFT, stretch=n == widest))
    return [Column("行", 2.5, RIGHT), Column("处理", 4.5), *made]


def _room_for_changes(spec: FieldSpec, rows: Sequence[RowLike]) -> float:
    """Characters that the longest old → new of a column needs; half-width ones count half and a little."""
    longest = 0.0
    for found in rows[:LOOKED_AT]:
        if spec.key in found.changes:
            shown = "".join(_words(spec, value) or "空" for value in found.changes[spec.key])
            longest = max(longest, sum(1.0 if ord(c) > 0x2E80 else 0.62 for c in shown) + 3)
    return min(longest, 2 * MOST_CHARS)


def table_row(row: RowLike, fields: Sequence[FieldSpec], reading: ReadingLike, skipped: Collection[int]) -> list[Any]:
    """The cells of one row: old → new, wrong cells marked, identity numbers masked."""
    kind, word = ACTIONS[str(row.action)]
    state = State("void", "不导入") if row.row in skipped else State(kind, word)
    return [row.row, state, *(_cell(row, spec, reading) for spec in fields)]


def _cell(row: RowLike, spec: FieldSpec, reading: ReadingLike) -> Any:
    problem = next((p for p in row.problems if p.level is Level.ERROR and concerns(p, spec, reading)), None)
    shown = row.labels.get(spec.key) or _words(spec, row.values.get(spec.key))
    if problem is not None:
        return Wrong(shown or spec.show(problem.raw or "", masked=True))
    if spec.key in row.changes:
        old, new = row.changes[spec.key]
        return Changed(_words(spec, old) or "空", _words(spec, new) or "空")
    return shown


def _words(spec: FieldSpec, value: Any) -> str:
    if isinstance(value, str) and spec.kind.value not in ("choice", "identity"):
        return value
    if isinstance(value, int) and spec.reference:
        return str(value)
    return spec.show(value, masked=True) if not isinstance(value, date) else f"{value:%Y-%m-%d}"


def concerns(problem: Problem, spec: FieldSpec, reading: ReadingLike) -> bool:
    """Whether a problem is about this field: it names the field, or a cell in its column (C9)."""
    if problem.where in (spec.key, spec.label):
        return True
    letters = _letters(problem.where)
    return any(c.letter == letters and c.name == spec.key for c in reading.mapping.columns if letters)


def _letters(where: str) -> str:
    return "".join(c for c in where if c.isascii() and c.isalpha()).upper()


def wrong_fields(row: RowLike, fields: Sequence[FieldSpec], reading: ReadingLike) -> list[FieldSpec]:
    """Fields of the row with an error, in the order of the table."""
    errors = [p for p in row.problems if p.level is Level.ERROR]
    return [f for f in fields if any(concerns(p, f, reading) for p in errors)]
