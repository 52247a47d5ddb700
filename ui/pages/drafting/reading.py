"""What the editor reads when a draft is opened; all of it runs in jobs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.documents.draft_text import DraftView
from ui.pages.drafting.keeper import beside_key


@dataclass(frozen=True)
class Found:
    """A draft as it was read, with what lies beside the data file."""

    view: DraftView
    beside: Mapping[str, Any] | None
    units: Sequence[tuple[int, str]]
    phrases: Mapping[str, Sequence[str]]


def read_draft(desk: Any, draft_id: int) -> Found:
    """The draft as it is now. NotFoundError where it is gone."""
    view = desk.drafting.open(draft_id)
    return Found(view, desk.sealed.get(beside_key(draft_id)), desk.drafting.units(), desk.drafting.phrases())


def signed_paper(desk: Any, document_id: int) -> tuple[str, Path]:
    """Number and file of a signed paper."""
    row = desk.ledgers["documents"].load(document_id)
    return row.values["number"], desk.documents.pdf_of(row)
