"""Which case files still wait for the present account's sheet: read in a job, plain values out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from services.query import Condition, LedgerQuery, LedgerRow, LedgerService, Operator

PAGE = 200
MOST = 400


class Standards(Protocol):
    """What the picker needs of the scoring services."""

    def standards_for(self, case_type: str) -> Sequence[tuple[int, str]]: ...


@dataclass(frozen=True, slots=True)
class CasePlace:
    """What another page asks the scoring page for: this case file, begun or not; a plain number means a sheet."""

    case_file_id: int


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case file without a submitted sheet of this account; `sheet_id` is its draft, 0 where there is none."""

    id: int
    name: str
    decision_no: str
    agency: str
    case_type: str
    type_words: str
    decided_on: date | None
    sheet_id: int = 0
    others: int = 0


@dataclass(frozen=True, slots=True)
class OpenCases:
    """The list, the standards for each case type, whether there are more, and whether there is any case at all."""

    cases: tuple[OpenCase, ...] = ()
    standards: Mapping[str, Sequence[tuple[int, str]]] = field(default_factory=dict)
    more: bool = False
    any_case: bool = False


def read_open_cases(
    cases: LedgerService, sheets: LedgerService, scoring: Standards, reviewer: str, words: str = ""
) -> OpenCases:
    """Newest decisions first; begun ones before the others. At most 400, so that a county's list opens at once."""
    found: list[OpenCase] = []
    offset, total = 0, 0
    while len(found) < MOST:
        query = LedgerQuery(text=words, sort="decided_on", descending=True, offset=offset, limit=PAGE)
        page = cases.search(query)
        total = page.total
        found += _waiting(cases, sheets, page.rows, reviewer)
        offset += len(page.rows)
        if not page.rows or offset >= total:
            break
    found.sort(key=lambda case: not case.sheet_id)
    types = dict.fromkeys(case.case_type for case in found)
    return OpenCases(
        tuple(found[:MOST]),
        {case_type: scoring.standards_for(case_type) for case_type in types},
        more=offset < total or len(found) > MOST,
        any_case=total > 0 or bool(words),
    )


def _waiting(cases: LedgerService, sheets: LedgerService, rows: Sequence[LedgerRow], reviewer: str) -> list[OpenCase]:
    ids = [row.id for row in rows]
    if not ids:
        return []
    by_case: dict[int, list[LedgerRow]] = {}
    query = LedgerQuery(conditions=(Condition("case_file_id", Operator.IN, ids),), limit=PAGE * 5)
    for sheet in sheets.search(query).rows:
        by_case.setdefault(sheet.values["case_file_id"], []).append(sheet)
    specs = {spec.key: spec for spec in cases.spec.fields}
    made = []
    for row in rows:
        mine = [s for s in by_case.get(row.id, ()) if s.values["reviewer"] == reviewer]
        if any(s.values["state"] == "submitted" for s in mine):
            continue
        others = len(by_case.get(row.id, ())) - len(mine)
        values = row.values
        made.append(
            OpenCase(
                row.id,
                values["name"],
                values["decision_no"],
                row.labels.get("agency_id", ""),
                values["case_type"],
                row.show(specs["case_type"]),
                values["decided_on"],
                mine[0].id if mine else 0,
                others,
            )
        )
    return made
