"""Declarative description of a ledger: one spec feeds table, filter, form, checks, Excel in and out, and print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a field holds; the kind decides editor, alignment, Excel format and comparison."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CODE = "code"  # certificate and document numbers: text that must never become a number
    IDENTITY = "identity"  # 身份证号: text, masked on screen
    DATE = "date"
    INTEGER = "integer"
    MINUTES = "minutes"  # stored minutes, shown as 学时 of 45 minutes
    MONEY = "money"  # stored 分, shown as 元
    POINTS = "points"  # stored hundredths, shown with two decimals
    BOOLEAN = "boolean"
    CHOICE = "choice"
    REFERENCE = "reference"  # id of a row of another ledger, shown by its name


TEXT_KINDS = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.CODE, Kind.IDENTITY})
NUMBER_KINDS = frozenset({Kind.INTEGER, Kind.MINUTES, Kind.MONEY, Kind.POINTS})
FIRST_YEAR, LAST_YEAR = 1900, 2100  # of any date that a bureau writes down
LARGEST = 10**15  # of any number, and the file holds it
MINUTES_PER_HOUR = 45  # 学时 of 45 minutes where a plan does not say otherwise (LS task 2)


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a ledger.

    `choices` maps stored values to words; `states` maps them to the shape and colour of a state chip
    (late, due, run, done, … as the theme names them). `synonyms` are further headers that agencies use.
    `further_words` are other words for a choice that files use, each with the stored value that it means.
    `reference` names the ledger that a REFERENCE points to. A `computed` field comes from a query and is never typed.
    """

    key: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = False
    max_length: int | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    further_words: Mapping[str, str] = field(default_factory=dict)
    synonyms: tuple[str, ...] = ()
    reference: str = ""
    computed: bool = False
    in_table: bool = True
    in_form: bool = True
    in_filter: bool = False
    in_import: bool = True
    in_template: bool = True  # False for a column that other people's files have and ours need not
    in_print: bool = False  # on paper although not on screen
    unique: bool = False
    plain: bool = False  # a number that is a name, such as a year: no thousands, no sum
    width_chars: int = 8
    help: str = ""
    section: str = ""
    example: str = ""

    @property
    def is_text(self) -> bool:
        """Searched by the search field and sorted by pinyin."""
        return self.kind in TEXT_KINDS

    @property
    def is_number(self) -> bool:
        """Right-aligned, summed in totals."""
        return self.kind in NUMBER_KINDS and not self.plain

    @property
    def is_summed(self) -> bool:
        """Money and hours add up over a filter; days left and points do not."""
        return self.kind in (Kind.MONEY, Kind.MINUTES) or (
            self.is_number and not self.computed and self.kind is Kind.INTEGER
        )

    @property
    def editable(self) -> bool:
        """Part of the form and of an import."""
        return self.in_form and not self.computed

    def fault(self, value: Any) -> str:
        """What is wrong with a typed value, as a sentence; empty where it can be stored."""
        if value in (None, ""):
            return f"请填写“{self.label}”。" if self.required else ""
        if self.max_length and isinstance(value, str) and len(value) > self.max_length:
            return f"“{self.label}”最多{self.max_length}字，现在是{len(value)}字。"
        if self.kind is Kind.CHOICE and self.choices and str(value) not in self.choices:
            return f"“{self.label}”里没有“{value}”这一项，请从列表里选。"
        if isinstance(value, date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
            return f"“{self.label}”的年份应在{FIRST_YEAR}年到{LAST_YEAR}年之间，请核对。"
        if self.kind in NUMBER_KINDS and abs(value) > LARGEST:
            return f"“{self.label}”的数太大，请核对。"
        return ""

    def show(self, value: Any, *, masked: bool = False) -> str:
        """The stored value in the words of a table; nothing is shown for nothing."""
        if value is None or value == "":
            return ""
        match self.kind:
            case Kind.CHOICE:
                return self.choices.get(str(value), str(value))
            case Kind.BOOLEAN:
                return "是" if value else "否"
            case Kind.IDENTITY:
                return mask_identity(str(value)) if masked else str(value)
            case Kind.MINUTES:
                return hours_text(int(value))
            case Kind.MONEY | Kind.POINTS:
                return hundredths_text(int(value))
            case Kind.INTEGER:
                return str(value) if self.plain else f"{int(value):,}".replace("-", "−")
        if isinstance(value, datetime):
            return f"{value:%Y-%m-%d %H:%M}"
        return f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value)


