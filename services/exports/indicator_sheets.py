"""The indicators of a day as a workbook and on paper: every figure with both its numbers, its definition and basis."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from services.exports.ledger_xlsx import write_workbook
from services.indicators import Indicator
from services.words import chinese_date

TITLE = "执法队伍指标"
SHARE = "占比"
PEOPLE_HEADS = ("指标", "单位", "姓名", "是否计入", "说明")
PEOPLE_WIDTHS = (34, 26, 10, 10, 18)
UNIT_SHARE, NUMBER_SHARE, PERCENT_SHARE = 2.7, 0.85, 1.65


def unit_rows(indicators: Sequence[Indicator]) -> list[tuple[str | int | None, ...]]:
    """The county first, then one row per unit: two numbers and the share of each indicator."""
    if not indicators:
        return []
    rows: list[tuple[str | int | None, ...]] = []
    for readings in zip(*((each.county, *each.units) for each in indicators), strict=True):
        cells: list[str | int | None] = [readings[0].unit]
        for reading in readings:
            missing = reading.result if reading.met is False else ""
            cells += [reading.numerator, reading.denominator, f"{reading.percent}{missing}"]
        rows.append(tuple(cells))
    return rows


def explanations(indicators: Sequence[Indicator]) -> list[str]:
    """Definition and basis of each, as they stand under the figures."""
    return [f"{each.name}：{each.definition}依据：{each.basis or '待确认'}。" for each in indicators]


def export_indicators(indicators: Sequence[Indicator], as_of: date, bureau: str, target: Path) -> int:
    """Write the workbook, a second sheet with the people behind the figures; how many rows of figures it has.

    Raises StorageError where the file cannot be written.
    """

    def fill(book: Any) -> int:
        head = book.add_format({"bold": True, "bg_color": "#EDF1F5", "border": 1, "align": "center", "text_wrap": True})
        sheet = book.add_worksheet("指标")
        sheet.write_string(0, 0, TITLE, book.add_format({"bold": True, "font_size": 16}))
        sheet.write_string(1, 0, f"{bureau}　截至{chinese_date(as_of)}")
        _grouped_heads(sheet, indicators, head)
        rows = unit_rows(indicators)
        _write(sheet, 4, rows)
        sheet.freeze_panes(4, 1)
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for place, words in enumerate(explanations(indicators), start=len(rows) + 5):
            sheet.merge_range(place, 0, place, 9, words, wrapped)
            sheet.set_row(place, 48)
        _page(sheet)
        _people(book.add_worksheet("人员"), indicators, head)
        return len(rows)

    return write_workbook(target, fill)


def print_indicators(indicators: Sequence[Indicator], as_of: date, printed_on: date, bureau: str, target: Path) -> int:
    """The units' figures on paper, with room for signatures; how many pages."""
    from services.printing.grid import Align
    from services.printing.table import TableColumn, TablePrint, print_table

    columns = [TableColumn("单位", UNIT_SHARE)]
    for each in indicators:
        columns += [TableColumn(head, NUMBER_SHARE, Align.RIGHT, group=each.name) for head in each.heads]
        columns.append(TableColumn(SHARE, PERCENT_SHARE, Align.RIGHT, group=each.name))
    rows = [
        ["" if cell is None else f"{cell:,}" if isinstance(cell, int) else cell for cell in row]
        for row in unit_rows(indicators)
    ]
    table = TablePrint(
        title=TITLE,
        columns=tuple(columns),
        rows=rows,
        printed_on=printed_on,
        subtitle=f"{bureau}　截至{chinese_date(as_of)}",
        signatures=("填报人", "审核人"),
        footnote="\n".join(explanations(indicators)),
        landscape=True,
        continued="续表",
    )
    return print_table(table, target)


def _grouped_heads(sheet: Any, indicators: Sequence[Indicator], head: Any) -> None:
    """Two lines, the indicator over its numbers; written line by line, as the workbook is streamed."""
    sheet.set_column(0, 0, 26)
    sheet.set_row(2, 32)
    sheet.write_string(2, 0, "", head)
    for place, each in enumerate(indicators):
        sheet.merge_range(2, 3 * place + 1, 2, 3 * place + 3, each.name, head)
    sheet.write_string(3, 0, "单位", head)
    for place, each in enumerate(indicators):
        for offset, words in enumerate((*each.heads, SHARE), start=3 * place + 1):
            sheet.write_string(3, offset, words, head)
        sheet.set_column(3 * place + 1, 3 * place + 2, 9)
        sheet.set_column(3 * place + 3, 3 * place + 3, 14)


def _people(sheet: Any, indicators: Sequence[Indicator], head: Any) -> None:
    rows = [
        (each.name, names[person.unit_id], person.name, "计入" if person.counted else "未计入", person.words)
        for each in indicators
        for names in [{unit.unit_id: unit.unit for unit in each.units}]
        for person in each.people
    ]
    for column, (words, width) in enumerate(zip(PEOPLE_HEADS, PEOPLE_WIDTHS, strict=True)):
        sheet.write_string(0, column, words, head)
        sheet.set_column(column, column, width)
    _write(sheet, 1, rows)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(rows)), len(PEOPLE_HEADS) - 1)


def _write(sheet: Any, top: int, rows: Sequence[tuple[str | int | None, ...]]) -> None:
    """Words are written as words, so that none becomes a formula."""
    for place, row in enumerate(rows, start=top):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(place, column, value)
            elif value:
                sheet.write_string(place, column, value)


def _page(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2, 3)
