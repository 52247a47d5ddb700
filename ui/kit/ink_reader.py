"""Measures where the ink of a file's pages stands, some pages at a time, for whoever is still listening."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from services.errors import ServiceError
from services.printing.ink_box import INK_DPI, PageInk, read_ink
from ui.jobs import Jobs
from ui.kit.ledger_tools import PdfPages

_AT_ONCE = 10  # pages; a letter to every unit is hundreds


class InkReader(QObject):
    """`measured` brings the pages known so far, by number from 1, and whether they are all; known ones are kept."""

    measured = Signal(object, bool)
    failed = Signal(str)

    def __init__(self, pages: PdfPages, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._pages, self._jobs = pages, jobs
        self._known: dict[Path, dict[int, PageInk]] = {}
        self._wanted: tuple[Path, int] | None = None
        self._busy = False

    def start(self, file: Path, count: int) -> None:
        """Measure the pages of a file; what is known already is told at once."""
        self._wanted = (file, count)
        self._go_on()

    def stop(self) -> None:
        """After the pages that are under way."""
        self._wanted = None

    def _go_on(self) -> None:
        if self._wanted is None or self._busy:
            return
        file, count = self._wanted
        known = self._known.setdefault(file, {})
        left = [page for page in range(1, count + 1) if page not in known]
        self.measured.emit(known, not left)
        if left:
            self._busy = True
            work = partial(_measure, self._pages, file, left[:_AT_ONCE])
            self._jobs.read(self, work, partial(self._got, file), self._failed)

    def _got(self, file: Path, found: Mapping[int, PageInk]) -> None:
        self._busy = False
        self._known[file].update(found)
        self._go_on()

    def _failed(self, error: ServiceError) -> None:
        self._busy = False
        self.failed.emit(str(error))


def _measure(pages: PdfPages, file: Path, numbers: Sequence[int]) -> dict[int, PageInk]:
    return {number: read_ink(pages.render_page(file, number - 1, INK_DPI)) for number in numbers}
