"""What passes between the editor and the drafting desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Origin:
    """The record that a paper is about: its table and id, and how the editor names it."""

    entity: str
    row_id: int
    words: str
    agency_id: int | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    """One line of the approval record; `at` is local, `place` a paragraph such as body[3]."""

    person: str
    verdict: str
    words: str
    place: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DraftText:
    """What the editor writes: the document in the exchange form, and what the register will say of it."""

    content: Mapping[str, Any]
    kind: str
    prefix: str = ""
    agency_id: int | None = None
    reply_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft as the editor shows it. `fixed` says why it cannot be written on now; empty where it can."""

    id: int
    row_version: int
    text: DraftText
    state: str
    state_label: str
    fixed: str
    drafter: str
    origin_words: str
    template: str
    opinions: tuple[Opinion, ...]
    fields: Mapping[str, str]
    field_names: tuple[str, ...]
    prefixes: tuple[str, ...]
    next_number: str
    document_id: int | None
