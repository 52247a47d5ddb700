"""What the page of 报送情况 shows: plain values, never ORM objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.exchange.returns import MISSING, ReturnState


@dataclass(frozen=True, slots=True)
class RoundView:
    """One round with how many units stand in each state."""

    id: int
    kind: str
    kind_title: str
    title: str
    due_on: date | None
    sent_on: date | None
    note: str
    counts: Mapping[ReturnState, int]

    @property
    def total(self) -> int:
        """Units that are asked."""
        return sum(self.counts.values())

    @property
    def came(self) -> int:
        """Units that sent something back, right or wrong."""
        return self.total - sum(self.counts[state] for state in MISSING)


@dataclass(frozen=True, slots=True)
class ReturnView:
    """One unit in a round; `late_days` counts from the day after the last day, 0 where nothing is late."""

    id: int
    agency_id: int
    unit: str
    contact: str
    phone: str
    state: ReturnState
    sent_on: date | None
    returned_on: date | None
    file_name: str
    counts: tuple[int, int, int, int]
    late_days: int
    reminded_on: date | None
