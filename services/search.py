"""Ctrl+K: one question to every ledger, by words, numbers or pinyin initials."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.query import LedgerQuery, LedgerService

PER_LEDGER = 5
SEARCHED = (
    "officers",
    "units",
    "tasks",
    "obligations",
    "problems",
    "complaints",
    "documents",
    "drafts",
    "cases",
    "plans",
    "meetings",
    "report_duties",
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One row that fits; `page_key` and `row_id` lead to it."""

    ledger: str
    page_key: str
    row_id: int
    title: str
    subtitle: str


def search_everywhere(ledgers: Mapping[str, LedgerService], text: str) -> Sequence[Hit]:
    """At most five hits of each ledger, in the order of the navigation; nothing for an empty text."""
    if not text.strip():
        return ()
    hits = []
    for name in SEARCHED:
        service = ledgers[name]
        spec = service.spec
        for row in service.search(LedgerQuery(text=text.strip(), limit=PER_LEDGER)).rows:
            title = spec.field(spec.title_field)
            others = [f for f in spec.columns if f.key not in (title.key, spec.state_field)][:3]
            words = [row.show(f, masked=True) for f in others]
            hits.append(Hit(spec.title, name, row.id, row.show(title), "　".join(filter(None, words))))
    return hits