@dataclass(frozen=True, slots=True)
class LedgerSpec:
    """`name` is the key everywhere (command line, history, pages); `item` is what clerks call one row.

    `title_field` names a row in messages; `state_field` gives the filter chips; `purpose` is the page's one sentence.
    """

    name: str
    title: str
    item: str
    fields: tuple[FieldSpec, ...]
    default_sort: str
    title_field: str
    purpose: str = ""
    unit_word: str = "条"
    state_field: str = ""
    default_descending: bool = False
    then_by: str = ""  # second key of the default order
    page_size: int = 200
    match_on: tuple[str, ...] = ()  # fields that tell whether an imported row is already there
    match_gaps: tuple[str, ...] = ()  # those of match_on that may be blank in both
    landscape: bool = True
    empty_hint: str = ""
    add_label: str = ""
    addable: bool = True  # False where rows come from elsewhere: a plan's tasks, a bench's sheets
    removable: bool = True  # False where rows are worked out and lie in no 回收站

    def __post_init__(self) -> None:
        keys = [f.key for f in self.fields]
        named = {
            self.default_sort,
            self.title_field,
            *self.match_on,
            *self.match_gaps,
            *filter(None, (self.state_field, self.then_by)),
        }
        if len(keys) != len(set(keys)) or not named <= set(keys):
            raise ValueError(f"ledger {self.name}: duplicate key or unknown field among {sorted(named - set(keys))}")

    def field(self, key: str) -> FieldSpec:
        """The field called `key`; KeyError where there is none."""
        for found in self.fields:
            if found.key == key:
                return found
        raise KeyError(key)

    @property
    def columns(self) -> tuple[FieldSpec, ...]:
        """What the table, the export and the print show, in this order."""
        return tuple(f for f in self.fields if f.in_table)

    @property
    def print_columns(self) -> tuple[FieldSpec, ...]:
        """What a printed list shows: a landscape page holds more than the screen."""
        return tuple(f for f in self.fields if f.in_table or f.in_print)

    @property
    def form_fields(self) -> tuple[FieldSpec, ...]:
        """What the form edits, in the order of the paper form."""
        return tuple(f for f in self.fields if f.editable)

    @property
    def import_fields(self) -> tuple[FieldSpec, ...]:
        """What an agency's file may bring."""
        return tuple(f for f in self.fields if f.in_import and not f.computed)

    @property
    def template_fields(self) -> tuple[FieldSpec, ...]:
        """What the blank sheet for agencies asks."""
        return tuple(f for f in self.import_fields if f.in_template)

    def check(self, values: Mapping[str, Any]) -> dict[str, str]:
        """First-line checks of the form; field key → sentence, all at once."""
        return faults(self.form_fields, values)


def faults(fields: Iterable[FieldSpec], values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with the values of these fields; field key → sentence, all at once."""
    found = {spec.key: spec.fault(values.get(spec.key)) for spec in fields}
    return {key: sentence for key, sentence in found.items() if sentence}


def mask_identity(number: str) -> str:
    """First three and last four characters stay: 990***********1137."""
    return number if len(number) < 8 else number[:3] + "*" * (len(number) - 7) + number[-4:]


def hours_text(minutes: int) -> str:
    """学时 with at most one decimal, cut off, so that 59.98 never reads as 60."""
    tenths = minutes * 10 // MINUTES_PER_HOUR
    return f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"


def hundredths_text(value: int) -> str:
    """Two decimals and thousands, from integer hundredths (points, or 分 as 元)."""
    return f"{'−' if value < 0 else ''}{abs(value) // 100:,}.{abs(value) % 100:02d}"
