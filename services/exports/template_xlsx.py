"""The sheet that agencies fill in: blank, for one unit, or with what is registered already, for correction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from services.exchange.template_mark import PROPERTY, SHEET, mark_of
from services.exports.ledger_xlsx import cell_number, column_width, write_workbook
from services.imports.headers import SAMPLE
from services.query import LedgerRow
from services.spec import FieldSpec, Kind, LedgerSpec

ROWS = 1000  # rows that carry formats and lists
FIRST = 2  # zero-based first row under the header of a sheet without a line about the unit
LAST_COLUMN = 16_383
PAGE_DIGITS = 190  # digits across a page that can still be read
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
_ALLOWED = {
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "delete_rows": True,
    "sort": True,
    "autofilter": True,
}
_GUIDE = (
    "从表头下第一行空行起逐行填写，每行一条。不要改表头，不要合并单元格，可以插入、删除和排序行。",
    "表头下的灰色示例行不会被读入，删去或留着都可以。",
    "证件号码、证号一律按文本填写。填好后存为xlsx，发回给发表的单位。",
)


@dataclass(frozen=True, slots=True)
class TemplateFor:
    """Whom a sheet is for. `units` are the names to choose from where it is for all; `rows` are what is registered.

    With `unit` the sheet takes no other unit, and says so above the header together with `due_on`.
    """

    unit: str = ""
    units: Sequence[str] = ()
    rows: Sequence[LedgerRow] = ()
    round_id: int | None = None
    due_on: date | None = None

    @property
    def line(self) -> str:
        """What stands between title and header; empty where nothing does."""
        due = f"请于{self.due_on:%Y-%m-%d}前报回" if self.due_on else ""
        return "　".join(filter(None, (f"填报单位：{self.unit}" if self.unit else "", due)))


ANYBODY = TemplateFor()


def template_sheet(spec: LedgerSpec, target: Path, wanted: TemplateFor = ANYBODY) -> int:
    """Write the sheet of `spec` to `target` and return the rows it carries; StorageError where that fails."""
    mark = mark_of(spec, wanted.unit, wanted.round_id)

    def fill(book: Any) -> int:
        fields = spec.template_fields
        sheet, notes, lists, hidden = (book.add_worksheet(n) for n in ("填报表", "填写说明", "可选项", SHEET))
        book.set_custom_property(PROPERTY, mark.short, "text")
        for row, words in enumerate([(mark.short, ""), *mark.fields]):
            for column, word in enumerate(words):
                hidden.write_string(row, column, word)
        hidden.very_hidden()
        _Form(book, sheet, spec, wanted).write(_lists(lists, fields, wanted))
        _notes(book, notes, fields)
        lists.hide()
        sheet.activate()
        return len(wanted.rows)

    return write_workbook(target, fill)


class _Form:
    """The sheet itself: title, header, a sample row, the registered rows, then free rows."""

    def __init__(self, book: Any, sheet: Any, spec: LedgerSpec, wanted: TemplateFor) -> None:
        self._sheet, self._spec, self._wanted, self._fields = sheet, spec, wanted, spec.template_fields
        head = {"font_name": "宋体", "font_size": 10, "bold": True, "border": 1, "align": "center", "valign": "vcenter"}
        body = {"font_name": "宋体", "font_size": 10, "locked": False}
        self._title = book.add_format({"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"})
        self._line = book.add_format({"font_name": "宋体", "font_size": 10, "valign": "vcenter"})
        self._plain = book.add_format(head | {"text_wrap": True, "bg_color": "#EDEDED"})
        self._must = book.add_format(head | {"text_wrap": True, "bg_color": "#F6E3DF"})
        self._text = book.add_format(body | {"num_format": "@"})
        self._number = book.add_format(body)
        self._sample = book.add_format(body | {"num_format": "@", "italic": True, "font_color": "#8E8881"})
        self._first = FIRST + bool(wanted.line)

    def write(self, lists: dict[str, str | list[str]]) -> None:
        """Row by row, because the writer keeps only the current one."""
        sheet, fields, last = self._sheet, self._fields, len(self._fields) - 1
        sheet.set_row(0, 28, None)
        for column, field in enumerate(fields):
            sheet.set_column(column, column, column_width(field) + 2, self._style(field))
        if last < LAST_COLUMN:
            sheet.set_column(last + 1, LAST_COLUMN, None, self._number)  # a row is deleted only where none is locked
        lines = [(f"{self._spec.title}填报表", self._title)]
        lines += [(self._wanted.line, self._line)] if self._wanted.line else []
        for row, (words, style) in enumerate(lines):
            if last:
                sheet.merge_range(row, 0, row, last, "", style)
            sheet.write_string(row, 0, words, style)
        header = self._first - 1
        sheet.set_row(header, 32)
        for column, field in enumerate(fields):
            label = f"{field.label}（必填）" if field.required else field.label
            sheet.write_string(header, column, label, self._must if field.required else self._plain)
            self._rule(field, column, lists.get(field.key))
        self._write_sample()
        for row, stored in enumerate(self._wanted.rows, start=self._first + 1):
            self._write_row(row, stored)
        self._page()

    def _style(self, field: FieldSpec) -> Any:
        return self._number if field.is_number else self._text

    def _write_sample(self) -> None:
        for column, field in enumerate(self._fields):
            words = _example(field, self._wanted)
            if column == 0:
                words = SAMPLE + (words or "从下一行起填写")
            if words:
                self._sheet.write_string(self._first, column, words, self._sample)

    def _write_row(self, at: int, row: LedgerRow) -> None:
        for column, field in enumerate(self._fields):
            number = cell_number(field, row.values.get(field.key))
            if number is not None:
                self._sheet.write_number(at, column, number, self._style(field))
            elif words := row.show(field):
                self._sheet.write_string(at, column, words, self._style(field))

    def _rule(self, field: FieldSpec, column: int, source: str | list[str] | None) -> None:
        area = (self._first, column, self._first + max(ROWS, len(self._wanted.rows) + ROWS // 2) - 1, column)
        hint = {"input_title": field.label[:32], "input_message": _describe(field)[:255]}
        if source is not None:
            rule: dict[str, Any] = {"validate": "list", "source": source, "error_title": "不在可选项中"}
            rule["error_message"] = f"请从“{field.label}”的可选项中选一个。"
        elif field.kind is Kind.IDENTITY:
            rule = {"validate": "length", "criteria": "==", "value": 18, "error_title": "位数不对"}
            rule |= {"error_type": "warning", "error_message": "身份证号应为18位。请对照证件核对。"}
        else:
            rule = {"validate": "any"}
        self._sheet.data_validation(*area, rule | hint)

    def _page(self) -> None:
        sheet = self._sheet
        sheet.freeze_panes(self._first, 1)
        sheet.protect("", _ALLOWED)  # without a password: against slips, not against people
        sheet.set_landscape()
        sheet.set_paper(9)
        width = sum(column_width(field) + 2 for field in self._fields)
        sheet.fit_to_pages(max(1, round(width / PAGE_DIGITS)), 0)  # many columns go over several pages, not too small
        sheet.repeat_rows(self._first - 1)
        sheet.repeat_columns(0)
        sheet.set_footer("&C第&P页　共&N页")


def _example(field: FieldSpec, wanted: TemplateFor) -> str:
    if field.reference == "units":
        return wanted.unit or field.example
    if field.kind is Kind.BOOLEAN:
        return field.example or "是"
    if field.kind is Kind.DATE:
        return field.example or "2024-06-15"
    return field.example or next(iter(field.choices.values()), "")


def _options(field: FieldSpec, wanted: TemplateFor) -> list[str]:
    if field.reference == "units":
        return [wanted.unit] if wanted.unit else list(wanted.units)
    return ["是", "否"] if field.kind is Kind.BOOLEAN else list(field.choices.values())


def _lists(sheet: Any, fields: Sequence[FieldSpec], wanted: TemplateFor) -> dict[str, str | list[str]]:
    """Where each field's list stands; a list too long for the rule itself is written on the hidden sheet."""
    found: dict[str, str | list[str]] = {}
    long: list[list[str]] = []
    for field in fields:
        options = _options(field, wanted)
        if not options:
            continue
        if len(",".join(options)) <= LIST_LIMIT and not any("," in o for o in options):
            found[field.key] = options
            continue
        letter = _letter(len(long))
        found[field.key] = f"='可选项'!${letter}$1:${letter}${len(options)}"
        long.append(options)
    _write_lists(sheet, long)
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
    free = book.add_format({"text_wrap": True, "valign": "top", "font_name": "宋体", "font_size": 10})
    for column, (words, width) in enumerate((("栏目", 18), ("是否必填", 10), ("填写要求", 60), ("示例", 24))):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, words, head)
    for row, field in enumerate(fields, start=1):
        example = field.example or next(iter(field.choices.values()), "")
        for column, words in enumerate((field.label, "必填" if field.required else "", _describe(field), example)):
            sheet.write_string(row, column, words, cell)
    for row, words in enumerate(_GUIDE, start=len(fields) + 2):
        sheet.merge_range(row, 0, row, 3, "", free)
        sheet.write_string(row, 0, words, free)
    sheet.protect("")
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _describe(field: FieldSpec) -> str:
    parts = [_KINDS[Kind.REFERENCE if field.reference else field.kind]]
    if field.max_length and field.kind in (Kind.TEXT, Kind.LONG_TEXT, Kind.CODE):
        parts.append(f"最多{field.max_length}字")
    if field.choices and len(field.choices) <= 12:
        parts.append("可选：" + "、".join(field.choices.values()))
    if field.help:
        parts.append(field.help)
    return "；".join(part.rstrip("。") for part in parts) + "。"


def _letter(number: int) -> str:
    from services.imports.xlsx_scan import column_letters

    return column_letters(number + 1)
