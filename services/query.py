"""What a screen asks of a ledger, and what it gets back: plain values, never ORM objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from services.spec import FieldSpec, LedgerSpec


class Operator(StrEnum):
    """How a condition compares; BETWEEN takes a pair whose ends may be None."""

    EQUALS = "equals"
    IN = "in"
    BETWEEN = "between"
    CONTAINS = "contains"
    EMPTY = "empty"
    NOT_EMPTY = "not_empty"


@dataclass(frozen=True, slots=True)
class Condition:
    """One filter on one field."""

    key: str
    operator: Operator
    value: Any = None


@dataclass(frozen=True, slots=True)
class LedgerQuery:
    """Search text, conditions, order and page. `ids` restricts to a selection; `removed` asks for the 回收站.

    `beside` asks for what tells apart the records that a row names (services.beside), for a file that comes back.
    """

    text: str = ""
    conditions: tuple[Condition, ...] = ()
    sort: str = ""
    descending: bool = False
    offset: int = 0
    limit: int = 200
    ids: tuple[int, ...] = ()
    removed: bool = False
    beside: bool = False


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row: stored values by field key, and the words of references by the same key."""

    id: int
    row_version: int
    values: Mapping[str, Any]
    labels: Mapping[str, str] = field(default_factory=dict)

    def show(self, spec: FieldSpec, *, masked: bool = False) -> str:
        """The field in the words of a table."""
        if spec.reference:
            return self.labels.get(spec.key, "")
        return spec.show(self.values.get(spec.key), masked=masked)


@dataclass(frozen=True, slots=True)
class LedgerPageData:
    """A page of rows and the count of the whole filter."""

    rows: Sequence[LedgerRow]
    total: int


@dataclass(frozen=True, slots=True)
class Action:
    """What can be done next with a row. A disabled one says why; `fields` are asked for before it runs."""

    name: str
    label: str
    icon: str
    fields: tuple[FieldSpec, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    main: bool = False
    why_not: str = ""

    @property
    def enabled(self) -> bool:
        """Whether it can be done now."""
        return not self.why_not


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act answers: a sentence for the toast, and the history group that 撤销 takes back."""

    message: str
    group: int | None = None
    file: str = ""  # a document that the act produced


@dataclass(frozen=True, slots=True)
class Detail:
    """A titled part of the detail pane: label and words; `source` parts quote where a rule comes from."""

    title: str
    lines: tuple[tuple[str, str], ...]


class LedgerService(Protocol):
    """What every ledger page needs; BasicLedger gives it from a description."""

    @property
    def spec(self) -> LedgerSpec: ...
    @property
    def entity(self) -> str: ...
    def search(self, query: LedgerQuery) -> LedgerPageData: ...
    def counts(self, query: LedgerQuery) -> Mapping[str, int]: ...
    def totals(self, query: LedgerQuery) -> Mapping[str, int]: ...
    def load(self, row_id: int) -> LedgerRow: ...
    def save(self, row_id: int | None, row_version: int, values: Mapping[str, Any]) -> int: ...
    def remove(self, row_ids: Sequence[int]) -> Outcome: ...
    def restore(self, row_ids: Sequence[int]) -> Outcome: ...
    def set_values(self, row_ids: Sequence[int], values: Mapping[str, Any]) -> Outcome: ...
    def options(self, field_key: str) -> Sequence[tuple[Any, ...]]: ...
    def actions(self, row: LedgerRow) -> Sequence[Action]: ...
    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome: ...
    def details(self, row: LedgerRow) -> Sequence[Detail]: ...
