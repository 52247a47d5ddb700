"""Where dates come from: one query for each kind of thing that falls due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from services.due.items import DueKind

Rows = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class DueSource:
    """`rows` gives id, title, unit, date and source words, then the columns named in `more`; `due_on` is the date."""

    ledger: str
    kind: DueKind
    what: str
    rows: Rows
    due_on: Any
    more: tuple[str, ...] = ()
