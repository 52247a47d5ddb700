"""A ledger as it is filtered and sorted, as a workbook or as a printed list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from services.exports.ledger_xlsx import export_rows
from services.query import LedgerQuery, LedgerRow, LedgerService, Operator
from services.spec import FieldSpec, Kind, LedgerSpec

BATCH = 1000
Progress = Callable[[int, int], None]
DATE_CHARS = 7.5  # 2026-06-15 with the air of a cell
SIGNATURES = ("填报人", "审核人", "日期")


def pages(service: LedgerService, query: LedgerQuery) -> Iterator[Sequence[LedgerRow]]:
    """The whole filter in batches, in the order of the screen."""
    done, total = 0, 1
    while done < total:
        page = service.search(replace(query, offset=done, limit=BATCH))
        if not page.rows:
            return
        yield page.rows
        total, done = page.total, done + len(page.rows)


def describe(spec: LedgerSpec, query: LedgerQuery) -> str:
    """The filter in words, for the head of an export or a print."""
    parts = [f"查找“{query.text}”"] if query.text else []
    for condition in query.conditions:
        field = spec.field(condition.key)
        value = condition.value
        match condition.operator:
            case Operator.EMPTY:
                words = "为空"
            case Operator.NOT_EMPTY:
                words = "不为空"
            case Operator.BETWEEN:
                low, high = (field.show(end) for end in value)
                words = f"从{low}到{high}" if low and high else f"从{low}起" if low else f"到{high}为止"
            case Operator.IN:
                words = "、".join(field.show(one) for one in value) if not field.reference else "选定的几个"
            case _:
                words = field.show(value) if not field.reference else "选定的一个"
        parts.append(f"{field.label}：{words}")
    if query.ids:
        parts.append(f"选定的{len(query.ids)}{spec.unit_word}")
    return "；".join(parts) or "全部"


def export_ledger(
    service: LedgerService,
    query: LedgerQuery,
    target: Path,
    *,
    bureau: str,
    today: date,
    masked: bool,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Write the filtered ledger to .xlsx; returns the number of rows."""
    return export_rows(
        service.spec,
        pages(service, replace(query, beside=not masked)),
        target,
        title=service.spec.title,
        description=describe(service.spec, query),
        unit=bureau,
        printed_on=today,
        masked=masked,
        progress=progress,
    )


def print_ledger(
    service: LedgerService,
    query: LedgerQuery,
    target: Path,
    *,
    bureau: str,
    today: date,
    progress: Progress | None = None,
) -> int:
    """Set the filtered ledger as a PDF; returns the number of pages. Identity numbers are masked on paper."""
    from services.printing.grid import Align
    from services.printing.table import TableColumn, TablePrint, print_table

    spec = service.spec
    columns = [TableColumn("序号", 3, Align.CENTER)]
    columns += [TableColumn(f.label, _share(f), Align.RIGHT if f.is_number else Align.LEFT) for f in spec.print_columns]

    def rows() -> Iterator[Sequence[str]]:
        number = 0
        for page in pages(service, query):
            for row in page:
                number += 1
                yield [str(number), *(printable(row.show(f, masked=True)) for f in spec.print_columns)]

    table = TablePrint(
        title=spec.title,
        columns=tuple(columns),
        rows=rows(),
        printed_on=today,
        subtitle=describe(spec, query),
        unit=bureau,
        signatures=SIGNATURES,
        landscape=spec.landscape,
    )
    return print_table(table, target, progress)


def printable(words: str) -> str:
    """The minus sign of the screen is in none of the faces that print; paper has the hyphen."""
    return words.replace("−", "-")


def _share(field: FieldSpec) -> float:
    """Width on paper in characters: a date stays on one line, a heading too."""
    return max(field.width_chars, len(field.label) + 1, DATE_CHARS if field.kind is Kind.DATE else 0)
