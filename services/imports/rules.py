"""The rules that every import keeps, and the hooks that one ledger's own rules fill."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.beside import with_beside
from services.imports.cells import CellReading, Finding, HowToRead, Match, Resolve, raw_text, read_cell
from services.imports.headers import Skip
from services.imports.limits import GENERAL_LIMITS, ProvinceLimits
from services.imports.mapping import Column, HeaderMapping
from services.imports.named import NamedRows, RowFound
from services.imports.people import People, PersonWords
from services.imports.reading import Question
from services.imports.referring import Referring
from services.imports.workbook import CellValue, Sheet, place
from services.problems import Level, Problem
from services.query import LedgerRow
from services.spec import FieldSpec, LedgerSpec

FindRow = Callable[[str, str, Mapping[str, Any]], RowFound]
NOTHING = CellReading()
LEVELS = {"ER": Level.ERROR, "WA": Level.WARNING, "IN": Level.INFO}


def _unknown(_ledger: str, _text: str) -> Match | None:
    return None


def _none(_values: Mapping[str, Any]) -> LedgerRow | None:
    return None


def no_check(_values: Mapping[str, Any]) -> Sequence[Problem]:
    """A ledger without rules of its own across fields."""
    return ()


def _nobody(said: PersonWords) -> RowFound:
    return People(()).find(said)


def _no_row(_key: str, name: str, marks: Mapping[str, Any]) -> RowFound:
    return NamedRows("台账", {}).find(name, marks)


def _not_chosen(_row: int) -> Match | None:
    return None


def _no_holder(_number: str) -> LedgerRow | None:
    return None


def _quiet(_done: int, _total: int) -> None:
    return None


@dataclass(frozen=True, slots=True)
class ImportContext:
    """What reading needs from outside. `resolve_reference` finds a row of another ledger by a name; `existing` the row
    that a row's values match; `row_check` adds problems (where = a field key stands for its cell). `default_unit` is
    the unit that the file comes from (--unit). `progress` may raise to stop; nothing is stored here anyway."""

    today: date
    resolve_reference: Resolve = _unknown
    default_unit: str | None = None
    find_person: Callable[[PersonWords], RowFound] = _nobody
    find_row: FindRow = _no_row  # the row that a reference field means, by its name and the marks beside it
    chosen: Callable[[int], Match | None] = _not_chosen  # the officer that a clerk chose for a row
    fixed: Mapping[str, Any] = field(default_factory=dict)  # what holds for every row that does not say otherwise
    holder: Callable[[str], LedgerRow | None] = _no_holder  # the row of the ledger that has a certificate number
    existing: Callable[[Mapping[str, Any]], LedgerRow | None] = _none
    row_check: Callable[[Mapping[str, Any]], Sequence[Problem]] = no_check
    unit_ledger: str = "units"
    province: ProvinceLimits = GENERAL_LIMITS
    progress: Callable[[int, int], None] = _quiet

    def default_match(self) -> Match | None:
        """The unit of --unit; one that is not registered counts as registered (contract, --dry-run)."""
        if not self.default_unit:
            return None
        found = self.resolve_reference(self.unit_ledger, self.default_unit)
        return found or Match(self.default_unit, self.default_unit)


class RowDraft:
    """A row while it is read. `cells` are the raw cells by field; `cleared` are fields that an empty value empties;
    `aside` is what one cell says about another field; `explained` are fields whose blank has been told already."""

    __slots__ = (
        "aside",
        "cells",
        "cleared",
        "columns",
        "existing",
        "explained",
        "labels",
        "problems",
        "readings",
        "row",
        "values",
    )

    def __init__(self, row: int, columns: Mapping[str, Column]) -> None:
        self.row, self.columns = row, columns
        self.cells: dict[str, CellValue] = {}
        self.readings: dict[str, CellReading] = {}
        self.values: dict[str, Any] = {}
        self.labels: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.existing: LedgerRow | None = None
        self.cleared: set[str] = set()
        self.explained: set[str] = set()
        self.aside: dict[str, CellReading] = {}

    def where(self, key: str | None) -> str:
        """The cell of a field, or the row."""
        column = self.columns.get(key or "")
        return place(self.row, column.number) if column else f"第{self.row}行"

    def add(self, key: str | None, code: str, message: str, suggest: str | None = None) -> None:
        """Note a problem at a field's cell."""
        raw = raw_text(self.cells.get(key or "")) or None
        self.problems.append(Problem(LEVELS[code[:2]], code, self.where(key), message, raw, suggest))

    def take(self, key: str, reading: CellReading) -> None:
        """Keep what a cell says."""
        self.readings[key] = reading
        self.values[key] = reading.value
        if reading.label:
            self.labels[key] = reading.label
        if reading.aside:
            self.aside.update(reading.aside)
        for found in reading.findings:
            self.note(key, found)

    def note(self, key: str, found: Finding) -> None:
        """A finding of a cell reader at its place."""
        self.add(key, found.code, found.message, found.suggest)

    def drop(self, key: str, codes: Sequence[str]) -> None:
        """Take back warnings that another cell has answered."""
        where = self.where(key)
        self.problems = [p for p in self.problems if not (p.where == where and p.code in codes)]

    @property
    def failed(self) -> bool:
        """Whether the row has an error."""
        return any(p.level is Level.ERROR for p in self.problems)


