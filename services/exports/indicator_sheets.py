"""The indicators of a day as a workbook and on paper: every figure with both its numbers, its definition and basis."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from services.exports.ledger_xlsx import write_workbook
from services.indicators import Indicator, Reading
from services.words import chinese_date

if TYPE_CHECKING:
    from services.printing.grid import Cell

TITLE = "执法队伍指标"
HEADS = ("指标", "单位", "分子", "分母", "占比", "应有", "结果", "说明")
WIDTHS = (30, 26, 8, 8, 9, 8, 9, 30)
MET, MISSED = "达到", "没有达到"


def result_words(reading: Reading) -> str:
    """Whether the requirement is met; nothing where there is none."""
    return {True: MET, False: MISSED, None: ""}[reading.met]


def indicator_rows(
    indicators: Sequence[Indicator],
) -> list[tuple[str, str, int, int | None, str, int | None, str, str]]:
    """The county first, then the units, indicator by indicator."""
    return [
        (
            each.name,
            reading.unit,
            reading.numerator,
            reading.denominator,
            reading.percent,
            reading.required,
            result_words(reading),
            reading.note,
        )
        for each in indicators
        for reading in (each.county, *each.units)
    ]


def explanations(indicators: Sequence[Indicator]) -> list[str]:
    """Definition and basis of each, as they stand under the figures."""
    return [f"{each.name}：{each.definition}依据：{each.basis or '待确认'}。" for each in indicators]


def export_indicators(indicators: Sequence[Indicator], as_of: date, bureau: str, target: Path) -> int:
    """Write the workbook, a second sheet with the people behind the figures; how many rows of figures it has.

    Raises StorageError where the file cannot be written.
    """

    def fill(book: Any) -> int:
        bold = book.add_format({"bold": True, "bg_color": "#EDF1F5", "border": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("指标")
        sheet.write_string(0, 0, TITLE, book.add_format({"bold": True, "font_size": 16}))
        sheet.write_string(1, 0, f"{bureau}　截至{chinese_date(as_of)}")
        rows = indicator_rows(indicators)
        _table(sheet, 2, HEADS, WIDTHS, rows, bold)
        for place, words in enumerate(explanations(indicators), start=len(rows) + 4):
            sheet.merge_range(place, 0, place, len(HEADS) - 1, words, wrapped)
            sheet.set_row(place, 32)
        people = [
            (each.name, names[person.unit_id], person.name, "计入" if person.counted else "未计入", person.words)
            for each in indicators
            for names in [{unit.unit_id: unit.unit for unit in each.units}]
            for person in each.people
        ]
        _table(
            book.add_worksheet("人员"),
            0,
            ("指标", "单位", "姓名", "是否计入", "说明"),
            (30, 26, 10, 9, 18),
            people,
            bold,
        )
        return len(rows)

    return write_workbook(target, fill)


def print_indicators(indicators: Sequence[Indicator], as_of: date, printed_on: date, bureau: str, target: Path) -> int:
    """The same on paper, with room for signatures; how many pages."""
    from services.printing.grid import Align, Cell
    from services.printing.table import TableColumn, TablePrint, print_table

    shares = (3.2, 2.8, 0.9, 0.9, 1.0, 0.9, 1.2, 2.6)
    numbers = {2, 3, 4, 5}
    columns = tuple(
        TableColumn(head, share, Align.RIGHT if place in numbers else Align.LEFT, merge=place == 0)
        for place, (head, share) in enumerate(zip(HEADS, shares, strict=True))
    )

    def cells(row: tuple[Any, ...]) -> list[Cell | str]:
        return ["" if value is None else f"{value:,}" if isinstance(value, int) else value for value in row]

    table = TablePrint(
        title=TITLE,
        columns=columns,
        rows=[cells(row) for row in indicator_rows(indicators)],
        printed_on=printed_on,
        subtitle=f"{bureau}　截至{chinese_date(as_of)}",
        signatures=("填报人", "审核人"),
        footnote="　".join(explanations(indicators)),
        landscape=True,
        continued="续表",
    )
    return print_table(table, target)


def _table(
    sheet: Any, top: int, heads: Sequence[str], widths: Sequence[int], rows: Sequence[tuple[Any, ...]], bold: Any
) -> None:
    """Words are written as words, so that none becomes a formula."""
    for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.write_string(top, column, head, bold)
        sheet.set_column(column, column, width)
    for place, row in enumerate(rows, start=top + 1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(place, column, value)
            elif value:
                sheet.write_string(place, column, value)
    sheet.freeze_panes(top + 1, 2)
    if rows:
        sheet.autofilter(top, 0, top + len(rows), len(heads) - 1)
