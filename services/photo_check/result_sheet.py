"""核对结果: the workbook that goes back to the agency, with code, reason and advice of every photo."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from services.exports.ledger_xlsx import write_workbook
from services.files import safe_name
from services.photo_check.judge import STATE_LABELS, PhotoRow, PhotoState
from services.photo_check.office import PhotoReading

SHEET = "照片核对结果"
_WIDTHS = (6, 10, 30, 10, 22, 9, 40, 36)  # in characters of the sheet, of which a Chinese one takes two
HEADS = tuple(zip(("序号", "结果", "文件", "姓名", "单位", "代码", "原因", "建议"), _WIDTHS, strict=True))
_LINE = 14  # points
_RED, _YELLOW = "#F8D7D3", "#FFF3CD"
_GROUND = {
    PhotoState.UNFIT: _RED,
    PhotoState.MISSING: _RED,
    PhotoState.ASK: _YELLOW,
    PhotoState.SEVERAL: _YELLOW,
}


def result_name(unit: str) -> str:
    """What the workbook is called when nobody calls it otherwise."""
    return f"{safe_name(f'{unit}照片核对结果')}.xlsx"


def write_result(reading: PhotoReading, target: Path) -> int:
    """Write all rows to `target`, what needs work first; their number. StorageError where it cannot be written."""

    def fill(book: Any) -> int:
        sheet = book.add_worksheet(SHEET)
        base = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter", "text_wrap": True}
        plain = book.add_format(base | {"num_format": "@"})
        marked = {state: book.add_format(base | {"num_format": "@", "bg_color": ink}) for state, ink in _GROUND.items()}
        _head(book, sheet, reading, base)
        number = 0
        for row in _ordered(reading.rows):
            number += 1
            found = _cells(row, number)
            sheet.set_row(number + 2, _height(found))
            for column, words in enumerate(found):
                # write_string, never write: a file called "=1+1.jpg" stays what it is
                sheet.write_string(number + 2, column, words, marked.get(row.state, plain) if column == 1 else plain)
        sheet.autofilter(2, 0, number + 2, len(HEADS) - 1)
        sheet.freeze_panes(3, 0)
        sheet.repeat_rows(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return number

    return write_workbook(target, fill)


def result_cells(row: PhotoRow) -> tuple[str, str, str]:
    """Codes, reasons and advice of a row; the sentences of a problem after its first are the advice."""
    codes, reasons, advice = [], [], []
    for problem in row.problems:
        reason, _, rest = problem.message.partition("。")
        codes.append(problem.code)
        reasons.append(f"{reason}。")
        advice.append(rest)
    return "、".join(dict.fromkeys(codes)), "".join(reasons), "".join(dict.fromkeys(filter(None, advice)))


def _head(book: Any, sheet: Any, reading: PhotoReading, base: dict[str, Any]) -> None:
    big = book.add_format({"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"})
    small = book.add_format({"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True})
    head = book.add_format(base | {"bold": True, "bg_color": "#EDEDED", "align": "center"})
    for line, (words, look) in enumerate(((f"{reading.unit}照片核对结果", big), (_summary(reading), small))):
        sheet.merge_range(line, 0, line, len(HEADS) - 1, "", look)
        sheet.write_string(line, 0, words, look)
        sheet.set_row(line, 30)
    for column, (label, width) in enumerate(HEADS):  # after what stands above: rows are written as they come
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, label, head)


def _summary(reading: PhotoReading) -> str:
    counts = reading.counts
    told = "，".join(f"{label}{counts[state]}" for state, label in STATE_LABELS.items() if counts[state])
    return f"{told or '没有照片'}。{reading.demand.sentence}"


def _height(found: Sequence[str]) -> int:
    """Points that the longest cell needs: not every program grows a row by itself."""
    lines = (
        -(-len(words.encode("gbk", "replace")) // width) for words, (_label, width) in zip(found, HEADS, strict=True)
    )
    return _LINE * max(1, *lines)


def _ordered(rows: tuple[PhotoRow, ...]) -> list[PhotoRow]:
    """Errors first, then what is open, then what is good; the order of the files within."""
    rank = {state: place for place, state in enumerate((*_GROUND, PhotoState.FIT, PhotoState.SAME, PhotoState.OUT))}
    return sorted(rows, key=lambda row: rank[row.state])


def _cells(row: PhotoRow, number: int) -> list[str]:
    holder = row.holder or (row.others[0] if len(row.others) == 1 else None)
    owner = holder.owner if holder is not None else None
    file = row.photo.name if row.photo is not None else ""
    who = [owner.name, owner.unit] if owner is not None else ["", ""]
    return [str(number), STATE_LABELS[row.state], file, *who, *result_cells(row)]
