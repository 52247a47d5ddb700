"""Files as agencies send them, made on the spot, and the ledgers that the import tests read them for."""

import datetime as dt
import zipfile
from pathlib import Path

import xlsxwriter

from services.imports.cells import Match
from services.imports.identity import check_character
from services.imports.officer_fields import OFFICER_IMPORT
from services.imports.read import read_import
from services.imports.rules import ImportContext
from services.query import LedgerRow
from services.spec import FieldSpec, Kind, LedgerSpec

TODAY = dt.date(2026, 11, 20)
UNITS = {
    "县水务局": Match(1, "县水务局"),
    "水务局": Match(1, "县水务局", alias=True),
    "县林业局": Match(2, "县林业局"),
    "示例镇人民政府": Match(3, "示例镇人民政府"),
}
OFFICERS = LedgerSpec(
    "officers", "执法人员", "人员", OFFICER_IMPORT, "name", "name", unit_word="人", match_on=("id_no",)
)
CASES = LedgerSpec(
    "samples",
    "样例台账",
    "样例",
    (
        FieldSpec("number", "案号", Kind.CODE, required=True, unique=True, max_length=60),
        FieldSpec("title", "案由", required=True, max_length=200),
        FieldSpec("unit", "办案单位", Kind.REFERENCE, reference="units", synonyms=("单位",)),
        FieldSpec("opened", "立案日期", Kind.DATE),
        FieldSpec("due", "办结时限", Kind.DATE),
        FieldSpec("fine", "罚款金额", Kind.MONEY),
        FieldSpec("hours", "培训学时", Kind.MINUTES),
        FieldSpec("score", "得分", Kind.POINTS),
        FieldSpec("copies", "份数", Kind.INTEGER),
        FieldSpec("closed", "是否办结", Kind.BOOLEAN),
        FieldSpec("kind", "类别", Kind.CHOICE, choices={"plain": "一般程序", "short": "简易程序"}),
        FieldSpec("facts", "基本事实", Kind.LONG_TEXT, max_length=2000),
        FieldSpec("person", "当事人身份证号", Kind.IDENTITY),
        FieldSpec("days_left", "剩余天数", Kind.INTEGER, computed=True),
    ),
    "number",
    "title",
    match_on=("number",),
)


def identity(serial=1, birth="19850615", region="990123"):
    """A valid ID of the invented region; the serial's parity is the gender (odd: male)."""
    first = f"{region}{birth}{serial:03d}"
    return first + check_character(first)


def resolve(ledger, text):
    return UNITS.get(text) if ledger == "units" else None


def context(**changes):
    return ImportContext(**({"today": TODAY, "resolve_reference": resolve} | changes))


def xlsx(path, rows, *, merged=(), hidden_rows=(), name="名册", prepare=None):
    """Rows of plain values; dates become real dates, text stays text. `prepare(book, sheet)` adds oddities."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(name)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, dt.date):
                sheet.write_datetime(r, c, value, day)
            elif isinstance(value, str) and value:
                sheet.write_string(r, c, value)
            elif value not in (None, ""):
                sheet.write(r, c, value)
    for area, text in merged:
        sheet.merge_range(area, text)
    for row in hidden_rows:
        sheet.set_row(row - 1, None, None, {"hidden": True})
    if prepare:
        prepare(book, sheet)
    book.close()
    return path


def officers(path, rows, *, header=("姓名", "身份证号"), **more):
    """Read a roster with the given header; `context` changes go through `more`."""
    file = xlsx(path, [header, *rows], **{k: more.pop(k) for k in ("merged", "hidden_rows", "prepare") if k in more})
    return read_import(file, OFFICERS, context(**more))


def one(path, header, row, **more):
    """The single row of a roster."""
    return officers(path, [row], header=header, **more).rows[0]


def codes(reading):
    return [list(row.codes) for row in reading.rows]


def stored(values, row_id=1, version=1, labels=None):
    return LedgerRow(row_id, version, values, labels or {})


def ods(path, rows):
    """A small but real .ods: text cells only."""
    lines = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in row)
        + "</table:table-row>"
        for row in rows
    )
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="名册">{lines}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return Path(path)
