"""What every form is filled from: an open session, what was chosen, and the few answers that other services give."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from services.benches.cleanup_table import CleanupTable
from services.indicators import Indicator
from services.printing.forms.roster import RosterFoot
from services.register_papers.chosen import Chosen
from services.register_papers.photos import PhotoFiles


@dataclass(frozen=True, slots=True)
class Filling:
    """`full`: whether whole ID numbers may stand on the forms that ask for them."""

    session: Session
    chosen: Chosen
    today: date
    bureau: str
    filled_by: str
    full: bool
    photos: PhotoFiles
    cleanup: Callable[[], CleanupTable]
    indicators: Callable[[date], Sequence[Indicator]]

    @property
    def day(self) -> date:
        """The day that the figures are of."""
        return self.chosen.day or self.today

    @property
    def year(self) -> int:
        """The year that is asked for."""
        return self.chosen.year or self.day.year

    @property
    def as_of(self) -> str:
        """The day as lists print it."""
        return day_text(self.day)

    def foot(self, definition: str = "") -> RosterFoot:
        """The foot of a list; who checks it signs on paper."""
        return RosterFoot(self.bureau, self.filled_by, "", day_text(self.today), definition)


def day_text(day: date | None) -> str:
    """2026-06-15, or nothing."""
    return f"{day:%Y-%m-%d}" if day else ""


def days_of(first: date | None, last: date | None) -> str:
    """2026-05-11, or 2026-05-11至05-17 where it went on."""
    if first is None or last is None or last == first:
        return day_text(first)
    return f"{first:%Y-%m-%d}至{last:%m-%d}" if first.year == last.year else term_text(first, last)


def term_text(first: date | None, last: date | None, open_end: str = "") -> str:
    """2024-01-01至2026-12-31; `open_end` stands for a last day that there is not."""
    if first is None and last is None:
        return ""
    return f"{day_text(first)}至{day_text(last) or open_end}"
