"""退回: every agency's rejected rows in its own layout, written into one folder with a summary beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from services.errors import StorageError
from services.exchange.folder_import import FileLine, LineKey
from services.exports.ledger_xlsx import write_workbook
from services.files import safe_name
from services.imports.office import ImportOffice

SUMMARY = "退回汇总.xlsx"
_LABELS = ("单位", "文件", "表", "新增", "更新", "相同", "退回", "说明", "退回文件")
HEADS = tuple(zip(_LABELS, (26, 34, 14, 7, 7, 7, 7, 60, 36), strict=True))
Progress = Callable[[int, int], None]


def write_returned(
    office: ImportOffice, lines: Sequence[FileLine], folder: Path, title: str, progress: Progress | None = None
) -> list[Path]:
    """Write the files that go back and the summary of all lines into `folder`; the files, the summary last.

    StorageError where the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"“{folder.name}”建不了，没有生成退回文件。换一个能写入的文件夹。") from error
    written: list[Path] = []
    named: dict[LineKey, str] = {}
    for done, line in enumerate(lines):
        if progress:
            progress(done, len(lines))
        if line.reading is not None and line.reading.rejected:
            target = _free(
                folder, safe_name(f"{len(written) + 1:02d} {line.unit or Path(line.name).stem}{line.part}-退回")
            )
            office.write_rejects(line.reading, target)
            named[line.key] = target.name
            written.append(target)
    summary = folder / SUMMARY
    _write_summary(lines, named, summary, title)
    return [*written, summary]


def _free(folder: Path, stem: str) -> Path:
    """A name that no file of the folder has; what was written before is never overwritten."""
    target, number = folder / f"{stem}.xlsx", 2
    while target.exists():
        target, number = folder / f"{stem}（{number}）.xlsx", number + 1
    return target


def _write_summary(lines: Sequence[FileLine], named: dict[LineKey, str], target: Path, title: str) -> None:
    def fill(book: Any) -> int:
        sheet = book.add_worksheet("退回汇总")
        base = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter", "text_wrap": True}
        head = book.add_format(base | {"bold": True, "bg_color": "#EDEDED", "align": "center"})
        text, number = book.add_format(base | {"num_format": "@"}), book.add_format(base)
        big = book.add_format({"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"})
        for column, (_label, width) in enumerate(HEADS):
            sheet.set_column(column, column, width)
        sheet.set_row(0, 28)
        sheet.merge_range(0, 0, 0, len(HEADS) - 1, "", big)
        sheet.write_string(0, 0, title, big)
        for column, (label, _width) in enumerate(HEADS):
            sheet.write_string(1, column, label, head)
        for row, line in enumerate(lines, start=2):
            counts = line.reading.counts if line.reading else {}
            words = [line.unit, line.name, line.reading.sheet if line.reading else ""]
            figures = [counts.get(name) for name in ("new", "changed", "same", "error")]
            for column, word in enumerate([*words, *figures, line.remark, named.get(line.key, "")]):
                if isinstance(word, int):
                    sheet.write_number(row, column, word, number)
                else:
                    sheet.write_string(row, column, word or "", text)
        sheet.freeze_panes(2, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return len(lines)

    write_workbook(target, fill)