class RowRules:
    """What holds for every ledger; OfficerRules shows how one ledger adds its own. `sheet` is the one that is read,
    `options` are answers to what its header leaves open."""

    option_keys: tuple[str, ...] = ()

    def __init__(self, spec: LedgerSpec, context: ImportContext) -> None:
        self.own_keys = frozenset(f.key for f in spec.fields)  # what the ledger keeps; the others only help
        self.spec = form = self.form(spec)
        self.context = context
        self.sheet = ""
        self.options: dict[str, str] = {}
        self._unit = next((f for f in form.import_fields if f.reference == context.unit_ledger), None)
        self._referring = Referring(spec, context, self._unit.key if self._unit else "")
        self._default = context.default_match()
        self._seen: dict[tuple[Any, ...], tuple[str, int]] = {}
        self._required = [f for f in form.import_fields if f.required]
        self._unique = [f.key for f in form.import_fields if f.unique and (f.key,) != form.match_on]

    # --- hooks --------------------------------------------------------------------------------
    @classmethod
    def form(cls, spec: LedgerSpec) -> LedgerSpec:
        """The ledger's description with fields that only files have."""
        return with_beside(spec)

    def adjust(self, mapping: HeaderMapping, sheet: Sheet) -> HeaderMapping:
        """The mapping with what only the cells under a header can tell."""
        return mapping

    def accept(self, mapping: HeaderMapping) -> None:
        """Refuse a sheet as a whole; raises UnreadableError."""

    def aliases(self, key: str) -> Mapping[str, str]:
        """Further words for the choices of a field."""
        return self.spec.field(key).further_words

    def read(self, spec: FieldSpec, value: CellValue, how: HowToRead) -> CellReading:
        """One cell. The same value of a column reads the same in every row, so that a reading may be remembered."""
        return self._referring.read(spec, value, how) or read_cell(spec, value, how)

    def derive(self, draft: RowDraft) -> None:
        """Values that follow from others, before the ledger is asked for an existing row."""

    def finish(self, draft: RowDraft) -> None:
        """Checks across the cells of a row."""

    def marks(self, values: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
        """By which a row of the ledger is known again, the surest first; by default the fields of match_on."""
        names, gaps = self.spec.match_on, self.spec.match_gaps
        mark = tuple(None if values.get(name) == "" else values.get(name) for name in names)
        known = all(part is not None or name in gaps for name, part in zip(names, mark, strict=True))
        return [mark] if mark and known else []

    def known_by(self, values: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
        """The marks under which a stored row is found."""
        return self.marks(values)

    def vague(self, mark: tuple[Any, ...]) -> bool:
        """Whether a mark that two stored rows have means neither."""
        return False

    def identity(self, draft: RowDraft) -> Sequence[tuple[Any, ...]]:
        """What makes two rows of a file the same; by default the fields of match_on, and each unique field."""
        values = draft.values
        found: list[tuple[Any, ...]] = [(self.spec.match_on, mark) for mark in self.marks(values)]
        return found + [((key,), (values[key],)) for key in self._unique if values.get(key) not in (None, "")]

    def resolve(self, ledger: str, text: str) -> Match | None:
        """A row of another ledger by its name; the sending unit is known by its name even where it is not stored."""
        found = self.context.resolve_reference(ledger, text)
        if found is None and ledger == self.context.unit_ledger and text == self.context.default_unit:
            return self._default
        return found

    # --- the common rules ----------------------------------------------------------------------
    def refer(self, draft: RowDraft) -> None:
        """The officers and the rows of other ledgers that the row names."""
        self._referring.understand(draft)

    def unit(self, draft: RowDraft) -> None:
        """A blank unit cell takes the sending unit; another unit than it is ER10."""
        if self._unit is None or self._default is None:
            return
        key = self._unit.key
        reading = draft.readings.get(key, NOTHING)
        if reading.match is not None and reading.match.value != self._default.value:
            draft.values[key] = None
            draft.labels.pop(key, None)
            message = f"这一行写的是{reading.match.label}，不是报送单位{self._default.label}。核对后改正，或另外导入。"
            draft.add(key, "ER10", message)
            draft.explained.add(key)
        elif reading.match is None and not reading.waits:
            draft.values[key], draft.labels[key] = self._default.value, self._default.label

    def required(self, draft: RowDraft) -> None:
        """ER01 for every required field that is blank; a matched row may leave whole columns out."""
        for spec in self._required:
            if draft.values.get(spec.key) not in (None, ""):
                continue
            reading = draft.readings.get(spec.key)
            if (reading is None and draft.existing is not None) or (reading is not None and reading.waits):
                continue
            if spec.key in draft.explained:
                continue
            draft.add(spec.key, "ER01", f"请填写“{spec.label}”。")

    def doubled(self, draft: RowDraft) -> None:
        """ER06 for every row after the first with the same identity."""
        here = (self.sheet, draft.row)
        for mark in self.identity(draft):
            first = self._seen.setdefault(mark, here)
            if first != here:
                key = next((name for name in mark[0] if name in draft.columns), None)
                words = "、".join(self.spec.field(name).label for name in mark[0])
                row = self.words_of(first)
                draft.add(key, "ER06", f"与{row}重复（{words}相同），以{row}为准。核对后删去一行或改正。")
                return

    def words_of(self, place: tuple[str, int]) -> str:
        """A row in words, with its sheet where that is another one."""
        sheet, row = place
        return f"第{row}行" if sheet == self.sheet else f"工作表“{sheet}”第{row}行"

    def questions(self) -> tuple[Question, ...]:
        """What the rows so far left open."""
        return ()

    def skips(self, draft: RowDraft) -> Skip | None:
        """Why a row is none of the ledger's, although it is written like one."""
        return None
