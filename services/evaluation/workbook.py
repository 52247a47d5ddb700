"""A report as a workbook: a sheet for each table with its definitions, and one with the list behind the numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from services.evaluation.figures import Cells, FigureTable
from services.evaluation.report import HEAD_FIELDS, Report
from services.exports.ledger_xlsx import write_workbook

LIST_HEADS = ("表", "行", "栏", "事项", "单位", "情况")
LIST_WIDTHS = (30, 26, 14, 60, 26, 40)
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", "　"))


def export_report(report: Report, target: Path) -> int:
    """Write the workbook; how many rows the list has. StorageError where it cannot be written."""

    def fill(book: Any) -> int:
        styles = _styles(book)
        for place, table in enumerate(report.tables, start=1):
            _table(book.add_worksheet(_name(table.title, place)), styles, report, table)
        return _list(book.add_worksheet("明细"), styles, report)

    return write_workbook(target, fill)


def behind_all(report: Report) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Every record behind every count of the lines; sums and shares are made of these."""
    for table in report.tables:
        for line in table.lines:
            for column in table.columns:
                if column.cells is not Cells.COUNT:
                    continue
                for listed in table.behind(line, column):
                    yield (table.title, line.label, column.label, listed.title, listed.unit, listed.words)


def _styles(book: Any) -> dict[str, Any]:
    cell = {"font_name": "宋体", "font_size": 10, "border": 1, "border_color": "#BFBFBF", "valign": "vcenter"}
    return {
        "title": book.add_format({"font_name": "黑体", "font_size": 16}),
        "note": book.add_format(
            {"font_name": "宋体", "font_size": 9, "font_color": "#595959", "text_wrap": True, "valign": "top"}
        ),
        "head": book.add_format(cell | {"bold": True, "bg_color": "#EDEDED", "align": "center", "text_wrap": True}),
        "text": book.add_format(cell | {"num_format": "@", "text_wrap": True}),
        "number": book.add_format(cell | {"num_format": "#,##0"}),
        "right": book.add_format(cell | {"num_format": "@", "align": "right"}),
    }


def _table(sheet: Any, styles: dict[str, Any], report: Report, table: FigureTable) -> None:
    last = len(table.columns)
    sheet.set_column(0, 0, 30)
    for place, column in enumerate(table.columns, start=1):
        sheet.set_column(place, place, max(9, 9 * column.width))
    sheet.write_string(0, 0, f"{report.title}　{table.title}", styles["title"])
    head = [f"{HEAD_FIELDS[key]}：{words}" for key, words in report.head.items() if words and key in HEAD_FIELDS]
    said = "　".join([*(head or [report.bureau]), f"截至{report.last_day:%Y-%m-%d}", f"单位：{table.unit_word}"])
    sheet.write_string(1, 0, said)
    for place, words in enumerate((table.head, *(column.label for column in table.columns))):
        sheet.write_string(2, place, words, styles["head"])
    row = 3
    for line in table.all_lines:
        sheet.write_string(row, 0, line.label, styles["text"])
        for place, column in enumerate(table.columns, start=1):
            if column.cells is Cells.COUNT:
                sheet.write_number(row, place, table.number(line, column.key), styles["number"])
            else:
                kind = "text" if column.width > 1 else "right"
                sheet.write_string(row, place, table.text(line, column), styles[kind])
        row += 1
    for words in (*table.definitions, *(f"{name}：{why}" for name, why in report.missing)):
        row += 1
        sheet.merge_range(row, 0, row, max(1, last), "", styles["note"])
        sheet.write_string(row, 0, words, styles["note"])
    sheet.freeze_panes(3, 1)
    _page(sheet, 2)


def _list(sheet: Any, styles: dict[str, Any], report: Report) -> int:
    for place, (words, width) in enumerate(zip(LIST_HEADS, LIST_WIDTHS, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, words, styles["head"])
    count = 0
    for count, row in enumerate(behind_all(report), start=1):
        for place, words in enumerate(row):
            sheet.write_string(count, place, words, styles["text"])  # never write: "=1+1" stays what it is
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, count), len(LIST_HEADS) - 1)
    _page(sheet, 0)
    return count


def _page(sheet: Any, repeated: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(repeated)


def _name(title: str, place: int) -> str:
    return f"{place}　{title.translate(FORBIDDEN)}"[:31]
