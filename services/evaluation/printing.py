"""A report on paper: for each table a page with its bars, then the figures with their definitions, A4 lying."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from services.evaluation.chart_page import Stack, print_stacks
from services.evaluation.figures import Cells, FigureTable
from services.evaluation.report import HEAD_FIELDS, Report
from services.printing.grid import Align
from services.printing.joining import join_pdfs
from services.printing.table import TableColumn, TablePrint, print_table

SIGNED = ("填表人", "审核人", "签发人")
NAME_SHARE, NUMBER_SHARE = 4.0, 1.15


def print_report(report: Report, printed_on: date, target: Path) -> int:
    """All tables in one file, charts before those that divide a whole; how many pages.

    StorageError where the file cannot be written.
    """
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        files: list[Path] = []
        shown = [table for table in report.tables if table.lines]
        for place, table in enumerate(shown):
            if stacks := stacks_of(table):
                files.append(Path(folder, f"{place}chart.pdf"))
                print_stacks(f"{report.title}　图", table.title, stacks, _legend(table), files[-1])
            files.append(Path(folder, f"{place}.pdf"))
            _print_table(report, table, printed_on, files[-1], last=table is shown[-1])
        if not shown:
            files.append(Path(folder, "empty.pdf"))
            print_table(TablePrint(report.title, (TableColumn("情况"),), (), printed_on, _subtitle(report)), files[-1])
        return join_pdfs(files, target, fronts=False)


def stacks_of(table: FigureTable) -> Sequence[Stack]:
    """A bar for each line, divided as the counts of the table divide it; none where the table divides nothing."""
    parts = [column for column in table.columns if column.part]
    if not parts:
        return ()
    return [Stack(line.label, tuple(table.number(line, column.key) for column in parts)) for line in table.lines]


def _legend(table: FigureTable) -> Sequence[str]:
    return [column.label for column in table.columns if column.part]


def _print_table(report: Report, table: FigureTable, printed_on: date, target: Path, *, last: bool) -> None:
    columns = [TableColumn(table.head, NAME_SHARE)]
    columns += [
        TableColumn(
            c.label, c.width * NUMBER_SHARE, Align.LEFT if c.cells is Cells.WORDS and c.width > 1 else Align.RIGHT
        )
        for c in table.columns
    ]
    rows = [[line.label, *(table.text(line, column) for column in table.columns)] for line in table.all_lines]
    notes = [*table.definitions]
    if last:
        notes += [f"{other.title}：没有数。" for other in report.tables if not other.lines]
        notes += [f"{name}：{why}" for name, why in report.missing]
    print_table(
        TablePrint(
            f"{report.title}",
            tuple(columns),
            rows,
            None if report.head.get("filled_on") else printed_on,  # one date, not two
            f"{table.title}　{_subtitle(report)}",
            unit=table.unit_word,
            signatures=_signatures(report),
            footnote="\n".join(notes),
            landscape=True,
            continued="续表",
        ),
        target,
    )


def _subtitle(report: Report) -> str:
    """填报单位, 报送周期, 联系电话, 填报日期, and that the figures are frozen."""
    if report.head:
        said = [
            f"{HEAD_FIELDS[key]}：{report.head[key]}"
            for key in ("unit", "period", "phone", "filled_on")
            if report.head.get(key)
        ]
    else:
        said = [report.bureau]
    said.append(f"截至{report.last_day:%Y-%m-%d}")
    return "　".join([*said, *([report.frozen_words.rpartition("，")[2]] if report.frozen_words else [])])


def _signatures(report: Report) -> tuple[str, ...]:
    """Who signs, with the name where it is known."""
    keys = ("filled_by", "checked_by", "signed_by")
    names = [report.head.get(key, "") for key in keys]
    return tuple(f"{label}　{name}" if name else label for label, name in zip(SIGNED, names, strict=True))
