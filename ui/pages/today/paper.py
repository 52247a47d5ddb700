"""Due lists on paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from services.due.items import DueItem
from ui.pages.today.words import matter, state_words

Bands = Sequence[tuple[str, Sequence[DueItem]]]
Progress = Callable[[int, int], None]


def print_bands(
    folder: Path, title: str, subtitle: str, bands: Bands, today: date, progress: Progress | None = None
) -> Path:
    """The list as a PDF in `folder`; runs in a job. Raises StorageError where it cannot be written."""
    from services.printing.grid import Align  # reportlab: only when somebody prints
    from services.printing.table import TableColumn, TablePrint, print_table

    columns = (
        TableColumn("期限", 10, Align.CENTER),
        TableColumn("状态", 10, Align.CENTER),
        TableColumn("类别", 9, Align.CENTER),
        TableColumn("事项", 34),
        TableColumn("单位", 22),
        TableColumn("来源", 20),
        TableColumn("办理情况", 16),
    )
    rows = [
        (f"{item.due_on:%Y-%m-%d}", state_words(item), item.what, matter(item), item.unit, item.source, "")
        for _title, items in bands
        for item in items
    ]
    target = folder / f"{title}.pdf"
    print_table(TablePrint(title, columns, rows, today, subtitle, landscape=True), target, progress)
    return target
