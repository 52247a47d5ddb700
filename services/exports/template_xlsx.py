"""The blank sheet that agencies fill in: every column of the ledger's import, with its rules on a second sheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from services.exports.ledger_xlsx import column_width, write_workbook
from services.spec import FieldSpec, Kind, LedgerSpec

ROWS = 1000  # rows that carry formats and lists
HEADER, FIRST = 1, 2  # zero-based rows
LIST_LIMIT = 200  # characters; Excel allows a list of 255 inside the rule itself, WPS less
_KINDS = {
    Kind.TEXT: "文字",
    Kind.LONG_TEXT: "文字，可换行",
    Kind.CODE: "按文本填写，不要让表格当成数字",
    Kind.IDENTITY: "18位，按文本填写，末位X大写",
    Kind.DATE: "日期，如2024-06-15",
    Kind.INTEGER: "整数",
    Kind.MINUTES: "学时，可带小数",
    Kind.MONEY: "元，最多两位小数",
    Kind.POINTS: "分，最多两位小数",
    Kind.BOOLEAN: "填是或否",
    Kind.CHOICE: "从可选项中选",
    Kind.REFERENCE: "填登记过的全称",
}


def template_sheet(spec: LedgerSpec, target: Path) -> None:
    """Write the template of `spec` to `target`; StorageError where that fails."""

    def fill(book: Any) -> int:
        fields = spec.import_fields
        sheet, notes, lists = (book.add_worksheet(n) for n in ("填报表", "填写说明", "可选项"))
        sources = _lists(lists, fields)
        _form(book, sheet, spec, sources)
        _notes(book, notes, fields)
        lists.hide()
        sheet.activate()
        return len(fields)

    write_workbook(target, fill)


def _form(book: Any, sheet: Any, spec: LedgerSpec, sources: dict[str, str | list[str]]) -> None:
    fields = spec.import_fields
    title = book.add_format({"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"})
    head = {"font_name": "宋体", "font_size": 10, "bold": True, "border": 1, "align": "center", "valign": "vcenter"}
    plain = book.add_format(head | {"text_wrap": True, "bg_color": "#EDEDED"})
    must = book.add_format(head | {"text_wrap": True, "bg_color": "#F6E3DF"})
    text = book.add_format({"num_format": "@", "font_name": "宋体", "font_size": 10})
    number = book.add_format({"font_name": "宋体", "font_size": 10})
    sheet.set_row(0, 28)
    sheet.set_row(HEADER, 32)
    if len(fields) > 1:
        sheet.merge_range(0, 0, 0, len(fields) - 1, "", title)
    sheet.write_string(0, 0, f"{spec.title}填报表", title)
    for column, field in enumerate(fields):
        sheet.set_column(column, column, column_width(field) + 2, number if field.is_number else text)
        label = f"{field.label}（必填）" if field.required else field.label
        sheet.write_string(HEADER, column, label, must if field.required else plain)
        _rule(sheet, field, column, sources.get(field.key))
    sheet.freeze_panes(FIRST, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER)
    sheet.set_footer("&C第&P页　共&N页")


def _rule(sheet: Any, field: FieldSpec, column: int, source: str | list[str] | None) -> None:
    area = (FIRST, column, FIRST + ROWS - 1, column)
    hint = {"input_title": field.label[:32], "input_message": _describe(field)[:255]}
    if source is not None:
        rule: dict[str, Any] = {"validate": "list", "source": source, "error_title": "不在可选项中"}
        sheet.data_validation(*area, rule | hint | {"error_message": f"请从“{field.label}”的可选项中选一个。"})
    elif field.kind is Kind.IDENTITY:
        rule = {"validate": "length", "criteria": "==", "value": 18, "error_title": "位数不对", "error_type": "warning"}
        sheet.data_validation(*area, rule | hint | {"error_message": "身份证号应为18位。请对照证件核对。"})
    else:
        sheet.data_validation(*area, {"validate": "any"} | hint)


def _lists(sheet: Any, fields: Sequence[FieldSpec]) -> dict[str, str | list[str]]:
    """Where each field's list stands; a list too long for the rule itself is written on the hidden sheet."""
    found: dict[str, str | list[str]] = {}
    column = 0
    for field in fields:
        options = ["是", "否"] if field.kind is Kind.BOOLEAN else list(field.choices.values())
        if not options:
            continue
        if len(",".join(options)) <= LIST_LIMIT and not any("," in o for o in options):
            found[field.key] = options
            continue
        found[field.key] = f"='可选项'!${_letter(column)}$1:${_letter(column)}${len(options)}"
        column += 1
    _write_lists(sheet, [list(f.choices.values()) for f in fields if isinstance(found.get(f.key), str)])
    return found


def _write_lists(sheet: Any, lists: Sequence[Sequence[str]]) -> None:
    """Row by row, because the writer keeps only the current row."""
    for row in range(max((len(options) for options in lists), default=0)):
        for column, options in enumerate(lists):
            if row < len(options):
                sheet.write_string(row, column, options[row])


def _notes(book: Any, sheet: Any, fields: Sequence[FieldSpec]) -> None:
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#EDEDED", "font_name": "宋体", "font_size": 10})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top", "font_name": "宋体", "font_size": 10})
    for column, (words, width) in enumerate((("栏目", 18), ("是否必填", 10), ("填写要求", 60), ("示例", 24))):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, words, head)
    for row, field in enumerate(fields, start=1):
        example = field.example or next(iter(field.choices.values()), "")
        for column, words in enumerate((field.label, "必填" if field.required else "", _describe(field), example)):
            sheet.write_string(row, column, words, cell)


def _describe(field: FieldSpec) -> str:
    parts = [_KINDS[Kind.REFERENCE if field.reference else field.kind]]
    if field.max_length and field.kind in (Kind.TEXT, Kind.LONG_TEXT, Kind.CODE):
        parts.append(f"最多{field.max_length}字")
    if field.choices and len(field.choices) <= 12:
        parts.append("可选：" + "、".join(field.choices.values()))
    if field.help:
        parts.append(field.help)
    return "；".join(parts) + "。"


def _letter(number: int) -> str:
    from services.imports.xlsx_scan import column_letters

    return column_letters(number + 1)
